import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, renameSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.ts'

/** What lies where in a data directory. `pg` and `socket` belong to the server's account, the rest to the program. */
export type Folder = {
  root: string
  pg: string
  socket: string
  log: string
  clients: string
  run: string
  lock: string
  links: string
  /** Where the cluster of a newer PostgreSQL is filled before it takes the place of `pg`. */
  next: string
}

export function folderOf(dataDir: string): Folder {
  const at = (name: string) => join(dataDir, name)
  const files = { run: at('run.json'), lock: at('lock') }
  return {
    root: dataDir,
    pg: at('pg'),
    socket: at('socket'),
    log: at('log'),
    clients: at('clients'),
    links: at('lib'),
    next: at('pg-upgrade'),
    ...files,
  }
}

/** Makes what is missing. A folder that was there before keeps the rights its owner gave it. */
export function prepareFolder(folder: Folder): void {
  // As root the server's account has to pass through, and only that; files and vault close their own folders.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  mkdirSync(folder.root, { recursive: true, mode })
  for (const path of [folder.log, folder.clients]) mkdirSync(path, { recursive: true, mode: 0o700 })
}

/** A folder that the account alone may enter. */
export function privateFolder(path: string, account: Account): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (account.switched) chownSync(path, account.uid, account.gid)
  return path
}

// sun_path holds 108 bytes on Linux and 104 on macOS, and '/.s.PGSQL.5432' takes 14 of them.
const LONGEST_SOCKET_FOLDER = 86

/** How the name of a short folder begins. */
export const SHORT_FOLDER = 'govmedia-socket-'

/** The folder of the socket: inside the data directory, or a short private one when that path would never connect. `wanted` is where it was before. */
export function socketFolder(folder: Folder, account: Account, wanted?: string): string {
  if (wanted) return privateFolder(wanted, account)
  if (Buffer.byteLength(folder.socket) <= LONGEST_SOCKET_FOLDER) return privateFolder(folder.socket, account)
  const base = Buffer.byteLength(tmpdir()) <= LONGEST_SOCKET_FOLDER - 20 ? tmpdir() : '/tmp'
  return privateFolder(mkdtempSync(join(base, SHORT_FOLDER)), account)
}

// The server says little (no statements, no values), so one file a start and the one before are enough.
const LONGEST_LOG = 5_000_000

/** Opens the server's log for appending. */
export function openLog(folder: Folder): { path: string; descriptor: number } {
  const path = join(folder.log, 'postgresql.log')
  if (existsSync(path) && statSync(path).size > LONGEST_LOG) renameSync(path, `${path}.1`)
  return { path, descriptor: openSync(path, 'a', 0o600) }
}

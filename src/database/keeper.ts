import { existsSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { hostname, userInfo } from 'node:os'
import { formatMinute, instant } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { liveClients, signIn, signOut } from './clients.ts'
import type { Client, ClientRole } from './clients.ts'
import { accountFor } from './embedded/account.ts'
import { folderOf, prepareFolder } from './embedded/folder.ts'
import type { Folder } from './embedded/folder.ts'
import { lifeOf } from './embedded/processes.ts'
import { findServer, startServer, stopServer } from './embedded/server.ts'
import type { RunningServer, StartOptions } from './embedded/server.ts'
import { releaseLock, tryLock, withLock } from './lock.ts'

/** What `run.json` says about a directory in use: the keeper, its server, the schema. */
export type RunRecord = {
  pid: number
  /** Where it runs: a folder on a network may be opened from elsewhere, where its processes are not seen. */
  host: string
  role: ClientRole
  started: string
  user: string
  serverPid: number
  socket: string
  schemaVersion: number
}

/** A program's hold on the server of a directory. `others` were there before; `release` stops the server after the last. */
export type Hold = { folder: Folder; server: RunningServer; others: Client[]; release: () => Promise<void> }

/** What has to be true of the database before the directory is handed out; returns the schema version. */
export type Prepare = (server: RunningServer, others: Client[]) => Promise<number>

/**
 * Starts the server of a data directory or joins the one that runs, prepares its schema, and signs this program in.
 * A server whose programs were all killed is stopped in order and started anew: nothing of theirs stays locked.
 * Refuses: `database.already-serving`, `database.other-user`, `database.busy`, and what starting and preparing refuse.
 */
export async function holdServer(
  dataDir: string,
  role: ClientRole,
  prepare: Prepare,
  options: StartOptions = {},
): Promise<Hold> {
  const folder = folderOf(resolve(dataDir))
  refuseOtherHost(folder)
  prepareOwnFolder(folder)
  return withLock(folder.lock, async () => {
    const others = liveClients(folder.clients)
    refuseSecondServe(others, role)
    const server = await joinOrStart(folder, others, options)
    const entry = signIn(folder.clients, role)
    try {
      writeRunRecord(folder, server, await prepare(server, others))
      const stopWatching = watchServer(folder, server, options)
      return { folder, server, others, release: releaseOnce(folder, server, entry, stopWatching) }
    } catch (error) {
      await leave(folder, server, entry)
      throw error
    }
  })
}

/** What `run.json` says, `null` when nobody uses the directory. */
export function readRunRecord(dataDir: string): RunRecord | null {
  const folder = folderOf(resolve(dataDir))
  if (!existsSync(folder.run) || !existsSync(folder.clients) || liveClients(folder.clients).length === 0) return null
  return JSON.parse(readFileSync(folder.run, 'utf8')) as RunRecord
}

/** The service that works on a directory, `undefined` when none does. One behind `DATABASE_URL` doesn't sign in here. */
export function servingProgram(dataDir: string): Client | undefined {
  const { clients } = folderOf(resolve(dataDir))
  return existsSync(clients) ? liveClients(clients).find(({ role }) => role === 'serve') : undefined
}

/** What `run.json` still says of a keeper that has gone without ending in order; undefined where nothing is left over. */
export function leftOver(dataDir: string): (RunRecord & { isOtherProcess: boolean }) | undefined {
  const folder = folderOf(resolve(dataDir))
  const record = recordIn(folder)
  if (!record) return undefined
  if (existsSync(folder.clients) && liveClients(folder.clients).some(({ pid }) => pid === record.pid)) return undefined
  return { ...record, isOtherProcess: lifeOf(record.pid) !== null }
}

/** What stands there, whoever wrote it; undefined: nothing that can be read. */
function recordIn(folder: Folder): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(folder.run, 'utf8')) as RunRecord
  } catch {
    return undefined
  }
}

// How often the keeper says that it is there, and after how long without a word nobody waits for it.
const TOUCH_EVERY_MS = 30_000
const GONE_AFTER_MS = 120_000

/** Two servers on the same files destroy them, and neither host sees the other's processes. */
function refuseOtherHost(folder: Folder): void {
  const found = recordIn(folder)
  // Older programs didn't say where they run.
  if (!found?.host || found.host === hostname()) return
  if (Date.now() - statSync(folder.run).mtimeMs < GONE_AFTER_MS)
    throw refuse('database.other-host', { host: found.host, pid: found.pid, path: folder.root })
}

/** Stops the server of a directory whose programs were all killed, so that its folder may be removed. */
export async function stopOrphan(dataDir: string): Promise<void> {
  const folder = folderOf(resolve(dataDir))
  if (existsSync(folder.clients) && liveClients(folder.clients).length > 0) return
  const running = findServer(folder)
  if (running) await stopServer(folder, running)
}

function prepareOwnFolder(folder: Folder): void {
  try {
    prepareFolder(folder)
    if (statSync(folder.clients).uid !== process.getuid?.()) throw refuse('database.other-user', { path: folder.root })
    accountFor(folder.pg)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') throw refuse('database.other-user', { path: folder.root })
    throw error
  }
}

function refuseSecondServe(others: Client[], role: ClientRole): void {
  const serving = others.find((client) => client.role === 'serve')
  if (role === 'serve' && serving)
    throw refuse('database.already-serving', { pid: serving.pid, since: formatMinute(instant(serving.since)) })
}

async function joinOrStart(folder: Folder, others: Client[], options: StartOptions): Promise<RunningServer> {
  const running = findServer(folder)
  if (running && others.length > 0) return running
  if (running) await stopServer(folder, running)
  return startServer(folder, options)
}

function releaseOnce(
  folder: Folder,
  server: RunningServer,
  entry: string,
  stopWatching: () => void,
): () => Promise<void> {
  let released: Promise<void> | null = null
  const atExit = () => leaveAtExit(folder, server, entry)
  process.once('exit', atExit)
  return () => {
    process.off('exit', atExit)
    stopWatching()
    released ??= withLock(folder.lock, () => leave(folder, server, entry))
    return released
  }
}

// A server that dies under a running program (out of memory, a stray kill) is started again where it was: the pools
// find it by themselves. One that dies over and over has a cause that somebody has to look at; when that is mended, as a
// disk that is there again, nobody has to start the program anew.
const LOOK_EVERY_MS = 1000
const QUICK_REVIVALS = 5
const LATER_EVERY_MS = 60_000

function watchServer(folder: Folder, server: RunningServer, options: StartOptions): () => void {
  let revivals = 0
  let watching = true
  let reviving = false
  let laterAt = 0
  let touchAt = Date.now() + TOUCH_EVERY_MS
  const look = async () => {
    if (Date.now() >= touchAt) {
      touchAt = Date.now() + TOUCH_EVERY_MS
      touch(folder.run)
    }
    if (reviving || lifeOf(server.pid) !== null) return
    if (++revivals > QUICK_REVIVALS && Date.now() < laterAt) return
    laterAt = Date.now() + LATER_EVERY_MS
    reviving = true
    await withLock(folder.lock, async () => watching && revive(folder, server, options)).catch(() => undefined) // the log tells why
    reviving = false
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => {
    watching = false
    clearInterval(timer)
  }
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch (error) {
    // Written anew or taken away in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function revive(folder: Folder, server: RunningServer, options: StartOptions): Promise<void> {
  const { pid } = findServer(folder) ?? (await startServer(folder, { ...options, socketDir: server.socketDir }))
  server.pid = pid
  renewRunRecord(folder, server)
}

async function leave(folder: Folder, server: RunningServer, entry: string): Promise<void> {
  signOut(entry)
  if (liveClients(folder.clients).length > 0) return renewRunRecord(folder, server)
  await stopServer(folder, server)
  rmSync(folder.run, { force: true })
}

/** The last moment of a program that ends without closing: no waiting any more, but the server is told to stop. */
function leaveAtExit(folder: Folder, server: RunningServer, entry: string): void {
  signOut(entry)
  if (!tryLock(folder.lock)) return
  try {
    if (liveClients(folder.clients).length === 0 && findServer(folder)?.pid === server.pid)
      process.kill(server.pid, 'SIGINT')
  } finally {
    releaseLock(folder.lock)
  }
}

function writeRunRecord(folder: Folder, server: RunningServer, schemaVersion: number): void {
  const [keeper] = liveClients(folder.clients)
  if (!keeper) return
  const { pid, role, since: started } = keeper
  const place = { serverPid: server.pid, socket: server.socketDir, schemaVersion }
  const record: RunRecord = { pid, host: hostname(), role, started, user: userInfo().username, ...place }
  writeFileSync(`${folder.run}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${folder.run}.new`, folder.run)
}

/** The keeper has gone, or the server is a new one: the oldest program that lives keeps it now. */
function renewRunRecord(folder: Folder, server: RunningServer): void {
  if (!existsSync(folder.run)) return
  const record = JSON.parse(readFileSync(folder.run, 'utf8')) as RunRecord
  writeRunRecord(folder, server, record.schemaVersion)
}

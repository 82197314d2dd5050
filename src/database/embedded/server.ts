import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { accountFor, launchAs } from './account.ts'
import type { Account } from './account.ts'
import { findBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { openLog, privateFolder, SHORT_FOLDER, socketFolder } from './folder.ts'
import type { Folder } from './folder.ts'
import { commandLine, lifeOf, processesIn } from './processes.ts'
import { accessFiles, initArguments, serverArguments } from './settings.ts'
import type { Durability } from './settings.ts'

/** A running server: its first process and the folder of its socket. */
export type RunningServer = { pid: number; socketDir: string }

/** For tests: durability and release. `socketDir`: where the connections of a running program look for the server. */
export type StartOptions = { durability?: Durability; packageName?: string; socketDir?: string }

const POLL_MS = 10
// Recovery after a pulled plug replays at most max_wal_size (512 MB); old disks need minutes, not seconds.
const START_WITHIN_MS = 300_000
// SIGTERM to "nothing left" is promised within 5 s, closing the program's own connections included.
const FAST_STOP_WITHIN_MS = 3000
const IMMEDIATE_STOP_WITHIN_MS = 1000

/**
 * Starts the server of a data directory and waits until it accepts connections; makes the cluster on the first start.
 * Refuses: `database.did-not-start` with the place of the log, `database.other-major`, and what account and binaries refuse.
 */
export async function startServer(
  folder: Folder,
  { durability = 'full', packageName, socketDir: wanted }: StartOptions = {},
): Promise<RunningServer> {
  const binaries = findBinaries(folder.links, packageName)
  const account = accountFor(folder.pg)
  finishMove(folder)
  if (!existsSync(folder.pg)) initialise(folder, account, binaries, durability)
  refuseOtherMajor(folder, binaries)
  await clearRemains(folder)
  for (const [name, text] of Object.entries(accessFiles(account))) writeFileSync(join(folder.pg, name), text)
  const socketDir = socketFolder(folder, account, wanted)
  const child = launchServer(
    folder,
    account,
    binaries,
    serverArguments(folder.pg, socketDir, binaries.major, durability),
  )
  await untilReady(folder, child)
  return { pid: child.pid as number, socketDir }
}

/** The server that runs on this data directory, whoever started it; `null` when there is none. */
export function findServer(folder: Folder): RunningServer | null {
  const [pid = '', , , , socketDir = ''] = pidFileLines(folder)
  if (!commandLine(Number(pid)).includes(`-D ${folder.pg} `)) return null
  return { pid: Number(pid), socketDir }
}

/** Stops the server: first so that it writes everything down, then by force. Nothing is left when this returns. */
export async function stopServer(folder: Folder, server: RunningServer): Promise<void> {
  if (!(await signalAndWait(server.pid, 'SIGINT', FAST_STOP_WITHIN_MS)))
    await end(server.pid, 'SIGQUIT', IMMEDIATE_STOP_WITHIN_MS)
  for (const pid of processesIn(folder.pg)) signal(pid, 'SIGKILL')
  removeSocket(folder, server.socketDir)
}

/** Builds the cluster beside its place and moves it in when complete: a start that dies half-way leaves nothing half. */
function initialise(folder: Folder, account: Account, binaries: Binaries, durability: Durability): void {
  const building = `${folder.pg}.new`
  rmSync(building, { recursive: true, force: true })
  privateFolder(building, account)
  const args = initArguments(building, binaries.major, durability)
  const launch = launchAs(account, binaries.initdb, args, [building, binaries.root])
  const result = spawnSync(launch.command, launch.args, {
    ...launch.ids,
    cwd: '/',
    env: environment(binaries),
    encoding: 'utf8',
  })
  if (result.status !== 0) {
    throw new Error(`initdb failed: ${result.error?.message ?? ''}${result.stderr ?? ''}`, { cause: result.error })
  }
  renameSync(building, folder.pg)
}

/** A cluster that was being put in the place of an older one when the program ended: the older one had gone already. */
function finishMove(folder: Folder): void {
  const waiting = join(folder.next, 'pg')
  if (existsSync(folder.pg) || !existsSync(waiting)) return
  renameSync(waiting, folder.pg)
  rmSync(folder.next, { recursive: true, force: true })
}

/** The release a cluster was made by; undefined where there is none. */
export function majorOf(folder: Folder): number | undefined {
  const path = join(folder.pg, 'PG_VERSION')
  return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : undefined
}

function refuseOtherMajor(folder: Folder, binaries: Binaries): void {
  const found = majorOf(folder) ?? 0
  if (found !== binaries.major) throw refuse('database.other-major', { found, known: binaries.major })
}

/**
 * Clears the way after a server died without stopping; the lock on the directory says that nobody else is at it.
 * Its children may still finish a statement: they are told to go. Then both lock files name a process that may be a
 * zombie or an unrelated one by now, and either would stop every start. The socket's is removed. postmaster.pid must
 * stay, because PostgreSQL reads in it which shared memory to look at (CreateLockFile in miscinit.c); our own number
 * in its first line reads as "left over": a server never counts its parent as a rival.
 */
async function clearRemains(folder: Folder): Promise<void> {
  const lines = pidFileLines(folder)
  if (lines.length === 0) return
  await Promise.all(processesIn(folder.pg).map((pid) => end(pid, 'SIGQUIT', IMMEDIATE_STOP_WITHIN_MS)))
  removeSocket(folder, lines[4] ?? '')
  writeFileSync(join(folder.pg, 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'))
}

/** Removes the socket with its lock file, and the folder when it is one of the short ones made for long paths. */
function removeSocket(folder: Folder, socketDir: string): void {
  rmSync(folder.socket, { recursive: true, force: true })
  if (basename(socketDir).startsWith(SHORT_FOLDER)) rmSync(socketDir, { recursive: true, force: true })
}

function launchServer(folder: Folder, account: Account, binaries: Binaries, args: string[]): ChildProcess {
  const launch = launchAs(account, binaries.postgres, args, [folder.pg, folder.pg, binaries.root])
  const log = openLog(folder)
  // A session of its own: Ctrl-C in the terminal reaches the program alone, which then stops the server in order.
  const options = { ...launch.ids, cwd: '/', env: environment(binaries), detached: true }
  const child = spawn(launch.command, launch.args, { ...options, stdio: ['ignore', log.descriptor, log.descriptor] })
  child.on('error', () => undefined) // reported by untilReady: there is no such process
  child.unref()
  closeSync(log.descriptor)
  return child
}

function environment(binaries: Binaries): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...binaries.env }
}

async function untilReady(folder: Folder, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS
  while (Date.now() < giveUpAt) {
    const lines = pidFileLines(folder)
    // The eighth line is what pg_ctl looks at, too: "starting", then "ready" (miscadmin.h, PM_STATUS_READY).
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return
    if (child.pid === undefined || child.exitCode !== null || lifeOf(child.pid) === null) break
    await pause(POLL_MS)
  }
  throw refuse('database.did-not-start', { log: join(folder.log, 'postgresql.log') })
}

/** Asks a process to go, and sends it away when it doesn't. */
async function end(pid: number, name: NodeJS.Signals, withinMs: number): Promise<void> {
  if (!(await signalAndWait(pid, name, withinMs))) await signalAndWait(pid, 'SIGKILL', withinMs)
}

async function signalAndWait(pid: number, name: NodeJS.Signals, withinMs: number): Promise<boolean> {
  signal(pid, name)
  const giveUpAt = Date.now() + withinMs
  while (lifeOf(pid) !== null) {
    if (Date.now() > giveUpAt) return false
    await pause(POLL_MS)
  }
  return true
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has just gone, which is what was wanted.
  }
}

// Read and not looked at before: a server that starts after a crash takes the old file away and writes its own, and
// between two looks there may be none.
function pidFileLines(folder: Folder): string[] {
  try {
    const text = readFileSync(join(folder.pg, 'postmaster.pid'), 'utf8')
    return text === '' ? [] : text.split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { quickFolder } from './quick-folder.ts'

const script = fileURLToPath(new URL('../../scripts/run.sh', import.meta.url))
// A demonstration is ready in fifteen seconds; on a machine that does much else it took more than a minute.
const READY_WITHIN_MS = 180_000
// The figure of the requirements: five seconds after SIGTERM nothing is left on the data directory.
const GONE_WITHIN_MS = 5_000

/** The built program, serving a data directory of its own on a free port of loopback. */
export type ServedProgram = {
  url: string
  pid: number
  dataDir: string
  /** The one-time administrator password a first start prints. */
  firstPassword: string | undefined
  /** Login -> password, as a demonstration prints them. */
  passwords: ReadonlyMap<string, string>
  /** Sends SIGTERM, waits for the end and removes the directory. Refuses when a process is left on it after five seconds. */
  stop(): Promise<void>
}

/** Starts `serve` in a new temporary directory, or `on` one that is there and stays, as a person at a terminal would: no word to it but the command line. */
export async function serveProgram(
  options: { demo?: boolean; on?: string; port?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<ServedProgram> {
  const dataDir = options.on ?? realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-journey-')))
  const args = ['serve', '--data', dataDir, '--port', `${options.port ?? 0}`, ...(options.demo ? ['--demo'] : [])]
  const child = startProgram(args, options.env)
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  const stop = () => stopProgram(child, dataDir, options.on === undefined)
  try {
    const url = await firstSaid(child, said, /^已启动：(http:\/\/127\.0\.0\.1:\d+)\/?$/)
    // The administrator's line follows the address in the same breath.
    const firstPassword = options.demo || options.on ? undefined : await firstSaid(child, said, /一次性密码 (\S+)（/)
    return { url, pid: child.pid!, dataDir, firstPassword, passwords: passwordsIn(said), stop }
  } catch (error) {
    await stop().catch(() => child.kill('SIGKILL'))
    throw error
  }
}

/** A program beside the served one: what it says it does, and its process. */
export async function startWorker(dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
  const child = startProgram(['worker', '--data', dataDir], more)
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  await firstSaid(child, said, /^(后台工作进程已启动)/)
  return child
}

/** The script becomes the program: its process is the program's. */
function startProgram(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { DATABASE_URL: _, ...env } = process.env
  return spawn('sh', [script, ...args], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...env, ...more } })
}

async function firstSaid(child: ChildProcess, said: readonly string[], pattern: RegExp): Promise<string> {
  for (const started = Date.now(); Date.now() - started < READY_WITHIN_MS; await pause(20)) {
    const found = said.map((line) => pattern.exec(line)?.[1]).find((one) => one !== undefined)
    if (found !== undefined) return found
    if (child.exitCode !== null) break
  }
  throw new Error(`the program never said ${pattern}:\n${said.join('\n')}`)
}

const passwordsIn = (said: readonly string[]) =>
  new Map(
    said.flatMap((line): [string, string][] => {
      const [, login, password] = /^ {2}(\w+) +(\S+) {2}/.exec(line) ?? []
      return login && password ? [[login, password]] : []
    }),
  )

async function stopProgram(child: ChildProcess, dataDir: string, removes: boolean): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
  child.kill('SIGTERM')
  const deadline = Date.now() + GONE_WITHIN_MS
  let left = processesOn(dataDir)
  for (; left.length > 0 && Date.now() < deadline; left = processesOn(dataDir)) await pause(50)
  if (left.length > 0) throw new Error(`five seconds after SIGTERM there are left:\n${left.join('\n')}`)
  await ended
  if (removes) await rm(dataDir, { recursive: true, force: true })
  if (child.exitCode !== 0) throw new Error(`the program ended with ${child.exitCode ?? child.signalCode}`)
}

/** Processes that name the directory on their command line or stand in it. Linux only: elsewhere none is ever seen. */
function processesOn(dataDir: string): string[] {
  if (!existsSync('/proc/self')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        const stands = readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir)
        return stands || command.includes(dataDir) ? [`${pid} ${command}`] : []
      } catch {
        return []
      }
    })
}

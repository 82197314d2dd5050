import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of the test's own: its lines as they come, and its end. */
export type Program = { process: ChildProcess; lines: AsyncIterableIterator<string>; ended: Promise<number | null> }

/** Starts a script of this folder with the Node that runs the tests, in a session like a terminal's. */
export function startScript(script: string, args: string[], ids: { uid?: number; gid?: number } = {}): Program {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'], ...ids })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { process: child, lines, ended: once(child, 'exit').then(([code]) => code as number | null) }
}

/** The next line of a program, read as JSON. */
export async function nextJson<T>(program: Program): Promise<T> {
  const line = await program.lines.next()
  if (line.done) throw new Error('the program ended without a word')
  return JSON.parse(line.value) as T
}

/** Ends a process at once, which may have ended by itself since it was found. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

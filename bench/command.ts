import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { familyOf, memoryOf } from './measure.ts'

const program = fileURLToPath(new URL('../src/app/main.js', import.meta.url))

/** Runs a command. Reading a process's memory holds it up (a fifth of its time at 50 ms), so who is timed is not watched. */
export async function command(args: string[], watched = false): Promise<{ took: number; most: number; said: string }> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--max-semi-space-size=8', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  let most = 0
  const look = () => (most = Math.max(most, memoryOf(familyOf(child.pid!))))
  const watch = watched ? setInterval(look, 50) : undefined
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said.slice(-2000)}`)
  return { took: performance.now() - started, most, said }
}

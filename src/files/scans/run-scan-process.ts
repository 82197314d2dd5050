import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { scanLimits } from './limits.ts'

// The same code runs compiled from dist/ and as TypeScript under the tests (Node 24 strips the types itself).
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './scan-process.ts' : './scan-process.js', import.meta.url)

const PAGES_A_MEGABYTE = 16
// It may read its own code, write nothing and start nothing; heap and the memory of the libraries are bounded.
const FLAGS = [
  `--max-old-space-size=${scanLimits.heapMegabytes}`,
  `--wasm-max-mem-pages=${scanLimits.libraryMegabytes * PAGES_A_MEGABYTE}`,
  '--permission',
  '--allow-fs-read=*',
]

// The kernel counts the processor time and ends what goes beyond it, even when the program that started it is gone.
const COUNTED = ['-c', `ulimit -t ${scanLimits.cpuSeconds}; exec "$@"`, 'sh', process.execPath, ...FLAGS]

/** How many scans are read at the same time; more wait, so that memory stays bounded however many units hand in. */
const AT_ONCE = 2

/** What the process said until it ended, and whether the kernel, the clock or its bounds ended it before it was done. */
export type Said = { bytes: Buffer; cutShort: boolean }

/** Runs `scan-process` over one scan. Throws when the program itself is at fault, never for what is in the file. */
export async function runScanProcess(
  args: readonly string[],
  bytes: Uint8Array,
  millis: number = scanLimits.millis,
): Promise<Said> {
  const free = await turn()
  try {
    return await run(args, bytes, millis)
  } finally {
    free()
  }
}

let running = 0
const waiting: (() => void)[] = []

async function turn(): Promise<() => void> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else running++
  return () => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

async function run(args: readonly string[], bytes: Uint8Array, millis: number): Promise<Said> {
  const child = spawn('/bin/sh', [...COUNTED, fileURLToPath(PROGRAM), ...args], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const slow = setTimeout(() => child.kill('SIGKILL'), millis)
  try {
    // A child that died early breaks the pipe; how it ended tells why.
    child.stdin.on('error', () => undefined).end(bytes)
    const [said, [code, signal]] = await Promise.all([buffer(child.stdout), once(child, 'close')])
    // V8 ends a process that ran out of heap with SIGABRT, SIGTRAP or code 134.
    const cutShort = signal !== null || code === 134 || code === 133
    if (code !== 0 && !cutShort) throw new Error(`The process that reads scans ended with code ${code}`)
    return { bytes: said, cutShort }
  } finally {
    clearTimeout(slow)
  }
}

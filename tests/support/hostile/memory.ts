import { existsSync, readdirSync, readFileSync } from 'node:fs'

// A process may end between being listed and being looked at.
function quietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const parentOf = (pid: string) => /^PPid:\s+(\d+)/m.exec(quietly(`/proc/${pid}/status`))?.[1]

/** Proportional memory of a process and its children, in bytes: shared pages count once. 0 where the system doesn't tell. */
export function memoryOf(pid = process.pid): number {
  if (!existsSync('/proc/self/smaps_rollup')) return 0
  const family = readdirSync('/proc').filter(
    (one) => /^\d+$/.test(one) && (one === String(pid) || parentOf(one) === String(pid)),
  )
  return family.reduce(
    (sum, one) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(quietly(`/proc/${one}/smaps_rollup`))?.[1] ?? 0),
    0,
  )
}

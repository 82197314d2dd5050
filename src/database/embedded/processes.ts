import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'

/**
 * Tells one life of a process number from the next: its start time as the system counts it, `null` when no such
 * process lives. A zombie counts as dead: it holds nothing any more.
 */
export function lifeOf(pid: number): string | null {
  return process.platform === 'linux' ? lifeOnLinux(pid) : lifeByPs(pid)
}

/** True while the very process that wrote down `life` is still there. */
export function isSameLife(pid: number, life: string): boolean {
  return lifeOf(pid) === life
}

function lifeOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces, so count from the last one: state is field 3, start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

function lifeByPs(pid: number): string | null {
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    return state?.startsWith('Z') ? null : started.join(' ')
  } catch {
    return null
  }
}

/** The command line of a living process, '' when there is none. */
export function commandLine(pid: number): string {
  if (lifeOf(pid) === null) return ''
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** Every process that works inside `folder`; every part of a PostgreSQL server stands in its data directory. */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  const real = realpathSync(folder)
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return numbers.filter((number) => workingFolder(number) === real).map(Number)
}

function workingFolder(number: string): string | null {
  try {
    return readlinkSync(`/proc/${number}/cwd`)
  } catch {
    return null
  }
}

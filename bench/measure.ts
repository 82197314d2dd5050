import { readdirSync, readFileSync } from 'node:fs'

/** One line of the table: what, the figure, what it stands beside, and whether the target holds. */
export type Row = { what: string; figure: string; beside: string; target: string; holds: boolean }

type Work = () => Promise<unknown>

/** Milliseconds of the middle one of some runs, after one that isn't counted. `before`, each time, isn't counted either. */
export async function median(runs: number, work: Work, before?: Work): Promise<number> {
  await before?.()
  await work()
  const times = await timesOf(runs, work, before)
  return times[Math.floor(times.length / 2)]!
}

/** All times of some runs, the shortest first. */
export async function timesOf(runs: number, work: Work, before?: Work): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    await before?.()
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)
}

/** Milliseconds of the middle one of some runs of two works by turns: a machine that slows down meanwhile slows both. */
export async function byTurns(
  runs: number,
  one: { work: Work },
  other: { work: Work; before: Work },
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    times[0].push(...(await timesOf(1, one.work)))
    times[1].push(...(await timesOf(1, other.work, other.before)))
  }
  const [middleOne = 0, middleOther = 0] = times.map((all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)])
  return [middleOne, middleOther]
}

/** Milliseconds of a core that the quickest of some runs took, after one that isn't counted: what others do with the machine is not in it. */
export function coreTime(runs: number, work: () => unknown): number {
  work()
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const before = process.threadCpuUsage()
      work()
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1_000
    }),
  )
}

/** Megabytes of proportional memory (shared pages counted once) of all processes whose command line or environment names a folder, and of their children. */
export function memoryOf(pids: readonly number[]): number {
  const bytes = pids.map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
    } catch {
      return 0
    }
  })
  return bytes.reduce((sum, one) => sum + one, 0) / 2 ** 20
}

/** A process and everything below it. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = Number(
        readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[1],
      )
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)])
    } catch {
      // Gone between listing and reading.
    }
  }
  const family = [pid]
  for (let at = 0; at < family.length; at++) family.push(...(parents.get(family[at]!) ?? []))
  return family
}

/** Processes that name a folder in their command line. */
export function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false
      }
    })
}

export const ms = (value: number) => (value < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`)
export const mb = (value: number) => `${value.toFixed(0)} MB`

import { hostname } from 'node:os'
import type { Deps } from '../access/index.ts'
import { addHours } from '../calendar/index.ts'
import { BEAT_MS, beat, forgetProgram, runningPrograms } from '../jobs/index.ts'
import { lifeOf } from '../database/index.ts'
import { startTurns } from './turns.ts'

// A host that was given up, or the one that a backup came from.
const FORGOTTEN_AFTER_DAYS = 7

/** Says every minute that this program is at work, and at its end that it has gone; what programs of this host left behind that were killed is taken away first. */
export function startBeating(
  { db, wall }: Pick<Deps, 'db' | 'wall'>,
  role: 'serve' | 'worker',
  onDefect: (error: unknown, context: Record<string, string>) => void,
  everyMs = BEAT_MS,
): () => Promise<void> {
  const since = wall.now()
  let isFirst = true
  const turn = async () => {
    if (isFirst)
      for (const { host, pid, at } of await runningPrograms(db))
        if (at < addHours(wall.now(), -24 * FORGOTTEN_AFTER_DAYS) || (host === hostname() && lifeOf(pid) === null))
          await forgetProgram(db, { host, pid })
    isFirst = false
    await beat(db, { role, since, at: wall.now() })
  }
  const stop = startTurns(everyMs, turn, (error) => onDefect(error, { part: 'beating' }))
  return async () => {
    await stop()
    // A database that has gone hears no farewell; the next program of this host takes the line away.
    await forgetProgram(db).catch(() => undefined)
  }
}

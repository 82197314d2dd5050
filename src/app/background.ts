import { type JobQueue, startJobQueue } from '../jobs/index.ts'
import { startBackingUp } from './backing-up.ts'
import { startBeating } from './beating.ts'
import { startCollecting } from './collecting.ts'
import { startExchanging } from './exchanging.ts'
import { jobKinds } from './job-kinds.ts'
import { logDefect } from './log.ts'
import { startNotifying } from './notifying.ts'
import { startPushing } from './pushing.ts'
import { startRounds } from './rounds.ts'
import { startStamping } from './timestamping.ts'
import type { OpenWorkplace } from './workplace.ts'

/** What goes on without a page: jobs, which any program takes, and turns, which one program of the installation makes. */
export async function startBackground(
  { deps, database, demo }: OpenWorkplace,
  role: 'serve' | 'worker',
): Promise<{ queue: JobQueue; stop(): Promise<void> }> {
  const { lead } = database
  const queue = await startJobQueue({
    db: deps.db,
    wall: deps.wall,
    ids: deps.ids,
    kinds: jobKinds(deps, demo),
    executeSql: (text, values) => database.pool.query(text, values),
    onDefect: logDefect,
  })
  const stops = [startBeating(deps, role, logDefect), startRounds(deps, logDefect, demo, lead)]
  try {
    // A demonstration is of nobody: nothing of it is asked of anybody outside.
    if (!demo) {
      stops.push(startCollecting(deps, logDefect, undefined, lead))
      stops.push(startStamping(deps, logDefect, { lead }))
      stops.push(startNotifying(deps, logDefect))
      stops.push(startPushing(deps, logDefect))
      stops.push(startExchanging(deps, logDefect, { lead }))
      stops.push(startBackingUp(deps, database.inSnapshot, logDefect, { lead }))
    }
  } catch (error) {
    await endAll(stops, queue)
    throw error
  }
  return { queue, stop: () => endAll(stops, queue) }
}

async function endAll(stops: readonly (() => Promise<void>)[], queue: JobQueue): Promise<void> {
  for (const stop of stops.toReversed()) await stop()
  await queue.stop()
}

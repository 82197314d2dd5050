import { type Deps, listDistricts } from '../access/index.ts'
import { collectDue, paced } from '../collection/index.ts'
import { alone } from '../database/index.ts'
import { decisiveDaysOn } from '../monitoring/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { programItself } from './program-itself.ts'
import { startTurns } from './turns.ts'

const EVERY_MS = 60_000

/**
 * Looks at what is due in every district, now and every minute until stopped (docs/decisions/010). Hosts of an intranet
 * are reached only where GOVMEDIA_ALLOW_HOSTS names them, one by one. Stopping cuts off what is under way: its claims end
 * by themselves, and the next look is made as if this one had not been. One program of the installation looks: how fast a
 * host is asked is promised to that host, however many programs there are.
 */
export function startCollecting(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed?: string,
  lead = alone,
): () => Promise<void> {
  const sender = openSender({ allow: allowedHosts(allowed) })
  let stopping = false
  const work = {
    send: sender.send,
    atPace: paced({ atOnce: 2, betweenMs: 500 }),
    worker: deps.ids.next(),
    onDefect,
    isStopping: () => stopping,
  }
  // What fails in one district is no reason to look at nobody in the next.
  const lookIn = async (districtId: string) => {
    try {
      const decisiveDays = await decisiveDaysOn(deps.db, districtId, deps.clock.today())
      await collectDue(deps, programItself, districtId, { ...work, decisiveDays })
    } catch (error) {
      onDefect(error, { part: 'collecting', districtId })
    }
  }
  const look = async () => {
    if (!(await lead.has('collecting'))) return
    for (const { id } of await listDistricts(deps.db)) if (!stopping) await lookIn(id)
  }
  const stop = startTurns(EVERY_MS, look, (error) => onDefect(error, { part: 'collecting' }))
  return async () => {
    stopping = true
    const ended = stop()
    await sender.close()
    await ended
  }
}

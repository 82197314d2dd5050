import { type Deps, listDistricts } from '../access/index.ts'
import { type Authority, collectDue, paced, stampEvidence } from '../collection/index.ts'
import { decisiveDaysOn } from '../monitoring/index.ts'
import { openSender } from '../outgoing/index.ts'
import { programItself } from './rounds.ts'
import { timestampAuthority } from './timestamping.ts'

const EVERY_MS = 60_000

/**
 * Looks at what is due in every district, now and every minute until stopped (docs/decisions/010). Hosts of an intranet
 * are reached only where GOVMEDIA_ALLOW_HOSTS names them, one by one. Stopping cuts off what is under way: its claims end
 * by themselves, and the next look is made as if this one had not been. What was kept is then stamped, where an authority
 * is configured.
 */
export function startCollecting(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed = process.env['GOVMEDIA_ALLOW_HOSTS'] ?? '',
  authority: Authority | undefined = timestampAuthority(),
): () => Promise<void> {
  const sender = openSender({ allow: new Set(allowed.split(',').flatMap((host) => host.trim() || [])) })
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
    for (const { id } of await listDistricts(deps.db)) {
      if (!stopping) await lookIn(id)
      if (!stopping && authority)
        await stampEvidence(deps, programItself, id, { authority, send: sender.send }).catch((error: unknown) =>
          onDefect(error, { part: 'stamping', districtId: id }),
        )
    }
  }
  let running = Promise.resolve()
  let busy = false
  const turn = () => {
    if (busy) return
    busy = true
    running = look()
      .catch((error: unknown) => onDefect(error, { part: 'collecting' }))
      .finally(() => (busy = false))
  }
  turn()
  const timer = setInterval(turn, EVERY_MS).unref()
  return async () => {
    stopping = true
    clearInterval(timer)
    await sender.close()
    await running
  }
}

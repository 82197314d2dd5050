import { type Deps, listDistricts } from '../access/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { sendDue } from '../notify/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { startTurns } from './turns.ts'

const EVERY_MS = 60_000

/**
 * Sends what the outbox holds in every district, now and every minute until stopped; where nothing is switched on
 * nothing is asked of anybody. Stopping waits for the message under way: one that is cut off may be sent twice.
 */
export function startNotifying(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed?: string,
): () => Promise<void> {
  const allow = allowedHosts(allowed)
  const sender = openSender({ allow })
  let stopping = false
  const sendAll = async () => {
    const calendar = await loadCalendar(deps.db)
    const sending = { calendar, ways: { send: sender.send, allow }, isStopping: () => stopping }
    for (const { id } of await listDistricts(deps.db))
      if (!stopping)
        await sendDue(deps, id, sending).catch((error: unknown) =>
          onDefect(error, { part: 'notifying', districtId: id }),
        )
  }
  const stop = startTurns(EVERY_MS, sendAll, (error) => onDefect(error, { part: 'notifying' }))
  return async () => {
    stopping = true
    await stop()
    await sender.close()
  }
}

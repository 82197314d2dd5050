import { type Deps, listDistricts } from '../access/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { sendDue } from '../notify/index.ts'
import { startSending } from './sending.ts'

const EVERY_MS = 60_000

/** Sends what the outbox holds; where nothing is switched on nothing is asked of anybody. */
export function startNotifying(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed?: string,
): () => Promise<void> {
  return startSending({ part: 'notifying', everyMs: EVERY_MS, allowed }, onDefect, async (sending) => {
    const calendar = await loadCalendar(deps.db)
    return {
      districtIds: (await listDistricts(deps.db)).map(({ id }) => id),
      send: (districtId) => sendDue(deps, districtId, { ...sending, calendar }),
    }
  })
}

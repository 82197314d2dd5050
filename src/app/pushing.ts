import { type Deps, listDistricts } from '../access/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { pushDue } from '../webhooks/index.ts'
import { startTurns } from './turns.ts'

const EVERY_MS = 10_000

/**
 * Pushes the news of every district, now and every ten seconds until stopped; where nothing is switched on nothing is
 * asked of anybody. Stopping waits for the message under way.
 */
export function startPushing(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed?: string,
): () => Promise<void> {
  const allow = allowedHosts(allowed)
  const sender = openSender({ allow })
  let stopping = false
  const pushAll = async () => {
    for (const { id } of await listDistricts(deps.db))
      if (!stopping)
        await pushDue(deps, id, { ways: { send: sender.send, allow }, isStopping: () => stopping }).catch(
          (error: unknown) => onDefect(error, { part: 'pushing', districtId: id }),
        )
  }
  const stop = startTurns(EVERY_MS, pushAll, (error) => onDefect(error, { part: 'pushing' }))
  return async () => {
    stopping = true
    await stop()
    await sender.close()
  }
}

import type { Deps } from '../access/index.ts'
import { districtsToPush, pushDue } from '../webhooks/index.ts'
import { startSending } from './sending.ts'

const EVERY_MS = 10_000

/** Pushes the news of the districts where an address is switched on. */
export function startPushing(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed?: string,
): () => Promise<void> {
  return startSending({ part: 'pushing', everyMs: EVERY_MS, allowed }, onDefect, async (sending) => ({
    districtIds: await districtsToPush(deps.db),
    send: (districtId) => pushDue(deps, districtId, sending),
  }))
}

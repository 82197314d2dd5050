import type { Deps } from '../access/index.ts'
import { pushDue } from '../webhooks/index.ts'
import { startSending } from './in-each-district.ts'

const EVERY_MS = 10_000

/** Pushes the news; where nothing is switched on nothing is asked of anybody. */
export function startPushing(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  allowed?: string,
): () => Promise<void> {
  return startSending(
    deps,
    { part: 'pushing', everyMs: EVERY_MS, allowed },
    onDefect,
    async (sending) => (districtId) => pushDue(deps, districtId, sending),
  )
}

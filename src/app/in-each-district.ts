import { type Deps, listDistricts } from '../access/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { startTurns } from './turns.ts'

/** How something leaves the house during a turn, and whether it is time to end. */
export type Sending = {
  ways: { send: ReturnType<typeof openSender>['send']; allow: ReturnType<typeof allowedHosts> }
  isStopping: () => boolean
}

/**
 * Sends what waits in each district, now and every so many milliseconds until stopped; what fails in one district is told
 * and keeps none of the others. Stopping waits for the message under way: one that is cut off may be sent twice.
 * `begin` prepares a turn and answers what it does in a district.
 */
export function startSending(
  deps: Deps,
  { part, everyMs, allowed }: { part: string; everyMs: number; allowed: string | undefined },
  onDefect: (error: unknown, context: Record<string, string>) => void,
  begin: (sending: Sending) => Promise<(districtId: string) => Promise<unknown>>,
): () => Promise<void> {
  const allow = allowedHosts(allowed)
  const sender = openSender({ allow })
  let stopping = false
  const turn = async () => {
    const inDistrict = await begin({ ways: { send: sender.send, allow }, isStopping: () => stopping })
    for (const { id } of await listDistricts(deps.db))
      if (!stopping) await inDistrict(id).catch((error: unknown) => onDefect(error, { part, districtId: id }))
  }
  const stop = startTurns(everyMs, turn, (error) => onDefect(error, { part }))
  return async () => {
    stopping = true
    await stop()
    await sender.close()
  }
}

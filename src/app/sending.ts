import { allowedHosts, openSender } from '../outgoing/index.ts'
import { startTurns } from './turns.ts'

/** How something leaves the house during a turn, and whether it is time to end. */
export type Sending = {
  ways: { send: ReturnType<typeof openSender>['send']; allow: ReturnType<typeof allowedHosts> }
  isStopping: () => boolean
}

/** What a turn does, and in which districts. */
export type SendingTurn = { districtIds: readonly string[]; send: (districtId: string) => Promise<unknown> }

/**
 * Sends what waits in each district, now and every so many milliseconds until stopped; what fails in one district is told
 * and keeps none of the others. Stopping waits for the message under way: one that is cut off may be sent twice.
 * `begin` prepares a turn.
 */
export function startSending(
  { part, everyMs, allowed }: { part: string; everyMs: number; allowed: string | undefined },
  onDefect: (error: unknown, context: Record<string, string>) => void,
  begin: (sending: Sending) => Promise<SendingTurn>,
): () => Promise<void> {
  const allow = allowedHosts(allowed)
  const sender = openSender({ allow })
  let stopping = false
  const turn = async () => {
    const { districtIds, send } = await begin({ ways: { send: sender.send, allow }, isStopping: () => stopping })
    for (const districtId of districtIds)
      if (!stopping) await send(districtId).catch((error: unknown) => onDefect(error, { part, districtId }))
  }
  const stop = startTurns(everyMs, turn, (error) => onDefect(error, { part }))
  return async () => {
    stopping = true
    await stop()
    await sender.close()
  }
}

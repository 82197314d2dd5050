import type { Deps } from '../access/index.ts'
import { alone } from '../database/index.ts'
import { exchangeDue } from '../exchange/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { programItself } from './program-itself.ts'
import { startTurns } from './turns.ts'

const EVERY_MS = 5 * 60_000

/**
 * Fetches from and hands in at other offices where an administrator switched that on; one program of the installation goes.
 * Two at once would do no harm, but ask every office twice.
 */
export function startExchanging(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  { allowed, lead = alone }: { allowed?: string; lead?: typeof alone } = {},
): () => Promise<void> {
  const sender = openSender({ allow: allowedHosts(allowed) })
  let stopping = false
  const turn = async () => {
    if (!(await lead.has('exchanging'))) return
    await exchangeDue(deps, programItself, {
      send: sender.send,
      isStopping: () => stopping,
      onDefect: (error, { place, peerCode }) => onDefect(error, { part: 'exchanging', place, peerCode }),
    })
  }
  const stop = startTurns(EVERY_MS, turn, (error) => onDefect(error, { part: 'exchanging' }))
  return async () => {
    stopping = true
    await stop()
    await sender.close()
  }
}

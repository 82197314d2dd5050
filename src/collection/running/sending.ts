import type { Sender } from '../../outgoing/index.ts'
import type { AtPace } from './pace.ts'

type Sending = {
  send: Sender['send']
  atPace: AtPace
  /** Told after each answer that the work goes on. */
  goesOn: () => Promise<void>
}

/** How looks send: each request, however many a look has, at the pace of its host. */
export const sendingAt =
  ({ send, atPace, goesOn }: Sending): Sender['send'] =>
  (outgoing, limits) =>
    atPace(hostOf(outgoing.url), async () => {
      const reply = await send(outgoing, limits)
      await goesOn()
      return reply
    })

// What is no address is refused by whoever sends.
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')

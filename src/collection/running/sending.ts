import type { Sender } from '../../outgoing/index.ts'
import type { AtPace } from './pace.ts'

/** Instead of a reply: a 维护时段 has begun. What is under way is not heard, and is looked at again when it is over. */
export class MaintenanceBegan extends Error {}

type Sending = {
  send: Sender['send']
  atPace: AtPace
  mayNot: () => Promise<boolean>
  /** Told after each answer that the work goes on. */
  goesOn: () => Promise<void>
}

/** How looks send: each request, however many a look has, at the pace of its host, and none in a 维护时段, however late it was set. */
export const sendingAt =
  ({ send, atPace, mayNot, goesOn }: Sending): Sender['send'] =>
  (outgoing, limits) =>
    atPace(hostOf(outgoing.url), async () => {
      if (await mayNot()) throw new MaintenanceBegan()
      const reply = await send(outgoing, limits)
      await goesOn()
      return reply
    })

/** Whoever asks before the question is sent shares its answer: the looks of a batch begin together and ask once. */
export function askedTogether<T>(ask: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined
  return () => {
    next ??= Promise.resolve().then(() => {
      next = undefined
      return ask()
    })
    return next
  }
}

// What is no address is refused by whoever sends.
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '')

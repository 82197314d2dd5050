import type { Instant } from '../calendar/index.ts'
import { isAllowed } from '../outgoing/index.ts'
import { botDelivery, botRequest } from './bots.ts'
import { sendMail } from './mail.ts'
import type { Delivery, OpenChannel, Outgoing, Ways } from './model.ts'

/** Sends one message by one channel, once. */
export async function deliver(channel: OpenChannel, message: Outgoing, now: Instant, ways: Ways): Promise<Delivery> {
  if (channel.kind === 'mail') return sendMail(channel, message, ways)
  // The address of a bot is its credential, and a redirect would carry the message elsewhere.
  const url = new URL(channel.secrets.url)
  if (url.protocol !== 'https:' && !isAllowed(url, ways.allow))
    return { outcome: 'failed', why: '机器人网址应为 https' }
  const reply = await ways.send(botRequest(channel.kind, channel, message, Date.parse(now)), { redirects: 0 })
  return botDelivery(channel.kind, reply)
}

import type { Instant } from '../calendar/index.ts'
import { checkedAddress, isAllowed, type NoReply } from '../outgoing/index.ts'
import { botDelivery, botRequest } from './bots.ts'
import { sendMail } from './mail.ts'
import type { Delivery, OpenChannel, Outgoing, Ways } from './model.ts'

/** What an administrator can do about a host that the guard doesn't let through. */
export const intranetWords = '主机在内部网络，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名'

/** Sends one message by one channel, once. */
export async function deliver(channel: OpenChannel, message: Outgoing, now: Instant, ways: Ways): Promise<Delivery> {
  if (channel.kind === 'mail') {
    const { host, port } = channel.settings
    const server = await checkedAddress({ host, port }, ways)
    return typeof server === 'string' ? sendMail(channel, message, server) : unreached(server)
  }
  // The address of a bot is its credential, and a redirect would carry the message elsewhere.
  const url = new URL(channel.secrets.url)
  if (url.protocol !== 'https:' && !isAllowed(url, ways.allow))
    return { outcome: 'failed', why: '机器人网址应为 https' }
  const reply = await ways.send(botRequest(channel.kind, channel, message, Date.parse(now)), { redirects: 0 })
  return reply.kind === 'no-reply' ? unreached(reply) : botDelivery(channel.kind, reply)
}

const unreached = ({ failure, why }: NoReply): Delivery => ({
  outcome: 'failed',
  why: failure === 'refused-address' ? intranetWords : why,
})

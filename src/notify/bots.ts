import { createHmac } from 'node:crypto'
import type { Outgoing as Request, Reply } from '../outgoing/index.ts'
import type { BotKind, BotSecrets, BotSettings, Delivery, Outgoing } from './model.ts'

type Bot = { settings: BotSettings; secrets: BotSecrets }
type Answer = { code: number; said: string }

/** One kind of bot: the request as its platform's manual asks for it, and what its codes mean. */
type BotRules = {
  request(bot: Bot, text: string, nowMs: number): { url: string; body: unknown }
  /** Codes that mean: not now. */
  busy: readonly number[]
  /** Codes that an administrator can do something about. */
  known: Readonly<Record<number, string>>
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64')

const dingtalkRefused = '钉钉未通过安全设置校验，请核对加签密钥、关键词和IP地址段'
const feishuSign = '飞书签名校验失败，请核对签名密钥和服务器时间'

export const bots: Readonly<Record<BotKind, BotRules>> = {
  // 企业微信 群机器人: the key in the address is all there is (developer.work.weixin.qq.com/document/path/91770).
  wecom: {
    request: ({ secrets }, text) => ({ url: secrets.url, body: { msgtype: 'text', text: { content: text } } }),
    busy: [45009, -1],
    known: { 93000: '企业微信机器人的网址无效，机器人可能已被移除，请更换网址' },
  },
  // 钉钉 自定义机器人: HMAC-SHA256 over milliseconds, line feed, secret; keyed by the secret; in the address.
  dingtalk: {
    request({ secrets: { url, secret } }, text, nowMs) {
      const signed = new URL(url)
      if (secret !== null) {
        signed.searchParams.set('timestamp', String(nowMs))
        signed.searchParams.set('sign', hmac(secret, `${nowMs}\n${secret}`))
      }
      return { url: signed.href, body: { msgtype: 'text', text: { content: text } } }
    },
    busy: [130101, 410100, -1],
    known: { 310000: dingtalkRefused, 300001: '钉钉机器人的 access_token 无效，请更换网址' },
  },
  // 飞书 自定义机器人: the string of seconds, line feed, secret is the key, and nothing is what it signs; in the body.
  feishu: {
    request({ secrets: { url, secret } }, text, nowMs) {
      const timestamp = String(Math.floor(nowMs / 1000))
      const signed = secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') }
      return { url, body: { ...signed, msg_type: 'text', content: { text } } }
    },
    busy: [11232],
    known: {
      19001: '飞书机器人的网址无效，机器人可能已被移除，请更换网址',
      19021: feishuSign,
      19022: '飞书不接受本服务器的IP地址，请核对IP白名单',
      19024: '飞书未找到关键词，请核对关键词',
    },
  },
}

/** The request of one message to a bot. The keyword that a bot asks for stands at its end. */
export function botRequest(kind: BotKind, bot: Bot, { text, link }: Outgoing, nowMs: number): Request {
  const { keyword } = bot.settings
  const words = [text, link, ...(keyword === null ? [] : [keyword])].join('\n')
  const { url, body } = bots[kind].request(bot, words, nowMs)
  return {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}

/** What a bot's platform answered. All three answer 200 to what they refuse: the code in the body decides. */
export function botDelivery(kind: BotKind, reply: Reply): Delivery {
  if (reply.status === 429) return { outcome: 'later', why: '平台限流' }
  const answer = answerIn(reply.body)
  if (!answer) return { outcome: 'failed', why: `平台应答无法识别（HTTP ${reply.status}）` }
  const { code, said } = answer
  if (code === 0 && reply.status === 200) return { outcome: 'sent' }
  if (bots[kind].busy.includes(code)) return { outcome: 'later', why: `平台限流（${code}）` }
  return { outcome: 'failed', why: bots[kind].known[code] ?? `平台返回错误 ${code}${said === '' ? '' : `：${said}`}` }
}

// 企业微信 and 钉钉 say errcode and errmsg, 飞书 code and msg (older: StatusCode). What says none of them is no answer.
function answerIn(body: Buffer): Answer | undefined {
  let read: unknown
  try {
    read = JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
  if (typeof read !== 'object' || read === null) return undefined
  const fields = read as Record<string, unknown>
  const code = fields['errcode'] ?? fields['code'] ?? fields['StatusCode']
  const said = fields['errmsg'] ?? fields['msg'] ?? fields['StatusMessage']
  return typeof code === 'number' ? { code, said: typeof said === 'string' ? said.slice(0, 80) : '' } : undefined
}

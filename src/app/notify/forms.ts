import { z } from 'zod'
import { type AllowedHosts, isAllowed } from '../../outgoing/index.ts'
import { botKinds, type ChannelInput, tlsLabels } from '../../notify/index.ts'

const NAME_MOST = 30

export const addressField = z
  .email('邮箱地址应写作 zhangsan@example.gov.cn 这样的形式。')
  .max(200, '邮箱地址过长，请核对。')

const time = (what: string) =>
  z.string(`请填写${what}。`).regex(/^([01]\d|2[0-3]):[0-5]\d$/, `${what}应写作 08:00 这样的形式。`)

/** 发送时段 and 平台网址. */
export const settingsForm = z
  .object({
    baseUrl: z
      .string('请填写平台网址。')
      .max(200, '平台网址过长，请核对。')
      .refine(isPlainAddress, '平台网址应写作 https://media.example.gov.cn/ 这样的形式，不带用户名、密码和参数。'),
    sendFrom: time('开始时间'),
    sendUntil: time('结束时间'),
  })
  .refine(({ sendFrom, sendUntil }) => sendFrom < sendUntil, {
    path: ['sendUntil'],
    message: '结束时间应晚于开始时间。',
  })

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === ''
}

const name = z.string('请填写名称。').max(NAME_MOST, `名称不超过${NAME_MOST}个字。`)

const mailForm = z
  .object({
    kind: z.literal('mail'),
    name,
    host: z
      .string('请填写邮件服务器。')
      .regex(/^[a-zA-Z0-9.-]{1,200}$/, '邮件服务器应写主机名，如 smtp.example.gov.cn，不带 http:// 和端口。'),
    port: z.coerce
      .number<string>('端口应填数字。')
      .int('端口应填整数。')
      .min(1, '端口至少是1。')
      .max(65_535, '端口不超过65535。'),
    tls: z.enum(Object.keys(tlsLabels) as (keyof typeof tlsLabels)[], '请选择加密方式。'),
    from: z.email('发件地址应写作 media@example.gov.cn 这样的形式。').max(200, '发件地址过长，请核对。'),
    user: z.string().max(200, '用户名过长，请核对。').optional(),
    password: z.string().max(500, '密码过长，请核对。').optional(),
    anonymous: z.literal('on').optional(),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    message: '用户名和密码应一并填写。',
  })

const botForm = (allow: AllowedHosts) =>
  z.object({
    kind: z.enum(botKinds),
    name,
    url: z
      .string()
      .max(1000, '机器人网址过长，请核对。')
      .refine(
        (text) => URL.canParse(text) && isReachable(new URL(text), allow),
        '机器人网址应为平台给出的 https 网址，请整段复制。',
      )
      .optional(),
    secret: z.string().max(500, '加签密钥过长，请核对。').optional(),
    keyword: z.string().max(50, '关键词不超过50个字。').optional(),
  })

// The address of a bot is a credential: it goes over TLS, or stays inside an intranet that the installation names.
const isReachable = (url: URL, allow: AllowedHosts) =>
  url.username === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isAllowed(url, allow)))

type Typed = { districtId: string; id: string | undefined; allow: AllowedHosts }

/** A channel as typed. Without an id secrets are asked for; with one, blank secrets stay as they are kept. */
export const channelForm = ({ districtId, id, allow }: Typed) =>
  z
    .discriminatedUnion('kind', [mailForm, botForm(allow)], '请选择通知渠道的种类。')
    .transform((form, { addIssue }): ChannelInput => {
      const common = { districtId, id, name: form.name }
      if (form.kind === 'mail') {
        const { host, port, tls, from, user = '', password = '', anonymous } = form
        const kept = id !== undefined && user === '' && anonymous === undefined
        if (user === '' && !kept && anonymous === undefined)
          addIssue({
            code: 'custom',
            path: ['user'],
            message: '请填写用户名和密码；服务器不要求登录的，勾选“不需登录”。',
          })
        const secrets = kept ? undefined : { user, password }
        return { ...common, kind: 'mail', settings: { host, port, tls, from }, secrets }
      }
      const { kind, url, secret = null, keyword = null } = form
      if (url === undefined && (id === undefined || secret !== null))
        addIssue({ code: 'custom', path: ['url'], message: '请填写机器人网址；更换加签密钥的，网址也要重新填写。' })
      return { ...common, kind, settings: { keyword }, secrets: url === undefined ? undefined : { url, secret } }
    })

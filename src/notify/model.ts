import type { CivilDate, Instant } from '../calendar/index.ts'
import type { AllowedHosts, Resolve, Sender } from '../outgoing/index.ts'

/** The ways out of the house. Each is off until an administrator sets it up and switches it on. */
export const channelLabels = {
  mail: '邮件',
  wecom: '企业微信机器人',
  dingtalk: '钉钉机器人',
  feishu: '飞书机器人',
} as const
export type ChannelKind = keyof typeof channelLabels
export type BotKind = Exclude<ChannelKind, 'mail'>
export const botKinds = ['wecom', 'dingtalk', 'feishu'] as const satisfies readonly BotKind[]

export const tlsLabels = {
  tls: 'SSL/TLS（一般是465端口）',
  starttls: 'STARTTLS（一般是587端口）',
  none: '不加密（仅限内网）',
} as const
export type Tls = keyof typeof tlsLabels

/** What is no secret of a channel, as stored and shown. */
export type MailSettings = { host: string; port: number; tls: Tls; from: string }
export type BotSettings = { keyword: string | null }
/** What is: sealed by the vault, never shown again. */
export type MailSecrets = { user: string; password: string }
export type BotSecrets = { url: string; secret: string | null }

type Common = { id: string; name: string; enabled: boolean; digest: boolean }
export type Channel = Common & ({ kind: 'mail'; settings: MailSettings } | { kind: BotKind; settings: BotSettings })
/** A channel opened for one delivery. */
export type OpenChannel =
  | { kind: 'mail'; settings: MailSettings; secrets: MailSecrets }
  | { kind: BotKind; settings: BotSettings; secrets: BotSecrets }

/** What a digest may say: how many, of which kinds of work, how many come first. No name, no account, no finding. */
export type Counts = { total: number; urgent: number; by: readonly { label: string; count: number }[] }

/** A message as it goes out. `address` is asked for by mail alone. */
export type Outgoing = { title: string; text: string; link: string; address: string | null }

/**
 * What came of one try. `later`: the other side has enough for now, and the try counts for nothing. `why` is a sentence
 * for the administrator, without address or secret.
 */
export type Delivery = { outcome: 'sent' } | { outcome: 'later' | 'failed'; why: string }

/** What a delivery goes through: the one guarded way out, with the hosts of an intranet that the installation names. */
export type Ways = { send: Sender['send']; allow: AllowedHosts; resolve?: Resolve }

export const messageStates = {
  waiting: '待发送',
  sent: '已发送',
  failed: '未发出，将再试',
  'given-up': '不再发送',
} as const
export type MessageState = keyof typeof messageStates

export type Message = {
  id: string
  channelName: string
  /** True: to a person's own address; false: to the office's bot. */
  personal: boolean
  day: CivilDate
  total: number
  dueAt: Instant
  attempts: number
  state: MessageState
  why: string | null
}

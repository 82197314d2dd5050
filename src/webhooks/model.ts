import type { Instant } from '../calendar/index.ts'

type EventFacts = { label: string; action: string; path: (id: string, districtId: string) => string }

const at = (path: string) => (id: string) => `/api/v1/${path}/${id}`

/** Each event with the link of the trail that it is, and where the thing is read with a token. */
const eventTable = {
  'filing.submitted': { label: '单位报送备案', action: 'return.submitted', path: at('filings') },
  'filing.accepted': { label: '受理备案报送', action: 'return.accepted', path: at('filings') },
  'case.submitted': { label: '单位报送开设、变更、关停、注销备案', action: 'case.submit', path: at('filing-cases') },
  'case.approved': { label: '批准开设、变更、关停、注销备案', action: 'case.approve', path: at('filing-cases') },
  'finding.confirmed': { label: '问题经人工复核确认', action: 'finding.confirmed', path: at('findings') },
  'finding.corrected': { label: '更正复核结论', action: 'finding.corrected', path: at('findings') },
  'month.closed': { label: '月度办结', action: 'month.closed', path: (id) => `/api/v1/months/${id}/verdicts` },
  'order.sent': { label: '签发下达整改通知', action: 'order.issue', path: at('orders') },
  'order.fixed': { label: '单位报送整改情况', action: 'order.fix', path: at('orders') },
  'order.closed': { label: '整改销号', action: 'order.close', path: at('orders') },
  'report.final': { label: '审定季度报告', action: 'report.finalised', path: at('reports') },
  'circular.issued': { label: '印发通报', action: 'dispatch.issue', path: at('circulars') },
  'bulletin.released': { label: '审定月度监测简报', action: 'bulletin.released', path: () => '/api/v1/bulletins' },
  'directory.released': {
    label: '公开数据审定公开',
    action: 'open-data.released',
    path: (_, districtId) => `/api/v1/directory/${districtId}`,
  },
} as const satisfies Record<string, EventFacts>
export type WebhookEvent = keyof typeof eventTable
export const webhookEvents: Readonly<Record<WebhookEvent, EventFacts>> = eventTable
export const eventNames = Object.keys(eventTable) as WebhookEvent[]

export const isKnownEvent = (event: string): event is WebhookEvent => Object.hasOwn(webhookEvents, event)

/** What a version before this one knew and this one does not; it happens no more, and nothing is pushed of it. */
export const retiredEvent = '已停用的事件'
export const eventLabel = (event: string): string => (isKnownEvent(event) ? webhookEvents[event].label : retiredEvent)

export const eventOfAction = (action: string): WebhookEvent | undefined =>
  eventNames.find((name) => webhookEvents[name].action === action)

/** What is sent: Standard Webhooks, “Payload structure”, thin. `webhook.test` comes of a person who tries the address. */
export type Payload = {
  type: WebhookEvent | 'webhook.test'
  timestamp: Instant
  data: { district: string; kind: string; id: string; link: string; seq: number }
}

export const messageStates = { waiting: '待推送', sent: '已送达', failed: '稍后再试', 'given-up': '不再推送' } as const
export type MessageState = keyof typeof messageStates

export type Endpoint = {
  id: string
  name: string
  host: string
  events: WebhookEvent[]
  /** How many others it was set up for that this program doesn't know any more. */
  retired: number
  enabled: boolean
  sentAt: Instant | null
  failedAt: Instant | null
  failedWhy: string | null
  createdAt: Instant
  /** Since when it signs with the key it has; null: since it was set up. */
  keySince: Instant | null
  /** Until when the key before signs, too. */
  oldKeyUntil: Instant | null
}

/** `earlier`: the key that was changed and still signs beside the present one. */
export type EndpointSecrets = { url: string; secret: string; earlier?: string }

/** How long the key before goes on signing, so that the receiver has time to take the new one up. */
export const keyOverlaps = {
  day: { label: '24小时', hours: 24 },
  'three-days': { label: '3天', hours: 72 },
  week: { label: '7天', hours: 168 },
  none: { label: '不保留，旧密钥立即停用', hours: 0 },
} as const
export type KeyOverlap = keyof typeof keyOverlaps

/** A message as the page shows it. */
export type Message = {
  id: string
  endpointName: string
  /** As it was called when it was written. */
  event: string
  state: MessageState
  attempts: number
  dueAt: Instant
  createdAt: Instant
  why: string | null
}

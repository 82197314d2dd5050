import type { Instant } from '../../calendar/index.ts'

/** listed: what was published, as the page or the feed shows it. gone: the platform says it is gone. failed: it didn't open. */
export const evidenceKinds = { listed: '页面内容', gone: '平台提示', failed: '访问失败' } as const
export type EvidenceKind = keyof typeof evidenceKinds

/** What a look saw, before it is known whether it is kept. `text` and `part` are as long as may be kept. */
export type Seen = {
  kind: EvidenceKind
  url: string
  finalUrl: string
  /** Null where nothing answered. */
  status: number | null
  /** Those that tell of the content; never cookies or credentials. */
  headers: Readonly<Record<string, string>>
  /** What the page says, for people; null where it says all. */
  why: string | null
  /** The text as it was read out of it, and the main part it was read from, without scripts and styles. */
  text: string
  part: string
  /** What came bears the mark of a state secret, perhaps behind what may be kept. */
  isMarked: boolean
  /** Something did not fit and was left out. */
  isCut: boolean
  /** Of the whole answer as it came. */
  reply: { sha256: string; bytes: number } | null
}

/** Of a kept text: the SHA-256 it is known by, and its SM3. Hexadecimal. */
export type Digests = { sha256: string; sm3: string }

/** Evidence as lists show it. */
export type EvidenceRow = {
  id: string
  accountId: string
  accountName: string
  unitId: string
  source: string
  kind: EvidenceKind
  url: string
  finalUrl: string
  status: number | null
  headers: Readonly<Record<string, string>>
  why: string | null
  observedAt: Instant
  lastSeenAt: Instant
  times: number
  sha256: string
  sm3: string
  byteCount: number
  replySha256: string | null
  replyBytes: number | null
  isCut: boolean
  fileId: string
  erased: { at: Instant; because: ErasedWhy; by: string } | null
  stamp: Stamp | null
}

export const erasedWhyLabels = { expired: '保存期限届满', personal: '删除其中的个人信息' } as const
export type ErasedWhy = keyof typeof erasedWhyLabels

export type Stamp = {
  state: 'stamped' | 'failed'
  authority: string
  stampedAt: Instant | null
  signer: string | null
  isTrusted: boolean
  why: string | null
  triedAt: Instant
  tries: number
}

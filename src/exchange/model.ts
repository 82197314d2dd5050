import type { Instant } from '../calendar/index.ts'
import type { PackageKind, Said } from './said.ts'

/** 上下级报送 in the office's words. */

export const kindLabels: Readonly<Record<PackageKind, string>> = {
  request: '上级检查、交办',
  answer: '反馈',
  figures: '月度数据',
}
export const wayLabels = { out: '发出', in: '收到' } as const
export type Way = keyof typeof wayLabels

/** Days for which a package may be taken in. */
export const VALID_DAYS = 30

/** Another office whose key people compared and trusted. */
export type Peer = {
  code: string
  name: string
  fingerprint: string
  publicKey: Buffer
  trustedBy: string
  trustedAt: Instant
  revokedAt: Instant | null
}

/** A package that was made or taken in here. `districtId`: the district it is about; `place`: whose it is here. */
export type KeptPackage = {
  id: string
  way: Way
  kind: PackageKind
  districtId: string
  place: string
  digest: string
  said: Said
  fileId: string
  by: string
  at: Instant
  itemId: string | null
}

/** What people download and hand over. */
export const packageName = (said: Pick<Said, 'kind' | 'from' | 'to' | 'id'>): string =>
  `${kindLabels[said.kind]}（${said.from.name}至${said.to.name}）${said.id.slice(-6)}.gmpkg`.replaceAll(
    /[\\/:*?"<>|、]/g,
    '',
  )

import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/** 上级通报 (notice 三): what a higher office published of the district's units. */

export const circularLevels = { national: '国家', province: '省', city: '市' } as const
export type CircularLevel = keyof typeof circularLevels

export type Circular = {
  id: string
  level: CircularLevel
  issuer: string
  title: string
  /** 文号; null: none stands on it. */
  number: string | null
  issuedOn: CivilDate
  pointsDeducted: boolean
  fileId: string
  fileName: string
  /** Counts its corrections. */
  version: number
  /** It was entered by mistake: it stays, and says nothing of anybody. */
  withdrawnAt: Instant | null
}

/** A unit, or one of its accounts, that a circular names, and what it says of it. */
export type Named = {
  unitId: string
  unitName: string
  accountId: string | null
  accountName: string | null
  platform: Platform | null
  note: string
}

import type { Instant } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

/** What a guide (办事指南) has to say; which of it an entry lacks. */
export const guideElements = {
  conditions: '办理条件',
  materials: '申请材料',
  steps: '办理流程',
  period: '办理时限',
  place: '办理地点',
  phone: '咨询电话',
  fee: '收费标准',
} as const
export type GuideElement = keyof typeof guideElements
export const guideElementCodes = Object.keys(guideElements) as GuideElement[]

/** An entry of an account: its address, or the way through the menu, such as 菜单“办事”›“社保查询”. */
export type ServiceEntry = {
  id: string
  accountId: string
  name: string
  place: string
  state: 'in-use' | 'retired'
  version: number
}

/** One look at an entry by a person. */
export type ServiceLook = {
  id: string
  lookedAt: Instant
  usable: boolean
  missing: GuideElement[]
  photoId: string | null
  noteId: string | null
  by: string
}

/** With the latest look; null: nobody has opened it yet. */
export type ServiceRow = ServiceEntry & {
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  latest: ServiceLook | null
}

/** How an entry stands: unknown until somebody has opened it. */
export const serviceStanding = ({ latest }: Pick<ServiceRow, 'latest'>): 'usable' | 'broken' | 'unknown' =>
  latest === null ? 'unknown' : latest.usable ? 'usable' : 'broken'

export const serviceStandingLabels = { usable: '可用', broken: '不可用', unknown: '未核查' } as const
export type ServiceStanding = keyof typeof serviceStandingLabels

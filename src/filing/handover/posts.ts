import { contactDuties, contactLabels, duties, type Duty, dutyLabels } from '../../registry/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import type { Post, PostDuty } from './model.ts'

export const postDuties: readonly PostDuty[] = [...duties, ...contactDuties]

export const isUnitDuty = (duty: PostDuty): duty is Duty => (duties as readonly string[]).includes(duty)

/** 直接责任人, or 账号管理员（临湖水务，新浪微博）. */
export const postLabel = (duty: PostDuty, account: { name: string; platform: string } | null): string =>
  isUnitDuty(duty)
    ? dutyLabels[duty]
    : `${contactLabels[duty]}${account ? `（${account.name}，${platforms[account.platform as Platform].label}）` : ''}`

/** As a form sends a post: `subject:duty`. */
export const postKey = ({ subjectId, duty }: Post): string => `${subjectId}:${duty}`

export function readPostKey(key: string): Post | undefined {
  const [, subjectId, duty] = /^([0-9a-f-]{36}):([a-z]+)$/.exec(key) ?? []
  const known = postDuties.find((one) => one === duty)
  return subjectId && known ? { subjectId, duty: known } : undefined
}

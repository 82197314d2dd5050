import { describe, expect, it } from 'vitest'
import type { Answers } from '../forms/index.ts'
import { doubtsOf } from './doubts.ts'

const doubtful = (...of: Parameters<typeof doubtsOf>) =>
  new Map([...doubtsOf(...of)].filter(([, doubts]) => doubts.length > 0))
const about = { forms: ['annex1', 'annex2'], unitKind: 'civil_managed_institution' } as const
const kept = (accountId: string, platform: string, more: Answers = {}) => ({
  accountId,
  answers: { platform, disposition: 'keep', ...more },
})
const ofDepartment = (...entries: ReturnType<typeof kept>[]) => doubtful(entries, { ...about, unitKind: 'department' })

describe('an account that is kept without a word why is told (通知二（二）)', () => {
  it('of a department, and of no unit that may have its own', () => {
    expect(ofDepartment(kept('a', 'weibo')).get('a')?.join()).toMatch(/^主办单位为.+，原则上不单独开设。/u)
    expect(doubtful([kept('a', 'weibo')], about)).toEqual(new Map())
  })

  it('where two of a unit stay on one platform, each of them, and not where one does', () => {
    const told = doubtful([kept('a', 'weibo'), kept('b', 'weibo'), kept('c', 'douyin')], about)
    expect([...told.keys()]).toEqual(['a', 'b'])
    expect(told.get('a')?.join()).toContain('保留2个账号，原则上同一平台只开设一个')
    expect(doubtful([kept('a', 'weibo'), kept('b', 'weibo', { disposition: 'deregister' })], about).size).toBe(0)
  })

  it('and not where the reason is given, where it is not kept, or where no 附件2 is asked', () => {
    expect(ofDepartment(kept('a', 'weibo', { keepReason: '民生服务专号' })).size).toBe(0)
    expect(ofDepartment(kept('a', 'weibo', { keepReason: '  ' })).size).toBe(1)
    expect(ofDepartment(kept('a', 'weibo', { disposition: 'rectify' })).size).toBe(0)
    expect(doubtful([kept('a', 'weibo')], { forms: ['annex1'], unitKind: 'department' }).size).toBe(0)
  })
})

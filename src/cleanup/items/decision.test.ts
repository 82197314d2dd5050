import { describe, expect, it } from 'vitest'
import { actorOf } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { checkDecision, type Decision } from './decision.ts'
import type { CleanupItem } from './model.ts'

const today = civilDate('2026-06-20')
const head = actorOf('office_head', 'user:head')
const asked = {
  accountName: '临湖水务',
  disposition: 'keep',
  needsReason: true,
  proposedBy: 'user:proposer',
  unitSaidBy: 'user:unit',
  newerOpen: null,
  earlierHeld: null,
} as CleanupItem
const codeOf = (item: CleanupItem, decision: Partial<Decision> = {}, actor = head) => {
  try {
    checkDecision(actor, item, { disposition: 'keep', reason: '', ...decision }, today)
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('审定', () => {
  it('that keeps what in principle should not be says why (通知二（二）), and only that', () => {
    expect(codeOf(asked)).toBe('cleanup.reason-required')
    expect(codeOf(asked, { reason: '民生服务专号' })).toBeUndefined()
    expect(codeOf({ ...asked, needsReason: false })).toBeUndefined()
  })

  it('that departs from the machine says why, that follows it need not', () => {
    const close = { disposition: 'close', dueOn: civilDate('2026-07-01') } as const
    expect(codeOf(asked, close)).toBe('cleanup.reason-required')
    expect(codeOf({ ...asked, disposition: 'close' }, close)).toBeUndefined()
  })

  it('is nobody’s who made the proposal, and nobody’s who said the unit’s word', () => {
    const decision = { reason: '民生服务专号' }
    expect(codeOf({ ...asked, proposedBy: head.id }, decision)).toBe('access.maker-is-checker')
    expect(codeOf({ ...asked, unitSaidBy: head.id }, decision)).toBe('access.maker-is-checker')
  })

  it('names everything that is missing at once', () => {
    expect(codeOf(asked, { disposition: 'rectify' })).toBe('cleanup.decision-not-whole')
  })
})

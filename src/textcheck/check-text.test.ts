import { describe, expect, it } from 'vitest'
import { civilDate } from '../calendar/index.ts'
import { checkText, maskText, standardRules, type TextFinding } from './index.ts'

const on = civilDate('2026-10-12')
const check = (text: string, more: Partial<Parameters<typeof checkText>[1]> = {}) =>
  checkText(text, { rules: standardRules, on, ...more })

describe('a text is looked through', () => {
  it('with places in the text as it was handed in, unseen signs and all', () => {
    const text = '第一段。\n联系人：138\u200b1234\u202e5678。'
    const [found] = check(text).findings.filter(({ rule }) => rule === 'mobile-number')
    expect(found).toMatchObject({ paragraph: 2, observed: '138****5678', kind: 'privacy', gate: 'secrecy' })
    expect(text.slice(found?.start, found?.end)).toBe('138\u200b1234\u202e5678')
  })

  it('and masked in one step', () => {
    const text = '张某，身份证号11010519491231002X，电话13812345678。'
    expect(maskText(text, check(text).findings)).toBe('张某，身份证号11*************02X，电话138****5678。')
  })

  it('and what nobody looked at is said', () => {
    expect(check('一切正常。').notChecked.map(({ part }) => part)).toEqual(['lexicons', 'typos'])
    expect(check('😀\u200b').notChecked.map(({ part }) => part)).toEqual(['empty'])
  })

  const guess = (start: number, end: number, observed: string): TextFinding => ({
    start,
    end,
    observed,
    kind: 'typo',
    gate: 'wording',
    severity: 'confirm',
    rule: 'typo',
    source: '错别字引擎',
    confidence: 0.9,
    why: '疑为错别字。',
  })

  it('names of the district and decisions of reviewers silence a guess, and nothing else', () => {
    const typo = { find: () => [guess(0, 2, '哭泉'), guess(5, 7, '攻府')] }
    const text = '哭泉发布，攻府公告'
    const observed = (silenced: { names: string[]; ignored: { rule: string; observed: string }[] }) =>
      check(text, { typo, silenced }).findings.map((one) => one.observed)
    expect(observed({ names: [], ignored: [] })).toEqual(['哭泉', '攻府'])
    expect(observed({ names: ['哭泉发布'], ignored: [] })).toEqual(['攻府'])
    expect(observed({ names: [], ignored: [{ rule: 'typo', observed: '哭泉' }] })).toEqual(['攻府'])
    expect(observed({ names: [], ignored: [{ rule: 'other', observed: '哭泉' }] })).toEqual(['哭泉', '攻府'])
    expect(observed({ names: [], ignored: [{ rule: 'lexicon:通报/哭泉', observed: '哭泉发布' }] })).toEqual(['攻府'])
  })
})

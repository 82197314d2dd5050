import { describe, expect, it } from 'vitest'
import { instant } from '../calendar/index.ts'
import type { DistrictFigures } from '../rollup/model.ts'
import { type Against, holdAgainst } from './compare.ts'
import { isAbove } from './places.ts'
import type { AnswerBody, SaidOf } from './said.ts'

const figures = (filed: number, of = '2026-09'): DistrictFigures => ({
  ledger: { registered: 3, running: 3, filed, unfiled: 3 - filed, filingUnknown: 0 },
  month: {
    of,
    checkpoint: '2026-09-30',
    closed: true,
    counted: { registered: 3, judged: 3, qualified: 3, unqualified: 0, pending: 0, unknown: 0 },
  },
  quarter: null,
  awaiting: 0,
  problems: 0,
  orders: { open: 0, late: 0 },
  report: null,
  circular: null,
})
const frame = {
  id: '00000000-0000-7000-8000-000000000001',
  madeAt: instant('2026-10-12T01:00:00.000Z'),
  expiresAt: instant('2026-11-11T01:00:00.000Z'),
  from: { code: '990106', name: '临湖区' },
  to: { code: '990100', name: '某市' },
  files: [],
}
const answer = (more: Partial<AnswerBody> = {}): SaidOf<'answer'> => ({
  ...frame,
  kind: 'answer',
  body: {
    request: { id: frame.id, digest: 'a'.repeat(64) },
    serial: 1,
    letter: {
      number: '临函〔2026〕1号',
      signedOn: '2026-10-12',
      opening: '来函收悉',
      result: '已更新',
      next: '加强管理',
    },
    answers: [{ unit: '水务局', answer: '已更新' }],
    ledger: [{ unit: '水务局', account: '临湖水务', platform: '新浪微博', running: '在运行', filing: '已备案' }],
    figures: figures(3),
    evidence: [],
    ...more,
  },
})
const known: Against = { request: { digest: 'a'.repeat(64) }, before: undefined, twin: undefined, reported: undefined }
const conflicts = (one: SaidOf<'answer'>, against: Partial<Against>) =>
  holdAgainst(one, { ...known, ...against }).conflicts

describe('an answer held against what is known', () => {
  it('fits where it is the first one to the request that went out', () => {
    expect(holdAgainst(answer(), known)).toEqual({ conflicts: [], differences: [] })
  })

  it.each<[string, SaidOf<'answer'>, Partial<Against>, string[]]>([
    ['answers no request of ours', answer(), { request: undefined }, ['unknown-request']],
    ['answers other words than ours', answer(), { request: { digest: 'b'.repeat(64) } }, ['other-request']],
    ['bears the serial of another one', answer(), { twin: answer() }, ['same-serial']],
    [
      'has other figures of the same month',
      answer({ serial: 2, figures: figures(2) }),
      { before: answer() },
      ['figures'],
    ],
    ['has figures of another month', answer({ serial: 2, figures: figures(2, '2026-10') }), { before: answer() }, []],
    ['has a ledger row less', answer({ serial: 2, ledger: [] }), { before: answer() }, ['ledger']],
    [
      'differs from what was sent by itself',
      answer(),
      { reported: { ...frame, kind: 'figures', body: { figures: figures(1) } } },
      ['reported'],
    ],
    [
      'says it in other words',
      answer({ serial: 2, answers: [{ unit: '水务局', answer: '已补发' }] }),
      { before: answer() },
      [],
    ],
  ])('that %s is told as that', (_what, one, against, told) => {
    expect(conflicts(one, against)).toEqual(told)
  })

  it('tells every word and number that changed, before beside after', () => {
    const letter = { ...answer().body.letter, result: '已补发三条' }
    const later = answer({ serial: 2, letter, answers: [{ unit: '水务局', answer: null }], figures: figures(2) })
    expect(holdAgainst(later, { ...known, before: answer() }).differences).toEqual([
      { what: '反馈函核查处理情况', before: '已更新', after: '已补发三条' },
      { what: '水务局的反馈', before: '已更新', after: '没有反馈' },
      { what: '已备案', before: '3', after: '2' },
      { what: '未备案', before: '0', after: '1' },
    ])
  })
})

it.each([
  ['990000', '990100', true],
  ['990100', '990106', true],
  ['990000', '990106', true],
  ['990106', '990106', false],
  ['990106', '990100', false],
  ['980000', '990106', false],
  ['990100', '990200', false],
])('%s above %s: %s', (upper, lower, above) => {
  expect(isAbove(upper, lower)).toBe(above)
})

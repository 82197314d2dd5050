import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whole, wholeApp } from '../../../tests/support/filled-forms.ts'
import { civilDate, printPreciseDate } from '../../calendar/index.ts'
import { type Account, bareFacts } from '../../registry/index.ts'
import type { Answers } from './answer.ts'
import { accountForms } from './asked.ts'
import { codeText, contentHash, readCode } from './code.ts'
import { answersOf, contradictionsIn, defectsOf, fieldsOf } from './form.ts'
import { answersFromLedger, ledgerFactsFrom } from './ledger.ts'

const today = civilDate('2026-06-20')
const fields = accountForms.flatMap(fieldsOf)

const bare: Account = {
  ...bareFacts('临湖水利', 'wechat_official'),
  id: '00000002-0000-7000-8000-000000000001',
  unitId: '00000001-0000-7000-8000-000000000001',
  runningState: 'running',
  ceasedOn: null,
  filingState: 'unknown',
  sheetOrder: null,
  version: 1,
}

const words = fc.string({
  unit: fc.constantFrom(...Array.from('临湖区水利政务新媒体发布ABC123·（）—')),
  minLength: 1,
  maxLength: 60,
})
const count = fc.oneof(
  fc.nat().map(String),
  fc.integer({ min: 1, max: 9_999 }).map((tenths) => `约${(tenths / 10).toFixed(1)}万`),
)
const phone = fc.oneof(
  fc.tuple(fc.integer({ min: 3, max: 9 }), fc.stringMatching(/^\d{9}$/)).map(([second, rest]) => `1${second}${rest}`),
  fc.stringMatching(/^0\d{2,3}-[2-9]\d{6,7}$/),
  fc.stringMatching(/^[2-9]\d{6,7}$/),
)
const day = fc
  .date({ min: new Date('2009-08-01'), max: new Date('2026-06-20T00:00:00Z'), noInvalidDate: true })
  .map((moment) => civilDate(moment.toISOString().slice(0, 10)))
const opened = fc.oneof(
  day.map((one) => printPreciseDate({ day: one, precision: 'day' })),
  day.map((one) => printPreciseDate({ day: one, precision: 'month' })),
  day.map((one) => printPreciseDate({ day: one, precision: 'year' })),
)
const yesNo = fc.constantFrom('yes', 'no')
const yesNoNone = fc.constantFrom('yes', 'no', 'na')

/** Answers of which the ledger keeps every one, written as an office may write them. */
const ledgerAnswers: fc.Arbitrary<Answers> = fc.record({
  name: words,
  openedOn: opened,
  followers: count,
  reads: count,
  readsScope: fc.constantFrom('total', 'last30d', 'average'),
  operationMode: fc.constantFrom('self', 'outsourced'),
  budgetYuan: fc.integer({ min: 0, max: 9_999_999 }).map(String),
  leaderPhone: phone,
  adminPhone: phone,
  adminQq: fc.stringMatching(/^[1-9]\d{4,11}$/),
  fnPublish: fc.constant('yes'),
  fnSpread: yesNo,
  fnGuide: yesNo,
  fnInteract: yesNo,
  fnService: yesNo,
  staffCount: fc.nat({ max: 99 }).map(String),
  disposition: fc.constantFrom('keep', 'change', 'rectify', 'close', 'deregister'),
})

describe('any answers', () => {
  it('that are readable go into the ledger and come back as they were written', () => {
    fc.assert(
      fc.property(ledgerAnswers, yesNoNone, (some, plans1y) => {
        const answers = { ...whole, ...some, plans1y }
        expect(accountForms.slice(0, 2).flatMap((form) => defectsOf(form, answers, today))).toEqual([])
        const { facts, people = {} } = ledgerFactsFrom(answers, { today, countedUntil: today })
        const behind = Object.fromEntries(Object.entries(people).map(([duty, person]) => [duty, person ?? {}]))
        const account = { ...bare, ...facts }
        // The ledger alone knows them again; what it has no place for comes from the last return.
        expect(answersFromLedger(account, behind)).toMatchObject(some)
        expect(answersFromLedger(account, behind, answers)).toEqual(answers)
      }),
      { numRuns: 300 },
    )
  })

  it('however odd, are told field by field, or have no defect', () => {
    const typed = fc.dictionary(fc.constantFrom(...fields.map(({ key }) => key)), fc.string({ maxLength: 30 }))
    fc.assert(
      fc.property(typed, (odd) => {
        for (const form of accountForms) {
          const defects = defectsOf(form, { ...whole, ...wholeApp, ...odd }, today)
          for (const { field, label, wanted } of defects) {
            expect(Object.keys(odd)).toContain(field)
            expect(label).not.toBe('')
            expect(wanted).not.toBe('')
          }
          expect(new Set(defects.map(({ field }) => field)).size).toBe(defects.length)
          contradictionsIn(form, odd)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('are kept once: personal and other answers part a form without rest', () => {
    fc.assert(
      fc.property(ledgerAnswers, (some) => {
        for (const form of accountForms) {
          const answers = { ...whole, ...wholeApp, ...some }
          const [open, personal] = [answersOf(form, answers, 'open'), answersOf(form, answers, 'personal')]
          expect({ ...open, ...personal }).toEqual(answersOf(form, answers))
          expect(Object.keys(open).filter((key) => key in personal)).toEqual([])
        }
      }),
    )
  })

  it('have one hash, in whatever order they stand, and another as soon as one sign differs', () => {
    fc.assert(
      fc.property(ledgerAnswers, fc.constantFrom(...Object.keys(whole)), (some, key) => {
        const answers: Answers = { ...whole, ...some }
        const turned = Object.fromEntries(Object.entries(answers).toReversed())
        expect(contentHash(turned)).toBe(contentHash(answers))
        expect(contentHash({ ...answers, [key]: `${answers[key] ?? ''}。` })).not.toBe(contentHash(answers))
      }),
    )
  })
})

describe('the code in the foot', () => {
  it('is read back as it was written', () => {
    const code = fc.record({
      form: fc.constantFrom('annex1', 'annex2', 'zero', 'unchanged', 'govapp'),
      version: fc.constantFrom('2019', '2026'),
      returnId: fc.uuid(),
      printNumber: fc.integer({ min: 1, max: 9_999 }),
      hash: fc.stringMatching(/^[0-9a-f]{16}$/),
    })
    fc.assert(
      fc.property(code, (one) => {
        expect(readCode(codeText(one))).toEqual(one)
      }),
    )
  })

  it.each([
    '',
    'https://example.cn/',
    'GOVMEDIA:2:annex1:2019:00000004-0000-7000-8000-000000000001:1:0123456789abcdef',
    'GOVMEDIA:1:annex1:2019:00000004-0000-7000-8000-000000000001:1:0123456789abcde',
    'GOVMEDIA:1:annex1:2019:00000004-0000-7000-8000-000000000001:1:0123456789abcdef0',
    'GOVMEDIA:1:annex1:2019:00000004-0000-7000-8000-000000000001::0123456789abcdef',
    'GOVMEDIA:1:annex1:2019:00000004-0000-7000-8000-000000000001:1:0123456789abcdef\n',
  ])('is somebody else’s: %j', (text) => {
    expect(readCode(text)).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { askedDistrict, blank } from '../../tests/support/asked-district.ts'
import { office, opening } from '../../tests/support/case-office.ts'
import { filingAlone, pagesOf, type Sent } from '../../tests/support/pages.ts'
import { openSession } from '../../tests/support/scene.ts'
import type { Deps, Role } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type CaseAction, caseActionLabels, caseStateLabels, caseStates, nextCaseState } from './cases/model.ts'
import { nextReturnState, type ReturnAction, returnActionLabels, returnStateLabels, returnStates } from './model.ts'
import { filingRecordWords } from './record-words.ts'

/** What a form of the route table asks for, and who may send it. */
type Form<A> = { action: A; by: Role; fields?: Exclude<Sent, readonly unknown[]> }

const scan = () => new File([new Uint8Array(blank)], '扫描件.png', { type: 'image/png' })

const returnForms: Readonly<Record<string, readonly Form<ReturnAction>[]>> = {
  kind: [{ action: 'fill', by: 'unit_editor', fields: { kind: 'full' } }],
  reporter: [{ action: 'fill', by: 'unit_editor', fields: { name: '许静言', phone: '13800001111' } }],
  'accounts/new': [{ action: 'fill', by: 'unit_editor', fields: { name: '临湖水务服务' } }],
  'accounts/:accountId': [{ action: 'fill', by: 'unit_editor', fields: { followers: '1' } }],
  'accounts/:accountId/drop': [{ action: 'fill', by: 'unit_editor' }],
  print: [{ action: 'print', by: 'unit_editor' }],
  scans: [{ action: 'upload', by: 'unit_editor', fields: { file: scan() } }],
  'scans/:scanId/put-aside': [{ action: 'put-aside', by: 'unit_editor', fields: { reason: '传错' } }],
  submit: [{ action: 'submit', by: 'unit_editor' }],
  check: [{ action: 'check', by: 'acceptor' }],
  'check/corrections': [{ action: 'transcribe', by: 'acceptor', fields: { field: 'followers', written: '9' } }],
  'check/corrections/confirm': [{ action: 'confirm', by: 'acceptor' }],
  'check/back': [{ action: 'send-back', by: 'acceptor', fields: { others: '没有公章', until: '2026-06-21' } }],
  'check/accept': [{ action: 'accept', by: 'acceptor' }],
  'check/reopen': [{ action: 'reopen', by: 'acceptor', fields: { reason: '来函更正', until: '2026-06-21' } }],
}

const decided = (action: CaseAction, by: Role): Form<CaseAction> => ({
  action,
  by,
  fields: { action, opinion: '情况属实', signed: 'yes', sealed: 'yes' },
})
const entered = { on: '2026-06-16', noReceiptReason: '全国系统未出具回执' }
const caseForms: Readonly<Record<string, readonly Form<CaseAction>[]>> = {
  fill: [{ action: 'fill', by: 'unit_editor', fields: { name: '临湖水务' } }],
  print: [{ action: 'print', by: 'unit_editor' }],
  scans: [{ action: 'upload', by: 'unit_editor', fields: { file: scan() } }],
  'scans/:scanId/put-aside': [{ action: 'put-aside', by: 'unit_editor', fields: { reason: '传错' } }],
  submit: [{ action: 'submit', by: 'unit_editor' }],
  check: [
    {
      action: 'check',
      by: 'acceptor',
      fields: { 'paper-0': 'case', 'signedBy-0': 'principal', 'sealed-0': 'yes', 'matches-0': 'yes' },
    },
  ],
  'check/corrections': [{ action: 'transcribe', by: 'acceptor', fields: { field: 'name', written: '临湖水利' } }],
  'check/corrections/confirm': [{ action: 'confirm', by: 'acceptor' }],
  decide: [
    decided('accept', 'acceptor'),
    decided('send-back', 'acceptor'),
    decided('review', 'examiner'),
    decided('disagree', 'examiner'),
    decided('approve', 'office_head'),
    decided('reject', 'office_head'),
  ],
  execute: [
    { action: 'execute', by: 'unit_editor', fields: { on: '2026-06-16', url: 'https://weibo.com/u/1', sure: 'yes' } },
  ],
  national: [
    { action: 'report-national', by: 'unit_editor', fields: { side: 'unit', ...entered } },
    { action: 'enter-national', by: 'supervisor', fields: { side: 'office', ...entered } },
  ],
  register: [{ action: 'register', by: 'acceptor' }],
  withdraw: [{ action: 'withdraw', by: 'unit_editor', fields: { reason: '选错账号' } }],
  revoke: [{ action: 'revoke', by: 'office_head', fields: { reason: '改为保留' } }],
  archive: [{ action: 'archive', by: 'acceptor' }],
}

const formsUnder = (prefix: string) =>
  filingAlone
    .filter(({ method, path }) => method === 'post' && path.startsWith(prefix))
    .map(({ path }) => path.slice(prefix.length))

async function desk(deps: Deps, unitId: string) {
  const units = { unit: unitId }
  const signIn = (role: Role) => openSession(deps, { units }, role, role === 'unit_editor' ? { unit: 'unit' } : {})
  const people = {
    unit_editor: await signIn('unit_editor'),
    acceptor: await signIn('acceptor'),
    examiner: await signIn('examiner'),
    office_head: await signIn('office_head'),
    supervisor: await signIn('supervisor'),
  }
  const kept = (kind: 'return' | 'case') =>
    deps.db
      .selectFrom('trail_event')
      .select(['actor_id as by', 'after'])
      .where('action', '=', `${kind}.refused`)
      .orderBy('seq')
      .execute()
  const by = (role: Role) => people[role as keyof typeof people]
  return { ...pagesOf(deps, filingAlone, filingRecordWords), by, kept }
}

describe('a form that is sent out of turn', () => {
  // A file is read, and what is taken from it is saved as the account's own form is, which is walked below.
  const annex1 = ['new', ':accountId'].flatMap((of) => [`accounts/${of}/annex1`, `accounts/${of}/annex1/take`])
  // Forms that take no step of the table: a call is noted (`campaigns/calls.test.ts`), a number is looked at.
  const noStep = { return: ['calls', ...annex1], case: ['reveal'] }

  it('is told of every form of a return and of a case', () => {
    expect([...Object.keys(returnForms), ...noStep.return].sort()).toEqual(formsUnder('/filing/returns/:id/').sort())
    expect([...Object.keys(caseForms), ...noStep.case].sort()).toEqual(formsUnder('/cases/:id/').sort())
    expect(new Set(Object.values(returnForms).flatMap((forms) => forms.map(({ action }) => action)))).toEqual(
      new Set(Object.keys(returnActionLabels)),
    )
    expect(new Set(Object.values(caseForms).flatMap((forms) => forms.map(({ action }) => action)))).toEqual(
      new Set(Object.keys(caseActionLabels)),
    )
  })

  it.each(returnStates)('of a return that is %s is refused by name, changes nothing, and is kept', async (state) => {
    const place = await askedDistrict()
    await place.handedIn()
    const web = await desk(place.start, place.unitId)
    await place.deps.db.updateTable('filing_return').set({ state }).execute()
    const before = await place.now()
    const tried: { by: string; after: { refusal: string; attempted: string } }[] = []
    for (const [path, forms] of Object.entries(returnForms))
      for (const { action, by, fields } of forms.filter(({ action: one }) => !nextReturnState[state][one])) {
        const address = path.replace(':accountId', place.accountIds[0]!).replace(':scanId', place.returnId)
        const shown = { version: String(before.version), ...fields }
        const answer = await web.post(`/filing/returns/${place.returnId}/${address}`, shown, web.by(by))
        const said = { state: returnStateLabels[state], action: returnActionLabels[action] }
        expect(answer.status, path).toBe(409)
        expect(await answer.text(), path).toContain(refuse('return.action-not-allowed', said).message)
        const after = { refusal: 'return.action-not-allowed', attempted: action }
        if (!tried.some((one) => one.by === web.by(by).id && one.after.attempted === action))
          tried.push({ by: web.by(by).id, after })
      }
    expect(await place.now()).toEqual(before)
    expect(tried.length).toBeGreaterThan(3)
    expect(await web.kept('return')).toEqual(tried)
  })

  it.each(caseStates)('of a case that is %s is refused by name, changes nothing, and is kept', async (state) => {
    const place = await office('open', opening)
    const web = await desk(place.deps, place.unitId)
    await place.deps.db.updateTable('filing_case').set({ state }).execute()
    const before = await place.now()
    const tried: { by: string; after: { refusal: string; attempted: string } }[] = []
    for (const [path, forms] of Object.entries(caseForms))
      for (const { action, by, fields } of forms.filter(({ action: one }) => !nextCaseState[state][one])) {
        const shown = { version: String(before.version), ...fields }
        const answer = await web.post(
          `/cases/${place.caseId}/${path.replace(':scanId', place.caseId)}`,
          shown,
          web.by(by),
        )
        const said = { state: caseStateLabels[state], action: caseActionLabels[action] }
        expect(answer.status, `${path} ${action}`).toBe(409)
        expect(await answer.text(), path).toContain(refuse('case.action-not-allowed', said).message)
        tried.push({ by: web.by(by).id, after: { refusal: 'case.action-not-allowed', attempted: action } })
      }
    expect(await place.now()).toEqual(before)
    expect(tried.length).toBeGreaterThan(9)
    expect(await web.kept('case')).toEqual(tried)
  })
})

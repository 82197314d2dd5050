import { beforeAll, describe, expect, it } from 'vitest'
import { opening } from '../../tests/support/case-office.ts'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import { beginCase } from './cases/file-case.ts'
import type { CaseState } from './cases/model.ts'
import { caseRoutes } from './routes-cases.tsx'
import { raiseTrigger } from './triggers/index.ts'

const unit = '临湖区水务局'
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let acceptor: SignedIn
let editor: SignedIn
let head: SignedIn
let web: SceneDesk
let caseId: string

beforeAll(async () => {
  web = await sceneDesk('case-pages', caseRoutes)
  deps = web.deps
  scene = web.scene
  supervisor = await scene.signIn('supervisor')
  acceptor = await scene.signIn('acceptor')
  head = await scene.signIn('office_head')
  editor = await scene.signIn('unit_editor', { unit, name: '水务填报人' })
  const input = { districtId: sceneDistrict, unitId: scene.units[unit] ?? '', kind: 'open' as const, answers: opening }
  caseId = (await beginCase(deps, editor.actor, input)).id
})

/** The case where a step stands open, and the page that answers to what was sent. */
async function refusedAt(
  state: CaseState,
  path: string,
  fields: Record<string, string>,
  { who = editor, version = '1' } = {},
) {
  const approved = ['approved', 'executed'].includes(state) ? { decided_on: civilDate('2026-10-08') } : {}
  await deps.db
    .updateTable('filing_case')
    .set({ state, ...approved })
    .execute()
  const answer = await web.post(`/cases/${caseId}/${path}`, { version, ...fields }, who)
  expect([409, 422]).toContain(answer.status)
  return answer.text()
}
const checkedIn = (page: string) => [...page.matchAll(/name="(\w+)" value="yes" checked/g)].map(([, name]) => name)

describe('a clue that a case raised', () => {
  it('stands on its page with facts and clause, for who may read clues', async () => {
    await inTransaction(deps.db, (tx) =>
      raiseTrigger(tx, deps, supervisor.actor, {
        districtId: sceneDistrict,
        rule: 'F-04',
        unitId: scene.units[unit] ?? '',
        accountId: null,
        subject: { kind: 'case', id: caseId },
        facts: { reason: '变更后逾期备案', caseId, filingUntil: '2026-06-17', daysLate: 1, clause: '甲号文第四条' },
      }),
    )
    const seenBy = async ({ headers }: SignedIn) => (await web.app.request(`/cases/${caseId}`, { headers })).text()
    const page = await seenBy(head)
    for (const words of ['F-04 逾期未报送', '报送截止：2026-06-17', '逾期工作日：1', '依据：甲号文第四条'])
      expect(page).toContain(words)
    expect(await seenBy(editor)).not.toContain('F-04')
  })
})

describe('a case page after a refusal', () => {
  it('shows the day and the link again where a day before the approval is asked for once more', async () => {
    const url = 'https://weibo.com/u/1'
    const page = await refusedAt('approved', 'execute', { on: '2026-10-01', url })
    for (const words of ['2026年10月1日', 'value="2026-10-01"', `value="${url}"`]) expect(page).toContain(words)
    expect(checkedIn(page)).toEqual([])
    const late = await refusedAt('approved', 'execute', { on: '2026-10-01', url: 'weibo.com/u/1', sure: 'yes' })
    expect(late).toContain('value="weibo.com/u/1"')
    expect(checkedIn(late)).toEqual(['sure'])
  })

  it('keeps the opinion of who decides', async () => {
    const typed = { action: 'accept', opinion: '公章不清' }
    const page = await refusedAt('submitted', 'decide', typed, { who: acceptor })
    expect(page).toContain('公章不清</textarea>')
    expect(page).toContain('还没有核验签字、盖章和内容')
  })

  it('keeps what was seen of the paper, and what was transcribed', async () => {
    const seen = { 'paper-0': 'case', 'signedBy-0': 'other', 'sealed-0': 'yes', 'matches-0': '' }
    const page = await refusedAt('submitted', 'check', seen, { who: acceptor })
    expect(page).toContain('请对照扫描件选定签字人、单位公章、与打印内容三项后保存')
    expect(page).toMatch(/<option value="other" selected/)
    const pen = { field: 'reason', written: '公开供水信息' }
    const again = await refusedAt('submitted', 'check/corrections', pen, { who: acceptor, version: '7' })
    expect(again).toMatch(/name="written"[^>]*value="公开供水信息"/)
    expect(again).toMatch(/<option value="reason" selected/)
  })

  it('keeps what a unit filled in', async () => {
    const typed = { ...opening, reason: '发布防汛信息', budgetYuan: '' }
    const page = await refusedAt('draft', 'fill', typed, { version: '7' })
    expect(page).toContain('发布防汛信息</textarea>')
    expect(page).toMatch(/name="budgetYuan"[^>]*value=""/)
    expect(page).toContain('<textarea id="reason"')
  })

  it('keeps an entry in the national system on the side that it was sent from', async () => {
    const page = await refusedAt(
      'executed',
      'national',
      { side: 'office', on: '2026-10-08', noReceiptReason: ' ' },
      {
        who: supervisor,
      },
    )
    expect(page).toMatch(/id="on-office"[^>]*value="2026-10-08"/)
    expect(page).not.toMatch(/id="on-unit"[^>]*value="2026/)
  })

  it('keeps the reason in the form that it was typed in, and shows it in no other', async () => {
    const page = await refusedAt('approved', 'revoke', { reason: '改为保留' }, { who: head, version: '7' })
    expect(page).toMatch(/id="revoke-reason"[^>]*value="改为保留"/)
    const other = await refusedAt('draft', 'withdraw', { reason: '选错账号' }, { version: '7' })
    expect(other).toMatch(/id="withdraw-reason"[^>]*value="选错账号"/)
    expect(other.match(/选错账号/g)).toHaveLength(1)
  })
})

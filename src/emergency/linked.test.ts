import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sceneDesk, type SceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict as districtId, sceneMonth, type SignedIn } from '../../tests/support/scene.ts'
import { deadlinesOf } from '../app/notify/deadlines.ts'
import { openTasks } from '../app/open-tasks.ts'
import { allRoutes } from '../app/routes.ts'
import { tasksFor } from '../app/workbench/tasks.ts'
import { civilDate, fixedClock, type Instant, instantFromLocal } from '../calendar/index.ts'
import { keepEvidenceOf } from '../collection/evidence/keep.ts'
import { addSource, addTarget } from '../collection/sources/set-up.ts'
import { inTransaction } from '../database/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { decideFinding, listFindings, runCheck } from '../monitoring/index.ts'
import { draftOrder, issueOrder } from '../rectification/index.ts'
import { reportProblem } from '../monitoring/verbs/report-problem.ts'
import { readCase } from './queries.ts'
import { openEmergency } from './verbs/open-case.ts'
import { takeStep } from './verbs/take-step.ts'

const at = (time: string): Instant => instantFromLocal(`2026-10-09 ${time}`)!
const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-emergency-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
let desk: SceneDesk
let supervisor: SignedIn
let editor: SignedIn
let account: string
let findingId: string
let caseId: string

const deps = () => ({ ...desk.deps, clock: fixedClock(at('09:00')) })
const text = async (path: string, who: SignedIn) => (await desk.get(path, who)).text()

// A candidate of September, of which its unit was told at 8:40.
beforeAll(async () => {
  desk = await sceneDesk('emergency-linked', allRoutes, dataDir)
  await seedCalendar(desk.deps.db, desk.deps.wall.now())
  supervisor = await desk.scene.signIn('supervisor')
  editor = await desk.scene.signIn('unit_editor', { unit: '临湖区水务局' })
  account = desk.scene.accounts['临湖区水务局/weibo/临湖水务']!
  await runCheck(deps(), supervisor.actor, { districtId, month: sceneMonth })
  findingId = (await listFindings(desk.deps.db, districtId, { accountId: account })).findings[0]!.id
  const startedAt = at('08:30')
  const input = { districtId, kind: 'content', accountId: account, startedAt, findingId } as const
  caseId = (await openEmergency(deps(), supervisor.actor, input)).id
  await takeStep(deps(), supervisor.actor, {
    districtId,
    caseId,
    version: 1,
    action: 'call',
    at: at('08:40'),
    called: 'primary',
    dueAt: at('10:40'),
    words: '内部说明：请立即删除',
  })
})

it('its unit reads that it was told and until when, and nothing else of the case', async () => {
  for (const path of ['/', `/accounts/${account}`]) {
    const page = await text(path, editor)
    expect(page, path).toContain('2026-10-09 08:40 电话提示，请于 2026-10-09 10:40 前处置')
    expect(page, path).not.toContain('内部说明')
    expect(page, path).not.toContain(`/emergency/${caseId}`)
  }
  const other = await desk.scene.signIn('unit_editor', { unit: '临湖区教育局', name: 'other' })
  expect(await text('/', other)).not.toContain('风险提示')
  const open = await openTasks(desk.deps, districtId, desk.scene.units['临湖区水务局']!)
  expect(open[0]).toMatchObject({ kind: '风险提示', note: '2026-10-09 10:40 前处置', href: `/accounts/${account}` })
})

it('stands first among what is due, and in the calendar by day and number alone', async () => {
  const [first] = await tasksFor({ var: { deps: deps(), actor: supervisor.actor } }, districtId)
  expect(first).toMatchObject({
    href: `/emergency/${caseId}`,
    note: '临湖水务（新浪微博）　删除或更正：还有1小时40分钟',
    word: '计时中',
  })
  const days = await deadlinesOf(deps(), supervisor.actor, districtId)
  expect(days.filter(({ label }) => label === '应急处置')).toEqual([
    { label: '应急处置', day: civilDate('2026-10-09'), provisional: false, count: 1 },
  ])
  const own = (await deadlinesOf(deps(), editor.actor, districtId)).map(({ label }) => label)
  expect(own).toContain('风险提示处置')
  expect(own).not.toContain('应急处置')
})

it('what collection keeps is taken as evidence by its digest, with where it came from and when', async () => {
  const { actor } = supervisor
  const url = 'https://a.example/p/1'
  const source = { districtId, kind: 'page', name: '公开网页', settings: {} } as const
  const { id: sourceId } = await addSource(deps(), actor, source)
  const { id: targetId } = await addTarget(deps(), actor, { districtId, accountId: account, sourceId, target: { url } })
  const told = { url, finalUrl: url, status: 200, headers: {}, why: null, isMarked: false, isCut: false }
  const seen = { kind: 'listed' as const, ...told, text: '停水通知', part: '<p>停水通知</p>', reply: null }
  const seenAt = at('07:50')
  const look = { accountId: account, targetId, source: '公开网页', look: { outcome: 'ok' as const, seen }, newPosts: 1 }
  const found = await inTransaction(desk.deps.db, async (tx) => {
    const kept = await keepEvidenceOf(tx, deps(), actor, districtId, [{ ...look, at: seenAt }])
    await kept.written
    return kept.found
  })
  const evidenceId = found.get(targetId)!
  expect(await text(`/emergency/${caseId}`, supervisor)).toContain(`<option value="${evidenceId}"`)
  const step = { districtId, caseId, version: 2, action: 'preserve', at: at('08:55'), evidenceId } as const
  await takeStep(deps(), actor, step)
  const page = await text(`/emergency/${caseId}`, supervisor)
  for (const words of ['2026-10-09 07:50', url, `/evidence/${account}/${evidenceId}`]) expect(page).toContain(words)
  expect(page).toMatch(/系统采集证据[^<]*SHA-256 [0-9a-f]{64}/)
})

it('a reported problem leads to a case of its own, for who works on cases', async () => {
  const reviewer = await desk.scene.signIn('reviewer', { name: 'reporter' })
  const { id } = await reportProblem(deps(), reviewer.actor, {
    districtId,
    accountId: account,
    indicator: 'N-NM-01a',
    seenOn: civilDate('2026-10-09'),
    what: '标题有误',
  })
  const way = `/emergency/new?account=${account}&amp;problem=${id}`
  expect(await text(`/problems/of/${account}`, supervisor)).toContain(way)
  expect(await text(`/problems/of/${account}`, reviewer)).not.toContain('/emergency/new')
  const kinds = await text(way.replace('&amp;', '&'), supervisor)
  expect(kinds).toContain(`/emergency/new?kind=content&amp;account=${account}&amp;problem=${id}`)
  const form = await text(`/emergency/new?kind=content&account=${account}&problem=${id}`, supervisor)
  expect(form).toContain(`<option value="${id}" selected`)
})

it('is found from the account and, once the finding was confirmed and ordered, from the order, and the order from it', async () => {
  expect(await text(`/accounts/${account}`, supervisor)).toContain(`/emergency/${caseId}`)
  expect(await text(`/emergency/${caseId}`, supervisor)).toContain('确认后下达整改通知')
  const reviewer = await desk.scene.signIn('reviewer')
  const head = await desk.scene.signIn('office_head')
  const { findings } = await listFindings(desk.deps.db, districtId, { accountId: account })
  for (const { id, version } of findings.filter((one) => one.id === findingId))
    await decideFinding(deps(), reviewer.actor, { districtId, findingId: id, version, decision: 'confirm', reason: '' })
  const order = { districtId, findingIds: [findingId], form: 'notice' } as const
  const { id: orderId } = await draftOrder(deps(), supervisor.actor, order)
  const number = '临政公开办〔2026〕1号'
  await issueOrder(deps(), head.actor, { districtId, orderId, version: 1, number })
  const page = await text(`/emergency/${caseId}`, supervisor)
  for (const words of [`/orders/${orderId}`, number, '反馈期限 2026年10月22日']) expect(page).toContain(words)
  expect(await text(`/orders/${orderId}`, head)).toContain(`/emergency/${caseId}`)
  // The unit's own page of the order leads nowhere it may not go.
  expect(await text(`/orders/${orderId}`, editor)).not.toContain('/emergency/')
})

it('a second call puts nothing off: its unit still reads until when it was told to act first', async () => {
  const { version } = (await readCase(desk.deps.db, districtId, caseId))!
  const call = { districtId, caseId, version, action: 'call', at: at('08:58'), called: 'staff' } as const
  await takeStep(deps(), supervisor.actor, { ...call, dueAt: at('16:00'), words: '再次提示' })
  expect(await text('/', editor)).toContain('2026-10-09 08:58 电话提示，请于 2026-10-09 10:40 前处置')
  const open = await openTasks(desk.deps, districtId, desk.scene.units['临湖区水务局']!)
  expect(open[0]).toMatchObject({ note: '2026-10-09 10:40 前处置' })
})

import { beforeAll, expect, it } from 'vitest'
import { sceneDesk, type SceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict as districtId, sceneMonth, type SignedIn } from '../../tests/support/scene.ts'
import { deadlinesOf } from '../app/notify/deadlines.ts'
import { openTasks } from '../app/open-tasks.ts'
import { allRoutes } from '../app/routes.ts'
import { tasksFor } from '../app/workbench/tasks.ts'
import { civilDate, fixedClock, type Instant, instantFromLocal } from '../calendar/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { decideFinding, listFindings, runCheck } from '../monitoring/index.ts'
import { draftOrder, issueOrder } from '../rectification/index.ts'
import { openEmergency } from './verbs/open-case.ts'
import { takeStep } from './verbs/take-step.ts'

const at = (time: string): Instant => instantFromLocal(`2026-10-09 ${time}`)!
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
  desk = await sceneDesk('emergency-linked', allRoutes)
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
  const open = await openTasks(desk.deps.db, districtId, desk.scene.units['临湖区水务局']!)
  expect(open[0]).toMatchObject({ kind: '风险提示', note: '2026-10-09 10:40 前处置', href: `/accounts/${account}` })
})

it('stands first among what is due, and in the calendar by day and number alone', async () => {
  const [first] = await tasksFor({ var: { deps: deps(), actor: supervisor.actor } }, districtId)
  expect(first).toMatchObject({ href: `/emergency/${caseId}`, note: '删除或更正：还有1小时40分钟', word: '计时中' })
  const days = await deadlinesOf(deps(), supervisor.actor, districtId)
  expect(days.filter(({ label }) => label === '应急处置')).toEqual([
    { label: '应急处置', day: civilDate('2026-10-09'), provisional: false, count: 1 },
  ])
  expect((await deadlinesOf(deps(), editor.actor, districtId)).map(({ label }) => label)).not.toContain('应急处置')
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

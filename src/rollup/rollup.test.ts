import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, operatorActor } from '../access/index.ts'
import { month, type Period, quarter } from '../calendar/index.ts'
import { readTables } from '../documents/index.ts'
import { decideFinding, listFindings, runCheck } from '../monitoring/index.ts'
import { overviewOf } from '../overview/index.ts'
import { orderCounts, draftOrder, issueOrder } from '../rectification/index.ts'
import { quarterTotals, totalsOfDistricts } from '../reporting/index.ts'
import { latestEvents, systemChain } from '../trail/index.ts'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict, sceneMonth, type SignedIn } from '../../tests/support/scene.ts'
import { seedCalendar } from '../holidays/index.ts'
import { figuresOf, rollupOf } from './rollup.ts'
import { rollupRoutes } from './routes.tsx'

const unchecked = '990107'
const elsewhere = '980101'

let desk: SceneDesk
let supervisor: SignedIn
let upper: SignedIn
const city: Actor = {
  kind: 'user',
  id: 'city',
  districtId: '990000',
  unitId: null,
  roles: ['upper_office'],
  requestId: 't',
}

// One district with decided and waiting findings and an order, one below the same province that never checked, one elsewhere.
beforeAll(async () => {
  desk = await sceneDesk('rollup', rollupRoutes)
  const { deps, scene } = desk
  await seedCalendar(deps.db, deps.wall.now())
  await deps.db
    .insertInto('district')
    .values(
      [
        [unchecked, '云溪区'],
        [elsewhere, '别省区'],
      ].map(([id, name]) => ({
        id: id!,
        name: name!,
        short_name: name!,
        office_name: '局',
        issuing_office: '办',
        created_at: deps.wall.now(),
      })),
    )
    .execute()
  supervisor = await scene.signIn('supervisor')
  const reviewer = await scene.signIn('reviewer')
  const head = await scene.signIn('office_head')
  upper = await scene.signIn('upper_office')
  await deps.db.updateTable('app_user').set({ district_id: '990000' }).where('id', '=', upper.id).execute()
  await runCheck(deps, supervisor.actor, { districtId: sceneDistrict, month: sceneMonth })
  const { findings } = await listFindings(deps.db, sceneDistrict, { month: sceneMonth })
  const [ordered, confirmed, dismissed] = findings.filter((one) => one.class === 'veto')
  for (const [finding, decision] of [
    [ordered, 'confirm'],
    [confirmed, 'confirm'],
    [dismissed, 'dismiss'],
  ] as const)
    await decideFinding(deps, reviewer.actor, {
      districtId: sceneDistrict,
      findingId: finding!.id,
      decision,
      version: finding!.version,
      ...(decision === 'dismiss' && { reason: '核对后台，当日有发布' }),
    })
  const order = await draftOrder(deps, supervisor.actor, {
    districtId: sceneDistrict,
    findingIds: [ordered!.id],
    form: 'notice',
  })
  await issueOrder(deps, head.actor, {
    districtId: sceneDistrict,
    orderId: order.id,
    version: 1,
    number: '临政公开办〔2026〕1号',
  })
}, 60_000)

describe('what is counted of many districts', () => {
  it('equals what each district counts of itself, month and quarter', async () => {
    const periods: Period[] = [sceneMonth, quarter('2026Q3'), quarter('2026Q2')]
    const all = await totalsOfDistricts(desk.deps.db, [sceneDistrict, unchecked], periods)
    const own = await quarterTotals(desk.deps.db, sceneDistrict, periods)
    for (const period of [sceneMonth, quarter('2026Q3')] as Period[]) {
      const { partly: _partly, findings: _findings, ...totals } = own.get(period)!
      expect(all.get(sceneDistrict)?.get(period)).toEqual(totals)
      expect(totals.unqualified).toBe(2)
      expect(totals.pending).toBeGreaterThan(0)
    }
    expect(all.get(sceneDistrict)?.get(quarter('2026Q2'))).toBeUndefined()
    expect(all.get(unchecked)).toBeUndefined()
  })

  it('has the problems and orders of the district’s own overview', async () => {
    const view = await overviewOf(desk.deps, supervisor.actor, { districtId: sceneDistrict })
    const figures = (await figuresOf(desk.deps, [sceneDistrict, unchecked], sceneMonth)).get(sceneDistrict)!
    expect(figures.problems).toBe(view.problems.total)
    expect(figures.problems).toBe(2)
    expect(figures.orders).toEqual({ open: view.orders.open, late: view.orders.late })
    expect(figures.orders.open).toBe(1)
    expect(figures.ledger.registered).toBe(view.register.registered)
    expect((await orderCounts(desk.deps.db, sceneDistrict, desk.deps.clock.now())).late).toBe(figures.orders.late)
  })
})

describe('a province', () => {
  it('sees the districts below it in the order of their codes, and one without a check as not monitored', async () => {
    const { rows } = await rollupOf(desk.deps, city, { month: sceneMonth })
    expect(rows.map(({ district }) => district.id)).toEqual([sceneDistrict, unchecked])
    expect(rows[1]!.figures).toMatchObject({ month: null, quarter: null, report: null })
  })

  it('reads each number as a way to the district’s own list, and 未监测 where nothing was checked', async () => {
    const text = await (await desk.get('/rollup', upper)).text()
    expect(text).toContain(`value="${sceneDistrict} /overview/accounts?of=2026-09&amp;show=unqualified"`)
    expect(text).toContain('未监测')
    expect(text).not.toContain('别省区')
    expect(text).not.toMatch(/第\d名|排名第/)
  })

  it('takes the table out with its name in it and in the installation’s trail', async () => {
    const answer = await desk.get('/rollup/files/xlsx?month=2026-09', upper)
    const [sheet] = (await readTables(new Uint8Array(await answer.arrayBuffer()))).sheets
    expect(sheet!.rows).toHaveLength(3)
    const csv = await (await desk.get('/rollup/files/csv?month=2026-09', upper)).text()
    expect(csv.trimEnd().split('\r\n').at(-1)).toMatch(/导出$/)
    const events = await latestEvents(desk.deps.db, systemChain, { limit: 5 })
    expect(events.filter(({ action }) => action === 'rollup.exported')).toHaveLength(2)
  })

  it('puts quarters beside each other and says which were not checked', async () => {
    const text = await (await desk.get('/rollup/compare?quarter=2026Q3', upper)).text()
    expect(text).toContain('2026年第三季度')
    expect(text).toContain('未监测')
  })
})

describe('who belongs to one district', () => {
  it.each(['supervisor', 'office_head', 'auditor'] as const)('as %s sees no other one', async (role) => {
    const person = await desk.scene.signIn(role)
    expect(
      (await desk.get('/rollup', person).catch((error: { code: string }) => ({ status: error.code }))).status,
    ).toBe(403)
    await expect(rollupOf(desk.deps, person.actor, { month: month('2026-09') })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })

  it('is no hindrance to the operator, who sees all', async () => {
    const { rows } = await rollupOf(desk.deps, operatorActor('t', 't'), { month: sceneMonth })
    expect(rows.map(({ district }) => district.id)).toEqual([elsewhere, sceneDistrict, unchecked])
  })
})

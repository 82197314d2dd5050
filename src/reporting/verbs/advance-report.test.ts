import { expect, it } from 'vitest'
import { closedQuarter, finalReport } from '../../../tests/support/final-report.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { quarter } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import {
  advanceReport,
  compileReport,
  finaliseReport,
  findReport,
  type ReportAction,
  reportActionLabels,
  reportSteps,
} from '../index.ts'
import { nextProgress, progressOrder } from '../progress.ts'

const head = actorOf('office_head')
const reportActions = Object.keys(reportActionLabels) as ReportAction[]

it('takes a report from its draft to 办结 only by the steps that its state allows, each with its trace', async () => {
  const place = await closedQuarter()
  const { deps } = place
  const reportId = await finalReport(place)
  const advance = (action: ReportAction, actor = head) =>
    inTransaction(deps.db, (tx) => advanceReport(tx, deps, actor, { districtId, reportId, action }))
  const put = (progress: string) =>
    place.database.owner((owner) => owner.query(`update quarterly_report set progress = '${progress}'`))
  expect((await findReport(deps.db, districtId, reportId))!.progress).toBe('reviewed')
  const found: string[] = []
  for (const progress of progressOrder.filter((one) => one !== 'drafted')) {
    for (const action of reportActions) {
      await put(progress)
      const after = await advance(action).then(
        async () => (await findReport(deps.db, districtId, reportId))!.progress,
        (error: { code?: string; message: string }) => {
          expect(error.code).toMatch(/^report\.(action-not-allowed|instructed-late)$/)
          return undefined
        },
      )
      expect(`${progress} ${action} ${after}`).toBe(`${progress} ${action} ${nextProgress[progress][action]}`)
      if (after) found.push(action)
    }
  }
  expect(found).toEqual([
    'submit',
    'recall',
    'instruct',
    'instruct',
    'number',
    'close',
    'instruct',
    'void-number',
    'issue',
    'void-issue',
    'await-feedback',
    'close',
    'void-issue',
    'close',
    'void-issue',
  ])
  const steps = await reportSteps(deps.db, districtId, reportId)
  expect(steps.map(({ serial }) => serial)).toEqual(steps.map((_, at) => at + 1))
  expect(steps.map(({ action, by }) => [action, by])).toEqual(['review', ...found].map((action) => [action, head.id]))
  expect((await verifyTrail(deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
  await put('issued')
  await expect(advance('instruct')).rejects.toMatchObject({
    code: 'report.instructed-late',
    message: expect.stringContaining('“已印发”'),
  })
  await put('reviewed')
  for (const role of ['reviewer', 'district_leader', 'issuer', 'auditor', 'unit_editor'] as const)
    await expect(advance('submit', actorOf(role))).rejects.toMatchObject({ code: 'access.denied' })
})

it('submits no superseded version, and supersedes none whose 通报 is on its way out', async () => {
  const place = await closedQuarter()
  const { deps } = place
  const first = await finalReport(place)
  const secondVersion = async (office: string) => {
    await place.database.owner((owner) => owner.query(`update district set office_name = '${office}'`))
    return (await compileReport(deps, actorOf('supervisor'), { districtId, quarter: quarter('2026Q3'), demo: false }))
      .id
  }
  const second = await secondVersion('临湖区数据局')
  await finaliseReport(deps, head, { districtId, reportId: second, demo: false })
  await expect(
    inTransaction(deps.db, (tx) => advanceReport(tx, deps, head, { districtId, reportId: first, action: 'submit' })),
  ).rejects.toMatchObject({ code: 'report.superseded' })
  await place.database.owner((owner) =>
    owner.query(`update quarterly_report set progress = 'numbered' where id = '${second}'`),
  )
  const third = await secondVersion('临湖区政务服务局')
  await expect(finaliseReport(deps, head, { districtId, reportId: third, demo: false })).rejects.toMatchObject({
    code: 'report.issued-already',
  })
  expect((await findReport(deps.db, districtId, second))!.state).toBe('final')
})

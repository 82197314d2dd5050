import { expect, it } from 'vitest'
import { docxText, pdfText } from '../../tests/golden/papers/read-paper.ts'
import { checkedDistrict } from '../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { civilDate, quarter } from '../calendar/index.ts'
import { correctFinding } from '../monitoring/verbs/correct-finding.ts'
import { correctionNotice, correctionPaper } from './correction.ts'
import { printCorrection } from './print-correction.ts'
import { findReport } from './queries.ts'
import { compileReport } from './verbs/compile-report.ts'

/** A report of a quarter in which one finding was confirmed, closed, and put right afterwards. */
async function reported() {
  const place = await checkedDistrict()
  await place.decide('confirm')
  const { id: findingId } = await place.open()
  await place.patrol({ lastUpdateOn: civilDate('2026-09-29') })
  await place.check()
  await place.close()
  const input = { districtId, quarter: quarter('2026Q3'), demo: false }
  const { id } = await compileReport(place.deps, actorOf('supervisor'), input)
  const correct = (to: 'confirmed' | 'dismissed', reason: string, by = 'user:head') =>
    correctFinding(place.deps, actorOf('office_head', by), { districtId, findingId, to, reason })
  const report = async () => (await findReport(place.deps.db, districtId, id))!
  return { ...place, report, correct }
}

it('a corrected decision is a paper beside the report: what stood, what holds, why, when, and no person', async () => {
  const { deps, report, correct } = await reported()
  expect(await correctionNotice(deps.db, districtId, await report())).toBeUndefined()
  await correct('dismissed', '单位提供了后台发布记录，联系电话13800000000')
  const notice = (await correctionNotice(deps.db, districtId, await report()))!
  expect(notice).toMatchObject({
    items: [{ month: '2026年9月', problem: '内容不更新', stood: '确认为问题', holds: '不列为问题' }],
    unqualified: { stood: 1, holds: 0 },
  })
  expect(notice.problems.stood - notice.problems.holds).toBe(1)
  const [docx, pdf] = await Promise.all(
    (['docx', 'pdf'] as const).map((format) => printCorrection(deps, notice, { format, demo: false })),
  )
  const words = docxText(docx!.bytes).replace(/\s/gu, '')
  const printed = (await pdfText(pdf!.bytes)).replace(/\s/gu, '')
  for (const one of [
    `《${notice.report.title}》（第1版，2026年10月12日编制）`,
    '原复核结论为“确认为问题”，2026年10月12日更正为“不列为问题”',
    // It may have been corrected before the report was printed: nothing is said of that.
    '所依据的月度监测复核结论，有1条在该月办结后作了更正',
    '报告所载确认问题数由',
    '不合格政务新媒体数由1个更正为0个',
  ]) {
    expect(words).toContain(one)
    expect(printed).toContain(one)
  }
  expect(words).not.toMatch(/13800000000|user:|head/u)
  // Put back by another person: both stand, and the numbers are what they were.
  await correct('confirmed', '记录系补造', 'user:另一负责人')
  const again = (await correctionNotice(deps.db, districtId, await report()))!
  expect(again.items.map(({ holds }) => holds)).toEqual(['不列为问题', '确认为问题'])
  expect(again.unqualified).toEqual({ stood: 1, holds: 1 })
  expect(JSON.stringify(correctionPaper(again, ''))).toContain('不合格政务新媒体数仍为1个')
})

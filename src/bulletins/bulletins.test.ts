import { describe, expect, it } from 'vitest'
import { docxText, pdfText } from '../../tests/golden/papers/read-paper.ts'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict } from '../../tests/support/scene.ts'
import { month, type Period, quarter } from '../calendar/index.ts'
import { checkpointOf } from '../checkpoints/index.ts'
import { readTables } from '../documents/index.ts'
import { readStoredFile } from '../files/index.ts'
import { closeMonth, decideFinding, listFindings, runCheck } from '../monitoring/index.ts'
import { bulletinRoutes, compileBulletin, printUnitSheet, releaseBulletin } from './index.ts'
import { findBulletin } from './queries.ts'

const [supervisor, head] = [actorOf('supervisor'), actorOf('office_head')]
const september = month('2026-09')
const input = { districtId, month: september, demo: false }

/** A silent account and a lively one, August and September checked. */
async function checkedMonth() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const more = { filing_state: 'filed', certified_entity: '临湖区水务局' }
  const silent = await place.account(unit, '临湖水务', more)
  const lively = await place.account(unit, '临湖水务', { platform: 'weibo', ...more })
  await place.posts(silent, '2026-08-30', '2026-09-10')
  await place.posts(lively, '2026-08-30', '2026-09-29')
  for (const account of [silent, lively]) await place.collected(account, '2026-08-01', '2026-10-10')
  for (const of of ['2026-08', '2026-09']) await runCheck(place.deps, supervisor, { districtId, month: month(of) })
  return { ...place, unitId: unit, silent }
}

async function close({ deps }: Awaited<ReturnType<typeof checkedMonth>>) {
  const { findings } = await listFindings(deps.db, districtId, { states: ['candidate'] })
  for (const { id, version } of findings)
    await decideFinding(deps, actorOf('reviewer'), { districtId, findingId: id, decision: 'confirm', version })
  for (const of of ['2026-08', '2026-09']) await closeMonth(deps, head, { districtId, month: month(of) })
}

describe('月度监测简报', () => {
  it('is the report of one month in its own words: docx, pdf and annex say the same, of no quarter', async () => {
    const place = await checkedMonth()
    const draft = await compileBulletin(place.deps, supervisor, input)
    expect(draft.content.isDraft).toBe(true)
    expect(draft.content.facts.findings).toEqual([])
    await close(place)
    const { files, content, version } = await compileBulletin(place.deps, supervisor, input)
    expect([version, content.facts.counted]).toMatchObject([
      2,
      { registered: 2, judged: 2, qualified: 1, unqualified: 1 },
    ])
    const words = docxText(files.docx)
    expect(words).toContain('2026年9月全区政务新媒体监测情况简报')
    expect(words).toContain('本月纳入监测的政务新媒体2个')
    expect(words).toMatch(/合格率50\.0%，比上月下降50\.0个百分点（上月100\.0%）/)
    const workbook = (await readTables(files.xlsx)).sheets.flatMap(({ rows }) =>
      rows.flat().map((cell) => cell?.text ?? ''),
    )
    for (const said of [words, await pdfText(files.pdf), workbook.join('\n')]) {
      expect(said).toContain('内容不更新')
      // Every word of the quarter's report has one of the month; none was missed.
      expect(said).not.toMatch(/季度|各月|批阅|下一步工作要求/)
    }
    // Nothing was ordered, and a bulletin proposes no deadline of its own.
    expect(workbook.join('|')).toContain('—|尚未下达')
  })

  it('is released by a second person once its month is closed and while it holds, with a 核验页; before that it is a draft', async () => {
    const place = await checkedMonth()
    const release = (bulletinId: string, actor = head) =>
      releaseBulletin(place.deps, actor, { districtId, bulletinId, demo: false })
    const early = await compileBulletin(place.deps, supervisor, input)
    await expect(release(early.id)).rejects.toMatchObject({ code: 'bulletin.month-open' })
    await close(place)
    const { id } = await compileBulletin(place.deps, supervisor, input)
    await expect(release(early.id)).rejects.toMatchObject({ code: 'bulletin.month-open' })
    await expect(release(id, supervisor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(release(id, { ...head, id: supervisor.id })).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await place.database.owner((owner) => owner.query(`update district set office_name = '临湖区数据局'`))
    await expect(release(id)).rejects.toMatchObject({ code: 'bulletin.facts-changed' })
    const { id: now } = await compileBulletin(place.deps, supervisor, input)
    expect(await compileBulletin(place.deps, supervisor, input)).toMatchObject({ id: now, isNew: false })
    await expect(release(id)).rejects.toMatchObject({ code: 'bulletin.not-newest' })
    await release(now)
    const released = await findBulletin(place.deps.db, districtId, now)
    expect(released).toMatchObject({ state: 'released', version: 3 })
    const { bytes } = await readStoredFile(place.deps, districtId, released!.files.pdf)
    expect(await pdfText(new Uint8Array(bytes))).toContain('临湖区数据局')
    expect(await checkpointOf(place.deps.db, districtId, { kind: 'bulletin', id: now, version: 3 })).toBeDefined()
    await expect(release(now)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
  })

  it('refuses a month that has not begun or was never checked', async () => {
    const { deps } = await monitoredDistrict()
    const of = (text: string) => compileBulletin(deps, supervisor, { ...input, month: month(text) })
    await expect(of('2026-11')).rejects.toMatchObject({ code: 'bulletin.not-begun' })
    await expect(of('2026-09')).rejects.toMatchObject({ code: 'bulletin.nothing-checked' })
  })
})

describe('单位监测情况单', () => {
  it('says what people confirmed of one unit in a month or quarter, and of one without accounts that it has none', async () => {
    const place = await checkedMonth()
    const empty = await place.unit('临湖区档案馆')
    const print = async (unitId: string, period: Period, format: 'pdf' | 'docx' = 'docx') =>
      printUnitSheet(place.deps, { districtId, unitId, period, format, demo: false })
    const words = async (unitId: string, period: Period) => docxText((await print(unitId, period)).bytes)
    expect(await words(place.unitId, september)).toMatch(/待复核.*监测尚未全部办结/)
    expect(await words(place.unitId, september)).not.toContain('内容不更新')
    await close(place)
    const said = await words(place.unitId, september)
    expect(said).toMatch(/临湖水务微信公众号.*不合格.*经人工复核确认的问题.*内容不更新.*2026年9月10日.*尚未下达/)
    expect(await pdfText((await print(place.unitId, september, 'pdf')).bytes)).toContain('内容不更新')
    expect(await words(place.unitId, quarter('2026Q3'))).toContain('2026年7月尚未开展监测')
    expect(await words(empty, september)).toContain(
      '该单位没有纳入监测的政务新媒体账号。台账中也没有登记该单位的账号。',
    )
    expect(await words(empty, month('2026-05'))).toContain('尚未开展监测，没有监测结论')
    await expect(print(empty, month('2026-11'))).rejects.toMatchObject({ code: 'unit-sheet.not-begun' })
  })
})

it('offers the months that were checked, and no month before', async () => {
  const desk = await sceneDesk('bulletin months', bulletinRoutes)
  const { deps, scene } = desk
  const who = await scene.signIn('supervisor')
  const page = async () => (await desk.get('/bulletins', who)).text()
  expect(await page()).not.toContain('name="month"')
  await runCheck(deps, who.actor, { districtId: sceneDistrict, month: september })
  expect([...(await page()).matchAll(/<option value="([^"]*)"/gu)].map(([, value]) => value)).toEqual(['2026-09'])
})

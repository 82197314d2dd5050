import { expect, it } from 'vitest'
import { cleanupDeadlines } from '../../src/cleanup/index.ts'
import { freezeProposals, confirmItem, decideItem } from '../../src/cleanup/items/work.ts'
import { listItems, readItem } from '../../src/cleanup/items/queries.ts'
import { civilDate } from '../../src/calendar/index.ts'
import { importNotice } from '../../src/holidays/verbs/import-notice.ts'
import { mendingDeadlines } from '../../src/filing/index.ts'
import { sendBack } from '../../src/filing/returns/check.ts'
import { latestEvents } from '../../src/trail/index.ts'
import { acceptor, askedDistrict } from '../support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../support/monitored-district.ts'

const supervisor = actorOf('supervisor')

// A notice by which the working days after New Year's Eve of the year before are off for a week.
const notice = (year: number, span: string) => `国务院办公厅关于${year}年部分节假日安排的通知
一、元旦：${span}放假。
二、春节：2月16日放假，共1天。
三、清明节：4月5日放假，共1天。
四、劳动节：5月1日放假，共1天。
五、端午节：6月19日放假，共1天。
六、中秋节：9月25日放假，共1天。
七、国庆节：10月1日放假，共1天。`

it('a cleanup that was given working days follows a new notice with a trace; one that was given a day keeps it', async () => {
  const place = await monitoredDistrict()
  const deps = { ...place.at('2026-12-30T01:00:00.000Z'), ids: place.deps.ids }
  const unit = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  for (const [name, platform] of [
    ['临湖水务', 'weibo'],
    ['临湖节水', 'douyin'],
  ] as const) {
    const id = await place.account(unit, name, { platform, certified_entity: '临湖区水务局' })
    await place.collected(id, '2026-06-01', '2026-12-30')
    await place.posts(id, '2026-06-10')
  }
  await freezeProposals(deps, supervisor, { districtId, asOf: civilDate('2026-12-30') })
  const { rows } = await listItems(deps.db, { districtId }, civilDate('2026-12-30'), { offset: 0, limit: 9 })
  const editor = { ...actorOf('unit_editor'), unitId: unit }
  const decide = async (at: number, due: { workingDays?: number; dueOn?: ReturnType<typeof civilDate> }) => {
    const itemId = rows[at]!.id
    await confirmItem(deps, editor, { districtId, itemId, version: 1, disposition: 'close', reason: '停用' })
    const more = { disposition: 'close' as const, reason: '停用', ...due }
    await decideItem(deps, actorOf('office_head'), { districtId, itemId, version: 2, ...more })
    return itemId
  }
  const counted = await decide(0, { workingDays: 3 })
  const typed = await decide(1, { dueOn: civilDate('2027-01-05') })
  const dueOn = async (id: string) => (await readItem(deps.db, districtId, id))?.dueOn
  expect([await dueOn(counted), await dueOn(typed)]).toEqual(['2027-01-05', '2027-01-05'])
  await importNotice(deps, supervisor, { districtId, text: notice(2027, '1月1日至5日') }, [cleanupDeadlines])
  expect([await dueOn(counted), await dueOn(typed)]).toEqual(['2027-01-07', '2027-01-05'])
  expect((await latestEvents(deps.db, districtId, { limit: 1 }))[0]).toMatchObject({
    action: 'cleanup.deadline-moved',
    subjectId: counted,
    before: { dueOn: '2027-01-05' },
    after: { dueOn: '2027-01-07' },
  })
})

it('a return sent back for working days follows a new notice with a trace', async () => {
  const place = await askedDistrict()
  await place.handedIn()
  const deps = { ...place.at('2026-12-30T01:00:00.000Z'), ids: place.deps.ids }
  const { version } = await place.now()
  await sendBack(deps, acceptor, {
    districtId,
    returnId: place.returnId,
    version,
    defects: [{ sentence: '附件1没有加盖单位公章' }],
    workingDays: 3,
  })
  expect(await place.now()).toMatchObject({ state: 'returned', mendUntil: '2027-01-05' })
  await importNotice(deps, supervisor, { districtId, text: notice(2027, '1月1日至5日') }, [mendingDeadlines])
  expect(await place.now()).toMatchObject({ mendUntil: '2027-01-07' })
  expect((await latestEvents(deps.db, districtId, { limit: 1 }))[0]).toMatchObject({ action: 'return.deadline-moved' })
})

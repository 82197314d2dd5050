import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { cleanupDeadlines, closingDeadlines } from '../../src/cleanup/index.ts'
import { freezeProposals, confirmItem, decideItem } from '../../src/cleanup/items/work.ts'
import { listItems, readItem } from '../../src/cleanup/items/queries.ts'
import { civilDate } from '../../src/calendar/index.ts'
import { importNotice } from '../../src/holidays/verbs/import-notice.ts'
import { mendingDeadlines } from '../../src/filing/index.ts'
import { sendBack } from '../../src/filing/returns/check.ts'
import { eventsOf, latestEvents } from '../../src/trail/index.ts'
import { acceptor, askedDistrict } from '../support/asked-district.ts'
import { closingDistrict } from '../support/closing-district.ts'
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

// Sixty more closings like one that was announced, on accounts of their own, announced on later days.
const copies = (closingId: string) => sql`
  with made as (
    select n, gen_random_uuid() as id, gen_random_uuid() as account_id from generate_series(1, 60) n
  ), accounts as (
    insert into account (district_id, id, unit_id, name, platform, created_at, updated_at)
    select a.district_id, made.account_id, a.unit_id, a.name || made.n, a.platform, a.created_at, a.updated_at
    from made, closing c join account a on a.id = c.account_id where c.id = ${closingId}::uuid
  ), closings as (
    insert into closing (district_id, id, account_id, unit_id, state, cases_since, notice_workdays, begun_by, begun_at)
    select c.district_id, made.id, made.account_id, c.unit_id, c.state, c.cases_since, c.notice_workdays, c.begun_by, c.begun_at
    from made, closing c where c.id = ${closingId}::uuid
  )
  insert into closing_announcement
    (district_id, closing_id, kind, body, edited_by, edited_at, published_on, published_by)
  select o.district_id, made.id, o.kind, o.body, o.edited_by, o.edited_at, o.published_on + 1, o.published_by
  from made, closing_announcement o where o.closing_id = ${closingId}::uuid and o.kind = 'pause'`

it('a closing follows a new notice with a trace, however many others run', async () => {
  const place = await closingDistrict()
  const { id: caseId } = await place.openCase()
  await place.approve(caseId)
  const closingId = await place.begin()
  const closing = place.of(closingId)
  const deps = { ...place.on('2026-12-10'), ids: place.deps.ids }
  // 公告期 ends on 2026-12-31, before the holiday: only the ten working days after it are longer.
  await closing.publish('2026-12-10', { stopsOn: '2026-12-20' })
  expect((await closing.now()).closing.dueOn).toBe('2027-01-15')
  await copies(closingId).execute(deps.db)
  await importNotice(deps, supervisor, { districtId, text: notice(2027, '1月1日至5日') }, [closingDeadlines])
  expect((await closing.now()).closing.dueOn).toBe('2027-01-19')
  expect((await eventsOf(deps.db, districtId, { kind: 'closing', id: closingId }))[0]).toMatchObject({
    action: 'closing.deadline-moved',
    before: { dueOn: '2027-01-15' },
    after: { dueOn: '2027-01-19' },
  })
})

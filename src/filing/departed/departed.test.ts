import { sayDuty } from '../../../tests/support/duties.ts'
import { describe, expect, it } from 'vitest'
import { askedDistrict, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { wholeApp } from '../../../tests/support/filled-forms.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Actor, changeSetting, openPeople, roles, savePerson } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readAccounts, saveAccount } from '../../registry/index.ts'
import { eventsOf, verifyTrail } from '../../trail/index.ts'
import { keepHandovers } from '../handover/index.ts'
import { readHandoverPrint } from '../handover/content.ts'
import { fillHandover } from '../handover/verbs/fill-handover.ts'
import { printHandover } from '../handover/verbs/print-handover.ts'
import { dismissHandover } from '../handover/verbs/decide-handover.ts'
import { readHandover } from '../handover/queries/handovers.ts'
import { listHandovers } from '../handover/queries/lists.ts'
import { ledgerEntries } from '../returns/against-ledger.ts'
import { eraseEarly, keepPeople } from './erase.ts'
import { type DepartedFilter, listDeparted } from './queries.ts'
import { erasedFrom } from './rules.ts'

const system: Actor = { ...actorOf('operator'), kind: 'system', id: 'system' }

describe('until when a record is kept', () => {
  it.each([
    ['2026-10-12', 3, '2029-10-12'],
    ['2024-02-29', 3, '2027-03-01'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2026-12-31', 1, '2027-12-31'],
  ])('of one who left on %s, %i years: erased from %s', (left, years, from) => {
    expect(erasedFrom(civilDate(left), years)).toBe(from)
  })
})

/** 水务局 whose 直接责任人 许静言 gave way to 陆知行 on 2026-10-12; no handover is open any more unless wanted. */
async function office({ handover = false } = {}) {
  const place = await monitoredDistrict()
  const { deps } = place
  const unitId = await place.unit('临湖区水务局')
  const duty = (name: string, phone = '13800001111') =>
    sayDuty(deps, supervisor, { districtId, unitId, duty: 'direct', state: 'filled', name, phone })
  const round = async (moment?: string) => {
    const at = moment ? place.at(moment) : deps
    await keepHandovers(at, system, districtId)
    return keepPeople(at, system, districtId)
  }
  const first = (await duty('许静言')).personId ?? ''
  await round()
  const second = (await duty('陆知行')).personId ?? ''
  await round()
  const { rows } = await listHandovers(deps.db, { districtId }, { offset: 0, limit: 9 }, deps.clock.now())
  const handoverId = rows[0]?.id ?? ''
  const named = { districtId, handoverId }
  if (!handover) {
    await dismissHandover(deps, supervisor, { ...named, version: 1, reason: '纸质交接已办' })
    await round()
  }
  const isKept = async (id: string) => (await openPeople(deps.db, deps.vault, districtId, [id])).has(id)
  const list = async (filter: Partial<DepartedFilter> = {}) =>
    (await listDeparted(deps.db, districtId, { state: 'kept', kind: 'people', offset: 0, limit: 9, ...filter })).rows
  return { ...place, unitId, duty, round, first, second, handoverId, isKept, list }
}

describe('one who left', () => {
  it('is listed with the post and the day, and one in office is not', async () => {
    const place = await office()
    expect(await place.list()).toMatchObject([
      { id: place.first, leftAt: '2026-10-12T01:00:00.000Z', posts: [{ duty: 'direct', unitName: '临湖区水务局' }] },
    ])
  })

  it.each([
    ['2029-10-11T15:59:00.000Z', true],
    ['2029-10-11T16:00:00.000Z', false],
  ])('at %s is still there: %s', async (moment, kept) => {
    const place = await office()
    await place.round(moment)
    expect(await place.isKept(place.first)).toBe(kept)
    expect(await place.isKept(place.second)).toBe(true)
    expect((await verifyTrail(place.deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
    if (kept) return
    const [event] = await eventsOf(place.deps.db, districtId, { kind: 'person', id: place.first }, { limit: 1 })
    expect(event).toMatchObject({ action: 'person.erased', actorId: 'system', after: { because: 'expired' } })
    expect(await place.list()).toEqual([])
    expect(await place.list({ state: 'erased' })).toMatchObject([{ id: place.first, because: 'expired' }])
  })

  it('goes after the years that the district set', async () => {
    const place = await office()
    await changeSetting(place.deps, officeHead, {
      districtId,
      key: 'peopleKeptYears',
      value: 1,
      effectiveFrom: civilDate('2026-10-12'),
      source: '临政办〔2026〕9号',
    })
    expect(await place.round('2027-10-11T15:59:00.000Z')).toEqual({ erased: 0 })
    expect(await place.round('2027-10-11T16:00:00.000Z')).toEqual({ erased: 1 })
  })

  it('is counted anew when somebody with the same record takes up a post again', async () => {
    const place = await office()
    await place.deps.db.updateTable('unit_duty').set({ person_id: place.first }).execute()
    expect(await place.round('2030-01-01T01:00:00.000Z')).toEqual({ erased: 0 })
    expect(await place.isKept(place.first)).toBe(true)
  })

  it('is not who only got another number: the record before is erased with the correction', async () => {
    const place = await office()
    await place.duty('陆知行', '13900002222')
    await place.round()
    expect((await place.list()).map(({ id }) => id)).toEqual([place.first])
    expect(await place.list({ kind: 'records' })).toEqual([])
  })

  it('stays while a handover is under way, and in the signed sheet after that', async () => {
    const place = await office({ handover: true })
    const { deps, handoverId } = place
    expect(await place.list()).toEqual([])
    const yes = { answer: 'yes' as const, note: '', on: '2026-10-12' }
    const answers = { tasks: yes, phone: yes, binding: yes, passwords: yes, materials: yes }
    const filled = { answers, incomingName: '陆知行', signing: 'both' as const, witnessName: '', absenceReason: '' }
    const here = async () => ({
      districtId,
      handoverId,
      version: (await readHandover(deps.db, districtId, handoverId))!.one.version,
    })
    await fillHandover(deps, supervisor, { ...(await here()), ...filled })
    await printHandover(deps, supervisor, { ...(await here()), tasks: [] })
    await dismissHandover(deps, { ...supervisor, id: 'user:other' }, { ...(await here()), reason: '另行办理' })
    await place.round()
    expect(await place.round('2029-10-13T01:00:00.000Z')).toEqual({ erased: 1 })
    const content = await readHandoverPrint(deps.db, deps.vault, districtId, { handoverId, number: 1 })
    expect(content?.outgoing).toBe('许静言')
  })
})

describe('erasing earlier', () => {
  const early = (place: Awaited<ReturnType<typeof office>>, actor: Actor, personId: string) =>
    eraseEarly(place.deps, actor, { districtId, personId, because: 'request' })

  it('is for the head of the office alone, with its reason in the trail', async () => {
    const place = await office()
    for (const role of roles.filter((one) => one !== 'office_head'))
      await expect(early(place, actorOf(role), place.first), role).rejects.toMatchObject({ code: 'access.denied' })
    await early(place, officeHead, place.first)
    expect(await place.isKept(place.first)).toBe(false)
    const [event] = await eventsOf(place.deps.db, districtId, { kind: 'person', id: place.first }, { limit: 1 })
    expect(event).toMatchObject({ actorId: officeHead.id, after: { because: 'request' } })
    await expect(early(place, officeHead, place.first)).rejects.toMatchObject({ code: 'record.not-found' })
  })

  it('is refused for one in office, and for one whose handover is under way', async () => {
    const place = await office({ handover: true })
    await expect(early(place, officeHead, place.second)).rejects.toMatchObject({ code: 'person.still-in-post' })
    await expect(early(place, officeHead, place.first)).rejects.toMatchObject({ code: 'person.still-in-post' })
    expect(await place.isKept(place.first)).toBe(true)
  })
})

/** One case for each column that points to a person: what needs the record, or why nothing does. */
const columns: Readonly<Record<string, 'needs' | 'history'>> = {
  'unit_duty.person_id': 'needs',
  'account_contact.person_id': 'needs',
  'app_handler.person_id': 'needs',
  'annex2_sheet.reporter_person_id': 'needs',
  'app_user.person_id': 'needs',
  'filing_return.reporter_person_id': 'needs',
  'handover.outgoing_person_id': 'needs',
  'handover.incoming_person_id': 'needs',
  'handover.witness_person_id': 'needs',
  // Who held a post before: ids of a history, read only while the record is there.
  'post_holder.person_id': 'history',
}

describe('what still needs a person', () => {
  it('is decided for every column that points to one', async () => {
    const { deps } = await monitoredDistrict()
    const { rows } = await inTransaction(deps.db, async (tx) => ({
      rows: await tx.introspection.getTables(),
    }))
    const found = rows.flatMap(({ name, columns: own }) =>
      own.filter((column) => column.name.endsWith('person_id')).map((column) => `${name}.${column.name}`),
    )
    expect(found.sort()).toEqual(Object.keys(columns).sort())
  })

  it('holds a contact of an account, a reporter of 附件2 and a user’s name', async () => {
    const place = await monitoredDistrict()
    const { deps } = place
    const unitId = await place.unit('临湖区水务局')
    await saveAccount(deps, supervisor, {
      districtId,
      unitId,
      facts: { name: '临湖水务', platform: 'weibo' },
      people: { contact: { name: '秦予安', phone: '13800001111' } },
    })
    const save = () => inTransaction(deps.db, (tx) => savePerson(tx, deps, districtId, { name: '白若溪' }))
    const [reporter, user, nobody] = [await save(), await save(), await save()]
    const at = deps.clock.now()
    await deps.db
      .insertInto('annex2_sheet')
      .values({ district_id: districtId, unit_id: unitId, reporter_person_id: reporter.id, changed_at: at })
      .execute()
    await deps.db
      .insertInto('app_user')
      .values({
        id: deps.ids.next(),
        district_id: districtId,
        login: 'bai',
        person_id: user.id,
        password_hash: '-',
        must_change_password: false,
        created_at: at,
      })
      .execute()
    await keepPeople(deps, system, districtId)
    expect(await keepPeople(place.at('2040-01-01T01:00:00.000Z'), system, districtId)).toEqual({ erased: 1 })
    const left = await deps.db.selectFrom('person').select('id').where('erased_at', 'is not', null).execute()
    expect(left.map(({ id }) => id)).toEqual([nobody.id])
  })
})

describe('经办人 of an app', () => {
  /** A mini-program whose accepted form names 秦予安, who is also its 联系人 in the ledger. */
  async function appOf(named = wholeApp) {
    const place = await askedDistrict({ accounts: [['临湖通', 'wechat_miniprogram']] })
    const accountId = place.accountIds[0]!
    await place.choose()
    await place.reporter()
    await place.fillIn({ ...named, name: '临湖通' })
    for (const step of [place.print, place.scan, place.submit, place.check, place.accept]) await step()
    const { campaign, unitId } = place
    const prefilled = async (deps = place.deps) => {
      const loaded = { one: { unitId }, campaign }
      const [entry] = await inTransaction(deps.db, (tx) => ledgerEntries(tx, deps, districtId, loaded))
      return entry?.answers ?? {}
    }
    const contact = async (name: string, phone: string) => {
      const [account] = await readAccounts(place.deps.db, districtId, { orIds: [accountId] })
      const { version, name: called, platform } = account!
      return saveAccount(place.deps, supervisor, {
        districtId,
        unitId,
        id: accountId,
        version,
        facts: { name: called, platform },
        people: { contact: { name, phone } },
      })
    }
    const round = async (moment?: string) => {
      const at = moment ? place.at(moment) : place.deps
      await keepPeople(at, system, districtId)
    }
    return { ...place, accountId, prefilled, contact, round }
  }
  const handler = { handlerName: '秦予安', handlerPost: '信息股股长', handlerPhone: '13900002222' }

  it('is filled in again from the last accepted form, word by word, while the person is there', async () => {
    const { prefilled, round } = await appOf()
    await round('2040-01-01T01:00:00.000Z')
    expect(await prefilled()).toMatchObject({ ...handler, handlerEmail: wholeApp['handlerEmail'] })
  })

  it('who left the unit’s posts is offered no more, and after the years nothing of the person comes back', async () => {
    const { prefilled, contact, round, deps } = await appOf()
    await contact('林望舒', '13900003333')
    await round()
    const now = await prefilled()
    expect(now).toMatchObject({ handlerName: '林望舒', handlerPhone: '13900003333' })
    expect(JSON.stringify(now)).not.toMatch(/秦予安|信息股股长|13900002222|qinyuan/)
    await round()
    await round('2040-01-01T01:00:00.000Z')
    const kept = await deps.db.selectFrom('person').select('id').where('erased_at', 'is', null).execute()
    const people = await openPeople(
      deps.db,
      deps.vault,
      districtId,
      kept.map(({ id }) => id),
    )
    expect(JSON.stringify([...people.values()])).not.toContain('秦予安')
    expect(JSON.stringify(await prefilled())).not.toMatch(/秦予安|信息股股长|13900002222|qinyuan/)
  })

  it('of the same name with another phone is somebody else, and stays', async () => {
    const { prefilled, contact, round } = await appOf({ ...wholeApp, handlerPhone: '13900009999' })
    await contact('林望舒', '13900003333')
    await round()
    expect(await prefilled()).toMatchObject({ handlerName: '秦予安', handlerPhone: '13900009999' })
  })

  it('who is erased on request does not come back either', async () => {
    const { prefilled, contact, deps, accountId, round } = await appOf()
    const link = await deps.db
      .selectFrom('account_contact')
      .select('person_id as id')
      .where('account_id', '=', accountId)
      .where('duty', '=', 'contact')
      .executeTakeFirstOrThrow()
    await contact('林望舒', '13900003333')
    await eraseEarly(deps, officeHead, { districtId, personId: link.id, because: 'request' })
    expect(JSON.stringify(await prefilled())).not.toMatch(/秦予安|信息股股长|13900002222|qinyuan/)
    await round()
    expect(
      (await listDeparted(deps.db, districtId, { state: 'kept', kind: 'records', offset: 0, limit: 9 })).total,
    ).toBe(1)
  })
})

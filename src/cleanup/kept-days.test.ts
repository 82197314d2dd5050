import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { changeSetting } from '../access/index.ts'
import { addDays, type CivilDate, civilDate } from '../calendar/index.ts'
import { eventsOf } from '../trail/index.ts'
import { type ProposalDocument, keepDays, proposalsOn } from './index.ts'
import { freezeProposals } from './items/work.ts'
import { packText, unpackText } from './packed-day.ts'

const program = actorOf('operator')
const officeHead = actorOf('office_head')
const supervisor = actorOf('supervisor')
const first = civilDate('2026-06-26')
/** A moment of a day in Shanghai. */
const at = (day: CivilDate, time = '09:00') => `${day}T${time}:00+08:00`

async function district() {
  const place = await monitoredDistrict(at(first))
  const unit = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  const account = await place.account(unit, '临湖水务', { platform: 'weibo', certified_entity: '临湖区水务局' })
  const on = (day: CivilDate, time?: string) => ({ ...place.at(at(day, time)), ids: place.deps.ids })
  const turn = (day: CivilDate, time?: string) => keepDays(on(day, time), program, districtId)
  const said = (asOf: CivilDate, today: CivilDate) => proposalsOn(place.deps.db, { districtId, asOf, today })
  const change = (set: Record<string, unknown>) =>
    place.deps.db.updateTable('account').set(set).where('id', '=', account).execute()
  const set = (day: CivilDate, value: number) =>
    changeSetting(on(day), officeHead, {
      districtId,
      key: 'cleanupSilentDays',
      value,
      effectiveFrom: day,
      source: '临政办〔2026〕8号',
    })
  return {
    ...place,
    accountId: account,
    register: (name: string) => place.account(unit, name),
    on,
    turn,
    said,
    change,
    set,
  }
}
const tomorrow = addDays(first, 1)

describe('every day since the program runs', () => {
  it('is printed again byte for byte as it was said last on that day, whatever becomes of ledger and settings', async () => {
    const { turn, said, change, set, deps, accountId, ...place } = await district()
    await turn(first)
    await change({ operating_status: 'stopped' })
    await turn(first, '10:01')
    const last = await said(first, first)
    expect(last).toContain('"close"')
    expect(await turn(tomorrow, '00:03')).toEqual({ sealed: 1 })
    await change({ operating_status: 'normal', name: '临湖水利', created_at: '2026-08-01T00:00:00Z' })
    await place.register('后来登记的账号')
    await place.posts(accountId, '2026-06-25')
    await set(first, 90)
    expect(await said(first, civilDate('2026-10-12'))).toBe(last)
    // A clock that was set back.
    await turn(first, '23:45')
    expect(await said(first, civilDate('2026-10-12'))).toBe(last)
    const [event] = await eventsOf(deps.db, districtId, { kind: 'cleanup', id: first })
    expect(event).toMatchObject({ action: 'cleanup.day-kept', after: { asOf: first, accounts: 1 } })
  })

  it('is written anew once an hour while it lasts, and at each turn of its last half hour', async () => {
    const { turn, change, deps } = await district()
    const digest = async () =>
      (await deps.db.selectFrom('cleanup_day_kept').select('digest').executeTakeFirstOrThrow()).digest
    await turn(first)
    const morning = await digest()
    await change({ operating_status: 'stopped' })
    await turn(first, '09:50')
    expect(await digest()).toBe(morning)
    await turn(first, '10:00')
    const later = await digest()
    expect(later).not.toBe(morning)
    await turn(first, '23:31')
    await change({ operating_status: 'normal' })
    await turn(first, '23:41')
    expect(await digest()).toBe(morning)
  })

  it('that a person froze stands as it was frozen', async () => {
    const { on, turn, said, change } = await district()
    await turn(first)
    await freezeProposals(on(first, '11:00'), supervisor, { districtId, asOf: first })
    const frozen = await said(first, first)
    await change({ operating_status: 'stopped' })
    await turn(first, '23:40')
    await turn(tomorrow)
    expect(await said(first, tomorrow)).toBe(frozen)
  })

  it('on which the program did not run is made up for by the first turn after it, says so, and stays', async () => {
    const { turn, said, change } = await district()
    const monday = civilDate('2026-06-29')
    await turn(first)
    await turn(monday)
    const saturday = await said(tomorrow, monday)
    expect(JSON.parse(saturday) as ProposalDocument).toMatchObject({
      asOf: tomorrow,
      computedFrom: { ledgerOn: monday, note: expect.stringContaining('以下按2026年6月29日的台账推算') },
    })
    await change({ operating_status: 'stopped' })
    expect(await said(tomorrow, civilDate('2026-10-12'))).toBe(saturday)
    expect(JSON.parse(await said(first, monday))).not.toHaveProperty('computedFrom')
  })

  it('before the program ran is not made up', async () => {
    const { turn, deps } = await district()
    await turn(first)
    const rows = await deps.db.selectFrom('cleanup_day_kept').select('as_of').execute()
    expect(rows).toEqual([{ as_of: first }])
  })

  it('that was altered behind the program’s back is refused', async () => {
    const { turn, said, database } = await district()
    await turn(first)
    await turn(tomorrow)
    await database.owner((owner) =>
      owner.query(`update cleanup_day_kept set digest = 'sm3:0' where as_of = '${first}'`),
    )
    await expect(said(first, tomorrow)).rejects.toMatchObject({ code: 'cleanup.day-altered' })
    await database.owner((owner) =>
      owner.query(`update cleanup_day_kept set packed = '\\x00' where as_of = '${first}'`),
    )
    await expect(said(first, tomorrow)).rejects.toMatchObject({ code: 'cleanup.day-altered' })
  })

  it('is kept by the program, not by whoever may only read', async () => {
    const { deps } = await district()
    await expect(keepDays(deps, actorOf('unit_editor'), districtId)).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('never changes, whatever happens in which order: the decision for a day is what it was when the day was over', async () => {
    const happenings = [
      'stop',
      'run',
      'register',
      'rename',
      'post',
      'setting',
      'freeze',
      'turn',
      'night',
      'nights',
    ] as const
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...happenings), { minLength: 8, maxLength: 20 }), async (walk) => {
        const { on, turn, said, change, set, accountId, ...place } = await district()
        const told = new Map<CivilDate, string>()
        let [today, minute, serial] = [first, 0, 0]
        const now = () =>
          `${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const dayOver = async (nights: number) => {
          await turn(today, '23:50')
          const over = today
          ;[today, minute] = [addDays(today, nights), 0]
          await turn(today, '00:05')
          for (let day = over; day < today; day = addDays(day, 1)) told.set(day, await said(day, today))
        }
        const steps: Record<(typeof happenings)[number], () => Promise<unknown>> = {
          stop: () => change({ operating_status: 'stopped' }),
          run: () => change({ operating_status: 'normal' }),
          register: () => place.register(`新账号${serial}`),
          rename: () => change({ name: `临湖水务${serial}` }),
          post: () => place.posts(accountId, addDays(first, -serial)),
          setting: () => set(today, 30 + serial),
          // The second time on a day it is refused.
          freeze: () =>
            freezeProposals(on(today, now()), supervisor, { districtId, asOf: today }).catch((error: unknown) => error),
          turn: () => turn(today, now()),
          night: () => dayOver(1),
          nights: () => dayOver(3),
        }
        for (const step of [...walk, 'night'] as const) {
          minute += 40
          serial += 1
          await steps[step]()
          for (const [day, text] of told) expect(await said(day, today)).toBe(text)
        }
      }),
      { numRuns: 8 },
    )
  })
})

describe('a day', () => {
  const document = (day: number) =>
    JSON.stringify(
      Array.from({ length: 5_000 }, (_, number) => ({
        account: { id: crypto.randomUUID(), name: `临湖账号${number}` },
        reasons: number % 3 === 0 ? [{ rule: 'CL-3', facts: { silentDays: day + (number % 50) } }] : [],
      })),
    )

  it('of 5,000 accounts costs kilobytes where little differs from a day before', () => {
    const one = document(20)
    const text = Buffer.from(one)
    const alone = packText(one, undefined)
    const other = one.replaceAll(/"silentDays":(\d+)/g, (_all, days: string) => `"silentDays":${Number(days) + 1}`)
    const packed = packText(other, { text, alone: alone.packed.byteLength })
    expect(packed.against).toBe('base')
    expect(packed.packed.byteLength).toBeLessThan(64 * 1024)
    expect(unpackText(packed.packed, Buffer.byteLength(other), text).toString('utf8')).toBe(other)
  })

  it('that has little in common with the earlier one is packed alone', () => {
    const one = document(20)
    const alone = packText(one, undefined)
    expect(packText(document(20), { text: Buffer.from(one), alone: alone.packed.byteLength }).against).toBe('alone')
  })
})

import { expect, it } from 'vitest'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { addDays, addMs, civilDate, startOfDay } from '../calendar/index.ts'
import { messagesAsked } from './queries.ts'
import { replySums } from './reply-sums.ts'
import { sumsOf } from './rules.ts'

// Every mix of asked, answered and not, in time and late, by day and by minute, looked through or not.
it('counts in the database what is counted message by message, whatever the mix', async () => {
  const { database, deps, unit, account } = await monitoredDistrict()
  const { db } = database
  const unitId = await unit('临湖区水务局')
  const accounts = [await account(unitId, '甲'), await account(unitId, '乙', { platform: 'weibo' })]
  const words = deps.ids.next()
  const at = deps.clock.now()
  await db
    .insertInto('said_words')
    .values({
      district_id: districtId,
      id: words,
      wrapped_key: Buffer.alloc(1),
      sealed: Buffer.alloc(1),
      salt: Buffer.alloc(1),
      said_at: at,
    })
    .execute()
  await db
    .insertInto('message_look')
    .values({
      district_id: districtId,
      id: deps.ids.next(),
      account_id: accounts[0]!,
      until_day: civilDate('2026-10-01'),
      side: 'office',
      stated_by: 'user:s',
      stated_at: at,
    })
    .execute()
  const rows = Array.from({ length: 97 }, (_, n) => {
    const asked = addDays(civilDate('2026-10-12'), -n)
    const replied = n % 3 === 0 ? null : addDays(asked, (n * 5) % 13)
    const timed = n % 4 !== 0
    const moment = (day: typeof asked, minutes: number) => addMs(startOfDay(day), (600 + minutes) * 60_000)
    return {
      district_id: districtId,
      id: deps.ids.next(),
      account_id: accounts[n % 2]!,
      unit_id: unitId,
      kind: 'question',
      channel: n % 5 === 0 ? 'form' : 'message',
      asked_on: asked,
      asked_at: timed ? moment(asked, n) : null,
      words_id: words,
      state: n % 11 === 0 ? 'invalid' : replied ? 'replied' : 'open',
      due_on: addDays(asked, 7),
      due_days: 7,
      due_kind: 'natural',
      replied_on: replied,
      replied_at: replied && timed ? moment(replied, n * 3) : null,
      created_by: 'user:s',
      created_at: at,
    }
  })
  await db.insertInto('message').values(rows).execute()
  for (const [from, to] of [
    ['2026-07-15', '2026-10-12'],
    ['2026-09-01', '2026-09-20'],
    ['2026-10-12', '2026-10-12'],
    ['2025-01-01', '2025-01-31'],
  ] as const) {
    const range = { from: civilDate(from), to: civilDate(to) }
    const one = sumsOf(await messagesAsked(db, { districtId }, range), range.to)
    expect(await replySums(db, districtId, range), from).toEqual(one)
  }
  const { asked, late, overdue, unlooked, timed } = await replySums(db, districtId, {
    from: civilDate('2026-07-15'),
    to: civilDate('2026-10-12'),
  })
  expect([asked, late, overdue, unlooked, timed].every((count) => count > 3)).toBe(true)
})

import { expect, it } from 'vitest'
import { office, opening } from '../../../tests/support/case-office.ts'
import { acceptor } from '../../../tests/support/asked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { instant } from '../../calendar/index.ts'
import { toldCases } from './told.ts'

it('a case is news from when it was handed in or handled, and not from what its unit only types in', async () => {
  const place = await office('open', opening)
  const { db } = place.deps
  const since = async (moment: string) =>
    (await toldCases(db, districtId, { limit: 10, updatedSince: instant(moment) })).map(({ id }) => id)
  const changed = async () => (await toldCases(db, districtId, { limit: 10 })).map(({ changedAt }) => changedAt)
  // Typed in and printed, and nobody's news yet.
  await place.print()
  await place.upload()
  expect([await since('2026-01-01T00:00:00Z'), await changed()]).toEqual([[], []])
  await place.submit('2026-06-16T02:00:00.000Z')
  expect(await since('2026-06-16T02:00:00.000Z')).toEqual([place.caseId])
  expect(await since('2026-06-16T02:00:00.001Z')).toEqual([])
  await place.check()
  await place.accept(acceptor, '2026-06-17T01:00:00.000Z')
  expect([await since('2026-06-16T02:00:00.001Z'), await changed()]).toEqual([
    [place.caseId],
    ['2026-06-17T01:00:00.000Z'],
  ])
  expect(await since('2026-06-17T01:00:00.001Z')).toEqual([])
})

it('an opening is told of while its account stands in no ledger yet, by the name that is wanted', async () => {
  const place = await office('open', opening)
  await place.approved()
  const [told] = await toldCases(place.deps.db, districtId, { limit: 10 })
  expect(await place.account((await place.now()).accountId)).toBeUndefined()
  expect(told).toMatchObject({ state: 'approved', accountName: '临湖水务', platform: 'wechat_official' })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { month } from '../../calendar/index.ts'
import { findingDetail } from '../finding-detail.ts'
import { monthOverview } from '../month-overview.ts'
import { latestRun } from '../queries.ts'
import { resultsOfRun } from '../run-results.ts'

const september = month('2026-09')

it('what the newest check no longer finds is not confirmed again: it is dismissed by a person, and no account is counted twice', async () => {
  const { decide, open, posts, silent, check, deps } = await checkedDistrict()
  await decide('confirm')
  await posts(silent, '2026-09-20')
  await check()
  expect(await open()).toMatchObject({ state: 'needs-evidence', refuted: true, facts: { silentDays: 20 } })
  expect((await findingDetail(deps.db, districtId, (await open()).id)).allowed).toEqual(['dismiss'])
  await expect(decide('confirm')).rejects.toMatchObject({
    code: 'finding.refuted',
    message: expect.stringContaining('2026年9月30日'),
  })
  const { byIndicator } = await monthOverview(deps.db, districtId, september)
  expect(byIndicator.find(({ indicator }) => indicator === 'N-NM-02a')).toMatchObject({ pass: 2, fail: 0, open: 0 })
  await decide('dismiss', '9月20日已有发布')
  const { verdicts } = await monthOverview(deps.db, districtId, september)
  expect(verdicts).toMatchObject({ unqualified: 0, pending: 0 })
})

it('the same where it had been dismissed, failed on other facts, and holds no more', async () => {
  const { decide, open, posts, silent, check, database } = await checkedDistrict()
  await decide('dismiss', '采集漏项')
  await database.db.deleteFrom('post').where('account_id', '=', silent).execute()
  await posts(silent, '2026-09-05')
  await check()
  expect(await open()).toMatchObject({ state: 'candidate', refuted: false, factsChanged: true })
  await posts(silent, '2026-09-28')
  await check()
  expect(await open()).toMatchObject({ refuted: true })
  await expect(decide('confirm')).rejects.toMatchObject({ code: 'finding.refuted' })
})

it('whatever comes in and is decided in whatever order, what stands confirmed is what the run that speaks for the month finds', async () => {
  const step = fc.oneof(
    { weight: 2, arbitrary: fc.constant({ post: '2026-09-29' }) },
    { weight: 2, arbitrary: fc.constant({ forget: true }) },
    { weight: 3, arbitrary: fc.constant({ decide: 'confirm' as const }) },
    { weight: 1, arbitrary: fc.constant({ decide: 'dismiss' as const }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 9 }), async (steps) => {
      const { decide, open, posts, silent, check, deps, database } = await checkedDistrict()
      const take = async (one: (typeof steps)[number]) => {
        if ('decide' in one) return decide(one.decide, '核对')
        if ('post' in one) await posts(silent, one.post)
        else await database.db.deleteFrom('post').where('account_id', '=', silent).execute()
        return check()
      }
      for (const one of steps) {
        await take(one).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error
        })
        const { state, indicator, facts } = await open()
        if (state !== 'confirmed') continue
        const run = await latestRun(deps.db, districtId, september)
        const { numbers } = await deps.db
          .selectFrom('check_result')
          .select('result_numbers as numbers')
          .where('run_id', '=', run!.id)
          .where('account_id', '=', silent)
          .executeTakeFirstOrThrow()
        const results = (await resultsOfRun(deps.db, districtId, run!.id))(numbers)
        expect(results).toEqual(expect.arrayContaining([expect.objectContaining({ indicator, value: 'fail', facts })]))
      }
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

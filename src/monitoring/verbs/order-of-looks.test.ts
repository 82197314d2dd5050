import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { addDays, addMonths, type CivilDate, civilDate, instant, lastDayOf, month } from '../../calendar/index.ts'
import { judgeMonth } from '../judging.ts'
import { ownAccounts } from '../page-queries.ts'
import { patrolsOf } from '../patrols.ts'
import { recordPatrol } from './record-patrol.ts'

const patroller = actorOf('supervisor')
const september = month('2026-09')
const months = [september, month('2026-10'), month('2026-11')]
const now = '2026-11-28T08:00:00.000Z'

type Look = { of: number; checkedAt: string; lastUpdateOn: CivilDate | null }

async function district() {
  const place = await monitoredDistrict(now)
  const unit = await place.unit('东渡镇人民政府')
  const account = (name: string) => place.account(unit, name, { platform: 'weibo' })
  const look = (accountId: string, { of, checkedAt, lastUpdateOn }: Look) =>
    recordPatrol(place.deps, patroller, {
      districtId,
      accountId,
      checkedAt: instant(checkedAt),
      until: lastDayOf(months[of]!),
      reachable: lastUpdateOn === null ? 'blocked' : 'open',
      ...(lastUpdateOn && { lastUpdateOn }),
    })
  /** What each month says of an account, as its verdict and the last update it knows. */
  const told = async (accountId: string) => {
    const lines: unknown[] = []
    for (const one of months) {
      const until = one === '2026-11' ? civilDate('2026-11-28') : lastDayOf(one)
      const { document } = await judgeMonth(place.deps.db, districtId, one, until)
      const { verdict, results } = document.accounts.find(({ id }) => id === accountId)!
      const { value, facts } = results.find(({ indicator }) => indicator === 'N-NM-02a')!
      lines.push([one, verdict, value, facts['lastUpdateOn']])
    }
    return lines
  }
  return { ...place, unit, account, look, told }
}

describe('looks of several months', () => {
  it('keeps what was seen of November when October is looked at afterwards', async () => {
    const { account, look, told, deps, unit } = await district()
    const id = await account('东渡发布')
    await look(id, { of: 2, checkedAt: '2026-11-28T02:00:00.000Z', lastUpdateOn: civilDate('2026-11-20') })
    await look(id, { of: 1, checkedAt: '2026-11-28T03:00:00.000Z', lastUpdateOn: civilDate('2026-10-01') })
    expect(await told(id)).toEqual([
      ['2026-09', 'unknown', 'unknown', null],
      ['2026-10', 'unqualified', 'fail', '2026-10-01'],
      ['2026-11', 'qualified', 'pass', '2026-11-20'],
    ])
    const [own] = await ownAccounts(deps.db, districtId, unit, civilDate('2026-11-28'))
    expect(own?.lastUpdateOn).toBe('2026-11-20')
    const looks = await patrolsOf(deps.db, districtId, id, instant('2026-01-01T00:00:00.000Z'))
    expect(looks.map(({ seenUntil }) => seenUntil)).toEqual(['2026-10-31', '2026-11-28'])
  })

  it('refuses a second look of the same moment that saw something else: neither would mend the other', async () => {
    const { account, look } = await district()
    const id = await account('东渡发布')
    const checkedAt = '2026-11-28T02:00:00.000Z'
    await look(id, { of: 2, checkedAt, lastUpdateOn: civilDate('2026-11-20') })
    await expect(look(id, { of: 2, checkedAt, lastUpdateOn: civilDate('2026-11-02') })).rejects.toMatchObject({
      code: 'patrol.same-moment',
    })
    await look(id, { of: 0, checkedAt, lastUpdateOn: civilDate('2026-09-20') })
  })

  it('gives the same verdicts whatever the order in which any looks were typed', async () => {
    const { account, look, told } = await district()
    let round = 0
    const oneLook = fc.record({
      of: fc.integer({ min: 0, max: 2 }),
      minute: fc.integer({ min: 0, max: 5 }),
      back: fc.option(fc.integer({ min: 0, max: 80 }), { freq: 5 }),
    })
    const looks = fc
      .uniqueArray(oneLook, { minLength: 2, maxLength: 6, selector: ({ of, minute }) => `${of}/${minute}` })
      .chain((typed) => fc.tuple(fc.constant(typed), fc.shuffledSubarray(typed, { minLength: typed.length })))
    await fc.assert(
      fc.asyncProperty(looks, async (orders) => {
        round += 1
        const answers: unknown[] = []
        for (const [at, order] of orders.entries()) {
          const id = await account(`第${round}个${at}`)
          for (const { of, minute, back } of order) {
            const until = of === 2 ? civilDate('2026-11-28') : lastDayOf(addMonths(september, of))
            const checkedAt = `2026-11-28T02:${String(minute).padStart(2, '0')}:00.000Z`
            await look(id, { of, checkedAt, lastUpdateOn: back === null ? null : addDays(until, -back) })
          }
          answers.push(await told(id))
        }
        expect(answers[1]).toEqual(answers[0])
      }),
      { numRuns: 15, seed: 20261128 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { changeSetting } from '../../access/index.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { decideFinding, indicatorOf, listFindings, runCheck } from '../../monitoring/index.ts'
import { rehearsalLevelNames, rehearsalLevels } from './levels.ts'
import { accountsWith, rehearseCheck, tallies } from './rehearse-check.ts'

const supervisor = actorOf('supervisor')
const september = month('2026-09')

async function threeAccounts() {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局')
  const silent = await place.account(unitId, '沉默的', { platform: 'weibo' })
  const late = await place.account(unitId, '十二天的', { platform: 'douyin' })
  const unseen = await place.account(unitId, '没看的', { platform: 'kuaishou' })
  await place.posts(silent, '2026-09-09')
  await place.posts(late, '2026-09-18')
  for (const id of [silent, late]) await place.collected(id, '2026-09-01', '2026-09-30')
  const rows = async () =>
    Promise.all((['check_run', 'finding', 'trail_event'] as const).map((table) => place.count(table)))
  const run = (level: (typeof rehearsalLevelNames)[number], of = september) =>
    rehearseCheck(place.deps, supervisor, { districtId, month: of, level })
  return { ...place, silent, late, unseen, rows, run }
}

describe('the rehearsal of a superior’s check', () => {
  it('knows each of its indicators, once', () => {
    for (const { indicators } of Object.values(rehearsalLevels)) {
      expect(new Set(indicators).size).toBe(indicators.length)
      for (const id of indicators) expect(indicatorOf(id).id).toBe(id)
    }
  })

  it('judges by the superior’s numbers, not by what the district set stricter; unknown is no finding, and nothing is written', async () => {
    const { run, rows, deps, at, silent, unseen } = await threeAccounts()
    await changeSetting(at('2026-08-01T09:00:00+08:00'), actorOf('office_head'), {
      districtId,
      key: 'maxSilentDays',
      value: 10,
      effectiveFrom: civilDate('2026-08-01'),
      source: '区办通知',
    })
    const before = await rows()
    const document = await run('national')
    const failing = accountsWith(document, 'fail').flatMap(({ id, results }) =>
      results.map(({ indicator }) => [id, indicator]),
    )
    expect(failing).toEqual([[silent, 'N-NM-02a']])
    expect(accountsWith(document, 'fail')[0]!.results[0]!.sentence).toBe(
      '监测时间点为2026年9月30日，该账号最后更新日期为2026年9月9日，监测时间点前2周内无更新。',
    )
    expect(accountsWith(document, 'unknown').map(({ id }) => id)).toContain(unseen)
    expect(document.accounts.find(({ id }) => id === unseen)!.verdict).not.toBe('unqualified')
    expect([JSON.stringify(await run('national')), await rows()]).toEqual([JSON.stringify(document), before])
    // The district's own check finds the account of twelve days, too.
    const own = await runCheck(deps, supervisor, { districtId, month: september })
    expect(own.accounts.filter(({ verdict }) => verdict === 'unqualified')).toHaveLength(2)
  })

  it('tells drafts as drafts, what nobody told of as untold, and what lacks the district’s number as lacking', async () => {
    const { run } = await threeAccounts()
    const national = tallies(await run('national'))
    expect(national.filter(({ force }) => force === 'draft').map(({ id }) => id)).toContain('N-NM-02b')
    const province = tallies(await run('province'))
    expect(province.find(({ id }) => id === 'P-HN-02')).toMatchObject({
      lacks: 'simpleReplyWorkdays',
      found: 0,
      untold: 3,
    })
    for (const { found } of province) expect(found).toBe(0)
  })

  it('says what people decided of the very same facts, and keeps the month as it is', async () => {
    const { run, deps, silent } = await threeAccounts()
    await runCheck(deps, supervisor, { districtId, month: september })
    const { findings } = await listFindings(deps.db, districtId, { month: september, accountId: silent })
    const [finding] = findings.filter(({ indicator }) => indicator === 'N-NM-02a')
    // Nobody has confirmed it: no word of a review.
    expect(JSON.stringify(await run('national'))).not.toMatch(/人工复核|不合格/)
    const decision = {
      districtId,
      findingId: finding!.id,
      version: finding!.version,
      decision: 'dismiss' as const,
      reason: '当日有更新',
    }
    await decideFinding(deps, actorOf('reviewer'), decision)
    const [account] = accountsWith(await run('national'), 'fail')
    expect(account!.results[0]!.finding).toEqual({ id: finding!.id, state: 'dismissed' })
  })

  it('takes today where the month still runs, and refuses a month that has not begun', async () => {
    const { run, deps } = await threeAccounts()
    expect((await run('burden', month('2026-10'))).checkpoint).toBe('2026-10-12')
    await expect(run('national', month('2026-11'))).rejects.toMatchObject({ code: 'inspection.month-in-future' })
    const input = { districtId, month: september, level: 'national' as const }
    await expect(rehearseCheck(deps, actorOf('unit_editor'), input)).rejects.toMatchObject({ code: 'access.denied' })
  })
})

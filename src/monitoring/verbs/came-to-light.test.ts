import { describe, expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant, month, quarter } from '../../calendar/index.ts'
import { saveAccount } from '../../registry/index.ts'
import { countOpen, listFindings } from '../findings.ts'
import { monthRows } from '../page-queries.ts'
import { confirmedFindings, quarterVerdicts } from '../quarter.ts'
import { closeMonth } from './close-month.ts'
import { decideFinding } from './decide-finding.ts'
import { giveUnknownReason } from './give-unknown-reason.ts'
import { recordPatrol } from './record-patrol.ts'

const september = month('2026-09')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')

describe('what came to light after a month was looked at', () => {
  it('lets closing and deciding happen one after the other, never both at once', async () => {
    for (let round = 0; round < 6; round++) {
      const { close, decide, deps, unseen } = await checkedDistrict()
      await giveUnknownReason(deps, reviewer, {
        districtId,
        month: september,
        accountId: unseen,
        reason: '平台停止服务',
      })
      await decide('confirm')
      await Promise.allSettled([close(), decide('needs-evidence', '单位申辩')])
      const closed = await close().then(
        () => true,
        (error: { code: string }) => error.code === 'month.closed',
      )
      expect(closed).toBe((await countOpen(deps.db, districtId, september)) === 0)
    }
  })

  it('asks a person again where the ledger takes a confirmed account out of the month, and names it no more', async () => {
    const { decide, deps, database, silent, check, open, close } = await checkedDistrict()
    await decide('confirm')
    await database.db
      .updateTable('account')
      .set({ opened_on: civilDate('2026-10-05') })
      .where('id', '=', silent)
      .execute()
    await check()
    expect(await open()).toMatchObject({ state: 'needs-evidence', factsChanged: true })
    await expect(close()).rejects.toMatchObject({ code: 'month.open-items', params: { candidates: 1 } })
    await expect(decide('confirm')).rejects.toMatchObject({ code: 'finding.account-not-judged' })
    await decide('dismiss', '账号在监测时间点前已完成注销')
    expect(await confirmedFindings(deps.db, districtId, quarter('2026Q3'))).toEqual([])
    expect((await quarterVerdicts(deps.db, districtId, quarter('2026Q3'))).unqualified).toBe(0)
  })

  it('keeps whoever entered the day of 注销 from taking a confirmed finding away by it', async () => {
    const { decide, deps, silent, check, open } = await checkedDistrict()
    await decide('confirm')
    const both = { ...reviewer, id: 'user:both', roles: ['reviewer', 'supervisor'] as const }
    const { unit_id: unitId } = await deps.db
      .selectFrom('account')
      .select('unit_id')
      .where('id', '=', silent)
      .executeTakeFirstOrThrow()
    const record = { districtId, unitId, id: silent, facts: { name: '沉默', platform: 'weibo' as const } }
    await saveAccount(deps, both, { ...record, version: 1, runningState: 'closing' })
    await saveAccount(deps, both, { ...record, version: 2, runningState: 'closed' })
    const ceasedOn = civilDate('2026-09-20')
    await saveAccount(deps, both, { ...record, version: 3, runningState: 'deregistered', ceasedOn })
    await check()
    const reason = '账号在监测时间点前已完成注销'
    await expect(decide('dismiss', reason, both)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await decide('dismiss', reason)
    expect(await open()).toMatchObject({ state: 'dismissed', decidedBy: reviewer.id })
  })

  it('takes the newer look of two patrols: what the first got wrong, the second mends', async () => {
    const { patrol, check, unseen } = await checkedDistrict()
    await patrol({ lastUpdateOn: civilDate('2026-09-28'), checkedAt: instant('2026-10-01T02:00:00.000Z') })
    await patrol({ lastUpdateOn: civilDate('2026-03-28'), checkedAt: instant('2026-10-02T02:00:00.000Z') })
    const verdict = (await check()).accounts.find(({ id }) => id === unseen)?.verdict
    expect(verdict).toBe('unqualified')
  })

  const gone = { reachable: 'gone' as const }
  const blocked = { reachable: 'blocked' as const }
  const opened = { reachable: 'open' as const, lastUpdateOn: civilDate('2026-10-01') }
  it.each([
    ['nobody looked', [], 1],
    ['a look on the window’s first day', [['2026-09-16', blocked]], 0],
    ['a look before the window', [['2026-09-15', blocked]], 1],
    ['a look within the month after', [['2026-10-30', blocked]], 0],
    ['a look later than that', [['2026-10-31', blocked]], 1],
    ['a look two months later', [['2026-11-19', blocked]], 1],
    [
      'one that opened it after one that could not',
      [
        ['2026-10-02', gone],
        ['2026-10-20', opened],
      ],
      1,
    ],
    [
      'one that could not after one that opened it',
      [
        ['2026-10-02', opened],
        ['2026-10-20', gone],
      ],
      0,
    ],
  ] as const)('the workbench and closing agree on what is left: %s', async (_what, looks, left) => {
    const { decide, at, unseen } = await checkedDistrict()
    await decide('dismiss', '采集漏项')
    const later = at('2026-11-20T02:00:00.000Z')
    for (const [day, seen] of looks) {
      const look = { districtId, accountId: unseen, checkedAt: instant(`${day}T02:00:00.000Z`) }
      await recordPatrol(later, reviewer, { ...look, ...seen })
    }
    const [row] = await monthRows(later.db, districtId, [september])
    expect(row?.unseen).toBe(left)
    const closed = await closeMonth(later, supervisor, { districtId, month: september }).then(
      () => 0,
      ({ params }: { params: { unknown: number } }) => params.unknown,
    )
    expect(closed).toBe(left)
  })

  it('does not settle a month by a look two months later', async () => {
    const { decide, at, unseen } = await checkedDistrict()
    await decide('dismiss', '采集漏项')
    const later = at('2026-11-20T02:00:00.000Z')
    await recordPatrol(later, reviewer, {
      districtId,
      accountId: unseen,
      checkedAt: instant('2026-11-19T02:00:00.000Z'),
      reachable: 'blocked',
    })
    await expect(closeMonth(later, supervisor, { districtId, month: september })).rejects.toMatchObject({
      code: 'month.open-items',
    })
  })

  it('keeps who entered a fact of the ledger from confirming it', async () => {
    const { deps, silent, check } = await checkedDistrict()
    const both = { ...reviewer, roles: ['reviewer', 'supervisor'] as const }
    await saveAccount(deps, both, {
      districtId,
      unitId: (await deps.db.selectFrom('account').select('unit_id').where('id', '=', silent).executeTakeFirstOrThrow())
        .unit_id,
      id: silent,
      version: 1,
      facts: { name: '沉默', platform: 'weibo' },
      filingState: 'unfiled',
    })
    await check()
    const { findings } = await listFindings(deps.db, districtId, { month: september, indicator: 'D-JS-01' })
    const decision = {
      districtId,
      findingId: findings[0]!.id,
      decision: 'confirm',
      version: findings[0]!.version,
    } as const
    await expect(decideFinding(deps, both, decision)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await decideFinding(deps, { ...reviewer, id: 'user:another' }, decision)
  })
})

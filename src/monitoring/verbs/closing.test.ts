import { describe, expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { sql } from 'kysely'
import { civilDate, month, quarter } from '../../calendar/index.ts'
import { holdCollected } from '../../collection/index.ts'
import { accountHistory, closedAfterCeasing, monthAccounts } from '../history.ts'
import { monthOverview } from '../month-overview.ts'
import { confirmedFindings, quarterVerdicts } from '../quarter.ts'
import { closeMonth } from './close-month.ts'
import { giveUnknownReason } from './give-unknown-reason.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')
const officeHead = actorOf('office_head')

describe('月度办结', () => {
  it('is refused with counts while candidates wait and unknown accounts are unexplained', async () => {
    const { close, decide, patrol, check } = await checkedDistrict()
    await expect(close()).rejects.toMatchObject({ code: 'month.open-items', params: { unknown: 1, candidates: 1 } })
    await decide('confirm')
    await expect(close()).rejects.toMatchObject({ params: { unknown: 1, candidates: 0 } })
    await patrol({ reachable: 'gone' })
    await check()
    await close()
  })

  it('is not appeased by a patrol that opened the account and left the question open', async () => {
    const { close, decide, patrol, check } = await checkedDistrict()
    await decide('confirm')
    await patrol({ until: civilDate('2026-10-01'), lastUpdateOn: civilDate('2026-10-01') })
    await check()
    await expect(close()).rejects.toMatchObject({ code: 'month.open-items', params: { unknown: 1, candidates: 0 } })
  })

  it('accepts a reason for what nobody can see, and only for what is unknown', async () => {
    const { close, decide, deps, unseen, lively } = await checkedDistrict()
    const give = (accountId: string, reason = '平台停止服务，无法查看') =>
      giveUnknownReason(deps, reviewer, { districtId, month: september, accountId, reason })
    await expect(give(lively)).rejects.toMatchObject({ code: 'unknown.not-unknown' })
    await expect(give(unseen, ' ')).rejects.toMatchObject({ code: 'unknown.reason-required' })
    await expect(
      giveUnknownReason(deps, reviewer, { districtId, month: month('2026-08'), accountId: unseen, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'unknown.not-checked' })
    await give(unseen)
    // Somebody who still saw the page without a reason does not overwrite the one that was given.
    await expect(give(unseen, '账号仅对内部人员开放')).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await giveUnknownReason(deps, reviewer, {
      districtId,
      month: september,
      accountId: unseen,
      reason: '登记的链接有误',
      version: 1,
    })
    await decide('dismiss', '采集漏项')
    await close()
  })

  it('waits for an import that is just being taken back, and is then refused on what that left', async () => {
    const { close, decide, patrol, check, deps, lively } = await checkedDistrict()
    await decide('confirm')
    await patrol({ reachable: 'gone' })
    await check()
    const waits = async () => {
      const { rows } = await sql<{ waiting: string }>`select count(*) as waiting from pg_locks l
        join pg_database d on d.oid = l.database and d.datname = current_database()
        where l.locktype = 'advisory' and not l.granted`.execute(deps.db)
      return Number(rows[0]?.waiting)
    }
    const closing = await deps.db.transaction().execute(async (tx) => {
      await holdCollected(tx, districtId, 'alone')
      const asked = close().then(
        () => 'closed',
        (error: { code?: string }) => error.code,
      )
      await expect.poll(waits, { timeout: 10_000 }).toBe(1)
      await sql`delete from post where account_id = ${lively}`.execute(tx)
      return { asked }
    })
    expect(await closing.asked).toBe('month.check-stale')
  })

  it('is refused when data came in after the check', async () => {
    const { close, posts, lively } = await checkedDistrict()
    await posts(lively, '2026-09-30')
    await expect(close()).rejects.toMatchObject({ code: 'month.check-stale' })
  })

  it('is refused while the month runs or was never checked', async () => {
    const { deps, at } = await checkedDistrict()
    await expect(
      closeMonth(at('2026-09-30T01:00:00.000Z'), officeHead, { districtId, month: september }),
    ).rejects.toMatchObject({ code: 'month.not-over' })
    await expect(closeMonth(deps, officeHead, { districtId, month: month('2026-08') })).rejects.toMatchObject({
      code: 'month.not-checked',
    })
  })

  it('ends the month: no decision, no reason, no second closing', async () => {
    const { close, decide, deps, unseen } = await checkedDistrict()
    await giveUnknownReason(deps, reviewer, { districtId, month: september, accountId: unseen, reason: '平台停止服务' })
    await decide('confirm')
    await close()
    await expect(decide('needs-evidence', '申辩')).rejects.toMatchObject({ code: 'month.closed' })
    await expect(
      giveUnknownReason(deps, reviewer, { districtId, month: september, accountId: unseen, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'month.closed' })
    await expect(close()).rejects.toMatchObject({ code: 'month.closed' })
  })
})

describe('the check of a closed month', () => {
  async function closed() {
    const place = await checkedDistrict()
    const { deps, unseen, check, decide, close } = place
    await giveUnknownReason(deps, reviewer, { districtId, month: september, accountId: unseen, reason: '平台停止服务' })
    await decide('confirm')
    const asJudged = await check()
    await close()
    return { ...place, asJudged }
  }

  it('prints the document as it was closed, byte for byte, and judges nothing, whatever the ledger has become', async () => {
    const { deps, check, asJudged, posts, silent, count } = await closed()
    await deps.db.updateTable('account').set({ name: '改名', running_state: 'closing' }).execute()
    await deps.db.updateTable('unit').set({ name: '临湖区水利局', kind: 'party' }).execute()
    await posts(silent, '2026-09-29')
    const [runs, events] = [await count('check_run'), await count('trail_event')]
    expect(JSON.stringify(await check())).toBe(JSON.stringify(asJudged))
    expect([await count('check_run'), await count('trail_event')]).toEqual([runs, events])
  })

  it.each([
    ['2026-10-01', []],
    ['2026-09-30', ['2026-09']],
    ['2026-08-31', ['2026-09']],
  ])('says where the ledger puts 注销 on %s, before a month that is closed: %j', async (day, months) => {
    const { deps, check, asJudged, silent } = await closed()
    const gone = { running_state: 'deregistered', ceased_on: civilDate(day) }
    await deps.db.updateTable('account').set(gone).where('id', '=', silent).execute()
    const told = await closedAfterCeasing(deps.db, districtId, silent)
    expect(told).toEqual(months.map((one) => ({ month: one, ceasedOn: day })))
    expect(await check()).toEqual(asJudged)
  })

  it('is refused for another day, and for those who may not run a check', async () => {
    const { deps } = await closed()
    const asked = { districtId, month: september }
    await expect(runCheck(deps, supervisor, { ...asked, asOf: civilDate('2026-09-20') })).rejects.toMatchObject({
      code: 'month.closed',
    })
    await expect(runCheck(deps, reviewer, asked)).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('the numbers of month and quarter', () => {
  it('adds up, and nothing the machine found alone makes an account unqualified', async () => {
    const { deps, decide } = await checkedDistrict()
    const before = await monthOverview(deps.db, districtId, september)
    expect(before.verdicts).toEqual({ qualified: 1, unqualified: 0, pending: 1, unknown: 1 })
    expect(before.coverage).toMatchObject({ registered: 3, judged: 2, unknown: 1 })
    await decide('confirm')
    const after = await monthOverview(deps.db, districtId, september)
    expect(after.verdicts).toEqual({ qualified: 1, unqualified: 1, pending: 0, unknown: 1 })
    expect(after.byIndicator[0]).toMatchObject({
      indicator: 'N-NM-02a',
      pass: 1,
      fail: 1,
      unknown: 1,
      open: 0,
      confirmed: 1,
    })
    expect(after.byPlatform.map(({ registered }) => registered)).toEqual([1, 1, 1])
  })

  it('counts a dismissed veto as passed', async () => {
    const { deps, decide, silent } = await checkedDistrict()
    await decide('dismiss', '采集漏项')
    const [account] = await monthAccounts(deps.db, districtId, september, { accountIds: [silent] })
    expect(account).toMatchObject({ verdict: 'qualified', silentDays: 20, silenceDismissed: true, warned: false })
    expect(await accountHistory(deps.db, districtId, silent)).toMatchObject([
      { month: '2026-09', verdict: 'qualified', findings: { 'N-NM-02a': 'dismissed' } },
    ])
  })

  it('marks 合格中预警 without adding it to the verdicts', async () => {
    const { deps, posts, lively, check } = await checkedDistrict()
    await deps.db.deleteFrom('post').where('account_id', '=', lively).execute()
    await posts(lively, '2026-09-20')
    await check()
    const overview = await monthOverview(deps.db, districtId, september)
    expect([overview.warned, overview.verdicts.qualified]).toEqual([1, 1])
  })

  it('tells a confirmed finding in the office’s own sentence', async () => {
    const { deps, decide } = await checkedDistrict()
    expect(await confirmedFindings(deps.db, districtId, quarter('2026Q3'))).toEqual([])
    await decide('confirm')
    expect(await confirmedFindings(deps.db, districtId, quarter('2026Q3'))).toMatchObject([
      {
        accountName: '沉默',
        label: '内容不更新',
        sentence:
          '监测时间点为2026年9月30日，该账号最后更新日期为2026年9月10日，监测时间点前2周内无更新，经人工复核，判定为不合格。',
      },
    ])
  })

  it('gives the quarter: unqualified by any confirmed veto, rate over the judged, unknown apart', async () => {
    const { deps, decide, patrol } = await checkedDistrict()
    const draft = await quarterVerdicts(deps.db, districtId, quarter('2026Q3'))
    expect(draft).toMatchObject({
      registered: 3,
      judged: 2,
      unknown: 1,
      pending: 1,
      openCandidates: 1,
      previous: null,
      leads: 0,
    })
    await decide('confirm')
    await patrol({ lastUpdateOn: civilDate('2026-08-30'), until: civilDate('2026-08-31') })
    await runCheck(deps, supervisor, { districtId, month: month('2026-08') })
    const verdicts = await quarterVerdicts(deps.db, districtId, quarter('2026Q3'))
    expect(verdicts).toMatchObject({
      registered: 3,
      judged: 3,
      unknown: 0,
      qualified: 2,
      unqualified: 1,
      pending: 0,
      rate: 0.6667,
      openCandidates: 0,
    })
    expect(verdicts.months.map(({ checkpoint }) => checkpoint)).toEqual([null, '2026-08-31', '2026-09-30'])
    expect((await quarterVerdicts(deps.db, districtId, quarter('2026Q4'))).previous).toMatchObject({
      quarter: '2026Q3',
      unqualified: 1,
    })
  })

  it('never names an account whose unit has left the scope of the notice', async () => {
    const { deps, decide } = await checkedDistrict()
    await decide('confirm')
    await deps.db.updateTable('unit').set({ kind: 'party' }).execute()
    expect(await confirmedFindings(deps.db, districtId, quarter('2026Q3'))).toEqual([])
    expect((await quarterVerdicts(deps.db, districtId, quarter('2026Q3'))).accounts).toEqual([])
  })
})

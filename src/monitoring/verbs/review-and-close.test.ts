import { describe, expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { permissionTable, type Role, roles } from '../../access/index.ts'
import { civilDate, instant, month, quarter } from '../../calendar/index.ts'
import { listTriggers } from '../../filing/triggers/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { findingDetail } from '../finding-detail.ts'
import { neighboursOf } from '../findings.ts'
import { accountHistory, monthAccounts } from '../history.ts'
import { allowedDecisions, type FindingState } from '../model.ts'
import { monthOverview } from '../month-overview.ts'
import { patrolBench } from '../patrol-bench.ts'
import { confirmedFindings, quarterVerdicts } from '../quarter.ts'
import { closeMonth } from './close-month.ts'
import { decideFinding } from './decide-finding.ts'
import { giveUnknownReason } from './give-unknown-reason.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')
const officeHead = actorOf('office_head')

describe('人工复核', () => {
  it('shows the reviewer facts, posts, spans, clause, threshold and what would change it', async () => {
    const { deps, open } = await checkedDistrict({ byImport: true })
    const detail = await findingDetail(deps.db, districtId, (await open()).id)
    expect(detail).toMatchObject({
      finding: { accountName: '沉默', indicator: 'N-NM-02a', facts: { silentDays: 20 } },
      window: { from: '2026-09-16', to: '2026-09-30' },
      postsInWindow: [],
      postsBefore: [{ title: '旧闻', publishedOn: '2026-09-10' }],
      spans: [{ from: '2026-09-10', source: '九月.csv' }],
      result: { margin: -6, threshold: { maxSilentDays: 14 } },
      allowed: ['confirm', 'dismiss', 'needs-evidence'],
      makers: [supervisor.id],
    })
    expect(detail.result.wouldChange).toContain('9月16日至9月30日')
  })

  it('confirms, and leaves who, when and before and after in the trail', async () => {
    const { decide, open, deps } = await checkedDistrict()
    await decide('confirm')
    expect(await open()).toMatchObject({ state: 'confirmed', decidedBy: reviewer.id, version: 2 })
    const [event] = await latestEvents(deps.db, districtId)
    expect(event).toMatchObject({
      action: 'finding.confirmed',
      before: { state: 'candidate' },
      after: { state: 'confirmed' },
    })
  })

  it.each(['dismiss', 'needs-evidence'] as const)('wants a reason for %s', async (decision) => {
    const { decide, open } = await checkedDistrict()
    await expect(decide(decision, '  ')).rejects.toMatchObject({ code: 'finding.reason-required' })
    await decide(decision, '采集漏项')
    expect((await open()).reason).toBe('采集漏项')
  })

  it('lets nobody decide on a version that somebody else has changed', async () => {
    const { decide } = await checkedDistrict()
    await decide('needs-evidence', '须核对主页')
    await expect(decide('confirm', undefined, reviewer, 1)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
  })

  it('lets one of two reviewers win who decide at the same moment', async () => {
    const { deps, open } = await checkedDistrict()
    const { id: findingId, version } = await open()
    const both = (['user:a', 'user:b'] as const).map((who) =>
      decideFinding(deps, actorOf('reviewer', who), { districtId, findingId, decision: 'confirm', version }),
    )
    const settled = await Promise.allSettled(both)
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('turns no decision over in one step', async () => {
    const { decide } = await checkedDistrict()
    await decide('confirm')
    await expect(decide('dismiss', '误判')).rejects.toMatchObject({ code: 'finding.action-not-allowed' })
    await decide('needs-evidence', '单位申辩')
    expect(await decide('dismiss', '误判')).toMatchObject({ state: 'dismissed' })
  })

  it('knows for every state what may be done, and nothing for a withdrawn one', () => {
    const states: FindingState[] = ['candidate', 'needs-evidence', 'confirmed', 'dismissed', 'withdrawn']
    expect(states.map((state) => allowedDecisions[state].length)).toEqual([3, 2, 1, 1, 0])
  })

  it('keeps makers from checking: neither the importer nor the patroller decides what rests on his own collection', async () => {
    const { decide, patrol, silent } = await checkedDistrict({ byImport: true })
    const importer = { ...reviewer, id: supervisor.id }
    await expect(decide('confirm', undefined, importer)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await patrol({ accountId: silent, lastUpdateOn: civilDate('2026-09-10') })
    await expect(decide('confirm')).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await decide('confirm', undefined, actorOf('examiner'))
  })

  it('goes from finding to finding with J and K, over the open ones of the month', async () => {
    const { deps, open, count } = await checkedDistrict()
    expect(await count('finding')).toBe(1)
    expect(await neighboursOf(deps.db, districtId, (await open()).id)).toEqual({
      previous: null,
      next: null,
      position: 1,
      total: 1,
    })
  })

  it('is done only by those who may', async () => {
    const { deps, open } = await checkedDistrict()
    const { id: findingId } = await open()
    const refused: Role[] = []
    for (const role of roles)
      await decideFinding(deps, actorOf(role), { districtId, findingId, decision: 'confirm', version: 99 }).catch(
        ({ code }) => code === 'access.denied' && refused.push(role),
      )
    expect(refused).toEqual(roles.filter((role) => !permissionTable[role]['review.decide']))
  })
})

describe('人工巡查', () => {
  it('counts as collected: the account is judged on what the patroller saw', async () => {
    const { deps, patrol, check, unseen } = await checkedDistrict()
    expect((await patrolBench(deps.db, districtId, september, deps.clock.today())).tasks).toMatchObject([
      { accountId: unseen, state: 'open' },
    ])
    await patrol({ lastUpdateOn: civilDate('2026-09-14') })
    expect((await patrolBench(deps.db, districtId, september, deps.clock.today())).left).toBe(0)
    const judged = (await check()).accounts.find(({ id }) => id === unseen)
    expect(judged).toMatchObject({
      verdict: 'unqualified',
      results: [{ facts: { lastUpdateOn: '2026-09-14', silentDays: 16 } }, {}, {}, {}, {}, {}],
    })
  })

  it.each([
    ['an update in the window is proof enough', { lastUpdateOn: civilDate('2026-09-20') }, 'qualified'],
    ['never updated is silence over the whole window', { neverUpdated: true }, 'unqualified'],
    ['gone is not seen', { reachable: 'gone' as const }, 'unknown'],
    ['blocked is not seen', { reachable: 'blocked' as const }, 'unknown'],
    [
      'looked at before the checkpoint, silent since',
      { checkedAt: instant('2026-09-28T02:00:00.000Z'), lastUpdateOn: civilDate('2026-09-01') },
      'unknown',
    ],
    [
      'only a newer update was seen',
      { until: civilDate('2026-10-01'), lastUpdateOn: civilDate('2026-10-01') },
      'unknown',
    ],
  ])('%s', async (_what, more, verdict) => {
    const { patrol, check, unseen } = await checkedDistrict()
    await patrol(more)
    expect((await check()).accounts.find(({ id }) => id === unseen)?.verdict).toBe(verdict)
  })

  it.each([
    ['another look', '2026-09-20'],
    ['posts', '2026-09-12'],
  ])('does not say that nothing was ever published where %s says otherwise', async (how, day) => {
    const { patrol, posts, unseen } = await checkedDistrict()
    if (how === 'posts') await posts(unseen, day)
    else await patrol({ lastUpdateOn: civilDate(day) })
    await expect(patrol({ neverUpdated: true })).rejects.toMatchObject({
      code: 'patrol.update-known',
      params: { day },
    })
    await expect(patrol({ neverUpdated: true, until: civilDate('2026-08-31') })).resolves.toBeDefined()
  })

  it('never makes a month unknown again by a later look that saw nothing', async () => {
    const { deps, patrol, check, unseen } = await checkedDistrict()
    await patrol({ lastUpdateOn: civilDate('2026-09-29') })
    const later = { checkedAt: instant('2026-10-11T02:00:00.000Z'), lastUpdateOn: civilDate('2026-09-29') }
    const { id } = await patrol(later)
    // As it was recorded before the contradiction was refused.
    await deps.db
      .updateTable('patrol')
      .set({ last_update_on: null, never_updated: true })
      .where('id', '=', id)
      .execute()
    expect((await check()).accounts.find((one) => one.id === unseen)?.verdict).toBe('qualified')
  })

  it.each([
    [
      'a look that lies ahead',
      { checkedAt: instant('2026-10-12T02:00:00.000Z'), lastUpdateOn: civilDate('2026-09-20') },
      'patrol.time-in-future',
    ],
    ['an update after the day of looking', { lastUpdateOn: civilDate('2026-10-01') }, 'patrol.update-after-check'],
    ['an open account without a last update', {}, 'patrol.update-missing'],
    [
      'both a last update and "never"',
      { lastUpdateOn: civilDate('2026-09-20'), neverUpdated: true },
      'patrol.update-missing',
    ],
    [
      'an update seen on an account that does not open',
      { reachable: 'gone' as const, lastUpdateOn: civilDate('2026-09-20') },
      'patrol.update-without-view',
    ],
    [
      'an account that is not there',
      { accountId: '018f0000-0000-7000-8000-000000000000', neverUpdated: true },
      'record.not-found',
    ],
  ])('refuses %s', async (_what, more, code) => {
    const { patrol } = await checkedDistrict()
    await expect(patrol(more)).rejects.toMatchObject({ code })
  })

  it('of a running account that is gone raises a clue of 私自注销, once, and none of an approved closing', async () => {
    const { deps, patrol, unseen } = await checkedDistrict()
    const clues = () => listTriggers(deps.db, { districtId }).then(({ rows }) => rows)
    await patrol({ reachable: 'blocked' })
    expect(await clues()).toEqual([])
    await deps.db.updateTable('account').set({ running_state: 'closing' }).where('id', '=', unseen).execute()
    await patrol({ reachable: 'gone' })
    expect(await clues()).toEqual([])
    await deps.db.updateTable('account').set({ running_state: 'running' }).where('id', '=', unseen).execute()
    await patrol({ reachable: 'gone' })
    await patrol({ reachable: 'gone' })
    expect(await clues()).toMatchObject([{ rule: 'F-02', accountName: '未见', state: 'raised' }])
  })

  it('is recorded only by those who may', async () => {
    const { patrol } = await checkedDistrict()
    const refused: Role[] = []
    for (const role of roles)
      await patrol({ neverUpdated: true }, actorOf(role)).catch(
        ({ code }) => code === 'access.denied' && refused.push(role),
      )
    expect(refused).toEqual(roles.filter((role) => !permissionTable[role]['patrol.record']))
  })
})

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
    await decide('dismiss', '采集漏项')
    await close()
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

  it('ends the month: no check, no decision, no reason, no second closing', async () => {
    const { close, decide, deps, unseen, check } = await checkedDistrict()
    await giveUnknownReason(deps, reviewer, { districtId, month: september, accountId: unseen, reason: '平台停止服务' })
    await decide('confirm')
    await close()
    await expect(check()).rejects.toMatchObject({ code: 'month.closed' })
    await expect(decide('needs-evidence', '申辩')).rejects.toMatchObject({ code: 'month.closed' })
    await expect(
      giveUnknownReason(deps, reviewer, { districtId, month: september, accountId: unseen, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'month.closed' })
    await expect(close()).rejects.toMatchObject({ code: 'month.closed' })
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
    expect(account).toMatchObject({ verdict: 'qualified', silentDays: 20, warned: false })
    expect(await accountHistory(deps.db, districtId, silent)).toMatchObject([
      { month: '2026-09', verdict: 'qualified' },
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

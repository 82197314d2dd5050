import { describe, expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { permissionTable, type Role, roles, withWords } from '../../access/index.ts'
import { civilDate, instant, month } from '../../calendar/index.ts'
import { decideTrigger, listTriggers } from '../../filing/triggers/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { findingDetail } from '../finding-detail.ts'
import { neighboursOf } from '../findings.ts'
import { allowedDecisions, type FindingState } from '../model.ts'
import { patrolBench } from '../patrol-bench.ts'
import { decideFinding } from './decide-finding.ts'
import { recordPatrol } from './record-patrol.ts'

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
    const { decide, open, deps } = await checkedDistrict()
    await expect(decide(decision, '  ')).rejects.toMatchObject({ code: 'finding.reason-required' })
    await decide(decision, '采集漏项')
    expect((await open()).reason).toBe('采集漏项')
    const events = await latestEvents(deps.db, districtId)
    expect(JSON.stringify(events)).not.toContain('采集漏项')
    expect((await withWords(deps, districtId, events))[0]).toMatchObject({ after: { reason: '采集漏项' } })
  })

  it('lets nobody decide on a version that somebody else has changed', async () => {
    const { decide } = await checkedDistrict()
    await decide('needs-evidence', '须核对主页')
    await expect(decide('confirm', undefined, reviewer, 1)).rejects.toMatchObject({ code: 'finding.decided-meanwhile' })
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
      results: expect.arrayContaining([
        expect.objectContaining({ facts: expect.objectContaining({ lastUpdateOn: '2026-09-14', silentDays: 16 }) }),
      ]),
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

  it('asks who saw an older update than is known whether a pinned post was taken for the newest, and takes a reason', async () => {
    const { patrol, posts, unseen } = await checkedDistrict()
    await posts(unseen, '2026-09-12')
    const older = { lastUpdateOn: civilDate('2026-09-03') }
    await expect(patrol({ ...older, note: ' ' })).rejects.toMatchObject({
      code: 'patrol.update-earlier',
      params: { day: '2026-09-12', update: '2026-09-03' },
    })
    await expect(patrol({ ...older, until: civilDate('2026-09-05') })).resolves.toBeDefined()
    await expect(patrol({ lastUpdateOn: civilDate('2026-09-12') })).resolves.toBeDefined()
    const explained = { ...older, checkedAt: instant('2026-10-08T02:00:00.000Z'), note: '9月12日的一条已删除' }
    await expect(patrol(explained)).resolves.toBeDefined()
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

  it.each([
    [false, 1],
    [true, 0],
  ])(
    'of 关停 that was only entered by hand raises a clue as well, unless a case was approved since: %s',
    async (approved, clues) => {
      const { deps, patrol, unseen } = await checkedDistrict()
      const { unit_id } = await deps.db
        .selectFrom('account')
        .select('unit_id')
        .where('id', '=', unseen)
        .executeTakeFirstOrThrow()
      const at = deps.wall.now()
      await deps.db.updateTable('account').set({ running_state: 'closed' }).where('id', '=', unseen).execute()
      await deps.db
        .insertInto('account_claim')
        .values({
          district_id: districtId,
          id: deps.ids.next(),
          account_id: unseen,
          fact: 'running-state',
          value: 'closed',
          reason: '登记前已关停',
          stated_by: 'user:a',
          stated_at: at,
        })
        .execute()
      if (approved)
        await deps.db
          .insertInto('filing_case')
          .values({
            district_id: districtId,
            id: deps.ids.next(),
            kind: 'deregister',
            unit_id,
            account_id: unseen,
            state: 'approved',
            decided_on: civilDate('2026-10-01'),
            answers: '{}',
            people_key: Buffer.alloc(1),
            people: Buffer.alloc(1),
            created_by: 'user:a',
            created_at: at,
          })
          .execute()
      await patrol({ reachable: 'gone' })
      expect((await listTriggers(deps.db, { districtId })).total).toBe(clues)
    },
  )

  it('raises 私自注销 again when the account vanishes another time: after a clue was dismissed, and after it had come back', async () => {
    const { deps, at, unseen } = await checkedDistrict()
    const look = (day: string, reachable: 'gone' | 'open') =>
      recordPatrol({ ...at(`${day}T02:00:00.000Z`), ids: deps.ids }, reviewer, {
        districtId,
        accountId: unseen,
        checkedAt: instant(`${day}T01:00:00.000Z`),
        reachable,
        ...(reachable === 'open' && { neverUpdated: true }),
      })
    const clues = () => listTriggers(deps.db, { districtId }).then(({ rows }) => rows)
    const decideIt = async (state: 'dismissed' | 'upheld', day: string) => {
      const waiting = (await clues()).find((one) => one.state === 'raised')!
      const { id: triggerId, version } = waiting
      await decideTrigger(at(`${day}T03:00:00.000Z`), officeHead, {
        districtId,
        triggerId,
        state,
        reason: '已核实',
        version,
      })
    }
    await look('2026-10-12', 'gone')
    await decideIt('dismissed', '2026-10-12')
    await look('2026-10-20', 'gone')
    await decideIt('upheld', '2026-10-20')
    // Still the same disappearance: looking once more is no second offence.
    await look('2026-10-21', 'gone')
    expect((await clues()).map(({ state }) => state)).toEqual(['upheld', 'dismissed'])
    await look('2026-11-02', 'open')
    await look('2026-11-20', 'gone')
    expect((await clues()).map(({ state }) => state)).toEqual(['raised', 'upheld', 'dismissed'])
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

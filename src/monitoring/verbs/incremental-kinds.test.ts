import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import type { Deps } from '../../access/index.ts'
import { addMs, civilDate, instantFromLocal, month } from '../../calendar/index.ts'
import { checkService, enterService, invalidateMessage, recordMessage, stateLooked } from '../../engagement/index.ts'
import { retireService } from '../../engagement/services/verbs.ts'
import { stateRepost } from '../../publishing/reposts/verbs/state-repost.ts'
import { setDuty, withdrawDuty } from '../../publishing/reposts/verbs/set-duty.ts'
import { latestEvents } from '../../trail/index.ts'
import type { Rejudged } from '../incremental.ts'
import { judgeMonth } from '../judging.ts'
import { standingOfRun } from '../page-queries.ts'
import { latestRun } from '../queries.ts'
import { recordPatrol } from './record-patrol.ts'
import { reportProblem, withdrawProblem } from './report-problem.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')
const checkpoint = civilDate('2026-09-30')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')
const at = (text: string) => instantFromLocal(text)!

it('sees a change of each kind of fact, calls the month out of date for it, and comes to the full check’s bytes', async () => {
  const place = await monitoredDistrict()
  const { db } = place.deps
  const unit = await place.unit('临湖区水务局')
  const ids: string[] = []
  for (const platform of ['weibo', 'douyin', 'kuaishou'] as const) {
    const id = await place.account(unit, `临湖水务${platform}`, { platform })
    await place.posts(id, '2026-09-25')
    await place.collected(id, '2026-08-01', '2026-10-05')
    ids.push(id)
  }
  const accountId = ids[0]!
  let minutes = 0
  const later = (): Deps => {
    const moment = addMs(place.deps.clock.now(), ++minutes * 60_000)
    return { ...place.deps, wall: { ...place.deps.wall, now: () => moment } }
  }
  const setting = (key: string, value: string) =>
    db
      .insertInto('district_setting')
      .values({
        district_id: districtId,
        key,
        effective_from: civilDate('2026-09-01'),
        value,
        source: '本区文件',
        changed_at: later().wall.now(),
        changed_by: 'user:x',
      })
      .execute()
  const edited = (change: Record<string, unknown>) =>
    db
      .updateTable('account')
      .set({ ...change, updated_at: later().wall.now() })
      .where('id', '=', accountId)
      .execute()
  const check = (incremental: boolean) => runCheck(later(), supervisor, { districtId, month: september, incremental })
  await setting('adopt.L-07', 'true')
  await check(false)

  const kept: { id: string; version: number } = { id: '', version: 1 }
  const keep = async (made: Promise<{ id: string }>) => Object.assign(kept, { id: (await made).id })
  const of = { districtId, accountId }
  const part = { ...of, version: 1 }
  let dutyId = ''
  const lookedAt = at('2026-09-20 09:00')
  const problem = { ...of, indicator: 'N-NM-01a', seenOn: civilDate('2026-09-10'), what: '标题有误' }
  const question = { ...of, kind: 'question', channel: 'comment', text: '停水了？' } as const
  /** The change, and the group by which the check has to know of it; null: only what everything is judged by. */
  const changes: [string, () => Promise<unknown>, string][] = [
    ['a problem', () => keep(reportProblem(later(), reviewer, problem)), 'reports'],
    [
      'a problem taken back',
      () => withdrawProblem(later(), reviewer, { districtId, problemId: kept.id, reason: '看错' }),
      'reports',
    ],
    ['a look at messages', () => stateLooked(later(), supervisor, { ...of, until: checkpoint }), 'messages'],
    [
      'a message',
      () => keep(recordMessage(later(), supervisor, { ...question, asked: { on: civilDate('2026-09-03'), at: null } })),
      'messages',
    ],
    [
      'a message that is none',
      () => invalidateMessage(later(), supervisor, { districtId, messageId: kept.id, version: 1, reason: '广告' }),
      'messages',
    ],
    [
      'an entry of services',
      () => keep(enterService(later(), supervisor, { ...of, name: '水费', place: '菜单' })),
      'services',
    ],
    [
      'an entry that is broken',
      () => checkService(later(), supervisor, { districtId, entryId: kept.id, lookedAt, usable: false }),
      'services',
    ],
    [
      'an entry out of use',
      () => retireService(later(), supervisor, { districtId, entryId: kept.id, version: 1, reason: '停办' }),
      'services',
    ],
    [
      'a patrol',
      () =>
        recordPatrol(later(), reviewer, {
          ...of,
          checkedAt: at('2026-09-29 10:00'),
          reachable: 'open',
          lastUpdateOn: civilDate('2026-09-25'),
          hasInteraction: true,
        }),
      'interaction',
    ],
    [
      'a duty to repost',
      async () => {
        const made = await setDuty(later(), supervisor, {
          districtId,
          title: '关于做好国庆假期安全生产工作的提示',
          source: '临湖区人民政府网站',
          issuedOn: civilDate('2026-09-20'),
          dueAt: at('2026-09-22 17:00'),
          of: { ids: [accountId] },
        })
        dutyId = made.id
      },
      'repostDuties',
    ],
    [
      'a repost that a unit claims',
      () =>
        stateRepost(
          later(),
          { ...actorOf('unit_editor'), unitId: unit },
          { ...part, dutyId, action: 'claim', doneAt: at('2026-09-21 10:00') },
        ),
      'repostDuties',
    ],
    [
      'a repost that the office confirms',
      () =>
        stateRepost(later(), supervisor, {
          ...part,
          version: 2,
          dutyId,
          action: 'confirm',
          doneAt: at('2026-09-21 10:00'),
        }),
      'repostDuties',
    ],
    [
      'a duty taken back',
      () => withdrawDuty(later(), supervisor, { districtId, dutyId, version: 1, reason: '布置有误' }),
      'repostDuties',
    ],
    ['a name', () => edited({ name: '临湖水利' }), 'account'],
    ['a filing', () => edited({ filing_state: 'unfiled' }), 'account'],
    ['a certified entity', () => edited({ certified_entity: '临湖某公司' }), 'account'],
    ['a setting', () => setting('maxSilentDays', '3'), 'rules'],
    ['an indicator adopted', () => setting('minPostsPerWeek', '2'), 'rules'],
  ]
  for (const [what, change, group] of changes) {
    const before = (await latestRun(db, districtId, september))!
    expect(await standingOfRun(db, districtId, before), what).toMatchObject({ stale: false })
    await change()
    expect(await standingOfRun(db, districtId, before), what).toMatchObject({ stale: true })
    const document = await check(true)
    const full = await judgeMonth(db, districtId, september, checkpoint)
    expect(JSON.stringify(document), what).toBe(JSON.stringify(full.document))
    // What is reported is judged at once, within the step itself.
    const events = await latestEvents(db, districtId, { limit: 4 })
    const why = events.flatMap(({ after }) => Object.keys((after as { rejudged?: Rejudged }).rejudged?.why ?? {}))
    expect(why, what).toContain(group)
  }
  // What changes no result is remembered too, and asked about once.
  await edited({ profile_url: 'https://example.cn/lhsw' })
  for (const why of [{ account: 1 }, {}]) {
    await check(true)
    const [event] = await latestEvents(db, districtId, { limit: 1 })
    expect(event).toMatchObject({ action: 'check.repeated', after: { rejudged: { why } } })
    expect((event!.after as { rejudged: Rejudged }).rejudged.why).toEqual(why)
  }
})

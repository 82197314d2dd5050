import { describe, expect, it } from 'vitest'
import { districtId } from '../../../tests/support/monitored-district.ts'
import {
  first,
  reportedAccount,
  second,
  september,
  severe,
  source,
  supervisor,
  third,
} from '../../../tests/support/reported-account.ts'
import { civilDate, quarter } from '../../calendar/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { findingDetail } from '../finding-detail.ts'
import type { FindingRow, FindingState } from '../model.ts'
import { indicatorAccounts, type IndicatorState } from '../indicator-accounts.ts'
import { monthOverview } from '../month-overview.ts'
import { confirmedFindings, quarterVerdicts } from '../quarter.ts'
import { latestRun } from '../queries.ts'
import { problemsOfAccount } from '../reported-problems.ts'
import { reviewedAccounts } from '../reviewed.ts'
import { precisionSince } from '../review-quality.ts'
import { accountHistory } from '../history.ts'
import { undoMerge } from './merge-findings.ts'
import { reportProblem, withdrawProblem } from './report-problem.ts'
import { splitFinding } from './split-finding.ts'

describe('拆分', () => {
  it('makes a finding of each part, decided on its own, each by two people where the indicator asks', async () => {
    const { deps, accountId, one, split, states, decide, check } = await reportedAccount()
    await split()
    expect(await states()).toEqual({
      [`${severe}/0`]: 'split',
      [`${severe}/1`]: 'candidate',
      [`${severe}/2`]: 'candidate',
      [`${source}/0`]: 'candidate',
    })
    expect((await one(severe, 1)).facts).toMatchObject({ reports: 1, what: ['标题有误'] })
    const detail = await findingDetail(deps.db, districtId, (await one(severe, 2)).id)
    expect(detail.problems.map(({ what }) => what)).toEqual(['正文有误'])
    expect(await decide(await one(severe, 1), 'confirm', second)).toMatchObject({ state: 'candidate' })
    expect(await decide(await one(severe, 1), 'confirm', third)).toMatchObject({ state: 'confirmed' })
    await decide(await one(severe, 2), 'dismiss')
    // Judged again, nothing of it comes back as new.
    const before = await states()
    await check()
    expect(await states()).toEqual(before)
    expect((await confirmedFindings(deps.db, districtId, quarter('2026Q3'))).map(({ facts }) => facts)).toMatchObject([
      { what: ['标题有误'] },
    ])
    const [history] = await accountHistory(deps.db, districtId, accountId)
    expect(history).toMatchObject({ verdict: 'unqualified', findings: { [severe]: 'confirmed' } })
    expect((await precisionSince(deps.db, districtId, civilDate('2026-01-01'))).get(severe)).toMatchObject({
      confirmed: 1,
      decided: 2,
    })
  })

  it('goes on with what stands: a problem taken back ends its part, a new one is a part of its own', async () => {
    const { deps, one, split, states, decide, problems, report } = await reportedAccount()
    await split()
    await decide(await one(severe, 1), 'dismiss')
    await withdrawProblem(deps, first, { districtId, problemId: problems[1]!, reason: '看错' })
    await report('又一处有误')
    expect(await states()).toMatchObject({
      [`${severe}/0`]: 'split',
      [`${severe}/1`]: 'dismissed',
      [`${severe}/2`]: 'withdrawn',
      [`${severe}/3`]: 'candidate',
    })
    expect((await one(severe, 3)).facts).toMatchObject({ reports: 1, what: ['又一处有误'] })
  })

  it('a part of several problems waits again, as the facts under it are others', async () => {
    const { deps, one, split, decide, problems, report } = await reportedAccount()
    const { id: added } = await report('第三处')
    await split([[problems[0]!, added], [problems[1]!]])
    await decide(await one(severe, 1), 'dismiss')
    await withdrawProblem(deps, first, { districtId, problemId: added, reason: '看错' })
    expect(await one(severe, 1)).toMatchObject({ state: 'candidate', factsChanged: true, facts: { reports: 1 } })
  })

  it('is undone until somebody decides; the parts stay on record, and it may be split anew', async () => {
    const { deps, one, split, undo, states, decide, check } = await reportedAccount()
    await split()
    await undo(await one(severe))
    expect(await states()).toMatchObject({ [`${severe}/0`]: 'candidate', [`${severe}/1`]: 'merged' })
    await expect(undo(await one(severe, 1))).rejects.toMatchObject({ code: 'merge.back-in-whole' })
    await check()
    await split()
    expect(await states()).toMatchObject({
      [`${severe}/0`]: 'split',
      [`${severe}/2`]: 'merged',
      [`${severe}/3`]: 'candidate',
      [`${severe}/4`]: 'candidate',
    })
    await decide(await one(severe, 3), 'dismiss')
    await expect(undo(await one(severe))).rejects.toMatchObject({ code: 'arranged.decided' })
    const { id } = await one(severe)
    const events = await eventsOf(deps.db, districtId, { kind: 'finding', id })
    expect(events.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['finding.split', second.id],
      ['finding.split-undone', second.id],
      ['finding.split', second.id],
    ])
    expect(JSON.stringify(events)).not.toContain('两处不是一件事')
  })

  it.each<[string, (at: Awaited<ReturnType<typeof reportedAccount>>) => Promise<unknown>, string]>([
    ['leaves a problem out', ({ split, problems }) => split([[problems[0]!], []]), 'split.parts'],
    ['names one twice', ({ split, problems }) => split([problems, [problems[0]!]]), 'split.parts'],
    ['is by whoever reported it', ({ split }) => split(undefined, first), 'access.maker-is-checker'],
    ['is by somebody who may not review', ({ split }) => split(undefined, supervisor), 'access.denied'],
    [
      'is of what one has confirmed',
      async ({ split, decide, one }) => {
        await decide(await one(severe), 'confirm', third)
        return split()
      },
      'arranged.decided',
    ],
    [
      'is of what the machine counted',
      async ({ deps, all }) => {
        const other = (await all()).find(({ indicator }) => ![severe, source].includes(indicator))!
        const input = { districtId, findingId: other.id, version: other.version, parts: [['a'], ['b']], reason: '试' }
        return splitFinding(deps, second, input)
      },
      'split.one-fact',
    ],
  ])('is refused where it %s', async (_what, step, code) => {
    await expect(step(await reportedAccount())).rejects.toMatchObject({ code })
  })
})

it('counts an account once by each indicator, and as what stands for its finding stands', async () => {
  const { deps, accountId, one, split, merge, decide } = await reportedAccount()
  const counted = async () => {
    const { byIndicator } = await monthOverview(deps.db, districtId, september)
    const counts: Record<string, string> = {}
    for (const { indicator, accounts } of byIndicator)
      for (const [state, count] of Object.entries(accounts)) {
        const which = { month: september, indicator, state: state as IndicatorState }
        const list = await indicatorAccounts(deps.db, districtId, which)
        expect(list.map((listed) => listed.accountId)).toEqual(count === 0 ? [] : [accountId])
        if (count > 0 && [severe, source].includes(indicator)) counts[indicator] = `${state} ${count}`
      }
    return counts
  }
  await split()
  await merge(await one(severe, 1), [await one(source)])
  expect(await counted()).toEqual({ [severe]: 'open 1', [source]: 'open 1' })
  await decide(await one(severe, 1), 'confirm')
  await decide(await one(severe, 1), 'confirm', third)
  expect(await counted()).toEqual({ [severe]: 'open 1', [source]: 'confirmed 1' })
  await decide(await one(severe, 2), 'dismiss')
  expect(await counted()).toEqual({ [severe]: 'confirmed 1', [source]: 'confirmed 1' })
})

/** Refused steps, each with the code. */
const refused: [string, (at: Awaited<ReturnType<typeof reportedAccount>>) => Promise<unknown>, string][] = [
  [
    'a decision by whoever reported what was put with the finding',
    async ({ deps, accountId, one, merge, decide }) => {
      const problem = {
        districtId,
        accountId,
        indicator: 'N-123-03',
        seenOn: civilDate('2026-09-10'),
        what: '稿源不明',
      }
      await reportProblem(deps, third, problem)
      await merge(await one(severe), [await one('N-123-03')])
      return decide(await one(severe), 'dismiss', third)
    },
    'access.maker-is-checker',
  ],
  [
    'a decision by whoever looked before something was put with the finding',
    async ({ one, merge, decide }) => {
      const seen = await one(severe)
      await merge(seen, [await one(source)])
      return decide(seen, 'dismiss')
    },
    'finding.decided-meanwhile',
  ],
  [
    'taking out what one of two has confirmed with the other',
    async ({ one, merge, decide, undo }) => {
      await merge(await one(severe), [await one(source)])
      await decide(await one(severe), 'confirm')
      return undo(await one(source))
    },
    'arranged.decided',
  ],
  [
    'putting together what one of two has confirmed a part of',
    async ({ one, split, decide, undo }) => {
      await split()
      await decide(await one(severe, 2), 'confirm', third)
      return undo(await one(severe))
    },
    'arranged.decided',
  ],
  [
    'putting together where something was put with a part',
    async ({ one, split, merge, undo }) => {
      await split()
      await merge(await one(severe, 1), [await one(source)])
      return undo(await one(severe))
    },
    'arranged.decided',
  ],
  [
    'splitting what something was put with',
    async ({ one, split, merge }) => {
      await merge(await one(severe), [await one(source)])
      return split()
    },
    'merge.nested',
  ],
  [
    'any of it in a closed month',
    async ({ deps, split }) => {
      const closing = { month: september, closed_by: 'user:x', closed_at: deps.clock.now() }
      const run_id = (await latestRun(deps.db, districtId, september))!.id
      await deps.db
        .insertInto('month_closing')
        .values({ district_id: districtId, run_id, ...closing })
        .execute()
      return split()
    },
    'month.closed',
  ],
  [
    'putting away what the newest run no longer finds',
    async ({ deps, accountId, one, merge, decide }) => {
      const problem = {
        districtId,
        accountId,
        indicator: 'N-123-03',
        seenOn: civilDate('2026-09-10'),
        what: '稿源不明',
      }
      const { id: problemId } = await reportProblem(deps, first, problem)
      await decide(await one('N-123-03'), 'confirm')
      await withdrawProblem(deps, first, { districtId, problemId, reason: '看错' })
      return merge(await one(severe), [await one('N-123-03')])
    },
    'finding.refuted',
  ],
]
it.each(refused)('refuses %s', async (_what, step, code) => {
  await expect(step(await reportedAccount())).rejects.toMatchObject({ code })
})

it('a first confirmation knows nothing of what is new in what was put with it, and is told of it once', async () => {
  const { deps, accountId, one, merge, decide, report, check } = await reportedAccount()
  await merge(await one(severe), [await one(source)])
  await decide(await one(severe), 'confirm', second)
  await report('又一处', { indicator: source })
  expect(await decide(await one(severe), 'confirm', third)).toMatchObject({ state: 'candidate' })
  await decide(await one(severe), 'dismiss')
  await check()
  for (const { id: problemId } of await problemsOfAccount(deps.db, districtId, accountId, { indicator: source }))
    await withdrawProblem(deps, first, { districtId, problemId, reason: '看错' })
  expect(await one(severe)).toMatchObject({ state: 'candidate', factsChanged: true })
  await decide(await one(severe), 'dismiss')
  await report('另一件事', { indicator: 'N-123-03' })
  expect(await one(severe)).toMatchObject({ state: 'dismissed' })
})

it('a silence that was dismissed with what it was put with accuses nobody by its days', async () => {
  const { deps, accountId, collected, check, one, merge, decide } = await reportedAccount()
  await deps.db.deleteFrom('post').execute()
  await collected(accountId, '2026-08-01', '2026-09-30')
  await check()
  await merge(await one(severe), [await one('N-NM-02a')])
  const dismissed = async () => {
    const { id } = (await latestRun(deps.db, districtId, september))!
    return (await reviewedAccounts(deps.db, districtId, [{ id, month: september }])).map(
      (seen) => seen.silenceDismissed,
    )
  }
  expect(await dismissed()).toEqual([false])
  await decide(await one(severe), 'dismiss')
  expect(await dismissed()).toEqual([true])
})

describe('并入', () => {
  it('stands for both, is counted once, and takes two people as the severe one does', async () => {
    const { deps, one, merge, decide, states, check } = await reportedAccount()
    await merge(await one(severe), [await one(source)])
    expect(await states()).toEqual({ [`${severe}/0`]: 'candidate', [`${source}/0`]: 'merged' })
    const { findings } = await monthOverview(deps.db, districtId, september)
    expect(findings.merged).toBe(1)
    await check()
    expect(await states()).toEqual({ [`${severe}/0`]: 'candidate', [`${source}/0`]: 'merged' })
    await expect(decide(await one(source), 'confirm')).rejects.toMatchObject({ code: 'finding.action-not-allowed' })
    await decide(await one(severe), 'confirm')
    await decide(await one(severe), 'confirm', third)
    const confirmed = await confirmedFindings(deps.db, districtId, quarter('2026Q3'))
    expect(confirmed.map(({ indicator }) => indicator)).toEqual([severe])
    expect((await quarterVerdicts(deps.db, districtId, quarter('2026Q3'))).unqualified).toBe(1)
    const detail = await findingDetail(deps.db, districtId, (await one(source)).id)
    expect(detail.problems.map(({ what }) => what)).toEqual(['转载来源不明'])
    await expect(undoOf(await one(source))).rejects.toMatchObject({ code: 'arranged.decided' })
    function undoOf({ id }: FindingRow) {
      return undoMerge(deps, second, { districtId, findingId: id, reason: '看错' })
    }
  })

  it('takes two people also where only what was put with it does', async () => {
    const { one, split, merge, decide } = await reportedAccount()
    await split()
    await merge(await one(severe, 1), [await one(severe, 2)])
    expect(await decide(await one(severe, 1), 'confirm')).toMatchObject({ state: 'candidate' })
    expect(await decide(await one(severe, 1), 'confirm', third)).toMatchObject({ state: 'confirmed' })
  })

  it.each<[string, string, FindingState, FindingState]>([
    ['a new fact of what was put with it opens the decision', source, 'candidate', 'merged'],
    ['a new fact of its own opens it too', severe, 'candidate', 'merged'],
  ])('%s', async (_what, indicator, target, merged) => {
    const { one, merge, decide, report, states } = await reportedAccount()
    await merge(await one(severe), [await one(source)])
    await decide(await one(severe), 'dismiss')
    await report('又一处', { indicator })
    expect(await states()).toEqual({ [`${severe}/0`]: target, [`${source}/0`]: merged })
    expect(await one(severe)).toMatchObject({ factsChanged: true })
  })

  it('what it was put with gone, it stands on its own again', async () => {
    const { deps, one, merge, problems, states } = await reportedAccount()
    await merge(await one(severe), [await one(source)])
    for (const problemId of problems) await withdrawProblem(deps, first, { districtId, problemId, reason: '看错' })
    expect(await states()).toEqual({ [`${severe}/0`]: 'withdrawn', [`${source}/0`]: 'candidate' })
  })

  it('is undone until somebody decides', async () => {
    const { one, merge, undo, states } = await reportedAccount()
    await merge(await one(severe), [await one(source)])
    await undo(await one(source))
    expect(await states()).toEqual({ [`${severe}/0`]: 'candidate', [`${source}/0`]: 'candidate' })
  })

  it.each<[string, (at: Awaited<ReturnType<typeof reportedAccount>>) => Promise<unknown>, string]>([
    [
      'puts a veto with a deduction',
      async ({ merge, one }) => merge(await one(source), [await one(severe)]),
      'merge.lighter',
    ],
    [
      'puts it with itself',
      async ({ merge, one }) => merge(await one(severe), [await one(severe)]),
      'merge.other-account',
    ],
    ['names none', async ({ merge, one }) => merge(await one(severe), []), 'merge.none'],
    [
      'is by a maker',
      async ({ merge, one }) => merge(await one(severe), [await one(source)], first),
      'access.maker-is-checker',
    ],
    [
      'is of another version',
      async ({ merge, one }) => merge(await one(severe), [{ ...(await one(source)), version: 9 }]),
      'finding.decided-meanwhile',
    ],
    [
      'puts away what others were put with',
      async ({ merge, one, split }) => {
        await split()
        await merge(await one(severe, 1), [await one(source)])
        return merge(await one(severe, 2), [await one(severe, 1)])
      },
      'merge.nested',
    ],
  ])('is refused where it %s', async (_what, step, code) => {
    await expect(step(await reportedAccount())).rejects.toMatchObject({ code })
  })
})

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
import { monthOverview } from '../month-overview.ts'
import { confirmedFindings, quarterVerdicts } from '../quarter.ts'
import { precisionSince } from '../review-quality.ts'
import { accountHistory } from '../history.ts'
import { undoMerge } from './merge-findings.ts'
import { withdrawProblem } from './report-problem.ts'
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

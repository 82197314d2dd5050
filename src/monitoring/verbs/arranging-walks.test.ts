import { sql } from 'kysely'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { districtId } from '../../../tests/support/monitored-district.ts'
import {
  first,
  reportedAccount,
  second,
  september,
  severe,
  source,
  third,
} from '../../../tests/support/reported-account.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import type { FindingRow } from '../model.ts'
import { latestRun } from '../queries.ts'
import { standingProblems } from '../arranging.ts'
import { withdrawProblem } from './report-problem.ts'
import { civilDate } from '../../calendar/index.ts'

type Place = Awaited<ReturnType<typeof reportedAccount>>

const nth = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)]

/** What people may do, with some finding and some problem of those there are. */
const steps: Record<string, (place: Place, findings: FindingRow[], one: number, other: number) => Promise<unknown>> = {
  report: ({ report }, _findings, one) => report(`又一处${one}`, { indicator: one % 3 === 0 ? source : severe }),
  withdraw: async ({ deps, problems }, _findings, one) =>
    withdrawProblem(deps, first, { districtId, problemId: nth(problems, one)!, reason: '看错' }),
  check: ({ check }) => check(),
  split: async ({ deps, accountId, split }, _findings, one) => {
    const found = await standing(deps, accountId)
    const ids = found.filter(({ indicator }) => indicator === severe).map(({ id }) => id)
    const at = 1 + (one % Math.max(1, ids.length - 1))
    return split([ids.slice(0, at), ids.slice(at)])
  },
  merge: ({ merge }, findings, one, other) => merge(nth(findings, one)!, [nth(findings, other)!]),
  undo: ({ undo }, findings, one) => undo(nth(findings, one)!),
  confirm: ({ decide }, findings, one) => decide(nth(findings, one)!, 'confirm', one % 2 === 0 ? second : third),
  dismiss: ({ decide }, findings, one) => decide(nth(findings, one)!, 'dismiss'),
  sendBack: ({ decide }, findings, one) => decide(nth(findings, one)!, 'needs-evidence'),
}

const standing = (deps: Place['deps'], accountId: string) =>
  standingProblems(deps.db, districtId, {
    accountIds: [accountId],
    from: civilDate('2026-09-01'),
    until: civilDate('2026-09-30'),
  })

const numRuns = Number(process.env['GOVMEDIA_PROPERTY_RUNS'] ?? 6)

it('loses no reported problem and no finding, however findings are split, put together, undone and decided', async () => {
  const walk = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(20), fc.nat(20)), {
    minLength: 6,
    maxLength: 14,
  })
  await fc.assert(
    fc.asyncProperty(walk, async (taken) => {
      const place = await reportedAccount()
      let rows = 0
      for (const [step, one, other] of taken) {
        const before = (await place.all()).filter(({ indicator }) => indicator === severe || indicator === source)
        await steps[step]!(place, before, one, other).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error
        })
        const after = await place.all()
        expect(after.length).toBeGreaterThanOrEqual(rows)
        rows = after.length
        await holdsAll(place, after)
      }
      const states = (list: FindingRow[]) => list.map(({ id, state, version }) => [id, state, version].join())
      const before = states(await place.all())
      await place.check()
      expect(states(await place.all())).toEqual(before)
    }),
    { numRuns },
  )
})

/** Each problem on record is in one finding that people decide, were it by one that stands for it, and that the newest run finds. */
async function holdsAll({ deps, accountId }: Place, findings: readonly FindingRow[]): Promise<void> {
  const run = (await latestRun(deps.db, districtId, september))!
  const { rows } = await sql<{ id: string; problems: string[] | null; runId: string }>`
    select id, problem_ids as problems, run_id as "runId" from finding`.execute(deps.db)
  const kept = new Map(rows.map((row) => [row.id, row]))
  const byId = new Map(findings.map((one) => [one.id, one]))
  for (const problem of await standing(deps, accountId)) {
    const about = findings.filter(
      ({ id, indicator, state, partOf, mergedInto }) =>
        indicator === problem.indicator &&
        state !== 'split' &&
        !(mergedInto !== null && mergedInto === partOf) &&
        (kept.get(id)!.problems?.includes(problem.id) ?? true),
    )
    expect(about).toHaveLength(1)
    const decided = about[0]!.mergedInto === null ? about[0]! : byId.get(about[0]!.mergedInto)!
    expect(['candidate', 'needs-evidence', 'confirmed', 'dismissed']).toContain(decided.state)
    expect([kept.get(about[0]!.id)!.runId, kept.get(decided.id)!.runId]).toEqual([run.id, run.id])
  }
}

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import type { Deps } from '../../access/index.ts'
import { addDays, addMs, civilDate, month, startOfDay } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { checkService, enterService, recordMessage, stateLooked } from '../../engagement/index.ts'
import { setDuty } from '../../registry/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { judgeMonth } from '../judging.ts'
import { listFindings } from '../findings.ts'
import { insertPurpose } from '../purpose-queries.ts'
import type { Rejudged } from '../incremental.ts'
import { latestRun } from '../queries.ts'
import { earlierRun } from '../run-results.ts'
import { toStored } from '../stored-results.ts'
import { recordPatrol } from './record-patrol.ts'
import { reportProblem } from './report-problem.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')
const checkpoint = civilDate('2026-09-30')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')

/** Six accounts of two units, three of them seen. */
async function district() {
  const place = await monitoredDistrict()
  const units = [await place.unit('临湖区水务局'), await place.unit('临湖区教育局')]
  const accounts: string[] = []
  for (const [at, unit] of units.entries())
    for (const platform of ['weibo', 'douyin', 'kuaishou'] as const)
      accounts.push(await place.account(unit, `账号${at}${platform}`, { platform }))
  for (const id of accounts.slice(0, 3)) {
    await place.posts(id, '2026-09-25')
    await place.collected(id, '2026-09-01', '2026-09-30')
  }
  // Each check is a minute later than the one before: the newest speaks.
  let minutes = 0
  const now = (): Deps => {
    const at = addMs(place.deps.clock.now(), ++minutes * 60_000)
    return { ...place.deps, wall: { ...place.deps.wall, now: () => at } }
  }
  const check = (how: { incremental?: boolean } = { incremental: true }) =>
    runCheck(now(), supervisor, { districtId, month: september, ...how })
  const why = async () => {
    const [event] = await latestEvents(place.deps.db, districtId, { limit: 1 })
    return (event!.after as { rejudged?: Rejudged }).rejudged
  }
  const serve = async (accountId: string) => {
    const { id: entryId } = await enterService(place.deps, supervisor, {
      districtId,
      accountId,
      name: `事项${minutes}`,
      place: '菜单',
    })
    const lookedAt = addMs(startOfDay(civilDate('2026-09-20')), minutes)
    await checkService(place.deps, supervisor, { districtId, entryId, lookedAt, usable: minutes % 2 === 0 })
  }
  return { ...place, units, accounts, check, why, serve, minute: () => ++minutes }
}
type Place = Awaited<ReturnType<typeof district>>

/** What may happen to an account `a` or its unit on a day of the month. */
const changes: Record<string, (place: Place, a: string, day: number) => Promise<unknown>> = {
  posts: (place, a, day) => place.posts(a, addDays(checkpoint, -day)),
  looked: (place, a, day) => place.collected(a, addDays(checkpoint, -day), '2026-09-30'),
  patrol: ({ deps, minute }, a, day) =>
    recordPatrol(deps, reviewer, {
      districtId,
      accountId: a,
      checkedAt: addMs(startOfDay(addDays(checkpoint, 1)), minute()),
      reachable: 'open',
      lastUpdateOn: addDays(checkpoint, -day),
      hasInteraction: day % 2 === 0,
    }),
  problem: ({ deps }, a, day) =>
    reportProblem(deps, reviewer, {
      districtId,
      accountId: a,
      indicator: 'N-NM-01a',
      seenOn: addDays(checkpoint, -day),
      what: `第${day}处`,
    }),
  message: ({ deps }, a, day) =>
    recordMessage(deps, supervisor, {
      districtId,
      accountId: a,
      kind: 'question',
      channel: 'comment',
      asked: { on: addDays(checkpoint, -day), at: null },
      text: `提问${day}`,
    }),
  messagesLooked: ({ deps }, a, day) =>
    stateLooked(deps, supervisor, { districtId, accountId: a, until: addDays(checkpoint, day % 5) }),
  service: ({ serve }, a) => serve(a),
  renamed: ({ database }, a, day) =>
    database.db
      .updateTable('account')
      .set({ name: `新名${a.slice(-6)}${day}` })
      .where('id', '=', a)
      .execute(),
  gone: ({ database }, a) =>
    database.db.updateTable('account').set({ running_state: 'deregistered' }).where('id', '=', a).execute(),
  back: ({ database }, a) =>
    database.db.updateTable('account').set({ running_state: 'running' }).where('id', '=', a).execute(),
  moved: ({ database, units }, a, day) =>
    database.db
      .updateTable('account')
      .set({ unit_id: units[day % 2]! })
      .where('id', '=', a)
      .execute(),
  opened: ({ account, units, minute }, _a, day) => account(units[day % 2]!, `新开${minute()}`, { platform: 'toutiao' }),
  duty: async ({ deps, units }, _a, day) => {
    const unitId = units[day % 2]!
    const found = await deps.db
      .selectFrom('unit_duty')
      .select('version')
      .where('unit_id', '=', unitId)
      .where('duty', '=', 'staff')
      .executeTakeFirst()
    const person = { districtId, unitId, duty: 'staff', version: found?.version ?? 0 } as const
    await setDuty(
      deps,
      supervisor,
      day % 3 === 0 ? { ...person, state: 'filled', name: '张某' } : { ...person, state: 'vacant' },
    )
  },
  purpose: ({ deps, minute }, a, day) =>
    inTransaction(deps.db, (tx) =>
      insertPurpose(tx, districtId, a, {
        id: deps.ids.next(),
        purpose: day % 2 === 0 ? 'service' : 'mixed',
        effectiveMonth: september,
        reason: '核实',
        by: 'user:x',
        at: addMs(deps.wall.now(), minute()),
      }),
    ),
  setting: ({ deps }, _a, day) => {
    const number = { value: String(10 + day), source: '本区文件', changed_at: deps.wall.now(), changed_by: 'user:x' }
    return deps.db
      .insertInto('district_setting')
      .values({ district_id: districtId, key: 'maxSilentDays', effective_from: civilDate('2026-09-01'), ...number })
      .onConflict((on) => on.columns(['district_id', 'key', 'effective_from']).doUpdateSet(number))
      .execute()
  },
}

function refusedIsNoChange(error: unknown): void {
  if (!(error instanceof Refusal)) throw error
}

const numRuns = Number(process.env['GOVMEDIA_PROPERTY_RUNS'] ?? 5)

it('comes to the bytes of a full check after any changes, in document, results and findings', async () => {
  const step = fc.record({
    change: fc.constantFrom(...Object.keys(changes)),
    account: fc.nat(5),
    day: fc.nat(20),
    checked: fc.boolean(),
  })
  let [judged, all] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
      const place = await district()
      await place.check()
      for (const { change, account, day, checked } of [...steps, steps[0]!]) {
        await changes[change]!(place, place.accounts[account]!, day).catch(refusedIsNoChange)
        if (!checked) continue
        const document = await place.check()
        const full = await judgeMonth(place.deps.db, districtId, september, checkpoint)
        expect(JSON.stringify(document)).toBe(JSON.stringify(full.document))
        const { id, digest } = (await latestRun(place.deps.db, districtId, september))!
        expect(digest).toBe(await full.digest)
        const kept = (await earlierRun(place.deps.db, districtId, september, checkpoint))!
        expect(kept).toMatchObject({ id, judgedWith: full.judgedWith })
        expect(new Map(kept.accounts)).toEqual(
          new Map(
            full.accounts.map(({ id: of, digests, results }) => [of, { digests, results: results.map(toStored) }]),
          ),
        )
        const { findings } = await listFindings(
          place.deps.db,
          districtId,
          { month: september, states: ['candidate'] },
          1,
          500,
        )
        const onBench = findings.map((one) => [`${one.accountId} ${one.indicator}`, one.facts] as const)
        expect(new Map(onBench)).toEqual(
          new Map(full.candidates.map(({ accountId, result }) => [`${accountId} ${result.indicator}`, result.facts])),
        )
        all += full.accounts.length
        judged += (await place.why())!.accounts
      }
    }),
    { numRuns },
  )
  expect(judged).toBeLessThan(all)
})

it.each<[keyof typeof changes, number, Record<string, number>]>([
  ['posts', 1, { update: 1 }],
  ['problem', 1, { reports: 1 }],
  ['service', 1, { services: 1 }],
  ['purpose', 1, { purpose: 1 }],
  ['renamed', 3, { account: 1, siblings: 2 }],
  ['duty', 3, { account: 3 }],
  ['setting', 6, { rules: 6 }],
])('judges again only what %s touched, and says why', async (change, accounts, why) => {
  const place = await district()
  await place.check({})
  await changes[change]!(place, place.accounts[0]!, 2)
  await place.check()
  expect(await place.why()).toEqual({ accounts, why })
  await place.check()
  expect(await place.why()).toEqual({ accounts: 0, why: {} })
  await place.check({})
  expect(await place.why()).toBeUndefined()
})

it('judges everything where an earlier run kept nothing to compare with', async () => {
  const place = await district()
  await place.check({})
  await place.database.db.updateTable('check_result').set({ fact_digests: null }).execute()
  await place.check()
  expect(await place.why()).toEqual({ accounts: 6, why: { 'not-kept': 6 } })
})

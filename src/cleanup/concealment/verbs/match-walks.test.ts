import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../../tests/support/monitored-district.ts'
import { Refusal } from '../../../vocabulary/refusals/index.ts'
import { allowedMatchDecisions, type MatchState, matchKinds } from '../model.ts'
import { decideMatch } from './decide-match.ts'
import { matchList } from './match-list.ts'

const supervisor = actorOf('supervisor')
const examiner = actorOf('examiner')

// One account in two spellings of its row, one that was closed, one known, one of a stranger, and one outside the notice.
const list = new TextEncoder().encode(
  [
    '平台,账号名称,账号ID,认证主体,发现日期,是否可访问',
    '微博,临湖水务,1234567890,临湖区水务局,2026-10-08,是',
    '抖音,临湖水务直播,lhswzb,临湖区水务局,2026-10-08,是',
    '抖音,临湖水务直播,,临湖区水务局,2026-10-09,是',
    '快手,临湖民政,lhmz,临湖区民政局,2026-10-08,是',
    '抖音,临湖水务,,李某,2026-10-08,是',
    '快手,临湖巾帼,,临湖区妇女联合会,,',
  ].join('\n'),
)

async function scene() {
  const place = await monitoredDistrict()
  const [water, civil] = [await place.unit('临湖区水务局'), await place.unit('临湖区民政局')]
  await place.unit('临湖区妇联', { kind: 'mass_organisation' })
  const weibo = await place.account(water, '临湖水务', { platform: 'weibo', certified_entity: '临湖区水务局' })
  await place.deps.db.updateTable('account').set({ identifier: '1234567890' }).where('id', '=', weibo).execute()
  const closed = await place.account(civil, '临湖民政', { platform: 'kuaishou', running_state: 'closed' })
  for (const fileName of ['第一次.csv', '第二次.csv'])
    await matchList(place.deps, supervisor, { districtId, fileName, bytes: list })
  const all = () =>
    place.deps.db.selectFrom('concealment_match').selectAll().orderBy('run_id').orderBy('position').execute()
  return { ...place, weibo, closed, all }
}

const step = fc.record({
  at: fc.nat(11),
  decision: fc.constantFrom('confirm', 'dismiss'),
  kind: fc.option(fc.constantFrom(...matchKinds), { nil: undefined }),
  account: fc.constantFrom('weibo', 'closed', undefined),
  reason: fc.constantFrom('经核实', '经核实', ''),
  stale: fc.constantFrom(0, 0, 1),
  who: fc.constantFrom(examiner, examiner, { ...examiner, id: supervisor.id }, actorOf('unit_editor')),
})

const decided = { kind: undefined, account: undefined, reason: '经核实', stale: 0, who: examiner } as const
const met = [
  { ...decided, at: 1, decision: 'confirm' as const },
  { ...decided, at: 2, decision: 'confirm' as const },
  { ...decided, at: 7, decision: 'confirm' as const },
  { ...decided, at: 3, decision: 'dismiss' as const },
  { ...decided, at: 1, decision: 'dismiss' as const },
]

it('a clue reaches no state that the table does not allow; what was confirmed never changes, and one found account is one record of 责任追究', async () => {
  const reached = new Set<MatchState>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 20 }), async (walk) => {
      const place = await scene()
      for (const { at, decision, kind, account, reason, stale, who } of walk) {
        const before = await place.all()
        const events = await place.count('trail_event')
        const match = before[at]!
        const as = { ...(kind && { kind }), ...(account && { accountId: place[account] }) }
        const outcome = await decideMatch(place.deps, who, {
          districtId,
          matchId: match.id,
          decision,
          as,
          reason,
          version: match.version - stale,
        })
          .then(() => 'done')
          .catch((error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)))
        const isDone = outcome === 'done'
        const isAllowed = allowedMatchDecisions[match.state as MatchState].includes(decision)
        expect(isDone && !(isAllowed && stale === 0 && who === examiner)).toBe(false)
        const after = await place.all()
        const state = decision === 'confirm' ? 'confirmed' : 'dismissed'
        for (const [row, was] of before.entries())
          expect(after[row]).toMatchObject(row === at && isDone ? { state, version: was.version + 1 } : was)
        expect((await place.count('trail_event')) > events).toBe(isDone)
        const triggers = await place.deps.db
          .selectFrom('accountability_trigger')
          .select(['rule', 'subject_kind', 'unit_id', 'facts'])
          .execute()
        const facts = triggers.map(({ rule, unit_id: unitId, facts: said }) => {
          const { platform, account: name } = said as Record<string, string>
          return [rule, unitId, platform, name].join('/')
        })
        expect(facts.filter((one, nth) => facts.indexOf(one) !== nth)).toEqual([])
        for (const one of after) reached.add(one.state as MatchState)
      }
    }),
    { numRuns: 3, examples: [[met]] },
  )
  expect([...reached].sort()).toEqual(['confirmed', 'dismissed', 'noted', 'open'])
}, 60_000)

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { decideTrigger, raiseTrigger } from './index.ts'

const head = actorOf('office_head')
const raiser = { ...head, id: 'user:raiser' }
const START = Date.parse('2026-06-16T01:00:00.000Z')
const HOUR = 3_600_000

const raise = fc.record({
  action: fc.constant('raise' as const),
  subject: fc.constantFrom('甲', '乙'),
  event: fc.constantFrom('一', '二', '三', null),
  /** What happened before so many steps is over, where it was upheld. */
  over: fc.constantFrom(null, 1, 3),
})
const decide = fc.record({
  action: fc.constant('decide' as const),
  at: fc.nat(3),
  state: fc.constantFrom('upheld', 'dismissed'),
  reason: fc.constantFrom('经核实', '经核实', ' '),
  who: fc.constantFrom(head, head, raiser, actorOf('unit_editor')),
  stale: fc.constantFrom(0, 0, 1),
})

const raised = { action: 'raise', subject: '甲', event: '一', over: null } as const
const upheld = { action: 'decide', at: 0, state: 'upheld', reason: '经核实', who: head, stale: 0 } as const
const met = [raised, raised, { ...upheld, who: raiser }, upheld, upheld, { ...raised, event: '二' as const }]

it('a clue is decided once and stays as it was decided; one event is one clue, and no two wait for the same subject', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(raise, decide), { minLength: 8, maxLength: 24 }), async (walk) => {
      const place = await monitoredDistrict()
      const all = () =>
        place.deps.db.selectFrom('accountability_trigger').selectAll().orderBy('raised_at').orderBy('id').execute()
      for (const [serial, step] of walk.entries()) {
        const moment = (steps: number) => instant(new Date(START + steps * HOUR).toISOString())
        const deps = { ...place.at(moment(serial)), ids: place.deps.ids }
        const before = await all()
        const target = step.action === 'decide' ? before[step.at] : undefined
        if (step.action === 'decide' && !target) continue
        const outcome = await (
          step.action === 'raise'
            ? inTransaction(deps.db, (tx) =>
                raiseTrigger(tx, deps, raiser, {
                  districtId,
                  rule: 'F-01',
                  unitId: null,
                  accountId: null,
                  subject: { kind: 'account', id: step.subject },
                  ...(step.event && {
                    event: { id: step.event, earlierOverBy: step.over === null ? null : moment(serial - step.over) },
                  }),
                  facts: {},
                }),
              )
            : decideTrigger(deps, step.who, {
                districtId,
                triggerId: target!.id,
                state: step.state,
                reason: step.reason,
                version: target!.version - step.stale,
              }).then(() => 'done')
        ).catch((error: unknown) => (error instanceof Refusal ? `refused ${error.code}` : Promise.reject(error)))
        const after = await all()
        const kept = new Map(after.map((row) => [row.id, row]))
        const verdict = step.action === 'decide' ? { state: step.state, decided_by: head.id } : {}
        for (const row of before) {
          const isMeant = outcome === 'done' && row.id === target?.id
          expect(isMeant && row.state !== 'raised').toBe(false)
          expect(kept.get(row.id)).toMatchObject(isMeant ? verdict : row)
        }
        const known = (row: (typeof after)[number]) => `${row.subject_id}/${row.event_id}`
        expect(new Set(after.map(known)).size).toBe(after.length)
        const waiting = after.filter(({ state }) => state === 'raised').map((row) => row.subject_id)
        expect(new Set(waiting).size).toBe(waiting.length)
        const subject = step.action === 'raise' ? step.subject : undefined
        expect(kept.get(outcome)?.subject_id).toBe(subject)
        seen.add(step.action === 'raise' ? `raised ${after.length - before.length}` : outcome)
      }
    }),
    { numRuns: 10, examples: [[met]] },
  )
  // The walks met what they are about.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'done',
      'raised 1',
      'raised 0',
      'refused trigger.decided-already',
      'refused access.maker-is-checker',
    ]),
  )
}, 60_000)

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { type CampaignState, campaignStateLabels, nextCampaignState } from '../model.ts'
import { listTriggers } from '../triggers/index.ts'
import { prepareCampaign } from './prepare.ts'
import { readCampaign } from './queries.ts'
import { closeCampaign, keepCampaigns, openCampaign } from './run.ts'
import { rejectCampaign, sendCampaignBack, withdrawCampaign } from './turn-down.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')
/** Whoever drafted it, in the chair of the head. */
const drafter = { ...officeHead, id: supervisor.id }

const days = ['2026-06-16', '2026-06-20', '2026-06-22', '2026-06-27'] as const
const actions = ['change', 'approve', 'send-back', 'reject', 'withdraw', 'end', 'keep'] as const
const step = fc.record({
  action: fc.constantFrom(...actions, 'approve', 'change'),
  day: fc.constantFrom(...days, days[0], days[0]),
  who: fc.constantFrom('own', 'own', 'own', 'drafter', 'unit_editor'),
  stale: fc.constantFrom(0, 0, 0, 1),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
const walk = (...all: [Step['action'], (typeof days)[number]][]): Step[] =>
  all.map(([action, day]) => ({ action, day, who: 'own', stale: 0 }))

/** Walks that reach each state by themselves. */
const known: [Step[]][] = [
  [walk(['approve', days[0]], ['keep', days[2]], ['end', days[3]], ['keep', days[3]], ['end', days[3]])],
  [walk(['end', days[3]])],
  [
    walk(
      ['send-back', days[0]],
      ['approve', days[0]],
      ['change', days[0]],
      ['approve', days[0]],
      ['withdraw', days[0]],
    ),
  ],
  [walk(['send-back', days[0]], ['withdraw', days[0]], ['change', days[0]], ['approve', days[0]])],
  [walk(['reject', days[0]], ['change', days[0]], ['approve', days[0]], ['withdraw', days[0]])],
]

it('a campaign reaches no state that the table does not allow, asks each unit once, and raises F-04 once a unit and deadline', async () => {
  const reached = new Set<CampaignState>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
      const place = await monitoredDistrict()
      for (const name of ['临湖区水务局', '临湖区民政局']) await place.unit(name)
      const start = place.at('2026-06-16T01:00:00.000Z')
      const wanted = {
        districtId,
        title: '2026年政务新媒体专项排查',
        basis: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》',
        basisNumber: '临政办〔2026〕6号',
        unitKinds: ['department'] as const,
        forms: ['annex1', 'annex2'] as const,
        filingUntil: civilDate('2026-06-21'),
        cleanupUntil: civilDate('2026-06-26'),
        reminderDays: [1],
        contact: '区行政审批服务局监管股',
      }
      const { id: campaignId } = await prepareCampaign(start, supervisor, wanted)
      // What was refused to somebody leaves its own trace (decision 015) and is no step.
      const told = async () => {
        const events = await place.deps.db.selectFrom('trail_event').select('action').execute()
        return events.filter(({ action }) => action !== 'campaign.refused').length
      }
      const now = async () => (await readCampaign(place.deps.db, districtId, campaignId))!
      // Time does not run backwards.
      const inOrder = steps.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
      for (const { action, day, who, stale } of inOrder) {
        const { state, version } = await now()
        const events = await told()
        const deps = { ...place.at(`${day}T01:00:00.000Z`), ids: place.deps.ids }
        const input = { districtId, campaignId, version: version - stale }
        const ofOffice = action === 'change' || action === 'withdraw' || action === 'keep'
        const actor = { own: ofOffice ? supervisor : officeHead, drafter, unit_editor: actorOf('unit_editor') }[who]
        const reasoned = { ...input, reason: '依据文号有误' }
        const verbs = {
          change: () => prepareCampaign(deps, actor, { ...wanted, id: campaignId, version: input.version }),
          approve: () => openCampaign(deps, actor, input),
          'send-back': () => sendCampaignBack(deps, actor, reasoned),
          reject: () => rejectCampaign(deps, actor, reasoned),
          withdraw: () => withdrawCampaign(deps, actor, reasoned),
          end: () => closeCampaign(deps, actor, input),
          keep: () => keepCampaigns(deps, supervisor, districtId),
        }
        const outcome = await verbs[action]().then(
          () => 'done',
          (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
        )
        const after = await now()
        const isDone = outcome === 'done'
        const isTold = (await told()) > events
        // The chair of the head ends a campaign that its own hand drafted; it decides nothing of the draft.
        const mayStep = stale === 0 && (who === 'own' || (who === 'drafter' && action === 'end'))
        const seen = {
          state: after.state,
          version: after.version,
          isTold,
          isAgainstRights: isDone && action !== 'keep' && !mayStep,
        }
        const next = action === 'keep' ? state : nextCampaignState[state][action]
        const changed = { state: next, version: version + 1, isTold: true }
        const same = { state, version, isTold: action === 'keep' && isTold }
        expect(seen).toEqual({ ...(isDone && action !== 'keep' ? changed : same), isAgainstRights: false })
        const returns = await place.deps.db.selectFrom('filing_return').select('unit_id').execute()
        expect(new Set(returns.map((one) => one.unit_id)).size).toBe(returns.length)
        expect(returns).toHaveLength(after.openedAt === null ? 0 : 2)
        const { rows } = await listTriggers(place.deps.db, { districtId }, { limit: 50 })
        const raised = rows.map(({ rule, subjectKind, subjectId }) => `${rule}/${subjectKind}/${subjectId}`)
        expect(raised.filter((one, at) => raised.indexOf(one) !== at)).toEqual([])
        const mayRaise = day > '2026-06-21' && after.openedAt !== null
        const wasAsked = after.state === 'open' || after.state === 'closed'
        expect(wasAsked).toBe(after.openedAt !== null)
        expect(mayRaise ? [] : raised).toEqual([])
        reached.add(after.state)
      }
    }),
    { numRuns: 14, examples: known },
  )
  expect([...reached].sort()).toEqual(Object.keys(campaignStateLabels).sort())
}, 60_000)

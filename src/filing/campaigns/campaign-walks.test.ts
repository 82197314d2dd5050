import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import type { CampaignState } from '../model.ts'
import { listTriggers } from '../triggers/index.ts'
import { prepareCampaign } from './prepare.ts'
import { readCampaign } from './queries.ts'
import { closeCampaign, keepCampaigns, openCampaign } from './run.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')
/** Whoever drafted it, in the chair of the head. */
const drafter = { ...officeHead, id: supervisor.id }

/** 专项排查: draft -> open -> closed, and no way back. */
const table: Readonly<Record<CampaignState, Partial<Record<'open' | 'close', CampaignState>>>> = {
  draft: { open: 'open' },
  open: { close: 'closed' },
  closed: {},
}

const days = ['2026-06-16', '2026-06-20', '2026-06-22', '2026-06-27'] as const
const step = fc.record({
  action: fc.constantFrom('open', 'close', 'keep'),
  day: fc.constantFrom(...days),
  who: fc.constantFrom(officeHead, officeHead, drafter, actorOf('unit_editor')),
  stale: fc.constantFrom(0, 0, 1),
})

const by = { who: officeHead, stale: 0 as const }
const throughout = [
  { action: 'open' as const, day: days[0], ...by },
  { action: 'keep' as const, day: days[2], ...by },
  { action: 'close' as const, day: days[3], ...by },
  { action: 'keep' as const, day: days[3], ...by },
  { action: 'close' as const, day: days[3], ...by },
]
const neverOpened = [{ action: 'close' as const, day: days[3], ...by }]

it('a campaign reaches no state that the table does not allow, asks each unit once, and raises F-04 once a unit and deadline', async () => {
  const reached = new Set<CampaignState>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (walk) => {
      const place = await monitoredDistrict()
      for (const name of ['临湖区水务局', '临湖区民政局']) await place.unit(name)
      const start = place.at('2026-06-16T01:00:00.000Z')
      const { id: campaignId } = await prepareCampaign(start, supervisor, {
        districtId,
        title: '2026年政务新媒体专项排查',
        basis: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》',
        basisNumber: '临政办〔2026〕6号',
        unitKinds: ['department'],
        forms: ['annex1', 'annex2'],
        filingUntil: civilDate('2026-06-21'),
        cleanupUntil: civilDate('2026-06-26'),
        reminderDays: [1],
        contact: '区行政审批服务局监管股',
      })
      // What was refused to somebody leaves its own trace (decision 015) and is no step.
      const steps = async () => {
        const events = await place.deps.db.selectFrom('trail_event').select('action').execute()
        return events.filter(({ action }) => action !== 'campaign.refused').length
      }
      const now = async () => (await readCampaign(place.deps.db, districtId, campaignId))!
      // Time does not run backwards.
      const inOrder = walk.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
      for (const { action, day, who, stale } of inOrder) {
        const { state, version } = await now()
        const events = await steps()
        const deps = { ...place.at(`${day}T01:00:00.000Z`), ids: place.deps.ids }
        const input = { districtId, campaignId, version: version - stale }
        const verbs = {
          open: () => openCampaign(deps, who, input),
          close: () => closeCampaign(deps, who, input),
          keep: () => keepCampaigns(deps, supervisor, districtId),
        }
        const outcome = await verbs[action]().then(
          () => 'done',
          (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
        )
        const after = await now()
        const isDone = outcome === 'done'
        const told = (await steps()) > events
        const mayStep = stale === 0 && who.roles[0] === 'office_head' && !(action === 'open' && who === drafter)
        const seen = {
          state: after.state,
          version: after.version,
          isTold: told,
          isAgainstRights: isDone && action !== 'keep' && !mayStep,
        }
        const changed = { state: table[state][action === 'keep' ? 'open' : action], version: version + 1, isTold: true }
        const same = { state, version, isTold: action === 'keep' && told }
        expect(seen).toEqual({ ...(isDone && action !== 'keep' ? changed : same), isAgainstRights: false })
        const returns = await place.deps.db.selectFrom('filing_return').select('unit_id').execute()
        expect(new Set(returns.map((one) => one.unit_id)).size).toBe(returns.length)
        expect(returns).toHaveLength(after.state === 'draft' ? 0 : 2)
        const { rows } = await listTriggers(place.deps.db, { districtId }, { limit: 50 })
        const raised = rows.map(({ rule, subjectKind, subjectId }) => `${rule}/${subjectKind}/${subjectId}`)
        expect(raised.filter((one, at) => raised.indexOf(one) !== at)).toEqual([])
        const mayRaise = day > '2026-06-21' && after.state !== 'draft'
        expect(mayRaise ? [] : raised).toEqual([])
        reached.add(after.state)
      }
    }),
    { numRuns: 10, examples: [[throughout], [neverOpened]] },
  )
  expect([...reached].sort()).toEqual(['closed', 'draft', 'open'])
}, 60_000)

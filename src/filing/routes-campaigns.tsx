import { z } from 'zod'
import { type Action, namesOfUsers, permittedScope, scopeOf } from '../access/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  formValues,
  heldFrom,
  pageFrom,
  pageSize,
  readForm,
  render,
  type RouteDefinition,
  searchFrom,
  tickedFrom,
  trailPanel,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { burdenOf } from './campaigns/burden.ts'
import type { UnfinishedCleanup } from './campaigns/overdue.ts'
import { type BoardFilter, campaignBoard, listCampaigns, readCampaign, returnOf } from './campaigns/queries.ts'
import { closeCampaign, openCampaign } from './campaigns/run.ts'
import { rejectCampaign, sendCampaignBack, withdrawCampaign } from './campaigns/turn-down.ts'
import {
  type Campaign,
  type CampaignAction,
  type CampaignState,
  campaignStateLabels,
  nextCampaignState,
  returnStates,
} from './model.ts'
import { CampaignPage } from './pages/campaign.tsx'
import { CampaignsPage } from './pages/campaigns.tsx'

/** Where the pages of 备案报送 stand in the directory. */
export const current = '/filing'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'filing.read', session.districtId)
  const number = pageFrom(c)
  const { state: asked = '' } = c.req.query()
  const state = Object.hasOwn(campaignStateLabels, asked) ? (asked as CampaignState) : undefined
  const { rows, total } = await listCampaigns(deps.db, scope, deps.clock.now(), {
    ...(state && { state }),
    search: searchFrom(c),
    offset: (number - 1) * pageSize,
    limit: pageSize,
  })
  const page = (
    <CampaignsPage
      c={c}
      campaigns={rows}
      total={total}
      page={number}
      today={deps.clock.today()}
      ofUnit={scope.unitId !== undefined}
      mayPrepare={scopeOf(actor, 'filing.prepare', session.districtId) !== undefined}
    />
  )
  return render(c, page, { title: '备案报送', current })
}

/** The campaign in the address. */
export async function campaignIn(c: WebContext): Promise<Campaign> {
  const { deps, session } = c.var
  const campaign = await readCampaign(deps.db, session.districtId, idFrom(c, '专项排查'))
  if (!campaign) throw refuse('record.not-found', { what: '专项排查' })
  return campaign
}

type Refused = { problem?: string; ticked?: readonly string[]; typed?: Record<string, string> }

async function campaignPage(c: WebContext, refused: Refused = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'filing.read', districtId)
  const campaign = await campaignIn(c)
  // The board names every unit: a unit is led to its own return, and hears of no campaign that asked it for none.
  if (scope.unitId !== undefined) {
    const own = await returnOf(deps.db, { ...scope, unitId: scope.unitId, campaignId: campaign.id })
    if (!own) throw refuse('record.not-found', { what: '专项排查' })
    return c.redirect(`/filing/returns/${own.id}`, 303)
  }
  const page = pageFrom(c)
  const board = await campaignBoard(deps.db, districtId, campaign, deps.clock.now(), boardFilter(c, page))
  // Once it is under way the register moves on; what was to be weighed was weighed.
  const { forms, unitKinds } = campaign
  const wanted = { forms, unitKinds, today: deps.clock.today() }
  const burden = campaign.state === 'draft' ? await burdenOf(deps.db, districtId, wanted) : undefined
  const { state, handledBy, decidedBy, decisionReason } = campaign
  const names = await namesOfUsers(deps, districtId, decidedBy === null ? [] : [decidedBy])
  const holds = (action: Action) => scopeOf(actor, action, districtId) !== undefined
  const next = (action: CampaignAction) => nextCampaignState[state][action] !== undefined
  const isMaker = handledBy.includes(actor.id)
  return render(
    c,
    <CampaignPage
      c={c}
      campaign={campaign}
      board={board}
      page={page}
      burden={burden}
      may={{
        approve: next('approve') && holds('filing.open') && !isMaker,
        turnDown: next('send-back') && holds('filing.open') && !isMaker,
        withdraw: next('withdraw') && holds('filing.prepare') && isMaker,
        edit: next('change') && holds('filing.prepare'),
        remind: state === 'open' && holds('filing.remind'),
        close: next('end') && holds('filing.open'),
      }}
      decision={
        decidedBy !== null && decisionReason !== null
          ? { by: names.get(decidedBy) ?? decidedBy, reason: decisionReason }
          : undefined
      }
      told={toldOf(c)}
      {...refused}
      trail={await trailPanel(c, { kind: 'campaign', id: campaign.id })}
    />,
    { title: campaign.title, current },
    status,
  )
}

/** A step of a campaign: a refusal comes back on its page, on the list as it was filtered, with the units that were ticked. */
export const campaignStep = (work: (c: WebContext) => Promise<Response>) => async (c: WebContext) => {
  try {
    return await work(c)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    const values = await formValues(c)
    const ticked = [...tickedFrom(values), ...heldFrom(values).map(({ id }) => id)]
    const typed = Object.fromEntries(['step', 'reason'].map((name) => [name, String(values[name] ?? '')]))
    return campaignPage(c, { problem: error.message, ticked, typed }, error.status)
  }
}

function toldOf(c: WebContext): string | undefined {
  const opened = c.req.query('opened')
  return opened === undefined ? undefined : `已布置给${Number(opened)}个单位。`
}

function boardFilter(c: WebContext, page: number): BoardFilter {
  const { state = '' } = c.req.query()
  const known = [...returnStates, 'unanswered', 'late'].find((one) => one === state) as BoardFilter['state']
  return { ...(known && { state: known }), search: searchFrom(c), offset: (page - 1) * pageSize, limit: pageSize }
}

const versionForm = z.object({ version: z.coerce.number().int() })
async function named(c: WebContext) {
  const read = await readForm(c, versionForm)
  return {
    districtId: c.var.session.districtId,
    campaignId: idFrom(c, '专项排查'),
    version: read.ok ? read.value.version : 0,
  }
}

const open = campaignStep(async (c) => {
  const input = await named(c)
  const { units } = await openCampaign(c.var.deps, c.var.actor, input)
  return c.redirect(`/filing/campaigns/${input.campaignId}?opened=${units}`, 303)
})

const close = (unfinishedCleanup: UnfinishedCleanup) =>
  campaignStep(async (c) => {
    const input = await named(c)
    await closeCampaign(c.var.deps, c.var.actor, input, unfinishedCleanup)
    return c.redirect(`/filing/campaigns/${input.campaignId}`, 303)
  })

const givingBack = { 'send-back': sendCampaignBack, reject: rejectCampaign, withdraw: withdrawCampaign } as const
const reasonForm = versionForm.extend({ reason: z.string().optional() })

/** A way out of a draft, by one of these steps. */
const giveBack = (...steps: [keyof typeof givingBack, ...(keyof typeof givingBack)[]]) =>
  campaignStep(async (c) => {
    const read = await readForm(c, reasonForm.extend({ step: z.enum(steps) }))
    if (!read.ok) throw refuse('web.choice-unknown', { what: '办理事项' })
    const { step, version, reason = '' } = read.value
    const campaignId = idFrom(c, '专项排查')
    const { deps, actor, session } = c.var
    await givingBack[step](deps, actor, { districtId: session.districtId, campaignId, version, reason })
    return c.redirect(`/filing/campaigns/${campaignId}`, 303)
  })

/** 专项排查. */
export const campaignRoutes = (unfinishedCleanup: UnfinishedCleanup): RouteDefinition[] => [
  { method: 'get', path: '/filing', door: 'filing.read', handle: listPage },
  { method: 'get', path: '/filing/campaigns/:id', door: 'filing.read', handle: (c) => campaignPage(c) },
  { method: 'post', path: '/filing/campaigns/:id/open', door: 'filing.open', handle: open },
  {
    method: 'post',
    path: '/filing/campaigns/:id/turn-down',
    door: 'filing.open',
    handle: giveBack('send-back', 'reject'),
  },
  { method: 'post', path: '/filing/campaigns/:id/withdraw', door: 'filing.prepare', handle: giveBack('withdraw') },
  { method: 'post', path: '/filing/campaigns/:id/close', door: 'filing.open', handle: close(unfinishedCleanup) },
]

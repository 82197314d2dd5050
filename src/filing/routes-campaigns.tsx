import { z } from 'zod'
import { permit, permittedScope, scopeOf } from '../access/index.ts'
import { type CivilDate, formatDayZh, isCivilDate, lastDayBefore } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type UnitKind, unitKindCodes } from '../vocabulary/units.ts'
import {
  formValues,
  type FormValues,
  pageFrom,
  pageSize,
  readForm,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
} from '../web/index.ts'
import { type CampaignInput, campaignTemplate, prepareCampaign } from './campaigns/prepare.ts'
import {
  askedWithinYear,
  type BoardFilter,
  campaignBoard,
  listCampaigns,
  readCampaign,
  unitsAsked,
} from './campaigns/queries.ts'
import { closeCampaign, openCampaign } from './campaigns/run.ts'
import { annex1Form, annex2Form, fieldsOf } from './forms/index.ts'
import { type Campaign, type FilingForm, filingForms, returnStates } from './model.ts'
import { CampaignForm } from './pages/campaign-form.tsx'
import { CampaignPage } from './pages/campaign.tsx'
import { CampaignsPage } from './pages/campaigns.tsx'

const current = '/filing'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'filing.read', session.districtId)
  const campaigns = await listCampaigns(deps.db, scope, deps.clock.now())
  const page = (
    <CampaignsPage
      campaigns={campaigns}
      today={deps.clock.today()}
      ofUnit={scope.unitId !== undefined}
      mayPrepare={scopeOf(actor, 'filing.prepare', session.districtId) !== undefined}
    />
  )
  return render(c, page, { title: '备案报送', current })
}

/** The id in the address; what is no id finds nothing. */
export function idFrom(c: WebContext, what: string, name = 'id'): string {
  const id = c.req.param(name) ?? ''
  if (!isUuid(id)) throw refuse('record.not-found', { what })
  return id
}

async function wanted(c: WebContext): Promise<Campaign> {
  const { deps, session } = c.var
  const campaign = await readCampaign(deps.db, session.districtId, idFrom(c, '专项排查'))
  if (!campaign) throw refuse('record.not-found', { what: '专项排查' })
  return campaign
}

async function campaignPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  // The board names every unit: a unit sees its own return alone.
  permit(actor, 'filing.read', { districtId })
  const campaign = await wanted(c)
  const page = pageFrom(c)
  const board = await campaignBoard(deps.db, districtId, campaign, deps.clock.now(), boardFilter(c, page))
  const units = await unitsAsked(deps.db, districtId, campaign.unitKinds)
  const fields = [annex1Form, annex2Form].filter(({ id }) => campaign.forms.includes(id as FilingForm))
  const holds = (action: Parameters<typeof scopeOf>[1]) => scopeOf(actor, action, districtId) !== undefined
  return render(
    c,
    <CampaignPage
      c={c}
      campaign={campaign}
      board={board}
      page={page}
      burden={{
        units: units.length,
        accounts: units.reduce((sum, { accounts }) => sum + accounts, 0),
        fields: fields.reduce((sum, form) => sum + fieldsOf(form).length, 0),
      }}
      may={{
        approve: campaign.state === 'draft' && holds('filing.open') && campaign.preparedBy !== actor.id,
        edit: campaign.state === 'draft' && holds('filing.prepare'),
        remind: campaign.state === 'open' && holds('filing.remind'),
        close: campaign.state === 'open' && holds('filing.open'),
      }}
      told={toldOf(c)}
      trail={await trailPanel(c, { kind: 'campaign', id: campaign.id })}
    />,
    { title: campaign.title, current },
  )
}

function toldOf(c: WebContext): string | undefined {
  const opened = c.req.query('opened')
  return opened === undefined ? undefined : `已布置给${Number(opened)}个单位。`
}

function boardFilter(c: WebContext, page: number): BoardFilter {
  const { state = '', q = '' } = c.req.query()
  const known = [...returnStates, 'unanswered', 'late'].find((one) => one === state) as BoardFilter['state']
  return { ...(known && { state: known }), search: q.slice(0, 60), offset: (page - 1) * pageSize, limit: pageSize }
}

const day = (message: string) => z.string(message).refine(isCivilDate, message)
const several = z.union([z.string(), z.array(z.string())]).optional()

const form = z.object({
  version: z.coerce.number().int().optional(),
  title: z.string('请填写名称。').max(80, '名称不超过80个字。'),
  basis: z.string('请填写依据。').max(300, '依据不超过300个字。'),
  basisNumber: z.string('请填写依据文号。').max(60, '依据文号不超过60个字。'),
  filingUntil: day('请填写报送截止日期。'),
  cleanupUntil: day('清理整合截止日期写作“年-月-日”。').optional(),
  countedUntil: day('统计时间截至写作“年-月-日”。').optional(),
  reminderDays: z
    .string()
    .optional()
    .transform((text = '') =>
      text
        .split(/[、,，\s]+/)
        .filter(Boolean)
        .map(Number),
    )
    .refine(
      (days) => days.every((one) => Number.isInteger(one) && one >= 0 && one <= 60),
      '请填0至60之间的天数，用顿号分开。',
    ),
  contact: z.string('请填写联系人及电话。').max(100, '联系人及电话不超过100个字。'),
  unitKinds: several,
  forms: several,
  repeatReason: z.string().max(500, '理由不超过500个字。').optional(),
})

type Shown = { values: FormValues; errors?: Record<string, string>; problem?: string; version?: number }

async function formPage(c: WebContext, before: Campaign | undefined, shown: Shown, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const forms = [shown.values['forms'] ?? []].flat()
  const asked = await askedWithinYear(deps.db, session.districtId, { forms, today: deps.clock.today() })
  const page = (
    <CampaignForm
      csrf={session.csrf}
      {...(before && { id: before.id, version: before.version })}
      {...shown}
      asked={asked}
    />
  )
  return render(c, page, { title: before ? '修改专项排查' : '拟定专项排查', current, islands: ['unsaved'] }, status)
}

async function showForm(c: WebContext): Promise<Response> {
  if (c.req.param('id') === undefined) {
    const template = campaignTemplate(c.var.deps.clock.today())
    return formPage(c, undefined, { values: valuesOf({ ...template, countedUntil: undefined }) })
  }
  const campaign = await wanted(c)
  const { filingDue, cleanupDue } = campaign
  const values = valuesOf({
    ...campaign,
    filingUntil: lastDayBefore(filingDue),
    cleanupUntil: cleanupDue ? lastDayBefore(cleanupDue) : undefined,
  })
  return formPage(c, campaign, { values })
}

type Fields = Pick<Campaign, 'title' | 'basis' | 'basisNumber' | 'contact'> & {
  unitKinds: readonly string[]
  forms: readonly string[]
  reminderDays: readonly number[]
  filingUntil: CivilDate
  cleanupUntil?: CivilDate | undefined
  countedUntil?: CivilDate | undefined
  repeatReason?: string | null
}

const valuesOf = (campaign: Fields): FormValues => ({
  title: campaign.title,
  basis: campaign.basis,
  basisNumber: campaign.basisNumber,
  contact: campaign.contact,
  unitKinds: [...campaign.unitKinds],
  forms: [...campaign.forms],
  reminderDays: campaign.reminderDays.join('、'),
  filingUntil: campaign.filingUntil,
  cleanupUntil: campaign.cleanupUntil ?? '',
  countedUntil: campaign.countedUntil ?? '',
  repeatReason: campaign.repeatReason ?? '',
})

/** What only the fields together tell, or the register: said with the faults of single fields, at the field to be changed. */
async function faultsAmong(c: WebContext, values: FormValues): Promise<Record<string, string>> {
  const { deps, session } = c.var
  const today = deps.clock.today()
  const typed = (name: string) => String(values[name] ?? '').trim()
  const [until, cleanup] = [typed('filingUntil'), typed('cleanupUntil')]
  const forms = [values['forms'] ?? []].flat()
  const [asked] = await askedWithinYear(deps.db, session.districtId, { forms, today })
  const faults: [string, string | undefined][] = [
    ['unitKinds', [values['unitKinds'] ?? []].flat().length === 0 ? '请选定报送单位类型。' : undefined],
    ['forms', forms.length === 0 ? '请选定所报表格。' : undefined],
    ['filingUntil', isCivilDate(until) && until < today ? pastDeadline(until) : undefined],
    [
      'cleanupUntil',
      isCivilDate(cleanup) && isCivilDate(until) && cleanup < until
        ? refuse('campaign.deadlines-disordered').message
        : undefined,
    ],
    [
      'repeatReason',
      asked && typed('repeatReason') === ''
        ? refuse('campaign.repeat-reason-required', { title: asked.title }).message
        : undefined,
    ],
  ]
  return Object.fromEntries(faults.filter((fault): fault is [string, string] => fault[1] !== undefined))
}

const pastDeadline = (until: CivilDate) => refuse('campaign.deadline-past', { day: formatDayZh(until) }).message

async function save(c: WebContext): Promise<Response> {
  const before = c.req.param('id') === undefined ? undefined : await wanted(c)
  const read = await readForm(c, form)
  const values = await formValues(c)
  const errors = { ...(await faultsAmong(c, values)), ...(read.ok ? {} : read.errors) }
  const faults = Object.keys(errors).length
  if (!read.ok || faults > 0)
    return formPage(c, before, { errors, values, problem: `有${faults}处需要改正，未保存。` }, 422)
  const { version, unitKinds = [], forms = [], cleanupUntil, countedUntil, repeatReason, ...plain } = read.value
  const input: CampaignInput = {
    ...plain,
    districtId: c.var.session.districtId,
    ...(before && { id: before.id, version: version ?? 0 }),
    unitKinds: [unitKinds].flat().filter((kind): kind is UnitKind => unitKindCodes.includes(kind as UnitKind)),
    forms: [forms].flat().filter((one): one is FilingForm => filingForms.includes(one as FilingForm)),
    ...(cleanupUntil && { cleanupUntil }),
    ...(countedUntil && { countedUntil }),
    ...(repeatReason && { repeatReason }),
  }
  try {
    const { id } = await prepareCampaign(c.var.deps, c.var.actor, input)
    return c.redirect(`/filing/campaigns/${id}`, 303)
  } catch (error) {
    // What was typed stays on the page.
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return formPage(c, before, { problem: error.message, values }, error.status)
  }
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

async function open(c: WebContext): Promise<Response> {
  const input = await named(c)
  const { units } = await openCampaign(c.var.deps, c.var.actor, input)
  return c.redirect(`/filing/campaigns/${input.campaignId}?opened=${units}`, 303)
}

async function close(c: WebContext): Promise<Response> {
  const input = await named(c)
  await closeCampaign(c.var.deps, c.var.actor, input)
  return c.redirect(`/filing/campaigns/${input.campaignId}`, 303)
}

/** 专项排查. */
export const campaignRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing', door: 'filing.read', handle: listPage },
  { method: 'get', path: '/filing/campaigns/new', door: 'filing.prepare', handle: showForm },
  { method: 'post', path: '/filing/campaigns/new', door: 'filing.prepare', handle: save },
  { method: 'get', path: '/filing/campaigns/:id', door: 'filing.read', handle: campaignPage },
  { method: 'get', path: '/filing/campaigns/:id/edit', door: 'filing.prepare', handle: showForm },
  { method: 'post', path: '/filing/campaigns/:id/edit', door: 'filing.prepare', handle: save },
  { method: 'post', path: '/filing/campaigns/:id/open', door: 'filing.open', handle: open },
  { method: 'post', path: '/filing/campaigns/:id/close', door: 'filing.open', handle: close },
]

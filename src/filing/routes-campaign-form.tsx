import { z } from 'zod'
import { type CivilDate, formatDayZh, isCivilDate, lastDayBefore } from '../calendar/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type UnitKind, unitKindCodes } from '../vocabulary/units.ts'
import { formValues, type FormValues, readForm, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { type CampaignInput, campaignTemplate, prepareCampaign } from './campaigns/prepare.ts'
import { askedWithinYear, burdenOf, repeats } from './campaigns/burden.ts'
import { type Campaign, type FilingForm, filingForms } from './model.ts'
import { CampaignForm } from './pages/campaign-form.tsx'
import { campaignIn, current } from './routes-campaigns.tsx'

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
  const chosen = (name: string) => [shown.values[name] ?? []].flat()
  const wanted = { forms: chosen('forms'), unitKinds: chosen('unitKinds'), today: deps.clock.today() }
  const burden = await burdenOf(deps.db, session.districtId, wanted)
  const page = (
    <CampaignForm
      csrf={session.csrf}
      {...(before && { id: before.id, version: before.version })}
      {...shown}
      burden={burden}
    />
  )
  return render(c, page, { title: before ? '修改专项排查' : '拟定专项排查', current, islands: ['unsaved'] }, status)
}

async function showForm(c: WebContext): Promise<Response> {
  if (c.req.param('id') === undefined) {
    const template = campaignTemplate(c.var.deps.clock.today())
    return formPage(c, undefined, { values: valuesOf({ ...template, countedUntil: undefined }) })
  }
  const campaign = await campaignIn(c)
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
  const unitKinds = [values['unitKinds'] ?? []].flat()
  // Where no units are chosen yet, whoever was asked counts: all faults are said at once.
  const ofUnits = unitKinds.length > 0 ? unitKinds : unitKindCodes
  const before = await askedWithinYear(deps.db, session.districtId, { forms, unitKinds: ofUnits, today })
  const asked = repeats(before, forms)
  const faults: [string, string | undefined][] = [
    ['unitKinds', unitKinds.length === 0 ? '请选定报送单位类型。' : undefined],
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
  const before = c.req.param('id') === undefined ? undefined : await campaignIn(c)
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

/** 专项排查 drafted and changed while it is a draft. */
export const campaignFormRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/campaigns/new', door: 'filing.prepare', handle: showForm },
  { method: 'post', path: '/filing/campaigns/new', door: 'filing.prepare', handle: save },
  { method: 'get', path: '/filing/campaigns/:id/edit', door: 'filing.prepare', handle: showForm },
  { method: 'post', path: '/filing/campaigns/:id/edit', door: 'filing.prepare', handle: save },
]

import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { addDays, type CivilDate, dueAtEndOf, formatDayZh } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import { type FilingForm, filingForms } from '../model.ts'
import { askedWithinYear, repeats } from './burden.ts'
import { lockedCampaign } from './step.ts'

export type CampaignInput = {
  districtId: string
  /** Absent: a new one. */
  id?: string
  version?: number
  title: string
  basis: string
  basisNumber: string
  unitKinds: readonly UnitKind[]
  forms: readonly FilingForm[]
  /** The last day that counts, such as 6月21日. */
  filingUntil: CivilDate
  cleanupUntil?: CivilDate
  countedUntil?: CivilDate
  reminderDays: readonly number[]
  contact: string
  repeatReason?: string
}

/**
 * Drafts 专项排查 or changes a draft; one that was sent back waits to be approved again. It asks nobody for anything until somebody else approves it. Refuses
 * `campaign.not-valid`, `campaign.basis-required`, `campaign.deadline-past`, `campaign.deadlines-disordered`,
 * `campaign.repeat-reason-required`, `campaign.titled-already`.
 */
export async function prepareCampaign(deps: Deps, actor: Actor, input: CampaignInput): Promise<{ id: string }> {
  const { districtId } = input
  permit(actor, 'filing.prepare', { districtId })
  checkCampaign(input, deps.clock.today())
  return inTransaction(deps.db, async (tx) => {
    await refuseSilentRepetition(tx, input, deps.clock.today())
    const before = input.id === undefined ? undefined : await draftOf(tx, input)
    await refuseSameTitle(tx, input)
    const id = before?.id ?? deps.ids.next()
    const at = deps.wall.now()
    const said = columnsOf(input)
    if (before)
      await tx
        .updateTable('filing_campaign')
        .set({
          ...said,
          state: 'draft',
          prepared_by: actor.id,
          handled_by: [...new Set([...before.handledBy, actor.id])],
          version: before.version + 1,
        })
        .where('district_id', '=', districtId)
        .where('id', '=', id)
        .execute()
    else
      await tx
        .insertInto('filing_campaign')
        .values({
          district_id: districtId,
          id,
          ...said,
          state: 'draft',
          prepared_by: actor.id,
          handled_by: [actor.id],
          created_at: at,
        })
        .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: before ? 'campaign.changed' : 'campaign.prepared',
      subject: { kind: 'campaign', id },
      after: {
        ...said,
        contact: await keepWords(tx, deps, districtId, said.contact),
        repeat_reason: await keepWords(tx, deps, districtId, said.repeat_reason),
      },
      at,
    })
    return { id }
  })
}

function columnsOf(input: CampaignInput) {
  return {
    title: input.title.trim(),
    basis: input.basis.trim(),
    basis_number: input.basisNumber.trim(),
    unit_kinds: [...new Set(input.unitKinds)],
    forms: filingForms.filter((form) => input.forms.includes(form)),
    filing_due: dueAtEndOf(input.filingUntil),
    cleanup_due: input.cleanupUntil ? dueAtEndOf(input.cleanupUntil) : null,
    counted_until: input.countedUntil ?? input.filingUntil,
    reminder_days: [...new Set(input.reminderDays)].sort((a, b) => b - a),
    contact: input.contact.trim(),
    repeat_reason: input.repeatReason?.trim() || null,
  }
}

function checkCampaign(input: CampaignInput, today: CivilDate): void {
  const faults = [
    ...(input.title.trim().length >= 1 && input.title.trim().length <= 80 ? [] : ['名称应为1至80个字']),
    ...(input.unitKinds.length > 0 ? [] : ['请选定报送单位类型']),
    ...(input.unitKinds.every((kind) => unitKinds[kind].inScope) ? [] : ['所选单位类型中有不属本级监管的单位']),
    ...(input.forms.length > 0 ? [] : ['请选定所报表格']),
    ...(input.contact.trim() !== '' ? [] : ['请填写联系人和电话']),
    ...(input.reminderDays.every((days) => Number.isInteger(days) && days >= 0 && days <= 60)
      ? []
      : ['提醒应在截止前0至60天']),
  ]
  if (faults.length > 0) throw refuse('campaign.not-valid', { faults: faults.join('；') })
  if (input.basis.trim() === '' || input.basisNumber.trim() === '') throw refuse('campaign.basis-required')
  if (input.filingUntil < today) throw refuse('campaign.deadline-past', { day: formatDayZh(input.filingUntil) })
  if (input.cleanupUntil && input.cleanupUntil < input.filingUntil) throw refuse('campaign.deadlines-disordered')
}

// 国办函〔2026〕12号: what these units were asked within twelve months isn't asked again without a reason that everybody can read.
export async function refuseSilentRepetition(
  tx: Tx,
  draft: { districtId: string } & Pick<CampaignInput, 'forms' | 'unitKinds'> & { repeatReason?: string | null },
  today: CivilDate,
): Promise<void> {
  const asked = repeats(await askedWithinYear(tx, draft.districtId, { ...draft, today }), draft.forms)
  if (asked && !draft.repeatReason?.trim()) throw refuse('campaign.repeat-reason-required', { title: asked.title })
}

async function draftOf(tx: Tx, { districtId, id = '', version }: CampaignInput) {
  const { campaign } = await lockedCampaign(tx, { districtId, campaignId: id, version: version ?? 0 }, 'change')
  return campaign
}

async function refuseSameTitle(tx: Tx, { districtId, id, title }: CampaignInput): Promise<void> {
  const same = await tx
    .selectFrom('filing_campaign')
    .select('id')
    .where('district_id', '=', districtId)
    .where('title', '=', title.trim())
    .where('state', 'not in', ['rejected', 'withdrawn'])
    .executeTakeFirst()
  if (same && same.id !== id) throw refuse('campaign.titled-already', { title: title.trim() })
}

/** A draft to begin with: the notice's own words with days for this year. */
export function campaignTemplate(today: CivilDate): Omit<CampaignInput, 'districtId'> {
  return {
    title: `${today.slice(0, 4)}年政务新媒体备案报送和清理整合专项排查`,
    basis: '《国务院办公厅关于推进政务新媒体健康有序发展的意见》',
    basisNumber: '国办发〔2018〕123号',
    unitKinds: ['department', 'civil_managed_institution', 'institution', 'township', 'subdistrict', 'farm'],
    forms: ['annex1', 'annex2'],
    filingUntil: addDays(today, 14),
    cleanupUntil: addDays(today, 28),
    reminderDays: [7, 3, 1, 0],
    contact: '',
  }
}

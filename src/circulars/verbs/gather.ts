import { type Deps, findDistrict } from '../../access/index.ts'
import { firstDayOf, quarterOf } from '../../calendar/index.ts'
import { isUuid, type Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { confirmedFindings, listFindings } from '../../monitoring/index.ts'
import { readUnits, survivingUnit } from '../../registry/index.ts'
import { findReport, type ReportContent, type ReportFacts, stageOf } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import type { DraftFrom } from '../drafting/from.ts'
import { type Dispatch, isIssued, stateLabels, type Variant } from '../model.ts'
import { correctionsOf, dispatchOfReport, readContent, readDispatch, standInLine } from '../queries.ts'
import type { Recipient } from '../words/content.ts'
import { standingRecipients } from './standing-recipients.ts'

export type DraftInput = {
  districtId: string
  variant: Variant
  issuer: string
  /** The final report behind it. */
  reportId?: string | undefined
  /** Confirmed findings of one account, where there is no report. */
  findingIds?: readonly string[] | undefined
  /** The issued paper that is put right or taken back, and the change. */
  correctsId?: string | undefined
  stood?: string | undefined
  holds?: string | undefined
  reason?: string | undefined
  superior?: string | undefined
  typedSource?: string | undefined
}

// Rulebook (c) C4: no national number; ten working days, as the report proposes.
const FEEDBACK_DAYS = 10

const needsReport: readonly Variant[] = ['circular', 'letter', 'no-problems', 'self-check']
const changes: readonly Variant[] = ['correction', 'withdrawal']

/** All that a paper is drafted from. Refuses what it can't rest on. */
export async function gather(
  tx: Tx,
  deps: Deps,
  input: DraftInput,
  original: Dispatch | undefined,
): Promise<DraftFrom> {
  const { districtId, variant, issuer } = input
  const today = deps.clock.today()
  const { day: by, provisional } = (await loadCalendar(tx)).addWorkingDays(today, FEEDBACK_DAYS)
  const report = needsReport.includes(variant) ? await finalReport(tx, input) : undefined
  const { stood = '', holds = '', reason = '' } = input
  return {
    district: await findDistrict(tx, districtId),
    issuer,
    today,
    feedback: { by, from: today, days: FEEDBACK_DAYS, provisional },
    ...(report && { report }),
    ...(variant === 'single-account' && { findings: await chosenFindings(tx, deps, input) }),
    ...(original && { original, change: { stood, holds, reason } }),
    ...(input.superior !== undefined && { superior: input.superior }),
  }
}

const stageWords = { draft: '草稿', review: '送审稿', final: '定稿' } as const

async function finalReport(tx: Tx, { districtId, reportId = '', variant }: DraftInput): Promise<ReportContent> {
  const report = isUuid(reportId) ? await findReport(tx, districtId, reportId) : undefined
  if (!report) throw refuse('dispatch.report-required')
  const state = report.state === 'superseded' ? '已被新版取代' : stageWords[stageOf(report.state, report.content)]
  if (report.state !== 'final') throw refuse('dispatch.report-not-final', { state })
  await standInLine(tx, districtId, `report/${reportId}`)
  const known = variant === 'self-check' ? undefined : await dispatchOfReport(tx, districtId, reportId)
  if (known) throw refuse('dispatch.report-has-one', { title: known.title, state: stateLabels[known.state] })
  return report.content
}

const MOST_FINDINGS = 500

/** As a report would print them: confirmed, of one account. Refuses `dispatch.findings-required`, `dispatch.findings-of-one`. */
async function chosenFindings(tx: Tx, { db }: Deps, { districtId, findingIds = [] }: DraftInput) {
  const { findings } = await listFindings(db, districtId, { states: ['confirmed'] }, 1, MOST_FINDINGS)
  const wanted = findings.filter(({ id }) => findingIds.includes(id))
  const quarters = [...new Set(wanted.map(({ month }) => quarterOf(firstDayOf(month))))]
  const named = []
  for (const quarter of quarters) named.push(...(await confirmedFindings(tx, districtId, quarter)))
  const chosen = named.filter(({ findingId }) => findingIds.includes(findingId))
  if (chosen.length === 0) throw refuse('dispatch.findings-required')
  if (new Set(chosen.map(({ accountId }) => accountId)).size > 1) throw refuse('dispatch.findings-of-one')
  return chosen.toSorted((one, other) => (one.month < other.month ? -1 : 1))
}

/** The issued paper that a 更正 or 撤回 is about; undefined for the other variants. */
export async function originalOf(
  tx: Tx,
  { districtId, variant, correctsId = '' }: DraftInput,
): Promise<Dispatch | undefined> {
  if (!changes.includes(variant)) return undefined
  const original = isUuid(correctsId) ? await readDispatch(tx, districtId, correctsId, 'lock') : undefined
  if (!original || !isIssued(original.state) || original.state === 'withdrawn') throw refuse('dispatch.not-issued-yet')
  const open = (await correctionsOf(tx, districtId, original.id)).find((one) => !isIssued(one.state))
  if (open) throw refuse('dispatch.withdrawal-has-one', { title: open.title })
  return original
}

/**
 * Every unit of the notice signs for a paper; who has a problem in it answers. A unit without accounts signs, too, and is
 * asked nothing. What puts an earlier paper right goes to whom that one went to; an upward paper goes to no unit.
 */
export async function recipientsOf(
  tx: Tx,
  districtId: string,
  { variant, from, original }: { variant: Variant; from: DraftFrom; original: Dispatch | undefined },
): Promise<Recipient[]> {
  if (variant === 'self-check') return []
  if (original) {
    const { recipients } = await readContent(tx, districtId, original)
    return (await standingRecipients(tx, districtId, recipients)).map((one) => ({ ...one, answers: false }))
  }
  const units = await readUnits(tx, districtId)
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const findings: readonly Pick<ReportFacts['findings'][number], 'unitId'>[] =
    from.findings ?? from.report?.facts.findings ?? []
  const answering = new Set(
    findings.flatMap(({ unitId }) => {
      const unit = byId.get(unitId)
      return unit ? [survivingUnit(unit, byId).id] : []
    }),
  )
  return units
    .filter(({ id, state, kind }) => state === 'active' && (unitKinds[kind].inScope || answering.has(id)))
    .map(({ id, name }) => ({ unitId: id, unitName: name, answers: answering.has(id) }))
}

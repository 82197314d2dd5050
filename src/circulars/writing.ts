import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import type { Dispatch, DispatchState, DispatchStep, IssuingBody, Receipt } from './model.ts'
import type { DispatchContent } from './words/content.ts'

/** Everything that this room writes to the database. */

export type NewDispatch = Pick<
  Dispatch,
  'id' | 'variant' | 'issuer' | 'title' | 'reportId' | 'correctsId' | 'openness' | 'draftedBy' | 'draftedAt'
> & { districtId: string }

export async function insertDispatch(tx: Tx, { districtId, ...one }: NewDispatch): Promise<void> {
  await tx
    .insertInto('dispatch')
    .values({
      district_id: districtId,
      id: one.id,
      variant: one.variant,
      issuer: one.issuer,
      title: one.title,
      state: 'drafting',
      report_id: one.reportId,
      corrects_id: one.correctsId,
      openness: one.openness,
      draft: 1,
      drafted_by: one.draftedBy,
      drafted_at: one.draftedAt,
    })
    .execute()
}

export async function insertContent(
  tx: Tx,
  of: { districtId: string; dispatchId: string; draft: number; content: DispatchContent; by: string; at: Instant },
): Promise<void> {
  await tx
    .insertInto('dispatch_draft')
    .values({
      district_id: of.districtId,
      dispatch_id: of.dispatchId,
      draft: of.draft,
      content: JSON.stringify(of.content),
      made_by: of.by,
      made_at: of.at,
    })
    .execute()
}

/** The columns that a step may change beside the state. */
export type Changes = {
  draft?: number
  title?: string
  openness?: Dispatch['openness']
  signed_by?: string | null
  signed_on?: CivilDate | null
  mark?: string | null
  number_year?: number | null
  number_serial?: number | null
  issued_on?: CivilDate
  feedback_by?: CivilDate | null
  feedback_from?: CivilDate | null
  feedback_days?: number | null
}

export async function updateDispatch(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Dispatch, 'id' | 'version'>,
  set: Changes & { state: DispatchState },
): Promise<void> {
  await tx
    .updateTable('dispatch')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

type NewStep = Omit<DispatchStep, 'serial'> & { districtId: string; dispatchId: string }

/** Keeps a step behind the ones there are, and answers its serial; the paper is locked. */
export async function insertStep(tx: Tx, { districtId, dispatchId, facts, unitId, ...step }: NewStep): Promise<number> {
  const last = await tx
    .selectFrom('dispatch_step')
    .select(({ fn }) => fn.max('serial').as('serial'))
    .where('district_id', '=', districtId)
    .where('dispatch_id', '=', dispatchId)
    .executeTakeFirst()
  const serial = (last?.serial ?? 0) + 1
  await tx
    .insertInto('dispatch_step')
    .values({
      district_id: districtId,
      dispatch_id: dispatchId,
      serial,
      unit_id: unitId,
      ...step,
      facts: JSON.stringify(facts),
    })
    .execute()
  return serial
}

export async function insertReceipts(
  tx: Tx,
  districtId: string,
  dispatchId: string,
  units: readonly Pick<Receipt, 'unitId' | 'answers' | 'dueOn'>[],
): Promise<void> {
  if (units.length === 0) return
  await tx
    .insertInto('dispatch_unit')
    .values(
      units.map(({ unitId, answers, dueOn }) => ({
        district_id: districtId,
        dispatch_id: dispatchId,
        unit_id: unitId,
        answers,
        due_on: dueOn,
      })),
    )
    .execute()
}

export async function updateReceipt(
  tx: Tx,
  { districtId, dispatchId, unitId }: { districtId: string; dispatchId: string; unitId: string },
  set: {
    received_at?: Instant
    received_by?: string
    answer?: string
    answered_at?: Instant
    answered_by?: string
    for_unit?: boolean
    due_on?: Receipt['dueOn']
  },
): Promise<void> {
  await tx
    .updateTable('dispatch_unit')
    .set(set)
    .where('district_id', '=', districtId)
    .where('dispatch_id', '=', dispatchId)
    .where('unit_id', '=', unitId)
    .execute()
}

export async function insertFiles(
  tx: Tx,
  districtId: string,
  dispatchId: string,
  files: readonly { kind: string; unitId?: string; serial?: number; fileId: string }[],
): Promise<void> {
  if (files.length === 0) return
  await tx
    .insertInto('dispatch_file')
    .values(
      files.map(({ kind, unitId, serial = 1, fileId }) => ({
        district_id: districtId,
        dispatch_id: dispatchId,
        kind,
        unit_id: unitId ?? null,
        serial,
        file_id: fileId,
      })),
    )
    .execute()
}

export async function saveBody(tx: Tx, districtId: string, body: IssuingBody): Promise<void> {
  await tx
    .insertInto('issuing_body')
    .values({ district_id: districtId, ...body })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'name']).doUpdateSet({ flag: body.flag, marks: body.marks }),
    )
    .execute()
}

import { type Actor, type Deps, may, permit } from '../../../access/index.ts'
import type { CivilDate } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import type { NationalSide, RecordedStatus } from '../model.ts'

/** 回执截图 (PDF, JPG or PNG), or why there is none. */
export type Proof = { receipt?: { name: string; bytes: Uint8Array }; noReceiptReason?: string }

type NewEntry = Proof & {
  districtId: string
  accountId: string
  caseId?: string
  side: NationalSide
  status: RecordedStatus
  on: CivilDate
  note?: string
}

/** A unit records its own entry; the office records its own, and what a unit tells it of. */
const targetOf = (side: NationalSide, districtId: string, unitId: string | null) => ({
  districtId,
  unitId: side === 'office' ? null : unitId,
})
export const maySide = (actor: Actor, side: NationalSide, districtId: string, unitId: string | null): boolean =>
  may(actor, 'national.record', targetOf(side, districtId, unitId))
export const permitSide = (actor: Actor, side: NationalSide, districtId: string, unitId: string | null): void =>
  permit(actor, 'national.record', targetOf(side, districtId, unitId))

/** `unit` is a layout as well in the trail; 主办 and 主管 are the words of the field. */
export const sideInTrail = { unit: 'sponsor', office: 'supervising' } as const satisfies Record<NationalSide, string>

/** Keeps what one side entered in the national system, with its receipt. Refuses `national.receipt-required`, `file.*`. */
export async function keepEntry(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, accountId, caseId, side, status, on, receipt, noReceiptReason, note }: NewEntry,
): Promise<{ id: string; told: Record<string, unknown> }> {
  const reason = noReceiptReason?.trim() || null
  if (!receipt && reason === null) throw refuse('national.receipt-required')
  const file = receipt && (await saveFile(tx, deps, { districtId, ...receipt, actor, accept: ['pdf', 'jpg', 'png'] }))
  const id = deps.ids.next()
  await tx
    .insertInto('national_report')
    .values({
      district_id: districtId,
      id,
      account_id: accountId,
      side,
      status,
      reported_on: on,
      receipt_file_id: file?.id ?? null,
      no_receipt_reason: file ? null : reason,
      note: note?.trim() || null,
      case_id: caseId ?? null,
      recorded_by: actor.id,
      recorded_at: deps.wall.now(),
    })
    .execute()
  return {
    id,
    told: { side: sideInTrail[side], status, on, ...(file ? { receipt: file.sha256 } : { noReceiptReason: reason }) },
  }
}

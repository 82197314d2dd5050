import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'

export type HeldPatrol = {
  id: string
  checkedAt: Instant
  reachable: string
  lastUpdateOn: CivilDate | null
  neverUpdated: boolean
  hasInteraction: boolean | null
  hasService: boolean | null
  note: string | null
  screenshotFileId: string | null
  screenshotSha256: string | null
}

/** Every look at an account, the oldest first. */
export async function heldPatrols(db: Db | Tx, districtId: string, accountId: string): Promise<HeldPatrol[]> {
  const { rows } = await sql<HeldPatrol>`
    select p.id, p.checked_at as "checkedAt", p.reachable, p.last_update_on as "lastUpdateOn", p.never_updated as "neverUpdated",
      p.has_interaction as "hasInteraction", p.has_service as "hasService", p.note,
      p.screenshot_file_id as "screenshotFileId", f.sha256 as "screenshotSha256"
    from patrol p left join stored_file f on f.district_id = p.district_id and f.id = p.screenshot_file_id
    where p.district_id = ${districtId} and p.account_id = ${accountId}::uuid
    order by p.checked_at, p.id`.execute(db)
  return rows
}

export type HeldFinding = {
  month: string
  indicator: string
  state: string
  facts: unknown
  reason: string | null
  decidedAt: Instant | null
}

/** Findings of an account with what people decided, by month. */
export async function heldFindings(db: Db | Tx, districtId: string, accountId: string): Promise<HeldFinding[]> {
  const { rows } = await sql<HeldFinding>`
    select month, indicator, state, facts, reason, decided_at as "decidedAt" from finding
    where district_id = ${districtId} and account_id = ${accountId}::uuid
    order by month, indicator`.execute(db)
  return rows
}

/** Files that stand behind what was recorded of an account beside its filings: 授权书, and the proof of a clean-up item. */
export async function heldPapers(
  db: Db | Tx,
  districtId: string,
  accountId: string,
): Promise<{ what: string; fileId: string }[]> {
  const { rows } = await sql<{ what: string; fileId: string }>`
    select '授权书 ' || signed_on as what, file_id as "fileId" from collection_authorisation
    where district_id = ${districtId} and account_id = ${accountId}::uuid
    union all
    select '清理完成凭证 ' || as_of, evidence_file_id from cleanup_item
    where district_id = ${districtId} and account_id = ${accountId}::uuid and evidence_file_id is not null
    order by 1, 2`.execute(db)
  return rows
}

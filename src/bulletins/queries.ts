import { sql } from 'kysely'
import type { Instant, Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { ReportContent } from '../reporting/index.ts'

export type BulletinState = 'draft' | 'released' | 'superseded'
export type BulletinFormat = 'docx' | 'pdf' | 'xlsx'

/** A kept version of a month's bulletin as lists show it. */
export type Bulletin = {
  id: string
  month: Month
  version: number
  state: BulletinState
  /** Something of the month is open: it can't be released. */
  isDraft: boolean
  createdBy: string
  createdAt: Instant
  releasedAt: Instant | null
}
export type WholeBulletin = Bulletin & {
  content: ReportContent
  digest: string
  files: Record<BulletinFormat, string>
}

const columns = [
  'id',
  'month',
  'version',
  'state',
  sql<boolean>`(content ->> 'isDraft')::boolean`.as('isDraft'),
  'created_by as createdBy',
  'created_at as createdAt',
  'released_at as releasedAt',
] as const

/** The kept versions, the newest month first. */
export async function listBulletins(db: Db, districtId: string): Promise<Bulletin[]> {
  const rows = await db
    .selectFrom('bulletin')
    .select(columns)
    .where('district_id', '=', districtId)
    .orderBy('month', 'desc')
    .orderBy('version', 'desc')
    .limit(200)
    .execute()
  return rows as Bulletin[]
}

/** One version with what it was printed from. */
export async function findBulletin(db: Db | Tx, districtId: string, id: string): Promise<WholeBulletin | undefined> {
  const row = await db
    .selectFrom('bulletin')
    .select([...columns, 'content', 'digest', 'docx_file_id', 'pdf_file_id', 'xlsx_file_id'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { docx_file_id: docx, pdf_file_id: pdf, xlsx_file_id: xlsx, ...rest } = row
  return { ...rest, files: { docx, pdf, xlsx } } as WholeBulletin
}

/** The newest version of a month; under the month's lock. */
export async function latestBulletin(
  tx: Tx,
  districtId: string,
  month: Month,
): Promise<{ id: string; version: number; state: BulletinState; digest: string } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bulletin/${districtId}/${month}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('bulletin')
    .select(['id', 'version', 'state', 'digest'])
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row as { id: string; version: number; state: BulletinState; digest: string } | undefined
}

type Made = Pick<WholeBulletin, 'id' | 'month' | 'version' | 'content' | 'digest' | 'files' | 'createdBy' | 'createdAt'>

export async function insertBulletin(tx: Tx, districtId: string, made: Made): Promise<void> {
  const { id, month, version, content, digest, files, createdBy, createdAt } = made
  await tx
    .insertInto('bulletin')
    .values({
      district_id: districtId,
      id,
      month,
      version,
      state: 'draft',
      content: JSON.stringify(content),
      digest,
      docx_file_id: files.docx,
      pdf_file_id: files.pdf,
      xlsx_file_id: files.xlsx,
      created_by: createdBy,
      created_at: createdAt,
    })
    .execute()
}

/** Releases a draft with the files it is printed in from now on; an earlier one of the month is superseded and stays. */
export async function markReleased(
  tx: Tx,
  { districtId, month, id }: { districtId: string; month: Month; id: string },
  by: { releasedBy: string; releasedAt: Instant; files: Record<BulletinFormat, string> },
): Promise<boolean> {
  await tx
    .updateTable('bulletin')
    .set({ state: 'superseded' })
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .where('state', '=', 'released')
    .execute()
  const { releasedBy, releasedAt, files } = by
  const changed = await tx
    .updateTable('bulletin')
    .set({
      state: 'released',
      released_by: releasedBy,
      released_at: releasedAt,
      docx_file_id: files.docx,
      pdf_file_id: files.pdf,
      xlsx_file_id: files.xlsx,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

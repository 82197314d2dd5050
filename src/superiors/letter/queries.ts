import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { LetterContent } from './content.ts'

export type LetterVersion = { version: number; content: LetterContent; madeBy: string; madeAt: Instant }

/** Every version of an item's 反馈函, the newest first. */
export async function lettersOf(db: Db | Tx, districtId: string, itemId: string): Promise<LetterVersion[]> {
  const { rows } = await sql<LetterVersion>`
    select version, content, made_by as "madeBy", made_at as "madeAt" from superior_letter
    where district_id = ${districtId} and item_id = ${itemId} order by version desc`.execute(db)
  return rows
}

type NewLetter = Omit<LetterVersion, 'version'> & { districtId: string; itemId: string }

/** Keeps a version behind the ones there are; the item is locked. */
export async function insertLetter(
  tx: Tx,
  { districtId, itemId, content, madeBy, madeAt }: NewLetter,
): Promise<number> {
  const [newest] = await lettersOf(tx, districtId, itemId)
  const version = (newest?.version ?? 0) + 1
  await tx
    .insertInto('superior_letter')
    .values({
      district_id: districtId,
      item_id: itemId,
      version,
      content: JSON.stringify(content),
      made_by: madeBy,
      made_at: madeAt,
    })
    .execute()
  return version
}

import type { Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'

/** The last round that the program made by itself, with the parts that failed in it in words. */
export type Round = { at: Instant; failed: string[] }

const key = 'last-round'

export async function recordRound(db: Db, { at, failed }: Round): Promise<void> {
  const row = { value: JSON.stringify({ failed }), changed_at: at }
  await db
    .insertInto('installation_setting')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

export async function lastRound(db: Db): Promise<Round | undefined> {
  const row = await db
    .selectFrom('installation_setting')
    .select(['value', 'changed_at as at'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { at: row.at, failed: (row.value as { failed: string[] }).failed }
}

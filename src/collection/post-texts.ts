import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** What a post says, whole, as a source gave it. */
export type PostText = { accountId: string; linkKey: string; text: string }

// As `published_text` takes it.
const TEXT_MOST = 100_000
/** Who read a text that no person did. */
export const READ_BY_COLLECTION = 'collection'

/** From now on the texts of a unit's posts are kept, or no longer: what was kept stays. */
export async function wantTexts(
  tx: Tx,
  { districtId, unitId, wanted }: { districtId: string; unitId: string; wanted: boolean },
): Promise<void> {
  if (wanted)
    await sql`insert into text_wanted (district_id, unit_id) values (${districtId}, ${unitId}) on conflict do nothing`.execute(
      tx,
    )
  else await sql`delete from text_wanted where district_id = ${districtId} and unit_id = ${unitId}`.execute(tx)
}

/** Keeps texts of posts whose unit wants them kept, the newest in the place of the one before; what a person copied stays. */
export async function keepTexts(
  tx: Db | Tx,
  districtId: string,
  texts: readonly PostText[],
  seenAt: Instant,
): Promise<void> {
  const fit = [...new Map(texts.map((one) => [`${one.accountId} ${one.linkKey}`, one])).values()]
    .map((one) => ({ ...one, text: one.text.trim() }))
    .filter(({ text }) => text !== '' && text.length <= TEXT_MOST)
  if (fit.length === 0) return
  await sql`
    insert into published_text (district_id, account_id, post_id, text, read_by, read_at)
    select p.district_id, p.account_id, p.id, f.text, ${READ_BY_COLLECTION}, ${seenAt}
    from unnest(${fit.map(({ accountId }) => accountId)}::uuid[], ${fit.map(({ linkKey }) => linkKey)}::text[],
      ${fit.map(({ text }) => text)}::text[]) as f (account_id, link_key, text)
    join account a on a.district_id = ${districtId} and a.id = f.account_id
    join text_wanted w on w.district_id = a.district_id and w.unit_id = a.unit_id
    join post p on p.district_id = a.district_id and p.account_id = f.account_id and p.link_key = f.link_key
    on conflict (district_id, account_id, post_id) do update set text = excluded.text, read_at = excluded.read_at
    where published_text.read_by = ${READ_BY_COLLECTION} and published_text.text <> excluded.text`.execute(tx)
}

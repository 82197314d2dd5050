import { sql } from 'kysely'
import { addDays, type CivilDate, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { plainAccountName } from '../registry/index.ts'
import { foldWord, platformCodes, platforms } from '../vocabulary/platforms.ts'
import type { BroughtFacts } from './indicators/brought-facts.ts'

/** What a source saw as an account's name, what the ledger calls it, and which changes of its name were handed in. */
export type SeenName = {
  accountId: string
  ledgerName: string
  renamedFrom: string | null
  renamedOn: CivilDate | null
  /** The name at the newest look, the day of that look, and since when nothing else was seen. */
  seen: string
  seenOn: CivilDate
  since: CivilDate
  filed: { name: string; on: CivilDate }[] | null
}

// Only a page of a 公众号 says what the account is called; of other pages it may be the name of the site.
const saidOnPages = platformCodes.filter((code) => platforms[code].family === 'wechat_official')

/**
 * What is known of renamings, by account: of those whose name a source has seen by the checkpoint. An account that nobody
 * saw under a name is missing, and is not judged.
 */
export async function renamesSeen(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<Map<string, BroughtFacts['renamed']>> {
  const until = startOfDay(addDays(checkpoint, 1))
  const day = (moment: string) => sql.raw(`(${moment} at time zone 'Asia/Shanghai')::date`)
  const { rows } = await sql<SeenName>`
    with names as (
      select account_id, value ->> 'name' as name, observed_at from collection_sample
      where district_id = ${districtId} and kind = 'profile' and key = 'page' and value ->> 'name' is not null
        and observed_at < ${until}
    ), newest as (
      select distinct on (account_id) account_id, name, observed_at from names order by account_id, observed_at desc, name
    )
    select a.id as "accountId", a.name as "ledgerName", a.renamed_from as "renamedFrom", a.renamed_on as "renamedOn",
      n.name as seen, ${day('n.observed_at')} as "seenOn",
      (select ${day('min(s.observed_at)')} from names s where s.account_id = n.account_id and s.observed_at > coalesce(
        (select max(o.observed_at) from names o where o.account_id = n.account_id and o.name <> n.name), '-infinity')) as since,
      (select jsonb_agg(jsonb_build_object('name', c.answers ->> 'newName', 'on', ${day('c.submitted_at')}) order by c.submitted_at)
        from filing_case c
        where c.district_id = a.district_id and c.account_id = a.id and c.kind = 'change' and c.answers ->> 'newName' is not null
          and c.submitted_at < ${until} and c.state not in ('draft', 'returned', 'rejected', 'withdrawn')) as filed
    from newest n
    join account a on a.district_id = ${districtId} and a.id = n.account_id
    where a.platform = any(${saidOnPages}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.accountId, renamedBy(row)]))
}

const nameKey = (name: string) => foldWord(plainAccountName(name, 'wechat_official'))
const alike = (one: string, other: string) => nameKey(one) === nameKey(other)

/**
 * The name that a source saw beside the ledger's. Under the former name it stood before the ledger was changed, which is no
 * renaming; a change that was handed in for the very name is one that was filed. Null: what the ledger called it then is not known.
 */
export function renamedBy(known: SeenName): BroughtFacts['renamed'] {
  const { ledgerName, renamedFrom, renamedOn, seen, seenOn, since, filed } = known
  const isFormer = renamedFrom !== null && alike(seen, renamedFrom) && (renamedOn === null || renamedOn > seenOn)
  if (alike(seen, ledgerName) || isFormer) return { seenOn }
  const change = filed?.find(({ name }) => alike(name, seen))
  // The ledger was changed after the look: of its names before the last but one nothing is known here.
  if (!change && renamedFrom !== null && renamedOn !== null && renamedOn > seenOn) return null
  return { on: since, filedOn: change?.on, seenName: seen, filedName: ledgerName }
}

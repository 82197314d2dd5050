import { sql } from 'kysely'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { foldWord, type Platform, readPlatform } from '../../vocabulary/platforms.ts'
import type { Whose } from '../match-accounts.ts'

/**
 * An account that a file names in its column of accounts and the ledger does not know: a clue for 瞒报漏报核查. Who wrote,
 * asked or was spoken of is never kept here: those are people.
 */
export type Stranger = {
  platform: Platform | null
  name: string
  identifier: string | null
  unitName: string | null
  /** A post of it, where the file has a link. */
  link: string | null
  rows: number
}

// Longer than any platform allows: no name of an account, and whatever it is, it is not kept.
const LONGEST = 100

/** Notes a row of an account that the ledger does not know; rows of one account count as one. */
export function meetStranger(met: Map<string, Stranger>, whose: Whose, link: string | null): void {
  const suffix = /[(（]([^()（）]+)[)）]\s*$/u.exec(whose.account)?.[1] ?? ''
  const named = readPlatform(whose.platform)
  const platform = named ?? readPlatform(suffix) ?? null
  // 某县警方(新浪微博): where the brackets say the platform, they are no part of the name.
  const isPlatform = !named && platform !== null
  const name = (isPlatform ? whose.account.replace(/[(（][^()（）]+[)）]\s*$/u, '') : whose.account).trim()
  const identifier = whose.identifier?.trim() || null
  if (name.length > LONGEST || (identifier?.length ?? 0) > LONGEST) return
  const key = [platform ?? '', foldWord(name), foldWord(identifier ?? '')].join('\n')
  const known = met.get(key)
  if (known) known.rows += 1
  else met.set(key, { platform, name, identifier, unitName: whose.unit.slice(0, LONGEST) || null, link, rows: 1 })
}

export async function insertStrangers(
  tx: Tx,
  { districtId, importId, metOn }: { districtId: string; importId: string; metOn: CivilDate },
  strangers: readonly Stranger[],
): Promise<void> {
  if (strangers.length === 0) return
  await sql`
    insert into import_stranger (district_id, import_id, place, platform, name, identifier, unit_name, link, rows, met_on)
    select ${districtId}, ${importId}::uuid, s.place, s.platform, s.name, s.identifier, s."unitName", s.link, s.rows,
      ${metOn}::date
    from jsonb_to_recordset(${JSON.stringify(strangers.map((one, at) => ({ ...one, place: at + 1 })))}::jsonb)
      as s(place integer, platform text, name text, identifier text, "unitName" text, link text, rows integer)`.execute(
    tx,
  )
}

/** The same account over all files that are imported: in which, how often, when last. */
export type MetAccount = Stranger & { files: string[]; lastMetOn: CivilDate }

/**
 * Accounts that files of a district told of while the ledger did not know them, by name (pinyin). Imports that were taken
 * back say nothing.
 */
export async function metAccounts(
  db: Db | Tx,
  districtId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: MetAccount[]; total: number }> {
  const found = sql`
    select s.platform, min(s.name) as name, min(s.identifier) as identifier, min(s.unit_name) as "unitName",
      min(s.link) as link, sum(s.rows)::int as rows, max(s.met_on) as "lastMetOn",
      array_agg(distinct r.file_name order by r.file_name) as files
    from import_stranger s
    join import_run r on r.district_id = s.district_id and r.id = s.import_id
    where s.district_id = ${districtId} and r.state = 'written'
    group by s.platform, lower(s.name), lower(coalesce(s.identifier, ''))`
  const { rows } = await sql<MetAccount>`
    select platform, name, identifier, "unitName", link, rows, "lastMetOn", files from (${found}) found
    order by name collate "zh-x-icu", platform, identifier offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`select count(*)::int as total from (${found}) found`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

import { sql } from 'kysely'
import type { Deps } from '../../access/index.ts'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { plainAccountName, saysNothing } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { readCasePrints } from '../cases/file-case.ts'

/** What a filing can say of an account, beside whose it is. */
export const filedTexts = ['name', 'identifier', 'profileUrl', 'certifiedEntity'] as const
export type FiledText = (typeof filedTexts)[number]

/**
 * An account as its accepted filings have it, whatever the ledger says today: of each fact what was accepted last. Null: no
 * filing of this system has said it.
 */
export type AsFiled = Record<FiledText, string | null> & {
  accountId: string
  /** Names under which it was filed before, the oldest first. */
  formerNames: string[]
  unitId: string
  /** Of the last filing. */
  number: string
  acceptedAt: Instant
  filedOn: CivilDate
}

type Found = Omit<AsFiled, 'name' | 'formerNames'> & {
  platform: Platform
  names: string[] | null
  firstCase: string | null
  firstPrint: number | null
}

/**
 * Every account that has a 备案号, or one of them, by its id. A return says what its accepted version answers, a 开设 or 变更
 * what was registered; 变更、关停、注销 name on their paper the account as it was called until then.
 */
export async function accountsAsFiled(
  { db, vault }: { db: Db | Tx; vault: Deps['vault'] },
  districtId: string,
  accountId?: string,
): Promise<Map<string, AsFiled>> {
  const { rows } = await sql<Found>`
    with said as (
      select f.account_id, f.unit_id, f.number, f.accepted_at, c.id as case_id, c.print_number,
        row_number() over (partition by f.account_id order by coalesce(e.accepted_at, f.accepted_at), f.year, f.serial,
          e.print_number) as at,
        coalesce(e.annex1->>'name', case c.kind when 'open' then c.answers->>'name'
          when 'change' then c.answers->>'newName' end) as name,
        e.annex2->>'identifier' as identifier,
        coalesce(e.annex2->>'profileUrl', case c.kind when 'open' then c.executed_url end) as url,
        coalesce(e.annex2->>'certifiedEntity', case c.kind when 'open' then c.answers->>'certifiedEntity'
          when 'change' then c.answers->>'newEntity' end) as entity
      from filing_record f
      left join filing_accepted_entry e on e.district_id = f.district_id and e.number = f.number
        and e.account_id = f.account_id
      left join filing_case c on f.source_kind = 'case' and c.district_id = f.district_id and c.id = f.source_id
      where f.district_id = ${districtId} and f.account_id is not null
        and (${accountId ?? null}::uuid is null or f.account_id = ${accountId ?? null}::uuid)
    )
    select s.account_id as "accountId", a.platform,
      array_agg(s.name order by s.at) filter (where s.name is not null) as names,
      (array_agg(s.identifier order by s.at desc) filter (where s.identifier is not null))[1] as identifier,
      (array_agg(s.url order by s.at desc) filter (where s.url is not null))[1] as "profileUrl",
      (array_agg(s.entity order by s.at desc) filter (where s.entity is not null))[1] as "certifiedEntity",
      (array_agg(s.unit_id order by s.at desc))[1] as "unitId",
      (array_agg(s.number order by s.at desc))[1] as number,
      max(s.accepted_at) as "acceptedAt",
      (max(s.accepted_at) at time zone 'Asia/Shanghai')::date as "filedOn",
      (array_agg(s.case_id) filter (where s.at = 1))[1] as "firstCase",
      (array_agg(s.print_number) filter (where s.at = 1))[1] as "firstPrint"
    from said s
    join account a on a.district_id = ${districtId} and a.id = s.account_id
    group by s.account_id, a.platform`.execute(db)
  const prints = rows.flatMap(({ firstCase, firstPrint }) =>
    firstCase && firstPrint ? [{ caseId: firstCase, number: firstPrint }] : [],
  )
  const papers = await readCasePrints(db, vault, districtId, prints)
  return new Map(
    rows.map((row) => [
      row.accountId,
      asFiled(row, row.firstCase ? papers.get(row.firstCase)?.account?.name : undefined),
    ]),
  )
}

function asFiled(
  { names, platform, firstCase: _case, firstPrint: _print, ...found }: Found,
  onPaper?: string,
): AsFiled {
  const called = [...(onPaper === undefined ? [] : [onPaper]), ...(names ?? [])]
    .map((name) => plainAccountName(name, platform))
    .filter((name) => name !== '')
  const name = called.at(-1) ?? null
  const text = (value: string | null) => {
    const plain = plainText(value)
    return plain === '' || saysNothing(plain) ? null : plain
  }
  return {
    ...found,
    name,
    formerNames: [...new Set(called)].filter((former) => former !== name),
    identifier: text(found.identifier),
    profileUrl: text(found.profileUrl),
    certifiedEntity: text(found.certifiedEntity),
  }
}

// As the ledger keeps its texts.
const plainText = (value: string | null) => (value ?? '').replaceAll(/\s+/g, ' ').trim()

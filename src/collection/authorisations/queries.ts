import { sql } from 'kysely'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Authorisation, type Grant, type Standing, standingOfAll } from './model.ts'

/** How pairs of account and source kind stand on a day, in their order: one query, whatever their number. */
export async function standingsOf(
  db: Db | Tx,
  districtId: string,
  asked: readonly { accountId: string; sourceKind: string }[],
  today: CivilDate,
): Promise<Standing[]> {
  if (asked.length === 0) return []
  const { rows } = await sql<{ at: number; sponsor: string; grants: Grant[] }>`
    select f.at::int as at, a.unit_id as sponsor,
      coalesce(jsonb_agg(jsonb_build_object('unitId', g.unit_id, 'signedOn', g.signed_on, 'validUntil', g.valid_until,
        'revokedOn', g.revoked_on)) filter (where g.id is not null), '[]') as grants
    from unnest(
      ${asked.map(({ accountId }) => accountId)}::uuid[], ${asked.map(({ sourceKind }) => sourceKind)}::text[]
    ) with ordinality as f (account_id, source_kind, at)
    join account a on a.district_id = ${districtId} and a.id = f.account_id
    left join collection_authorisation g
      on g.district_id = a.district_id and g.account_id = a.id and g.source_kind = f.source_kind
    group by f.at, a.unit_id`.execute(db)
  const found = new Map(rows.map(({ at, sponsor, grants }) => [at, standingOfAll(grants, sponsor, today)]))
  return asked.map((_, at) => found.get(at + 1) ?? 'none')
}

/** All that was recorded for an account, the newest first. */
export async function authorisationsOf(db: Db, districtId: string, accountId: string): Promise<Authorisation[]> {
  const { rows } = await sql<Authorisation>`
    select g.id, g.account_id as "accountId", g.unit_id as "unitId", u.name as "unitName", g.source_kind as "sourceKind",
      g.file_id as "fileId", g.signed_on as "signedOn", g.valid_until as "validUntil", g.recorded_by as "recordedBy",
      g.recorded_at as "recordedAt", g.revoked_on as "revokedOn", g.revoked_reason as "revokedReason"
    from collection_authorisation g
    join unit u on u.district_id = g.district_id and u.id = g.unit_id
    where g.district_id = ${districtId} and g.account_id = ${accountId}
    order by g.signed_on desc, g.recorded_at desc, g.id`.execute(db)
  return rows
}

/** Authorisations that nobody revoked and that run out between two days, the soonest first. */
export async function authorisationsEnding(
  db: Db,
  districtId: string,
  { from, until }: { from: CivilDate; until: CivilDate },
): Promise<{ accountName: string; validUntil: CivilDate }[]> {
  return db
    .selectFrom('collection_authorisation as g')
    .innerJoin('account as a', (join) =>
      join.onRef('a.district_id', '=', 'g.district_id').onRef('a.id', '=', 'g.account_id'),
    )
    .select(['a.name as accountName', 'g.valid_until as validUntil'])
    .where('g.district_id', '=', districtId)
    .where('g.revoked_on', 'is', null)
    .where('g.valid_until', '>=', from)
    .where('g.valid_until', '<=', until)
    .orderBy('g.valid_until')
    .orderBy('a.name')
    .limit(50)
    .execute()
}

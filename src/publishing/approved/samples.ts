import { sql } from 'kysely'
import type { DayRange } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { cameToUnit } from './came-to-unit.ts'
import { isSampled } from './rules.ts'
import type { Sample } from './model.ts'
import { adoptedUnits } from '../manuscripts/adoption.ts'
import { type CivilDate, type Instant } from '../../calendar/index.ts'

const columns = sql`
  s.id, s.batch_id as "batchId", s.unit_id as "unitId", u.name as "unitName", s.account_id as "accountId",
  a.name as "accountName", a.platform, s.post_id as "postId", s.title, s.url, s.published_on as "publishedOn",
  s.drawn_by as "drawnBy", s.drawn_at as "drawnAt", s.due_on as "dueOn", s.file_id as "fileId",
  s.handed_in_by as "handedInBy", s.handed_in_at as "handedInAt", s.outcome, s.words_id as "wordsId",
  s.judged_by as "judgedBy", s.judged_at as "judgedAt", s.version`
const tables = sql`
  from review_sample s
  join unit u on u.district_id = s.district_id and u.id = s.unit_id
  join account a on a.district_id = s.district_id and a.id = s.account_id`

/** 抽查: what waits first, then the newest. */
export async function listSamples(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId?: string | undefined },
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: Sample[]; total: number }> {
  const { rows } = await sql<Sample & { total: number }>`
    select ${columns}, count(*) over ()::int as total ${tables}
    where s.district_id = ${districtId} ${unitId ? sql`and s.unit_id = ${unitId}` : sql``}
    order by s.outcome is not null, s.due_on desc, u.name collate "zh-x-icu", s.id offset ${offset} limit ${limit}`.execute(
    db,
  )
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export async function findSample(db: Db | Tx, districtId: string, id: string): Promise<Sample | undefined> {
  const { rows } =
    await sql<Sample>`select ${columns} ${tables} where s.district_id = ${districtId} and s.id = ${id}`.execute(db)
  return rows[0]
}

export async function lockSample(tx: Tx, districtId: string, id: string): Promise<Sample | undefined> {
  await sql`select id from review_sample where district_id = ${districtId} and id = ${id} for update`.execute(tx)
  return findSample(tx, districtId, id)
}

export type Drawable = {
  accountId: string
  postId: string
  unitId: string
  title: string
  url: string | null
  on: CivilDate
  moment: Instant | null
  cameAt: Instant | null
}

/** Posts of some days that may be drawn: of units that didn't write here then, with a title, and not drawn before. */
export async function drawablePosts(
  tx: Tx,
  districtId: string,
  { from, to }: DayRange,
  unitId: string | undefined,
): Promise<Drawable[]> {
  const spans = await adoptedUnits(tx, districtId)
  const { rows } = await sql<Drawable>`
    select p.account_id as "accountId", p.id as "postId", a.unit_id as "unitId", p.title, p.url, p.published_on as on,
      p.published_at as moment, ${cameToUnit} as "cameAt"
    from post p
    join account a on a.district_id = p.district_id and a.id = p.account_id
    where p.district_id = ${districtId} and p.published_on between ${from} and ${to} and not p.automatic
      and btrim(p.title) <> '' ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}
      and not exists (select from review_sample s where s.district_id = p.district_id and s.account_id = p.account_id
        and s.post_id = p.id)
    order by p.published_on, p.account_id, p.id`.execute(tx)
  return rows.filter((post) => isSampled(spans, post))
}

/** Sheets that wait: for a unit to hand in, for the office to judge. */
export const waitingSamples = (
  { districtId, unitId }: { districtId: string; unitId?: string | undefined },
  today: CivilDate,
) => sql<{ owed: number; toJudge: number }>`
    select count(*) filter (where file_id is null)::int as owed,
      count(*) filter (where file_id is not null or due_on < ${today})::int as "toJudge"
    from review_sample where district_id = ${districtId} and outcome is null
      ${unitId ? sql`and unit_id = ${unitId}` : sql``}`

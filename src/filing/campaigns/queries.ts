import { sql } from 'kysely'
import { dayOf, type Instant } from '../../calendar/index.ts'
import { containing, type Db, type Tx } from '../../database/index.ts'
import { type Campaign, type CampaignState, type Return, type ReturnState, returnStates } from '../model.ts'

const campaignColumns = [
  'c.id',
  'c.title',
  'c.basis',
  'c.basis_number as basisNumber',
  'c.unit_kinds as unitKinds',
  'c.forms',
  'c.filing_due as filingDue',
  'c.cleanup_due as cleanupDue',
  'c.counted_until as countedUntil',
  'c.reminder_days as reminderDays',
  'c.contact',
  'c.repeat_reason as repeatReason',
  'c.state',
  'c.prepared_by as preparedBy',
  'c.handled_by as handledBy',
  'c.decided_by as decidedBy',
  'c.decision_reason as decisionReason',
  'c.approved_by as approvedBy',
  'c.opened_at as openedAt',
  'c.closed_at as closedAt',
  'c.version',
] as const

/** One campaign; locked for the transaction where a verb is about to change it. */
export async function readCampaign(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Campaign | undefined> {
  let query = db
    .selectFrom('filing_campaign as c')
    .select(campaignColumns)
    .where('c.district_id', '=', districtId)
    .where('c.id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  return (await query.executeTakeFirst()) as Campaign | undefined
}

/** What a campaign asked of one unit. */
export const returnOf = (
  db: Db | Tx,
  { districtId, campaignId, unitId }: { districtId: string; campaignId: string; unitId: string },
): Promise<{ id: string } | undefined> =>
  db
    .selectFrom('filing_return')
    .select('id')
    .where('district_id', '=', districtId)
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .executeTakeFirst()

/** Campaigns with how many returns stand in which state, the newest first; of one unit, with its own return. */
export type CampaignRow = Campaign & {
  counts: Readonly<Record<ReturnState, number>>
  total: number
  late: number
  own: { id: string; state: ReturnState } | null
}

/** `search` looks at titles and 文号. */
type CampaignFilter = { state?: CampaignState; search?: string; offset: number; limit: number }

export async function listCampaigns(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  now: Instant,
  { state, search, offset, limit }: CampaignFilter,
): Promise<{ rows: CampaignRow[]; total: number }> {
  let query = db.selectFrom('filing_campaign as c').where('c.district_id', '=', scope.districtId)
  if (state) query = query.where('c.state', '=', state)
  const like = search && containing(search)
  if (like) query = query.where(sql<boolean>`(c.title ilike ${like} or c.basis_number ilike ${like})`)
  if (scope.unitId)
    query = query.where(sql<boolean>`exists (select from filing_return r where r.district_id = c.district_id
      and r.campaign_id = c.id and r.unit_id = ${scope.unitId})`)
  const campaigns = (await query
    .select(campaignColumns)
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id')
    .offset(offset)
    .limit(limit)
    .execute()) as Campaign[]
  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const { rows } = await sql<Counted>`
    select r.campaign_id as "campaignId", r.state, count(*)::int as count,
      count(*) filter (where coalesce(r.first_submitted_at, ${now}) >= c.filing_due)::int as late,
      (array_agg(r.id))[1] as id
    from filing_return r join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
    where r.district_id = ${scope.districtId} and r.campaign_id = any(${campaigns.map(({ id }) => id)}::uuid[])
      ${scope.unitId ? sql`and r.unit_id = ${scope.unitId}` : sql``}
    group by r.campaign_id, r.state`.execute(db)
  const byCampaign = Map.groupBy(rows, ({ campaignId }) => campaignId)
  const isUnit = scope.unitId !== undefined
  return { rows: campaigns.map((one) => counted(one, byCampaign.get(one.id) ?? [], isUnit)), total }
}

type Counted = { campaignId: string; state: ReturnState; count: number; late: number; id: string }

function counted(campaign: Campaign, rows: readonly Counted[], ofUnit: boolean): CampaignRow {
  const counts = Object.fromEntries(returnStates.map((state) => [state, 0])) as Record<ReturnState, number>
  for (const { state, count } of rows) counts[state] = count
  const [first] = rows
  return {
    ...campaign,
    counts,
    total: rows.reduce((sum, { count }) => sum + count, 0),
    late: rows.reduce((sum, { late }) => sum + late, 0),
    own: ofUnit && first ? { id: first.id, state: first.state } : null,
  }
}

export type ReturnRow = Pick<Return, 'id' | 'kind' | 'state' | 'firstSubmittedAt' | 'mendUntil' | 'acceptedAt'> & {
  unitId: string
  unitName: string
  unitKind: string
  accounts: number
  /** Running accounts of the unit in the ledger: what it will be asked about. */
  inLedger: number
  reminders: number
  calls: number
  enteredForUnit: boolean
}
export type BoardFilter = {
  state?: ReturnState | 'unanswered' | 'late'
  search?: string
  offset: number
  limit: number
}

/** Who has answered and who has not: unanswered first, then by unit name (pinyin). */
export async function campaignBoard(
  db: Db | Tx,
  districtId: string,
  campaign: Pick<Campaign, 'id' | 'filingDue'>,
  now: Instant,
  filter: BoardFilter,
): Promise<{ rows: ReturnRow[]; total: number }> {
  const { state, search = '', offset, limit } = filter
  const wanted =
    state === 'unanswered'
      ? sql`and r.state in ('not-started', 'drafting', 'awaiting-signature')`
      : state === 'late'
        ? sql`and (coalesce(r.first_submitted_at, ${now}) >= ${campaign.filingDue}
            or (r.first_submitted_at is not null and r.mend_until < ${dayOf(now)} and r.state not in ('submitted', 'accepted')))`
        : state
          ? sql`and r.state = ${state}`
          : sql``
  const { rows } = await sql<ReturnRow & { total: number }>`
    select r.id, r.kind, r.state, r.first_submitted_at as "firstSubmittedAt", r.mend_until as "mendUntil",
      r.accepted_at as "acceptedAt",
      u.id as "unitId", u.name as "unitName", u.kind as "unitKind", r.entered_for_unit_by is not null as "enteredForUnit",
      (select count(*)::int from filing_entry e where e.district_id = r.district_id and e.return_id = r.id) as accounts,
      (select count(*)::int from account a where a.district_id = r.district_id and a.unit_id = r.unit_id
        and a.running_state in ('running', 'closing')) as "inLedger",
      (select count(*)::int from filing_reminder m where m.district_id = r.district_id and m.return_id = r.id) as reminders,
      (select count(*)::int from filing_call l where l.district_id = r.district_id and l.return_id = r.id) as calls,
      count(*) over ()::int as total
    from filing_return r join unit u on u.district_id = r.district_id and u.id = r.unit_id
    where r.district_id = ${districtId} and r.campaign_id = ${campaign.id} ${wanted}
      ${search ? sql`and position(${search} in u.name) > 0` : sql``}
    order by case r.state when 'submitted' then 0 when 'not-started' then 1 when 'drafting' then 2
      when 'awaiting-signature' then 3 when 'returned' then 4 else 5 end, u.name collate "zh-x-icu", u.id
    offset ${offset} limit ${limit}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** Units of these kinds that stand in the register, and how many running accounts they have. */
export async function unitsAsked(
  db: Db | Tx,
  districtId: string,
  kinds: readonly string[],
): Promise<{ unitId: string; accounts: number }[]> {
  const { rows } = await sql<{ unitId: string; accounts: number }>`
    select u.id as "unitId", count(a.id)::int as accounts
    from unit u left join account a on a.district_id = u.district_id and a.unit_id = u.id
      and a.running_state in ('running', 'closing')
    where u.district_id = ${districtId} and u.state = 'active' and u.kind = any(${[...kinds]}::text[])
    group by u.id order by u.id`.execute(db)
  return rows
}

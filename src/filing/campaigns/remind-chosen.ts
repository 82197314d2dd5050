import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Db, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { bulkMost } from '../../vocabulary/bulk.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { type Campaign, campaignStateLabels, type ReturnState } from '../model.ts'
import { daysLeft } from '../rules.ts'
import { readCampaign } from './queries.ts'

/** A unit's return as 催报 sees it. */
export type Remindable = {
  id: string
  unitId: string
  unitName: string
  state: ReturnState
  answered: boolean
  reminders: number
  remindedToday: boolean
  version: number
}
export type RemindedRow = { row: Remindable; refusal: string | null }

/** Returns that were chosen, or all that have not answered, by unit name (pinyin). Refuses `bulk.too-many`. */
export async function remindables(
  db: Db | Tx,
  districtId: string,
  { id, left }: { id: string; left: number },
  chosen: readonly string[] | 'unanswered',
): Promise<Remindable[]> {
  const { rows } = await sql<Remindable>`
    select r.id, r.unit_id as "unitId", u.name as "unitName", r.state, r.version,
      r.first_submitted_at is not null as answered, count(m.return_id)::int as reminders,
      coalesce(bool_or(m.days_before = ${left}), false) as "remindedToday"
    from filing_return r
    join unit u on u.district_id = r.district_id and u.id = r.unit_id
    left join filing_reminder m on m.district_id = r.district_id and m.return_id = r.id
    where r.district_id = ${districtId} and r.campaign_id = ${id}
      ${chosen === 'unanswered' ? sql`and r.first_submitted_at is null` : sql`and r.id = any(${[...chosen]}::uuid[])`}
    group by r.district_id, r.id, u.name, u.id
    order by u.name collate "zh-x-icu", u.id
    limit ${bulkMost + 1}`.execute(db)
  if (rows.length > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: rows.length })
  return rows
}

/** Whether a unit may be reminded now: it has not answered, and was not reminded today. */
export function checkReminder({ answered, remindedToday }: Remindable): void {
  if (answered) throw refuse('return.answered-already')
  if (remindedToday) throw refuse('return.reminded-already')
}

/** The preview: the same checks as the deed, row by row, and nothing written. */
export const planReminders = (rows: readonly Remindable[]): RemindedRow[] =>
  rows.map((row) => ({ row, refusal: refusalOf(() => checkReminder(row)) }))

function refusalOf(check: () => void): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.message
  }
}

type Input = { districtId: string; campaignId: string; rows: readonly { id: string; version: number }[] }

/**
 * 催报 as it was previewed, each unit in a transaction of its own: one that has moved on since is refused with
 * `record.changed-meanwhile`, and the others are reminded. Refuses as a whole `access.denied`, `record.not-found`,
 * `campaign.action-not-allowed`, `reminder.nothing-chosen`, `bulk.too-many`.
 */
export async function remindChosen(deps: Deps, actor: Actor, input: Input): Promise<RemindedRow[]> {
  const { districtId, campaignId, rows } = input
  permit(actor, 'filing.remind', { districtId })
  if (rows.length === 0) throw refuse('reminder.nothing-chosen')
  if (rows.length > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: rows.length })
  const campaign = await openForReminders(deps.db, districtId, campaignId)
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  const shown = new Map(rows.map(({ id, version }) => [id, version]))
  const named = await remindables(deps.db, districtId, { id: campaignId, left }, [...shown.keys()])
  const done: RemindedRow[] = []
  for (const row of named)
    done.push({ row, refusal: await remindOne(deps, actor, { districtId, campaignId, left, row, shown }) })
  return done
}

/** The campaign, while it takes returns. Refuses `campaign.action-not-allowed`. */
export async function openForReminders(db: Db | Tx, districtId: string, campaignId: string): Promise<Campaign> {
  const campaign = await readCampaign(db, districtId, campaignId)
  if (!campaign) throw refuse('record.not-found', { what: '专项排查' })
  if (campaign.state !== 'open')
    throw refuse('campaign.action-not-allowed', { state: campaignStateLabels[campaign.state], action: '催报' })
  return campaign
}

type One = {
  districtId: string
  campaignId: string
  left: number
  row: Remindable
  shown: ReadonlyMap<string, number>
}

async function remindOne(
  deps: Deps,
  actor: Actor,
  { districtId, campaignId, left, row: { id }, shown }: One,
): Promise<string | null> {
  try {
    await inTransaction(deps.db, async (tx) => {
      await lockReturn(tx, districtId, id)
      const [row] = await remindables(tx, districtId, { id: campaignId, left }, [id])
      if (!row || row.version !== shown.get(id)) throw refuse('record.changed-meanwhile', { what: '报送' })
      checkReminder(row)
      await recordReminders(tx, deps, actor, { districtId, campaignId, left }, [row])
    })
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.message
  }
}

const lockReturn = (tx: Tx, districtId: string, id: string) =>
  tx
    .selectFrom('filing_return')
    .select('id')
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .forUpdate()
    .execute()

type Reminders = { districtId: string; campaignId: string; left: number }
type Reminded = { id: string; unitId: string }

/**
 * Records a reminder of each return that was not reminded today, by one statement however many there are, and tells the
 * trail of each; answers how many that were.
 */
export async function recordReminders(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, campaignId, left }: Reminders,
  returns: readonly Reminded[],
): Promise<number> {
  const { rows: made } = await sql<{ id: string }>`
    insert into filing_reminder (district_id, return_id, days_before, reminded_at, reminded_by)
    select ${districtId}, id, ${left}, ${deps.clock.now()}, ${actor.id}
    from unnest(${returns.map(({ id }) => id)}::uuid[]) as r (id)
    on conflict (district_id, return_id, days_before) do nothing returning return_id as id`.execute(tx)
  const fresh = new Set(made.map(({ id }) => id))
  for (const { id, unitId } of returns.filter((one) => fresh.has(one.id)))
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'return.reminded',
      subject: { kind: 'return', id },
      after: { unitId, campaignId, daysLeft: left },
      at: deps.wall.now(),
    })
  return fresh.size
}

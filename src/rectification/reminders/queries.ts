import { sql } from 'kysely'
import type { Instant, Month } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'

export const reminderOrigins = { threshold: '更新预警', 'by-hand': '人工提醒' } as const

export type Reminder = {
  id: string
  unitId: string
  unitName: string
  accountId: string | null
  accountName: string | null
  platform: Platform | null
  origin: keyof typeof reminderOrigins
  note: string
  sentBy: string
  sentAt: Instant
}

type Range = { since?: Instant; offset: number; limit: number }

/** Reminders of a district or a unit, the newest first. */
export async function listReminders(
  db: Db | Tx,
  scope: { districtId: string; unitId?: string },
  { since, offset, limit }: Range,
): Promise<{ rows: Reminder[]; total: number }> {
  const conditions = [sql`r.district_id = ${scope.districtId}`]
  if (scope.unitId) conditions.push(sql`r.unit_id = ${scope.unitId}`)
  if (since) conditions.push(sql`r.sent_at >= ${since}`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<Reminder>`
    select r.id, r.unit_id as "unitId", u.name as "unitName", r.account_id as "accountId", a.name as "accountName",
      a.platform, r.origin, r.note, r.sent_by as "sentBy", r.sent_at as "sentAt"
    from rectification_reminder r
    join unit u on u.district_id = r.district_id and u.id = r.unit_id
    left join account a on a.district_id = r.district_id and a.id = r.account_id
    where ${where} order by r.sent_at desc, r.id desc offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`
    select count(*) as total from rectification_reminder r where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** How often units were reminded from a moment on and before another: 提醒 by origin, and 催办 of orders. */
export async function countReminders(
  db: Db | Tx,
  districtId: string,
  { from, until }: { from: Instant; until: Instant },
): Promise<{ threshold: number; byHand: number; orders: number }> {
  const { rows } = await sql<{ threshold: number; byHand: number; orders: number }>`
    select count(*) filter (where origin = 'threshold')::int as threshold,
      count(*) filter (where origin = 'by-hand')::int as "byHand",
      (select count(*)::int from rectification_step s where s.district_id = ${districtId} and s.action = 'remind'
        and s.at >= ${from} and s.at < ${until}) as orders
    from rectification_reminder where district_id = ${districtId} and sent_at >= ${from} and sent_at < ${until}`.execute(
    db,
  )
  return rows[0]!
}

/** Accounts that were reminded of a month's warning. */
export async function remindedIn(db: Db | Tx, districtId: string, month: Month): Promise<Set<string>> {
  const rows = await db
    .selectFrom('rectification_reminder')
    .select('account_id')
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .where('origin', '=', 'threshold')
    .execute()
  return new Set(rows.flatMap(({ account_id }) => account_id ?? []))
}

export type NewReminder = {
  districtId: string
  id: string
  unitId: string
  accountId: string | null
  origin: keyof typeof reminderOrigins
  month: Month | null
  silentDays: number | null
  note: string
  by: string
  at: Instant
}

export async function insertReminder(tx: Tx, one: NewReminder): Promise<void> {
  await tx
    .insertInto('rectification_reminder')
    .values({
      district_id: one.districtId,
      id: one.id,
      unit_id: one.unitId,
      account_id: one.accountId,
      origin: one.origin,
      month: one.month,
      silent_days: one.silentDays,
      note: one.note,
      sent_by: one.by,
      sent_at: one.at,
    })
    .execute()
}

import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Item, ItemState, ItemStep, Named, Part, StepFile } from './model.ts'

const columns = sql`
  i.id, i.level, i.issuer, i.channel, i.channel_name as "channelName", i.title, i.asked, i.received_at as "receivedAt",
  i.due_at as "dueAt", i.entered_late as "enteredLate", i.circular_id as "circularId", i.state, i.schedule,
  i.letter_number as "letterNumber", i.sent_at as "sentAt", i.sent_how as "sentHow", i.entered_by as "enteredBy", i.version`

export type ItemScope = { districtId: string; unitId?: string | undefined }
export type ItemFilter = { state?: ItemState | 'open' | undefined; search?: string; offset: number; limit: number }
export type ItemRow = Item & {
  units: string[]
  /** Parts that are answered or accepted, of all. */
  answered: number
  parts: number
  /** Of the one unit that asks; null for the district. */
  own: Part['state'] | null
}

const open: readonly ItemState[] = ['entered', 'distributed', 'compiled', 'signed']

/** Items of a district, what is open first and the nearest deadline on top; of a unit those that were passed on to it. */
export async function listItems(
  db: Db | Tx,
  { districtId, unitId }: ItemScope,
  { state, search = '', offset, limit }: ItemFilter,
): Promise<{ rows: ItemRow[]; total: number }> {
  const conditions = [sql`i.district_id = ${districtId}`]
  if (unitId)
    conditions.push(sql`i.state in ('distributed', 'compiled', 'signed', 'sent') and exists (select from superior_part p
      where p.district_id = i.district_id and p.item_id = i.id and p.unit_id = ${unitId})`)
  if (state === 'open') conditions.push(sql`i.state = any(${[...open]}::text[])`)
  else if (state) conditions.push(sql`i.state = ${state}`)
  if (search !== '')
    conditions.push(sql`(position(${search} in i.title) > 0 or position(${search} in i.issuer) > 0
      or exists (select from superior_part p join unit u on u.district_id = p.district_id and u.id = p.unit_id
        where p.district_id = i.district_id and p.item_id = i.id and position(${search} in u.name) > 0))`)
  const where = sql.join(conditions, sql` and `)
  const { rows } = await sql<ItemRow>`
    select ${columns}, coalesce(p.units, '{}') as units, coalesce(p.answered, 0) as answered, coalesce(p.parts, 0) as parts,
      (select o.state from superior_part o where o.district_id = i.district_id and o.item_id = i.id
        and o.unit_id = ${unitId ?? null}::uuid) as own
    from superior_item i
    left join lateral (select array_agg(u.name order by u.name collate "zh-x-icu") as units, count(*)::int as parts,
        count(*) filter (where p.state in ('answered', 'accepted'))::int as answered
      from superior_part p join unit u on u.district_id = p.district_id and u.id = p.unit_id
      where p.district_id = i.district_id and p.item_id = i.id) p on true
    where ${where}
    order by case when i.state = any(${[...open]}::text[]) then 0 else 1 end,
      case when i.state = any(${[...open]}::text[]) then i.due_at end, i.due_at desc, i.id
    offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from superior_item i where ${where}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** One item; undefined: none of this id. `lock` holds it until the end of the transaction. */
export async function readItem(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Item | undefined> {
  const { rows } = await sql<Item>`
    select ${columns} from superior_item i where i.district_id = ${districtId} and i.id = ${id}
    ${lock === 'lock' ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

/** Whom an item concerns, in its order. */
export async function namedIn(db: Db | Tx, districtId: string, itemId: string): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select n.unit_id as "unitId", u.name as "unitName", n.account_id as "accountId", a.name as "accountName", a.platform,
      n.note
    from superior_named n
    join unit u on u.district_id = n.district_id and u.id = n.unit_id
    left join account a on a.district_id = n.district_id and a.id = n.account_id
    where n.district_id = ${districtId} and n.item_id = ${itemId} order by n.serial`.execute(db)
  return rows
}

export async function partsOf(db: Db | Tx, districtId: string, itemId: string): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select p.unit_id as "unitId", u.name as "unitName", p.state, p.answer, p.answered_at as "answeredAt",
      p.for_unit as "forUnit", p.version
    from superior_part p join unit u on u.district_id = p.district_id and u.id = p.unit_id
    where p.district_id = ${districtId} and p.item_id = ${itemId}
    order by (select min(n.serial) from superior_named n where n.district_id = p.district_id and n.item_id = p.item_id
      and n.unit_id = p.unit_id), p.unit_id`.execute(db)
  return rows
}

/** Every step of an item, the first one first, and the files that came with them. */
export async function stepsOf(
  db: Db | Tx,
  districtId: string,
  itemId: string,
): Promise<{ steps: ItemStep[]; files: StepFile[] }> {
  const { rows: steps } = await sql<ItemStep>`
    select serial, action, unit_id as "unitId", by, at, note, facts from superior_step
    where district_id = ${districtId} and item_id = ${itemId} order by serial`.execute(db)
  const { rows: files } = await sql<StepFile>`
    select s.step, s.serial, s.file_id as "fileId", f.name from superior_file s
    join stored_file f on f.district_id = s.district_id and f.id = s.file_id
    where s.district_id = ${districtId} and s.item_id = ${itemId} order by s.step, s.serial`.execute(db)
  return { steps, files }
}

export type NewItem = Omit<Item, 'state' | 'letterNumber' | 'sentAt' | 'sentHow' | 'version'> & {
  districtId: string
  at: Instant
  lines: readonly { unitId: string; accountId: string | null; note: string }[]
}

export async function insertItem(tx: Tx, { districtId, lines, at, ...one }: NewItem): Promise<void> {
  await tx
    .insertInto('superior_item')
    .values({
      district_id: districtId,
      id: one.id,
      level: one.level,
      issuer: one.issuer,
      channel: one.channel,
      channel_name: one.channelName,
      title: one.title,
      asked: one.asked,
      received_at: one.receivedAt,
      due_at: one.dueAt,
      entered_late: one.enteredLate,
      circular_id: one.circularId,
      state: 'entered',
      schedule: JSON.stringify(one.schedule),
      entered_by: one.enteredBy,
      entered_at: at,
    })
    .execute()
  await tx
    .insertInto('superior_named')
    .values(
      lines.map(({ unitId, accountId, note }, index) => ({
        district_id: districtId,
        item_id: one.id,
        serial: index + 1,
        unit_id: unitId,
        account_id: accountId,
        note,
      })),
    )
    .execute()
  await tx
    .insertInto('superior_part')
    .values(
      [...new Set(lines.map(({ unitId }) => unitId))].map((unitId) => ({
        district_id: districtId,
        item_id: one.id,
        unit_id: unitId,
        state: 'waiting',
      })),
    )
    .execute()
}

type NewStep = Omit<ItemStep, 'serial'> & { districtId: string; itemId: string; fileIds: readonly string[] }

/** Keeps a step behind the ones there are; the item is locked. */
export async function insertStep(tx: Tx, { districtId, itemId, fileIds, facts, ...step }: NewStep): Promise<number> {
  const last = await tx
    .selectFrom('superior_step')
    .select(({ fn }) => fn.max('serial').as('serial'))
    .where('district_id', '=', districtId)
    .where('item_id', '=', itemId)
    .executeTakeFirst()
  const serial = (last?.serial ?? 0) + 1
  const { unitId, ...rest } = step
  await tx
    .insertInto('superior_step')
    .values({
      district_id: districtId,
      item_id: itemId,
      serial,
      unit_id: unitId,
      ...rest,
      facts: JSON.stringify(facts),
    })
    .execute()
  if (fileIds.length > 0)
    await tx
      .insertInto('superior_file')
      .values(
        fileIds.map((fileId, at) => ({
          district_id: districtId,
          item_id: itemId,
          step: serial,
          serial: at + 1,
          file_id: fileId,
        })),
      )
      .execute()
  return serial
}

export async function updateItem(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Item, 'id' | 'version'>,
  set: { state: ItemState; letter_number?: string; sent_at?: Instant; sent_how?: string },
): Promise<void> {
  await tx
    .updateTable('superior_item')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

export async function updatePart(
  tx: Tx,
  districtId: string,
  itemId: string,
  { unitId, version }: Pick<Part, 'unitId' | 'version'>,
  set: { state: Part['state']; answer?: string; answered_at?: Instant; for_unit?: boolean },
): Promise<void> {
  await tx
    .updateTable('superior_part')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('item_id', '=', itemId)
    .where('unit_id', '=', unitId)
    .execute()
}

/** A part as it stands goes to the unit that answers for it now. */
export async function movePart(tx: Tx, districtId: string, itemId: string, from: string, to: string): Promise<void> {
  await tx
    .updateTable('superior_part')
    .set({ unit_id: to })
    .where('district_id', '=', districtId)
    .where('item_id', '=', itemId)
    .where('unit_id', '=', from)
    .execute()
}

/** A unit that takes another's part into its own answers anew; what the other said stays in its steps. */
export async function dropPart(
  tx: Tx,
  districtId: string,
  itemId: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await tx
    .deleteFrom('superior_part')
    .where('district_id', '=', districtId)
    .where('item_id', '=', itemId)
    .where('unit_id', '=', from)
    .execute()
  await sql`
    update superior_part set state = case when answer is null then 'waiting' else 'returned' end, version = version + 1
    where district_id = ${districtId} and item_id = ${itemId} and unit_id = ${to}`.execute(tx)
}

/** What was asked of a unit goes with its part to the unit that answers for it now. */
export async function moveNamed(tx: Tx, districtId: string, itemId: string, from: string, to: string): Promise<void> {
  await tx
    .updateTable('superior_named')
    .set({ unit_id: to })
    .where('district_id', '=', districtId)
    .where('item_id', '=', itemId)
    .where('unit_id', '=', from)
    .execute()
}

export async function isLetterNumberTaken(tx: Tx, districtId: string, number: string): Promise<boolean> {
  const found = await tx
    .selectFrom('superior_item')
    .select('id')
    .where('district_id', '=', districtId)
    .where('letter_number', '=', number)
    .executeTakeFirst()
  return found !== undefined
}

/** What waits in 上级交办, by desk, and how much of it is past the superior's hour or comes within a day. */
export const waitingItems = (districtId: string, now: Instant) => sql<
  Record<'entered' | 'toCheck' | 'toCompile' | 'compiled' | 'signed' | 'late', number>
>`
    select count(*) filter (where i.state = 'entered')::int as entered,
      count(*) filter (where i.state = 'distributed' and p.answered > 0)::int as "toCheck",
      count(*) filter (where i.state = 'distributed' and p.accepted = p.parts)::int as "toCompile",
      count(*) filter (where i.state = 'compiled')::int as compiled,
      count(*) filter (where i.state = 'signed')::int as signed,
      -- The minute of the hour is still in time.
      count(*) filter (where i.due_at + interval '1 minute' <= ${now})::int as late
    from superior_item i
    left join lateral (select count(*) filter (where p.state = 'answered')::int as answered,
        count(*) filter (where p.state = 'accepted')::int as accepted, count(*)::int as parts
      from superior_part p where p.district_id = i.district_id and p.item_id = i.id) p on true
    where i.district_id = ${districtId} and i.state = any(${[...open]}::text[])`

/** What superiors asked about an account, the newest first. */
export async function itemsAbout(db: Db | Tx, districtId: string, accountId: string): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select ${columns} from superior_item i
    where i.district_id = ${districtId} and exists (select from superior_named n
      where n.district_id = i.district_id and n.item_id = i.id and n.account_id = ${accountId})
    order by i.due_at desc, i.id limit 20`.execute(db)
  return rows
}

/** Hours of superiors that are still ahead: of the office the sending, of a unit its own answer. */
export async function itemDeadlines(db: Db | Tx, { districtId, unitId }: ItemScope): Promise<Instant[]> {
  const { rows } = unitId
    ? await sql<{ at: Instant }>`
        select (i.schedule ->> 'answer')::timestamptz as at from superior_item i
        join superior_part p on p.district_id = i.district_id and p.item_id = i.id and p.unit_id = ${unitId}
        where i.district_id = ${districtId} and i.state = 'distributed' and p.state in ('waiting', 'returned')`.execute(
        db,
      )
    : await sql<{ at: Instant }>`
        select due_at as at from superior_item i
        where i.district_id = ${districtId} and i.state = any(${[...open]}::text[])`.execute(db)
  return rows.map(({ at }) => at)
}

export type OwedPart = Pick<Item, 'id' | 'title' | 'issuer' | 'schedule'> & { state: Part['state']; notes: string[] }

/** What a unit still has to answer, the nearest moment on top. */
export async function partsOwed(
  db: Db | Tx,
  { districtId, unitId }: { districtId: string; unitId: string },
  most: number,
): Promise<OwedPart[]> {
  const { rows } = await sql<OwedPart>`
    select i.id, i.title, i.issuer, i.schedule, p.state,
      (select array_agg(n.note order by n.serial) from superior_named n
        where n.district_id = i.district_id and n.item_id = i.id and n.unit_id = p.unit_id) as notes
    from superior_part p join superior_item i on i.district_id = p.district_id and i.id = p.item_id
    where p.district_id = ${districtId} and p.unit_id = ${unitId} and i.state = 'distributed'
      and p.state in ('waiting', 'returned')
    order by i.schedule ->> 'answer', i.id limit ${most}`.execute(db)
  return rows
}

/** The files that prove an item's answers, by digest: what units and the office brought, in the order of the steps. */
export async function evidenceOfItem(
  db: Db | Tx,
  districtId: string,
  itemId: string,
): Promise<{ name: string; sha256: string }[]> {
  const { rows } = await sql<{ name: string; sha256: string }>`
    select f.name, f.sha256 from superior_file s
    join stored_file f on f.district_id = s.district_id and f.id = s.file_id
    where s.district_id = ${districtId} and s.item_id = ${itemId} and s.step > 1
    order by s.step, s.serial`.execute(db)
  return rows
}

import { sql } from 'kysely'
import { type Brought, type RestingOn, type RestingOnDays, restingWords } from '../../collection/index.ts'
import { type Actor, type Deps, eraseWords, keepWords, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { enterSeen } from './enter-collected.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'

const REASON_MOST = 200

const states: Readonly<Record<string, string>> = {
  previewed: '尚未写入',
  erased: '没有写入，文件已删除',
  undone: '已经撤销',
}

/** What only an import brought. `handled`: its messages, or those that it answered, with which somebody did something since. */
export type BroughtMessages = { messages: number; answers: number; looks: number; handled: number }

// A step that another file or a person took after it.
const handledSince = (districtId: string, importId: string) => sql`
  exists (select from message_step later where later.district_id = ${districtId} and later.message_id = m.id
    and later.import_id is distinct from ${importId}::uuid and (later.done_at, later.id) > (brought.done_at, brought.id))`

export async function broughtBy(tx: Tx, districtId: string, importId: string): Promise<BroughtMessages> {
  const { rows } = await sql<BroughtMessages>`
    select count(distinct m.id) filter (where m.import_id = ${importId}::uuid)::int as messages,
      count(distinct m.id) filter (where m.import_id is distinct from ${importId}::uuid)::int as answers,
      count(distinct m.id) filter (where ${handledSince(districtId, importId)})::int as handled,
      (select count(*)::int from message_look l
        where l.district_id = ${districtId} and l.import_id = ${importId}::uuid and l.withdrawn_at is null) as looks
    from message_step brought
    join message m on m.district_id = brought.district_id and m.id = brought.message_id
    where brought.district_id = ${districtId} and brought.import_id = ${importId}::uuid`.execute(tx)
  return rows[0]!
}

/**
 * 撤销导入: takes back exactly what the file brought: its messages, the answers it gave to others, its 已核对至. Refused where
 * somebody did something with one of them since: `messages.undo-handled`; and where closed months knew of it, until whoever
 * takes it back was told which and ticked so (`knowing`): `messages.undo-rests`. These months and their reports stay as they
 * were. The raw file stays, and so do both events. Refuses `messages.undo-reason`, `record.not-found`, `messages.undo-state`.
 */
export async function undoMessages(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; importId: string; reason: string; knowing?: boolean },
  restingOn: RestingOnDays,
): Promise<BroughtMessages & { fileName: string }> {
  const { districtId, importId } = input
  permit(actor, 'messages.import', { districtId })
  const reason = input.reason.trim()
  if (reason === '' || reason.length > REASON_MOST) throw refuse('messages.undo-reason')
  return inTransaction(deps.db, async (tx) => {
    const fileName = await lockRun(tx, districtId, importId)
    const brought = await broughtBy(tx, districtId, importId)
    if (brought.handled > 0) throw refuse('messages.undo-handled', { file: fileName, count: brought.handled })
    const resting = await restingOnMessages(tx, districtId, importId, restingOn)
    if (resting.months.length > 0 && !input.knowing)
      throw refuse('messages.undo-rests', { file: fileName, ...restingWords(resting) })
    await takeBack(tx, deps, actor, districtId, importId)
    const at = deps.wall.now()
    await tx
      .updateTable('import_run')
      .set({ state: 'undone', undone_by: actor.id, undone_at: at, undone_reason: reason })
      .where('district_id', '=', districtId)
      .where('id', '=', importId)
      .execute()
    const { messages, answers, looks } = brought
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'messages.undone',
      subject: { kind: 'import', id: importId },
      before: { messages, answers, looks },
      after: {
        reason: await keepWords(tx, deps, districtId, reason),
        ...(resting.months.length > 0 && {
          months: resting.months,
          reports: resting.reports.map(({ quarter, version }) => `${quarter} v${version}`),
        }),
      },
      at,
    })
    return { ...brought, fileName }
  })
}

/** The closed months, and final reports of these, that knew of what an import brought. */
export const restingOnMessages = async (
  tx: Tx,
  districtId: string,
  importId: string,
  restingOn: RestingOnDays,
): Promise<RestingOn> => restingOn(tx, districtId, await daysOfMessages(tx, districtId, importId))

/**
 * When an import came, and of each account the first day of which it told something: a message from the day on which it was
 * asked, with its answer; 已核对至 of every day before it, whichever was the first.
 */
async function daysOfMessages(tx: Tx, districtId: string, importId: string): Promise<Brought> {
  const { rows } = await sql<Brought>`
    with days as (
      select m.account_id, m.asked_on as day from message m
      where m.district_id = ${districtId} and m.account_id is not null and (m.import_id = ${importId}::uuid or m.id in (
        select message_id from message_step where district_id = ${districtId} and import_id = ${importId}::uuid))
      union all
      select account_id, date '1990-01-01' from message_look
      where district_id = ${districtId} and import_id = ${importId}::uuid and withdrawn_at is null
    )
    select r.created_at as at, (
      select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'from', day) order by account_id), '[]')
      from (select account_id, min(day) as day from days group by account_id) first
    ) as days
    from import_run r where r.district_id = ${districtId} and r.id = ${importId}::uuid`.execute(tx)
  return rows[0]!
}

async function lockRun(tx: Tx, districtId: string, importId: string): Promise<string> {
  const run = await tx
    .selectFrom('import_run')
    .select(['file_name as fileName', 'state'])
    .where('district_id', '=', districtId)
    .where('id', '=', importId)
    .where('kind', '=', 'messages')
    .forUpdate()
    .executeTakeFirst()
  if (!run) throw refuse('record.not-found', { what: '导入' })
  const { fileName: file, state } = run
  if (state !== 'written') throw refuse('messages.undo-state', { file, state: states[state] ?? '' })
  return file
}

async function takeBack(tx: Tx, deps: Deps, actor: Actor, districtId: string, importId: string): Promise<void> {
  // Nobody steps in between: every message it touched is held.
  await sql`select id from message where district_id = ${districtId} and id in (
      select message_id from message_step where district_id = ${districtId} and import_id = ${importId}::uuid)
    order by id for update`.execute(tx)
  await sql`
    update message m set state = 'open', replied_on = null, replied_at = null, version = m.version + 1
    where m.district_id = ${districtId} and m.import_id is distinct from ${importId}::uuid and m.id in (
      select message_id from message_step where district_id = ${districtId} and import_id = ${importId}::uuid)`.execute(
    tx,
  )
  // A comment that an interface brought too is in the ledger without this file: it comes back as that showed it.
  const seenToo = await tx
    .deleteFrom('message_collected')
    .where('district_id', '=', districtId)
    .where('message_id', 'in', (query) =>
      query.selectFrom('message').select('id').where('district_id', '=', districtId).where('import_id', '=', importId),
    )
    .returning('first_seen_at as firstSeenAt')
    .execute()
  const steps = await tx
    .deleteFrom('message_step')
    .where('district_id', '=', districtId)
    .where('import_id', '=', importId)
    .returning('words_id as wordsId')
    .execute()
  const messages = await tx
    .deleteFrom('message')
    .where('district_id', '=', districtId)
    .where('import_id', '=', importId)
    .returning(['words_id as wordsId', 'contact_id as contactId'])
    .execute()
  const words = [
    ...steps.flatMap(({ wordsId }) => wordsId ?? []),
    ...messages.flatMap(({ wordsId, contactId }) => [wordsId, ...(contactId ? [contactId] : [])]),
  ]
  await eraseWords(tx, deps, districtId, words)
  await tx
    .updateTable('message_look')
    .set({ withdrawn_by: actor.id, withdrawn_at: deps.wall.now() })
    .where('district_id', '=', districtId)
    .where('import_id', '=', importId)
    .where('withdrawn_at', 'is', null)
    .execute()
  const [first] = seenToo.map(({ firstSeenAt }) => firstSeenAt).sort((a, b) => (a < b ? -1 : 1))
  if (first) await enterSeen(tx, deps, actor, districtId, first)
}

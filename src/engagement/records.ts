import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import type { Channel, Clock, Message, MessageKind, MessageState, StepAction } from './model.ts'

/** Whoever enters messages of a district queues up here, so that none is entered twice by two at once. */
export async function holdMessages(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`messages/${districtId}`}, 0))`.execute(tx)
}

/** What is written anew of a message, in the columns of its table. */
export type MessageSet = {
  account_id?: string | null
  unit_id?: string | null
  kind?: MessageKind
  channel?: Channel
  state?: MessageState
  asked_on?: CivilDate
  asked_at?: Instant | null
  due_on?: CivilDate
  due_days?: number
  due_kind?: Clock['kind']
  replied_on?: CivilDate | null
  replied_at?: Instant | null
}

export async function writeMessage(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Message, 'id' | 'version'>,
  set: MessageSet,
): Promise<void> {
  await tx
    .updateTable('message')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Writes the first answers of many messages, of those that wait, in one statement. Answers which. */
export async function answerMessages(
  tx: Tx,
  districtId: string,
  answers: readonly { id: string; replied: { on: CivilDate; at: Instant | null } }[],
): Promise<string[]> {
  const given = answers.map(({ id, replied: { on, at } }) => ({ id, on, at }))
  const { rows } = await sql<{ id: string }>`
    update message m set state = 'replied', replied_on = given."on", replied_at = given.at, version = m.version + 1
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given(id uuid, "on" date, at timestamptz)
    where m.district_id = ${districtId} and m.id = given.id and m.state = 'open' returning m.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export type NewMessage = Omit<Message, 'version'> & { importId: string | null; codeDigest: Buffer | null }

export async function insertMessages(tx: Tx, districtId: string, messages: readonly NewMessage[]): Promise<void> {
  for (let from = 0; from < messages.length; from += 1_000)
    await tx
      .insertInto('message')
      .values(
        messages.slice(from, from + 1_000).map((one) => ({
          district_id: districtId,
          id: one.id,
          account_id: one.accountId,
          unit_id: one.unitId,
          kind: one.kind,
          channel: one.channel,
          asked_on: one.askedOn,
          asked_at: one.askedAt,
          words_id: one.wordsId,
          contact_id: one.contactId,
          state: one.state,
          due_on: one.dueOn,
          due_days: one.due.days,
          due_kind: one.due.kind,
          replied_on: one.repliedOn,
          replied_at: one.repliedAt,
          code_digest: one.codeDigest,
          import_id: one.importId,
          created_by: one.createdBy,
          created_at: one.createdAt,
        })),
      )
      .execute()
}

export type NewStep = {
  id: string
  messageId: string
  action: StepAction
  fromUnitId?: string | null
  unitId?: string | null
  repliedOn?: CivilDate | null
  repliedAt?: Instant | null
  wordsId?: string | null
  changed?: Record<string, { before: unknown; after: unknown }> | null
  importId?: string | null
  by: string
  at: Instant
}

export async function insertSteps(tx: Tx, districtId: string, steps: readonly NewStep[]): Promise<void> {
  for (let from = 0; from < steps.length; from += 1_000)
    await tx
      .insertInto('message_step')
      .values(
        steps.slice(from, from + 1_000).map((one) => ({
          district_id: districtId,
          id: one.id,
          message_id: one.messageId,
          action: one.action,
          from_unit_id: one.fromUnitId ?? null,
          unit_id: one.unitId ?? null,
          replied_on: one.repliedOn ?? null,
          replied_at: one.repliedAt ?? null,
          words_id: one.wordsId ?? null,
          changed: one.changed ? JSON.stringify(one.changed) : null,
          import_id: one.importId ?? null,
          done_by: one.by,
          done_at: one.at,
        })),
      )
      .execute()
}

import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { Handover, HandoverState, NamedPost, Post } from '../model.ts'
import { postDuties, postLabel } from '../posts.ts'

const columns = [
  'h.id',
  'h.unit_id as unitId',
  'h.origin',
  'h.state',
  'h.checklist',
  'h.outgoing_person_id as outgoingPersonId',
  'h.incoming_person_id as incomingPersonId',
  'h.changed_on as changedOn',
  'h.due',
  'h.due_provisional as dueProvisional',
  'h.answers',
  'h.signing',
  'h.witness_person_id as witnessPersonId',
  'h.absence_reason as absenceReason',
  'h.print_number as printNumber',
  'h.handled_by as handledBy',
  'h.submitted_at as submittedAt',
  'h.decided_by as decidedBy',
  'h.decided_at as decidedAt',
  'h.decision',
  'h.version',
] as const

/** A handover with its unit's name and its posts in words; undefined: none of this id. */
export type LoadedHandover = { one: Handover; unitName: string; posts: NamedPost[] }

export async function readHandover(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<LoadedHandover | undefined> {
  let query = db
    .selectFrom('handover as h')
    .select(columns)
    .where('h.district_id', '=', districtId)
    .where('h.id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  const one = await query.$castTo<Handover>().executeTakeFirst()
  if (!one) return undefined
  const { name } = await db
    .selectFrom('unit')
    .select('name')
    .where('district_id', '=', districtId)
    .where('id', '=', one.unitId)
    .executeTakeFirstOrThrow()
  const posts = await postsOf(db, districtId, [id])
  return { one, unitName: name, posts: posts.get(id) ?? [] }
}

/** Posts by handover, each in words. */
export async function postsOf(
  db: Db | Tx,
  districtId: string,
  ids: readonly string[],
): Promise<Map<string, NamedPost[]>> {
  const { rows } = await sql<Post & { handoverId: string; name: string | null; platform: string | null }>`
    select p.handover_id as "handoverId", p.subject_id as "subjectId", p.duty, a.name, a.platform
    from handover_post p
    left join account a on a.district_id = p.district_id and a.id = p.subject_id
    where p.district_id = ${districtId} and p.handover_id = any(${[...ids]}::uuid[])
    order by a.name nulls first, a.id, array_position(${[...postDuties]}::text[], p.duty)`.execute(db)
  const named = rows.map(({ handoverId, subjectId, duty, name, platform }) => ({
    handoverId,
    post: {
      subjectId,
      duty,
      accountId: name === null ? null : subjectId,
      label: postLabel(duty, name === null ? null : { name, platform: platform ?? '' }),
    },
  }))
  return new Map(
    [...Map.groupBy(named, ({ handoverId }) => handoverId)].map(([id, own]) => [id, own.map(({ post }) => post)]),
  )
}

export type NewHandover = {
  id: string
  unitId: string
  origin: Handover['origin']
  checklist: string
  outgoingPersonId: string
  incomingPersonId: string | null
  changedOn: CivilDate
  due: Instant
  dueProvisional: boolean
  handledBy: readonly string[]
  posts: readonly Post[]
}

/** Begins handovers in two statements, however many they are. */
export async function insertHandovers(
  tx: Tx,
  districtId: string,
  made: readonly NewHandover[],
  at: Instant,
): Promise<void> {
  if (made.length === 0) return
  await tx
    .insertInto('handover')
    .values(
      made.map((one) => ({
        district_id: districtId,
        id: one.id,
        unit_id: one.unitId,
        origin: one.origin,
        state: 'proposed',
        checklist: one.checklist,
        outgoing_person_id: one.outgoingPersonId,
        incoming_person_id: one.incomingPersonId,
        changed_on: one.changedOn,
        due: one.due,
        due_provisional: one.dueProvisional,
        handled_by: [...one.handledBy],
        created_at: at,
      })),
    )
    .execute()
  await tx
    .insertInto('handover_post')
    .values(
      made.flatMap(({ id, posts }) =>
        posts.map(({ subjectId, duty }) => ({ district_id: districtId, handover_id: id, subject_id: subjectId, duty })),
      ),
    )
    .execute()
}

export async function writeHandover(
  tx: Tx,
  districtId: string,
  { id, version }: Pick<Handover, 'id' | 'version'>,
  set: Record<string, unknown>,
): Promise<void> {
  await tx
    .updateTable('handover')
    .set({ ...set, version: version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Handovers of these posts that stand, with who hands over: what is asked for already isn't asked for twice. */
export async function standingHandovers(
  db: Db | Tx,
  districtId: string,
  posts: readonly Post[],
): Promise<(Post & { outgoingPersonId: string; state: HandoverState; createdAt: Instant })[]> {
  const { rows } = await sql<Post & { outgoingPersonId: string; state: HandoverState; createdAt: Instant }>`
    select p.subject_id as "subjectId", p.duty, h.outgoing_person_id as "outgoingPersonId", h.state,
      h.created_at as "createdAt"
    from handover_post p
    join handover h on h.district_id = p.district_id and h.id = p.handover_id
    join jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as given("subjectId" uuid, duty text)
      on given."subjectId" = p.subject_id and given.duty = p.duty
    where p.district_id = ${districtId} and h.state <> 'dismissed'`.execute(db)
  return rows
}

/** Past its deadline, not ended, and no F-14 recorded yet; locked, the oldest first. */
export async function overdueHandovers(tx: Tx, districtId: string, now: Instant): Promise<Handover[]> {
  return tx
    .selectFrom('handover as h')
    .select(columns)
    .where('h.district_id', '=', districtId)
    .where('h.state', 'not in', ['confirmed', 'dismissed'])
    .where('h.due', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('accountability_trigger as t')
            .select('t.id')
            .whereRef('t.district_id', '=', 'h.district_id')
            .where('t.rule', '=', 'F-14')
            .where('t.subject_kind', '=', 'handover')
            .where(sql<boolean>`t.subject_id = h.id::text`),
        ),
      ),
    )
    .orderBy('h.due')
    .orderBy('h.id')
    .forUpdate()
    .$castTo<Handover>()
    .execute()
}

import { sql } from 'kysely'
import { type Action, type Actor, type Deps, keepWords, permit } from '../access/index.ts'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { saveFile } from '../files/index.ts'
import { append, inWatchedTransaction } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** What was done with an order or a case of 责任追究: the words and the file that came with it. */
export type Step<A extends string, S extends string> = {
  version: number
  action: A
  state: S
  by: string
  at: Instant
  note: string | null
  fileId: string | null
  fileName: string | null
  /** What the step keeps for who counts later. */
  facts: Readonly<Record<string, unknown>>
}

/** Where the things that go from state to state by steps are kept, by what the trail calls them. */
const tables = {
  order: { own: 'rectification_order', steps: 'rectification_step', key: 'order_id' },
  accountability: { own: 'accountability_case', steps: 'accountability_step', key: 'case_id' },
} as const
type Of = { kind: keyof typeof tables; districtId: string; id: string }

/** Every step, the first one first. */
export async function stepsTaken<A extends string, S extends string>(
  db: Db | Tx,
  { kind, districtId, id }: Of,
): Promise<Step<A, S>[]> {
  const { steps, key } = tables[kind]
  const { rows } = await sql<Step<A, S>>`
    select s.version, s.action, s.state, s.by, s.at, s.note, s.file_id as "fileId", s.facts, f.name as "fileName"
    from ${sql.table(steps)} s left join stored_file f on f.district_id = s.district_id and f.id = s.file_id
    where s.district_id = ${districtId} and ${sql.ref(`s.${key}`)} = ${id} order by s.version`.execute(db)
  return rows
}

/** The columns that a step changes, and the step itself. */
export async function writeStep(
  tx: Tx,
  { kind, districtId, id }: Of,
  step: Omit<Step<string, string>, 'fileName'> & { set?: Record<string, unknown> },
): Promise<void> {
  const { own, steps, key } = tables[kind]
  const { version, action, state, by, at, note, fileId, facts, set = {} } = step
  const columns = Object.entries({ ...set, state, version }).map(
    ([column, value]) => sql`${sql.ref(column)} = ${value}`,
  )
  await sql`
    update ${sql.table(own)} set ${sql.join(columns)} where district_id = ${districtId} and id = ${id}`.execute(tx)
  await sql`
    insert into ${sql.table(steps)} (district_id, ${sql.ref(key)}, version, action, state, by, at, note, file_id, facts)
    values (${districtId}, ${id}, ${version}, ${action}, ${state}, ${by}, ${at}, ${note}, ${fileId}, ${JSON.stringify(facts)}::jsonb)`.execute(
    tx,
  )
}

/** Words and proof that come with a step. */
export type Said = { note?: string; file?: { name: string; bytes: Uint8Array } | undefined }
export type KeptProof = { id: string; sha256: string } | undefined
type Outcome = { set?: Record<string, unknown>; facts?: Record<string, unknown> }
/** Columns that change, and what the step keeps and the trail is told beside them. */
export type StepOutcome = Promise<Outcome> | Outcome

type Stepping = { unitId: string; state: string; version: number }

/** How one kind of thing takes its steps. `answers`: the right of the unit's own steps, which the office may enter for it (代录). */
export type Kind<One extends Stepping, A extends string> = {
  kind: keyof typeof tables
  what: string
  read: (tx: Tx, districtId: string, id: string) => Promise<One | undefined>
  right: (action: A, one: One | undefined) => Action
  after: (state: One['state'], action: A) => One['state']
  answers: Action
}

/**
 * One step: who may, which state allows it, nobody overwritten; what changes, step and trace saved together. Words stand in
 * the step, the trail has their digest (decision 008). Refuses what the state doesn't allow, and `record.changed-meanwhile`.
 */
export async function takeStep<One extends Stepping, A extends string>(
  deps: Deps,
  actor: Actor,
  { kind, what, read, right, after, answers }: Kind<One, A>,
  input: Said & { districtId: string; id: string; version: number },
  action: A,
  work: (tx: Tx, one: One, proof: KeptProof) => StepOutcome,
): Promise<{ state: One['state']; version: number }> {
  const { districtId, id } = input
  const subject = { kind, id }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `${kind}.${action}` }, async (tx) => {
    const one = await read(tx, districtId, id)
    permit(actor, right(action, one), { districtId, unitId: one?.unitId ?? null })
    if (!one) throw refuse('record.not-found', { what })
    // Who was overtaken hears that first; what the state now allows is on the fresh page.
    if (one.version !== input.version) throw refuse('record.changed-meanwhile', { what })
    const state = after(one.state, action)
    const proof = input.file
      ? await saveFile(tx, deps, { districtId, ...input.file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
      : undefined
    const { set = {}, facts = {} } = await work(tx, one, proof)
    const note = input.note?.trim() || null
    const version = one.version + 1
    const taken = { version, action, state, by: actor.id, at: deps.clock.now(), note, fileId: proof?.id ?? null, facts }
    await writeStep(tx, { kind, districtId, id }, { ...taken, set })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `${kind}.${action}`,
      subject,
      before: { state: one.state },
      after: {
        state,
        unitId: one.unitId,
        ...facts,
        ...(note !== null && { note: await keepWords(tx, deps, districtId, note) }),
        ...(proof && { file: proof.sha256 }),
        ...(right(action, one) === answers && actor.unitId !== one.unitId && { enteredForUnit: true }),
      },
      at: deps.wall.now(),
    })
    return { state, version }
  })
}

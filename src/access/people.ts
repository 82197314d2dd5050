import { sql } from 'kysely'
import { type Db, type Tx, writePieces } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { type Actor, permit } from './permissions.ts'

/** Personal values of one person, as an office files them. Phones as found; post and email of 经办人 alone. */
export type PersonValues = { name?: string; phone?: string; qq?: string; post?: string; email?: string }

/** Saves a person in a sealed record and returns the id with a salted digest for the trail. */
export async function savePerson(
  tx: Tx,
  deps: Deps,
  districtId: string,
  values: PersonValues,
): Promise<{ id: string; digest: string }> {
  const id = deps.ids.next()
  const sealed = deps.vault.seal(values, contextOf(districtId, id))
  await tx
    .insertInto('person')
    .values({
      district_id: districtId,
      id,
      wrapped_key: sealed.wrappedKey,
      sealed: sealed.sealed,
      salt: sealed.salt,
      created_at: deps.wall.now(),
    })
    .execute()
  return { id, digest: deps.vault.digest(values, sealed.salt) }
}

/** Saves many people, a thousand a statement; answers ids in the order given. */
export async function savePeople(
  tx: Tx,
  deps: Deps,
  districtId: string,
  people: readonly PersonValues[],
): Promise<{ id: string; digest: string }[]> {
  const at = deps.wall.now()
  const saved: { id: string; digest: string }[] = []
  await writePieces(people, 1_000, {
    prepare: (piece) =>
      piece.map((values) => {
        const id = deps.ids.next()
        const sealed = deps.vault.seal(values, contextOf(districtId, id))
        saved.push({ id, digest: deps.vault.digest(values, sealed.salt) })
        return { id, ...sealed }
      }),
    write: (rows) =>
      sql`
        insert into person (district_id, id, wrapped_key, sealed, salt, created_at)
        select ${districtId}, given.*, ${at}
        from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ wrappedKey }) => wrappedKey)}::bytea[],
          ${rows.map(({ sealed }) => sealed)}::bytea[], ${rows.map(({ salt }) => salt)}::bytea[]) as given`.execute(tx),
  })
  return saved
}

/** Opens people by id; one who was erased is missing from the map. Callers mask phones unless the reader may see them. */
export async function openPeople(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  ids: readonly string[],
): Promise<Map<string, PersonValues>> {
  const wanted = [...new Set(ids)]
  const found = new Map<string, PersonValues>()
  for (let from = 0; from < wanted.length; from += 5_000) {
    const rows = await db
      .selectFrom('person')
      .select(['id', 'wrapped_key as wrappedKey', 'sealed'])
      .where('district_id', '=', districtId)
      // One array parameter: thousands of placeholders cost more than opening what they find.
      .where(sql<boolean>`id = any(${wanted.slice(from, from + 5_000)}::uuid[])`)
      .execute()
    for (const { id, wrappedKey, sealed } of rows) {
      if (wrappedKey && sealed)
        found.set(id, vault.open({ wrappedKey, sealed }, contextOf(districtId, id)) as PersonValues)
    }
  }
  return found
}

/**
 * Shows one person's full values and records who looked (rulebook (h)4). `unitId` is the unit the person belongs to.
 * Refuses `access.denied`, `record.not-found`.
 */
export async function revealPerson(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; unitId: string | null; personId: string },
): Promise<PersonValues> {
  permit(actor, 'people.reveal', input)
  return deps.db.transaction().execute(async (tx) => {
    const values = (await openPeople(tx, deps.vault, input.districtId, [input.personId])).get(input.personId)
    if (!values) throw refuse('record.not-found', { what: '人员' })
    await append(tx, deps.ids, {
      districtId: input.districtId,
      actor,
      action: 'person.revealed',
      subject: { kind: 'person', id: input.personId },
      at: deps.wall.now(),
    })
    return values
  })
}

/** A record that was entered over another one. */
export type Succession = { before: string; after: string }

/**
 * Erases records that the same person's new ones took the place of, so that an earlier phone doesn't stay open behind a
 * corrected one. Papers that were printed keep their own sealed text. The record of somebody else (another name) stays:
 * who left is kept as long as a handover needs.
 */
export async function supersedePeople(
  tx: Tx,
  deps: Deps,
  districtId: string,
  successions: readonly Succession[],
): Promise<void> {
  const ids = successions.flatMap(({ before, after }) => [before, after])
  const people = await openPeople(tx, deps.vault, districtId, ids)
  const same = successions.filter(
    ({ before, after }) => before !== after && people.get(before)?.name === people.get(after)?.name,
  )
  if (same.length === 0) return
  await sql`
    update person n set subject_id = coalesce(o.subject_id, o.id)
    from unnest(${same.map((one) => one.before)}::uuid[], ${same.map((one) => one.after)}::uuid[]) as pair (before, after)
    join person o on o.district_id = ${districtId} and o.id = pair.before
    where n.district_id = ${districtId} and n.id = pair.after`.execute(tx)
  await eraseRecords(
    tx,
    deps,
    districtId,
    same.map(({ before }) => before),
  )
}

async function eraseRecords(tx: Tx, deps: Deps, districtId: string, ids: readonly string[]): Promise<void> {
  await tx
    .updateTable('person')
    .set({ wrapped_key: null, sealed: null, salt: null, erased_at: deps.wall.now() })
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .where('erased_at', 'is', null)
    .execute()
}

/** Why a record was erased: its time was over, the person asked, or nobody needs it any more. */
export type ErasedBecause = 'expired' | 'request' | 'purpose-ended'

/**
 * Erases people in the caller's transaction: key, text and salt are destroyed, the chain stays whole; the trail learns the
 * ids alone. Answers how many there were to erase. Whether anything still needs them is for the caller to know. Refuses
 * `access.denied`; the machine erases only what is over.
 */
export async function erasePeople(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: { districtId: string; personIds: readonly string[]; because: ErasedBecause },
): Promise<number> {
  const { districtId, personIds, because } = input
  permit(actor, because === 'expired' ? 'people.expire' : 'people.erase', { districtId })
  const erased = await tx
    .updateTable('person')
    .set({ wrapped_key: null, sealed: null, salt: null, erased_at: deps.wall.now(), erased_because: because })
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id = any(${[...personIds]}::uuid[])`)
    .where('erased_at', 'is', null)
    .returning('id')
    .execute()
  for (const { id } of erased)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'person.erased',
      subject: { kind: 'person', id },
      after: { because },
      at: deps.wall.now(),
    })
  return erased.length
}

/** 138****1234; a landline keeps its last two digits; anything else shows its first and last character. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/[\s-]/g, '')
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(7)}`
  if (digits.length < 5) return '*'.repeat(digits.length)
  return `${'*'.repeat(digits.length - 2)}${digits.slice(-2)}`
}

/** q***@example.cn: an address as whoever may not write to it sees it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '*'.repeat(email.length) : `${Array.from(email)[0] ?? ''}***${email.slice(at)}`
}

const contextOf = (districtId: string, id: string) => `${districtId}/${id}`

import { sql } from 'kysely'
import { type Db, type Tx, writePieces } from '../database/index.ts'
import type { Deps } from './deps.ts'
import type { Vault } from './vault.ts'

/** What the trail has of free words: where they lie, and a digest salted there, which proves them and tells nothing. */
export type SaidWords = { said: string; digest: string }

/**
 * Seals what somebody gave as a reason at a step, for the trail of it (decision 008): words may name people, and a link is
 * never erased. Null stays null.
 */
export async function keepWords<T extends string | null>(
  tx: Tx,
  deps: Deps,
  districtId: string,
  words: T,
): Promise<SaidWords | (T extends null ? null : never)> {
  if (words === null) return null as T extends null ? null : never
  const [kept] = await keepManyWords(tx, deps, districtId, [words])
  return kept!
}

/** As `keepWords` for many, a thousand a statement, in the order given. */
export async function keepManyWords(
  tx: Tx,
  deps: Deps,
  districtId: string,
  texts: readonly string[],
): Promise<SaidWords[]> {
  const at = deps.wall.now()
  const kept: SaidWords[] = []
  await writePieces(texts, 1_000, {
    prepare: (piece) =>
      piece.map((words) => {
        const id = deps.ids.next()
        const { wrappedKey, sealed, salt } = deps.vault.seal(words, contextOf(districtId, id))
        kept.push({ said: id, digest: deps.vault.digest(words, salt) })
        return { district_id: districtId, id, wrapped_key: wrappedKey, sealed, salt, said_at: at }
      }),
    write: (rows) => tx.insertInto('said_words').values(rows).execute(),
  })
  return kept
}

/** Words by the ids under which they were kept; those that were erased are missing from the map. */
export async function openWords(
  { db, vault }: { db: Db | Tx; vault: Vault },
  districtId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('said_words')
    .select(['id', 'wrapped_key as wrappedKey', 'sealed'])
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(
    rows.flatMap(({ id, wrappedKey, sealed }) =>
      wrappedKey && sealed
        ? [[id, String(vault.open({ wrappedKey, sealed }, contextOf(districtId, id)))] as const]
        : [],
    ),
  )
}

/** Destroys key, text and salt of words, in the caller's transaction. Answers how many there were to erase. */
export async function eraseWords(tx: Tx, deps: Deps, districtId: string, ids: readonly string[]): Promise<number> {
  const erased = await tx
    .updateTable('said_words')
    .set({ wrapped_key: null, sealed: null, salt: null, erased_at: deps.wall.now() })
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .where('erased_at', 'is', null)
    .returning('id')
    .execute()
  return erased.length
}

/** The records of some links with the words in their places; what was erased says so. */
export async function withWords<T extends { before: unknown; after: unknown }>(
  { db, vault }: { db: Db; vault: Vault },
  districtId: string,
  links: readonly T[],
): Promise<T[]> {
  const ids = links.flatMap(({ before, after }) => [...idsIn(before), ...idsIn(after)])
  if (ids.length === 0) return [...links]
  const words = await openWords({ db, vault }, districtId, ids)
  const put = (record: unknown) => (isRecord(record) ? Object.fromEntries(Object.entries(record).map(opened)) : record)
  const opened = ([key, value]: [string, unknown]) => [key, isSaid(value) ? (words.get(value.said) ?? '已删除') : value]
  return links.map((link) => ({ ...link, before: put(link.before), after: put(link.after) }))
}

const contextOf = (districtId: string, id: string) => `${districtId}/said-words/${id}`
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isSaid = (value: unknown): value is SaidWords => isRecord(value) && typeof value['said'] === 'string'
const idsIn = (record: unknown): string[] =>
  isRecord(record) ? Object.values(record).flatMap((value) => (isSaid(value) ? [value.said] : [])) : []

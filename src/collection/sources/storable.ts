import type { Look } from './contract.ts'

/**
 * A look as Postgres can keep it: U+0000 is taken out and half a surrogate pair replaced, in every text and every name,
 * since neither `text` nor `jsonb` takes them and one such title would lose the looks stored beside it.
 */
export const storable = (look: Look): Look => kept(look) as Look

function kept(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(kept)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [kept(name), kept(one)]))
}

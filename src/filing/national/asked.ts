import type { WebContext } from '../../web/index.ts'

/** A word of a form or an address, where it is one of those that it may be. */
export const known = <K extends string>(value: string | undefined, of: Readonly<Record<K, unknown>>): K | undefined =>
  value !== undefined && Object.hasOwn(of, value) ? (value as K) : undefined

/** A search word that an address carries; undefined: none. */
export const searched = (c: WebContext) => c.req.query('q')?.trim().slice(0, 60) || undefined

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../access/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import type { WebContext } from '../web/index.ts'
import { type Bearers, bearerWith } from './bearer.ts'
import type { Kept, KeptAnswers } from './kept.ts'
import type { Operation, Reader } from './operation.ts'
import type { Rate } from './rate.ts'
import type { ApiScope, Bearer } from './tokens/model.ts'

/** What a process remembers between requests. */
export type Memory = { rate: Rate; bearers: Bearers; kept: KeptAnswers }

/** Answers one request to an operation. Refusals fly to the edge, which tells them as problems. */
export async function answer(c: WebContext, operation: Operation, memory: Memory): Promise<Response> {
  const deps: Deps = c.var.deps
  const { kept } = memory
  // Nothing here belongs to a page of another site, and no cookie counts: only what the header says.
  const bearer = operation.scope === null ? undefined : await bearerOf(c, operation.scope, memory)
  const key = bearer && !operation.dated ? keyOf(c, bearer) : undefined
  const known = key === undefined ? undefined : kept.find(key, deps.wall.now())
  if (known) return sendTagged(c, known, true)
  const { query, params } = readAsked(c, operation)
  const reader: Reader = { deps, districtId: bearer?.districtId ?? '', scopes: bearer?.scopes ?? [] }
  const made = taggedBody(JSON.stringify(await operation.read(reader, { params, query })))
  if (key !== undefined) kept.keep(key, deps.wall.now(), made)
  return sendTagged(c, made, bearer !== undefined)
}

// Whoever has other rights may read something else under the same address.
const keyOf = (c: WebContext, { districtId, chainLength, scopes }: Bearer) =>
  [districtId, chainLength, scopes.join(), c.req.url.slice(c.req.url.indexOf('/', 8))].join(' ')

async function bearerOf(c: WebContext, scope: ApiScope, memory: Memory): Promise<Bearer> {
  try {
    return await bearerWith(c.var.deps, memory, c.req.header('authorization'), scope)
  } catch (error) {
    tellHow(c, error)
    throw error
  }
}

/** What belongs in the head of a refusal: how to say who one is (RFC 6750, 3), and when to come again. */
export function tellHow(c: WebContext, error: unknown): void {
  if (error instanceof Refusal && error.status === 401) c.header('WWW-Authenticate', 'Bearer realm="govmedia"')
  if (error instanceof Refusal && error.code === 'api.too-many')
    c.header('Retry-After', String(error.params['seconds']))
}

type Shape = Operation['query']
type Read<S extends Shape> = { [K in keyof S]: z.output<S[K]> }

/** What was asked for, read by its schemas. Refuses `api.unknown-parameter`, `api.bad-parameter`. */
export function readAsked<P extends Shape, Q extends Shape>(
  c: WebContext,
  { params, query }: { params: P; query: Q },
): { params: Read<P>; query: Read<Q> } {
  return {
    query: readValues(query, givenQuery(c, query)) as Read<Q>,
    params: readValues(params, c.req.param()) as Read<P>,
  }
}

function givenQuery(c: WebContext, query: Operation['query']): Record<string, string> {
  const at = c.req.url.indexOf('?')
  if (at < 0) return {}
  const all = new URLSearchParams(c.req.url.slice(at))
  const given = Object.fromEntries(all)
  // A misspelt filter that is passed over would answer the wrong list as if it were the right one.
  for (const name of Object.keys(given))
    if (!Object.hasOwn(query, name))
      throw refuse('api.unknown-parameter', { name: name.slice(0, 40), known: Object.keys(query).join('、') })
    else if (all.getAll(name).length > 1) throw refuse('api.bad-parameter', { name, why: '只能写一次' })
  return given
}

function readValues(shape: Operation['query'], given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, schema]) => {
      const read = schema.safeParse(given[name])
      if (!read.success) throw refuse('api.bad-parameter', { name, why: whyOf(read.error) })
      return read.data === undefined ? [] : [[name, read.data]]
    }),
  )
}

const whyOf = ({ issues: [issue] }: z.ZodError): string =>
  issue && /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '取值不在允许的范围内'

/** A body with its tag. The tag is weak: on the wire the body may be compressed. */
export const taggedBody = (text: string): Kept => {
  // Bytes, because what is kept is sent many times and written out once.
  const body = new TextEncoder().encode(text)
  return { body, tag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` }
}

/** Sends a body, or 304 where the asker has it already. */
export function sendTagged(
  c: WebContext,
  { body, tag }: Kept,
  isPrivate: boolean,
  type = 'application/json; charset=utf-8',
): Response {
  const headers = {
    ETag: tag,
    'Cache-Control': isPrivate ? 'private, no-cache' : 'public, no-cache',
    ...(isPrivate && { Vary: 'Authorization' }),
  }
  const known = c.req.header('if-none-match')
  if (known !== undefined && (known.trim() === '*' || known.split(',').some((one) => one.trim() === tag)))
    return c.body(null, 304, headers)
  return c.body(body, 200, { ...headers, 'Content-Type': type })
}

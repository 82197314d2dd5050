import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../access/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import type { WebContext } from '../web/index.ts'
import { bearerWith } from './bearer.ts'
import type { Operation, Reader } from './operation.ts'
import type { Rate } from './rate.ts'

/** Answers one request to an operation. Refusals fly to the edge, which tells them as problems. */
export async function answer(c: WebContext, operation: Operation, rate: Rate): Promise<Response> {
  // Nothing here belongs to a page of another site, and no cookie counts: only what the header says.
  const reader = await readerOf(c, operation, rate)
  const query = readValues(operation.query, givenQuery(c, operation))
  const params = readValues(operation.params, c.req.param())
  return tagged(c, JSON.stringify(await operation.read(reader, { params, query })), operation.scope !== null)
}

async function readerOf(c: WebContext, { scope }: Operation, rate: Rate): Promise<Reader> {
  const deps: Deps = c.var.deps
  if (scope === null) return { deps, districtId: '', scopes: [] }
  try {
    const { districtId, scopes } = await bearerWith(deps, rate, c.req.header('authorization'), scope)
    return { deps, districtId, scopes }
  } catch (error) {
    // RFC 6750, 3: who asks is told how to say who they are.
    if (error instanceof Refusal && error.status === 401) c.header('WWW-Authenticate', 'Bearer realm="govmedia"')
    if (error instanceof Refusal && error.code === 'api.too-many')
      c.header('Retry-After', /(\d+) 秒/.exec(error.message)?.[1] ?? '1')
    throw error
  }
}

function givenQuery(c: WebContext, { query }: Operation): Record<string, string> {
  const at = c.req.url.indexOf('?')
  if (at < 0) return {}
  const given = Object.fromEntries(new URLSearchParams(c.req.url.slice(at)))
  // A misspelt filter that is passed over would answer the wrong list as if it were the right one.
  for (const name of Object.keys(given))
    if (!Object.hasOwn(query, name))
      throw refuse('api.unknown-parameter', { name: name.slice(0, 40), known: Object.keys(query).join('、') })
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

/** A body with its tag; 304 where the asker has it already. The tag is weak: on the wire the body may be compressed. */
export function tagged(
  c: WebContext,
  body: string,
  isPrivate: boolean,
  type = 'application/json; charset=utf-8',
): Response {
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
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

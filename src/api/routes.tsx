import { addDays, type CivilDate, dayOf, isCivilDate } from '../calendar/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, formValues, render, type RouteDefinition, typedValues, type WebContext } from '../web/index.ts'
import { isUuid } from '../database/index.ts'
import { answer, sendTagged, taggedBody } from './answer.ts'
import { apiDocument } from './document.ts'
import { apiBase, operations } from './operations.ts'
import { answerPackages, packageOperations } from './packages/operations.ts'
import { ReadingPage } from './pages/reading.tsx'
import { TokensPage } from './pages/tokens.tsx'
import { keptAnswers } from './kept.ts'
import { startRate } from './rate.ts'
import { sharedAsking } from './shared-asking.ts'
import { createToken } from './tokens/create-token.ts'
import { type ApiScope, apiScopes, longestDays } from './tokens/model.ts'
import { bearerOf, findToken, listTokens } from './tokens/queries.ts'
import { revokeToken } from './tokens/revoke-token.ts'

const current = '/api-tokens'

type Shown = {
  error?: Refusal
  typed?: Record<string, string>
  scopes?: readonly string[]
  made?: { name: string; token: string }
}

async function tokens(c: WebContext, shown: Shown = {}): Promise<Response> {
  const { deps, session } = c.var
  const today = dayOf(deps.wall.now())
  const page = (
    <TokensPage
      c={c}
      tokens={await listTokens(deps.db, session.districtId)}
      today={today}
      last={addDays(today, longestDays)}
      {...shown}
    />
  )
  return render(c, page, { title: '对外接口', current }, shown.error?.status)
}

async function create(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await typedValues(c)
  const given = (await formValues(c))['scopes']
  const scopes = [given ?? []].flat()
  const name = typed['name'] ?? ''
  try {
    const expiresOn = typed['expiresOn'] ?? ''
    const { token } = await createToken(deps, actor, {
      districtId: session.districtId,
      name,
      scopes: apiScopes.filter((scope): scope is ApiScope => scopes.includes(scope)),
      // What is no day lies before every day that is allowed.
      expiresOn: isCivilDate(expiresOn) ? expiresOn : ('' as CivilDate),
      perMinute: typed['perMinute']?.trim() ? Number(typed['perMinute']) : undefined,
    })
    return await tokens(c, { made: { name: name.trim(), token } })
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('api-token.')) throw error
    return tokens(c, { error, typed, scopes })
  }
}

async function revoke(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const id = c.req.param('id') ?? ''
  if (!isUuid(id)) throw refuse('api-token.unknown')
  await revokeToken(deps, actor, { districtId: session.districtId, id })
  return c.redirect(current, 303)
}

// One that is there: what is refused of it stands in its own record.
const aboutToken = async (c: WebContext) => {
  const id = c.req.param('id') ?? ''
  const { deps, session } = c.var
  return isUuid(id) && (await findToken(deps.db, session.districtId, id)) ? { kind: 'api-token', id } : undefined
}

const hono = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Everything at `/api`, and 对外接口 for the administrator. */
export function openRoutes(): RouteDefinition[] {
  const memory = { rate: startRate(), bearers: sharedAsking(bearerOf), kept: keptAnswers() }
  const document = apiDocument()
  const told = taggedBody(JSON.stringify(document))
  return defineRoutes([
    ...operations.map((operation): RouteDefinition => ({
      method: 'get',
      path: apiBase + hono(operation.path),
      door: 'public',
      machine: true,
      handle: (c) => answer(c, operation, memory),
    })),
    ...packageOperations.map((operation): RouteDefinition => ({
      method: operation.method,
      path: apiBase + hono(operation.path),
      door: 'public',
      machine: true,
      ...(operation.takes && { upload: true as const }),
      handle: (c) => answerPackages(c, operation, memory),
    })),
    {
      method: 'get',
      path: `${apiBase}/openapi.json`,
      door: 'public',
      machine: true,
      handle: (c) => sendTagged(c, told, false),
    },
    {
      method: 'get',
      path: '/api',
      door: 'public',
      handle: (c) => render(c, <ReadingPage document={document} />, { title: '对外接口说明', current: '' }),
    },
    { method: 'get', path: current, door: 'api.manage', handle: (c) => tokens(c) },
    { method: 'post', path: current, door: 'api.manage', handle: create },
    { method: 'post', path: `${current}/:id/revoke`, door: 'api.manage', about: aboutToken, handle: revoke },
  ])
}

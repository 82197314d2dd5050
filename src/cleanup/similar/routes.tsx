import { may, namesOfUsers, permittedScope } from '../../access/index.ts'
import { lastUpdates } from '../../collection/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  pageFrom,
  pageSize,
  render,
  type RouteDefinition,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { decideSimilar, sendToCleanup } from './decide-similar.ts'
import { type SimilarPair, similarStates, similarVerdicts } from './model.ts'
import { PairPage, type RefusedForm, SimilarPage } from './pages.tsx'
import { findPair, listPairs, openItemByAccount } from './queries.ts'

const current = '/cleanup'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { unitId } = permittedScope(actor, 'cleanup.read', session.districtId)
  const page = pageFrom(c)
  const { rows, total, open } = await listPairs(deps.db, session.districtId, {
    unitId,
    state: similarStates.find((one) => one === c.req.query('state')),
    search: (c.req.query('q') ?? '').slice(0, 60),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  return render(c, <SimilarPage c={c} pairs={rows} total={total} page={page} open={open} />, {
    title: '疑似重复账号',
    current,
  })
}

// For the office every pair; for a unit those that are its own on both sides.
async function wanted(c: WebContext): Promise<SimilarPair> {
  const { deps, actor, session } = c.var
  const { one = '', other = '' } = c.req.param()
  const { unitId } = permittedScope(actor, 'cleanup.read', session.districtId)
  const pair = await findPair(deps.db, session.districtId, one, other)
  const isOwn = pair && (unitId === undefined || (pair.a.unitId === unitId && pair.b.unitId === unitId))
  if (!isOwn || pair.a.id !== one) throw refuse('record.not-found', { what: '疑似重复账号' })
  return pair
}

async function pairPage(c: WebContext, refused?: RefusedForm, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const pair = await wanted(c)
  const ids = [pair.a.id, pair.b.id]
  const decider = pair.decision?.decidedBy
  const names = await namesOfUsers(deps, districtId, decider === undefined ? [] : [decider])
  const page = (
    <PairPage
      csrf={session.csrf}
      pair={pair}
      lastUpdates={await lastUpdates(deps.db, districtId, ids)}
      openItems={await openItemByAccount(deps.db, districtId, ids)}
      decidedBy={names.get(decider ?? '') ?? ''}
      may={may(actor, 'cleanup.propose', { districtId })}
      refused={refused}
      trail={await trailPanel(c, { kind: 'similar-pair', id: `${pair.a.id}/${pair.b.id}` })}
    />
  )
  return render(c, page, { title: '疑似重复账号', current }, status)
}

type Said = { districtId: string; accountId: string; otherId: string; reason: string }

// A refusal comes back on the page it belongs to.
const step =
  (form: RefusedForm['form'], work: (c: WebContext, said: Said, typed: Record<string, string>) => Promise<string>) =>
  async (c: WebContext): Promise<Response> => {
    const pair = await wanted(c)
    const typed = await typedValues(c)
    const said = {
      districtId: c.var.session.districtId,
      accountId: pair.a.id,
      otherId: pair.b.id,
      reason: (typed['reason'] ?? '').slice(0, 500),
    }
    try {
      return c.redirect(await work(c, said, typed), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
      return pairPage(c, { problem: error.message, typed, form }, error.status)
    }
  }

const decide = step('verdict', async (c, said, typed) => {
  const verdict = similarVerdicts.find((one) => one === typed['verdict'])
  await decideSimilar(c.var.deps, c.var.actor, { ...said, verdict, number: Number(typed['number'] ?? '') })
  return `/cleanup/similar/${said.accountId}/${said.otherId}`
})

const send = step('item', async (c, said, { chosen = '' }) => {
  const id = await sendToCleanup(c.var.deps, c.var.actor, { ...said, chosen })
  return `/cleanup/${id}`
})

/** 疑似重复账号. */
export const similarRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cleanup/similar', door: 'cleanup.read', handle: listPage },
  { method: 'get', path: '/cleanup/similar/:one/:other', door: 'cleanup.read', handle: (c) => pairPage(c) },
  { method: 'post', path: '/cleanup/similar/:one/:other', door: 'cleanup.propose', handle: decide },
  { method: 'post', path: '/cleanup/similar/:one/:other/item', door: 'cleanup.propose', handle: send },
]

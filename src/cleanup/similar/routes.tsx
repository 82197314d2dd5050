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
import { type SimilarPair, similarStateOf, similarStates, similarVerdicts } from './model.ts'
import { PairPage, type RefusedForm, SimilarPage } from './pages.tsx'
import { openItemByAccount, similarPairs } from './queries.ts'

const current = '/cleanup'

/** All pairs for the office; for a unit those that are its own on both sides. */
async function ownPairs(c: WebContext): Promise<SimilarPair[]> {
  const { deps, actor, session } = c.var
  const { unitId } = permittedScope(actor, 'cleanup.read', session.districtId)
  const all = await similarPairs(deps.db, session.districtId)
  return all.filter(({ a, b }) => unitId === undefined || (a.unitId === unitId && b.unitId === unitId))
}

async function listPage(c: WebContext): Promise<Response> {
  const all = await ownPairs(c)
  const state = similarStates.find((one) => one === c.req.query('state'))
  const search = (c.req.query('q') ?? '').slice(0, 60)
  const shown = all
    .filter((pair) => state === undefined || similarStateOf(pair) === state)
    .filter(({ unitName, a, b }) => [unitName, a.name, b.name].some((words) => words.includes(search)))
  const page = pageFrom(c)
  const body = (
    <SimilarPage
      c={c}
      pairs={shown.slice((page - 1) * pageSize, page * pageSize)}
      total={shown.length}
      page={page}
      open={all.filter((pair) => similarStateOf(pair) === 'open').length}
    />
  )
  return render(c, body, { title: '疑似重复账号', current })
}

async function wanted(c: WebContext): Promise<SimilarPair> {
  const { one, other } = c.req.param()
  const pair = (await ownPairs(c)).find(({ a, b }) => a.id === one && b.id === other)
  if (!pair) throw refuse('record.not-found', { what: '疑似重复账号' })
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

import { may, namesOfUsers } from '../../access/index.ts'
import { metAccounts } from '../../collection/index.ts'
import { isUuid } from '../../database/index.ts'
import { readUnits } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  typedValues,
  pageFrom,
  pageSize,
  render,
  requireUpload,
  type RouteDefinition,
  trailPanel,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { listFromCollection } from './from-collection.ts'
import { type Discovered, matchKinds, matchStates, type RejectedRow } from './model.ts'
import { MatchPage } from './pages/match.tsx'
import { MetPage } from './pages/met.tsx'
import { RunPage } from './pages/run.tsx'
import { RunsPage } from './pages/runs.tsx'
import { earlierDecisions, findMatch, listMatches, nextOpen, type WholeMatch } from './queries/matches.ts'
import { countsOfRuns, findRun, listRuns, type Run, sealedRejections } from './queries/runs.ts'
import { ledgerSides } from './queries/sides.ts'
import { contextOfRow, contextOfRun, openJson } from './sealing.ts'
import { decideMatch, type MatchDecisionInput } from './verbs/decide-match.ts'
import { matchList } from './verbs/match-list.ts'

const current = '/concealment'
type Problem = { sentence: string; status: number }

/** What a person can mend comes back on the page it belongs to; anything else goes its way. */
function problemOf(error: unknown): Problem {
  if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
  return { sentence: error.message, status: error.status }
}

async function runsPage(c: WebContext, problem?: Problem): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const { rows, total } = await listRuns(deps.db, districtId, { offset: (page - 1) * pageSize, limit: pageSize })
  const names = await namesOfUsers(
    deps,
    districtId,
    rows.map(({ createdBy }) => createdBy),
  )
  const body = (
    <RunsPage
      c={c}
      runs={rows}
      total={total}
      page={page}
      names={names}
      mayRun={may(actor, 'concealment.run', { districtId })}
      met={(await metAccounts(deps.db, districtId, { offset: 0, limit: 1 })).total}
      problem={problem?.sentence}
    />
  )
  return render(c, body, { title: '瞒报漏报核查', current }, problem?.status)
}

async function run(c: WebContext): Promise<Response> {
  try {
    const { name, bytes } = await requireUpload(c, 'file')
    const { runId } = await matchList(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      fileName: name,
      bytes,
    })
    return c.redirect(`/concealment/${runId}`, 303)
  } catch (error) {
    return runsPage(c, problemOf(error))
  }
}

async function metPage(c: WebContext, problem?: Problem): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const { rows, total } = await metAccounts(deps.db, districtId, { offset: (page - 1) * pageSize, limit: pageSize })
  const mayRun = may(actor, 'concealment.run', { districtId })
  const body = <MetPage c={c} rows={rows} total={total} page={page} mayRun={mayRun} problem={problem?.sentence} />
  return render(c, body, { title: '系统采集中遇到的账号', current }, problem?.status)
}

async function runCollected(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  try {
    const list = await listFromCollection(deps.db, districtId, deps.clock.today())
    const { runId } = await matchList(deps, actor, { districtId, ...list })
    return c.redirect(`/concealment/${runId}`, 303)
  } catch (error) {
    return metPage(c, problemOf(error))
  }
}

async function wantedRun(c: WebContext): Promise<Run> {
  const found = await findRun(c.var.deps.db, c.var.session.districtId, idFrom(c, '核查批次'))
  if (!found) throw refuse('record.not-found', { what: '核查批次' })
  return found
}

async function runPage(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const found = await wantedRun(c)
  const page = pageFrom(c)
  const { kind, state, q = '' } = c.req.query()
  const filter = {
    kind: matchKinds.find((one) => one === kind),
    state: matchStates.find((one) => one === state),
    search: q.trim().slice(0, 60),
  }
  const { rows, total } = await listMatches(deps.db, districtId, found.id, {
    ...filter,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const counts = await countsOfRuns(deps.db, districtId, [found.id])
  const names = await namesOfUsers(deps, districtId, [found.createdBy])
  const sealed = await sealedRejections(deps.db, districtId, found.id)
  const rejected = sealed ? (openJson(deps.vault, sealed, contextOfRun(districtId, found.id)) as RejectedRow[]) : []
  const body = (
    <RunPage
      c={c}
      run={found}
      by={names.get(found.createdBy) ?? '服务器操作员'}
      counts={counts.get(found.id) ?? []}
      rows={rows}
      total={total}
      page={page}
      filter={filter}
      rejected={rejected}
    />
  )
  return render(c, body, { title: '核查结果', current })
}

async function wantedMatch(c: WebContext): Promise<WholeMatch> {
  const match = await findMatch(c.var.deps.db, c.var.session.districtId, idFrom(c, '核查线索', 'match'))
  if (!match || match.runId !== c.req.param('id')) throw refuse('record.not-found', { what: '核查线索' })
  return match
}

type Attempt = { problem: Problem; typed: Record<string, string> }

async function matchPage(c: WebContext, attempt?: Attempt): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const match = await wantedMatch(c)
  const accounts = [match.accountId, match.decidedAccountId, ...match.candidates.map(({ accountId }) => accountId)]
  const units = await readUnits(deps.db, districtId)
  const body = (
    <MatchPage
      csrf={session.csrf}
      match={match}
      found={openJson(deps.vault, match, contextOfRow(districtId, match.id)) as Discovered}
      sides={await ledgerSides(deps.db, districtId, [...new Set(accounts.flatMap((id) => id ?? []))])}
      unitNames={new Map(units.map(({ id, name }) => [id, name]))}
      earlier={await earlierDecisions(deps.db, districtId, match)}
      mayDecide={may(actor, 'concealment.decide', { districtId })}
      isMaker={match.madeBy === actor.id}
      problem={attempt?.problem.sentence}
      typed={attempt?.typed}
      trail={await trailPanel(c, { kind: 'concealment-match', id: match.id })}
    />
  )
  return render(c, body, { title: '核查线索', current, islands: ['unsaved'] }, attempt?.problem.status)
}

/** What the form says, to the word: what it can't say is no decision, because the first choice raises 责任追究线索. */
function decisionIn(typed: Readonly<Record<string, string>>): Pick<MatchDecisionInput, 'decision' | 'as' | 'version'> {
  const { decision, kind, version = '' } = typed
  const verdict = matchKinds.find((one) => one === kind)
  if (decision !== 'confirm' && decision !== 'dismiss') throw refuse('web.form-unreadable')
  if ((kind && !verdict) || !/^\d{1,9}$/.test(version)) throw refuse('web.form-unreadable')
  return { decision, as: { ...(verdict && { kind: verdict }), ...chosen(typed) }, version: Number(version) }
}

// 不在台账 and 尚不清楚 are chosen too: an empty answer takes away what the machine thought, an absent one leaves it.
const chosen = (typed: Readonly<Record<string, string>>) => ({
  ...('accountId' in typed && { accountId: idIn(typed['accountId']) }),
  ...('unitId' in typed && { unitId: idIn(typed['unitId']) }),
})

function idIn(text = ''): string | null {
  if (text !== '' && !isUuid(text)) throw refuse('web.form-unreadable')
  return text || null
}

async function decide(c: WebContext): Promise<Response> {
  const { districtId } = c.var.session
  const match = await wantedMatch(c)
  const typed = await typedValues(c)
  try {
    await decideMatch(c.var.deps, c.var.actor, {
      districtId,
      matchId: match.id,
      ...decisionIn(typed),
      reason: typed['reason'] ?? '',
    })
  } catch (error) {
    return matchPage(c, { problem: problemOf(error), typed })
  }
  const next = await nextOpen(c.var.deps.db, districtId, match.runId, match.id)
  return c.redirect(`/concealment/${match.runId}${next ? `/${next}` : ''}`, 303)
}

/** 瞒报漏报核查: lists in, clues, a person's decision on each. */
export const concealmentRoutes: RouteDefinition[] = [
  { method: 'get', path: '/concealment', door: 'concealment.read', handle: (c) => runsPage(c) },
  { method: 'post', path: '/concealment', door: 'concealment.run', upload: true, handle: run },
  { method: 'get', path: '/concealment/collected', door: 'concealment.read', handle: (c) => metPage(c) },
  { method: 'post', path: '/concealment/collected', door: 'concealment.run', handle: runCollected },
  { method: 'get', path: '/concealment/:id', door: 'concealment.read', handle: runPage },
  { method: 'get', path: '/concealment/:id/:match', door: 'concealment.read', handle: (c) => matchPage(c) },
  { method: 'post', path: '/concealment/:id/:match', door: 'concealment.decide', handle: decide },
]

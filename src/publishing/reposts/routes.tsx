import { may, namesOfUsers, openWords, permittedScope } from '../../access/index.ts'
import { civilDate, instantFromLocal, isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { accountTold } from '../../engagement/index.ts'
import { platformCodes } from '../../vocabulary/platforms.ts'
import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  formsAbout,
  type FormValues,
  formValues,
  pageFrom,
  pageSize,
  refusalOf,
  render,
  type RouteDefinition,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { type RepostAsked, type RepostDuty, repostStandings, type RepostState } from './model.ts'
import { NewRepostPage } from './pages/new-repost.tsx'
import { RepostPage, wordsAllowed } from './pages/repost.tsx'
import { type Counts, RepostsPage } from './pages/reposts.tsx'
import { askedAccounts, findDuty, keyOf, listDuties, repostStates, runningByPlatform } from './queries.ts'
import { type NewDuty, setDuty, withdrawDuty } from './verbs/set-duty.ts'
import { repostActions, stateRepost } from './verbs/state-repost.ts'

const current = '/reposts'

const countsOf = (parts: readonly RepostAsked[], states: ReadonlyMap<string, RepostState>): Counts => {
  const counts: Counts = {}
  for (const part of parts) {
    const { standing } = states.get(keyOf(part))!
    counts[standing] = (counts[standing] ?? 0) + 1
  }
  return counts
}

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'reposts.read', session.districtId)
  const [page, now] = [pageFrom(c), deps.clock.now()]
  const { rows, total } = await listDuties(deps.db, scope, { offset: (page - 1) * pageSize, limit: pageSize })
  const parts = await askedAccounts(
    deps.db,
    scope,
    rows.map(({ id }) => id),
  )
  const open = rows.filter(({ state }) => state === 'open')
  const states = await repostStates(deps.db, session.districtId, open, parts, now)
  const listed = rows.map((duty) => {
    const own = parts.filter(({ dutyId }) => dutyId === duty.id)
    return { duty, accounts: own.length, counts: duty.state === 'open' ? countsOf(own, states) : {} }
  })
  const maySet = may(actor, 'reposts.set', { districtId: session.districtId })
  const body = <RepostsPage c={c} rows={listed} total={total} page={page} now={now} maySet={maySet} />
  return render(c, body, { title: '转载任务', current })
}

async function newPage(c: WebContext, refused?: { error: Refusal; values: FormValues }): Promise<Response> {
  const { deps, session } = c.var
  const body = (
    <NewRepostPage
      csrf={session.csrf}
      running={await runningByPlatform(deps.db, session.districtId)}
      values={refused?.values ?? {}}
      today={deps.clock.today()}
      problem={refused?.error.message}
    />
  )
  const meta = { title: '布置转载任务', current, islands: ['unsaved'] } as const
  return render(c, body, meta, refused?.error.status ?? 200)
}

const text = (values: FormValues, name: string) => String(values[name] ?? '').trim()

async function create(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const values = await formValues(c)
  try {
    const { id } = await setDuty(deps, actor, await dutyOf(c, values))
    return c.redirect(`/reposts/${id}`, 303)
  } catch (thrown) {
    return newPage(c, { error: refusalOf(thrown), values })
  }
}

async function dutyOf(c: WebContext, values: FormValues): Promise<NewDuty> {
  const { deps, session } = c.var
  const issuedOn = text(values, 'issuedOn')
  if (!isCivilDate(issuedOn)) throw refuse('repost.time-unreadable', { what: '布置日期' })
  const dueAt = instantFromLocal(text(values, 'dueAt'))
  if (dueAt === undefined) throw refuse('repost.time-unreadable', { what: '转载时限' })
  const named = text(values, 'accounts')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const ids: string[] = []
  for (const line of named) ids.push((await accountTold(deps.db, session.districtId, line)).id)
  const chosen = new Set([values['platform'] ?? []].flat())
  return {
    districtId: session.districtId,
    title: text(values, 'title'),
    source: text(values, 'source'),
    link: text(values, 'link'),
    issuedOn: civilDate(issuedOn),
    dueAt,
    of: named.length > 0 ? { ids } : { platforms: platformCodes.filter((code) => chosen.has(code)) },
  }
}

/** The duty in the address with the parts this person may see. Refuses `record.not-found`. */
async function asked(c: WebContext): Promise<{ duty: RepostDuty; parts: RepostAsked[] }> {
  const { deps, actor, session } = c.var
  const id = c.req.param('id')
  const scope = permittedScope(actor, 'reposts.read', session.districtId)
  const duty = id !== undefined && isUuid(id) ? await findDuty(deps.db, session.districtId, id) : undefined
  const parts = duty ? await askedAccounts(deps.db, scope, [duty.id]) : []
  if (!duty || parts.length === 0) throw refuse('record.not-found', { what: '转载任务' })
  return { duty, parts }
}

async function dutyPage(c: WebContext, refused?: Refusal): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const { duty, parts } = await asked(c)
  const now = deps.clock.now()
  const states = await repostStates(deps.db, districtId, [duty], parts, now)
  const names = await namesOfUsers(
    deps,
    districtId,
    parts.flatMap(({ statedBy }) => statedBy ?? []),
  )
  const maySet = may(actor, 'reposts.set', { districtId })
  const shown = repostStandings.find((one) => one === c.req.query('standing'))
  const order = (part: RepostAsked) => repostStandings.indexOf(states.get(keyOf(part))!.standing)
  const body = (
    <RepostPage
      csrf={csrf}
      duty={duty}
      parts={parts
        .filter((part) => shown === undefined || states.get(keyOf(part))!.standing === shown)
        .toSorted((a, b) => order(a) - order(b))
        .map((part) => ({
          asked: part,
          state: states.get(keyOf(part))!,
          may: wordsAllowed(part, {
            maySet,
            mayClaim: !maySet && may(actor, 'reposts.claim', { districtId, unitId: part.unitId }),
          }),
        }))}
      counts={countsOf(parts, states)}
      shown={shown}
      reasons={await openWords(
        deps,
        districtId,
        parts.flatMap(({ reasonId }) => reasonId ?? []),
      )}
      nameOf={(id) => names.get(id) ?? ''}
      maySet={maySet}
      now={now}
      problem={refused?.message}
      trail={maySet ? await trailPanel(c, { kind: 'repost', id: duty.id }) : null}
    />
  )
  return render(c, body, { title: duty.title, current }, refused?.status ?? 200)
}

async function word(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { duty } = await asked(c)
  const values = await typedValues(c)
  const accountId = c.req.param('account') ?? ''
  try {
    const action = repostActions.find((one) => one === values['action'])
    if (!action || !isUuid(accountId)) throw refuse('web.choice-unknown', { what: '办理' })
    await stateRepost(deps, actor, {
      districtId: session.districtId,
      dutyId: duty.id,
      accountId,
      version: Number(values['version']),
      action,
      link: values['link'],
      doneAt: instantFromLocal(values['doneAt'] ?? ''),
      reason: values['reason'],
    })
  } catch (thrown) {
    return dutyPage(c, refusalOf(thrown))
  }
  return c.redirect(`/reposts/${duty.id}`, 303)
}

async function withdraw(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { duty } = await asked(c)
  const { version, reason = '' } = await typedValues(c)
  try {
    await withdrawDuty(deps, actor, {
      districtId: session.districtId,
      dutyId: duty.id,
      version: Number(version),
      reason,
    })
  } catch (thrown) {
    return dutyPage(c, refusalOf(thrown))
  }
  return c.redirect(`/reposts/${duty.id}`, 303)
}

const onDuties: RouteDefinition[] = [
  { method: 'get', path: '/reposts/:id', door: 'reposts.read', handle: (c) => dutyPage(c) },
  { method: 'post', path: '/reposts/:id/accounts/:account', door: 'reposts.read', handle: word },
  { method: 'post', path: '/reposts/:id/withdraw', door: 'reposts.set', handle: withdraw },
]

/** 转载任务. */
export const repostRoutes: RouteDefinition[] = [
  { method: 'get', path: '/reposts', door: 'reposts.read', handle: listPage },
  { method: 'get', path: '/reposts/new', door: 'reposts.set', handle: (c) => newPage(c) },
  { method: 'post', path: '/reposts/new', door: 'reposts.set', handle: create },
  ...formsAbout('repost', onDuties, ({ db }, ...which) => findDuty(db, ...which)),
]

import { may, openWords, permit, permittedScope } from '../../access/index.ts'
import {
  addMonths,
  civilDate,
  firstDayOf,
  isCivilDate,
  lastDayOf,
  type Month,
  month,
  monthOf,
} from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { readUnits } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import {
  keepLook,
  pageFrom,
  pageSize,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  sendDownload,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { adoptedUnits } from '../manuscripts/adoption.ts'
import { wordChanges } from '../manuscripts/compare-texts.ts'
import { type Standing, standings } from './model.ts'
import { BoardPage } from './pages/board.tsx'
import { MatchPage } from './pages/match.tsx'
import { SamplesPage } from './pages/samples.tsx'
import { matchedPosts, matchOfPost, numbersOf, unpublishedTexts } from './queries.ts'
import { findSample, listSamples } from './samples.ts'
import { enterPublishedText } from './verbs/enter-text.ts'
import { drawSamples, handInSheet, judgeSample } from './verbs/sample.ts'

const current = '/approved'
const MONTHS_OFFERED = 12
// Rulebook (c) C4: no national number; five working days to find a sheet that lies in a drawer.
const SHEET_WORKDAYS = 5

const monthsUntil = (last: Month): Month[] => Array.from({ length: MONTHS_OFFERED }, (_, at) => addMonths(last, -at))

function wantedMonth(found: string | undefined, months: readonly Month[]): Month {
  return months.find((one) => one === found) ?? months[0]!
}

async function board(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'approved.read', districtId)
  const months = monthsUntil(monthOf(deps.clock.today()))
  const of = wantedMonth(c.req.query('month'), months)
  const range = { from: firstDayOf(of), to: lastDayOf(of) }
  const posts = await matchedPosts(deps.db, scope, range)
  const unpublished = await unpublishedTexts(deps.db, scope, range, deps.clock.now())
  const standing = standings.find((one: Standing) => one === c.req.query('standing'))
  const search = searchFrom(c)
  const shown = posts.filter(
    (post) =>
      (standing === undefined || post.standing === standing) &&
      (search === '' || [post.title, post.accountName, post.unitName].some((text) => text.includes(search))),
  )
  const page = pageFrom(c)
  const visible = shown.slice((page - 1) * pageSize, page * pageSize)
  const numbers = await numbersOf(
    deps.db,
    districtId,
    visible.flatMap(({ manuscriptId }) => manuscriptId ?? []),
  )
  const adopted = new Set(
    (await adoptedUnits(deps.db, districtId)).flatMap(({ unitId, endedAt }) => (endedAt === null ? unitId : [])),
  )
  const units = (await readUnits(deps.db, districtId)).filter(({ id }) => adopted.has(id)).map(({ name }) => name)
  const body = (
    <BoardPage
      {...{ c, months, posts, shown, unpublished, page, units }}
      month={of}
      office={scope.unitId === undefined}
      numberOf={(id) => numbers.get(id)}
    />
  )
  return render(c, body, { title: '审发一致', current })
}

async function wanted(c: WebContext) {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'approved.read', session.districtId)
  const [accountId = '', postId = ''] = [c.req.param('account'), c.req.param('post')]
  const found =
    isUuid(accountId) && isUuid(postId) ? await matchOfPost(deps.db, { ...scope, accountId }, postId) : undefined
  if (!found) throw refuse('record.not-found', { what: '帖文' })
  return found
}

async function matchPage(c: WebContext, typed?: string, problem?: string, status = 200): Promise<Response> {
  const { actor, session } = c.var
  const { post, text } = await wanted(c)
  const target = { districtId: session.districtId }
  const body = (
    <MatchPage
      csrf={session.csrf}
      post={post}
      text={text}
      changes={
        text && {
          title: wordChanges(text.title, post.title),
          text: post.text === null ? undefined : wordChanges(text.plain, post.text),
        }
      }
      mayEnter={may(actor, 'approved.handle', target)}
      mayOpenManuscript={may(actor, 'manuscripts.read', { ...target, unitId: post.unitId })}
      typed={typed}
      problem={problem}
      trail={await trailPanel(c, { kind: 'approved', id: post.id }, '还没有录入过正文。')}
    />
  )
  return render(c, body, { title: '审发一致', current }, status)
}

async function enter(c: WebContext): Promise<Response> {
  const { post } = await wanted(c)
  const { text = '' } = await typedValues(c)
  try {
    const { deps, actor, session } = c.var
    const of = { districtId: session.districtId, accountId: post.accountId, postId: post.id }
    await enterPublishedText(deps, actor, { ...of, text })
    return c.redirect(`${current}/posts/${post.accountId}/${post.id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return matchPage(c, text, refusal.message, refusal.status)
  }
}

type Typed = Readonly<Record<string, string>>

async function samplesPage(c: WebContext, typed: Typed = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'approved.read', districtId)
  const page = pageFrom(c)
  const today = deps.clock.today()
  const { rows, total } = await listSamples(deps.db, scope, { offset: (page - 1) * pageSize, limit: pageSize })
  const adopted = new Set(
    (await adoptedUnits(deps.db, districtId)).flatMap(({ unitId, endedAt }) => (endedAt === null ? unitId : [])),
  )
  const units = (await readUnits(deps.db, districtId)).filter(
    ({ id, state, kind }) => state === 'active' && unitKinds[kind].inScope && !adopted.has(id),
  )
  const body = (
    <SamplesPage
      {...{ c, rows, total, page, today, units, typed, problem }}
      months={monthsUntil(monthOf(today))}
      offeredDue={(await loadCalendar(deps.db)).addWorkingDays(today, SHEET_WORKDAYS).day}
      mayHandle={may(actor, 'approved.handle', { districtId })}
      mayHandIn={(unitId) => may(actor, 'approved.hand-in', { districtId, unitId })}
      wordsOf={await openWords(
        deps,
        districtId,
        rows.flatMap(({ wordsId }) => wordsId ?? []),
      )}
    />
  )
  return render(c, body, { title: '发布审签单抽查', current }, status)
}

async function draw(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  try {
    const { deps, actor, session } = c.var
    const { unitId = '', count = '', dueOn = '' } = typed
    if (!isCivilDate(dueOn)) throw refuse('approved.sample-due')
    const of = wantedMonth(typed['month'], monthsUntil(monthOf(deps.clock.today())))
    await drawSamples(deps, actor, {
      districtId: session.districtId,
      range: { from: firstDayOf(month(of)), to: lastDayOf(month(of)) },
      unitId: isUuid(unitId) ? unitId : undefined,
      count: Number(count),
      dueOn: civilDate(dueOn),
    })
    return c.redirect(`${current}/samples`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return samplesPage(c, typed, refusal.message, refusal.status)
  }
}

async function sampleHere(c: WebContext) {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'approved.read', session.districtId)
  const id = c.req.param('id') ?? ''
  const sample = isUuid(id) ? await findSample(deps.db, session.districtId, id) : undefined
  if (!sample || (scope.unitId !== undefined && scope.unitId !== sample.unitId))
    throw refuse('record.not-found', { what: '抽查' })
  return sample
}

async function act(c: WebContext): Promise<Response> {
  const { id } = await sampleHere(c)
  const typed = await typedValues(c)
  try {
    const { deps, actor, session } = c.var
    const of = { districtId: session.districtId, sampleId: id, version: Number(typed['version']) }
    if (typed['action'] === 'hand-in') await handInSheet(deps, actor, { ...of, file: await readUpload(c, 'sheet') })
    else await judgeSample(deps, actor, { ...of, outcome: typed['outcome'] ?? '', reason: typed['reason'] ?? '' })
    return c.redirect(`${current}/samples#sample-${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return samplesPage(c, typed, refusal.message, refusal.status)
  }
}

// A signed sheet names people: who looked at it stands in the trail.
async function sheet(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const sample = await sampleHere(c)
  const { districtId } = session
  if (!may(actor, 'approved.handle', { districtId }))
    permit(actor, 'approved.hand-in', { districtId, unitId: sample.unitId })
  if (sample.fileId === null) throw refuse('record.not-found', { what: '发布审签单' })
  const stored = await readStoredFile(deps, districtId, sample.fileId)
  await keepLook(c, {
    action: 'review-sample.sheet-seen',
    subject: { kind: 'review-sample', id: sample.id },
    after: {},
  })
  return sendDownload(c, stored)
}

/** 审发一致: what was published beside what was approved, and sheets of units that don't write here. */
export const approvedRoutes: RouteDefinition[] = [
  { method: 'get', path: '/approved', door: 'approved.read', handle: board },
  { method: 'get', path: '/approved/posts/:account/:post', door: 'approved.read', handle: (c) => matchPage(c) },
  { method: 'post', path: '/approved/posts/:account/:post', door: 'approved.handle', handle: enter },
  { method: 'get', path: '/approved/samples', door: 'approved.read', handle: (c) => samplesPage(c) },
  { method: 'post', path: '/approved/samples', door: 'approved.handle', handle: draw },
  { method: 'post', path: '/approved/samples/:id', door: 'approved.read', upload: true, handle: act },
  { method: 'get', path: '/approved/samples/:id/files/sheet', door: 'approved.read', handle: sheet },
]

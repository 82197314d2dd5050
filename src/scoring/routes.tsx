import { may, namesOfUsers, permit, permittedScope } from '../access/index.ts'
import { type CivilDate, isCivilDate } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { inTransaction } from '../database/index.ts'
import { readUnits } from '../registry/index.ts'
import { append } from '../trail/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  Alert,
  defineRoutes,
  Head,
  keepLook,
  pageFrom,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  sendDownload,
  trailPanel,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { archiveYear } from './archive.ts'
import { type EntryOrigin, entryOrigins, openFor, type ScoreEvent, type YearAction, yearActionLabels } from './model.ts'
import { BoardPage } from './pages/board.tsx'
import { Entries } from './pages/entries.tsx'
import { UnitPage } from './pages/unit.tsx'
import { printLetter, printScore, type ScoreFormat, scoreFormats } from './print-score.ts'
import { listEntries, readEntry, readYear, stepsOfYear } from './queries/years.ts'
import { readScoreYear } from './read-year.ts'
import { schemeRoutes } from './routes-schemes.tsx'
import { type Typed } from './scheme-form.ts'
import { scoreYear, type YearScore } from './score-year.ts'
import { decideEntry, enterForScore } from './verbs/entries.ts'
import { stepRights, stepYear } from './verbs/step-year.ts'

const current = '/score'
const yearOf = (c: WebContext) => readScoreYear(c.req.param('year'))

function asOfFrom(c: WebContext): CivilDate | undefined {
  const said = c.req.query('as-of') ?? ''
  return isCivilDate(said) ? said : undefined
}

/** The score of a year; undefined where there is no scheme yet. */
async function scoreIfAny(c: WebContext, year: number): Promise<YearScore | undefined> {
  try {
    return await scoreYear(c.var.deps, { districtId: c.var.session.districtId, year, asOf: asOfFrom(c) })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'score.no-scheme') return undefined
    throw error
  }
}

async function boardPage(
  c: WebContext,
  of?: number,
  typed: Typed = {},
  problem?: string,
  status = 200,
): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const asked = c.req.query('year')
  const year = of ?? (asked === undefined ? Number(deps.clock.today().slice(0, 4)) : readScoreYear(asked))
  const { unitId } = permittedScope(actor, 'score.read', districtId)
  if (unitId !== undefined) return unitsOwnPage(c, year, unitId)
  const steps = await stepsOfYear(deps.db, districtId, year)
  const waiting = await listEntries(deps.db, { districtId }, year, { waiting: true })
  const body = (
    <BoardPage
      c={c}
      year={year}
      found={await readYear(deps.db, districtId, year)}
      steps={steps}
      score={await scoreIfAny(c, year)}
      page={pageFrom(c)}
      waiting={waiting.length}
      may={(action: YearAction) => may(actor, stepRights[action], { districtId })}
      maySeeSchemes
      typed={typed}
      problem={problem}
      trail={await trailPanel(
        c,
        { kind: 'score-year', id: String(year) },
        '封存以后的办理记在这里；锁定方案的，见方案页。',
      )}
    />
  )
  return render(c, body, { title: '年度监管评分', current }, status)
}

/** A unit comes here from the directory: to its own page when the year is open to units, and hears until then what is to come. */
async function unitsOwnPage(c: WebContext, year: number, unitId: string): Promise<Response> {
  if (await isOpenToUnits(c, year)) return c.redirect(`/score/${year}/units/${unitId}`, 303)
  const body = <Head title={`${year}年度监管评分`} note="系统评分后开放自查自报，届时可以看到本单位每一分的来由。" />
  return render(c, body, { title: '年度监管评分', current })
}

async function isOpenToUnits(c: WebContext, year: number): Promise<boolean> {
  const found = await readYear(c.var.deps.db, c.var.session.districtId, year)
  return ['reporting', 'panel', 'published', 'appealing', 'final'].includes(found?.state ?? '')
}

async function step(c: WebContext): Promise<Response> {
  const year = yearOf(c)
  const typed = await typedValues(c)
  const { deps, actor, session } = c.var
  // The board is the district's; a unit's right opens its own score alone.
  permit(actor, 'score.read', { districtId: session.districtId })
  try {
    const action = typed['action'] ?? ''
    if (!Object.hasOwn(yearActionLabels, action) || action === 'lock')
      throw refuse('web.choice-unknown', { what: '办理事项' })
    const frozenOn = typed['frozenOn'] ?? ''
    await stepYear(deps, actor, {
      districtId: session.districtId,
      year,
      version: Number(typed['version']),
      action: action as Exclude<YearAction, 'lock'>,
      note: typed['note'] ?? '',
      ...(isCivilDate(frozenOn) && { frozenOn }),
    })
    return c.redirect(`/score?year=${year}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return boardPage(c, year, typed, message, status)
  }
}

/** The unit of the address, for who may see it: a unit its own and only when the year is open to units. */
async function ownScore(c: WebContext): Promise<{ year: number; unitId: string; score: YearScore }> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const unitId = c.req.param('unit') ?? ''
  const year = yearOf(c)
  const office = may(actor, 'score.read', { districtId })
  if (!isUuid(unitId) || (!office && !(await isOpenToUnits(c, year))))
    throw refuse('record.not-found', { what: '单位' })
  if (!may(actor, 'score.read', { districtId, unitId })) throw refuse('record.not-found', { what: '单位' })
  const score = await scoreYear(deps, { districtId, year, asOf: asOfFrom(c), telling: 'told' })
  return { year, unitId, score }
}

/** Where an event is opened by who may open it. */
function hrefOf(c: WebContext, unitId: string): (event: ScoreEvent) => string | undefined {
  const { actor, session } = c.var
  const own = { districtId: session.districtId, unitId }
  const all = { districtId: session.districtId }
  return ({ kind, id, accountId }) => {
    const [, of = ''] = id.split('/')
    if (kind === 'finding' || kind === 'unremedied')
      return may(actor, 'review.read', all) ? `/review/${of}` : accountId ? `/accounts/${accountId}` : undefined
    if (kind === 'message') return may(actor, 'messages.read', own) ? `/messages/${of}` : undefined
    if (kind === 'order-late' || kind === 'recheck-failed')
      return may(actor, 'orders.read', own) ? `/orders/${of}` : undefined
    if (kind === 'circular') return may(actor, 'upper-circulars.read', all) ? `/upper-circulars/${of}` : undefined
    if (kind === 'reminder') return may(actor, 'orders.read', all) ? '/reminders' : undefined
    return undefined
  }
}

async function openNow(c: WebContext, year: number, unitId: string): Promise<EntryOrigin[]> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (asOfFrom(c)) return []
  const state = (await readYear(deps.db, districtId, year))?.state ?? 'locked'
  const office = may(actor, 'score.prepare', { districtId })
  const answers = may(actor, 'score.answer', { districtId, unitId })
  const right: Readonly<Record<EntryOrigin, boolean>> = {
    record: office || (answers && state === 'reporting'),
    panel: office || may(actor, 'score.decide', { districtId }),
    appeal: answers,
  }
  return (Object.keys(entryOrigins) as EntryOrigin[]).filter((one) => openFor[one].includes(state) && right[one])
}

async function unitPage(c: WebContext, typed: Typed = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { year, unitId, score } = await ownScore(c)
  const own = score.units.find((one) => one.unitId === unitId)
  if (!own) throw refuse('record.not-found', { what: '单位' })
  const entries = await listEntries(deps.db, { districtId, unitId }, year)
  const events = [...score.events.values()].filter((one) => one.unitId === unitId)
  const people = [
    ...events.map((one) => one.confirmedBy ?? null),
    ...entries.flatMap((one) => [one.enteredBy, one.decidedBy]),
  ]
  const office = may(actor, 'score.read', { districtId })
  const body = (
    <UnitPage
      c={c}
      year={year}
      score={score}
      own={own}
      entries={entries}
      names={await namesOfUsers(deps, districtId, [...new Set(people.filter((id) => id !== null))])}
      hrefOf={hrefOf(c, unitId)}
      crumb={office}
      office={may(actor, 'score.prepare', { districtId })}
      mayDecide={may(actor, 'score.decide', { districtId })}
      open={await openNow(c, year, unitId)}
      asOf={asOfFrom(c)}
      typed={typed}
      problem={problem}
      trail={null}
    />
  )
  return render(c, body, { title: `${own.name}　年度监管评分`, current }, status)
}

async function enter(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const year = yearOf(c)
  const unitId = c.req.param('unit') ?? ''
  const typed = await typedValues(c)
  const on = typed['on'] ?? ''
  try {
    if (!isUuid(unitId)) throw refuse('record.not-found', { what: '单位' })
    if (!Object.hasOwn(entryOrigins, typed['origin'] ?? '')) throw refuse('web.choice-unknown', { what: '办理事项' })
    const accountId = typed['accountId'] ?? ''
    await enterForScore(deps, actor, {
      districtId,
      year,
      unitId,
      origin: typed['origin'] as EntryOrigin,
      accountId: isUuid(accountId) ? accountId : null,
      kind: typed['kind'] ?? '',
      ...(isCivilDate(on) && { on }),
      count: Number(typed['count'] ?? 1),
      voids: typed['voids'] ?? '',
      item: typed['item'] ?? '',
      points: (typed['points'] ?? '').trim() === '' ? null : Number(typed['points']),
      note: typed['note'] ?? '',
      file: await readUpload(c, 'file'),
    })
    return c.redirect(`/score/${year}/units/${unitId}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return unitPage(c, typed, message, status)
  }
}

async function entriesPage(
  c: WebContext,
  refused?: { id: string; decision: string },
  problem?: string,
  status = 200,
): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permit(actor, 'score.read', { districtId })
  const year = yearOf(c)
  const entries = await listEntries(deps.db, { districtId }, year, { waiting: true })
  const speaks = entries.some(({ voids, item }) => voids ?? item)
  const units = new Map((await readUnits(deps.db, districtId)).map(({ id, name }) => [id, name]))
  const names = await namesOfUsers(deps, districtId, [...new Set(entries.map(({ enteredBy }) => enteredBy))])
  const body = (
    <>
      <Head
        crumb={<a href={`/score?year=${year}`}>年度评分</a>}
        title={`${year}年待处理的登记、更正、申诉`}
        note={`共 ${entries.length} 件`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <Entries
        refused={refused}
        c={c}
        year={year}
        score={speaks ? await scoreYear(deps, { districtId, year, telling: 'told' }) : undefined}
        entries={entries}
        names={names}
        units={units}
        mayDecide={may(actor, 'score.decide', { districtId })}
      />
    </>
  )
  return render(c, body, { title: '登记、更正、申诉', current }, status)
}

async function decide(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const year = yearOf(c)
  const id = c.req.param('id') ?? ''
  const typed = await typedValues(c)
  try {
    if (!isUuid(id)) throw refuse('record.not-found', { what: '登记、更正或申诉' })
    const decision = typed['decision'] ?? ''
    await decideEntry(deps, actor, { districtId, id, confirmed: typed['confirmed'] === 'yes', decision })
    const entry = await readEntry(deps.db, districtId, id)
    return c.redirect(`/score/${year}/units/${entry!.unitId}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return entriesPage(c, { id, decision: typed['decision'] ?? '' }, message, status)
  }
}

async function proof(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const id = c.req.param('id') ?? ''
  const entry = isUuid(id) ? await readEntry(deps.db, districtId, id) : undefined
  if (!entry?.fileId || !may(actor, 'score.read', { districtId, unitId: entry.unitId }))
    throw refuse('record.not-found', { what: '证明材料' })
  const file = await readStoredFile(deps, districtId, entry.fileId)
  const subject = { kind: 'score-entry', id }
  await keepLook(c, { action: 'score.proof-seen', subject, after: { file: entry.fileId } })
  return sendDownload(c, file)
}

async function paper(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { districtId } = session
  permit(actor, 'score.read', { districtId })
  const format = c.req.param('format') ?? ''
  if (!Object.hasOwn(scoreFormats, format)) throw refuse('record.not-found', { what: '评分表' })
  const score = await scoreYear(deps, { districtId, year: yearOf(c), asOf: asOfFrom(c), telling: 'told' })
  const file = await printScore(deps, districtId, score, { format: format as ScoreFormat, demo })
  await taken(c, score, { paper: '评分表', format })
  return sendDownload(c, file)
}

async function archive(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { districtId } = session
  permit(actor, 'score.read', { districtId })
  const year = yearOf(c)
  const file = await archiveYear(deps, { districtId, year, demo })
  await taken(c, { year, asOf: deps.clock.today() }, { paper: '归档包', format: 'zip' })
  return sendDownload(c, file)
}

async function letter(c: WebContext): Promise<Response> {
  const { deps, session, demo } = c.var
  const { unitId, score } = await ownScore(c)
  const format = c.req.param('format') === 'docx' ? 'docx' : 'pdf'
  const file = await printLetter(deps, session.districtId, score, { unitId, format, demo })
  await taken(c, score, { paper: '说明函', unitId, format })
  return sendDownload(c, file)
}

async function taken(
  c: WebContext,
  { year, asOf }: Pick<YearScore, 'year' | 'asOf'>,
  after: Record<string, string>,
): Promise<void> {
  const { deps, actor, session } = c.var
  const subject = { kind: 'score-year', id: String(year) }
  const entry = { districtId: session.districtId, actor, action: 'score.paper-taken', subject, at: deps.wall.now() }
  await inTransaction(deps.db, (tx) => append(tx, deps.ids, { ...entry, after: { ...after, asOf } }))
}

/** 年度监管评分. */
export const scoringRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/score', door: 'score.read', handle: (c) => boardPage(c) },
  ...schemeRoutes,
  { method: 'post', path: '/score/:year/steps', door: 'score.read', handle: step },
  { method: 'get', path: '/score/:year/paper/:format', door: 'score.read', handle: paper },
  { method: 'get', path: '/score/:year/files/archive', door: 'score.read', handle: archive },
  { method: 'get', path: '/score/:year/units/:unit', door: 'score.read', handle: (c) => unitPage(c) },
  { method: 'post', path: '/score/:year/units/:unit', door: 'score.read', upload: true, handle: enter },
  { method: 'get', path: '/score/:year/units/:unit/paper/:format', door: 'score.read', handle: letter },
  { method: 'get', path: '/score/:year/entries', door: 'score.read', handle: (c) => entriesPage(c) },
  { method: 'post', path: '/score/:year/entries/:id', door: 'score.decide', handle: decide },
  { method: 'get', path: '/score/:year/entries/:id/files/proof', door: 'score.read', handle: proof },
])

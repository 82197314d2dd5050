import { may, namesOfUsers, permit } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { triggerRules } from '../filing/index.ts'
import { indicatorOf, indicatorIds } from '../monitoring/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  formsAbout,
  pageFrom,
  refusalOf,
  render,
  type RouteDefinition,
  trailPanel,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { recordKinds } from './model.ts'
import { ComparePage } from './pages/compare.tsx'
import { SchemePage } from './pages/scheme.tsx'
import { SchemesPage } from './pages/schemes.tsx'
import { windowOf } from './queries/live-events.ts'
import { listSchemes, readStoredScheme, schemeInForce, type StoredScheme } from './queries/years.ts'
import { readScoreYear } from './read-year.ts'
import { schemeTyped, type Typed } from './scheme-form.ts'
import { compareSchemes } from './score-year.ts'
import { templates } from './templates.ts'
import { lockScheme, saveScheme } from './verbs/save-scheme.ts'

const current = '/score'

async function listPage(c: WebContext, typed: Typed = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const body = (
    <SchemesPage
      c={c}
      schemes={(await listSchemes(deps.db, districtId)).filter((one) => isShown(c, one))}
      mayPrepare={may(actor, 'score.prepare', { districtId })}
      year={Number(deps.clock.today().slice(0, 4))}
      typed={typed}
      problem={problem}
    />
  )
  return render(c, body, { title: '评分方案', current }, status)
}

async function create(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { deps, actor, session } = c.var
  const { districtId } = session
  try {
    const from = typed['from'] ?? ''
    const stored = isUuid(from) ? await readStoredScheme(deps.db, districtId, from) : undefined
    const scheme =
      stored?.scheme ?? (Object.hasOwn(templates, from) ? templates[from as keyof typeof templates] : undefined)
    if (!scheme) throw refuse('web.choice-unknown', { what: '从哪里开始' })
    const { id } = await saveScheme(deps, actor, { districtId, year: readScoreYear(typed['year']), scheme })
    return c.redirect(`/score/schemes/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return listPage(c, typed, message, status)
  }
}

/** Drafts and trials are the office's; what was locked is read by every unit that is scored by it. */
const seesAll = ({ var: { actor, session } }: WebContext) =>
  may(actor, 'score.read', { districtId: session.districtId })
const isShown = (c: WebContext, { state }: StoredScheme) => state === 'locked' || seesAll(c)

async function wanted(c: WebContext): Promise<StoredScheme> {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await readStoredScheme(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!found || !isShown(c, found)) throw refuse('record.not-found', { what: '评分方案' })
  return found
}

/** What people confirm and a scheme may count. */
const countable = () => [
  ...indicatorIds.map((id) => ({ value: `finding/${id}`, label: `问题：${indicatorOf(id).label}` })),
  ...Object.entries(triggerRules).map(([id, { label }]) => ({ value: `clue/${id}`, label: `责任追究线索：${label}` })),
  ...Object.entries(recordKinds)
    .filter(([id]) => id !== 'main-account')
    .map(([id, { label }]) => ({ value: `record/${id}`, label: `人工登记：${label}` })),
  { value: 'reminder', label: '更新提醒' },
  { value: 'message', label: '留言逾期未答复' },
  { value: 'order-late', label: '整改逾期' },
  { value: 'recheck-failed', label: '复查不合格' },
]

async function schemePage(c: WebContext, typed: Typed = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const stored = await wanted(c)
  const draft = stored.state === 'draft'
  const names = await namesOfUsers(deps, districtId, [stored.preparedBy])
  const body = (
    <SchemePage
      c={c}
      stored={stored}
      mayEdit={draft && may(actor, 'score.prepare', { districtId })}
      mayLock={draft && may(actor, 'score.decide', { districtId })}
      countable={countable()}
      preparedBy={names.get(stored.preparedBy) ?? '系统用户'}
      typed={typed}
      problem={problem}
      mayCompare={seesAll(c)}
      trail={seesAll(c) ? await trailPanel(c, { kind: 'score-scheme', id: stored.id }) : null}
    />
  )
  return render(c, body, { title: stored.scheme.name, current }, status)
}

async function save(c: WebContext): Promise<Response> {
  const stored = await wanted(c)
  const typed = await typedValues(c)
  const { deps, actor, session } = c.var
  try {
    const scheme = schemeTyped(stored.scheme, typed)
    const { id, year } = stored
    const version = Number(typed['version'])
    await saveScheme(deps, actor, { districtId: session.districtId, id, version, year, scheme })
    return c.redirect(`/score/schemes/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return schemePage(c, typed, message, status)
  }
}

async function lock(c: WebContext): Promise<Response> {
  const { id } = await wanted(c)
  const typed = await typedValues(c)
  const { deps, actor, session } = c.var
  try {
    const input = { districtId: session.districtId, id, version: Number(typed['version']), paper: typed['paper'] ?? '' }
    await lockScheme(deps, actor, input)
    return c.redirect(`/score/schemes/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return schemePage(c, typed, message, status)
  }
}

async function comparePage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  permit(actor, 'score.read', { districtId })
  const stored = await wanted(c)
  const asked = c.req.query('year')
  const year = asked === undefined ? stored.year : readScoreYear(asked)
  const today = deps.clock.today()
  const other = await schemeInForce(deps.db, windowOf(districtId, year, today, today))
  const both = other && (await compareSchemes(deps, { districtId, year }, [other.scheme, stored.scheme]))
  const scores = both && ([both[0]!, both[1]!] as const)
  const body = <ComparePage c={c} stored={stored} other={other} year={year} scores={scores} page={pageFrom(c)} />
  return render(c, body, { title: '试算比较', current })
}

/** 评分方案: the list, one scheme, its locking, what it would have made of a year. */
export const schemeRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/score/schemes', door: 'score.read', handle: (c) => listPage(c) },
  { method: 'post', path: '/score/schemes', door: 'score.prepare', handle: create },
  ...formsAbout(
    'score-scheme',
    [
      {
        method: 'get',
        path: '/score/schemes/:id',
        door: 'score.read',
        handle: (c) => schemePage(c),
      },
      { method: 'post', path: '/score/schemes/:id', door: 'score.prepare', handle: save },
      { method: 'post', path: '/score/schemes/:id/lock', door: 'score.decide', handle: lock },
      {
        method: 'get',
        path: '/score/schemes/:id/compare',
        door: 'score.read',
        handle: comparePage,
      },
    ],
    ({ db }, ...which) => readStoredScheme(db, ...which),
  ),
])

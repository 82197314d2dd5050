import { may, namesOfUsers, openPeople, permit, permittedScope, scopeOf } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { pickUnits, readUnits } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  type FormValues,
  formValues,
  pageFrom,
  searchFrom,
  pageSize,
  render,
  requireUpload,
  type RouteDefinition,
  trailPanel,
  type TypedSetting,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { PeriodCard } from '../periods/card.tsx'
import { periodOn, setPeriod } from '../periods/periods.ts'
import { type HandoverInput, rightOf } from './act.ts'
import { namesIn } from './content.ts'
import { decidedWithoutSecrets, filledOf, readDecided, readFilled, withoutSecrets } from './form.ts'
import { handoverStates } from './model.ts'
import { HandoverPage } from './pages/handover.tsx'
import { HandoversPage } from './pages/handovers.tsx'
import { NewHandoverPage } from './pages/new-handover.tsx'
import { readPostKey } from './posts.ts'
import { type LoadedHandover, readHandover } from './queries/handovers.ts'
import { holdersOf, holdersOfUnit } from './queries/holders.ts'
import { type HandoverFilter, listHandovers } from './queries/lists.ts'
import { handoverScans } from './queries/papers.ts'
import { paperRoutes, seesPapers } from './routes-papers.tsx'
import { faultsOf } from './rules.ts'
import type { OpenTasks } from './tasks.ts'
import { confirmHandover, dismissHandover, sendHandoverBack } from './verbs/decide-handover.ts'
import { fillHandover } from './verbs/fill-handover.ts'
import { submitHandover, uploadHandoverScan } from './verbs/hand-in.ts'
import { noticeChanges } from './verbs/notice-changes.ts'
import { openHandover } from './verbs/open-handover.ts'
import { printHandover } from './verbs/print-handover.ts'

const current = '/handovers'

/** Names by person id; phones stay where they are. */
async function namesOf(c: WebContext, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const { deps, session } = c.var
  const wanted = ids.filter((id) => id !== null)
  const people = await openPeople(deps.db, deps.vault, session.districtId, wanted)
  return new Map([...people].flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name] as const])))
}

async function listPage(c: WebContext, over?: TypedSetting, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'filing.read', districtId)
  const { state, q, noticed } = c.req.query()
  const page = pageFrom(c)
  const known: HandoverFilter['state'] =
    state === 'open' || state === 'overdue' ? state : handoverStates.find((one) => one === state)
  const filter = { ...(known && { state: known }), ...(q && { search: q }) }
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listHandovers(deps.db, scope, { ...filter, ...range }, deps.clock.now())
  const body = (
    <HandoversPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      names={await namesOf(
        c,
        rows.flatMap(({ outgoingPersonId, incomingPersonId }) => [outgoingPersonId, incomingPersonId]),
      )}
      now={deps.clock.now()}
      mayOpen={scopeOf(actor, 'filing.fill', districtId) !== undefined}
      mayNotice={may(actor, 'filing.remind', { districtId })}
      noticed={noticed !== undefined && /^\d{1,6}$/.test(noticed) ? noticed : undefined}
      period={
        <PeriodCard
          which="handoverWorkdays"
          period={await periodOn(deps.db, districtId, 'handoverWorkdays', deps.clock.today())}
          csrf={session.csrf}
          action="/handovers/period"
          mayChange={may(actor, 'settings.change', { districtId })}
          over={over}
        />
      }
    />
  )
  return render(c, body, { title: '人员交接', current }, status)
}

async function savePeriod(c: WebContext): Promise<Response> {
  const over = await setPeriod(c, 'handoverWorkdays')
  return over ? listPage(c, over, 422) : c.redirect(current, 303)
}

async function notice(c: WebContext): Promise<Response> {
  const { handovers } = await noticeChanges(c.var.deps, c.var.actor, c.var.session.districtId)
  return c.redirect(`${current}?noticed=${handovers.length}`, 303)
}

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

async function newPage(c: WebContext, typed: FormValues = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'filing.fill', session.districtId)
  const units = (await readUnits(deps.db, session.districtId)).filter(
    ({ id, state }) => state === 'active' && (scope.unitId === undefined || scope.unitId === id),
  )
  const asked = String(typed['unitId'] ?? c.req.query('unitId') ?? '')
  const unitId = units.find(({ id }) => id === asked)?.id ?? (units.length === 1 ? units[0]?.id : undefined)
  const offered = pickUnits(units, { search: searchFrom(c), chosen: unitId })
  const posts = unitId ? await holdersOfUnit(deps.db, session.districtId, unitId) : []
  const body = (
    <NewHandoverPage
      csrf={session.csrf}
      c={c}
      units={offered}
      unitId={unitId}
      posts={posts}
      names={await namesOf(
        c,
        posts.map(({ personId }) => personId),
      )}
      today={deps.clock.today()}
      values={{
        posts: listOf(typed['posts']),
        incomingName: String(typed['incomingName'] ?? ''),
        changedOn: String(typed['changedOn'] ?? ''),
      }}
      problem={problem}
    />
  )
  return render(c, body, { title: '发起交接', current }, status)
}

async function open(c: WebContext): Promise<Response> {
  const values = await formValues(c)
  const day = String(values['changedOn'] ?? '')
  try {
    if (!isCivilDate(day)) throw refuse('web.form-unreadable')
    const { id } = await openHandover(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      unitId: String(values['unitId'] ?? ''),
      posts: listOf(values['posts']).flatMap((key) => readPostKey(key) ?? []),
      incomingName: String(values['incomingName'] ?? ''),
      changedOn: day,
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return newPage(c, values, error.message, error.status)
  }
}

/** The handover in the address, for who may see it: a unit its own, the office every one. */
async function ownHandover(c: WebContext): Promise<LoadedHandover> {
  const { deps, actor, session } = c.var
  const loaded = await readHandover(deps.db, session.districtId, idFrom(c, '人员交接'))
  const target = { districtId: session.districtId, unitId: loaded?.one.unitId ?? null }
  // A form that is sent past its page is refused by name, and kept; who reads only hears that there is none.
  if (loaded && c.req.method === 'POST') permit(actor, 'filing.read', target)
  if (!loaded || !may(actor, 'filing.read', target)) throw refuse('record.not-found', { what: '人员交接' })
  return loaded
}

/** What was typed when it was refused, and in which form of the page. */
type Typed = { form: 'fill' | 'decide'; values: FormValues }

/** The pages of 人员交接; `openTasks` knows a unit's open work in every room. */
export function handoverRoutes(openTasks: OpenTasks): RouteDefinition[] {
  async function page(c: WebContext, over: { typed?: Typed | undefined; problem?: string } = {}, status = 200) {
    const { deps, actor, session } = c.var
    const { districtId } = session
    const { one, unitName, posts } = await ownHandover(c)
    const names = await namesIn(deps.db, deps.vault, districtId, one)
    const suggested = names.incoming ? undefined : await nextInPost(c, one.unitId, posts)
    const kept = filledOf(one, names, suggested)
    const typedIn = (form: Typed['form']) => (over.typed?.form === form ? over.typed.values : undefined)
    const [filled, decided] = [typedIn('fill'), typedIn('decide')]
    const users = await namesOfUsers(deps, districtId, one.decidedBy ? [one.decidedBy] : [])
    const body = (
      <HandoverPage
        csrf={session.csrf}
        one={one}
        unitName={unitName}
        posts={posts}
        names={names}
        filled={filled ? withoutSecrets(readFilled(filled, one.checklist)) : kept}
        decided={decided && decidedWithoutSecrets(readDecided(decided))}
        faults={faultsOf(one, deps.clock.today())}
        tasks={await openTasks(deps, districtId, one.unitId)}
        scans={await handoverScans(deps.db, districtId, one)}
        decidedBy={one.decidedBy ? users.get(one.decidedBy) : undefined}
        now={deps.clock.now()}
        may={(action) => may(actor, rightOf(action), { districtId, unitId: one.unitId })}
        seesPapers={seesPapers(c, one.unitId)}
        problem={over.problem}
        trail={await trailPanel(c, { kind: 'handover', id: one.id })}
      />
    )
    return render(c, body, { title: '人员交接', current, islands: ['unsaved'] }, status)
  }

  // A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
  const step =
    (
      form: Typed['form'] | undefined,
      work: (c: WebContext, input: HandoverInput, values: FormValues, loaded: LoadedHandover) => Promise<unknown>,
    ) =>
    async (c: WebContext) => {
      const loaded = await ownHandover(c)
      const values = await formValues(c)
      const version = Number(values['version'] ?? 0)
      const input = { districtId: c.var.session.districtId, handoverId: loaded.one.id, version }
      try {
        await work(c, input, values, loaded)
      } catch (error) {
        if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
        return page(c, { typed: form && { form, values }, problem: error.message }, error.status)
      }
      return c.redirect(`${current}/${loaded.one.id}`, 303)
    }

  const fill = step('fill', (c, input, values, { one }) =>
    fillHandover(c.var.deps, c.var.actor, { ...input, ...readFilled(values, one.checklist) }),
  )
  const print = step(undefined, async (c, input, _values, { one }) => {
    const { deps, actor, session } = c.var
    const tasks = await openTasks(deps, session.districtId, one.unitId)
    await printHandover(deps, actor, { ...input, tasks })
  })
  const upload = step(undefined, async (c, input) =>
    uploadHandoverScan(c.var.deps, c.var.actor, { ...input, ...(await requireUpload(c, 'file')) }),
  )
  const submit = step(undefined, (c, input) => submitHandover(c.var.deps, c.var.actor, input))
  const decide = step('decide', (c, input, values) => {
    const { deps, actor } = c.var
    const { reason, signed } = readDecided(values)
    if (values['action'] === 'dismiss') return dismissHandover(deps, actor, { ...input, reason })
    if (values['action'] === 'send-back') return sendHandoverBack(deps, actor, { ...input, reason })
    return confirmHandover(deps, actor, { ...input, signed })
  })

  return defineRoutes([
    { method: 'get', path: '/handovers', door: 'filing.read', handle: (c) => listPage(c) },
    { method: 'post', path: '/handovers/notice', door: 'filing.remind', handle: notice },
    { method: 'post', path: '/handovers/period', door: 'settings.change', handle: savePeriod },
    { method: 'get', path: '/handovers/new', door: 'filing.fill', handle: (c) => newPage(c) },
    { method: 'post', path: '/handovers/new', door: 'filing.fill', handle: open },
    { method: 'get', path: '/handovers/:id', door: 'filing.read', handle: (c) => page(c) },
    { method: 'post', path: '/handovers/:id/fill', door: 'filing.fill', handle: fill },
    { method: 'post', path: '/handovers/:id/print', door: 'filing.fill', handle: print },
    { method: 'post', path: '/handovers/:id/scans', door: 'filing.fill', upload: true, handle: upload },
    { method: 'post', path: '/handovers/:id/submit', door: 'filing.fill', handle: submit },
    { method: 'post', path: '/handovers/:id/decide', door: 'handover.confirm', handle: decide },
    ...paperRoutes(ownHandover),
  ])
}

// Who holds the post by now, where the sheet names nobody yet.
async function nextInPost(c: WebContext, unitId: string, posts: LoadedHandover['posts']): Promise<string | undefined> {
  const { deps, session } = c.var
  const ids = await holdersOf(deps.db, session.districtId, unitId, posts)
  const names = await namesOf(c, ids)
  return ids.flatMap((id) => names.get(id) ?? [])[0]
}

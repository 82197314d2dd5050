import { may, revealPerson } from '../access/index.ts'
import { startOfDay, civilDate } from '../calendar/index.ts'
import { foundImpostors } from '../cleanup/index.ts'
import { containing, isUuid, uuidIn } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { readAccounts, readUnit, unitCard } from '../registry/index.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  formsAbout,
  keepLook,
  pageFrom,
  pageSize,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  sendDownload,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { caseView, linkChoices } from './case-view.ts'
import { readMoment } from './checks.ts'
import { fieldsOf } from './fields.ts'
import {
  type Action,
  actionLabels,
  bodiesOf,
  type Body,
  bodyLabels,
  type Called,
  calledLabels,
  type Case,
  type Kind,
  kindLabels,
  type PaperKind,
  paperLabels,
} from './model.ts'
import { CasePage } from './pages/case.tsx'
import { EmergencyPage } from './pages/list.tsx'
import { AccountPage, KindPage, NewCasePage } from './pages/new.tsx'
import { actHoursRoutes } from './pages/settings.tsx'
import { printPaper } from './print-paper.ts'
import { accountsLike, closedCases, countCases, openCases, readCase, stepsOf } from './queries.ts'
import { foundKinds } from './rules.ts'
import { openEmergency } from './verbs/open-case.ts'
import { takeStep } from './verbs/take-step.ts'
import { thingOf } from './words.ts'

const current = '/emergency'
const FOUND = 20

const known = <K extends string>(value: string | undefined, of: Readonly<Record<K, unknown>>): K | undefined =>
  value !== undefined && Object.hasOwn(of, value) ? (value as K) : undefined

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const closed = await closedCases(deps.db, districtId, {}, { offset: (page - 1) * pageSize, limit: pageSize })
  const now = deps.clock.now()
  const year = deps.clock.today().slice(0, 4)
  const within = {
    from: startOfDay(civilDate(`${year}-01-01`)),
    to: startOfDay(civilDate(`${Number(year) + 1}-01-01`)),
  }
  const counts = await countCases(deps.db, districtId, within)
  const body = (
    <EmergencyPage
      c={c}
      open={await openCases(deps.db, districtId)}
      closed={closed.rows}
      totalClosed={closed.total}
      page={page}
      now={now}
      notices={counts.reduce((sum, { notices }) => sum + notices, 0)}
      mayHandle={may(actor, 'emergency.handle', { districtId })}
      maySet={may(actor, 'settings.change', { districtId })}
    />
  )
  return render(c, body, { title: '应急处置', current })
}

/** Kind, then account, then since when: whatever the address knows is not asked again. */
async function newPage(c: WebContext, typed: Record<string, string> = {}, problem?: string, status = 200) {
  const { deps, session } = c.var
  const { districtId, csrf } = session
  const asked: Record<string, string> = { ...c.req.query(), ...typed }
  const kind = known(asked['kind'], kindLabels)
  const [account] = await accountFrom(c, asked['account'])
  if (kind === undefined) {
    const query = ['account', 'finding', 'problem', 'match']
      .flatMap((name) => (uuidIn(asked[name]) ? [`&${name}=${asked[name]}`] : []))
      .join('')
    return render(c, <KindPage query={query} />, { title: '登记应急事项', current }, status)
  }
  if (foundKinds.includes(kind) && account === undefined) {
    const q = (c.req.query('q') ?? '').trim()
    const found = q === '' ? [] : await accountsLike(deps.db, districtId, containing(q), FOUND)
    return render(
      c,
      <AccountPage c={c} kind={kind} found={found} />,
      { title: `登记${kindLabels[kind]}`, current },
      status,
    )
  }
  const choices = foundKinds.includes(kind) ? await linkChoices(c, account?.id ?? null) : { findings: [], problems: [] }
  const body = (
    <NewCasePage
      csrf={csrf}
      kind={kind}
      account={account}
      impostors={kind === 'impostor' ? await foundImpostors(deps.db, deps.vault, districtId) : []}
      {...choices}
      now={deps.clock.now()}
      typed={asked}
      problem={problem}
    />
  )
  return render(c, body, { title: `登记${kindLabels[kind]}`, current }, status)
}

async function accountFrom(c: WebContext, id: string | undefined) {
  const { deps, session } = c.var
  if (!uuidIn(id)) return []
  const accounts = await readAccounts(deps.db, session.districtId, { orIds: [id!] })
  return Promise.all(
    accounts.map(async ({ name, platform, unitId }) => ({
      id: id!,
      name: `${name}（${platforms[platform].label}）`,
      unitName: (await readUnit(deps.db, session.districtId, unitId))?.name ?? '',
    })),
  )
}

async function openNew(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const kind = known<Kind>(typed['kind'], kindLabels)
  try {
    if (kind === undefined) throw refuse('web.choice-unknown', { what: '事项种类' })
    const { id } = await openEmergency(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      kind,
      startedAt: readMoment('发现（获知）时间', typed['startedAt']),
      accountId: uuidIn(typed['account']),
      matchId: uuidIn(typed['match']),
      name: typed['name'],
      platform: known<Platform>(typed['platform'], platforms),
      link: typed['link'],
      reference: typed['reference'],
      findingId: uuidIn(typed['finding']),
      problemId: uuidIn(typed['problem']),
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return newPage(c, typed, message, status)
  }
}

async function caseFrom(c: WebContext): Promise<Case> {
  const id = c.req.param('id') ?? ''
  const one = isUuid(id) ? await readCase(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!one) throw refuse('record.not-found', { what: '应急处置事项' })
  return one
}

async function casePage(c: WebContext, shown: Parameters<typeof caseView>[2] = {}, status = 200): Promise<Response> {
  const one = await caseFrom(c)
  return render(c, <CasePage {...await caseView(c, one, shown)} />, { title: thingOf(one), current }, status)
}

// A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
async function act(c: WebContext): Promise<Response> {
  const one = await caseFrom(c)
  const typed = await typedValues(c)
  const { deps, actor, session } = c.var
  try {
    const action = known<Action>(typed['action'], actionLabels)
    if (action === undefined) throw refuse('web.choice-unknown', { what: '办理事项' })
    const fields = fieldsOf(one.kind, action)
    await takeStep(deps, actor, {
      districtId: session.districtId,
      caseId: one.id,
      version: Number(typed['version'] ?? 0),
      action,
      at: typed['at'] === undefined ? deps.clock.now() : readMoment(fields.at, typed['at']),
      words: typed['words'],
      reference: typed['reference'],
      called: known<Called>(typed['called'], calledLabels),
      dueAt: fields.called ? readMoment('要求处置的时限', typed['dueAt']) : undefined,
      body: known<Body>(typed['body'], bodyLabels),
      file: await readUpload(c, 'file'),
      evidenceId: uuidIn(typed['evidence']),
      findingId: uuidIn(typed['finding']),
      problemId: uuidIn(typed['problem']),
      reasons: Object.fromEntries(
        Object.entries(typed).flatMap(([name, value]) =>
          name.startsWith('reason-') ? [[name.slice('reason-'.length), value]] : [],
        ),
      ),
    })
  } catch (error) {
    const { message, status } = refusalOf(error)
    return casePage(c, { typed, problem: message }, status)
  }
  return c.redirect(`${current}/${one.id}`, 303)
}

/** Opens one number of the unit's people, which is recorded; shown on the answer to this request alone. */
async function reveal(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { unitId } = await caseFrom(c)
  const { personId = '' } = await typedValues(c)
  const people = unitId ? (await unitCard(deps, { districtId }, unitId)).duties : []
  if (!unitId || !people.some(({ person }) => person?.personId === personId))
    throw refuse('record.not-found', { what: '人员' })
  const { phone = null } = await revealPerson(deps, actor, { districtId, unitId, personId })
  return casePage(c, { revealed: { personId, phone }, typed: { action: 'call' } })
}

async function proof(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const one = await caseFrom(c)
  const steps = (await stepsOf(deps.db, session.districtId, [one.id])).get(one.id) ?? []
  const step = steps.find(({ version }) => String(version) === c.req.param('step'))
  if (!step?.fileId) throw refuse('record.not-found', { what: '证明材料' })
  const file = await readStoredFile(deps, session.districtId, step.fileId)
  const subject = { kind: 'emergency', id: one.id }
  await keepLook(c, { action: 'emergency.proof-seen', subject, after: { file: file.sha256 } })
  return sendDownload(c, file)
}

async function paper(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const one = await caseFrom(c)
  const kind = known<PaperKind>(c.req.param('paper'), paperLabels)
  if (kind === undefined) throw refuse('record.not-found', { what: '文书' })
  const version = Number(c.req.query('version'))
  const body = kind === 'transfer' ? (known<Body>(c.req.query('body'), bodyLabels) ?? bodiesOf(one.kind)[0]!) : null
  const asked = {
    districtId: session.districtId,
    caseId: one.id,
    paper: kind,
    body,
    version: Number.isInteger(version) && version > 0 ? version : undefined,
  }
  const format = c.req.param('format') === 'docx' ? 'docx' : 'pdf'
  return sendDownload(c, await printPaper(deps, actor, asked, { format, demo }))
}

/** 应急处置: the list, a new case, one case with its steps, proofs and papers, and the hours. */
export const emergencyRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/emergency', door: 'emergency.read', handle: listPage },
  { method: 'get', path: '/emergency/new', door: 'emergency.handle', handle: (c) => newPage(c) },
  { method: 'post', path: '/emergency/new', door: 'emergency.handle', handle: openNew },
  ...actHoursRoutes,
  ...formsAbout(
    'emergency',
    [
      { method: 'get', path: '/emergency/:id', door: 'emergency.read', handle: (c) => casePage(c) },
      { method: 'post', path: '/emergency/:id', door: 'emergency.handle', upload: true, handle: act },
      { method: 'post', path: '/emergency/:id/reveal', door: 'people.reveal', handle: reveal },
      { method: 'get', path: '/emergency/:id/files/:step', door: 'emergency.read', handle: proof },
      { method: 'get', path: '/emergency/:id/paper/:paper/:format', door: 'emergency.read', handle: paper },
    ],
    ({ db }, ...which) => readCase(db, ...which),
  ),
])

import { may, permit, permittedScope } from '../access/index.ts'
import { listFindings } from '../monitoring/index.ts'
import { offeredVersions } from '../reporting/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  answerFiles,
  defineRoutes,
  formsAbout,
  formValues,
  pageFrom,
  pageSize,
  readUploads,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { readUnits } from '../registry/index.ts'
import { type DispatchState, stateLabels, type Variant, variantLabels } from './model.ts'
import { BodiesPage } from './pages/bodies.tsx'
import { BoardPage } from './pages/board.tsx'
import { CorrectPage } from './pages/correct.tsx'
import { DispatchPage } from './pages/dispatch.tsx'
import { EditPage } from './pages/edit.tsx'
import { NewPage } from './pages/new.tsx'
import { SheetPage } from './pages/sheet.tsx'
import type { Typed } from './pages/view.ts'
import { listDispatches, papersOfReports, readContent, readDispatch } from './queries.ts'
import { downloadFile, downloadProof } from './routes-files.ts'
import { mayDraft, seenDispatch, viewOf } from './routes-view.ts'
import {
  acknowledgeDispatch,
  answerDispatch,
  closeDispatch,
  extendAnswer,
  remindUnits,
} from './verbs/answer-dispatch.ts'
import { draftDispatch } from './verbs/draft-dispatch.ts'
import { editDispatch } from './verbs/edit-dispatch.ts'
import { issueDispatch, numberDispatch } from './verbs/issue-dispatch.ts'
import { issuingBodies, registerBody } from './verbs/issuing-bodies.ts'
import {
  checkDispatch,
  clearDispatch,
  countersignDispatch,
  discardDispatch,
  returnDispatch,
  signDispatch,
  submitDispatch,
} from './verbs/sign-sheet.ts'
import type { Section } from './words/editing.ts'

const current = '/circulars'
const MOST_FINDINGS = 60

async function boardPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'circulars.read', districtId)
  const page = pageFrom(c)
  const { state } = c.req.query()
  const wanted = Object.keys(stateLabels).find((one) => one === state) as DispatchState | undefined
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const filter = { state: wanted, search: searchFrom(c), issuedOnly: !mayDraft(c), ...range }
  const { rows, total } = await listDispatches(deps.db, scope, filter)
  const body = (
    <BoardPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      today={deps.clock.today()}
      mayDraft={may(actor, 'circulars.draft', { districtId })}
      maySet={may(actor, 'settings.change', { districtId })}
      unit={scope.unitId !== undefined}
    />
  )
  return render(c, body, { title: '通报', current })
}

type Form = Record<string, string>

async function newPage(c: WebContext, typed?: Form, problem?: string, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const versions = await offeredVersions(c.var, districtId)
  const wanted = { states: ['confirmed' as const], search: searchFrom(c) }
  const { findings, total } = await listFindings(deps.db, districtId, wanted, 1, MOST_FINDINGS)
  const body = (
    <NewPage
      csrf={session.csrf}
      typed={typed ?? { ...c.req.query() }}
      problem={problem}
      bodies={await issuingBodies(deps.db, districtId)}
      reports={versions.filter(({ state }) => state === 'final')}
      papers={await papersOfReports(deps.db, districtId)}
      findings={findings}
      total={total}
      c={c}
    />
  )
  return render(c, body, { title: '拟制通报', current }, status)
}

const isVariant = (text: string): text is Variant => Object.hasOwn(variantLabels, text)

async function draft(c: WebContext): Promise<Response> {
  const values = await formValues(c)
  const typed = await typedValues(c)
  try {
    const variant = typed['variant'] ?? ''
    if (!isVariant(variant)) throw refuse('web.choice-unknown', { what: '文种' })
    const { id } = await draftDispatch(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      variant,
      issuer: typed['issuer'] ?? '',
      reportId: typed['reportId'],
      superior: typed['superior'],
      findingIds: [values['findingIds'] ?? []].flat(),
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return newPage(c, typed, refusal.message, refusal.status)
  }
}

async function correctPage(c: WebContext, typed: Form = {}, problem?: string, status = 200): Promise<Response> {
  const { dispatch } = await seenDispatch(c)
  permit(c.var.actor, 'circulars.draft', { districtId: c.var.session.districtId })
  const body = <CorrectPage csrf={c.var.session.csrf} original={dispatch} typed={typed} problem={problem} />
  return render(c, body, { title: '更正、撤回', current }, status)
}

async function correct(c: WebContext): Promise<Response> {
  const { dispatch } = await seenDispatch(c)
  const typed = await typedValues(c)
  try {
    const { id } = await draftDispatch(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      variant: typed['variant'] === 'withdrawal' ? 'withdrawal' : 'correction',
      issuer: dispatch.issuer,
      correctsId: dispatch.id,
      stood: typed['stood'],
      holds: typed['holds'],
      reason: typed['reason'],
      typedSource: typed['typedSource'],
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return correctPage(c, typed, refusal.message, refusal.status)
  }
}

async function editPage(c: WebContext, typed?: Form, problem?: string, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  permit(c.var.actor, 'circulars.draft', { districtId })
  const { dispatch } = await seenDispatch(c)
  const body = (
    <EditPage
      csrf={session.csrf}
      dispatch={dispatch}
      content={await readContent(deps.db, districtId, dispatch)}
      units={(await readUnits(deps.db, districtId)).filter(({ state }) => state === 'active')}
      typed={typed}
      problem={problem}
    />
  )
  return render(c, body, { title: '修改文稿', current }, status)
}

/** The sections of the form, in their order. */
const sectionsIn = (typed: Form): Section[] =>
  Object.keys(typed)
    .flatMap((name) => /^text-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => one - other)
    .map((at) => ({
      level: typed[`level-${at}`] === '2' ? 2 : 1,
      heading: typed[`heading-${at}`] ?? '',
      text: typed[`text-${at}`] ?? '',
    }))

async function edit(c: WebContext): Promise<Response> {
  const { dispatch } = await seenDispatch(c)
  const [typed, values] = [await typedValues(c), await formValues(c)]
  const text = (name: string) => typed[name] ?? ''
  const list = (name: string) => [values[name] ?? []].flat().filter(Boolean)
  try {
    await editDispatch(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      dispatchId: dispatch.id,
      version: Number(text('version')),
      title: text('title'),
      addressee: text('addressee'),
      sections: sectionsIn(typed),
      feedbackDays: text('feedbackDays'),
      copiesTo: text('copiesTo'),
      typedSource: text('typedSource'),
      openness: text('openness'),
      opennessReason: text('opennessReason'),
      countersign: text('countersign'),
      to: list('to'),
      answering: list('answering'),
    })
    return c.redirect(`${current}/${dispatch.id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return editPage(c, typed, refusal.message, refusal.status)
  }
}

async function dispatchPage(c: WebContext, typed?: Typed, problem?: string, status = 200): Promise<Response> {
  const view = await viewOf(c, typed, problem)
  return render(c, <DispatchPage {...view} />, { title: view.dispatch.title, current }, status)
}

async function sheetPage(c: WebContext, typed?: Typed, problem?: string, status = 200): Promise<Response> {
  const view = await viewOf(c, typed, problem)
  // The sheet is the office's own.
  if (view.unitId !== undefined) throw refuse('record.not-found', { what: '发文稿纸' })
  return render(c, <SheetPage {...view} />, { title: '发文稿纸', current }, status)
}

type Act = (of: {
  c: WebContext
  typed: Form
  paper: { districtId: string; dispatchId: string; version: number; note: string | undefined }
}) => Promise<unknown>

const sheetActs: Readonly<Record<string, Act>> = {
  submit: ({ c, paper }) => submitDispatch(c.var.deps, c.var.actor, paper),
  check: ({ c, paper }) => checkDispatch(c.var.deps, c.var.actor, paper),
  countersign: ({ c, paper }) => countersignDispatch(c.var.deps, c.var.actor, paper),
  clear: ({ c, paper, typed }) => {
    const confirmed = Object.keys(typed).flatMap((name) => /^clear-(.+)$/.exec(name)?.[1] ?? [])
    return clearDispatch(c.var.deps, c.var.actor, { ...paper, confirmed })
  },
  sign: ({ c, paper }) => signDispatch(c.var.deps, c.var.actor, paper),
  return: ({ c, paper }) => returnDispatch(c.var.deps, c.var.actor, paper),
  discard: ({ c, paper }) => discardDispatch(c.var.deps, c.var.actor, paper),
  number: ({ c, paper, typed }) => numberDispatch(c.var.deps, c.var.actor, { ...paper, number: typed['number'] ?? '' }),
  issue: ({ c, paper }) => issueDispatch(c.var.deps, c.var.actor, { ...paper, demo: c.var.demo }),
}
const boardActs: Readonly<Record<string, Act>> = {
  acknowledge: ({ c, paper, typed }) =>
    acknowledgeDispatch(c.var.deps, c.var.actor, { ...paper, unitId: typed['unitId'] ?? '' }),
  answer: async ({ c, paper, typed }) =>
    answerDispatch(c.var.deps, c.var.actor, {
      ...paper,
      unitId: typed['unitId'] ?? '',
      files: await readUploads(c, answerFiles),
    }),
  extend: ({ c, paper, typed }) =>
    extendAnswer(c.var.deps, c.var.actor, { ...paper, of: typed['unitId'] ?? '', days: typed['days'] ?? '' }),
  remind: ({ c, paper }) => remindUnits(c.var.deps, c.var.actor, paper),
  close: ({ c, paper }) => closeDispatch(c.var.deps, c.var.actor, paper),
}

// A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
async function act(c: WebContext): Promise<Response> {
  const { dispatch } = await seenDispatch(c)
  const typed = await typedValues(c)
  const action = typed['action'] ?? ''
  const onSheet = Object.hasOwn(sheetActs, action)
  try {
    const work = onSheet ? sheetActs[action] : Object.hasOwn(boardActs, action) ? boardActs[action] : undefined
    if (!work) throw refuse('web.choice-unknown', { what: '办理事项' })
    const { districtId } = c.var.session
    const version = Number(typed['version'] ?? 0)
    await work({ c, typed, paper: { districtId, dispatchId: dispatch.id, version, note: typed['note'] } })
  } catch (error) {
    const refusal = refusalOf(error)
    const page = onSheet ? sheetPage : dispatchPage
    return page(c, { form: typed['form'] ?? '', values: typed }, refusal.message, refusal.status)
  }
  return c.redirect(
    onSheet && action !== 'issue' ? `${current}/${dispatch.id}/sheet` : `${current}/${dispatch.id}`,
    303,
  )
}

async function bodiesPage(c: WebContext, typed: Form = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const bodies = await issuingBodies(deps.db, session.districtId)
  const body = <BodiesPage csrf={session.csrf} bodies={bodies} typed={typed} problem={problem} />
  return render(c, body, { title: '发文机关', current }, status)
}

async function saveBody(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { districtId } = c.var.session
  const { name = '', flag = '', marks = '' } = typed
  try {
    await registerBody(c.var.deps, c.var.actor, { districtId, name, flag, marks })
    return c.redirect(`${current}/bodies`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return bodiesPage(c, typed, refusal.message, refusal.status)
  }
}

/** 通报: the board, drafting, 发文稿纸, what was issued with its receipts. */
export const circularRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/circulars', door: 'circulars.read', handle: boardPage },
  { method: 'get', path: '/circulars/new', door: 'circulars.draft', handle: (c) => newPage(c) },
  { method: 'post', path: '/circulars/new', door: 'circulars.draft', handle: draft },
  { method: 'get', path: '/circulars/bodies', door: 'settings.change', handle: (c) => bodiesPage(c) },
  { method: 'post', path: '/circulars/bodies', door: 'settings.change', handle: saveBody },
  ...formsAbout(
    'dispatch',
    [
      { method: 'get', path: '/circulars/:id', door: 'circulars.read', handle: (c) => dispatchPage(c) },
      { method: 'post', path: '/circulars/:id', door: 'circulars.read', upload: true, handle: act },
      { method: 'get', path: '/circulars/:id/sheet', door: 'circulars.read', handle: (c) => sheetPage(c) },
      { method: 'get', path: '/circulars/:id/edit', door: 'circulars.draft', handle: (c) => editPage(c) },
      { method: 'post', path: '/circulars/:id/edit', door: 'circulars.draft', handle: edit },
      { method: 'get', path: '/circulars/:id/correct', door: 'circulars.draft', handle: (c) => correctPage(c) },
      { method: 'post', path: '/circulars/:id/correct', door: 'circulars.draft', handle: correct },
      { method: 'get', path: '/circulars/:id/files/:kind', door: 'circulars.read', handle: downloadFile },
      { method: 'get', path: '/circulars/:id/files/proof/:proof', door: 'circulars.read', handle: downloadProof },
    ],
    ({ db }, ...which) => readDispatch(db, ...which),
  ),
])

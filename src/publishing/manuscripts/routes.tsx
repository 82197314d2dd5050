import { may } from '../../access/index.ts'
import { instantFromLocal } from '../../calendar/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  formsAbout,
  pageFrom,
  pageSize,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { openAdoption, setAdoption } from './adoption.ts'
import { deskOf, manuscriptOf, readableBy, waitingFor, type Rights } from './desk.ts'
import { states } from './model.ts'
import { ManuscriptsPage } from './pages/list.tsx'
import { ManuscriptPage } from './pages/manuscript.tsx'
import { findManuscript, listManuscripts } from './queries.ts'
import { calendarPage, urgentPage } from './routes-lists.tsx'
import { exportPage, sheetPage } from './routes-papers.tsx'
import { ignoreForm, reviewForm, reviewPage, submitForm, submitLinksForm, submitPage } from './routes-review.tsx'
import {
  checkForm,
  editForm,
  editPage,
  fileOf,
  linksForm,
  newForm,
  newPage,
  newSaveForm,
  pasteForm,
  pictureForm,
  saveForm,
  useForm,
  versionsPage,
} from './routes-text.tsx'
import { fetchPictures } from './verbs/fetch-pictures.ts'
import { recordPublication, recordRemoval, withdrawManuscript } from './verbs/publish.ts'
import { startCorrection } from './verbs/start-correction.ts'
import { checkUrgent, dropManuscript, recallManuscript } from './verbs/take-back.ts'

export const current = '/manuscripts'

async function listPage(c: WebContext, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = readableBy(actor, districtId)
  const page = pageFrom(c)
  const state = states.find((one) => one === c.req.query('state'))
  const filter = { states: state && [state], search: searchFrom(c) || undefined }
  const { rows, total } = await listManuscripts(deps.db, scope, filter, {
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const { mine, present } = await waitingFor(deps, actor, districtId)
  const { unitId } = scope
  const own = { districtId, unitId: unitId ?? null }
  const body = (
    <ManuscriptsPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      mine={mine}
      present={present}
      adoption={unitId ? ((await openAdoption(deps.db, districtId, unitId)) ?? null) : undefined}
      mayWrite={may(actor, 'manuscripts.write', own)}
      mayAdopt={may(actor, 'manuscripts.adopt', own)}
      problem={problem}
    />
  )
  return render(c, body, { title: '稿件审签', current }, status)
}

async function adopt(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { levels = '' } = await typedValues(c)
  try {
    if (actor.unitId === null) throw refuse('record.not-found', { what: '主办单位' })
    await setAdoption(deps, actor, {
      districtId: session.districtId,
      unitId: actor.unitId,
      levels: levels === '' ? null : Number(levels),
    })
  } catch (thrown) {
    const { message, status } = refusalOf(thrown)
    return listPage(c, message, status)
  }
  return c.redirect(current, 303)
}

type Values = Record<string, string>
type RefusedStep = { message: string; status: number; typed?: Values }

export async function manuscriptPage(c: WebContext, refused?: RefusedStep): Promise<Response> {
  const { actor, session } = c.var
  const desk = await deskOf(c)
  const own = { districtId: session.districtId, unitId: desk.manuscript.unitId }
  const rights: Rights = {
    write: may(actor, 'manuscripts.write', own),
    decide: may(actor, 'manuscripts.decide', own),
    review: may(actor, 'manuscripts.review', own),
  }
  const body = (
    <ManuscriptPage
      c={c}
      desk={desk}
      may={rights}
      problem={refused?.message}
      typed={refused?.typed ?? {}}
      trail={await trailPanel(c, { kind: 'manuscript', id: desk.manuscript.id })}
    />
  )
  return render(c, body, { title: desk.manuscript.title, current }, refused?.status ?? 200)
}

type Which = { districtId: string; manuscriptId: string; version: number }

/** A form on a manuscript's page: done, the page again; refused, the page with the reason. */
const step =
  (work: (c: WebContext, which: Which, values: Values) => Promise<string | void>) =>
  async (c: WebContext): Promise<Response> => {
    const { id } = await manuscriptOf(c)
    const values = await typedValues(c)
    const which = { districtId: c.var.session.districtId, manuscriptId: id, version: Number(values['version']) }
    try {
      const next = await work(c, which, values)
      return c.redirect(next ?? `/manuscripts/${id}`, 303)
    } catch (thrown) {
      const { message, status } = refusalOf(thrown)
      return manuscriptPage(c, { message, status, typed: values })
    }
  }

const recall = step(({ var: { deps, actor } }, which) => recallManuscript(deps, actor, which))
const drop = step(({ var: { deps, actor } }, which) => dropManuscript(deps, actor, which))
const publish = step(({ var: { deps, actor } }, which, { accountId = '', link, publishedAt }) =>
  recordPublication(deps, actor, { ...which, accountId, link, publishedAt: instantFromLocal(publishedAt ?? '') }),
)
const withdraw = step(({ var: { deps, actor } }, which, { reason = '' }) =>
  withdrawManuscript(deps, actor, { ...which, reason }),
)
const remove = step(async (c, which, { accountId = '', removedAt }) => {
  const proof = await readUpload(c, 'proof')
  await recordRemoval(c.var.deps, c.var.actor, {
    ...which,
    accountId,
    removedAt: instantFromLocal(removedAt ?? ''),
    proof,
  })
})
const correct = step(async (c, which) => {
  const { id } = await startCorrection(c.var.deps, c.var.actor, which)
  return `/manuscripts/${id}/edit`
})
const afterwards = step(({ var: { deps, actor } }, which, { opinion = '' }) =>
  checkUrgent(deps, actor, { ...which, opinion }),
)

const read = 'manuscripts.read' as const
const write = 'manuscripts.write' as const

const onManuscripts: RouteDefinition[] = [
  { method: 'get', path: '/manuscripts/:id', door: read, handle: (c) => manuscriptPage(c) },
  { method: 'get', path: '/manuscripts/:id/edit', door: write, handle: (c) => editPage(c) },
  { method: 'post', path: '/manuscripts/:id/edit', door: write, upload: true, handle: editForm },
  { method: 'post', path: '/manuscripts/:id/save', door: write, upload: true, handle: saveForm },
  { method: 'post', path: '/manuscripts/:id/paste', door: write, upload: true, handle: pasteForm },
  { method: 'post', path: '/manuscripts/:id/pictures', door: write, upload: true, handle: pictureForm },
  { method: 'post', path: '/manuscripts/:id/check', door: write, upload: true, handle: checkForm },
  { method: 'post', path: '/manuscripts/:id/use', door: write, handle: useForm },
  { method: 'get', path: '/manuscripts/:id/versions', door: read, handle: versionsPage },
  { method: 'get', path: '/manuscripts/:id/export/:format', door: read, handle: exportPage },
  { method: 'get', path: '/manuscripts/:id/sheet/:format', door: read, handle: sheetPage },
  { method: 'get', path: '/manuscripts/:id/files/:file', door: read, handle: fileOf },
  { method: 'get', path: '/manuscripts/:id/submit', door: write, handle: (c) => submitPage(c) },
  { method: 'post', path: '/manuscripts/:id/ignore', door: write, handle: ignoreForm },
  { method: 'get', path: '/manuscripts/:id/review', door: read, handle: (c) => reviewPage(c) },
  { method: 'post', path: '/manuscripts/:id/review', door: read, handle: reviewForm },
  { method: 'post', path: '/manuscripts/:id/recall', door: write, handle: recall },
  { method: 'post', path: '/manuscripts/:id/drop', door: write, handle: drop },
  { method: 'post', path: '/manuscripts/:id/publish', door: write, handle: publish },
  { method: 'post', path: '/manuscripts/:id/withdraw', door: 'manuscripts.decide', handle: withdraw },
  { method: 'post', path: '/manuscripts/:id/remove', door: write, upload: true, handle: remove },
  { method: 'post', path: '/manuscripts/:id/correct', door: write, handle: correct },
  { method: 'post', path: '/manuscripts/:id/check-urgent', door: 'manuscripts.review', handle: afterwards },
]

/** 取回图片, and whether links open: what leaves the house here; `open` is the way out. */
export const manuscriptOutgoingRoutes = (open: () => Sender): RouteDefinition[] =>
  formsAbout(
    'manuscript',
    [
      {
        method: 'post',
        path: '/manuscripts/:id/fetch-pictures',
        door: write,
        handle: step(({ var: { deps, actor } }, which) =>
          sending(open, async (sender) => void (await fetchPictures(deps, actor, sender, which))),
        ),
      },
      {
        method: 'post',
        path: '/manuscripts/:id/links',
        door: write,
        upload: true,
        handle: (c) => sending(open, (sender) => linksForm(c, sender)),
      },
      {
        method: 'post',
        path: '/manuscripts/:id/submit',
        door: write,
        handle: (c) => sending(open, (sender) => submitForm(c, sender)),
      },
      {
        method: 'post',
        path: '/manuscripts/:id/submit/links',
        door: write,
        handle: (c) => sending(open, (sender) => submitLinksForm(c, sender)),
      },
    ],
    ({ db }, districtId, id) => findManuscript(db, { districtId, all: true }, id),
  )

async function sending<T>(open: () => Sender, work: (sender: Sender) => Promise<T>): Promise<T> {
  const sender = open()
  try {
    return await work(sender)
  } finally {
    await sender.close()
  }
}

/** 稿件审签. */
export const manuscriptRoutes: RouteDefinition[] = [
  { method: 'get', path: '/manuscripts', door: read, handle: (c) => listPage(c) },
  { method: 'post', path: '/manuscripts/adopt', door: 'manuscripts.adopt', handle: adopt },
  { method: 'get', path: '/manuscripts/new', door: write, handle: (c) => newPage(c) },
  { method: 'post', path: '/manuscripts/new', door: write, upload: true, handle: newForm },
  { method: 'post', path: '/manuscripts/new/save', door: write, upload: true, handle: newSaveForm },
  { method: 'get', path: '/manuscripts/calendar', door: read, handle: calendarPage },
  { method: 'get', path: '/manuscripts/urgent', door: read, handle: urgentPage },
  ...formsAbout('manuscript', onManuscripts, ({ db }, districtId, id) =>
    findManuscript(db, { districtId, all: true }, id),
  ),
]

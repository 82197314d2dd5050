import { findDistrict, permit } from '../access/index.ts'
import { refuseMarkedSheets } from '../files/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { formValues, render, requireUpload, type RouteDefinition, type WebContext, idFrom } from '../web/index.ts'
import { type Answers, annex1Form, fieldsOf, labelOf, type ReadField } from './forms/index.ts'
import { Annex1FilePage } from './pages/annex1-file.tsx'
import { saveEntry } from './returns/fill.ts'
import { annex1Tables, readAnnex1, takenOver } from './returns/read-annex1.ts'
import { readEntries } from './returns/records.ts'
import { entryPage } from './routes-return-entries.tsx'
import { ownReturn } from './routes-returns.tsx'

/** The draft in the address, for who may fill it in; `accounts/new`: nothing yet. */
async function draftOf(c: WebContext) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { one, unitName } = await ownReturn(c)
  permit(actor, 'filing.fill', { districtId, unitId: one.unitId })
  const accountId = c.req.param('accountId') === undefined ? undefined : idFrom(c, '账号', 'accountId')
  const entries = accountId === undefined ? [] : await readEntries(deps.db, deps.vault, districtId, one.id)
  const entry = entries.find((each) => each.accountId === accountId)
  if (accountId !== undefined && !entry) throw refuse('record.not-found', { what: '账号' })
  const answers: Answers = entry?.answers ?? {}
  return { returnId: one.id, unitName, accountId, version: entry?.version, answers }
}

type Draft = Awaited<ReturnType<typeof draftOf>>
type Shown = { read: readonly ReadField[]; problem?: string; status?: 200 | Refusal['status'] }

function readingPage(c: WebContext, draft: Draft, { read, problem, status = 200 }: Shown): Promise<Response> {
  const { answers, ...place } = draft
  const page = (
    <Annex1FilePage
      csrf={c.var.session.csrf}
      {...place}
      accountName={answers['name'] ?? ''}
      draft={answers}
      read={read}
      problem={problem}
    />
  )
  return Promise.resolve(render(c, page, { title: '读入附件1', current: '/filing' }, status))
}

async function handIn(c: WebContext): Promise<Response> {
  const draft = await draftOf(c)
  const { deps } = c.var
  const { districtId } = c.var.session
  try {
    const file = await requireUpload(c, 'file')
    const district = await findDistrict(deps.db, districtId)
    const about = { unitName: draft.unitName, district, accountName: draft.answers['name'] ?? '' }
    const { sheets } = await annex1Tables(file)
    await refuseMarkedSheets(deps, c.var.actor, { districtId, source: '读入填好的附件1', bytes: file.bytes, sheets })
    const read = readAnnex1({ name: file.name, sheets }, { ...about, today: deps.clock.today() })
    return await readingPage(c, draft, { read })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return entryPage(c, { answers: draft.answers, problem: error.message, touched: true }, error.status)
  }
}

async function take(c: WebContext): Promise<Response> {
  const draft = await draftOf(c)
  const values = await formValues(c)
  const found: Answers = Object.fromEntries(
    fieldsOf(annex1Form).map(({ key }) => [key, String(values[`read-${key}`] ?? '')]),
  )
  const chosen = [values['take'] ?? []].flat()
  const { returnId, accountId } = draft
  try {
    if (chosen.length === 0) throw refuse('annex1.nothing-chosen')
    const saved = await saveEntry(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      returnId,
      ...(accountId !== undefined && { accountId, version: Number(values['version']) }),
      answers: takenOver(draft.answers, found, chosen),
    })
    return c.redirect(`/filing/returns/${returnId}/accounts/${saved.accountId}`, 303)
  } catch (error) {
    // What was read stays on the page, beside the draft as it now is.
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    const again = fieldsOf(annex1Form).map((field) => {
      const answer = found[field.key] ?? ''
      return { key: field.key, label: labelOf(field), where: '', found: answer, answer }
    })
    return readingPage(c, draft, { read: again, problem: error.message, status: error.status })
  }
}

const at = '/filing/returns/:id/accounts'

/** A unit's own filled 附件1, read into its draft. */
export const annex1FileRoutes: RouteDefinition[] = [
  { method: 'post', path: `${at}/new/annex1`, door: 'filing.fill', upload: true, handle: handIn },
  { method: 'post', path: `${at}/new/annex1/take`, door: 'filing.fill', handle: take },
  { method: 'post', path: `${at}/:accountId/annex1`, door: 'filing.fill', upload: true, handle: handIn },
  { method: 'post', path: `${at}/:accountId/annex1/take`, door: 'filing.fill', handle: take },
]

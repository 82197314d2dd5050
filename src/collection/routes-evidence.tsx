import { namesOfUsers, may, permit, permitFullPhones } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { inTransaction } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { contentDisposition, defineRoutes, formValues, keepLook, render, type WebContext } from '../web/index.ts'
import { eraseEvidence, type EraseReason, eraseReasons } from './evidence/erase.ts'
import { keptYearsRoutes } from './evidence/kept-years.tsx'
import type { EvidenceRow } from './evidence/model.ts'
import { evidenceRow, stampToken } from './evidence/queries.ts'
import { chromiumPath } from './evidence/picture/chromium.ts'
import { drawEvidence } from './evidence/picture/index.ts'
import { PICTURE_IS } from './evidence/picture/page.tsx'
import { type KeptText, openEvidence } from './evidence/read.ts'
import { verifyToken } from './evidence/timestamp.ts'
import { EvidencePage } from './pages/evidence.tsx'

async function asked(c: WebContext): Promise<EvidenceRow> {
  const { deps, session, actor } = c.var
  permit(actor, 'review.read', { districtId: session.districtId })
  const [accountId, id] = [c.req.param('id') ?? '', c.req.param('evidence') ?? '']
  const found =
    isUuid(accountId) && isUuid(id) ? await evidenceRow(deps.db, session.districtId, accountId, id) : undefined
  if (!found) throw refuse('record.not-found', { what: '证据' })
  return found
}

type Shown = { problem?: string; purpose?: string; status?: number }

async function evidencePage(c: WebContext, { status = 200, ...shown }: Shown = {}): Promise<Response> {
  const { deps, session, actor } = c.var
  const { districtId, csrf } = session
  const evidence = await asked(c)
  const opened = await openEvidence(deps, districtId, evidence)
  const by = evidence.erased?.by ?? ''
  const body = (
    <EvidencePage
      evidence={evidence}
      opened={opened}
      stampFault={await stampFaultOf(c, evidence, opened)}
      erasedBy={(await namesOfUsers(deps, districtId, [by])).get(by) ?? ''}
      csrf={csrf}
      may={{
        reveal: may(actor, 'people.reveal', { districtId }),
        erase: may(actor, 'files.erase', { districtId }),
      }}
      isDrawn={chromiumPath() !== undefined}
      {...shown}
    />
  )
  return render(c, body, { title: '证据', current: '/review' }, status)
}

/** The token as it is kept, verified anew on the text as it is kept. */
async function stampFaultOf(c: WebContext, { sha256, stamp }: EvidenceRow, opened: KeptText) {
  if (stamp?.state !== 'stamped' || opened.state !== 'whole') return undefined
  const token = await stampToken(c.var.deps.db, c.var.session.districtId, sha256)
  if (!token) return '时间戳缺失'
  const verified = await verifyToken(token, { document: Buffer.from(opened.document), trusted: [] })
  return 'failed' in verified ? verified.failed : undefined
}

/** The kept text. Refuses `file.lost` where it is damaged, `record.not-found` where it was erased. */
async function documentAsked(c: WebContext): Promise<{ evidence: EvidenceRow; document: string }> {
  const evidence = await asked(c)
  const opened = await openEvidence(c.var.deps, c.var.session.districtId, evidence)
  if (opened.state === 'damaged') throw refuse('file.lost', { name: nameOf(evidence) })
  if (opened.state === 'erased') throw refuse('record.not-found', { what: '证据原件' })
  return { evidence, document: opened.document }
}

const nameOf = ({ accountName, observedAt }: EvidenceRow) => `证据-${accountName}-${observedAt.slice(0, 10)}.txt`

// Plain text that a browser saves and never takes for a page.
const download = (c: WebContext, name: string, body: string | Uint8Array, type = 'text/plain; charset=utf-8') =>
  c.body(typeof body === 'string' ? body : new Uint8Array(body), 200, {
    'Content-Type': type,
    'Content-Disposition': contentDisposition(name),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  })

async function masked(c: WebContext): Promise<Response> {
  const { evidence, document } = await documentAsked(c)
  return download(c, nameOf(evidence), maskNumbers(document))
}

/** The kept text drawn as a picture, masked; who looks is kept. Nothing of it stays here. */
async function picture(c: WebContext): Promise<Response> {
  const { evidence, document } = await documentAsked(c)
  const { id, accountId, sha256 } = evidence
  try {
    const program = chromiumPath()
    if (!program) throw refuse('picture.unset')
    const png = await drawEvidence(program, evidence, document)
    const subject = { kind: 'evidence', id }
    await keepLook(c, { action: 'evidence.picture-seen', subject, after: { accountId, sha256 } })
    return download(c, nameOf(evidence).replace(/\.txt$/, `（${PICTURE_IS}）.png`), png, 'image/png')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return evidencePage(c, { problem: error.message, status: error.status })
  }
}

async function original(c: WebContext): Promise<Response> {
  const { deps, session, actor } = c.var
  const { districtId } = session
  const purpose = String((await formValues(c))['purpose'] ?? '')
  try {
    const words = permitFullPhones(actor, { districtId }, purpose)
    const { evidence, document } = await documentAsked(c)
    await inTransaction(deps.db, (tx) =>
      append(tx, deps.ids, {
        districtId,
        actor,
        action: 'evidence.revealed',
        subject: { kind: 'evidence', id: evidence.id },
        after: { accountId: evidence.accountId, sha256: evidence.sha256, purpose: words },
        at: deps.wall.now(),
      }),
    )
    return download(c, nameOf(evidence), document)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'people.purpose-required') throw error
    return evidencePage(c, { problem: error.message, purpose, status: error.status })
  }
}

async function stampFile(c: WebContext): Promise<Response> {
  const evidence = await asked(c)
  const token = await stampToken(c.var.deps.db, c.var.session.districtId, evidence.sha256)
  if (!token) throw refuse('record.not-found', { what: '时间戳' })
  return download(c, nameOf(evidence).replace(/txt$/, 'tst'), token, 'application/octet-stream')
}

async function erase(c: WebContext): Promise<Response> {
  const { deps, session, actor } = c.var
  const { reason: found, sure } = await formValues(c)
  const reason = String(found ?? '')
  if (!Object.hasOwn(eraseReasons, reason)) throw refuse('web.form-unreadable')
  const { accountId, id } = await asked(c)
  try {
    if (sure !== 'yes') throw refuse('people.erase-unsure')
    await eraseEvidence(deps, actor, {
      districtId: session.districtId,
      accountId,
      evidenceId: id,
      reason: reason as EraseReason,
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return evidencePage(c, { problem: error.message, status: error.status })
  }
  return c.redirect(`/evidence/${accountId}/${id}`, 303)
}

/** 证据: shown masked to whoever reviews, whole for a purpose, erased by the head of the office; how long each is kept. */
export const evidenceRoutes = defineRoutes([
  ...keptYearsRoutes,
  { method: 'get', path: '/evidence/:id/:evidence', door: 'review.read', handle: (c) => evidencePage(c) },
  { method: 'get', path: '/evidence/:id/:evidence/text', door: 'review.read', handle: masked },
  { method: 'get', path: '/evidence/:id/:evidence/stamp', door: 'review.read', handle: stampFile },
  { method: 'post', path: '/evidence/:id/:evidence/picture', door: 'review.read', handle: picture },
  { method: 'post', path: '/evidence/:id/:evidence/original', door: 'people.reveal', handle: original },
  { method: 'post', path: '/evidence/:id/:evidence/erase', door: 'files.erase', handle: erase },
])

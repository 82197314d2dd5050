import { type Deps, namesOfUsers } from '../access/index.ts'
import { checkpointOf } from '../checkpoints/index.ts'
import { inTransaction } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { keepLook, sendDownload, type WebContext } from '../web/index.ts'
import { type Dispatch, dispatchKind, isIssued } from './model.ts'
import { fileName, isPrintedKind, mediaTypes, printDispatch } from './print/print-dispatch.ts'
import { filesOf, readContent } from './queries.ts'
import { seenDispatch } from './routes-view.ts'
import { bodyOf } from './verbs/issuing-bodies.ts'
import { titleOf } from './words/content.ts'

/** One file of a paper: as it was issued, or, before, as it stands with its mark. */
export async function downloadFile(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const { districtId } = session
  const { dispatch, unitId } = await seenDispatch(c)
  const kind = c.req.param('kind') ?? ''
  if (kind === 'checkpoint' && unitId === undefined) return sendDownload(c, await checkpointFile(c, dispatch))
  if (!isPrintedKind(kind)) throw refuse('record.not-found', { what: '文件' })
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'dispatch.taken',
      subject: { kind: 'dispatch', id: dispatch.id },
      after: { kind, draft: dispatch.draft, state: dispatch.state },
      at: deps.wall.now(),
    }),
  )
  if (isIssued(dispatch.state)) {
    const kept = (await filesOf(deps.db, districtId, dispatch.id)).find((file) => file.kind === kind)
    if (!kept) throw refuse('record.not-found', { what: '文件' })
    return sendDownload(c, await readStoredFile(deps, districtId, kept.fileId))
  }
  const content = await readContent(deps.db, districtId, dispatch)
  const signer = dispatch.signedBy
    ? ((await namesOfUsers(deps, districtId, [dispatch.signedBy])).get(dispatch.signedBy) ?? '')
    : ''
  const body = await bodyOf(deps.db, districtId, dispatch)
  const bytes = await printDispatch(deps, content, { dispatch, body, demo, today: deps.clock.today(), signer }, kind)
  if (!bytes) throw refuse('record.not-found', { what: '文件' })
  return sendDownload(c, { bytes, mediaType: mediaTypes[kind], name: fileName(titleOf(content), kind) })
}

/** 核验页, which lies beside the paper and never in it. */
async function checkpointFile(c: WebContext, { id, draft }: Dispatch) {
  const { deps, session } = c.var
  const page = await checkpointOf(deps.db, session.districtId, { kind: dispatchKind, id, version: draft })
  if (!page) throw refuse('record.not-found', { what: '核验页' })
  return readStoredFile(deps, session.districtId, page.fileId)
}

/** What a unit handed in with its answer: for the office and for the unit itself. */
export async function downloadProof(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { dispatch, unitId } = await seenDispatch(c)
  const found = (await filesOf(deps.db, session.districtId, dispatch.id)).find(
    (file) => file.kind === 'proof' && `${file.unitId}-${file.serial}` === c.req.param('proof'),
  )
  if (!found || (unitId !== undefined && found.unitId !== unitId)) throw refuse('record.not-found', { what: '附件' })
  const stored = await readStoredFile(deps, session.districtId, found.fileId)
  const subject = { kind: 'dispatch', id: dispatch.id }
  await keepLook(c, { action: 'dispatch.proof-seen', subject, after: { file: stored.name } })
  return sendDownload(c, stored)
}

/** The files an issued paper went out with; none before. */
export async function readIssuedFiles(
  deps: Deps,
  districtId: string,
  dispatchId: string,
): Promise<{ name: string; bytes: Uint8Array }[]> {
  const kept = (await filesOf(deps.db, districtId, dispatchId)).filter(({ kind }) => isPrintedKind(kind))
  const files = []
  for (const { fileId } of kept) files.push(await readStoredFile(deps, districtId, fileId))
  return files
}

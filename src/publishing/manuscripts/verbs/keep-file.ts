import type { Actor, Deps } from '../../../access/index.ts'
import { inspectPicture, refuseMarkedFiles, refuseMarkedForm, saveFile } from '../../../files/index.ts'
import { bearsSecrecyMark } from '../../../vocabulary/secrecy-mark.ts'
import { stepWithManuscript } from '../act.ts'
import { filesOf } from '../queries.ts'
import { sanitiseText } from '../rich-text/sanitise.ts'
import { keepPictures } from './save-text.ts'
import { takeOut } from '../typed-text.ts'

type Which = { districtId: string; manuscriptId: string }
export type NewFileOf = Which & { use: 'picture' | 'attachment'; name: string; bytes: Uint8Array }

/**
 * A picture of the text or an attachment. A picture is kept without what a camera writes beside its pixels; one that would fill
 * a memory is refused. An attachment (Word, table, PDF) that bears the mark of a state secret is stopped before it is kept. Refuses what a step refuses, what `inspectScan` and `saveFile` refuse.
 */
export async function addFile(deps: Deps, actor: Actor, input: NewFileOf): Promise<{ fileId: string }> {
  const { districtId, manuscriptId, use, name } = input
  const bytes = use === 'picture' ? await plainPicture(input) : input.bytes
  if (use === 'attachment')
    await refuseMarkedFiles(deps, actor, { districtId, source: '网页上传', place: '稿件', files: [{ name, bytes }] })
  return stepWithManuscript(deps, actor, { districtId, manuscriptId, version: null }, 'save', async (tx) => {
    const accept = use === 'picture' ? (['png', 'jpg'] as const) : (['pdf', 'png', 'jpg', 'zip'] as const)
    const kept = await saveFile(tx, deps, { districtId, name, bytes, actor, accept })
    await tx
      .insertInto('manuscript_file')
      .values({
        district_id: districtId,
        manuscript_id: manuscriptId,
        file_id: kept.id,
        use,
        added_by: actor.id,
        added_at: deps.wall.now(),
      })
      .execute()
    return {
      ...(use === 'attachment' && { event: { action: 'manuscript.file-added', after: { file: kept.sha256 } } }),
      result: { fileId: kept.id },
    }
  })
}

async function plainPicture({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<Uint8Array> {
  return (await inspectPicture({ name, bytes })).bytes
}

/** 移除附件: it no longer belongs to the text; what was reviewed with it stays in its round. */
export async function dropFiles(
  deps: Deps,
  actor: Actor,
  input: Which & { fileIds: readonly string[] },
): Promise<void> {
  const { districtId, manuscriptId, fileIds } = input
  await stepWithManuscript(deps, actor, { districtId, manuscriptId, version: null }, 'save', async (tx) => {
    const known = (await filesOf(tx, districtId, manuscriptId)).filter(
      ({ fileId, use }) => use === 'attachment' && fileIds.includes(fileId),
    )
    if (known.length === 0) return { result: undefined }
    await tx
      .updateTable('manuscript_file')
      .set({ removed_at: deps.wall.now() })
      .where('district_id', '=', districtId)
      .where('manuscript_id', '=', manuscriptId)
      .where(
        'file_id',
        'in',
        known.map(({ fileId }) => fileId),
      )
      .execute()
    return { event: { action: 'manuscript.file-removed', after: { count: known.length } }, result: undefined }
  })
}

/** What was pasted into the editor, made clean; its pictures are kept with the manuscript at once. */
export async function keepPasted(deps: Deps, actor: Actor, input: Which & { html: string }): Promise<string> {
  const { districtId, manuscriptId, html } = input
  const { html: clean, plain, embedded } = sanitiseText(html)
  if (bearsSecrecyMark(plain))
    await refuseMarkedForm(deps, actor, { districtId, source: '网页填写', place: '稿件', typed: [plain] })
  const { body, pictures } = await takeOut(clean, embedded)
  return stepWithManuscript(deps, actor, { districtId, manuscriptId, version: null }, 'save', async (tx) => ({
    result: await keepPictures(tx, deps, actor, { districtId, manuscriptId }, body, pictures),
  }))
}

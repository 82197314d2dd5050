import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readStoredFile, saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findRun, insertRun, type MessageRun } from '../importing/runs.ts'
import { importMessages, type MessageImport } from './import-messages.ts'

/** Reads a file once and keeps it for a day, so that a page can show and write it. Refuses what `importMessages` refuses. */
export async function previewMessages(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; fileName: string; bytes: Uint8Array },
): Promise<{ importId: string }> {
  const { districtId, fileName, bytes } = input
  const { counts } = await importMessages(deps, actor, { ...input, dryRun: true })
  return inTransaction(deps.db, async (tx) => {
    const file = await saveFile(tx, deps, { districtId, name: fileName, bytes, actor })
    const importId = deps.ids.next()
    await insertRun(tx, deps, actor, {
      districtId,
      id: importId,
      fileId: file.id,
      fileName,
      state: 'previewed',
      summary: counts,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'messages.previewed',
      subject: { kind: 'import', id: importId },
      after: { fileId: file.id, sha256: file.sha256, ...counts },
      at: deps.wall.now(),
    })
    return { importId }
  })
}

type Choices = { dryRun?: boolean; acceptValid?: boolean; lookedUntil?: CivilDate | undefined }

/** Shows or writes a kept preview. Refuses `record.not-found`, `messages.undo-state`, and what `importMessages` refuses. */
export async function importKeptMessages(
  deps: Deps,
  actor: Actor,
  { districtId, importId, ...choices }: { districtId: string; importId: string } & Choices,
): Promise<MessageImport & { run: MessageRun }> {
  const run = await findRun(deps.db, districtId, importId)
  if (run?.state !== 'previewed') throw refuse('record.not-found', { what: '导入预览' })
  const { name, bytes } = await readStoredFile(deps, districtId, run.fileId)
  const preview = { importId, fileId: run.fileId }
  const imported = await importMessages(deps, actor, { districtId, fileName: name, bytes, preview, ...choices })
  return { ...imported, run }
}

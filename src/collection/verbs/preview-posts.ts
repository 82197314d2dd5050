import type { Actor, Deps } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import type { PostImport } from '../model.ts'
import { importPosts, type PostImportInput } from './import-posts.ts'

/**
 * Shows what a file would bring and keeps it for a day, so that a page can write it afterwards. `asks`: why there is
 * nothing to show yet, where somebody has to say first whose file it is. Refuses what else `importPosts` refuses.
 */
export async function previewPosts(
  deps: Deps,
  actor: Actor,
  input: Omit<PostImportInput, 'dryRun' | 'acceptValid'>,
): Promise<{ fileId: string; asks: string } | { fileId: string; imported: PostImport }> {
  const shown = await shownOrAsked(deps, actor, input)
  const counts = 'imported' in shown ? shown.imported.counts : {}
  const { districtId, fileName, bytes } = input
  const fileId = await inTransaction(deps.db, async (tx) => {
    const file = await saveFile(tx, deps, { districtId, name: fileName, bytes, actor })
    const id = deps.ids.next()
    const at = deps.wall.now()
    await tx
      .insertInto('import_run')
      .values({
        district_id: districtId,
        id,
        kind: 'posts',
        file_id: file.id,
        file_name: fileName,
        state: 'previewed',
        summary: JSON.stringify(counts),
        created_by: actor.id,
        created_at: at,
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'posts.previewed',
      subject: { kind: 'import', id },
      after: { fileId: file.id, sha256: file.sha256, ...counts },
      at,
    })
    return file.id
  })
  return { ...shown, fileId }
}

async function shownOrAsked(
  deps: Deps,
  actor: Actor,
  input: Omit<PostImportInput, 'dryRun' | 'acceptValid'>,
): Promise<{ asks: string } | { imported: PostImport }> {
  try {
    return { imported: await importPosts(deps, actor, { ...input, dryRun: true }) }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'posts.account-needed') return { asks: error.message }
    throw error
  }
}

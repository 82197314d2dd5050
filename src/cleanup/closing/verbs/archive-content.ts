import { type Actor, type Deps, findDistrict } from '../../../access/index.ts'
import { formatMinute } from '../../../calendar/index.ts'
import { packFiles } from '../../../documents/index.ts'
import { saveFile } from '../../../files/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { actOnClosing, type ClosingInput } from '../act.ts'
import { collectArchive } from '../archive/collect.ts'
import { manifestOf } from '../archive/manifest.ts'

/**
 * 注销前全量归档 (rulebook (h)1): everything held of the account in one package with a manifest of digests, kept in the
 * files room. Made anew it stands beside the earlier ones.
 */
export async function archiveContent(deps: Deps, actor: Actor, input: ClosingInput) {
  const { districtId, closingId } = input
  return actOnClosing(deps, actor, input, 'archive-content', async (tx, file) => {
    const { closing } = file
    const files = await collectArchive(tx, deps, districtId, file)
    const manifest = manifestOf(
      {
        district: (await findDistrict(tx, districtId)).name,
        unit: closing.unitName,
        account: { id: closing.accountId, name: closing.accountName, platform: platforms[closing.platform].label },
        closing: closingId,
        madeAt: formatMinute(deps.clock.now()),
      },
      files,
    )
    const bytes = await packFiles([...files, manifest])
    const today = deps.clock.today()
    const name = `${closing.accountName}-${platforms[closing.platform].label}-注销前归档-${today}.zip`
    const saved = await saveFile(tx, deps, { districtId, name, bytes, actor, accept: ['zip'] })
    await tx
      .insertInto('closing_archive')
      .values({
        district_id: districtId,
        closing_id: closingId,
        id: deps.ids.next(),
        file_id: saved.id,
        sha256: saved.sha256,
        byte_count: bytes.byteLength,
        entry_count: files.length,
        made_on: today,
        made_by: actor.id,
        made_at: deps.wall.now(),
      })
      .execute()
    return { told: { sha256: saved.sha256, files: files.length, bytes: bytes.byteLength } }
  })
}

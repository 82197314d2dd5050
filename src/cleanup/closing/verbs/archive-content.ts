import { type Actor, type Deps, findDistrict } from '../../../access/index.ts'
import { formatMinute } from '../../../calendar/index.ts'
import { saveFile } from '../../../files/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { actOnClosing, type ClosingInput } from '../act.ts'
import { archiveParts } from '../archive/collect.ts'
import { packArchive } from '../archive/pack.ts'

/**
 * 注销前全量归档 (rulebook (h)1): everything held of the account in one package with a manifest of digests, kept in the
 * files room. Made anew it stands beside the earlier ones.
 */
export async function archiveContent(deps: Deps, actor: Actor, input: ClosingInput) {
  const { districtId, closingId } = input
  return actOnClosing(deps, actor, input, 'archive-content', async (tx, file) => {
    const { closing } = file
    const { bytes, entries } = await packArchive(
      {
        district: (await findDistrict(tx, districtId)).name,
        unit: closing.unitName,
        account: { id: closing.accountId, name: closing.accountName, platform: platforms[closing.platform].label },
        closing: closingId,
        madeAt: formatMinute(deps.clock.now()),
      },
      (room) => archiveParts(tx, deps, districtId, file, room),
    )
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
        entry_count: entries,
        made_on: today,
        made_by: actor.id,
        made_at: deps.wall.now(),
      })
      .execute()
    return { told: { sha256: saved.sha256, files: entries, bytes: bytes.byteLength } }
  })
}

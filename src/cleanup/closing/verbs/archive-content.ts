import { type Actor, type Deps, findDistrict } from '../../../access/index.ts'
import { formatMinute } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { actOnClosing, type ClosingInput } from '../act.ts'
import { archiveParts } from '../archive/collect.ts'
import { packArchive, type Volume } from '../archive/pack.ts'
import type { Closing } from '../model.ts'

/**
 * 注销前全量归档 (rulebook (h)1): everything held of the account in a package with a manifest of digests, in volumes where
 * it is large, kept in the files room. Made anew it stands beside the earlier ones.
 */
export async function archiveContent(deps: Deps, actor: Actor, input: ClosingInput) {
  const { districtId, closingId } = input
  return actOnClosing(deps, actor, input, 'archive-content', async (tx, file) => {
    const { closing } = file
    const head = {
      district: (await findDistrict(tx, districtId)).name,
      unit: closing.unitName,
      account: { id: closing.accountId, name: closing.accountName, platform: platforms[closing.platform].label },
      closing: closingId,
      madeAt: formatMinute(deps.clock.now()),
    }
    const kept: KeptVolume[] = []
    for await (const volume of packArchive(head, archiveParts(tx, deps, districtId, file)))
      kept.push(await keepVolume(tx, deps, actor, { districtId, closing }, volume))
    await tx
      .insertInto('closing_archive')
      .values(
        kept.map(({ fileId, sha256, bytes, entries, volume }) => ({
          district_id: districtId,
          closing_id: closingId,
          id: deps.ids.next(),
          file_id: fileId,
          sha256,
          byte_count: bytes,
          entry_count: entries,
          volume,
          volume_count: kept.length,
          made_on: deps.clock.today(),
          made_by: actor.id,
          made_at: deps.wall.now(),
        })),
      )
      .execute()
    return { told: { volumes: kept.map(({ sha256, entries: files, bytes }) => ({ sha256, files, bytes })) } }
  })
}

type KeptVolume = { fileId: string; sha256: string; bytes: number; entries: number; volume: number }

// A volume ends at 16 MB; with a scan of 20 MB of its own, or a long sheet behind that, it is a little larger.
const KEPT_MOST = 28 * 1024 * 1024

async function keepVolume(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, closing }: { districtId: string; closing: Closing },
  { number, bytes, entries }: Volume,
): Promise<KeptVolume> {
  const which = number > 1 ? `-第${number}卷` : ''
  const name = `${closing.accountName}-${platforms[closing.platform].label}-注销前归档-${deps.clock.today()}${which}.zip`
  const { id, sha256 } = await saveFile(tx, deps, { districtId, name, bytes, actor, accept: ['zip'], most: KEPT_MOST })
  return { fileId: id, sha256, bytes: bytes.byteLength, entries, volume: number }
}

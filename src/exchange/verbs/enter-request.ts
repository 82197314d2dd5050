import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { enterItemIn } from '../../superiors/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { readAttachments, splitPackage } from '../package-format.ts'
import { findPackage, isRequest, setItem } from '../queries.ts'

/**
 * 登记为上级交办: a request that came in a package, with its clock from the moment it was taken in; `named` may be written as the
 * ledger here has it. The package's own words stay as they came. Refuses `record.not-found`, `exchange.entered-already`, and
 * what `enterItem` refuses.
 */
export async function enterRequest(
  deps: Deps,
  actor: Actor,
  { districtId, packageId, named }: { districtId: string; packageId: string; named: string },
): Promise<{ itemId: string }> {
  permit(actor, 'superiors.handle', { districtId })
  const kept = await findPackage(deps.db, { districtId, id: packageId, way: 'in' })
  if (!kept || !isRequest(kept.said)) throw refuse('record.not-found', { what: '上级数据包' })
  if (kept.itemId !== null) throw refuse('exchange.entered-already')
  const { body, files } = kept.said
  const stored = await readStoredFile(deps, districtId, kept.fileId)
  const attached = readAttachments(splitPackage(stored.bytes).rest, files)
  const indicators = body.indicators.length > 0 ? `\n涉及的指标：${body.indicators.join('、')}` : ''
  return inTransaction(deps.db, async (tx) => {
    const { id: itemId } = await enterItemIn(tx, deps, actor, {
      districtId,
      level: body.level,
      issuer: body.issuer,
      channel: 'platform',
      channelName: `上下级数据包 ${packageId.slice(-6)}`,
      title: body.title,
      asked: `${body.asked}${indicators}`,
      receivedAt: kept.at,
      dueAt: body.dueAt,
      // Its hour was set above; that it was over when it came is told on its page.
      late: body.dueAt <= deps.clock.now(),
      named,
      files: attached.map(({ name, bytes }) => ({ name, bytes })),
    })
    if (!(await setItem(tx, { districtId, id: packageId }, itemId))) throw refuse('exchange.entered-already')
    return { itemId }
  })
}

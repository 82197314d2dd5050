import { type Actor, type Deps, permit } from '../../access/index.ts'
import { append } from '../../trail/index.ts'
import { inTransaction } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findChannel, noteDelivery, openChannel } from '../channels.ts'
import { deliver } from '../deliver.ts'
import type { Delivery, Ways } from '../model.ts'
import { readSettings } from '../settings.ts'
import { testWords } from '../wording.ts'

/**
 * Sends one test message now, also through a channel that is off and in quiet hours: somebody waits for it. Refuses
 * `access.denied`, `notify.unknown`, `notify.no-link`, `notify.test-address`, `notify.secrets-unreadable`.
 */
export async function testChannel(
  deps: Deps,
  actor: Actor,
  { districtId, id, address }: { districtId: string; id: string; address: string | null },
  ways: Ways,
): Promise<Delivery> {
  permit(actor, 'notify.manage', { districtId })
  const found = await findChannel(deps.db, districtId, id)
  if (!found) throw refuse('notify.unknown')
  const settings = await readSettings(deps.db, districtId)
  if (!settings) throw refuse('notify.no-link')
  if (found.kind === 'mail' && address === null) throw refuse('notify.test-address')
  const channel = await openChannel(deps, districtId, id)
  if (!channel) throw refuse('notify.secrets-unreadable')
  const now = deps.wall.now()
  const delivery = await deliver(channel, { ...testWords, link: settings.baseUrl, address }, now, ways)
  await inTransaction(deps.db, async (tx) => {
    const why = delivery.outcome === 'sent' ? null : delivery.why
    await noteDelivery(tx, { districtId, channelId: id, at: now, why })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'notify.tested',
      subject: { kind: 'notify-channel', id },
      after: { ...delivery },
      at: now,
    })
  })
  return delivery
}

import type { Actor, Deps } from '../access/index.ts'
import { permit } from '../access/index.ts'
import { type Db, inTransaction, type Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import type { SendingHours } from './quiet.ts'

/** A district's own: where links lead, and when messages may go out. */
export type NotifySettings = SendingHours & { baseUrl: string }

/** Undefined until an administrator saved any: then nothing can be switched on, for a message would have no link. */
export async function readSettings(db: Db | Tx, districtId: string): Promise<NotifySettings | undefined> {
  return db
    .selectFrom('notify_setting')
    .select(['base_url as baseUrl', 'send_from as sendFrom', 'send_until as sendUntil'])
    .where('district_id', '=', districtId)
    .executeTakeFirst()
}

/** Saves both. Refuses `access.denied`. */
export async function changeSettings(
  deps: Deps,
  actor: Actor,
  { districtId, baseUrl, sendFrom, sendUntil }: NotifySettings & { districtId: string },
): Promise<void> {
  permit(actor, 'notify.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const before = await readSettings(tx, districtId)
    const row = { base_url: baseUrl, send_from: sendFrom, send_until: sendUntil }
    await tx
      .insertInto('notify_setting')
      .values({ district_id: districtId, ...row })
      .onConflict((conflict) => conflict.column('district_id').doUpdateSet(row))
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'notify.settings-changed',
      subject: { kind: 'district', id: districtId },
      ...(before && { before }),
      after: { baseUrl, sendFrom, sendUntil },
      at: deps.wall.now(),
    })
  })
}

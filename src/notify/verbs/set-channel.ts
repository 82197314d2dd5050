import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findChannel, listChannels, secretsContext } from '../channels.ts'
import type { BotKind, BotSecrets, BotSettings, MailSecrets, MailSettings } from '../model.ts'
import { giveUpWaiting } from '../outbox.ts'
import { readSettings } from '../settings.ts'

type Place = { districtId: string; id: string }

/** `secrets` undefined: those that are kept stay. */
export type ChannelInput = { districtId: string; id?: string | undefined; name: string } & (
  | { kind: 'mail'; settings: MailSettings; secrets: MailSecrets | undefined }
  | { kind: BotKind; settings: BotSettings; secrets: BotSecrets | undefined }
)

/** Sets a channel up, switched off, or changes one. Refuses `access.denied`, `notify.unknown`, `notify.name-taken`, `notify.password-again`. */
export async function setChannel(deps: Deps, actor: Actor, input: ChannelInput): Promise<string> {
  const { districtId, kind, name, settings, secrets } = input
  permit(actor, 'notify.manage', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const id = input.id ?? deps.ids.next()
    const before = input.id === undefined ? undefined : await requireChannel(tx, { districtId, id }, kind)
    const others = (await listChannels(tx, districtId)).filter((one) => one.id !== id)
    if (others.some((one) => one.name === name || (kind === 'mail' && one.kind === 'mail')))
      throw refuse('notify.name-taken', { name: kind === 'mail' ? '邮件' : name })
    if (!before && !secrets) throw refuse('notify.secrets-unreadable')
    if (kind === 'mail' && before && !secrets && leadsElsewhere(before.settings as MailSettings, settings))
      throw refuse('notify.password-again')
    const context = secretsContext(districtId, id)
    const boxed = secrets && deps.vault.sealBytes(Buffer.from(JSON.stringify(secrets)), context)
    const row = {
      name,
      settings: JSON.stringify(settings),
      ...(boxed && { secrets_key: boxed.wrappedKey, secrets: boxed.sealed }),
      failed_at: null,
      failed_why: null,
    }
    const at = deps.wall.now()
    await tx
      .insertInto('notify_channel')
      .values({ district_id: districtId, id, kind, created_at: at, ...row })
      .onConflict((conflict) => conflict.columns(['district_id', 'id']).doUpdateSet(row))
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'notify.channel-set',
      subject: { kind: 'notify-channel', id },
      ...(before && { before: { name: before.name, ...before.settings } }),
      // That a secret was replaced, never which.
      after: { kind, name, ...settings, secretsReplaced: secrets !== undefined },
      at,
    })
    return id
  })
}

// A password that nobody may read must not be sent to whatever host somebody types.
const leadsElsewhere = (before: MailSettings, after: MailSettings) =>
  before.host !== after.host || before.port !== after.port || before.tls !== after.tls

async function requireChannel(tx: Tx, { districtId, id }: Place, kind?: string) {
  const found = await findChannel(tx, districtId, id)
  if (!found || (kind !== undefined && found.kind !== kind)) throw refuse('notify.unknown')
  return found
}

/** Switches a channel on or off, and the office's daily digest of a bot. Refuses `access.denied`, `notify.unknown`, `notify.no-link`. */
export async function switchChannel(
  deps: Deps,
  actor: Actor,
  { districtId, id, enabled, digest }: Place & { enabled: boolean; digest: boolean },
): Promise<void> {
  permit(actor, 'notify.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const before = await requireChannel(tx, { districtId, id })
    if (enabled && !(await readSettings(tx, districtId))) throw refuse('notify.no-link')
    const after = { enabled, digest: digest && before.kind !== 'mail' }
    await tx
      .updateTable('notify_channel')
      .set(after)
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    const at = deps.wall.now()
    if (!enabled) await giveUpWaiting(tx, { districtId, channelId: id }, at, '渠道已停用')
    else if (!after.digest)
      await giveUpWaiting(tx, { districtId, channelId: id, userId: null }, at, '办公室待办提醒已关闭')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'notify.channel-switched',
      subject: { kind: 'notify-channel', id },
      before: { enabled: before.enabled, digest: before.digest },
      after,
      at,
    })
  })
}

/** Takes a channel away with its secrets; what waits is not sent any more. Refuses `access.denied`, `notify.unknown`. */
export async function removeChannel(deps: Deps, actor: Actor, { districtId, id }: Place): Promise<void> {
  permit(actor, 'notify.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const { name } = await requireChannel(tx, { districtId, id })
    const at = deps.wall.now()
    await tx
      .updateTable('notify_channel')
      .set({ removed_at: at, enabled: false, digest: false, secrets: null, secrets_key: null })
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    await giveUpWaiting(tx, { districtId, channelId: id }, at, '渠道已删除')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'notify.channel-removed',
      subject: { kind: 'notify-channel', id },
      before: { name },
      at,
    })
  })
}

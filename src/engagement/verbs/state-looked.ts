import { type Actor, type Deps, keepWords, may, permit } from '../../access/index.ts'
import { addDays, type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkedWords } from '../checks.ts'
import { insertLooks } from '../looks.ts'
import { reasonMost } from '../model.ts'
import { accountsOwner } from '../queries.ts'

/**
 * 已核对至: somebody went through all messages of an account up to the end of a day, and what came is in the ledger. Until
 * then, "no message" and "no answer" are unknown. Refuses `access.denied`, `record.not-found`, `message-look.day-not-over`.
 */
export async function stateLooked(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; accountId: string; until: CivilDate },
): Promise<{ id: string }> {
  return inTransaction(deps.db, (tx) => stateWithin(tx, deps, actor, input))
}

type Stating = { districtId: string; accountId: string; until: CivilDate }

async function stateWithin(tx: Tx, deps: Deps, actor: Actor, { districtId, accountId, until }: Stating) {
  const account = await accountsOwner(tx, districtId, accountId)
  permit(actor, 'messages.handle', { districtId, unitId: account?.unitId ?? null })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  const yesterday = addDays(deps.clock.today(), -1)
  if (until > yesterday)
    throw refuse('message-look.day-not-over', { day: formatDayZh(until), yesterday: formatDayZh(yesterday) })
  const side = may(actor, 'messages.handle', { districtId }) ? ('office' as const) : ('unit' as const)
  const [id, at] = [deps.ids.next(), deps.wall.now()]
  await insertLooks(tx, districtId, [{ id, accountId, untilDay: until, side, importId: null, by: actor.id, at }])
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'message-look.stated',
    subject: { kind: 'message-look', id },
    after: { accountId, until, side },
    at,
  })
  return { id }
}

/** The same of several accounts that were looked through to the same day, each as its own statement; all or none. */
export async function stateLookedMany(
  deps: Deps,
  actor: Actor,
  { accountIds, ...input }: { districtId: string; accountIds: readonly string[]; until: CivilDate },
): Promise<number> {
  if (accountIds.length === 0) throw refuse('message-look.none-chosen')
  await inTransaction(deps.db, async (tx) => {
    for (const accountId of accountIds) await stateWithin(tx, deps, actor, { ...input, accountId })
  })
  return accountIds.length
}

/** Takes a statement back that was wrong; what rested on it is unknown again. Refuses `message-look.withdrawn-already`. */
export async function withdrawLooked(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; lookId: string; reason: string },
): Promise<void> {
  const { districtId, lookId } = input
  const reason = checkedWords(input.reason, '撤回的理由', reasonMost)
  await inTransaction(deps.db, async (tx) => {
    const look = await tx
      .selectFrom('message_look')
      .select(['account_id as accountId', 'until_day as until', 'withdrawn_at as withdrawnAt', 'stated_by as statedBy'])
      .where('district_id', '=', districtId)
      .where('id', '=', lookId)
      .forUpdate()
      .executeTakeFirst()
    const account = look && (await accountsOwner(tx, districtId, look.accountId))
    permit(actor, 'messages.handle', { districtId, unitId: account?.unitId ?? null })
    if (!look) throw refuse('record.not-found', { what: '核对记录' })
    // A unit takes back its own word, never the office's.
    if (look.statedBy !== actor.id) permit(actor, 'messages.supervise', { districtId })
    if (look.withdrawnAt !== null) throw refuse('message-look.withdrawn-already')
    const at = deps.wall.now()
    await tx
      .updateTable('message_look')
      .set({ withdrawn_by: actor.id, withdrawn_at: at })
      .where('district_id', '=', districtId)
      .where('id', '=', lookId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'message-look.withdrawn',
      subject: { kind: 'message-look', id: lookId },
      before: { accountId: look.accountId, until: look.until },
      after: { reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
  })
}

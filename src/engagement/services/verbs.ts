import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { formatMinute, type Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { reasonMost } from '../model.ts'
import { accountsOwner } from '../queries.ts'
import { checkedWords } from '../checks.ts'
import type { GuideElement } from './model.ts'
import { lockService } from './queries.ts'

const NAME_MOST = 100
const PLACE_MOST = 500

/** Enters 办事入口 of an account. Refuses `access.denied`, `record.not-found`, missing fields, `service.named-already`. */
export async function enterService(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; accountId: string; name: string; place: string },
): Promise<{ id: string }> {
  const { districtId, accountId } = input
  const name = checkedWords(input.name, '办事入口名称', NAME_MOST)
  const place = checkedWords(input.place, '链接或者菜单路径', PLACE_MOST)
  return inTransaction(deps.db, async (tx) => {
    const account = await accountsOwner(tx, districtId, accountId)
    permit(actor, 'services.enter', { districtId, unitId: account?.unitId ?? null })
    if (!account) throw refuse('record.not-found', { what: '账号' })
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    const made = await tx
      .insertInto('service_entry')
      .values({ district_id: districtId, id, account_id: accountId, name, place, created_by: actor.id, created_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw refuse('service.named-already', { name })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'service.entered',
      subject: { kind: 'service', id },
      after: { accountId, name, place },
      at,
    })
    return { id }
  })
}

type Which = { districtId: string; entryId: string }

async function ownService(tx: Tx, { districtId, entryId }: Which) {
  const entry = await lockService(tx, districtId, entryId)
  const account = entry && (await accountsOwner(tx, districtId, entry.accountId))
  return { entry, unitId: account?.unitId ?? null }
}

/** Takes an entry out of use: the account has it no more. What was seen of it stays. */
export async function retireService(
  deps: Deps,
  actor: Actor,
  input: Which & { version: number; reason: string },
): Promise<void> {
  const { districtId, entryId } = input
  const reason = checkedWords(input.reason, '停用的理由', reasonMost)
  await inTransaction(deps.db, async (tx) => {
    const { entry, unitId } = await ownService(tx, input)
    // A unit could hide a broken entry by taking it away: the office does that.
    permit(actor, 'services.check', { districtId, unitId })
    if (!entry) throw refuse('record.not-found', { what: '办事入口' })
    if (entry.state !== 'in-use') throw refuse('service.retired')
    if (entry.version !== input.version) throw refuse('record.changed-meanwhile', { what: '办事入口' })
    const at = deps.wall.now()
    await tx
      .updateTable('service_entry')
      .set({ state: 'retired', version: entry.version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', entryId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'service.retired',
      subject: { kind: 'service', id: entryId },
      before: { accountId: entry.accountId, name: entry.name },
      after: { reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
  })
}

/** What a person saw who opened an entry. */
export type ServiceCheck = Which & {
  lookedAt: Instant
  usable: boolean | undefined
  missing?: readonly GuideElement[]
  /** Kept as evidence with the look, or not at all. */
  photo?: { name: string; bytes: Uint8Array } | undefined
  note?: string | undefined
}

/**
 * 核查: whether an entry works, what its guide lacks, with a photo as evidence. A wrong look is mended by another one.
 * Refuses `access.denied`, `record.not-found`, `service.retired`, `service.choice-missing`, `service.looked-in-future`,
 * and what keeping a file refuses.
 */
export async function checkService(deps: Deps, actor: Actor, input: ServiceCheck): Promise<{ id: string }> {
  const { districtId, entryId, lookedAt, usable, missing = [], photo } = input
  const now = deps.clock.now()
  if (usable === undefined) throw refuse('service.choice-missing')
  if (lookedAt > now)
    throw refuse('service.looked-in-future', { looked: formatMinute(lookedAt), now: formatMinute(now) })
  const note = input.note?.trim() ? checkedWords(input.note, '说明', reasonMost) : null
  return inTransaction(deps.db, async (tx) => {
    const { entry, unitId } = await ownService(tx, input)
    permit(actor, 'services.check', { districtId, unitId })
    if (!entry) throw refuse('record.not-found', { what: '办事入口' })
    if (entry.state !== 'in-use') throw refuse('service.retired')
    const kept = photo && (await saveFile(tx, deps, { districtId, ...photo, actor, accept: ['png', 'jpg', 'webp'] }))
    const said = await keepWords(tx, deps, districtId, note)
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    await tx
      .insertInto('service_look')
      .values({
        district_id: districtId,
        id,
        entry_id: entryId,
        looked_at: lookedAt,
        usable,
        missing: [...missing],
        photo_id: kept?.id ?? null,
        note_id: said?.said ?? null,
        looked_by: actor.id,
        recorded_at: at,
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'service.checked',
      subject: { kind: 'service', id: entryId },
      after: {
        lookId: id,
        lookedAt,
        usable,
        missing: [...missing],
        ...(kept && { fileId: kept.id, sha256: kept.sha256 }),
        ...(said && { note: said }),
      },
      at,
    })
    return { id }
  })
}

import { createHash, randomBytes } from 'node:crypto'
import { type Actor, type Deps, maskEmail } from '../access/index.ts'
import type { Instant } from '../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { listChannels } from './channels.ts'
import { giveUpWaiting } from './outbox.ts'

/** What a person sees of their own. `address` is masked; undefined: no digest. */
export type OwnReminders = { address: string | undefined; feedMadeAt: Instant | null; mail: 'none' | 'off' | 'on' }

const addressContext = (districtId: string, userId: string) => `${districtId}/notify-person/${userId}`

const rowOf = (db: Db | Tx, userId: string) =>
  db
    .selectFrom('notify_person')
    .select([
      'district_id as districtId',
      'address_key as wrappedKey',
      'address as sealed',
      'feed_made_at as feedMadeAt',
    ])
    .where('user_id', '=', userId)
    .executeTakeFirst()

export async function readOwnReminders(deps: Deps, districtId: string, userId: string): Promise<OwnReminders> {
  const row = await rowOf(deps.db, userId)
  const address = await addressOf(deps, userId)
  const mail = (await listChannels(deps.db, districtId)).find(({ kind }) => kind === 'mail')
  return {
    address: address && maskEmail(address),
    feedMadeAt: row?.feedMadeAt ?? null,
    mail: mail ? (mail.enabled ? 'on' : 'off') : 'none',
  }
}

/** The address that a person's digest goes to; undefined: none, or it can't be read (another key). */
export async function addressOf(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  userId: string,
): Promise<string | undefined> {
  const row = await rowOf(db, userId)
  if (!row?.wrappedKey || !row.sealed) return undefined
  try {
    const sealed = { wrappedKey: row.wrappedKey, sealed: row.sealed }
    return vault.openBytes(sealed, addressContext(row.districtId, userId)).toString('utf8')
  } catch {
    return undefined
  }
}

/** People of a district who want the daily digest and may still sign in. */
export async function digestReaders(db: Db, districtId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('notify_person as p')
    .innerJoin('app_user as u', 'u.id', 'p.user_id')
    .select('p.user_id as userId')
    .where('p.district_id', '=', districtId)
    .where('p.address', 'is not', null)
    .where('u.disabled_at', 'is', null)
    .orderBy('p.user_id')
    .execute()
  return rows.map(({ userId }) => userId)
}

type Change = {
  values: {
    address_key?: Buffer | null
    address?: Buffer | null
    feed_digest?: Buffer | null
    feed_made_at?: Instant | null
  }
  action: string
}

// A person's own, so their session is all that is asked for.
async function changeOwn(tx: Tx, deps: Deps, actor: Actor, districtId: string, { values, action }: Change) {
  await tx
    .insertInto('notify_person')
    .values({ user_id: actor.id, district_id: districtId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ district_id: districtId, ...values }))
    .execute()
  const subject = { kind: 'user', id: actor.id }
  await append(tx, deps.ids, { districtId, actor, action, subject, at: deps.wall.now() })
}

/** Switches a person's own daily digest on, to an address of theirs. Refuses `notify.no-mail`. */
export async function startDigest(
  deps: Deps,
  actor: Actor,
  { districtId, address }: { districtId: string; address: string },
) {
  const channels = await listChannels(deps.db, districtId)
  if (!channels.some(({ kind }) => kind === 'mail')) throw refuse('notify.no-mail')
  const boxed = deps.vault.sealBytes(Buffer.from(address), addressContext(districtId, actor.id))
  const values = { address_key: boxed.wrappedKey, address: boxed.sealed }
  await inTransaction(deps.db, (tx) => changeOwn(tx, deps, actor, districtId, { values, action: 'notify.digest-on' }))
}

/** Switches it off; the address is destroyed, and what waits is not sent. */
export async function stopDigest(deps: Deps, actor: Actor, districtId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const values = { address_key: null, address: null }
    await changeOwn(tx, deps, actor, districtId, { values, action: 'notify.digest-off' })
    for (const { id } of (await listChannels(tx, districtId)).filter(({ kind }) => kind === 'mail'))
      await giveUpWaiting(
        tx,
        { districtId, channelId: id, userId: actor.id },
        deps.wall.now(),
        '本人已关闭每日待办邮件',
      )
  })
}

const digestOf = (token: string) => createHash('sha256').update(token).digest()

/** Makes the secret address of a person's calendar, told this once; one that was there before leads nowhere from now on. */
export async function makeFeed(deps: Deps, actor: Actor, districtId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const values = { feed_digest: digestOf(token), feed_made_at: deps.wall.now() }
  await inTransaction(deps.db, (tx) => changeOwn(tx, deps, actor, districtId, { values, action: 'notify.feed-made' }))
  return token
}

export async function revokeFeed(deps: Deps, actor: Actor, districtId: string): Promise<void> {
  const values = { feed_digest: null, feed_made_at: null }
  await inTransaction(deps.db, (tx) =>
    changeOwn(tx, deps, actor, districtId, { values, action: 'notify.feed-revoked' }),
  )
}

/** Whose calendar a secret address is; undefined: nobody's, or of somebody who may not sign in any more. */
export async function readerOfFeed(db: Db, token: string): Promise<{ userId: string; districtId: string } | undefined> {
  return db
    .selectFrom('notify_person as p')
    .innerJoin('app_user as u', 'u.id', 'p.user_id')
    .select(['p.user_id as userId', 'p.district_id as districtId'])
    .where('p.feed_digest', '=', digestOf(token))
    .where('u.disabled_at', 'is', null)
    .executeTakeFirst()
}

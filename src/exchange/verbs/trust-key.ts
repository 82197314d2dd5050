import { type Actor, chainOf, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { fingerprintOf, heardFingerprint, readKeyFile } from '../keys.ts'
import { isAbove } from '../places.ts'
import { insertPeer, peersOf, revokePeer } from '../queries.ts'

const HEARD = 32

/**
 * 信任对方公钥: the key file of an office above or below, with the fingerprint that was read out by telephone. Both must agree, so
 * that who carries the file can't put another key in its place. Refuses `access.denied`, `exchange.key-unreadable`,
 * `exchange.not-above-or-below`, `exchange.fingerprint-differs`, `exchange.trusted-already`.
 */
export async function trustKey(
  deps: Deps,
  actor: Actor,
  { place, bytes, heard }: { place: string; bytes: Uint8Array; heard: string },
): Promise<{ code: string; name: string; fingerprint: string }> {
  permit(actor, 'exchange.trust', { districtId: place })
  const { code, name, raw } = readKeyFile(bytes)
  if (!isAbove(code, place) && !isAbove(place, code)) throw refuse('exchange.not-above-or-below', { name })
  const fingerprint = fingerprintOf(code, raw)
  const typed = heardFingerprint(heard)
  if (typed.length < HEARD || !fingerprint.startsWith(typed)) throw refuse('exchange.fingerprint-differs')
  await inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    if ((await peersOf(tx, place)).some((one) => one.fingerprint === fingerprint))
      throw refuse('exchange.trusted-already', { name })
    await insertPeer(tx, place, { code, name, fingerprint, publicKey: raw, trustedBy: actor.id, trustedAt: at })
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place),
      actor,
      action: 'exchange.key-trusted',
      subject: { kind: 'exchange-key', id: fingerprint },
      after: { code, name },
      at,
    })
  })
  return { code, name, fingerprint }
}

/**
 * 停用对方公钥: what was taken in stays; nothing signed with it is taken in any more. A key is never trusted a second time.
 * Refuses `access.denied`, `record.not-found`.
 */
export async function revokeKey(
  deps: Deps,
  actor: Actor,
  { place, heard }: { place: string; heard: string },
): Promise<{ code: string; name: string }> {
  permit(actor, 'exchange.trust', { districtId: place })
  const typed = heardFingerprint(heard)
  return inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    const peer =
      typed.length < HEARD ? undefined : (await peersOf(tx, place)).find((one) => one.fingerprint.startsWith(typed))
    if (!peer || !(await revokePeer(tx, place, peer.fingerprint, { by: actor.id, at })))
      throw refuse('record.not-found', { what: '对方公钥' })
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place),
      actor,
      action: 'exchange.key-revoked',
      subject: { kind: 'exchange-key', id: peer.fingerprint },
      at,
    })
    return { code: peer.code, name: peer.name }
  })
}

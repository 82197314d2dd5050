import type { Deps } from '../../access/index.ts'
import { addHours } from '../../calendar/index.ts'
import { momentZh } from '../../superiors/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { publicKeyOf } from '../keys.ts'
import { digestOfPackage, isSignedBy, readAttachments, splitPackage } from '../package-format.ts'
import { isAbove } from '../places.ts'
import { findPackage, peersOf } from '../queries.ts'
import { readSaid, type Said } from '../said.ts'

export type Checked = {
  said: Said
  digest: string
  /** The district that it is about: the one asked, the one that answers or reports. */
  districtId: string
  attachments: { name: string; sha256: string; bytes: Uint8Array }[]
}

/** The other side's clock may go ahead of ours by this. */
const AHEAD_HOURS = 24

/**
 * Everything a package must be before a word of it counts, in this order: a package of a known format, signed by a key that is
 * trusted here, said by the office whose key it is, to this office, in the right direction, in time, whole, and not there
 * already. Reads nothing but the database and writes nothing. Refuses each by a name of its own (`exchange.*`).
 */
export async function checkPackage(
  deps: Pick<Deps, 'db' | 'clock'>,
  place: string,
  bytes: Uint8Array,
): Promise<Checked> {
  const parts = splitPackage(bytes)
  const peer = (await peersOf(deps.db, place)).find(({ fingerprint }) => fingerprint === parts.fingerprint)
  if (!peer) throw refuse('exchange.key-unknown')
  if (peer.revokedAt !== null) throw refuse('exchange.key-revoked', { name: peer.name })
  if (!isSignedBy(parts, publicKeyOf(peer.publicKey))) throw refuse('exchange.signature-wrong')
  const said = readSaid(parts.said)
  if (said.from.code !== peer.code) throw refuse('exchange.other-sender', { said: said.from.name, key: peer.name })
  if (said.to.code !== place) throw refuse('exchange.not-addressed-here', { to: said.to.name })
  const down = said.kind === 'request'
  if (!(down ? isAbove(said.from.code, place) : isAbove(place, said.from.code)))
    throw refuse('exchange.wrong-direction')
  const now = deps.clock.now()
  if (said.expiresAt <= now) throw refuse('exchange.expired', { at: momentZh(said.expiresAt) })
  if (said.madeAt > addHours(now, AHEAD_HOURS)) throw refuse('exchange.from-future', { at: momentZh(said.madeAt) })
  const attachments = readAttachments(parts.rest, said.files)
  if (said.kind === 'figures' && !said.body.figures.month) throw refuse('exchange.unreadable')
  const districtId = down ? place : said.from.code
  if (await findPackage(deps.db, { districtId, id: said.id, way: 'in' })) throw refuse('exchange.seen-before')
  return { said, digest: digestOfPackage(parts), districtId, attachments }
}

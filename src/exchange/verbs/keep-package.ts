import { type Actor, chainOf, type Deps } from '../../access/index.ts'
import { addHours } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append, canonicalJson } from '../../trail/index.ts'
import { fingerprintOf, ownKey } from '../keys.ts'
import { packageName, VALID_DAYS } from '../model.ts'
import { attachmentOf, digestOfPackage, packageMost, splitPackage, writePackage } from '../package-format.ts'
import { insertPackage } from '../queries.ts'
import type { Office, Said } from '../said.ts'

export type Made = { id: string; name: string; bytes: Uint8Array; digest: string }
export type Attached = { name: string; bytes: Uint8Array }

// What is shown on the other side is read there as a file's name: signs that a name can't have become a line.
const plainName = (name: string) =>
  name
    .replaceAll(/[\p{C}\\/:*?"<>|]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-120)

type About = {
  districtId: string
  place: string
  from: Office
  to: Office
  attached: readonly Attached[]
}

/** Signs a package, keeps it whole, and its link in the trail; the bytes are what is handed over. Refuses `exchange.too-large`. */
export async function makePackage<K extends Said['kind']>(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, place, from, to, attached }: About,
  { kind, body }: { kind: K; body: Extract<Said, { kind: K }>['body'] },
): Promise<Made> {
  const { privateKey, raw } = await ownKey(deps)
  const id = deps.ids.next()
  const madeAt = deps.clock.now()
  const files = attached.map(({ name, bytes }) => ({ name: plainName(name), bytes }))
  const said = {
    kind,
    id,
    madeAt,
    expiresAt: addHours(madeAt, VALID_DAYS * 24),
    from,
    to,
    files: files.map(attachmentOf),
    body,
  } as Said
  const bytes = writePackage(
    { privateKey, fingerprint: fingerprintOf(from.code, raw) },
    Buffer.from(canonicalJson(said)),
    files.map((file) => file.bytes),
  )
  const digest = digestOfPackage(splitPackage(bytes))
  const name = packageName(said)
  const kept = await saveFile(tx, deps, { districtId, name, bytes, actor, most: packageMost })
  await insertPackage(tx, {
    id,
    way: 'out',
    kind,
    districtId,
    place,
    digest,
    said,
    fileId: kept.id,
    by: actor.id,
    at: deps.clock.now(),
  })
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, place),
    actor,
    action: `exchange.${kind}-made`,
    subject: { kind: 'exchange', id },
    after: { to: to.code, digest, ...(said.kind === 'answer' && { answers: said.body.request.id }) },
    at: deps.wall.now(),
  })
  return { id, name, bytes, digest }
}

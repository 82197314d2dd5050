import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { directoryEntries } from './entries.ts'
import { filesOf, manifestOf } from './files.ts'
import { swapIn } from './folder.ts'
import type { About } from './page.tsx'
import { directoryKey, MANIFEST, PUBLIC_KEY, sha256, SIGNATURE, signed } from './signing.ts'

/**
 * Builds the public directory of a district as a folder that works without any server: page with look-up, JSON, Atom, a
 * QR code an account, a manifest of hashes and its Ed25519 signature. Nothing of a person is in it. The folder appears
 * whole or not at all; the same filings on the same day give the same bytes. Refuses `access.denied`,
 * `directory.folder-not-empty`.
 */
export async function buildDirectory(
  deps: Deps,
  actor: Actor,
  { districtId, out }: { districtId: string; out: string },
): Promise<{ accounts: number; manifest: string }> {
  permit(actor, 'directory.build', { districtId })
  const district = await findDistrict(deps.db, districtId)
  const entries = await directoryEntries(deps, districtId)
  const key = await directoryKey(deps.dataDir)
  const about: About = {
    districtId,
    district: district.name,
    office: district.officeName.replaceAll(/\s+/g, ''),
    day: deps.clock.today(),
    fingerprint: key.fingerprint,
  }
  const files = await filesOf(about, entries)
  const manifest = manifestOf(about, entries, files)
  files.set(MANIFEST, manifest).set(SIGNATURE, signed(manifest, key)).set(PUBLIC_KEY, key.publicPem)
  await swapIn(out, files)
  const hash = sha256(manifest)
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'directory.built',
      subject: { kind: 'district', id: districtId },
      after: { accounts: entries.length, manifest: hash },
      at: deps.wall.now(),
    }),
  )
  return { accounts: entries.length, manifest: hash }
}

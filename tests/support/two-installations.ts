import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Actor, type Deps, type Role, vaultWith } from '../../src/access/index.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { fingerprintOf, ownKey, spokenFingerprint, writeKeyFile } from '../../src/exchange/keys.ts'
import { trustKey } from '../../src/exchange/verbs/trust-key.ts'
import { cloneDatabase } from './database.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'

/** A province's code, above the district of `monitoredDistrict`. */
export const provinceCode = '990000'

export const upperActor = (role: Role, id = `upper:${role}`): Actor => ({
  kind: 'user',
  id,
  districtId: provinceCode,
  unitId: null,
  roles: [role],
  requestId: 'test',
})

/** A key as its owner hands it over and reads it out. */
export async function keyOf(deps: Deps, code: string, name: string) {
  const { raw } = await ownKey(deps)
  return { bytes: Buffer.from(writeKeyFile({ code, name }, raw)), heard: spokenFingerprint(fingerprintOf(code, raw)) }
}

/** An installation of its own for an office above: another database, another vault, another key, no district. */
export async function installationAbove(seed = 'above', now = '2026-10-12T01:00:00.000Z') {
  const { db } = await cloneDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-above-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const clock = fixedClock(instant(now))
  const deps: Deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds(seed, clock),
    vault: vaultWith(Buffer.alloc(32, 9)),
    dataDir,
  }
  return { deps }
}

/** A province above and a district below, each with the other's key compared and trusted. */
export async function twoInstallations() {
  const below = await monitoredDistrict()
  const above = await installationAbove()
  const [upperKey, lowerKey] = [
    await keyOf(above.deps, provinceCode, '某省政务管理服务局'),
    await keyOf(below.deps, districtId, '临湖区'),
  ]
  await trustKey(below.deps, actorOf('administrator'), { place: districtId, ...upperKey })
  await trustKey(above.deps, upperActor('administrator'), { place: provinceCode, ...lowerKey })
  return { below, above: above.deps, upperKey, lowerKey }
}

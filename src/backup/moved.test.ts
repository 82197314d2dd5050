import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { closedQuarter, finalReport } from '../../tests/support/final-report.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'
import { type Deps, openVault, operatorActor } from '../access/index.ts'
import { quarter } from '../calendar/index.ts'
import { type InSnapshot, openDatabase, type OpenDatabase } from '../database/index.ts'
import { OWNER_ROLE, SOCKET_PORT } from '../database/embedded/settings.ts'
import { stopPress } from '../documents/index.ts'
import { readStoredFile } from '../files/index.ts'
import { compileReport, findReport } from '../reporting/index.ts'
import { backUp, restoreBackup } from './index.ts'

const operator = operatorActor('tester', 'moved-test')
const passphrase = '芦苇荡里的白鹭与渡船之间'
const sealing = { passphrase, workFactor: 10 }
const embedded = { durability: 'none' as const }

const folder = mkdtempSync(join(tmpdir(), 'govmedia-moved-'))
const quick = mkdtempSync(join(quickFolder(), 'moved-'))
afterAll(() => {
  stopPress()
  for (const each of [folder, quick]) rmSync(each, { recursive: true, force: true })
})
let serial = 0
const fresh = (name: string) => join(folder, `${name}-${serial++}`)

const urlOf = ({ name }: TestDatabase) =>
  `postgresql://${OWNER_ROLE}@localhost:${SOCKET_PORT}/${name}?host=${encodeURIComponent(inject('databaseSocket'))}`

const opened = (where: { dataDir: string; databaseUrl?: string }) => openDatabase({ ...where, role: 'cli', embedded })

type Place = { deps: Deps; inSnapshot: InSnapshot; close: OpenDatabase['close'] }

/** An installation as a program opens it: with the key that lies in its own folder. */
async function openPlace(clocks: Deps, where: { dataDir: string; databaseUrl?: string }): Promise<Place> {
  const database = await opened(where)
  try {
    const { db } = database
    const vault = await openVault(where.dataDir, db, clocks.wall.now())
    return {
      deps: { ...clocks, db, vault, dataDir: where.dataDir },
      inSnapshot: (work) => database.inSnapshot(work),
      close: () => database.close(),
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Every byte of the quarter's report: printed anew as the command prints it, and kept as it was taken as final. */
async function bytesOf(deps: Deps, reportId: string): Promise<Record<string, string>> {
  const asked = { districtId, quarter: quarter('2026Q3'), demo: false }
  const { id, isNew, stage, files } = await compileReport(deps, actorOf('supervisor'), asked)
  expect({ id, isNew, stage }).toEqual({ id: reportId, isNew: false, stage: 'final' })
  const found: Record<string, string> = {}
  for (const [format, bytes] of Object.entries(files)) found[`printed ${format}`] = sha256(bytes)
  for (const [format, fileId] of Object.entries((await findReport(deps.db, districtId, reportId))!.files))
    found[`kept ${format}`] = sha256((await readStoredFile(deps, districtId, fileId)).bytes)
  return found
}

let first: { deps: Deps; dataDir: string; databaseUrl: string; reportId: string; bytes: Record<string, string> }

// Its report is sealed with a key of its own, which lies in its own folder. Made once: both tests only read it.
beforeEach(async () => {
  if (first) return
  const place = await closedQuarter()
  const dataDir = fresh('first')
  const vault = await openVault(dataDir, place.deps.db, place.deps.wall.now())
  const deps: Deps = { ...place.deps, dataDir, vault }
  const reportId = await finalReport({ ...place, deps })
  first = { deps, dataDir, databaseUrl: urlOf(place.database), reportId, bytes: await bytesOf(deps, reportId) }
})

const backedUp = async ({ deps, inSnapshot }: Place, more: { keys?: boolean } = {}) => {
  const path = fresh('whole.backup')
  await backUp(deps, operator, inSnapshot, { path, ...sealing, ...more })
  return path
}

describe('an installation that moves', () => {
  it('prints the same bytes of its report, from a server into the embedded database and back to a server', async () => {
    expect(Object.keys(first.bytes).toSorted()).toEqual(
      ['kept', 'printed'].flatMap((way) => ['docx', 'pdf', 'xlsx'].map((format) => `${way} ${format}`)),
    )
    const target = await emptyDatabase()
    const onward = [
      { dataDir: join(quick, 'embedded', 'data') },
      { dataDir: fresh('server'), databaseUrl: urlOf(target) },
    ]
    let place = await openPlace(first.deps, first)
    try {
      for (const where of onward) {
        const path = await backedUp(place)
        await place.close()
        await restoreBackup(operator, { path, passphrase, ...where, embedded })
        place = await openPlace(first.deps, where)
        expect(await bytesOf(place.deps, first.reportId)).toEqual(first.bytes)
      }
    } finally {
      await place.close()
    }
  })

  it('leaves its keys behind where it was asked to: sealed all the same, shut until they lie beside it, then whole', async () => {
    const place = await openPlace(first.deps, first)
    const path = await backedUp(place, { keys: false })
    await place.close()
    await expect(restoreBackup(operator, { path, passphrase: undefined, dataDir: fresh('no') })).rejects.toMatchObject({
      code: 'backup.passphrase-wanted',
    })
    const target = await emptyDatabase()
    const where = { dataDir: fresh('keyless'), databaseUrl: urlOf(target) }
    const restored = await restoreBackup(operator, { path, passphrase, ...where })
    expect(restored).toMatchObject({ encrypted: true, keys: false, keysWanted: true, lost: [] })
    expect(existsSync(join(where.dataDir, 'keys'))).toBe(false)
    // No new key is made in the place of the one that is wanted: it would shut every name and file for ever.
    await expect(openPlace(first.deps, where)).rejects.toMatchObject({ code: 'vault.key-lost' })
    expect(existsSync(join(where.dataDir, 'keys'))).toBe(false)
    cpSync(join(first.dataDir, 'keys'), join(where.dataDir, 'keys'), { recursive: true })
    const again = await openPlace(first.deps, where)
    try {
      expect(await bytesOf(again.deps, first.reportId)).toEqual(first.bytes)
    } finally {
      await again.close()
    }
  })
})

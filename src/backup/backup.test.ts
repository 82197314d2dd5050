import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { checkedDistrict } from '../../tests/support/checked-district.ts'
import { cloneDatabase, emptyDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { districtId } from '../../tests/support/monitored-district.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'
import { type Deps, openVault, operatorActor } from '../access/index.ts'
import { SOCKET_PORT, OWNER_ROLE } from '../database/embedded/settings.ts'
import { copiedTables, type InSnapshot, openDatabase, readMigrations } from '../database/index.ts'
import { readStoredFile, saveFile, storedPath } from '../files/index.ts'
import { latestEvents, systemChain, verifyTrail } from '../trail/index.ts'
import { writeArchive } from './container.ts'
import { backUp, restoreBackup, verifyBackup } from './index.ts'
import { places } from './model.ts'

const operator = operatorActor('tester', 'backup-test')
const passphrase = '芦苇荡里的白鹭与渡船之间'

const sealing = { passphrase, workFactor: 10 }

const folder = mkdtempSync(join(tmpdir(), 'govmedia-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let serial = 0
const fresh = (name = 'x') => join(folder, `${name}-${serial++}`)

const urlOf = ({ name }: TestDatabase) =>
  `postgresql://${OWNER_ROLE}@localhost:${SOCKET_PORT}/${name}?host=${encodeURIComponent(inject('databaseSocket'))}`

const snapshotOf =
  (database: TestDatabase): InSnapshot =>
  (work) =>
    database.pool.connect().then(async (client) => {
      try {
        await client.query('begin transaction isolation level repeatable read, read only')
        return await work(client)
      } finally {
        await client.query('rollback')
        client.release()
      }
    })

/** Every row of every table as text, so that two databases can be laid side by side. */
async function everything(database: TestDatabase): Promise<Record<string, string[]>> {
  return database.owner(async (owner) => {
    const rows: Record<string, string[]> = {}
    for (const { name } of await copiedTables(owner)) {
      const found = await owner.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)
      if (found.rows.length > 0) rows[name] = found.rows.map(({ row }) => row)
    }
    return rows
  })
}

type Place = { database: TestDatabase; deps: Deps; fileId: string; content: string }
let place: Place
let whole = ''

// Made once: a test's own database is only emptied by the next district.
beforeEach(async () => {
  if (whole !== '') return
  const { deps: made, database } = await checkedDistrict()
  const dataDir = fresh('data')
  const content = '签字盖章的扫描件，逐字节保存。\t\\N\r\n'
  const deps: Deps = { ...made, dataDir, vault: await openVault(dataDir, made.db, made.wall.now()) }
  const bytes = new TextEncoder().encode(content)
  const { id } = await deps.db
    .transaction()
    .execute((tx) => saveFile(tx, deps, { districtId, name: '扫描件.txt', bytes, actor: operator }))
  place = { database, deps, fileId: id, content }
  const path = fresh('whole.backup')
  await backUp(deps, operator, snapshotOf(database), { path, ...sealing })
  whole = path
})

describe('a backup', () => {
  it('is restored row for row and byte for byte, names, files and trail, and says so in the trail', async () => {
    const before = await everything(place.database)
    const chains = (await verifyTrail(place.deps.db)).filter(({ districtId: of }) => of !== systemChain)
    const target = await emptyDatabase()
    const dataDir = fresh('restored')
    const restored = await restoreBackup(operator, { path: whole, passphrase, dataDir, databaseUrl: urlOf(target) })
    expect(restored).toMatchObject({ files: 1, lost: [], keys: true, encrypted: true, keysWanted: false })
    expect(restored.districts).toEqual([{ id: districtId, name: '临湖区' }])
    expect(restored.chains.filter(({ districtId: of }) => of !== systemChain)).toEqual(chains)
    const after = await everything(target)
    // That it was made and restored stands in the trail beside what was there.
    for (const own of ['trail_event', 'trail_head']) {
      delete before[own]
      delete after[own]
    }
    expect(after).toEqual(before)
    expect(Object.keys(after).length).toBeGreaterThan(10)
    const vault = await openVault(dataDir, target.db, place.deps.wall.now())
    const file = await readStoredFile({ ...place.deps, db: target.db, dataDir, vault }, districtId, place.fileId)
    expect(new TextDecoder().decode(file.bytes)).toBe(place.content)
    const [last] = await latestEvents(target.db, systemChain)
    expect(last).toMatchObject({ action: 'backup.restored', after: { rows: restored.rows, files: 1 } })
    // Foreign keys stand again.
    await expect(
      target.owner((owner) => owner.query(`update account set unit_id = '00000000-0000-7000-8000-000000000001'`)),
    ).rejects.toMatchObject({ code: '23503' })
  })

  it('is verified without a database, and comes to the same sums', async () => {
    const found = await verifyBackup(whole, passphrase)
    expect(found).toMatchObject({ files: 1, keys: true, encrypted: true, bytes: statSync(whole).size })
    // Since then its making is in the trail: a link, and the head of a chain.
    expect(found.rows).toBe(Object.values(await everything(place.database)).flat().length - 2)
  })

  it('is of one moment, whatever is written while it is made', async () => {
    const path = fresh('busy.backup')
    const before = (await everything(place.database))['unit']!.length
    let written = 0
    await backUp(place.deps, operator, snapshotOf(place.database), {
      path,
      ...sealing,
      onProgress: ({ done }) => {
        if (done === 0)
          void place.database
            .owner((owner) =>
              owner.query(
                `insert into unit (district_id, id, code, name, kind, created_at, updated_at)
                values ($1, '00000000-0000-7000-8000-0000000000ff', 'ZZ1', '晚到的单位', 'department', now(), now())`,
                [districtId],
              ),
            )
            .then(() => written++)
      },
    })
    const target = await emptyDatabase()
    await restoreBackup(operator, { path, passphrase, dataDir: fresh(), databaseUrl: urlOf(target) })
    expect((await everything(target))['unit']).toHaveLength(before)
    await expect.poll(() => written).toBe(1)
    await place.database.owner((owner) => owner.query(`delete from unit where code = 'ZZ1'`))
  })

  it('of a server goes into the embedded database, and from there to a server again', async () => {
    const dataDir = join(mkdtempSync(join(quickFolder(), 'backup-')), 'data')
    const embedded = { durability: 'none' as const }
    await restoreBackup(operator, { path: whole, passphrase, dataDir, embedded })
    const path = fresh('embedded.backup')
    const database = await openDatabase({ dataDir, role: 'cli', embedded })
    try {
      const vault = await openVault(dataDir, database.db, place.deps.wall.now())
      const deps = { ...place.deps, db: database.db, dataDir, vault }
      await backUp(deps, operator, database.inSnapshot, { path, ...sealing })
    } finally {
      await database.close()
    }
    const target = await emptyDatabase()
    await restoreBackup(operator, { path, passphrase, dataDir: fresh(), databaseUrl: urlOf(target) })
    const [before, after] = [await everything(place.database), await everything(target)]
    for (const table of ['account', 'check_result', 'run_result', 'finding', 'stored_file'])
      expect(after[table], table).toEqual(before[table])
  })

  it('names files that the disk had lost, and keeps all others', async () => {
    const path = fresh('lost.backup')
    const stored = storedPath(place.deps.dataDir, place.fileId)
    copyFileSync(stored, `${stored}.aside`)
    rmSync(stored)
    const made = await backUp(place.deps, operator, snapshotOf(place.database), { path, ...sealing })
    copyFileSync(`${stored}.aside`, stored)
    expect(made).toMatchObject({ files: 0, lost: [place.fileId] })
    expect(await verifyBackup(path, passphrase)).toMatchObject({ files: 0, lost: [place.fileId] })
  })

  it('that nobody sealed bears no keys', async () => {
    const path = fresh('plain.backup')
    await backUp(place.deps, operator, snapshotOf(place.database), { path, passphrase: undefined })
    const target = await emptyDatabase()
    const dataDir = fresh()
    const restored = await restoreBackup(operator, { path, passphrase: undefined, dataDir, databaseUrl: urlOf(target) })
    expect(restored).toMatchObject({ encrypted: false, keys: false, keysWanted: true })
    expect(existsSync(join(dataDir, 'keys'))).toBe(false)
  })
})

describe('what is no whole backup is refused by name, and leaves nothing', () => {
  const restoring = async (path: string, given: string | undefined = passphrase) => {
    const dataDir = fresh('none')
    const target = await emptyDatabase()
    const failed = await restoreBackup(operator, { path, passphrase: given, dataDir, databaseUrl: urlOf(target) }).then(
      () => undefined,
      (error: { code: string }) => error.code,
    )
    expect(existsSync(dataDir) ? readdirSync(dataDir) : []).toEqual([])
    const left = await target.owner((owner) =>
      owner.query(`select from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`),
    )
    expect(left.rowCount).toBe(0)
    return failed
  }
  const verifying = (path: string, given: string | undefined = passphrase) =>
    verifyBackup(path, given).then(
      () => undefined,
      (error: { code: string }) => error.code,
    )
  const written = (bytes: Uint8Array) => {
    const path = fresh('bad')
    writeFileSync(path, bytes)
    return path
  }
  const cutAt = (bytes: number) => {
    const path = fresh('cut')
    copyFileSync(whole, path)
    truncateSync(path, bytes)
    return path
  }

  it('what fails after its tables are filled', async () => {
    const dataDir = fresh('late')
    const target = await emptyDatabase()
    const restoringLate = (onProgress?: (step: { message: string }) => void) =>
      restoreBackup(operator, { path: whole, passphrase, dataDir, databaseUrl: urlOf(target), onProgress })
    const full = ({ message }: { message: string }) => {
      if (message.includes('正在核验留痕')) throw new Error('no room')
    }
    await expect(restoringLate(full)).rejects.toThrow('no room')
    expect(readdirSync(dataDir)).toEqual([])
    expect(await restoringLate()).toMatchObject({ files: 1, lost: [] })
  })

  it('another passphrase, none, and one too short', async () => {
    expect(await restoring(whole, '另一条口令一二三四五六')).toBe('backup.passphrase-wrong')
    expect(await verifying(whole, undefined)).toBe(undefined)
    await expect(verifyBackup(whole, undefined)).rejects.toMatchObject({ code: 'backup.passphrase-wanted' })
    await expect(
      backUp(place.deps, operator, snapshotOf(place.database), { path: fresh(), passphrase: '太短的口令' }),
    ).rejects.toMatchObject({ code: 'backup.passphrase-short' })
  })

  it('a file that is something else, and an archive of something else', async () => {
    expect(await restoring(written(Buffer.from('PK\u0003\u0004 一份工作簿')))).toBe('backup.foreign')
    expect(await restoring(written(Buffer.alloc(0)))).toBe('backup.foreign')
    expect(await restoring(written(zstdCompressSync(Buffer.alloc(2048))))).toBe('backup.foreign')
    await expect(verifyBackup(fresh('missing'), passphrase)).rejects.toMatchObject({ code: 'file.unreadable' })
  })

  it('one of a newer program, and one of another schema of the same number', async () => {
    const archive = async (manifest: object) => {
      const path = fresh('other')
      await writeArchive(createWriteStream(path), { passphrase: undefined }, async (put) => {
        await put(places.manifest, Buffer.from(JSON.stringify(manifest)))
      })
      return path
    }
    const base = {
      what: 'govmedia-backup',
      format: 1,
      takenAt: '2026-10-01T00:00:00.000Z',
      districts: [],
      tables: [],
      keys: false,
    }
    expect(await restoring(await archive({ ...base, schemaVersion: 9_999, migrations: [] }))).toBe('backup.newer')
    expect(await restoring(await archive({ ...base, schemaVersion: 1, migrations: ['other'] }))).toBe(
      'backup.other-schema',
    )
    expect(await restoring(await archive({ ...base, format: 2 }))).toBe('backup.foreign')
    const all = readMigrations().map(({ sha256 }) => sha256)
    const tables = await place.database.owner((owner) => copiedTables(owner))
    const bare = { ...base, schemaVersion: all.length, migrations: all }
    expect(await restoring(await archive(bare))).toBe('backup.other-schema')
    expect(await restoring(await archive({ ...bare, tables }))).toBe('backup.cut')
  })

  it('one whose names reach beyond their place: no file is written there, and no statement run', async () => {
    const all = readMigrations().map(({ sha256 }) => sha256)
    const hostile = async (tables: { name: string; columns: string[] }[], file: string) => {
      const path = fresh('hostile')
      await writeArchive(createWriteStream(path), { passphrase: undefined }, async (put) => {
        const manifest = {
          what: 'govmedia-backup',
          format: 1,
          takenAt: '2026-10-01T00:00:00.000Z',
          schemaVersion: all.length,
          migrations: all,
          districts: [],
          tables,
          keys: false,
        }
        await put(places.manifest, Buffer.from(JSON.stringify(manifest)))
        await put(`${places.files}${file}`, Buffer.from('x'))
      })
      return path
    }
    const id = '00000000-0000-7000-8000-000000000001'
    const strange = [{ name: 'unit" cascade; drop table "account', columns: ['id'] }]
    expect(await restoring(await hostile(strange, id))).toBe('backup.other-schema')
    const own = await place.database.owner((owner) => copiedTables(owner))
    const outside = join('..', '..', 'outside')
    expect(await restoring(await hostile(own, outside))).toBe('backup.damaged')
    expect(existsSync(join(folder, 'outside'))).toBe(false)
  })

  it('one cut anywhere', async () => {
    const { size } = statSync(whole)
    for (const bytes of [size - 1, size - 40, Math.floor(size / 2), 300])
      expect(await verifying(cutAt(bytes)), String(bytes)).toBe('backup.cut')
    expect(await restoring(cutAt(size - 1))).toBe('backup.cut')
  })

  it('one of which any byte is another, sealed or not', async () => {
    const plain = fresh('plain.backup')
    await backUp(place.deps, operator, snapshotOf(place.database), { path: plain, passphrase: undefined })
    const plainBytes = readFileSync(plain)
    const refusals = new Set(['damaged', 'cut', 'foreign', 'other-schema', 'newer'].map((one) => `backup.${one}`))
    const intact = await verifyBackup(plain, undefined)
    const last = fc.integer({ min: plainBytes.length - 8, max: plainBytes.length - 1 })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(plainBytes.length - 1), last),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const bytes = Buffer.from(plainBytes)
          bytes[at]! ^= mask
          // Beside the contents lie a few bytes that say nothing, such as an empty last frame: then it is the same backup.
          const found = await verifyBackup(written(bytes), undefined).catch((error: { code: string }) => error.code)
          expect(typeof found === 'string' ? refusals.has(found) : isDeepStrictEqual(found, intact), String(at)).toBe(
            true,
          )
        },
      ),
      { numRuns: 60 },
    )
    const sealed = Buffer.from(readFileSync(whole))
    sealed[Math.floor(sealed.length / 2)]! ^= 1
    expect(await verifying(written(sealed))).toMatch(/^backup\.(damaged|cut)$/)
  })

  it('is restored into a database in which a command has made the tables and nothing more', async () => {
    const target = await cloneDatabase()
    const restored = await restoreBackup(operator, {
      path: whole,
      passphrase,
      dataDir: fresh('looked-at'),
      databaseUrl: urlOf(target),
    })
    expect(restored.districts).toEqual([{ id: districtId, name: '临湖区' }])
  })

  it('nothing is written over: neither a file nor an installation', async () => {
    await expect(
      backUp(place.deps, operator, snapshotOf(place.database), { path: whole, ...sealing }),
    ).rejects.toMatchObject({ code: 'backup.exists' })
    const used = fresh('used')
    await expect(
      restoreBackup(operator, { path: whole, passphrase, dataDir: place.deps.dataDir, databaseUrl: 'postgresql://x' }),
    ).rejects.toMatchObject({ code: 'backup.target-in-use' })
    const before = await everything(place.database)
    await expect(
      restoreBackup(operator, { path: whole, passphrase, dataDir: used, databaseUrl: urlOf(place.database) }),
    ).rejects.toMatchObject({ code: 'backup.target-in-use' })
    expect(await everything(place.database)).toEqual(before)
  })
})

it.runIf(installed('age-encryption'))('is a file that the age format’s own reader opens', async () => {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const plain = await decrypter.decrypt(readFileSync(whole))
  expect(Buffer.from(plain.subarray(0, 4)).toString('hex')).toBe('28b52ffd')
})

function installed(name: string): boolean {
  return createRequire(import.meta.url).resolve(name) !== ''
}

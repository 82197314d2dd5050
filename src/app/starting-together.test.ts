import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { ensureAdministrator, openVault, signIn } from '../access/index.ts'
import { systemClock } from '../calendar/index.ts'
import { systemIds } from '../database/index.ts'
import { seedCalendar } from '../holidays/index.ts'

it('programs that start together on an empty installation make one administrator and one calendar', async () => {
  const { db } = await cloneDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'together-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const wall = systemClock()
  const deps = { db, clock: wall, wall, ids: systemIds(), vault: await openVault(dataDir, db, wall.now()), dataDir }
  const start = async () => {
    await seedCalendar(db, wall.now())
    return ensureAdministrator(deps)
  }
  const made = (await Promise.all([start(), start(), start()])).filter((one) => one !== undefined)
  expect(made).toHaveLength(1)
  expect(await signIn(deps, made[0]!)).toMatchObject({ mustChangePassword: true })
})

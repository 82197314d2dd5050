import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { monitoredDistrict, actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { missingNewest, saveFile } from './index.ts'

it('tells a data directory that lacks the newest file from the one that holds it', async () => {
  const { deps: made } = await monitoredDistrict()
  const [own, other] = ['own', 'other'].map((name) => mkdtempSync(join(tmpdir(), `files-${name}-`)))
  onTestFinished(() => [own, other].forEach((folder) => rmSync(folder!, { recursive: true, force: true })))
  const deps = { ...made, dataDir: own! }
  expect(await missingNewest(deps.db, other!)).toBe(false)
  const bytes = new TextEncoder().encode('一份扫描件')
  const actor = actorOf('operator', 'system', 'system')
  await deps.db.transaction().execute((tx) => saveFile(tx, deps, { districtId, name: '扫描件.txt', bytes, actor }))
  expect(await missingNewest(deps.db, own!)).toBe(false)
  expect(await missingNewest(deps.db, other!)).toBe(true)
})

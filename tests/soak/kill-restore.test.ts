import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { openVault, operatorActor } from '../../src/access/index.ts'
import { backUp, refuseHalfRestored, restoreBackup } from '../../src/backup/index.ts'
import { type InSnapshot, openDatabase } from '../../src/database/index.ts'
import { saveFile } from '../../src/files/index.ts'
import { checkedDistrict } from '../support/checked-district.ts'
import { districtId } from '../support/monitored-district.ts'
import { killIfThere, startScript } from '../support/programs.ts'
import { quickFolder } from '../support/quick-folder.ts'

// 2 rounds in `npm test`, 30 in `npm run soak`, which sets the variable.
const rounds = Number(process.env['GOVMEDIA_RESTORE_KILLS'] ?? 2)
const passphrase = '芦苇荡里的白鹭与渡船之间'
const operator = operatorActor('tester', 'kill-restore')
const base = mkdtempSync(join(quickFolder(), 'kill-restore-'))
const backup = join(base, 'whole.backup')

const codeOf = (work: () => void): string => {
  try {
    work()
    return ''
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a restore that is killed on its way', () => {
  const makeBackup = async () => {
    const { deps: made, database } = await checkedDistrict()
    const dataDir = join(base, 'source')
    mkdirSync(dataDir)
    const deps = { ...made, dataDir, vault: await openVault(dataDir, made.db, made.wall.now()) }
    const bytes = new TextEncoder().encode('签字盖章的扫描件')
    const file = { districtId, name: '扫描件.txt', bytes, actor: operator }
    await deps.db.transaction().execute((tx) => saveFile(tx, deps, file))
    const inSnapshot: InSnapshot = async (work) => {
      const client = await database.pool.connect()
      try {
        await client.query('begin transaction isolation level repeatable read, read only')
        return await work(client)
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    await backUp(deps, operator, inSnapshot, { path: backup, passphrase, workFactor: 10 })
  }
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  it(
    `leaves a folder that nobody takes for whole, and that the next try fills to the end (${rounds} rounds)`,
    async () => {
      await makeBackup()
      const seen = { half: 0, empty: 0, whole: 0 }
      for (let round = 0; round < rounds; round++) {
        const dataDir = join(base, `${round}`)
        const restorer = startScript('kill-restorer.ts', [backup, passphrase, dataDir])
        // The first is killed in the middle of the tables, others at any moment.
        let lines = 0
        for await (const _ of restorer.lines) if (++lines > (round === 0 ? 20 : Math.random() * 60)) break
        await pause(round === 0 ? 0 : Math.random() * 150)
        killIfThere(restorer.process.pid!)
        await restorer.ended
        const left = readdirSync(dataDir)
        const said = codeOf(() => refuseHalfRestored(dataDir))
        seen[left.length === 0 ? 'empty' : said === '' ? 'whole' : 'half']++
        // Nothing is there, or what is there is said to be half, or it is whole and says nothing.
        expect(['', ...(left.length === 0 ? [] : ['backup.half-restored'])]).toContain(said)
        if (left.length === 0 || said !== '')
          await restoreBackup(operator, { path: backup, passphrase, dataDir, embedded: { durability: 'none' } })
        expect(codeOf(() => refuseHalfRestored(dataDir))).toBe('')
        const database = await openDatabase({ dataDir, role: 'cli', embedded: { durability: 'none' } })
        const { rows } = await database.pool.query<{ keys: number; files: number }>(
          `select (select count(*)::int from pg_constraint where contype = 'f') as keys, (select count(*)::int from stored_file) as files`,
        )
        await database.close()
        expect(rows[0]!.files).toBe(1)
        expect(rows[0]!.keys).toBeGreaterThan(100)
        rmSync(dataDir, { recursive: true, force: true })
      }
      expect(seen.half).toBeGreaterThan(0)
    },
    60_000 + rounds * 30_000,
  )
})

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { openVault, operatorActor } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import type { InSnapshot } from '../database/index.ts'
import { backupsTold, lastGoodBackup } from './queries.ts'
import { backUpWhole } from './verbs/back-up-whole.ts'
import { backupPlan, isBackupDue, makeScheduled } from './schedule.ts'

const passphrase = '芦苇荡里的白鹭与渡船之间'
const operator = operatorActor('tester', 'schedule')

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'govmedia-schedule-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

it('makes one whole backup a day from two in the morning on, keeps the newest, and tells of what failed', async () => {
  const { deps: base, database } = await monitoredDistrict()
  const [dataDir, into] = [folder(), folder()]
  const vault = await openVault(dataDir, base.db, base.wall.now())
  const at = (moment: string) => ({ ...base, dataDir, vault, wall: fixedClock(instant(moment)) })
  const plan = { folder: into, passphrase, keep: 2, workFactor: 10 }
  const inSnapshot: InSnapshot = async (work) => {
    const client = await database.pool.connect()
    try {
      return await work(client)
    } finally {
      client.release()
    }
  }
  writeFileSync(join(into, '别人的文件.backup'), '')
  const make = (moment: string) => makeScheduled(at(moment), operator, inSnapshot, plan)
  const due = (moment: string) => isBackupDue(plan, instant(moment))
  expect(await due('2026-10-11T18:30:00.000Z')).toBe(true)
  await make('2026-10-11T18:30:00.000Z')
  // 01:59 in Shanghai still belongs to the night before.
  expect(await due('2026-10-12T17:59:00.000Z')).toBe(false)
  expect(await due('2026-10-12T18:00:00.000Z')).toBe(true)
  await make('2026-10-12T18:01:00.000Z')
  await make('2026-10-13T18:01:00.000Z')
  expect(readdirSync(into).toSorted()).toEqual([
    'govmedia-20261013-0201.backup',
    'govmedia-20261014-0201.backup',
    '别人的文件.backup',
  ])
  expect(await lastGoodBackup(base.db)).toMatchObject({
    name: 'govmedia-20261014-0201.backup',
    whole: true,
    keys: true,
  })
  // One made by hand is read back too, and counts; one that was refused before it began is no failure.
  const byHand = { path: join(into, '手工.backup'), passphrase, workFactor: 10 }
  const hand = () => backUpWhole(at('2026-10-13T19:00:00.000Z'), operator, inSnapshot, byHand)
  await hand()
  await expect(hand()).rejects.toMatchObject({ code: 'backup.exists' })
  expect(await lastGoodBackup(base.db)).toMatchObject({ name: '手工.backup', whole: true })
  expect((await backupsTold(base.db)).failed).toEqual([])
  // A folder that has gone: it is told, and what was good stands.
  rmSync(into, { recursive: true })
  await expect(make('2026-10-14T18:01:00.000Z')).rejects.toThrow('ENOENT')
  const { made, failed } = await backupsTold(base.db)
  expect(made).toHaveLength(4)
  expect(failed).toMatchObject([{ name: 'govmedia-20261015-0201.backup', why: expect.stringContaining('ENOENT') }])
})

it('is set by the environment, and says what is wrong there', () => {
  const into = folder()
  const file = join(into, 'passphrase')
  writeFileSync(file, `${passphrase}\n`)
  expect(backupPlan({})).toBeUndefined()
  expect(backupPlan({ GOVMEDIA_BACKUP_DIR: into, GOVMEDIA_BACKUP_PASSPHRASE: passphrase })).toEqual({
    folder: into,
    passphrase,
    keep: 14,
  })
  expect(
    backupPlan({ GOVMEDIA_BACKUP_DIR: into, GOVMEDIA_BACKUP_PASSPHRASE_FILE: file, GOVMEDIA_BACKUP_KEEP: '3' }),
  ).toMatchObject({ passphrase, keep: 3 })
  for (const [env, what] of [
    [{ GOVMEDIA_BACKUP_DIR: join(into, 'gone') }, 'GOVMEDIA_BACKUP_DIR'],
    [{ GOVMEDIA_BACKUP_DIR: into }, 'GOVMEDIA_BACKUP_PASSPHRASE'],
    [{ GOVMEDIA_BACKUP_DIR: into, GOVMEDIA_BACKUP_PASSPHRASE: '短' }, 'GOVMEDIA_BACKUP_PASSPHRASE'],
    [
      { GOVMEDIA_BACKUP_DIR: into, GOVMEDIA_BACKUP_PASSPHRASE_FILE: join(into, 'no') },
      'GOVMEDIA_BACKUP_PASSPHRASE_FILE',
    ],
    [
      { GOVMEDIA_BACKUP_DIR: into, GOVMEDIA_BACKUP_PASSPHRASE: passphrase, GOVMEDIA_BACKUP_KEEP: '0' },
      'GOVMEDIA_BACKUP_KEEP',
    ],
  ] as const)
    expect(() => backupPlan(env)).toThrow(what)
})

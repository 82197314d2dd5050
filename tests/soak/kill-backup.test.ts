import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDistrict, operatorActor } from '../../src/access/index.ts'
import { type OpenWorkplace, openWorkplace } from '../../src/app/workplace.ts'
import { lastGoodBackup, makeScheduled, verifyBackup } from '../../src/backup/index.ts'
import { addHours, fixedClock, instant, type Instant } from '../../src/calendar/index.ts'
import { saveFile } from '../../src/files/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { chance } from '../support/hostile/inputs.ts'
import { killIfThere, startScript } from '../support/programs.ts'
import { quickFolder } from '../support/quick-folder.ts'

// 3 rounds in `npm test`, 60 in `npm run soak`, which sets the variable.
const rounds = Number(process.env['GOVMEDIA_BACKUP_KILLS'] ?? 3)
const passphrase = '芦苇荡里的白鹭与渡船之间'
const operator = operatorActor('tester', 'kill-backup')
const base = mkdtempSync(join(quickFolder(), 'kill-backup-'))
const [dataDir, folder] = [join(base, 'data'), join(base, 'backups')]
const plan = { folder, passphrase, keep: 3, workFactor: 10 }
const districtId = '990100'
const random = chance(20_261_130)
const firstNight = instant('2026-10-11T18:30:00.000Z')
let place: OpenWorkplace

const isWhole = (name: string) => name.endsWith('.backup')
const unfinished = () => readdirSync(folder).filter((name) => !isWhole(name))
const wholeNames = () => readdirSync(folder).filter(isWhole)

type Moment = (isOver: () => boolean) => Promise<unknown>
const untilItWrites: Moment = async (isOver) => {
  while (unfinished().length === 0 && !isOver()) await pause(2)
}

/** The backup of a night in a process of its own; ended when `killed` says so, or left to finish. How long it took once it had begun. */
async function backUpIn(now: Instant, killed?: Moment): Promise<{ said: string[]; tookMs: number }> {
  const backer = startScript('kill-backer.ts', [dataDir, folder, passphrase, now])
  const said: string[] = []
  const moments: number[] = []
  let isOver = false
  for await (const line of backer.lines) {
    said.push(line)
    moments.push(performance.now())
    if (line === 'ready' && killed)
      void killed(() => isOver).then(() => (isOver ? undefined : killIfThere(backer.process.pid!)))
  }
  await backer.ended
  isOver = true
  return { said, tookMs: moments.at(-1)! - moments[0]! }
}

beforeAll(async () => {
  mkdirSync(folder)
  place = await openWorkplace({ dataDir, role: 'serve' })
  const { deps } = place
  const office = '临湖区人民政府办公室'
  await openDistrict(deps, operator, {
    id: districtId,
    name: '临湖区',
    shortName: '临湖',
    officeName: office,
    issuingOffice: office,
  })
  const bytes = Buffer.alloc(64 * 1024, '签字盖章的扫描件')
  for (let n = 0; n < 200; n++)
    await deps.db
      .transaction()
      .execute((tx) => saveFile(tx, deps, { districtId, name: `${n}.txt`, bytes, actor: operator }))
}, 120_000)

afterAll(async () => {
  await place.close()
  rmSync(base, { recursive: true, force: true })
})

describe('a backup that is killed on its way', () => {
  it(
    `has its name only when it is whole, leaves the older ones, and makes way for the next (${rounds} rounds)`,
    async () => {
      const { said, tookMs: longest } = await backUpIn(firstNight)
      expect(said).toEqual(['ready', 'whole'])
      const verified = new Set<string>()
      let [cutOff, now]: [number, Instant] = [0, firstNight]
      for (let round = 0; round < rounds; round++) {
        now = addHours(now, 25)
        const [before, left] = [new Set(wholeNames()), unfinished()]
        // The first is killed in the middle; the others at any moment, some after the end.
        const moment = longest * random() * 1.2
        await backUpIn(now, round === 0 ? untilItWrites : () => pause(moment))
        for (const name of wholeNames()) {
          if (verified.has(name)) continue
          await verifyBackup(join(folder, name), passphrase)
          verified.add(name)
        }
        cutOff += unfinished().filter((name) => !left.includes(name)).length
        // None of the older ones is gone for one that is not whole.
        const isNew = wholeNames().some((name) => !before.has(name))
        const gone = [...before].filter((name) => !wholeNames().includes(name))
        expect(isNew ? [] : gone).toEqual([])
        // What was left the night before is gone: it is never more than one night's.
        expect(unfinished().length).toBeLessThanOrEqual(1)
      }
      expect(cutOff).toBeGreaterThan(0)
      const deps = { ...place.deps, wall: fixedClock(addHours(now, 25)) }
      await makeScheduled(deps, operator, (work) => place.database.inSnapshot(work), plan)
      expect(unfinished()).toEqual([])
      expect(await lastGoodBackup(deps.db)).toMatchObject({ whole: true, name: wholeNames().at(-1) })
      expect((await verifyTrail(deps.db)).filter(({ whole }) => !whole)).toEqual([])
    },
    120_000 + rounds * 30_000,
  )
})

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defaultDistrictKey, type Deps, openDistrict, operatorActor, vaultWith } from '../../access/index.ts'
import { addMonths, dayOf, firstDayOf, instant, month, monthOf, quarterOf } from '../../calendar/index.ts'
import { defaultDataDir, type DemoSummary } from '../../cli/index.ts'
import { type Db, seededIds } from '../../database/index.ts'
import { stopPress } from '../../documents/index.ts'
import { seedCalendar } from '../../holidays/index.ts'
import { printReport, findReport, reportTitle, reportVersions, stageOf } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { openWorkplace } from '../workplace.ts'
import { demoDistrict, demoUsers } from './cast.ts'
import { playAnsweredCircular, playIssuedCircular, playReceivedCircular } from './circulars.ts'
import { playArchive, playClosing, playPause, playTooEarly } from './closing.ts'
import { playCollecting } from './collecting.ts'
import { playClosedEmergency, playImpostor, playMorningEmergencies } from './emergencies.ts'
import { playInstructions, playInstructionTasks } from './instructions.ts'
import { playDecisionSheet, playFiledReturn } from './filing.ts'
import { makeAccounts, makeUnits } from './ledger.ts'
import { playMessages, playServices } from './messages.ts'
import {
  playCircular,
  playHearing,
  playReminder,
  playContested,
  playFirstOrder,
  playFirstOrderClosed,
  playLaterOrders,
  playReminded,
} from './orders.ts'
import { playManuscripts, playPublished } from './manuscripts.ts'
import { neighbourUsers, playNeighbours } from './neighbours.ts'
import { makeUsers, signInOf } from './people.ts'
import { playItemOfToday, playSentItem } from './superiors.ts'
import { playLexicons } from './lexicons.ts'
import { playReposts } from './reposts.ts'
import { playRecords, playScheme } from './scoring.ts'
import { seededRandom, stagedClock } from './seeded.ts'
import {
  confirmPurposes,
  playBulletin,
  playCampaign,
  playHandoverOnPaper,
  playLateHandover,
  playLatestHandover,
  playMonth,
  playOpenData,
  playProposals,
  playSecondQuarter,
  playThirdQuarter,
  restatePurpose,
} from './story.ts'

/** Everybody who can sign in to the demonstration. */
export const demoSignIns = [...demoUsers, ...neighbourUsers].map(signInOf)

/** The business clock of the demonstration, stored in its directory. */
const demoNow = instant('2026-10-12T09:00:00+08:00')

export type MakeDemo = { dataDir: string | undefined; onStep: (sentence: string) => void }

/** Makes the demonstration in a directory unless it is there, and writes its reports to files. Refuses `demo.real-data`. */
export async function makeDemo({ dataDir, onStep }: MakeDemo): Promise<DemoSummary> {
  const folder = resolve(dataDir ?? defaultDataDir(true))
  await ensureDemo({ dataDir: folder, onStep })
  const workplace = await openWorkplace({ dataDir: folder, role: 'cli' })
  try {
    const reports = await writeReports(workplace.deps, join(folder, 'reports'))
    const today = dayOf(demoNow)
    const last = addMonths(monthOf(today), -1)
    return {
      district: demoDistrict.id,
      today,
      month: last,
      quarter: quarterOf(firstDayOf(last)),
      year: Number(today.slice(0, 4)),
      reports,
    }
  } finally {
    await workplace.close()
    stopPress()
  }
}

/** Plays the demonstration into an empty directory; a directory that holds it already stays as it is. */
export async function ensureDemo({
  dataDir,
  onStep,
}: {
  dataDir: string
  onStep: (sentence: string) => void
}): Promise<void> {
  seedVaultKey(dataDir)
  const workplace = await openWorkplace({ dataDir, role: 'cli', upgrade: { say: onStep } })
  try {
    if (workplace.demo) return
    await refuseRealData(workplace.deps.db)
    onStep('正在生成演示数据（临湖区，20 个单位、30 个账号、两个季度；另有两个小的地区，供市级汇总）……')
    await play(workplace.deps, onStep)
  } finally {
    await workplace.close()
  }
}

async function refuseRealData(db: Db): Promise<void> {
  const used = await db.selectFrom('app_user').select('id').limit(1).executeTakeFirst()
  const district = await db.selectFrom('district').select('id').limit(1).executeTakeFirst()
  if (used ?? district) throw refuse('demo.real-data')
}

async function play(opened: Deps, onStep: (sentence: string) => void): Promise<void> {
  const stage = stagedClock()
  stage.to('2026-03-30T09:00:00+08:00')
  const key = readFileSync(vaultKeyPath(opened.dataDir))
  const deps: Deps = {
    ...opened,
    clock: stage,
    wall: stage,
    ids: seededIds('govmedia-demo', stage),
    vault: vaultWith(key, seededRandom('vault')),
  }
  const operator = operatorActor('demo', deps.ids.next())
  await seedCalendar(deps.db, deps.wall.now())
  await openDistrict(deps, operator, demoDistrict)
  const units = await makeUnits(deps, operator)
  const actors = await makeUsers(deps, operator, units)
  const accounts = await makeAccounts(
    deps,
    actors.get('supervisor')!,
    units,
    ({ registeredOn }) => registeredOn === undefined,
  )
  const cast = { deps, stage, actors, units }
  await confirmPurposes(cast, accounts)
  await playScheme(cast)
  for (const text of ['2026-04', '2026-05', '2026-06']) await playMonth(cast, month(text), false)
  onStep('第二季度已监测、复核、办结，正在编制报告……')
  const { id: secondQuarter } = await playSecondQuarter(cast)
  const firstOrder = await playFirstOrder(cast)
  await playInstructions(cast, secondQuarter)
  const circular = await playIssuedCircular(cast, secondQuarter)
  await playReceivedCircular(cast, circular)
  await playInstructionTasks(cast)
  await playMonth(cast, month('2026-07'), false)
  await playFirstOrderClosed(cast, firstOrder)
  stage.to('2026-08-03T11:00:00+08:00')
  await makeAccounts(deps, actors.get('supervisor')!, units, ({ registeredOn }) => registeredOn !== undefined)
  await playMessages(cast, accounts, 'july')
  await playAnsweredCircular(cast, circular)
  await playCircular(cast)
  await playSentItem(cast)
  await playHearing(cast)
  await playMonth(cast, month('2026-08'), false)
  await playBulletin(cast)
  await playMessages(cast, accounts, 'august')
  const closing = await playClosing(cast)
  const { late, contested } = await playLaterOrders(cast)
  await playHandoverOnPaper(cast)
  await playPause(cast, closing)
  await playContested(cast, contested)
  await restatePurpose(cast, accounts)
  await playClosedEmergency(cast, accounts)
  await playReminded(cast, late)
  await playLateHandover(cast)
  await playMonth(cast, month('2026-09'), true)
  await playNeighbours(deps, stage, operator)
  await playReminder(cast)
  onStep('已布置专项排查，一个单位已受理，已生成清理建议，审定表已签章，一个账号正在办理注销……')
  await playRecords(cast)
  await playCampaign(cast)
  await playFiledReturn(cast)
  await playLexicons(cast)
  await playManuscripts(cast, accounts)
  await playLatestHandover(cast)
  await playMessages(cast, accounts, 'september')
  await playServices(cast, accounts)
  await playReposts(cast, accounts)
  await playImpostor(cast, accounts)
  await playCollecting(cast, accounts)
  await playPublished(cast)
  await playProposals(cast)
  await playDecisionSheet(cast)
  await playArchive(cast, closing)
  onStep('第三季度已监测，9 月线索等待复核，正在编制报告草稿……')
  await playThirdQuarter(cast)
  await playTooEarly(cast, closing)
  await playOpenData(cast)
  await playMorningEmergencies(cast, accounts)
  await playItemOfToday(cast)
  await keepClock(deps)
}

// Written last: a directory where the play broke off is no demonstration and is refused. What was kept at its opening
// takes the demonstration's day, so that two of them are the same.
async function keepClock({ db }: Deps): Promise<void> {
  await db.updateTable('installation_setting').set({ changed_at: demoNow }).execute()
  await db
    .insertInto('installation_setting')
    .values([
      { key: 'demo-clock', value: JSON.stringify(demoNow), changed_at: demoNow },
      { key: defaultDistrictKey, value: JSON.stringify(demoDistrict.id), changed_at: demoNow },
    ])
    .execute()
}

async function writeReports(deps: Deps, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const paths: string[] = []
  const latest = new Map(
    (await reportVersions(deps.db, demoDistrict.id)).toReversed().map((version) => [version.quarter, version]),
  )
  for (const { id } of latest.values()) {
    const report = await findReport(deps.db, demoDistrict.id, id)
    if (!report) continue
    for (const [format, bytes] of Object.entries(
      await printReport(deps, report.content, {
        demo: true,
        stage: stageOf(report.state, report.content),
        version: report.version,
      }),
    )) {
      const path = join(folder, `${reportTitle(report.content)}.${format}`)
      writeFileSync(path, bytes)
      paths.push(path)
    }
  }
  return paths
}

const vaultKeyPath = (dataDir: string) => join(dataDir, 'keys', 'vault.key')

function seedVaultKey(dataDir: string): void {
  if (existsSync(dataDir)) return
  mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  writeFileSync(vaultKeyPath(dataDir), seededRandom('vault-key')(32), { mode: 0o600 })
}

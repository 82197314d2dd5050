import type { Actor, Deps } from '../../access/index.ts'
import { addMonths, civilDate, firstDayOf, lastDayOf, type Month, month, quarter } from '../../calendar/index.ts'
import { freezeProposals } from '../../cleanup/index.ts'
import { importPosts } from '../../collection/index.ts'
import {
  dismissHandover,
  keepHandovers,
  openCampaign,
  prepareCampaign,
  recordCall,
  returnsOwed,
} from '../../filing/index.ts'
import {
  closeMonth,
  confirmPurpose,
  decideFinding,
  listFindings,
  patrolBench,
  recordPatrol,
  runCheck,
} from '../../monitoring/index.ts'
import { type Account, type Duty, saveAccount, setDuty } from '../../registry/index.ts'
import { compileBulletin, releaseBulletin } from '../../bulletins/index.ts'
import { prepareOpenData, releaseOpenData } from '../../open-data/index.ts'
import { compileReport, editReport, finaliseReport } from '../../reporting/index.ts'
import { demoDistrict } from './cast.ts'
import { postFile } from './posts.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor>; units: ReadonlyMap<string, string> }

/** Six months as an office lives them; September is left where the office stands on 12 October: checked, not yet reviewed. */
export async function playMonth({ deps, stage, actors }: Cast, of: Month, isOpen: boolean): Promise<void> {
  const [supervisor, reviewer] = [actors.get('supervisor')!, actors.get('reviewer')!]
  stage.to(`${addMonths(of, 1)}-02T09:00:00+08:00`)
  const covers = { from: firstDayOf(of), to: lastDayOf(of) }
  await importPosts(deps, supervisor, {
    districtId,
    fileName: `发布数据-${of}.csv`,
    bytes: postFile(covers.from, covers.to),
    acceptValid: true,
    covers,
  })
  await runCheck(deps, supervisor, { districtId, month: of })
  if (isOpen) return
  await patrolUnseen(deps, supervisor, of)
  await runCheck(deps, supervisor, { districtId, month: of })
  stage.to(`${addMonths(of, 1)}-03T10:00:00+08:00`)
  await reviewAll(deps, reviewer, of)
  await closeMonth(deps, supervisor, { districtId, month: of })
}

async function patrolUnseen(deps: Deps, supervisor: Actor, of: Month): Promise<void> {
  const bench = await patrolBench(deps.db, districtId, of, deps.clock.today())
  for (const { accountId } of bench.tasks) {
    await recordPatrol(deps, supervisor, {
      districtId,
      accountId,
      checkedAt: deps.wall.now(),
      reachable: 'open',
      lastUpdateOn: lastDayOf(of),
      until: lastDayOf(of),
      hasInteraction: true,
    })
  }
}

/** 8月简报: out as information, with its 核验页. */
export async function playBulletin({ deps, actors }: Cast): Promise<void> {
  const input = { districtId, month: month('2026-08'), demo: true }
  const { id: bulletinId } = await compileBulletin(deps, actors.get('supervisor')!, input)
  await releaseBulletin(deps, actors.get('office_head')!, { districtId, bulletinId, demo: true })
}

/** What is published is open to everybody, as two people saw to it. */
export async function playOpenData({ deps, stage, actors }: Cast): Promise<void> {
  stage.to('2026-10-12T08:41:00+08:00')
  const { id } = await prepareOpenData(deps, actors.get('supervisor')!, { districtId, demo: true })
  await releaseOpenData(deps, actors.get('office_head')!, { districtId, id })
}

async function reviewAll(deps: Deps, reviewer: Actor, of: Month): Promise<void> {
  const { findings } = await listFindings(deps.db, districtId, { month: of, states: ['candidate'] })
  for (const { id, version } of findings)
    await decideFinding(deps, reviewer, { districtId, findingId: id, decision: 'confirm', version })
}

/** The head of the office confirms what the supervisor registered as serving, from the first month that is judged. */
export async function confirmPurposes({ deps, stage, actors }: Cast, accounts: readonly Account[]): Promise<void> {
  stage.to('2026-04-01T09:00:00+08:00')
  for (const { id: accountId, purpose } of accounts) {
    if (purpose === null || purpose === 'publish') continue
    await confirmPurpose(deps, actors.get('office_head')!, {
      districtId,
      accountId,
      purpose,
      effectiveMonth: month('2026-04'),
      reason: '经核对菜单和办事入口，与备案表所填功能一致',
    })
  }
}

/** Calling itself 办事类 frees nobody of the two weeks: it waits for the office and is judged as before. */
export async function restatePurpose({ deps, stage, actors }: Cast, accounts: readonly Account[]): Promise<void> {
  stage.to('2026-09-21T09:00:00+08:00')
  for (const { id, unitId, name, platform, version } of accounts) {
    if (name !== '临湖水务' || platform !== 'weibo') continue
    const facts = { name, platform, purpose: 'service' as const }
    await saveAccount(deps, actors.get('acceptor')!, { districtId, unitId, id, version, facts })
  }
}

/** 二季度: compiled by the supervisor, taken as final by the head of the office. */
export async function playSecondQuarter({ deps, stage, actors }: Cast) {
  stage.to('2026-07-08T15:00:00+08:00')
  const compiled = await compileReport(deps, actors.get('supervisor')!, {
    districtId,
    quarter: quarter('2026Q2'),
    demo: true,
  })
  await finaliseReport(deps, actors.get('office_head')!, { districtId, reportId: compiled.id, demo: true })
  return compiled
}

/** 三季度: still a draft, because September waits for its reviewer. */
export async function playThirdQuarter({ deps, stage, actors }: Cast) {
  // What was collected and changed since the 2nd is in the result before anybody looks at it.
  stage.to('2026-10-12T08:28:00+08:00')
  await runCheck(deps, actors.get('supervisor')!, { districtId, month: month('2026-09') })
  stage.to('2026-10-12T08:30:00+08:00')
  const supervisor = actors.get('supervisor')!
  const { id: reportId } = await compileReport(deps, supervisor, { districtId, quarter: quarter('2026Q3'), demo: true })
  stage.to('2026-10-12T08:35:00+08:00')
  const paragraphs = [
    '坚持分级分类审核、先审后发，严把政治关、法律关、政策关、保密关、文字关，确保信息更新及时、准确、安全、有效。',
    '{报告期}各单位参加业务培训{手工:36|三季度业务培训签到表}人次，要把培训内容落实到日常审核。',
  ]
  const sections = [{ section: '下一步工作要求/严格内容审核', paragraphs }]
  await editReport(deps, supervisor, { districtId, reportId, sections, demo: true })
}

/** 备案报送 as it stands on 12 October: a campaign that asks every unit, and one that was called about it. */
export async function playCampaign({ deps, stage, actors, units }: Cast): Promise<void> {
  const [supervisor, head] = [actors.get('supervisor')!, actors.get('office_head')!]
  stage.to('2026-10-09T10:00:00+08:00')
  const { id: campaignId } = await prepareCampaign(deps, supervisor, {
    districtId,
    title: '2026年政务新媒体备案报送和清理整合专项排查',
    basis: '《国务院办公厅关于推进政务新媒体健康有序发展的意见》',
    basisNumber: '国办发〔2018〕123号',
    unitKinds: ['department', 'civil_managed_institution', 'institution', 'township', 'subdistrict', 'farm'],
    forms: ['annex1', 'annex2'],
    filingUntil: civilDate('2026-10-16'),
    cleanupUntil: civilDate('2026-10-23'),
    reminderDays: [7, 3, 1, 0],
    contact: '临湖区行政审批服务局监管股',
  })
  stage.to('2026-10-09T15:00:00+08:00')
  await openCampaign(deps, head, { districtId, campaignId, version: 1 })
  stage.to('2026-10-09T16:40:00+08:00')
  const [owed] = await returnsOwed(deps.db, districtId, units.get('荷叶洲镇人民政府')!)
  await recordCall(deps, supervisor, {
    districtId,
    returnId: owed!.id,
    calledAt: deps.clock.now(),
    spokeTo: '党政办值班室',
    said: '已收到通知，答应10月15日前报送',
  })
}

/** 清理整合: what the rules propose on 12 October. */
export async function playProposals({ deps, stage, actors }: Cast): Promise<void> {
  stage.to('2026-10-12T08:20:00+08:00')
  await freezeProposals(deps, actors.get('supervisor')!, { districtId, asOf: civilDate('2026-10-12') })
}

/** 人员交接, the first of three: it was handed over on paper, and the office notes so. */
export async function playHandoverOnPaper(cast: Cast): Promise<void> {
  const { deps, stage, actors } = cast
  const supervisor = actors.get('supervisor')!
  stage.to('2026-09-10T09:00:00+08:00')
  await keepHandovers(deps, supervisor, districtId)
  await changeDuty(cast, '临湖区民政局', 'staff', '纪云舒')
  stage.to('2026-09-10T09:10:00+08:00')
  const { handovers } = await keepHandovers(deps, supervisor, districtId)
  for (const handoverId of handovers)
    await dismissHandover(deps, supervisor, { districtId, handoverId, version: 1, reason: '纸质交接单已存档' })
}

/** The second, whose deadline passes before 12 October. */
export async function playLateHandover(cast: Cast): Promise<void> {
  cast.stage.to('2026-09-24T15:00:00+08:00')
  await changeDuty(cast, '临湖区教育局', 'staff', '季明川')
  await keepHandovers(cast.deps, cast.actors.get('supervisor')!, districtId)
}

/** The third, which waits on 12 October. */
export async function playLatestHandover(cast: Cast): Promise<void> {
  cast.stage.to('2026-10-10T16:00:00+08:00')
  await changeDuty(cast, '临湖区水务局', 'direct', '程以宁')
  await keepHandovers(cast.deps, cast.actors.get('supervisor')!, districtId)
}

const changeDuty = ({ deps, actors, units }: Cast, unit: string, duty: Duty, name: string) =>
  setDuty(deps, actors.get('supervisor')!, {
    districtId,
    unitId: units.get(unit) ?? '',
    duty,
    version: 1,
    state: 'filled',
    name,
  })

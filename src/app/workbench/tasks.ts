import { type Action, may } from '../../access/index.ts'
import {
  addMonths,
  type CivilDate,
  type Month,
  monthOf,
  monthsOf,
  type Quarter,
  quarterOf,
  firstDayOf,
  quarterNumeral,
  monthZh,
} from '../../calendar/index.ts'
import { warnsAboutNextYear } from '../../calendar/index.ts'
import {
  type CleanupWaiting,
  waitingClosings,
  type WaitingClosings,
  waitingInCleanup,
  waitingSheets,
  type WaitingSheets,
} from '../../cleanup/index.ts'
import { waitingStops } from '../../collection/index.ts'
import {
  daysLeft,
  filedDifferences,
  type RunningCampaign,
  runningCampaigns,
  type Waiting,
  waitingInFiling,
} from '../../filing/index.ts'
import { loadCalendar, waitingChanges } from '../../holidays/index.ts'
import { countWaitingPurposes, monthRows, type MonthRow } from '../../monitoring/index.ts'
import { countUnsettledUnits } from '../../registry/index.ts'
import { reportVersions } from '../../reporting/index.ts'
import type { Mark, WebContext } from '../../web/index.ts'

/** Something that waits for this person. `mark` is its state, `of` the month or quarter it belongs to. */
export type Task = { of: string; title: string; note: string; href: string; mark: Mark; word: string }

// Work goes back no further than the quarter before the one at hand; what is older is found in the list of months.
const MONTHS_BACK = 6

/** What is due today, for what this person may do: check, patrol, review, close, report, holidays; the oldest month first. */
export async function tasksFor(c: WebContext, districtId: string): Promise<Task[]> {
  const { deps, actor } = c.var
  const running = monthOf(deps.clock.today())
  const months = Array.from({ length: MONTHS_BACK }, (_, at) => addMonths(running, at - MONTHS_BACK))
  const rows = await monthRows(deps.db, districtId, months)
  const allowed = (action: Action) => may(actor, action, { districtId })
  return [
    ...(await secrecyTasks(c, districtId, allowed)),
    ...begun(rows).flatMap((row) => monthTasks(row, allowed)),
    ...(await unitTasks(c, districtId, allowed)),
    ...(await purposeTasks(c, districtId, allowed)),
    ...(await differenceTasks(c, districtId, allowed)),
    ...filingTasks(await waitingInFiling(deps.db, districtId, deps.clock.now()), allowed),
    ...campaignTasks(await runningCampaigns(deps.db, districtId, deps.clock.today()), deps.clock.today(), allowed),
    ...cleanupTasks(await waitingInCleanup(deps.db, { districtId }), allowed),
    ...sheetTasks(await waitingSheets(deps.db, districtId, actor.id), allowed),
    ...closingTasks(await waitingClosings(deps.db, { districtId }, deps.clock.today()), allowed),
    ...(await reportTasks(c, districtId, rows, allowed)),
    ...(await holidayTasks(c, allowed)),
  ]
}

type Allowed = (action: Action) => boolean

// Before everything else: what may be a secret doesn't wait for a month to end.
async function secrecyTasks(c: WebContext, districtId: string, allowed: Allowed): Promise<Task[]> {
  if (!allowed('secrecy.handle')) return []
  const waiting = await waitingStops(c.var.deps.db, districtId)
  if (waiting === 0) return []
  const title = `移交疑似涉密内容 ${waiting} 件`
  const note = '立即联系保密部门，移交后登记'
  return [{ of: '即办', title, note, href: '/sources/secrecy', mark: 'fail', word: '待移交' }]
}

// Months before the first check are no arrears: monitoring begins with the first month that was checked, or the last one.
function begun(rows: readonly MonthRow[]): readonly MonthRow[] {
  const first = rows.findIndex(({ state }) => state !== 'not-started')
  return first < 0 ? rows.slice(-1) : rows.slice(first)
}

function monthTasks(row: MonthRow, allowed: Allowed): Task[] {
  const { month, state, unseen, patrolled, open } = row
  const [name, of] = [monthZh(month), `${Number(month.slice(5))}月`]
  if (state === 'closed') return []
  if (state === 'not-started') {
    if (!allowed('check.run')) return []
    const note = '导入当月发布数据后判定'
    return [{ of, title: `开展${name}监测`, note, href: `/months/${month}`, mark: 'warn', word: '未开展' }]
  }
  const tasks: (Task | false)[] = [
    open > 0 &&
      allowed('review.decide') && {
        of,
        title: `复核${name}线索 ${open} 条`,
        note: '不复核完，本月不能办结，季度报告只能是草稿',
        href: `/review?month=${month}`,
        mark: 'pend',
        word: '待复核',
      },
    unseen > 0 &&
      allowed('patrol.record') && {
        of,
        title: `巡查${name}未采集账号 ${unseen} 个`,
        note: '逐个打开查看，确实看不到的说明原因',
        href: `/patrol?month=${month}`,
        mark: 'unkn',
        word: '未采集',
      },
    open === 0 &&
      unseen === 0 &&
      patrolled > 0 &&
      allowed('check.run') && {
        of,
        title: `重新判定${name}监测`,
        note: `判定后又巡查了 ${patrolled} 个账号，重新判定后计入`,
        href: `/months/${month}`,
        mark: 'warn',
        word: '待判定',
      },
    open === 0 &&
      unseen === 0 &&
      patrolled === 0 &&
      allowed('month.close') && {
        of,
        title: `办结${name}监测`,
        note: '线索已全部复核',
        href: `/months/${month}/close`,
        mark: 'warn',
        word: '待办结',
      },
  ]
  return tasks.filter((task) => task !== false)
}

async function unitTasks(c: WebContext, districtId: string, allowed: Allowed): Promise<Task[]> {
  const waiting = allowed('ledger.edit') ? await countUnsettledUnits(c.var.deps.db, districtId) : 0
  if (waiting === 0) return []
  const note = '核实前，其账号不监测、不点名'
  const title = `核实单位类型 ${waiting} 个`
  return [{ of: '台账', title, note, href: '/units?kind=unknown', mark: 'pend', word: '待核实' }]
}

async function purposeTasks(c: WebContext, districtId: string, allowed: Allowed): Promise<Task[]> {
  const waiting = allowed('purpose.confirm') ? await countWaitingPurposes(c.var.deps.db, districtId) : 0
  if (waiting === 0) return []
  const note = '确认以前，自报办事类的账号仍按两周更新判定'
  return [{ of: '台账', title: `确认账号用途 ${waiting} 个`, note, href: '/purposes', mark: 'pend', word: '待确认' }]
}

async function differenceTasks(c: WebContext, districtId: string, allowed: Allowed): Promise<Task[]> {
  const differing = allowed('ledger.edit') ? (await filedDifferences(c.var.deps, districtId)).length : 0
  if (differing === 0) return []
  const title = `处理台账与备案不一致的账号 ${differing} 个`
  const note = '公开名录以备案为准，确有变化的办理变更备案'
  return [{ of: '台账', title, note, href: '/filing/differences', mark: 'warn', word: '不一致' }]
}

function filingTasks(waiting: Waiting, allowed: Allowed): Task[] {
  const desk = (count: number, action: Action, task: Omit<Task, 'mark'> & { mark?: Mark }): Task[] =>
    count > 0 && allowed(action) ? [{ mark: 'pend', ...task }] : []
  const { drafts, draftsReturned, submitted, toAccept, toReview, toApprove, toEnter, toRegister, triggers } = waiting
  const { handovers, handoversOverdue, toConfirm } = waiting
  const cases = (state: string) => `/cases?state=${state}`
  return [
    ...desk(drafts, 'filing.open', {
      of: '备案',
      title: `批准专项排查 ${drafts} 件`,
      note: '批准后布置给各单位',
      href: '/filing?state=draft',
      word: '待批准',
    }),
    ...desk(draftsReturned, 'filing.prepare', {
      of: '备案',
      title: `修改退回的专项排查 ${draftsReturned} 件`,
      note: '按退回理由修改后，再报负责人批准，或者撤回',
      href: '/filing?state=returned',
      mark: 'warn',
      word: '退回修改',
    }),
    ...desk(submitted, 'filing.accept', {
      of: '备案',
      title: `受理报送 ${submitted} 件`,
      note: '核验签字、盖章和内容',
      href: '/filing',
      word: '待受理',
    }),
    ...desk(toAccept, 'filing.accept', {
      of: '备案',
      title: `受理备案事项 ${toAccept} 件`,
      note: '开设、变更、关停、注销',
      href: cases('submitted'),
      word: '待受理',
    }),
    ...desk(toReview, 'filing.review', {
      of: '备案',
      title: `审核备案事项 ${toReview} 件`,
      note: '受理人以外的人审核',
      href: cases('accepted'),
      word: '待审核',
    }),
    ...desk(toApprove, 'filing.open', {
      of: '备案',
      title: `批准备案事项 ${toApprove} 件`,
      note: '先批后开',
      href: cases('reviewing'),
      word: '待批准',
    }),
    ...desk(toEnter, 'national.record', {
      of: '备案',
      title: `在全国系统填报备案事项 ${toEnter} 件`,
      note: '主办单位已填报，主管单位也要填报并登记',
      href: cases('executed'),
      word: '待填报',
    }),
    ...desk(toRegister, 'filing.accept', {
      of: '备案',
      title: `登记备案事项 ${toRegister} 件`,
      note: '登记台账，编发备案号',
      href: cases('national-reported'),
      word: '待登记',
    }),
    ...desk(toConfirm, 'handover.confirm', {
      of: '交接',
      title: `确认人员交接 ${toConfirm} 件`,
      note: '对照扫描件核对签字，经手的人不能自己确认',
      href: '/handovers?state=submitted',
      word: '待确认',
    }),
    ...desk(handovers, 'handover.confirm', {
      of: '交接',
      title: `督促人员交接 ${handovers} 件`,
      note: handoversOverdue > 0 ? `其中已逾期 ${handoversOverdue} 件` : '责任人、账号管理员变动，须限期办结',
      href: handoversOverdue > 0 ? '/handovers?state=overdue' : '/handovers?state=open',
      mark: handoversOverdue > 0 ? 'fail' : 'warn',
      word: handoversOverdue > 0 ? '已逾期' : '办理中',
    }),
    ...desk(triggers, 'accountability.decide', {
      of: '问责',
      title: `处理责任追究线索 ${triggers} 条`,
      note: '系统仅提示，由人决定',
      href: '/accountability?state=raised',
      word: '待处理',
    }),
  ]
}

/** 距截止还有4天; on the last day 今天截止. */
export const deadlineWords = (left: number): string =>
  left < 0 ? '已过截止日期' : left === 0 ? '今天截止' : `距截止还有${left}天`

function campaignTasks(campaigns: readonly RunningCampaign[], today: CivilDate, allowed: Allowed): Task[] {
  if (!allowed('filing.remind')) return []
  return campaigns.map((campaign) => {
    const { id, title, filingDue, unanswered, unmended } = campaign
    const owed = [
      ...(unanswered > 0 ? [`${unanswered}个单位未报送`] : []),
      ...(unmended > 0 ? [`${unmended}个单位补正逾期`] : []),
    ]
    const filter = unanswered > 0 ? 'unanswered' : unmended > 0 ? 'late' : ''
    return {
      of: '排查',
      title: `${title}：${owed.join('，') || '各单位均已报送'}`,
      note: campaignNote(campaign, today),
      href: `/filing/campaigns/${id}?state=${filter}`,
      mark: (daysLeft(filingDue, today) < 0 && unanswered > 0) || unmended > 0 ? 'fail' : 'warn',
      word: '报送中',
    }
  })
}

// Returns first, then the clean-up: the deadline that comes next is the one that is told.
function campaignNote({ filingDue, cleanupDue }: RunningCampaign, today: CivilDate): string {
  const filing = deadlineWords(daysLeft(filingDue, today))
  if (!cleanupDue || daysLeft(filingDue, today) >= 0) return filing
  return `报送${filing}；清理整合${deadlineWords(daysLeft(cleanupDue, today))}`
}

function cleanupTasks({ toConfirm, toDecide, underWay, toVerify }: CleanupWaiting, allowed: Allowed): Task[] {
  const row = (count: number, action: Action, task: Omit<Task, 'of' | 'href'> & { state: string }): Task[] => {
    const { state, ...shown } = task
    return count > 0 && allowed(action) ? [{ of: '清理', href: `/cleanup?state=${state}`, ...shown }] : []
  }
  const open = toConfirm + underWay
  return [
    ...row(toDecide, 'cleanup.decide', {
      title: `审定清理事项 ${toDecide} 件`,
      note: '单位已确认',
      state: 'unit-confirmed',
      mark: 'pend',
      word: '待审定',
    }),
    ...row(toVerify, 'cleanup.verify', {
      title: `核验清理事项 ${toVerify} 件`,
      note: '办理证明已提交',
      state: 'evidence',
      mark: 'pend',
      word: '待核验',
    }),
    ...row(open, 'cleanup.propose', {
      title: `清理事项未办结 ${open} 件`,
      note: `待单位确认 ${toConfirm} 件，已审定、办理中 ${underWay} 件`,
      state: 'open',
      mark: 'warn',
      word: '办理中',
    }),
  ]
}

function sheetTasks({ toSign, toCheck }: WaitingSheets, allowed: Allowed): Task[] {
  if (!allowed('cleanup.verify')) return []
  const task = { of: '清理', href: '/cleanup/sheets', mark: 'pend' } as const
  return [
    ...(toCheck > 0
      ? [{ ...task, title: `核对审定表签章 ${toCheck} 份`, note: '扫描件已上传，核对后办理', word: '待核对' }]
      : []),
    ...(toSign > 0
      ? [{ ...task, title: `审定表签字盖章 ${toSign} 份`, note: '签字盖章后上传扫描件', word: '待签章' }]
      : []),
  ]
}

function closingTasks({ overdue, seenAgain, recheck, toArchive }: WaitingClosings, allowed: Allowed): Task[] {
  if (!allowed('cleanup.verify')) return []
  const tasks: (Task | false)[] = [
    seenAgain > 0 && {
      of: '注销',
      title: `核实注销后再现账号 ${seenAgain} 个`,
      note: '核验注销后又被看到',
      href: '/closings',
      mark: 'fail',
      word: '待核实',
    },
    overdue > 0 && {
      of: '注销',
      title: `督办关停注销逾期 ${overdue} 件`,
      note: '办理或复查已过期限',
      href: '/closings?state=overdue',
      mark: 'fail',
      word: '逾期',
    },
    recheck > 0 && {
      of: '注销',
      title: `复查已注销账号 ${recheck} 个`,
      note: '查看是否重新上线',
      href: '/closings?state=recheck',
      mark: 'pend',
      word: '待复查',
    },
    toArchive > 0 && {
      of: '注销',
      title: `关停注销整卷归档 ${toArchive} 件`,
      note: '复查未再发现',
      href: '/closings?state=rechecked',
      mark: 'warn',
      word: '待归档',
    },
  ]
  return tasks.filter((task) => task !== false)
}

async function reportTasks(
  c: WebContext,
  districtId: string,
  rows: readonly MonthRow[],
  allowed: Allowed,
): Promise<Task[]> {
  const { deps } = c.var
  const quarter = quarterOf(firstDayOf(addMonths(monthOf(deps.clock.today()), -3)))
  const closed = monthsOf(quarter).every((month) => stateOf(rows, month) === 'closed')
  if (!closed || !allowed('report.read')) return []
  const [newest] = await reportVersions(deps.db, districtId, quarter)
  const task = { of: '季报', href: newest ? `/reports/${newest.id}` : `/reports?quarter=${quarter}` }
  if (!newest && allowed('report.compile'))
    return [{ ...task, title: `编制${quarterZh(quarter)}报告`, note: '三个月均已办结', mark: 'warn', word: '未编制' }]
  if (newest?.state === 'draft' && allowed('report.finalise') && newest.createdBy !== c.var.actor.id)
    return [
      {
        ...task,
        title: `审定${quarterZh(quarter)}报告`,
        note: `第 ${newest.version} 版`,
        mark: 'pend',
        word: '待审定',
      },
    ]
  return []
}

const stateOf = (rows: readonly MonthRow[], month: Month) => rows.find((row) => row.month === month)?.state

/** 2026年三季度 */
export const quarterZh = (quarter: Quarter) => `${quarter.slice(0, 4)}年${quarterNumeral(quarter)}季度`

async function holidayTasks(c: WebContext, allowed: Allowed): Promise<Task[]> {
  const today = c.var.deps.clock.today()
  if (!allowed('calendar.import')) return []
  const changes = (await waitingChanges(c.var.deps.db))
    .filter(({ proposedBy }) => proposedBy !== c.var.actor.id)
    .map(({ year }) => changeTask(year))
  return [...changes, ...(warnsAboutNextYear(today, await loadCalendar(c.var.deps.db)) ? [nextYearTask(today)] : [])]
}

const changeTask = (year: number): Task => ({
  of: '节假日',
  title: `确认${year}年放假安排更正`,
  note: '由提交人以外的人核对',
  href: `/holidays?year=${year}`,
  mark: 'pend',
  word: '待确认',
})

function nextYearTask(today: CivilDate): Task {
  const year = Number(today.slice(0, 4)) + 1
  const note = '未录入前，跨年的期限为暂定'
  return { of: '节假日', title: `录入${year}年节假日安排`, note, href: '/holidays', mark: 'warn', word: '未录入' }
}

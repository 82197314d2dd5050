import { type Action, may } from '../../access/index.ts'
import {
  addMonths,
  type CivilDate,
  type Month,
  monthOf,
  monthsOf,
  quarterOf,
  firstDayOf,
  quarterZh,
  monthZh,
  warnsAboutNextYear,
} from '../../calendar/index.ts'
import { SILENT_HOURS } from '../../collection/index.ts'
import { filedDifferences } from '../../filing/index.ts'
import { loadCalendar, waitingChanges } from '../../holidays/index.ts'
import { monthRows, type MonthRow, type SpokenMonths, waitingSamples } from '../../monitoring/index.ts'
import { reportVersions } from '../../reporting/index.ts'
import type { BackupStanding } from '../../backup/index.ts'
import { backupTasks } from './backup-tasks.ts'
import { circularTasks } from './circular-tasks.ts'
import { cleanupTasks } from './cleanup-tasks.ts'
import { instructionTasks } from './instruction-tasks.ts'
import { engagementTasks, repostTasks, sheetTasks } from './engagement-tasks.ts'
import { emergencyTasks } from './emergency-tasks.ts'
import { filingTasks } from './filing-tasks.ts'
import { manuscriptTasks } from './manuscript-tasks.ts'
import { accountabilityTasks, orderTasks } from './order-tasks.ts'
import { scoreTasks } from './score-tasks.ts'
import { superiorTasks } from './superior-tasks.ts'
import type { Allowed, AtDesk, Task } from './task.ts'
import { waitingFor, type WaitingHere } from './waiting.ts'

// Work goes back no further than the quarter before the one at hand; what is older is found in the list of months.
const MONTHS_BACK = 6

/** The months that the workbench looks back on. */
export const workMonths = (today: CivilDate): Month[] =>
  Array.from({ length: MONTHS_BACK }, (_, at) => addMonths(monthOf(today), at - MONTHS_BACK))

// Whoever may do none of this is told nothing of a month.
const monthDesks: readonly Action[] = [
  'check.run',
  'review.decide',
  'posts.import',
  'patrol.record',
  'month.close',
  'report.compile',
  'report.finalise',
  'report.submit',
]

/** What the page has asked already: of these months, of backups. */
type KnownHere = { spoken?: SpokenMonths | undefined; backup?: BackupStanding | undefined }

/**
 * What is due today, for what this person may do: check, patrol, review, close, report, holidays; the oldest month first.
 */
export async function tasksFor(c: AtDesk, districtId: string, known: KnownHere = {}): Promise<Task[]> {
  const { deps, actor } = c.var
  const allowed = (action: Action) => may(actor, action, { districtId })
  const waiting = await waitingFor(c, districtId, allowed)
  const rows = monthDesks.some(allowed)
    ? await monthRows(deps.db, districtId, workMonths(deps.clock.today()), undefined, known.spoken)
    : []
  return [
    ...(await emergencyTasks(c, districtId, allowed)),
    ...secrecyTasks(waiting),
    ...superiorTasks(waiting, allowed),
    ...(await instructionTasks(c, districtId, waiting, allowed)),
    ...sourceTasks(waiting),
    ...begun(rows).flatMap((row) => monthTasks(row, allowed)),
    ...(await sampleTasks(c, districtId, begun(rows), allowed)),
    ...unitTasks(waiting),
    ...purposeTasks(waiting),
    ...(await differenceTasks(c, districtId, allowed)),
    ...(await filingTasks(c, districtId, waiting, allowed)),
    ...cleanupTasks(waiting, allowed),
    ...engagementTasks(waiting),
    ...repostTasks(waiting),
    ...(await manuscriptTasks(c, districtId, allowed)),
    ...sheetTasks(waiting),
    ...(await orderTasks(c, districtId, waiting, allowed)),
    ...accountabilityTasks(waiting, allowed),
    ...(await reportTasks(c, districtId, rows, allowed)),
    ...circularTasks(waiting, allowed),
    ...(await scoreTasks(c, districtId, allowed)),
    ...(await backupTasks(c, allowed, known.backup)),
    ...(await holidayTasks(c, allowed)),
  ]
}

// Before everything else: what may be a secret doesn't wait for a month to end.
function secrecyTasks({ stops }: WaitingHere): Task[] {
  const waiting = stops?.waiting ?? 0
  if (waiting === 0) return []
  const title = `移交疑似涉密内容 ${waiting} 件`
  const note = '立即联系保密部门，移交后登记'
  return [{ of: '即办', title, note, href: '/sources/secrecy', mark: 'fail', word: '待移交' }]
}

// A source dies without a word: whoever set it up hears of it here, before its accounts come out as unknown.
function sourceTasks({ sources }: WaitingHere): Task[] {
  if (!sources) return []
  const { held, silent } = sources
  const tasks: (Task | false)[] = [
    held > 0 && {
      of: '采集',
      title: `处理已暂停的采集来源 ${held} 个`,
      note: '核对原因后恢复、更换或者停用；在此之前按未采集处理',
      href: '/sources?state=held',
      mark: 'fail',
      word: '已暂停',
    },
    silent > 0 && {
      of: '采集',
      title: `核对超过${SILENT_HOURS}小时没有采集成功的来源 ${silent} 个`,
      note: '来源可能已经失效；核对网址，或者安排人工巡查',
      href: '/sources?state=silent',
      mark: 'unkn',
      word: '未采集',
    },
  ]
  return tasks.filter((task) => task !== false)
}

// Months before the first check are no arrears: monitoring begins with the first month that was checked, or the last one.
function begun(rows: readonly MonthRow[]): readonly MonthRow[] {
  const first = rows.findIndex(({ state }) => state !== 'not-started')
  return first < 0 ? rows.slice(-1) : rows.slice(first)
}

function monthTasks(row: MonthRow, allowed: Allowed): Task[] {
  const { month, state, unseen, patrolled, open, lacking } = row
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
        note: `${lacking > 0 ? `其中待补证 ${lacking} 条；` : ''}不复核完，本月不能办结，季度报告只能是草稿`,
        href: `/review?month=${month}`,
        mark: 'pend',
        word: '待复核',
      },
    lacking > 0 &&
      allowed('posts.import') && {
        of,
        title: `补证${name}线索 ${lacking} 条`,
        note: '按复核人员写明的缺项补充采集、人工巡查或更正台账，再由其复核',
        href: `/review?month=${month}&state=needs-evidence`,
        mark: 'warn',
        word: '待补证',
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

// A sample is drawn of all that was dismissed: it waits until nothing else of its month does.
async function sampleTasks(
  { var: { deps, actor } }: AtDesk,
  districtId: string,
  rows: readonly MonthRow[],
  allowed: Allowed,
): Promise<Task[]> {
  if (!allowed('review.decide')) return []
  const reviewed = rows.filter(({ state, open }) => state !== 'not-started' && open === 0).map(({ month }) => month)
  if (reviewed.length === 0) return []
  const waiting = await waitingSamples(deps.db, districtId, reviewed, actor.id)
  return reviewed.flatMap((month): Task[] => {
    const count = waiting.get(month) ?? 0
    if (count === 0) return []
    return [
      {
        of: `${Number(month.slice(5))}月`,
        title: `抽查${monthZh(month)}排除的线索 ${count} 条`,
        note: '随机抽取，由作出排除以外的人再看一遍',
        href: `/months/${month}/sample`,
        mark: 'pend',
        word: '待抽查',
      },
    ]
  })
}

function unitTasks({ units }: WaitingHere): Task[] {
  const waiting = units?.count ?? 0
  if (waiting === 0) return []
  const note = '核实前，其账号不监测、不点名'
  const title = `核实单位类型 ${waiting} 个`
  return [{ of: '台账', title, note, href: '/units?kind=unknown', mark: 'pend', word: '待核实' }]
}

function purposeTasks({ purposes }: WaitingHere): Task[] {
  const waiting = purposes?.total ?? 0
  if (waiting === 0) return []
  const note = '确认以前，自报办事类的账号仍按两周更新判定'
  return [{ of: '台账', title: `确认账号用途 ${waiting} 个`, note, href: '/purposes', mark: 'pend', word: '待确认' }]
}

async function differenceTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  const differing = allowed('ledger.edit') ? (await filedDifferences(c.var.deps, districtId)).length : 0
  if (differing === 0) return []
  const title = `处理台账与备案不一致的账号 ${differing} 个`
  const note = '公开名录以备案为准，确有变化的办理变更备案'
  return [{ of: '台账', title, note, href: '/filing/differences', mark: 'warn', word: '不一致' }]
}

async function reportTasks(
  c: AtDesk,
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
  if (newest?.state === 'final' && newest.progress === 'reviewed' && allowed('report.submit'))
    return [
      {
        ...task,
        title: `呈批${quarterZh(quarter)}报告`,
        note: '定稿附拟办意见报区政府分管领导批阅',
        mark: 'warn',
        word: '待呈批',
      },
    ]
  return []
}

const stateOf = (rows: readonly MonthRow[], month: Month) => rows.find((row) => row.month === month)?.state

async function holidayTasks(c: AtDesk, allowed: Allowed): Promise<Task[]> {
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

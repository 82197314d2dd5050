import { dayOf, formatMonthDayZh, quarterZh } from '../../calendar/index.ts'
import { reportsWaitingFor } from '../../reporting/index.ts'
import type { Mark } from '../../web/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

const of = '批示办理'

/** What waits around 批示: a leader's report to write on; the office's photos, transcriptions, assignments and answers. */
export async function instructionTasks(
  c: AtDesk,
  districtId: string,
  { instructions }: WaitingHere,
  allowed: Allowed,
): Promise<Task[]> {
  const { deps, actor } = c.var
  const reports = allowed('report.instruct')
    ? await reportsWaitingFor(deps.db, districtId, actor.onBehalfOf ?? actor.id)
    : []
  const toWrite = reports.map(({ id, quarter, submittedAt }): Task => ({
    of,
    title: `批阅${quarterZh(quarter)}监测报告`,
    note: `${formatMonthDayZh(dayOf(submittedAt))}呈批，约三分钟读完`,
    href: `/reports/${id}/leader`,
    mark: 'pend',
    word: '待批示',
  }))
  return [...toWrite, ...(instructions ? officeTasks(instructions) : [])]
}

function officeTasks(waiting: NonNullable<WaitingHere['instructions']>): Task[] {
  const { toTranscribe, toCheck, toAssign, answered, late } = waiting
  const task = (count: number, shown: Omit<Task, 'of' | 'mark'> & { mark?: Mark }): Task[] =>
    count > 0 ? [{ of, mark: 'warn', ...shown }] : []
  return [
    ...task(late, {
      title: `催办逾期的批示交办事项 ${late} 项`,
      note: '电话催办，确需延期的写明理由调整时限',
      href: '/instructions?state=late',
      mark: 'fail',
      word: '已逾期',
    }),
    ...task(toTranscribe, {
      title: `录入手写批示 ${toTranscribe} 件`,
      note: '照原件逐字录入，由另一人核对',
      href: '/instructions',
      word: '待录入',
    }),
    ...task(toCheck, {
      title: `核对批示文字 ${toCheck} 件`,
      note: '对照原件，一字不差的核对无误',
      href: '/instructions',
      mark: 'pend',
      word: '待核对',
    }),
    ...task(toAssign, {
      title: `交办批示 ${toAssign} 件`,
      note: '写明承办单位、交办要点和时限；没有要求的注明无需交办',
      href: '/instructions',
      word: '待交办',
    }),
    ...task(answered, {
      title: `审核批示办理情况 ${answered} 项`,
      note: '审核办结，或者写明理由退回补充',
      href: '/instructions?state=answered',
      mark: 'pend',
      word: '待审核',
    }),
  ]
}

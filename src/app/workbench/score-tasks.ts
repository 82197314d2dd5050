import { scoreWaiting } from '../../scoring/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

/** What waits in 年度评分: records, changes and appeals that a second person has to confirm, the oldest year first. */
export async function scoreTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  if (!allowed('score.decide')) return []
  const waiting = await scoreWaiting(c.var.deps.db, districtId)
  return waiting.map(({ year, count }) => ({
    of: '年度评分',
    title: `处理年度评分的登记、更正、申诉 ${count} 件`,
    note: `${year}年度，提出人以外的人确认后计入`,
    href: `/score/${year}/entries`,
    mark: 'pend',
    word: '待确认',
  }))
}

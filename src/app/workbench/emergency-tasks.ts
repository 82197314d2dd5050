import { kindLabels, openEmergencies } from '../../emergency/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

/** What can't wait: open cases, the one whose clock runs out first on top; who only reads hears how many there are. */
export async function emergencyTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  if (!allowed('emergency.handle')) return []
  const { db, clock } = c.var.deps
  const cases = await openEmergencies(db, districtId, clock.now())
  return cases.map(({ id, kind, thing, clock: next, words }) => ({
    of: '应急',
    title: `应急处置：${kindLabels[kind]}`,
    note: `${thing}　${words}`,
    href: `/emergency/${id}`,
    mark: next === null ? 'pend' : next.standing === 'running' ? 'warn' : 'fail',
    word:
      next === null ? '待办理' : next.standing === 'overdue' ? '已超时' : next.standing === 'now' ? '立即' : '计时中',
  }))
}

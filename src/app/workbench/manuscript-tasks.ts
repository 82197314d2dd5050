import { waitingFor } from '../../publishing/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

/** Manuscripts that units sent to an office of the district for its countersignature. */
export async function manuscriptTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  const { deps, actor } = c.var
  if (!allowed('manuscripts.countersign-propaganda') && !allowed('manuscripts.countersign-secrecy')) return []
  const waiting = (await waitingFor(deps, actor, districtId)).mine.length
  if (waiting === 0) return []
  const title = `会签单位送来的稿件 ${waiting} 件`
  return [{ of: '稿件', title, note: '看过全文，逐关签署', href: '/manuscripts', mark: 'pend', word: '待会签' }]
}

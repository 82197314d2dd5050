import type { Action } from '../../access/index.ts'
import { turnedFindings } from '../../rectification/index.ts'
import type { Mark } from '../../web/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

/** What waits in 整改: orders to sign, appeals, rechecks, what is late, and what an order no longer rests on. */
export async function orderTasks(
  c: AtDesk,
  districtId: string,
  { orders }: WaitingHere,
  allowed: Allowed,
): Promise<Task[]> {
  if (!orders) return []
  const { drafts, contested, fixed, passed, late } = orders
  const found = allowed('orders.issue') ? await turnedFindings(c.var.deps.db, districtId) : []
  const turned = new Set(found.map(({ orderId }) => orderId))
  const [first, ...others] = turned
  const task = (count: number, action: Action, shown: Omit<Task, 'of' | 'mark'> & { mark?: Mark }): Task[] =>
    count > 0 && allowed(action) ? [{ of: '整改', mark: 'pend', ...shown }] : []
  return [
    ...task(turned.size, 'orders.issue', {
      title: `核实依据有变化的整改通知 ${turned.size} 件`,
      note: '所依据的问题被改判或不再发现，决定撤回或者维持',
      href: others.length === 0 && first ? `/orders/${first}` : '/orders',
      mark: 'fail',
      word: '待核实',
    }),
    ...task(late, 'orders.prepare', {
      title: `督办逾期整改 ${late} 件`,
      note: '先催办，仍不整改的升级督办，列入下一期通报',
      href: '/orders?state=late',
      mark: 'fail',
      word: '已逾期',
    }),
    ...task(drafts, 'orders.issue', {
      title: `签发整改通知 ${drafts} 件`,
      note: '拟制人以外的人签发',
      href: '/orders?state=drafted',
      word: '待签发',
    }),
    ...task(contested, 'orders.decide', {
      title: `处理整改申诉 ${contested} 件`,
      note: '下达人以外的人处理',
      href: '/orders?state=contested',
      word: '待处理',
    }),
    ...task(fixed, 'orders.recheck', {
      title: `复查整改 ${fixed} 件`,
      note: '打开账号核对，对照系统最近一次判定',
      href: '/orders?state=fixed',
      word: '待复查',
    }),
    ...task(passed, 'orders.prepare', {
      title: `整改销号 ${passed} 件`,
      note: '复查合格',
      href: '/orders?state=passed',
      word: '待销号',
    }),
  ]
}

/** What waits in 责任追究. */
export function accountabilityTasks({ accountability }: WaitingHere, allowed: Allowed): Task[] {
  if (!accountability) return []
  const { opened, hearing, decided } = accountability
  const task = (count: number, action: Action, state: string, shown: Pick<Task, 'title' | 'note' | 'word'>): Task[] =>
    count > 0 && allowed(action)
      ? [{ of: '问责', mark: 'pend', href: `/accountability-cases?state=${state}`, ...shown }]
      : []
  return [
    ...task(opened, 'accountability.open', 'opened', {
      title: `告知责任追究事项 ${opened} 件`,
      note: '告知单位陈述申辩，不少于3个工作日',
      word: '待告知',
    }),
    ...task(hearing, 'accountability.decide', 'hearing', {
      title: `决定责任追究事项 ${hearing} 件`,
      note: '陈述申辩期满或收到陈述申辩后决定，立项人不能决定',
      word: '待决定',
    }),
    ...task(decided, 'accountability.open', 'decided', {
      title: `送达责任追究决定 ${decided} 件`,
      note: '送达后登记',
      word: '待送达',
    }),
  ]
}

import type { Action } from '../../access/index.ts'
import { turnedFindings, waitingOrders } from '../../rectification/index.ts'
import type { Mark, WebContext } from '../../web/index.ts'
import type { Allowed, Task } from './task.ts'

/** What waits in 整改: orders to sign, appeals, rechecks, what is late, and what an order no longer rests on. */
export async function orderTasks(c: WebContext, districtId: string, allowed: Allowed): Promise<Task[]> {
  const { db, clock } = c.var.deps
  const { drafts, contested, fixed, passed, late } = await waitingOrders(db, districtId, clock.now())
  const turned = new Set((await turnedFindings(db, districtId)).map(({ orderId }) => orderId))
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

import type { Action } from '../../access/index.ts'
import type { Mark } from '../../web/index.ts'
import type { Allowed, Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

/** What waits in 上级交办, by desk; what is past the superior's hour goes before everything. */
export function superiorTasks({ superiors }: WaitingHere, allowed: Allowed): Task[] {
  if (!superiors) return []
  const { entered, toCheck, toCompile, compiled, signed, late } = superiors
  const task = (count: number, action: Action, shown: Omit<Task, 'of' | 'mark'> & { mark?: Mark }): Task[] =>
    count > 0 && allowed(action) ? [{ of: '上级交办', mark: 'warn', ...shown }] : []
  return [
    ...task(late, 'superiors.handle', {
      title: `报送已超时限的上级交办 ${late} 件`,
      note: '立即报送并说明原因，照实登记报送时间',
      href: '/superiors?state=open',
      mark: 'fail',
      word: '已超时限',
    }),
    ...task(entered, 'superiors.handle', {
      title: `分办上级交办 ${entered} 件`,
      note: '按倒排时间分办到单位',
      href: '/superiors?state=entered',
      word: '待分办',
    }),
    ...task(toCheck, 'superiors.handle', {
      title: `核对单位反馈 ${toCheck} 件`,
      note: '核对无误，或者写明理由退回补充',
      href: '/superiors?state=distributed',
      mark: 'pend',
      word: '待核对',
    }),
    ...task(toCompile, 'superiors.handle', {
      title: `汇总上级交办 ${toCompile} 件`,
      note: '单位反馈已全部核对，汇总后生成反馈函',
      href: '/superiors?state=distributed',
      word: '待汇总',
    }),
    ...task(compiled, 'superiors.sign', {
      title: `审签反馈函 ${compiled} 件`,
      note: '汇总、修改人以外的人审签',
      href: '/superiors?state=compiled',
      mark: 'pend',
      word: '待审签',
    }),
    ...task(signed, 'superiors.handle', {
      title: `报送反馈函 ${signed} 件`,
      note: '按上级要求的渠道报送后登记',
      href: '/superiors?state=signed',
      word: '待报送',
    }),
  ]
}

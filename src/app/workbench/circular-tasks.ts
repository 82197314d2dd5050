import type { Action } from '../../access/index.ts'
import type { Mark } from '../../web/index.ts'
import type { Allowed, Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

/** What waits in 通报, by desk: signatures, the number, sending out, units whose day is over. */
export function circularTasks({ circulars: waiting }: WaitingHere, allowed: Allowed): Task[] {
  if (!waiting) return []
  const task = (count: number, action: Action, shown: Omit<Task, 'of' | 'mark'> & { mark?: Mark }): Task[] =>
    count > 0 && allowed(action) ? [{ of: '通报', mark: 'pend', ...shown }] : []
  const desk = (state: keyof typeof waiting, action: Action, title: string, note: string, word: string) =>
    task(waiting[state], action, {
      title: `${title} ${waiting[state]} 件`,
      note,
      href: `/circulars?state=${state}`,
      word,
    })
  return [
    ...task(waiting.undrafted, 'circulars.draft', {
      title: `拟制通报 ${waiting.undrafted} 件`,
      note: '报告已有领导批示，可以拟稿',
      href: '/circulars/new',
      mark: 'warn',
      word: '待拟稿',
    }),
    ...desk('checking', 'circulars.check', '核稿', '拟稿人以外的人核稿', '待核稿'),
    ...desk('countersigning', 'circulars.countersign', '会签', '会签后送保密审查', '待会签'),
    ...desk('clearing', 'circulars.clear', '公开属性和保密审查', '逐项确认后送签发', '待审查'),
    ...desk('signing', 'circulars.sign', '签发', '签发当日为成文日期', '待签发'),
    ...desk('signed', 'circulars.number', '编号', '按发文登记填写发文字号', '待编号'),
    ...desk('numbered', 'circulars.number', '印发', '印发后单位在工作台签收', '待印发'),
    ...task(waiting.missing, 'circulars.draft', {
      title: `催报逾期未反馈的单位 ${waiting.missing} 个`,
      note: '催报，或者写明理由办结',
      href: '/circulars?state=issued',
      mark: 'fail',
      word: '已逾期',
    }),
    ...task(waiting.complete, 'circulars.draft', {
      title: `办结反馈已收齐的通报 ${waiting.complete} 件`,
      note: '看过单位反馈后办结',
      href: '/circulars?state=issued',
      word: '待办结',
    }),
  ]
}

import type { Action } from '../../access/index.ts'
import type { CleanupWaiting, WaitingClosings, WaitingSheets } from '../../cleanup/index.ts'
import type { Allowed, Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

/** What waits in 清理整合: its items, the decision sheets to be signed and checked, and 关停注销. */
export function cleanupTasks({ items, sheets, closings }: WaitingHere, allowed: Allowed): Task[] {
  return [
    ...(items ? itemTasks(items, allowed) : []),
    ...(sheets ? sheetTasks(sheets) : []),
    ...(closings ? closingTasks(closings) : []),
  ]
}

function itemTasks({ toConfirm, toDecide, underWay, toVerify }: CleanupWaiting, allowed: Allowed): Task[] {
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

function sheetTasks({ toSign, toCheck }: WaitingSheets): Task[] {
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

function closingTasks({ overdue, seenAgain, recheck, toArchive }: WaitingClosings): Task[] {
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

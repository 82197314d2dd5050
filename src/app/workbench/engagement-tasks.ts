import type { Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

/** What waits in 互动回应: what nobody was told to answer, what is overdue, and accounts to be looked through. */
export function engagementTasks({ messages, services }: WaitingHere): Task[] {
  if (!messages || !services) return []
  const { unassigned, overdue, unlooked } = messages
  const broken = services.count
  const tasks: (Task | false)[] = [
    unassigned > 0 && {
      of: '留言',
      title: `分派留言 ${unassigned} 条`,
      note: '网上找错、单位退回的，指定由哪个单位答复',
      href: '/messages?standing=unassigned',
      mark: 'pend',
      word: '待分派',
    },
    overdue > 0 && {
      of: '留言',
      title: `督促答复逾期留言 ${overdue} 条`,
      note: '已核对，到期没有答复',
      href: '/messages?standing=overdue',
      mark: 'fail',
      word: '逾期',
    },
    unlooked > 0 && {
      of: '留言',
      title: `核对到期留言 ${unlooked} 条`,
      note: '到期没有登记答复；打开账号查看，已答复的登记，没有的在账号页面登记“已核对至”',
      href: '/messages?standing=unlooked',
      mark: 'unkn',
      word: '未核对',
    },
    broken > 0 && {
      of: '办事',
      title: `督促修复办事入口 ${broken} 个`,
      note: '最近一次核查不能用',
      href: '/services?standing=broken',
      mark: 'fail',
      word: '不可用',
    },
  ]
  return tasks.filter((task) => task !== false)
}

/** What units said of 转载任务 and nobody has looked at. */
export function repostTasks({ reposts }: WaitingHere): Task[] {
  const claimed = reposts?.count ?? 0
  if (claimed === 0) return []
  const title = `核定单位报送的转载情况 ${claimed} 个账号`
  const note = '打开链接核对标题和时间，属实的核定'
  return [{ of: '转载', title, note, href: '/reposts', mark: 'pend', word: '待核定' }]
}

/** 发布审签单 that were handed in, or whose day is over, and nobody has judged. */
export function sheetTasks({ samples }: WaitingHere): Task[] {
  const toJudge = samples?.toJudge ?? 0
  if (toJudge === 0) return []
  const title = `判断抽查的发布审签单 ${toJudge} 篇`
  const note = '已报送的看审签是否齐全，逾期未报送的认定没有审签单'
  return [{ of: '先审后发', title, note, href: '/approved/samples', mark: 'pend', word: '待判断' }]
}

import { addDays } from '../../calendar/index.ts'
import { brokenServices, waitingMessages } from '../../engagement/index.ts'
import { claimedReposts, waitingSamples } from '../../publishing/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

const SOON_DAYS = 2

/** What waits in 互动回应: what nobody was told to answer, what is overdue, and accounts to be looked through. */
export async function engagementTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  const { db, clock } = c.var.deps
  const today = clock.today()
  if (!allowed('messages.supervise')) return []
  const waiting = await waitingMessages(db, { districtId }, today, addDays(today, SOON_DAYS))
  const { unassigned, overdue, unlooked } = waiting
  const broken = await brokenServices(db, districtId)
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
export async function repostTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  if (!allowed('reposts.set')) return []
  const claimed = await claimedReposts(c.var.deps.db, districtId)
  if (claimed === 0) return []
  const title = `核定单位报送的转载情况 ${claimed} 个账号`
  const note = '打开链接核对标题和时间，属实的核定'
  return [{ of: '转载', title, note, href: '/reposts', mark: 'pend', word: '待核定' }]
}

/** 发布审签单 that were handed in, or whose day is over, and nobody has judged. */
export async function sheetTasks(c: AtDesk, districtId: string, allowed: Allowed): Promise<Task[]> {
  if (!allowed('approved.handle')) return []
  const { db, clock } = c.var.deps
  const { toJudge } = await waitingSamples(db, { districtId }, clock.today())
  if (toJudge === 0) return []
  const title = `判断抽查的发布审签单 ${toJudge} 篇`
  const note = '已报送的看审签是否齐全，逾期未报送的认定没有审签单'
  return [{ of: '先审后发', title, note, href: '/approved/samples', mark: 'pend', word: '待判断' }]
}

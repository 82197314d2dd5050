import type { Action } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { daysLeft, type RunningCampaign, runningCampaigns, type Waiting } from '../../filing/index.ts'
import type { Mark } from '../../web/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'
import type { WaitingHere } from './waiting.ts'

/** What waits in 备案报送: returns and cases by desk, handovers, 责任追究线索, then each campaign that runs. */
export async function filingTasks(
  c: AtDesk,
  districtId: string,
  { filing }: WaitingHere,
  allowed: Allowed,
): Promise<Task[]> {
  const { db, clock } = c.var.deps
  const today = clock.today()
  const campaigns = allowed('filing.remind') ? await runningCampaigns(db, districtId, today) : []
  return [...(filing ? deskTasks(filing, allowed) : []), ...campaignTasks(campaigns, today)]
}

function deskTasks(waiting: Waiting, allowed: Allowed): Task[] {
  const desk = (count: number, action: Action, task: Omit<Task, 'mark'> & { mark?: Mark }): Task[] =>
    count > 0 && allowed(action) ? [{ mark: 'pend', ...task }] : []
  const { drafts, draftsReturned, submitted, toAccept, toReview, toApprove, toEnter, toRegister, triggers } = waiting
  const { handovers, handoversOverdue, toConfirm } = waiting
  const cases = (state: string) => `/cases?state=${state}`
  return [
    ...desk(drafts, 'filing.open', {
      of: '备案',
      title: `批准专项排查 ${drafts} 件`,
      note: '批准后布置给各单位',
      href: '/filing?state=draft',
      word: '待批准',
    }),
    ...desk(draftsReturned, 'filing.prepare', {
      of: '备案',
      title: `修改退回的专项排查 ${draftsReturned} 件`,
      note: '按退回理由修改后，再报负责人批准，或者撤回',
      href: '/filing?state=returned',
      mark: 'warn',
      word: '退回修改',
    }),
    ...desk(submitted, 'filing.accept', {
      of: '备案',
      title: `受理报送 ${submitted} 件`,
      note: '核验签字、盖章和内容',
      href: '/filing',
      word: '待受理',
    }),
    ...desk(toAccept, 'filing.accept', {
      of: '备案',
      title: `受理备案事项 ${toAccept} 件`,
      note: '开设、变更、关停、注销',
      href: cases('submitted'),
      word: '待受理',
    }),
    ...desk(toReview, 'filing.review', {
      of: '备案',
      title: `审核备案事项 ${toReview} 件`,
      note: '受理人以外的人审核',
      href: cases('accepted'),
      word: '待审核',
    }),
    ...desk(toApprove, 'filing.open', {
      of: '备案',
      title: `批准备案事项 ${toApprove} 件`,
      note: '先批后开',
      href: cases('reviewing'),
      word: '待批准',
    }),
    ...desk(toEnter, 'national.record', {
      of: '备案',
      title: `在全国系统填报备案事项 ${toEnter} 件`,
      note: '主办单位已填报，主管单位也要填报并登记',
      href: cases('executed'),
      word: '待填报',
    }),
    ...desk(toRegister, 'filing.accept', {
      of: '备案',
      title: `登记备案事项 ${toRegister} 件`,
      note: '登记台账，编发备案号',
      href: cases('national-reported'),
      word: '待登记',
    }),
    ...desk(toConfirm, 'handover.confirm', {
      of: '交接',
      title: `确认人员交接 ${toConfirm} 件`,
      note: '对照扫描件核对签字，经手的人不能自己确认',
      href: '/handovers?state=submitted',
      word: '待确认',
    }),
    ...desk(handovers, 'handover.confirm', {
      of: '交接',
      title: `督促人员交接 ${handovers} 件`,
      note: handoversOverdue > 0 ? `其中已逾期 ${handoversOverdue} 件` : '责任人、账号管理员变动，须限期办结',
      href: handoversOverdue > 0 ? '/handovers?state=overdue' : '/handovers?state=open',
      mark: handoversOverdue > 0 ? 'fail' : 'warn',
      word: handoversOverdue > 0 ? '已逾期' : '办理中',
    }),
    ...desk(triggers, 'accountability.decide', {
      of: '问责',
      title: `处理责任追究线索 ${triggers} 条`,
      note: '系统仅提示，由人决定',
      href: '/accountability?state=raised',
      word: '待处理',
    }),
  ]
}

/** 距截止还有4天; on the last day 今天截止. */
export const deadlineWords = (left: number): string =>
  left < 0 ? '已过截止日期' : left === 0 ? '今天截止' : `距截止还有${left}天`

function campaignTasks(campaigns: readonly RunningCampaign[], today: CivilDate): Task[] {
  return campaigns.map((campaign) => {
    const { id, title, filingDue, unanswered, unmended } = campaign
    const owed = [
      ...(unanswered > 0 ? [`${unanswered}个单位未报送`] : []),
      ...(unmended > 0 ? [`${unmended}个单位补正逾期`] : []),
    ]
    const filter = unanswered > 0 ? 'unanswered' : unmended > 0 ? 'late' : ''
    return {
      of: '排查',
      title: `${title}：${owed.join('，') || '各单位均已报送'}`,
      note: campaignNote(campaign, today),
      href: `/filing/campaigns/${id}?state=${filter}`,
      mark: (daysLeft(filingDue, today) < 0 && unanswered > 0) || unmended > 0 ? 'fail' : 'warn',
      word: '报送中',
    }
  })
}

// Returns first, then the clean-up: the deadline that comes next is the one that is told.
function campaignNote({ filingDue, cleanupDue }: RunningCampaign, today: CivilDate): string {
  const filing = deadlineWords(daysLeft(filingDue, today))
  if (!cleanupDue || daysLeft(filingDue, today) >= 0) return filing
  return `报送${filing}；清理整合${deadlineWords(daysLeft(cleanupDue, today))}`
}

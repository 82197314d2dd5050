import { formatDayZh } from '../calendar/index.ts'
import type { Column } from '../documents/index.ts'
import type { AfterReminder, FollowedReminder } from '../rectification/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import type { ReminderTotals, ReportFacts } from './model.ts'

type Reminded = Pick<ReportFacts, 'reminders'>

/** What followed 更新提醒, in the words of text and table. */
export const afterLabels: Readonly<Record<AfterReminder, string>> = {
  'in-time': '提醒后按期更新',
  before: '提醒发出前已更新',
  late: '未按期更新',
  waiting: '期限未到',
  unseen: '未采集到数据',
}

/** 提醒 of the quarter counted from its rows; nothing in reports from before they were kept. */
export function reminderTotals(rows: readonly FollowedReminder[]): ReminderTotals {
  const byThreshold = rows.filter(({ origin }) => origin === 'threshold')
  const warned = byThreshold.flatMap((one) => one.warned ?? [])
  const levels = [...new Set(warned.map(({ level }) => level))].sort((a, b) => a - b)
  return {
    threshold: byThreshold.length,
    byHand: rows.length - byThreshold.length,
    accounts: new Set(warned.map(({ accountId }) => accountId)).size,
    levels: levels.map((days) => ({ days, sent: warned.filter(({ level }) => level === days).length })),
    inTime: warned.filter(({ after }) => after === 'in-time').length,
  }
}

/** `reminded:threshold`, `reminded:level-13` (times), `reminded:after-late` (times). */
export function remindedFigure({ reminders }: Reminded, member: string): string | undefined {
  const rows = reminders?.rows ?? []
  const warned = rows.flatMap((one) => one.warned ?? [])
  if (member.startsWith('level-')) return String(warned.filter(({ level }) => `level-${level}` === member).length)
  if (member.startsWith('after-')) return String(warned.filter(({ after }) => `after-${after}` === member).length)
  const { threshold, byHand, accounts } = reminderTotals(rows)
  return new Map([
    ['threshold', threshold],
    ['by-hand', byHand],
    ['accounts', accounts],
  ])
    .get(member)
    ?.toString()
}

/** What is said of a figure of this family where somebody points at it. */
export function remindedMeaning(member: string): string {
  if (member.startsWith('level-')) return '按监测时间点已有的未更新天数，计入已达到的最高一档，按次计。'
  if (member === 'after-in-time') return '提醒当日或以后、最迟更新日期以前采集到更新，按次计。'
  if (member.startsWith('after-')) return '按监测时间点后第一次更新和最迟更新日期计，按次计，名单见附件。'
  return member === 'accounts' ? '本季度发过更新提醒的账号，去重。' : '本季度发出的提醒，按次计，不计入判定。'
}

// A date takes 6 on one line, as in 问题清单.
export const reminderColumns: readonly Column[] = [
  { title: '序号', width: 1.4, align: 'center' },
  { title: '主办单位', width: 4 },
  { title: '名称', width: 3.2 },
  { title: '平台', width: 3 },
  { title: '监测时间点', width: 6, align: 'center' },
  { title: '未更新天数', width: 2.2, align: 'right' },
  { title: '预警档（天）', width: 2.2, align: 'right' },
  { title: '提醒日期', width: 6, align: 'center' },
  { title: '最迟更新日期', width: 6, align: 'center' },
  { title: '其后首次更新', width: 6, align: 'center' },
  { title: '情况', width: 3.4 },
]

/** 更新提醒情况, a row a reminder that a warning brought. */
export const reminderRows = ({ reminders }: Reminded): string[][] =>
  (reminders?.rows ?? [])
    .filter(({ origin }) => origin === 'threshold')
    .map(({ unitName, sentOn, warned }, at) => [
      String(at + 1),
      unitName,
      ...(warned
        ? [
            warned.accountName,
            platforms[warned.platform].label,
            formatDayZh(warned.checkpoint),
            String(warned.silentDays),
            String(warned.level),
            formatDayZh(sentOn),
            formatDayZh(warned.dueOn),
            warned.updatedOn ? formatDayZh(warned.updatedOn) : '—',
            afterLabels[warned.after],
          ]
        : ['—', '—', '—', '—', '—', formatDayZh(sentOn), '—', '—', '监测记录不全，不作统计']),
    ])

import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { dispositionLabels, operatingStatusLabels, operationModeLabels } from '../model.ts'
import { vendors } from './read-platform.ts'

/**
 * The words of 附件2 as the notice prints them (君山区 2019, 附件2; rulebook (b)): 15 cells above, 2 below. Dots and
 * commas of the notes are set straight, nothing else.
 */
export const FORM_TITLE = '政务新媒体排查及清理整合情况表'
export const SUMMARY_TITLE = '政务新媒体排查及清理整合情况汇总表'

type Title = { title: string; below?: readonly string[]; width: number | readonly number[] }

const NAME: Title = { title: '名称', width: 14 }
const ENTITY: Title = { title: '认证主体', width: 13 }
const PEOPLE = ['负责人及\n联系电话', '联系人及\n联系电话'] as const
const AFTER_UNIT: readonly Title[] = [
  { title: '运营\n单位', width: 13 },
  { title: '运营\n模式', width: 8 },
  { title: '经费保障\n（元/年）', width: 9 },
  { title: '粉丝量', width: 9 },
  { title: '阅读量', width: 9 },
  { title: '推送\n频率', width: 9 },
  { title: '开通\n时间', width: 11 },
]
const LAST: readonly Title[] = [
  { title: '运营\n状态', width: 8 },
  { title: '基本\n功能', width: 12 },
  { title: '平台\n类型', width: 7 },
  { title: '整改\n措施', width: 8 },
]

/** One unit a sheet; its name stands in 填表单位, so 主办单位 spans its two people. */
export const unitTitles: readonly Title[] = [
  NAME,
  ENTITY,
  { title: '主办单位', below: PEOPLE, width: [13, 13] },
  ...AFTER_UNIT,
  { title: '运营人数', width: 9 },
  ...LAST,
]

/** The district's 汇总表: every unit's accounts in one table, so 主办单位 spans its name as well. */
export const summaryTitles: readonly Title[] = [
  { title: '序号', width: 6 },
  NAME,
  ENTITY,
  { title: '主办单位', below: ['单位名称', ...PEOPLE], width: [14, 13, 13] },
  ...AFTER_UNIT,
  { title: '运营人数', below: ['有/无专人', '人数'], width: [8, 6] },
  ...LAST,
]

/** What the blank form says in the double row of 运营人数. */
export const BLANK_DEDICATED = '有/无专人'
export const BLANK_COUNT = '人数'

export const choicesOf: Readonly<Record<string, readonly string[]>> = {
  '运营\n模式': Object.values(operationModeLabels),
  '运营\n状态': Object.values(operatingStatusLabels),
  '平台\n类型': vendors,
  '整改\n措施': Object.values(dispositionLabels),
}

/** Notes 1 to 9; the ninth carries 统计时间截至. */
export function notesText(countedUntil: CivilDate | null): string {
  const until = countedUntil ? formatDayZh(countedUntil) : '    年  月  日'
  return [
    '注：1.按照微博、微信等第三方平台上开设的账号或应用以及移动客户端等类别分别填写，名称填写全称；',
    '2.运营单位填写具体运营的单位名称；',
    '3.运营模式填写自营或购买服务；',
    '4.运营人数填写有无专人运营和负责运营人数；',
    '5.运营状态填“正常运营”或“停止运营”；',
    '6.基本功能填写发布、传播、互动、引导、办事等；',
    '7.平台类型填写新浪、腾讯、人民网或其他；',
    '8.整改措施填写保留、变更、关停、注销等；',
    `9.统计时间截至${until}。`,
  ].join('')
}

/** A head in two rows with its merged areas; `from` is the row it begins in, 0-based. */
export function headRows(titles: readonly Title[], from: number) {
  const above: string[] = []
  const below: string[] = []
  const merges: { top: number; left: number; bottom: number; right: number }[] = []
  for (const { title, below: parts = [] } of titles) {
    const left = above.length
    const right = left + Math.max(1, parts.length) - 1
    above.push(title, ...parts.slice(1).map(() => ''))
    below.push(...(parts.length > 0 ? parts : ['']))
    merges.push({ top: from, left, bottom: parts.length > 0 ? from : from + 1, right })
  }
  return { above, below, merges: merges.filter((one) => one.bottom > one.top || one.right > one.left) }
}

export const columnWidths = (titles: readonly Title[]) => titles.flatMap(({ width }) => width)

/** Where a head stands, 0-based: the column its first part is printed in. */
export function columnOf(titles: readonly Title[], title: string): number {
  let column = 0
  for (const one of titles) {
    if (one.title === title) return column
    column += Math.max(1, one.below?.length ?? 0)
  }
  return -1
}

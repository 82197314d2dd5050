import {
  collectedOfAccount,
  decidedOfAccount,
  heldFindings,
  heldPatrols,
  seriesLines,
  toldOfAccount,
} from '../cleanup/index.ts'
import type { Deps } from '../access/index.ts'
import { formatDayZh, formatMinute } from '../calendar/index.ts'
import { papersNaming, stateLabels, variantLabels } from '../circulars/index.ts'
import type { Tx } from '../database/index.ts'
import { heldEngagement } from '../engagement/index.ts'
import { accountFile } from '../filing/index.ts'
import {
  accountHistory,
  type AccountMonth,
  classLabels,
  findingMarks,
  findingSentence,
  findingStateLabels,
  indicatorOf,
  reachableLabels,
  verdictMarks,
} from '../monitoring/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { bearsSecrecyMark } from '../vocabulary/secrecy-mark.ts'
import { trailLines } from '../web/index.ts'
import type { Chapter } from './model.ts'

type Of = { districtId: string; accountId: string }

// Thirty years of months; of a list that grows with every day the newest.
const MONTHS = 360
const MOST = 1_000

// Every look and count fills hundreds of pages and says nothing a verdict doesn't; the system keeps it whole.
const { check_result: _told, ...decidedRest } = decidedOfAccount
const { collection_target, collection_authorisation, secrecy_stop, repost_asked } = collectedOfAccount
const lists = [
  ...Object.values(decidedRest),
  repost_asked,
  ...Object.values(toldOfAccount),
  collection_target,
  collection_authorisation,
  secrecy_stop,
]

/** The chapters in the order of the office's work, those with nothing in them too. */
export async function chaptersOf(tx: Tx, deps: Deps, of: Of): Promise<Chapter[]> {
  const chapters = [await filedChapter(tx, of), await caseChapter(tx, of), await monthChapter(tx, of)]
  chapters.push(await findingChapter(tx, of), await patrolChapter(tx, of), await paperChapter(tx, of))
  for (const series of lists) {
    const { more, ...held } = await seriesLines(tx, of, series, MOST)
    const { heads, rows } = readable(held)
    const title = series.path.replace('.csv', '')
    chapters.push({ title, heads, rows, ...(more && { note: `只收最近 ${MOST} 条，更早的见系统。` }) })
  }
  for (const { path, rows } of (await heldEngagement(tx, deps, of)).sheets) {
    const [heads = [], ...told] = rows.map((row) => row.map((value) => value ?? ''))
    const title = path.replace('.csv', '')
    const note = told.length > MOST ? { note: `只收 ${MOST} 条，其余见系统。` } : {}
    chapters.push({ title, heads, rows: told.slice(0, MOST), ...note })
  }
  return chapters
}

async function filedChapter(tx: Tx, { districtId, accountId }: Of): Promise<Chapter> {
  const { numbers, accepted, national } = await accountFile(tx, districtId, accountId)
  return {
    title: '备案',
    heads: ['时间', '事项', '内容'],
    rows: [
      ...numbers.map(({ number, kind, acceptedAt }) => [formatMinute(acceptedAt), `备案号 ${number}`, kind]),
      ...accepted.map(({ number, acceptedAt, forms }) => [
        formatMinute(acceptedAt),
        `受理填报 ${number}`,
        Object.entries(forms)
          .map(([form, answers]) => `${form}：${pairs(answers)}`)
          .join('\n'),
      ]),
      ...national.map(({ side, status, on, note }) => [
        on,
        `全国系统填报 ${side}`,
        [status, note].filter(Boolean).join('　'),
      ]),
    ].toSorted(byFirst),
  }
}

async function caseChapter(tx: Tx, { districtId, accountId }: Of): Promise<Chapter> {
  const { cases } = await accountFile(tx, districtId, accountId)
  return {
    title: '备案事项',
    heads: ['事项', '状态', '填报内容', '办理意见', '批准', '办理'],
    rows: cases.map(({ kind, state, answers, opinions, approvedOn, executedOn }) => [
      kind,
      state,
      pairs(answers),
      opinions.map(({ opinion, givenAt }) => `${formatMinute(givenAt)} ${opinion}`).join('\n'),
      approvedOn ?? '',
      executedOn ?? '',
    ]),
  }
}

const pairs = (answers: Readonly<Record<string, string>>) =>
  maskNumbers(
    Object.entries(answers)
      .map(([label, value]) => `${label} ${value}`)
      .join('；'),
  )
const byFirst = ([a = '']: string[], [b = '']: string[]) => (a < b ? -1 : a > b ? 1 : 0)

async function monthChapter(tx: Tx, { districtId, accountId }: Of): Promise<Chapter> {
  const months = await accountHistory(tx, districtId, accountId, MONTHS)
  return {
    title: '各月监测结论',
    heads: ['月份', '监测时间点', '当时名称、主办单位', '结论', '理由'],
    rows: months
      .toReversed()
      .map((one) => [
        one.month,
        formatDayZh(one.checkpoint),
        `${one.accountName}，${one.unitName}`,
        verdictMarks[one.verdict].word,
        reasons(one),
      ]),
    note: '结论以经人工复核确认的为准；“暂不判定”是没有采集到，不是没有更新。',
  }
}

// What failed, as a person left it, and what nobody could know.
function reasons({ results, findings, checkpoint }: AccountMonth): string {
  const failed = results.filter(({ value }) => value === 'fail')
  const unknown = results.filter(({ value, class: weighs }) => value === 'unknown' && weighs === 'veto')
  const lines = [
    ...failed.map(({ indicator, facts, class: weighs }) => {
      const state = findings[indicator]
      const standing = state ? findingMarks[state].word : '系统监测'
      return `${findingSentence({ indicator, facts, checkpoint })}（${classLabels[weighs]}，${standing}）`
    }),
    ...(unknown.length > 0
      ? [`未采集：${unknown.map(({ indicator }) => indicatorOf(indicator).label).join('、')}`]
      : []),
  ]
  return lines.join('\n') || '各项未发现问题'
}

async function findingChapter(tx: Tx, { districtId, accountId }: Of): Promise<Chapter> {
  const findings = await heldFindings(tx, districtId, accountId)
  return {
    title: '问题和复核',
    heads: ['月份', '问题', '复核', '复核意见', '复核时间'],
    rows: findings.map(({ month, indicator, state, reason, decidedAt }) => [
      month,
      indicatorOf(indicator).label,
      findingStateLabels[state as keyof typeof findingStateLabels],
      reason === null ? '' : maskNumbers(reason),
      decidedAt === null ? '' : formatMinute(decidedAt),
    ]),
  }
}

async function patrolChapter(tx: Tx, { districtId, accountId }: Of): Promise<Chapter> {
  const patrols = await heldPatrols(tx, districtId, accountId)
  return {
    title: '巡查记录',
    heads: ['查看时间', '能否打开', '最后更新', '备注'],
    rows: patrols
      .slice(-MOST)
      .map(({ checkedAt, reachable, lastUpdateOn, neverUpdated, note }) => [
        formatMinute(checkedAt),
        reachableLabels[reachable as keyof typeof reachableLabels],
        lastUpdateOn ?? (neverUpdated ? '从未发布' : ''),
        note === null ? '' : maskNumbers(note),
      ]),
    ...(patrols.length > MOST && { note: `只收最近 ${MOST} 次，更早的见系统。` }),
  }
}

const openly = (text: string) => (bearsSecrecyMark(text) ? '【疑似涉密，未收入】' : maskNumbers(text))

async function paperChapter(tx: Tx, of: Of): Promise<Chapter> {
  const papers = await papersNaming(tx, of)
  return {
    title: '通报',
    heads: ['印发日期', '发文字号', '标题', '种类', '状态', '本单位签收', '本单位书面反馈'],
    rows: papers.map(({ number, title, variant, state, issuedOn, receivedAt, answer, answeredAt }) => [
      formatDayZh(issuedOn),
      number,
      title,
      variantLabels[variant],
      stateLabels[state],
      receivedAt ? formatMinute(receivedAt) : '',
      answeredAt ? `${formatMinute(answeredAt)} ${openly(answer ?? '')}` : '',
    ]),
  }
}

/** Columns that say nothing in any row are left out; what is kept for programs is told in words. */
function readable({ heads, rows }: { heads: string[]; rows: string[][] }): { heads: string[]; rows: string[][] } {
  const said = heads.map((_, at) => rows.some((row) => row[at] !== ''))
  const kept = (row: readonly string[]) => row.filter((_, at) => said[at])
  return { heads: kept(heads), rows: rows.map((row) => kept(row).map(wordsOf)) }
}

// 清理建议 with its reasons; any other record as the trail shows one.
function wordsOf(cell: string): string {
  if (!/^[[{]/.test(cell)) return cell
  let record: { reasons?: { says?: string }[] }
  try {
    record = JSON.parse(cell)
  } catch {
    return cell
  }
  const says = record.reasons?.flatMap((reason) => reason.says ?? [])
  return says
    ? says.join('\n')
    : trailLines(record)
        .map(({ label, words }) => [label, words].filter(Boolean).join(' '))
        .join('；')
}

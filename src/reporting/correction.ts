import { dayOf, type CivilDate, formatDayZh, monthsOf, monthZh } from '../calendar/index.ts'
import type { Block, Paper } from '../documents/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { correctionsOf, type FindingCorrection, indicatorOf } from '../monitoring/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { platforms } from '../vocabulary/platforms.ts'
import type { ReportContent } from './model.ts'
import { reportTitle } from './paper.ts'
import type { ReportVersion } from './queries.ts'

type Printed = Pick<ReportVersion, 'quarter' | 'version'> & { content: ReportContent }

/** How much of what the report printed is another number now. */
type Moved = { stood: number; holds: number }

/** 更正说明: what docx and pdf of it are printed from. No person is in it. */
export type CorrectionNotice = {
  addressee: string
  office: string
  /** The report it stands beside: its title, its version, its day. */
  report: { title: string; version: number; compiledOn: CivilDate }
  /** In the order in which they were made. */
  items: {
    whose: string
    month: string
    problem: string
    stood: string
    holds: string
    reason: string
    on: CivilDate
  }[]
  problems: Moved
  unqualified: Moved
  /** Of the last correction: the same corrections give the same paper. */
  madeOn: CivilDate
}

/** What a finding counts for in a report. */
type Counted = { id: string; indicator: string; unitId: string; accountId: string; isVeto: boolean }

/**
 * The notice beside a report that was taken as final, of findings of its months that were corrected after these were closed.
 * Undefined where there are none.
 */
export async function correctionNotice(
  db: Db | Tx,
  districtId: string,
  report: Printed,
): Promise<CorrectionNotice | undefined> {
  const newestFirst = await correctionsOf(db, districtId, { months: monthsOf(report.quarter) })
  if (newestFirst.length === 0) return undefined
  return noticeOf(report, newestFirst.toReversed())
}

const stateWords = { confirmed: '确认为问题', dismissed: '不列为问题' } as const
const said = (state: FindingCorrection['fromState']): string =>
  state === 'confirmed' || state === 'dismissed' ? stateWords[state] : '尚未确认'

function noticeOf({ content, version }: Printed, corrections: readonly FindingCorrection[]) {
  const { facts } = content
  const last = corrections.at(-1)!
  const before = facts.findings.map(({ id, indicator, unitId, accountId, class: weight }) => ({
    id,
    indicator,
    unitId,
    accountId,
    isVeto: weight === 'veto',
  }))
  const after = corrected(before, corrections)
  return {
    addressee: content.addressee,
    office: facts.district.officeName,
    report: { title: reportTitle(content), version, compiledOn: facts.compiledOn },
    items: corrections.map((one) => ({
      whose: whoseOf(one),
      month: monthZh(one.month),
      problem: indicatorOf(one.indicator).label,
      stood: said(one.fromState),
      holds: said(one.toState),
      reason: maskNumbers(one.reason),
      on: dayOf(one.correctedAt),
    })),
    problems: { stood: facts.counted.findings, holds: problemsIn(after) },
    unqualified: { stood: facts.counted.unqualified, holds: unqualifiedIn(after) },
    madeOn: dayOf(last.correctedAt),
  } satisfies CorrectionNotice
}

const whoseOf = ({ indicator, unitName, accountName, platform }: FindingCorrection) =>
  indicatorOf(indicator).about === 'unit' ? unitName : `${unitName}“${accountName}”（${platforms[platform].label}）`

/** The findings that hold: the last correction of each speaks. */
function corrected(before: readonly Counted[], corrections: readonly FindingCorrection[]): Counted[] {
  const held = new Map(before.map((one) => [one.id, one]))
  for (const { findingId, toState, indicator, unitId, accountId, class: weight } of corrections)
    if (toState === 'dismissed') held.delete(findingId)
    else held.set(findingId, { id: findingId, indicator, unitId, accountId, isVeto: weight === 'veto' })
  return [...held.values()]
}

// As `problemsOf` and `totalsOf` count them: what lasted three months is one; any confirmed veto makes unqualified.
const problemsIn = (findings: readonly Counted[]) =>
  new Set(
    findings.map(({ indicator, unitId, accountId }) =>
      [indicator, indicatorOf(indicator).about === 'unit' ? unitId : accountId].join(' '),
    ),
  ).size
const unqualifiedIn = (findings: readonly Counted[]) =>
  new Set(findings.filter(({ isVeto }) => isVeto).map(({ accountId }) => accountId)).size

const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [text] })
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })

const movedWords = (what: string, { stood, holds }: Moved) =>
  stood === holds ? `${what}仍为${stood}个` : `${what}由${stood}个更正为${holds}个`

/** 更正说明 as an official paper, without number and seal: whoever sends it gives it both. */
export function correctionPaper(notice: CorrectionNotice, mark: string): Paper {
  const { report, items, problems, unqualified } = notice
  return {
    kind: 'report',
    title: ['关于季度监测报告', '有关内容的更正说明'],
    addressee: notice.addressee,
    body: [
      paragraph(
        `${notice.office}编制的《${report.title}》（第${report.version}版，${formatDayZh(report.compiledOn)}编制）所依据的月度监测复核结论，有${items.length}条在该月办结后作了更正。报告原文不变，现将更正情况说明如下。`,
      ),
      heading('更正的内容'),
      ...items.map(({ whose, month, problem, stood, holds, reason, on }, at) =>
        paragraph(
          `${at + 1}．${whose}，${month}监测，${problem}：原复核结论为“${stood}”，${formatDayZh(on)}更正为“${holds}”。理由：${ended(reason)}`,
        ),
      ),
      heading('对报告数字的影响'),
      paragraph(
        `按更正后的复核结论，报告所载${movedWords('确认问题数', problems)}，${movedWords('不合格政务新媒体数', unqualified)}。合格率等由此推算的数字，以更正后的上列数字为准，不再单独列出。`,
      ),
    ],
    signature: { office: notice.office, day: notice.madeOn },
    ...(mark && { notice: mark }),
  }
}

const ended = (text: string) => (/[。！？]$/u.test(text) ? text : `${text}。`)

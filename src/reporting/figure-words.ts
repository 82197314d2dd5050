import { monthZh, type Month } from '../calendar/index.ts'
import { classLabels } from '../monitoring/index.ts'
import { platformCodes, platforms } from '../vocabulary/platforms.ts'
import { hasFigure, plainFigureIds } from './figures.ts'
import { answerLabels, type AnswerOutcome, answerOutcomes, answersOf } from './last-circular.ts'
import { instructedTotals, instructedWords } from './instructed.ts'
import type { ReportFacts } from './model.ts'
import { afterLabels, remindedMeaning, reminderTotals } from './reminders.ts'

/** What a number is followed by: pieces of something, per cent, or percentage points. */
export type FigureUnit = 'count' | 'rate' | 'points'

type Words = { label: string; meaning: string; unit?: FigureUnit }

// label: its name in the editor, unique; meaning: what is counted, of which rows.
const plainWords: Readonly<Record<string, Words>> = {
  registered: { label: '应检账号数', meaning: '本季度各月监测时点在册、属本级监管范围的账号，按账号去重。' },
  units: { label: '主办单位数', meaning: '应检账号的主办单位，去重。' },
  judged: { label: '判定账号数', meaning: '至少有一个月采集到数据或完成人工巡查的账号。' },
  qualified: { label: '合格数', meaning: '已判定，且本季度没有经复核确认的单项否决问题。' },
  unqualified: { label: '不合格数', meaning: '本季度任一月有经复核确认的单项否决问题，不论是否已整改。' },
  pending: { label: '待复核数', meaning: '单项否决线索尚待人工复核。' },
  unknown: { label: '暂不判定数', meaning: '本季度各月均未采集到数据，也未完成人工巡查。' },
  findings: { label: '确认问题数', meaning: '经人工复核确认的问题，同一问题持续数月的计为一个。' },
  'judged-throughout': {
    label: '各月均判定数',
    meaning: '在册应检的每个月都采集到数据或完成人工巡查的账号。',
  },
  'partly-unseen': {
    label: '部分月份未判定数',
    meaning: '本季度已判定、但有的月份未采集到数据也未完成人工巡查的账号。',
  },
  unreviewed: { label: '未复核线索数', meaning: '系统监测发现、尚无人复核的线索。' },
  leads: { label: '移交线索数', meaning: '垂直管理单位、党委部门、群团、国企的账号，只计数，不点名。' },
  unsettled: {
    label: '类型待核实账号数',
    meaning: '主办单位类型为“类型待核实”的账号，最后一次监测时点，只计数，不点名。',
  },
  'filing-unknown': {
    label: '待核备案账号数',
    meaning: '最后一次监测时点，台账备案状态为“未核实”的应检账号。',
  },
  coverage: {
    label: '采集覆盖率',
    unit: 'rate',
    meaning: '判定数÷应检数，季度内任一月作出判定即计入，保留一位小数。',
  },
  rate: { label: '合格率', unit: 'rate', meaning: '合格数÷（合格数＋不合格数），待复核的不计入，保留一位小数。' },
  'previous-rate': {
    label: '上季度合格率',
    unit: 'rate',
    meaning: '上季度合格数÷（合格数＋不合格数），保留一位小数。',
  },
  'rate-change': {
    label: '合格率增减',
    unit: 'points',
    meaning: '本季度与上季度合格率（各保留一位小数）之差，只写大小，升降由文字写明。',
  },
  'coverage-change': {
    label: '采集覆盖率增减',
    unit: 'points',
    meaning: '本季度与上季度采集覆盖率（各保留一位小数）之差，只写大小，升降由文字写明。',
  },
  'registered-change': {
    label: '应检账号增减',
    meaning: '本季度与上季度应检账号数之差，只写大小，增减由文字写明。',
  },
  'unqualified-change': { label: '不合格增减', meaning: '本季度与上季度不合格数之差，只写大小，增减由文字写明。' },
  'findings-change': { label: '问题增减', meaning: '本季度与上季度确认问题数之差，只写大小，增减由文字写明。' },
  'previous-coverage': { label: '上季度采集覆盖率', unit: 'rate', meaning: '上季度判定数÷应检数，保留一位小数。' },
  'previous-registered': { label: '上季度应检账号数', meaning: '上季度各月监测时点在册、属本级监管范围的账号。' },
  'previous-unqualified': { label: '上季度不合格数', meaning: '上季度有经复核确认的单项否决问题的账号。' },
  'previous-findings': { label: '上季度确认问题数', meaning: '上季度经人工复核确认的问题。' },
  'feedback-working-days': { label: '反馈工作日数', meaning: '自报告成文次日起按工作日计。' },
  'unchecked-months': { label: '未开展监测月数', meaning: '本季度尚未开展监测的月份。' },
  'open-months': { label: '未办结月数', meaning: '本季度已开展监测、尚未办结的月份。' },
}

const reminded: Readonly<Record<string, string>> = {
  threshold: '更新提醒次数',
  'by-hand': '人工提醒次数',
  accounts: '更新提醒账号数',
}

const remindedLabel = (member: string) =>
  reminded[member] ??
  (member.startsWith('level-')
    ? `满${member.slice('level-'.length)}天提醒次数`
    : `${afterLabels[member.slice('after-'.length) as keyof typeof afterLabels] ?? member}次数`)

/** A number by name, unit and meaning: its name is unique in a report and what an editor writes between braces. */
export function figureWords(facts: Pick<ReportFacts, 'findings'>, id: string): Required<Words> {
  const [family = '', member = ''] = id.split(':')
  const indicator = () => facts.findings.find((finding) => finding.indicator === member)?.label ?? member
  const families: Readonly<Record<string, () => Words>> = {
    platform: () => {
      const name = platforms[member as keyof typeof platforms]?.label ?? member
      return { label: `${name}账号数`, meaning: `应检账号中的${name}。` }
    },
    'month-coverage': () => ({
      label: `${monthZh(member as Month)}采集覆盖率`,
      unit: 'rate',
      meaning: '当月作出判定的账号÷当月应检账号，保留一位小数。',
    }),
    class: () => ({
      label: `${classLabels[member as keyof typeof classLabels]}问题数`,
      meaning: '经人工复核确认的该类问题，同一问题持续数月的计为一个。',
    }),
    accounts: () => ({ label: `${indicator()}账号数`, meaning: '有该类问题（经复核确认）的账号，去重。' }),
    'units-with': () => ({ label: `${indicator()}单位数`, meaning: '有该类问题（经复核确认）的单位，去重。' }),
    answered: () => ({
      label: member === 'asked' ? '上季度通报应反馈单位数' : `上季度通报${answerLabels[member as AnswerOutcome]}数`,
      meaning: '上季度通报要求反馈的单位，按反馈日期和各自期限计，截至报告编制之日。',
    }),
    instructed: () => instructedWords(member),
    reminded: () => ({ label: remindedLabel(member), meaning: remindedMeaning(member) }),
  }
  const found = families[family]?.() ?? plainWords[id] ?? { label: id, meaning: '按附表明细计算。' }
  return { unit: 'count', ...found }
}

/** Every number that these facts have, in the order in which a report tells them. */
export function figureIds(facts: ReportFacts): string[] {
  const { accounts, findings, months, reminders } = facts
  const used = new Set(accounts.map(({ platform }) => platform))
  const plain = plainFigureIds().filter((id) => hasFigure(facts, id))
  const kinds = [...new Map(findings.map(({ indicator, about }) => [indicator, about]))]
  const totals = reminders && reminderTotals(reminders.rows)
  return [
    ...plain,
    ...platformCodes.filter((code) => used.has(code)).map((code) => `platform:${code}`),
    ...months.filter(({ coverage }) => coverage !== null).map(({ month }) => `month-coverage:${month}`),
    ...[...new Set(findings.map((finding) => finding.class))].map((one) => `class:${one}`),
    ...kinds.map(([indicator, about]) => `${about === 'unit' ? 'units-with' : 'accounts'}:${indicator}`),
    ...(answersOf(facts, 'asked').length > 0 ? ['asked', ...answerOutcomes].map((member) => `answered:${member}`) : []),
    ...(totals && totals.threshold + totals.byHand > 0
      ? [
          ...Object.keys(reminded),
          ...totals.levels.map(({ days }) => `level-${days}`),
          ...Object.keys(afterLabels).map((after) => `after-${after}`),
        ].map((member) => `reminded:${member}`)
      : []),
    ...(facts.instructed ? Object.keys(instructedTotals(facts)).map((member) => `instructed:${member}`) : []),
  ]
}

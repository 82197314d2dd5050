import { monthZh, periodZh } from '../calendar/index.ts'
import { type Platform, platformCodes, platforms } from '../vocabulary/platforms.ts'
import { percentText } from '../vocabulary/shares.ts'
import { figure, isUnbegun, partlyUnseen, rateChange, rateStands, settledOf, totalsOf } from './figures.ts'
import { answeredLast } from './last-circular.ts'
import { instructedHeading, instructedTotals, standingLabels, standings } from './instructed.ts'
import type { Bound, ReportBlock, ReportContent, ReportFacts } from './model.ts'
import { problemSection, unqualifiedNames } from './named.ts'
import type { AfterReminder } from '../rectification/index.ts'
import { afterLabels, reminderTotals } from './reminders.ts'
import { day, listed, name, paragraph, source } from './words.ts'

/**
 * Writes the report from its facts, in the skeleton that published circulars share: basis, cut-off, registered, checked,
 * coverage, rate, trend, problems by kind with unit, account and dates, requirements, open items. Sections with nothing
 * to say are left out.
 */
export function draftReport(facts: ReportFacts): ReportContent {
  // What is not closed can still change, also where nobody is asked for anything any more.
  const isDraft = facts.unreviewed > 0 || facts.months.some(({ state }) => state !== 'closed')
  return {
    facts,
    isDraft,
    title: [`关于${quarterName(facts)}全区政务新媒体`, '监测情况的报告'],
    addressee: `${facts.district.name}人民政府`,
    blocks: [
      ...opening(facts),
      ...overview(facts),
      ...answeredLast(facts, (id) => figure(facts, id)),
      ...reminded(facts),
      ...problemSection(facts),
      ...instructed(facts),
      ...requirements(facts),
      ...openItems(facts),
    ],
  }
}

export const quarterName = ({ quarter }: Pick<ReportFacts, 'quarter'>): string => periodZh(quarter)

function opening(facts: ReportFacts): ReportBlock[] {
  return [
    paragraph(
      '根据《国务院办公厅关于推进政务新媒体健康有序发展的意见》（',
      source('国办发〔2018〕123号'),
      '）、《国务院办公厅秘书局关于印发政府网站与政务新媒体检查指标、监管工作年度考核指标的通知》（',
      source('国办秘函〔2019〕19号'),
      '）和全区政务新媒体建设管理应用有关要求，',
      name(facts.district.officeName),
      '采取系统监测和人工复核相结合的方式，对',
      name(quarterName(facts)),
      '全区政务新媒体运行情况进行了监测。现将有关情况报告如下。',
    ),
  ]
}

function overview(facts: ReportFacts): ReportBlock[] {
  const totals = totalsOf(facts)
  const blocks: ReportBlock[] = [
    { kind: 'heading', level: 1, text: '总体情况' },
    paragraph(
      '截至',
      day(facts.cutOff),
      '，本季度纳入监测的政务新媒体',
      figure(facts, 'registered'),
      '个，涉及主办单位',
      figure(facts, 'units'),
      '个。',
      ...byPlatform(facts),
    ),
  ]
  if (totals.judged === 0)
    return [...blocks, paragraph('本季度没有采集到可供判定的数据，不计算合格率。未采集到数据不等于未更新。')]
  blocks.push(
    paragraph(
      '本季度完成监测并作出判定的',
      figure(facts, 'judged'),
      '个，采集覆盖率',
      figure(facts, 'coverage'),
      '%（季度内任一月作出判定即计入）',
      ...throughout(facts),
      '合格',
      figure(facts, 'qualified'),
      '个，不合格',
      figure(facts, 'unqualified'),
      '个',
      ...rateOf(facts),
      '。',
      ...unqualifiedNamed(facts),
      ...byMonth(facts),
      ...pending(facts),
      ...unknowns(facts),
      ...leads(facts),
      ...unsettled(facts),
      ...filingUnknown(facts),
    ),
  )
  return [...blocks, { kind: 'figure' }]
}

function byPlatform(facts: ReportFacts): Bound[] {
  const used = platformCodes.filter((code) => facts.accounts.some(({ platform }) => platform === code))
  if (used.length < 2) return []
  return [
    '按平台分，',
    ...used.flatMap((code, at): Bound[] => [
      ...(at > 0 ? ['、'] : []),
      platforms[code].label,
      figure(facts, `platform:${code}`),
      '个',
    ]),
    '。',
  ]
}

// Seen in one month of three is seen in the quarter: each month's own coverage stands beside it (docs/decisions/006).
function byMonth({ months, ...facts }: ReportFacts): Bound[] {
  const seen = months.filter(({ coverage }) => coverage !== null)
  if (seen.length === 0) return []
  return [
    '各月采集覆盖率：',
    ...seen.flatMap(({ month }, at): Bound[] => [
      ...(at > 0 ? ['、'] : []),
      name(monthZh(month)),
      figure({ ...facts, months }, `month-coverage:${month}`),
      '%',
    ]),
    '。',
  ]
}

// 必有项 点名: whoever reads the number reads the names with it.
function unqualifiedNamed(facts: ReportFacts): Bound[] {
  const names = unqualifiedNames(facts)
  return names.length === 0 ? [] : ['不合格政务新媒体分别为：', ...names, '。']
}

// One month of three is enough for a verdict of the quarter: who was not seen in all of them is told apart.
function throughout(facts: ReportFacts): Bound[] {
  if (partlyUnseen(facts).length === 0)
    return [isUnbegun(facts) ? '，已开展监测的月份均作出判定；其中' : '，应检各月均作出判定；其中']
  return [
    '，其中应检各月均作出判定的',
    figure(facts, 'judged-throughout'),
    '个，部分月份未采集到数据、相应月份不作判定的',
    figure(facts, 'partly-unseen'),
    '个（名单和月份见附件）。作出判定的账号中，',
  ]
}

function rateOf(facts: ReportFacts): Bound[] {
  const totals = totalsOf(facts)
  if (settledOf(totals) === 0) return ['，暂不计算合格率']
  if (!rateStands(totals)) return ['。作出判定的不足应检数的一半，不以合格率反映全区情况']
  if (isUnbegun(facts))
    return [
      '，已开展监测月份的合格率',
      figure(facts, 'rate'),
      '%（尚有',
      figure(facts, 'unchecked-months'),
      '个月未开展监测，不作为季度合格率，暂不与上季度比较）',
    ]
  return ['，合格率', figure(facts, 'rate'), '%', ...comparison(facts)]
}

function comparison(facts: ReportFacts): Bound[] {
  const change = rateChange(facts)
  if (change === undefined) return []
  const before: Bound[] = ['（上季度', figure(facts, 'previous-rate'), '%）']
  if (change === 0) return ['，与上季度持平', ...before]
  return [change > 0 ? '，比上季度提高' : '，比上季度下降', figure(facts, 'rate-change'), '个百分点', ...before]
}

function pending(facts: ReportFacts): Bound[] {
  if (totalsOf(facts).pending === 0) return []
  return [
    '判定数中有',
    figure(facts, 'pending'),
    '个账号的线索尚待人工复核，暂不计入合格、不合格和合格率，复核完成后再与上季度比较。',
  ]
}

function unknowns(facts: ReportFacts): Bound[] {
  if (totalsOf(facts).unknown === 0) return []
  return ['另有', figure(facts, 'unknown'), '个未采集到数据，暂不判定，不计入合格率。未采集到数据不等于未更新。']
}

function leads(facts: ReportFacts): Bound[] {
  if (facts.leads === 0) return []
  return ['排查中发现不属于本级监管范围的账号', figure(facts, 'leads'), '个，作为移交线索另行处理，未纳入本次监测。']
}

function unsettled(facts: ReportFacts): Bound[] {
  if (facts.unsettled === 0) return []
  return ['主办单位类型尚待核实的账号', figure(facts, 'unsettled'), '个，核实前不作判定，未计入应检数。']
}

// Nobody's filing is known after the first import: said as it is, and held against nobody (docs/decisions/006).
function filingUnknown(facts: ReportFacts): Bound[] {
  if (facts.filingUnknown === 0) return []
  return ['应检账号中备案情况尚待核对（待核备案）的', figure(facts, 'filing-unknown'), '个，核对前不影响合格与否。']
}

/** What came of 批示 on earlier reports; nothing where there were none. */
function instructed(facts: ReportFacts): ReportBlock[] {
  if (!facts.instructed) return []
  const totals = instructedTotals(facts)
  const items = (member: string): Bound[] => [figure(facts, `instructed:${member}`), '项']
  const told = standings.filter((one) => one === 'done' || totals[one] > 0)
  return [
    { kind: 'heading', level: 1, text: instructedHeading },
    paragraph(
      '根据区政府分管领导在以前各期报告上的批示，交办事项',
      ...items('tasks'),
      '，涉及承办单位',
      figure(facts, 'instructed:units'),
      '个，其中',
      ...listed(told.map((one): Bound[] => [standingLabels[one], ...items(one)])),
      '（办理情况见附件）。',
    ),
  ]
}

/** 提醒次数 of published circulars; no finding. Nothing where the quarter had none. */
function reminded(facts: ReportFacts): ReportBlock[] {
  if (!facts.reminders || facts.reminders.rows.length === 0) return []
  const { threshold, byHand, levels } = reminderTotals(facts.reminders.rows)
  const times = (label: string, member: string): Bound[] => [label, figure(facts, `reminded:${member}`), '次']
  if (threshold === 0) return [paragraph('本季度发出', ...times('人工提醒', 'by-hand'), '。提醒不是问题，不计入判定。')]
  const outcomes = (Object.keys(afterLabels) as AfterReminder[]).filter(
    (after) => after === 'in-time' || facts.reminders?.rows.some(({ warned }) => warned?.after === after),
  )
  return [
    paragraph(
      '本季度对接近更新期限的账号发出',
      ...times('更新提醒', 'threshold'),
      '，涉及账号',
      figure(facts, 'reminded:accounts'),
      '个，其中',
      ...listed(levels.map(({ days }) => [name(`未更新满${days}天的`), ...times('', `level-${days}`)])),
      '；',
      ...listed(outcomes.map((after) => times(afterLabels[after], `after-${after}`))),
      '（名单见附件）。',
      ...(byHand > 0 ? ['另有', ...times('人工提醒', 'by-hand'), '。'] : []),
      '提醒不是问题，不计入判定。',
    ),
  ]
}

function requirements(facts: ReportFacts): ReportBlock[] {
  const { feedbackBy } = facts
  const blocks: ReportBlock[] = [
    { kind: 'heading', level: 1, text: '下一步工作要求' },
    { kind: 'heading', level: 2, text: '压实工作责任' },
    paragraph(
      '各单位行政一把手为第一责任人，分管领导为直接责任人，明确专人负责日常运维，形成“一把手抓总，分管领导负责，工作人员落实”的工作格局。',
    ),
    { kind: 'heading', level: 2, text: '严格内容审核' },
    paragraph(
      '坚持分级分类审核、先审后发，严把政治关、法律关、政策关、保密关、文字关，确保信息更新及时、准确、安全、有效。',
    ),
    { kind: 'heading', level: 2, text: '抓好整改落实' },
  ]
  if (facts.findings.length === 0)
    return [...blocks, paragraph('各单位要对照检查指标定期自查，及时更新信息，认真回应群众留言，持续巩固运维成效。')]
  return [
    ...blocks,
    paragraph(
      '建议责成有关单位对照附件逐项整改，于',
      day(feedbackBy.day),
      feedbackBy.provisional ? '（按暂定放假安排推算）前（' : '前（',
      figure(facts, 'feedback-working-days'),
      '个工作日内）将整改情况书面报',
      name(facts.district.officeName),
      '，下季度监测时对本次问题账号逐一复查。',
    ),
  ]
}

function openItems(facts: ReportFacts): ReportBlock[] {
  const items: Bound[][] = []
  if (facts.unreviewed > 0)
    items.push(['系统监测线索', figure(facts, 'unreviewed'), '条尚未人工复核，未列入本报告的问题。'])
  if (totalsOf(facts).unknown > 0) items.push(['暂不判定的账号', figure(facts, 'unknown'), '个，名单见附件。'])
  for (const { month, state } of facts.months) {
    if (state === 'unchecked') items.push([name(monthZh(month)), '监测尚未开展。'])
    if (state === 'checked') items.push([name(monthZh(month)), '监测尚未办结。'])
  }
  return items.length === 0
    ? []
    : [
        { kind: 'heading', level: 1, text: '尚未办结的事项' },
        { kind: 'open-items', items },
      ]
}

/** `微信公众号`; a table cell's word for a platform. */
export const platformName = (platform: Platform) => platforms[platform].label

/** `93.3%`, or a dash where there is nothing to divide by. */
export const percentCell = (part: number, whole: number) => {
  const text = percentText(part, whole)
  return text === undefined ? '—' : `${text}%`
}

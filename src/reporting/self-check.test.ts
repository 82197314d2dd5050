import { describe, expect, it } from 'vitest'
import { account, facts, finding, textOf } from '../../tests/support/report-facts.ts'
import { civilDate, month, quarter } from '../calendar/index.ts'
import { draftReport } from './draft.ts'
import { rateStands } from './figures.ts'
import type { ReportAccount, ReportFacts, ReportFinding } from './model.ts'
import { annexes, problemColumns, problemRows, unitRows } from './paper.ts'
import { checkLists, checkReport, checkUnitTable, listsOf } from './self-check.ts'
import { rateDrawn } from './trend.ts'

/** Takes from one row what it gives to another: every column still adds up. */
function moved(rows: string[][]): string[][] {
  const other = rows.findIndex((row, at) => at > 0 && row[2] !== '0')
  const [from, to] = [rows[other]!, rows[0]!]
  return rows.with(0, to.with(2, String(Number(to[2]) + 1))).with(other, from.with(2, String(Number(from[2]) - 1)))
}

describe('the quarterly report', () => {
  it('says the figures of a published report: registered, judged, coverage, rate and change', () => {
    const text = textOf(draftReport(facts))
    expect(text).toContain(
      '截至2026年9月30日，本季度纳入监测的政务新媒体4个，涉及主办单位3个。按平台分，微信公众号2个、新浪微博2个。',
    )
    expect(text).toContain(
      '作出判定的3个，采集覆盖率75.0%（季度内任一月作出判定即计入），应检各月均作出判定；其中合格2个，不合格1个，合格率66.7%，比上季度下降8.3个百分点（上季度75.0%）',
    )
    expect(text).toContain('另有1个未采集到数据，暂不判定，不计入合格率。')
    expect(text).toContain('移交线索')
    expect(text).toContain('区某局1“临湖账号1”（新浪微博），监测时间点9月30日，最后更新日期9月10日')
  })

  it('passes its own check when rows and totals agree', () => {
    expect(() => checkReport(draftReport(facts))).not.toThrow()
  })

  it.each([
    [
      'a total the rows do not give',
      { ...facts, counted: { ...facts.counted, qualified: 3 } },
      'report.figure-mismatch',
    ],
    [
      'an unqualified account without a confirmed veto finding',
      { ...facts, findings: [], counted: { ...facts.counted, findings: 0 } },
      'report.sum-mismatch',
    ],
    [
      'a veto finding of an account called qualified',
      { ...facts, findings: [finding(1), finding(2)], counted: { ...facts.counted, findings: 2 } },
      'report.sum-mismatch',
    ],
  ])('refuses to print %s', (_what, wrong, code) => {
    expect(() => checkReport(draftReport(wrong))).toThrow(expect.objectContaining({ code }))
  })

  it('refuses a number that was changed after it was written', () => {
    const content = draftReport(facts)
    const paragraph = content.blocks.find(
      (block) =>
        block.kind === 'paragraph' &&
        block.runs.some((run) => typeof run === 'object' && 'figure' in run && run.figure === 'qualified'),
    )
    if (paragraph?.kind !== 'paragraph') throw new Error('no paragraph with the qualified accounts')
    paragraph.runs = paragraph.runs.map((run) =>
      typeof run === 'object' && 'figure' in run && run.figure === 'qualified' ? { ...run, text: '12' } : run,
    )
    expect(() => checkReport(content)).toThrow(expect.objectContaining({ code: 'report.figure-mismatch' }))
  })

  it.each(['共12个', '共１２个'])('refuses a number typed into a sentence: %s', (typed) => {
    const content = draftReport(facts)
    content.blocks.push({ kind: 'paragraph', runs: [typed] })
    expect(() => checkReport(content)).toThrow(expect.objectContaining({ code: 'report.unbound-number' }))
  })

  it.each([
    ['a unit left out', (rows: string[][]) => rows.slice(1)],
    ['a total that is not the sum', (rows: string[][]) => [...rows.slice(0, -1), rows.at(-1)!.with(2, '9')]],
    ['a rate of another row', (rows: string[][]) => rows.with(0, rows[0]!.with(6, '12.3%'))],
    ['a row that does not add up', (rows: string[][]) => moved(rows)],
  ])('refuses a table with %s', (_what, spoil) => {
    expect(() => checkUnitTable(facts, unitRows(facts))).not.toThrow()
    expect(() => checkUnitTable(facts, spoil(unitRows(facts)))).toThrow(
      expect.objectContaining({ code: 'report.sum-mismatch' }),
    )
  })

  it.each([
    ['问题清单', 'problems', []],
    ['问题清单', 'problems', [['1'], ['2']]],
    ['暂不判定名单', 'unknowns', []],
    ['暂不判定名单', 'unknowns', [['1'], ['2']]],
    ['清单的序号', 'unknowns', [['2']]],
  ])('refuses to print a %s that is not what the text says', (words, list, rows) => {
    const printed = listsOf(facts)
    expect(() => checkLists(facts, printed)).not.toThrow()
    expect(() => checkLists(facts, { ...printed, [list]: rows })).toThrow(words)
  })

  it('lets a rate stand from exactly half of the accounts judged', () => {
    const half = { ...facts.counted, registered: 6, judged: 3, qualified: 2, unqualified: 1, unknown: 3 }
    expect(rateStands(half)).toBe(true)
    expect(rateStands({ ...half, registered: 7, unknown: 4 })).toBe(false)
  })

  it('tells a fact of a unit once, whichever of its accounts it was found with', () => {
    const vacant = (n: number, of: string) => ({
      ...finding(n),
      month: month(of),
      checkpoint: civilDate(`${of}-28`),
      indicator: 'D-JS-10',
      label: '责任人不全',
      about: 'unit' as const,
      class: 'deduction' as const,
    })
    const text = textOf(draftReport({ ...facts, findings: [vacant(1, '2026-08'), vacant(4, '2026-09')] }))
    expect(text).toContain('涉及单位1个：区某局1，监测时间点8月28日、9月28日。')
    expect(text).not.toContain('“临湖账号1”（新浪微博），监测时间点')
  })

  it('names the unqualified accounts, tells vetoes from deductions and a problem of three months once', () => {
    const seen = ['2026-07', '2026-08', '2026-09'].map((of) => ({
      ...finding(1),
      id: `f${of}`,
      month: month(of),
      checkpoint: civilDate(`${of}-28`),
    }))
    const entity = { ...finding(2), indicator: 'X', label: '认证主体不一致', class: 'deduction' as const }
    const lasting = { ...facts, findings: [...seen, entity], counted: { ...facts.counted, findings: 2 } }
    const content = draftReport(lasting)
    expect(() => checkReport(content)).not.toThrow()
    const text = textOf(content)
    expect(text).toContain('不合格政务新媒体分别为：区某局1“临湖账号1”（新浪微博）。')
    expect(text).toContain('确认问题2个，其中单项否决1个、扣分1个。')
    expect(text).toContain('内容不更新（单项否决）\n涉及账号1个：')
    expect(text).toContain('认证主体不一致（扣分）\n涉及账号1个：')
    expect(problemColumns.map(({ title }) => title)).toEqual([
      '序号',
      '主办单位',
      '名称',
      '平台',
      '问题类型',
      '问题描述',
      '监测时间点',
      '证据',
      '整改期限',
      '整改情况',
    ])
    const [first, ...others] = problemRows(lasting)
    expect(others).toHaveLength(1)
    expect(first?.slice(6)).toEqual([
      '2026年7月28日、2026年8月28日、2026年9月28日',
      '系统监测结果；2026年10月9日人工复核意见',
      '2026年10月26日',
      '尚未下达',
    ])
    // With its order, though only an earlier month was ordered: its own day, and where it stands.
    const order = { stands: '整改中，已逾期', feedbackBy: civilDate('2026-09-23') }
    const ordered = { ...lasting, findings: [{ ...seen[0]!, order }, { ...seen[1]!, order: null }, entity] }
    expect(problemRows(ordered)[0]?.slice(8)).toEqual(['2026年9月23日', '整改中，已逾期'])
  })

  it('names what each problem rests on, and says what exactly was found', () => {
    const of = (one: Partial<ReportFinding>) =>
      problemRows({ ...facts, findings: [{ ...finding(1), ...one }] })[0]?.[7]?.replace(
        '；2026年10月9日人工复核意见',
        '',
      )
    const patrolledOn = [civilDate('2026-10-03')]
    expect(of({ evidence: { bySystem: false, patrolledOn } })).toBe('2026年10月3日人工巡查记录')
    expect(of({ evidence: { bySystem: true, patrolledOn } })).toBe('系统监测结果；2026年10月3日人工巡查记录')
    expect(of({ evidence: 'ledger' })).toBe('台账登记')
    const particulars = '认证主体为临湖某公司2号，主办单位为区某局'
    const content = draftReport({ ...facts, findings: [{ ...finding(1), particulars }] })
    expect(textOf(content)).toContain(`，${particulars}。`)
    checkReport(content)
  })

  it('divides by what was settled, and says so under the table', () => {
    const table = annexes(facts).find(({ title }) => title === '政务新媒体监测情况统计表')
    expect(JSON.stringify(table?.blocks)).toContain('合格率为合格数占合格、不合格合计数的比例。')
  })

  it('gives no clean bill and no rate for a quarter that hardly anybody saw or reviewed', () => {
    const seldom = {
      ...facts,
      accounts: [account(2, 'qualified'), account(3, 'unknown'), account(4, 'unknown')],
      findings: [],
      counted: {
        registered: 3,
        judged: 1,
        partly: 0,
        qualified: 1,
        unqualified: 0,
        pending: 0,
        unknown: 2,
        findings: 0,
      },
      unreviewed: 127,
    }
    const text = textOf(draftReport(seldom))
    expect(text).toContain('系统监测线索尚待人工复核，暂无已确认的问题。')
    expect(text).not.toMatch(/未确认|合格率\d/u)
    checkReport(draftReport(seldom))
  })

  it('says of how many judged accounts some month was not seen', () => {
    const partly = facts.accounts.map((one) => (one.id === 'a2' ? { ...one, unseenMonths: [month('2026-09')] } : one))
    const counted = { ...facts.counted, partly: 1 }
    const content = draftReport({ ...facts, accounts: partly, counted })
    expect(textOf(content)).toContain(
      '采集覆盖率75.0%（季度内任一月作出判定即计入），其中应检各月均作出判定的2个，部分月份未采集到数据、相应月份不作判定的1个（名单和月份见附件）。作出判定的账号中，合格2个',
    )
    expect(unitRows(content.facts).at(-1)?.at(-1)).toBe('1')
    const annex = annexes(content.facts).find(({ title }) => title === '部分月份暂不判定的政务新媒体名单')
    expect(annex?.blocks?.at(-1)).toMatchObject({ rows: [expect.arrayContaining(['2026年9月'])] })
    expect(annexes(facts).map(({ title }) => title)).not.toContain('部分月份暂不判定的政务新媒体名单')
    checkReport(content)
    const miscounted = { ...content, facts: { ...content.facts, counted: facts.counted } }
    expect(() => checkReport(miscounted)).toThrow(expect.objectContaining({ code: 'report.figure-mismatch' }))
  })

  it('counts accounts of units whose kind nobody has settled apart from the number that was to be checked', () => {
    const content = draftReport({ ...facts, unsettled: 3 })
    expect(textOf(content)).toContain('主办单位类型尚待核实的账号3个，核实前不作判定，未计入应检数。')
    expect(textOf(draftReport(facts))).not.toContain('尚待核实')
    checkReport(content)
  })

  it('says of how many accounts nobody has looked at the filing', () => {
    const content = draftReport({ ...facts, filingUnknown: 9 })
    expect(textOf(content)).toContain('应检账号中备案情况尚待核对（待核备案）的9个，核对前不影响合格与否。')
    expect(textOf(draftReport(facts))).not.toContain('待核备案')
    checkReport(content)
  })

  it('draws no rate for a quarter that the text compares with none', () => {
    const now = { quarter: facts.quarter, counted: facts.counted }
    expect(rateDrawn(facts, now)).toBe(true)
    expect(rateDrawn({ ...facts, unreviewed: 1 }, now)).toBe(false)
    expect(rateDrawn(facts, { ...now, counted: { ...now.counted, pending: 1 } })).toBe(false)
    expect(rateDrawn({ ...facts, unreviewed: 1 }, facts.previous!)).toBe(true)
  })

  it('calls the rate of some months no rate of the quarter', () => {
    const months = facts.months.map((one, at) => (at === 2 ? { ...one, state: 'unchecked' as const } : one))
    const content = draftReport({ ...facts, months })
    const text = textOf(content)
    expect(text).toContain('已开展监测的月份均作出判定')
    expect(text).toContain('已开展监测月份的合格率66.7%（尚有1个月未开展监测，不作为季度合格率，暂不与上季度比较）')
    expect(text).not.toMatch(/应检各月均|提高|下降|持平/)
    expect(rateDrawn({ ...facts, months }, { quarter: facts.quarter, counted: facts.counted })).toBe(false)
    checkReport(content)
  })

  it('stays a draft while a candidate is unreviewed or a month unchecked', () => {
    expect(draftReport(facts).isDraft).toBe(false)
    expect(draftReport({ ...facts, unreviewed: 1 }).isDraft).toBe(true)
    expect(draftReport({ ...facts, months: [{ ...facts.months[0]!, state: 'unchecked' }] }).isDraft).toBe(true)
  })

  it('has no empty section: a quarter without problems says so and asks for no correction', () => {
    const clean = {
      ...facts,
      accounts: [account(2, 'qualified')],
      findings: [],
      counted: {
        registered: 1,
        judged: 1,
        partly: 0,
        qualified: 1,
        unqualified: 0,
        pending: 0,
        unknown: 0,
        findings: 0,
      },
      leads: 0,
      previous: null,
    }
    const text = textOf(draftReport(clean))
    expect(text).toContain('本季度未确认政务新媒体存在问题')
    expect(text).not.toContain('逐项整改')
    expect(text).not.toContain('尚未办结')
    checkReport(draftReport(clean))
  })

  it('prints no rate when nothing was judged', () => {
    const none = {
      ...facts,
      accounts: [account(4, 'unknown')],
      findings: [],
      counted: {
        registered: 1,
        judged: 0,
        partly: 0,
        qualified: 0,
        unqualified: 0,
        pending: 0,
        unknown: 1,
        findings: 0,
      },
      previous: null,
    }
    const text = textOf(draftReport(none))
    expect(text).toContain('不计算合格率')
    expect(text).not.toMatch(/合格率\d/)
    checkReport(draftReport(none))
  })

  it('adds the units up to the total of the district', () => {
    const rows = unitRows(facts)
    expect(rows.at(-1)).toEqual(['合计', '4', '2', '1', '0', '1', '66.7%', '0'])
    for (const column of [1, 2, 3, 4, 5, 7]) {
      const sum = rows.slice(0, -1).reduce((total, row) => total + Number(row[column]), 0)
      expect(String(sum)).toBe(rows.at(-1)![column])
    }
  })
})

describe('a draft while findings wait for a person', () => {
  const verdicts = (qualified: number, unqualified: number, pending: number): ReportFacts => {
    const of = (count: number, verdict: ReportAccount['verdict'], from: number) =>
      Array.from({ length: count }, (_, at) => account(from + at, verdict))
    const accounts = [
      ...of(unqualified, 'unqualified', 1),
      ...of(qualified, 'qualified', 1 + unqualified),
      ...of(pending, 'pending', 1 + unqualified + qualified).map((one) => ({ ...one, unitName: '区待复核局' })),
    ]
    const judged = qualified + unqualified + pending
    const findings = of(unqualified, 'unqualified', 1).map((_, at) => finding(1 + at))
    const counted = {
      registered: judged,
      judged,
      partly: 0,
      qualified,
      unqualified,
      pending,
      unknown: 0,
      findings: findings.length,
    }
    return { ...facts, accounts, findings, counted, unreviewed: pending }
  }

  it.each([
    [25, 1, 0, '合格25个，不合格1个，合格率96.2%，比上季度提高21.2个百分点'],
    [25, 1, 3, '合格25个，不合格1个，合格率96.2%。'],
    [0, 0, 3, '合格0个，不合格0个，暂不计算合格率。'],
  ])('of %i 合格, %i 不合格 and %i 待复核 it says: %s', (qualified, unqualified, pending, words) => {
    const content = draftReport(verdicts(qualified, unqualified, pending))
    expect(textOf(content)).toContain(words)
    checkReport(content)
  })

  it('prints what waits apart, and compares with no earlier quarter before it is decided', () => {
    const waiting = textOf(draftReport(verdicts(25, 1, 3)))
    expect(waiting).toContain('判定数中有3个账号的线索尚待人工复核，暂不计入合格、不合格和合格率')
    expect(waiting).not.toMatch(/(提高|下降|持平)/)
    expect(textOf(draftReport({ ...verdicts(25, 1, 0), unreviewed: 1 }))).not.toMatch(/(提高|下降|持平)/)
    const before = { quarter: quarter('2026Q2'), counted: verdicts(20, 1, 2).counted }
    expect(textOf(draftReport({ ...verdicts(25, 1, 0), previous: before }))).not.toMatch(/(提高|下降|持平)/)
  })

  it('gives a unit of which something waits no rate, and the district one over what stands', () => {
    const rows = unitRows(verdicts(25, 1, 3))
    expect(rows.find(([unit]) => unit === '区待复核局')).toEqual(['区待复核局', '3', '0', '0', '3', '0', '—', '0'])
    expect(rows.at(-1)).toEqual(['合计', '29', '25', '1', '3', '0', '96.2%', '0'])
  })
})

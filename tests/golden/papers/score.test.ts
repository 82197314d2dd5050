import { afterAll, expect, it } from 'vitest'
import { civilDate } from '../../../src/calendar/index.ts'
import { paperText, renderDocx, renderPdf, stopPress } from '../../../src/documents/index.ts'
import type { ScoreEvent } from '../../../src/scoring/model.ts'
import { letterPaper, scoreBook, scorePaper } from '../../../src/scoring/paper.ts'
import { scoreUnits } from '../../../src/scoring/rules.ts'
import { templates } from '../../../src/scoring/templates.ts'
import { docxText, pdfText, squeezed } from './read-paper.ts'

afterAll(stopPress)

const units = [
  { id: 'water', name: '临湖区㙦㮾水务局' },
  { id: 'town', name: '石埠镇人民政府' },
  { id: 'city', name: '临湖区城管局' },
  { id: 'unseen', name: '临湖区档案馆', unmonitored: true },
]
const seats = ['water', 'town', 'city'].map((unitId) => ({
  unitId,
  accountId: `of-${unitId}`,
  accountName: '临湖发布（微信公众号）',
  service: unitId === 'town',
}))
const told: [string, Partial<ScoreEvent>][] = [
  ['finding', { code: 'N-NM-02a', on: civilDate('2026-06-30'), title: '2026年6月监测：内容不更新' }],
  ['finding', { code: 'L-15', on: civilDate('2026-03-31'), count: 3, title: '2026年3月监测：错别字' }],
  ['record', { code: 'praise-city', accountId: null, on: civilDate('2026-05-01'), title: '市通报表扬' }],
  ['circular', { code: 'city', accountId: null, on: civilDate('2026-08-05'), title: '关于二季度检查情况的通报' }],
  ['record', { code: 'source-missed', accountId: null, on: civilDate('2026-04-01'), title: '未按要求报送稿件' }],
  ['change', { item: '3', points: 1.5, accountId: null, on: civilDate('2026-12-22'), title: '节假日值守' }],
  ['unremedied', { code: 'N-NM-02b', unitId: 'city', on: civilDate('2026-09-20'), title: '整改期限内未整改合格' }],
]
const events = told.map(([kind, more], at): ScoreEvent => {
  const unitId = more.unitId ?? 'water'
  return {
    id: `${kind}/${at}`,
    kind: kind as ScoreEvent['kind'],
    code: '',
    unitId,
    accountId: `of-${unitId}`,
    on: civilDate('2026-01-01'),
    count: 1,
    ...more,
  }
})

const printed = {
  district: { name: '临湖区', officeName: '临湖区行政审批服务局' },
  score: {
    year: 2026,
    asOf: civilDate('2026-12-23'),
    frozenOn: civilDate('2026-12-20'),
    scheme: {
      id: 's',
      year: 2026,
      serial: 2,
      scheme: templates.district,
      digest: 'sm3:',
      state: 'locked' as const,
      paper: '临政办〔2026〕1号',
      preparedBy: 'p',
      lockedBy: 'q',
      lockedAt: null,
      version: 2,
    },
    units: scoreUnits(templates.district, { units, seats, events }),
    events: new Map(events.map((one) => [one.id, one])),
  },
  isFinal: true,
  demo: false,
}

it.each([
  ['score', scorePaper(printed)],
  ['score-letter', letterPaper(printed, printed.score.units[0]!)],
  ['score-letter-veto', letterPaper({ ...printed, isFinal: false, demo: true }, printed.score.units[2]!)],
])('%s: 评分表 and 说明函 keep their words, the same in docx and in pdf', async (name, paper) => {
  const [docx, pdf] = await Promise.all([renderDocx(paper), renderPdf(paper)])
  expect(squeezed(docxText(docx))).toBe(squeezed(paperText(paper)))
  expect(squeezed(await pdfText(pdf))).toBe(squeezed(paperText(paper)))
  await expect(`${paperText(paper)}\n`).toMatchFileSnapshot(`${name}.txt`)
})

it('the workbook says of every unit what the paper says, and of every event what the letters say', () => {
  const rowsOf = (at: number) =>
    [...(scoreBook(printed).sheets[at]!.rows as Iterable<{ cells: readonly unknown[] }>)]
      .slice(2)
      .map(({ cells }) => cells.map(String))
  const paper = paperText(scorePaper(printed)).split('\n')
  for (const cells of rowsOf(0)) for (const cell of cells) expect(paper.join('\n')).toContain(cell)
  const letters = printed.score.units.map((one) => paperText(letterPaper(printed, one))).join('\n')
  for (const [, day, , title, , , , worth] of rowsOf(1))
    for (const said of [day!, title!, worth!.replace(/^-/, '－')]) expect(letters).toContain(said)
})

import { formatDayZh } from '../calendar/index.ts'
import type { Block, Book, BookRow, Column, Paper } from '../documents/index.ts'
import { linesOf } from './lines.ts'
import { eventKinds } from './model.ts'
import type { UnitScore } from './rules.ts'
import type { YearScore } from './score-year.ts'

/** What papers say beside the score: of whom, and whether it is only a trial. */
export type Printed = {
  district: { name: string; officeName: string }
  score: YearScore
  isFinal: boolean
  demo: boolean
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [text] })
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })

const noticeOf = ({ isFinal, demo }: Printed): string =>
  [...(demo ? ['演示数据'] : []), ...(isFinal ? [] : ['试算稿'])].join('　')
const schemeLine = ({ score }: Printed): string =>
  `《${score.scheme.scheme.name}》第${score.scheme.serial}版（${score.scheme.paper ?? '未锁定'}）`
const pointsCell = ({ points }: UnitScore) => (points === null ? '—' : String(points))
const lostWords = ({ items, points, why }: UnitScore): string =>
  points === null
    ? (why ?? '')
    : items
        .filter(({ full, points: has, item }) => item !== 'rounding' && (full === null || has < full))
        .map(({ label, full, points: has }) => `${label}${full === null ? has : `${has}/${full}`}`)
        .join('；')

const sheetColumns: Column[] = [
  { title: '序号', width: 1, align: 'center' },
  { title: '单位', width: 4 },
  { title: '得分', width: 1.6, align: 'right' },
  { title: '等次', width: 1.6, align: 'center' },
  { title: '扣分、加分的项目', width: 6 },
]
const sheetRows = (score: YearScore) =>
  score.units.map((one, at) => [String(at + 1), one.name, pointsCell(one), one.grade ?? '未评分', lostWords(one)])

/** 评分表 for the 绩效主管部门, in the order of the ledger: no places. */
export function scorePaper(printed: Printed): Paper {
  const { district, score } = printed
  const { units, year, asOf, frozenOn } = score
  const scored = units.filter(({ points }) => points !== null).length
  const failed = units.filter(({ points, vetoes }) => points === null && vetoes.length > 0).length
  const open = units.length - scored - failed
  const notice = noticeOf(printed)
  return {
    kind: 'report',
    title: [`${district.name}${year}年度`, '政务新媒体监管评分（供绩效考核参考）'],
    addressee: '区绩效主管部门',
    body: [
      paragraph(
        `现将${year}年政务新媒体监管评分情况报送如下。评分按${schemeLine(printed)}计算，${frozenOn ? `计入${formatDayZh(frozenOn)}及以前的事项` : '数据尚未封存'}，结果截至${formatDayZh(asOf)}。`,
      ),
      paragraph(
        `共有${units.length}个单位，评分${scored}个，${failed > 0 ? `单项否决不再评分${failed}个，` : ''}${open > 0 ? `暂不评分${open}个，` : ''}每一分都可以查到所依据的事项和确认人员。单位按台账次序排列，不列名次；如何使用，由绩效主管部门决定。`,
      ),
      { kind: 'table', caption: '各单位得分', columns: sheetColumns, rows: sheetRows(score) },
    ],
    signature: { office: district.officeName, day: asOf },
    ...(notice && { notice }),
  }
}

const eventColumns: Column[] = [
  { title: '日期', width: 2 },
  { title: '事项', width: 5 },
  { title: '项目', width: 3 },
  { title: '计分', width: 1.4, align: 'right' },
]

/** 说明函: to one unit, every point with what it stands on, and how to appeal. */
export function letterPaper(printed: Printed, own: UnitScore): Paper {
  const { district, score } = printed
  const lines = linesOf(own, score.events)
  const notice = noticeOf(printed)
  return {
    kind: 'circular',
    title: [`关于${score.year}年政务新媒体监管评分情况的函`],
    addressee: own.name,
    body: [
      paragraph(
        `按照${schemeLine(printed)}，你单位${score.year}年政务新媒体监管评分为${own.points === null ? `：${own.why ?? '不评分'}` : `${own.points}分，等次为${own.grade ?? '—'}`}。评分供绩效考核参考。现将得分构成和依据说明如下。`,
      ),
      heading('得分构成'),
      own.items.length === 0
        ? paragraph(own.why ?? '没有得分。')
        : {
            kind: 'table',
            columns: [
              { title: '项目', width: 5 },
              { title: '分值', width: 2, align: 'right' },
              { title: '得分', width: 2, align: 'right' },
            ],
            rows: own.items.map(({ label, full, points }) => [
              label,
              full === null ? '—' : String(full),
              String(points),
            ]),
          },
      heading('计分事项'),
      lines.length === 0
        ? paragraph('没有经确认的问题，也没有加分登记。')
        : {
            kind: 'table',
            columns: eventColumns,
            rows: lines.map(({ event, item, words, worth }) => [
              event.on,
              event.title || words || eventKinds[event.kind],
              words ? `${item}（${words}）` : item,
              worth,
            ]),
          },
      heading('异议和申诉'),
      paragraph(
        '对上述事项有异议的，请在结果告知后、确定前，通过政务新媒体监管平台或者书面提出申诉，说明不应计入的事项和理由，并附证明材料。申诉由提出人以外的人处理，处理结果另行告知。',
      ),
    ],
    signature: { office: district.officeName, day: score.asOf },
    ...(notice && { notice }),
  }
}

/** 评分表 and every event as a workbook; numbers stay numbers. */
export function scoreBook(printed: Printed): Book {
  const { district, score } = printed
  const events = score.units.flatMap((one) =>
    linesOf(one, score.events).map(({ event, item, words, worth }) => [
      one.name,
      event.on,
      eventKinds[event.kind],
      event.title || words,
      String(event.count),
      item,
      words,
      worth,
      event.id,
    ]),
  )
  const title = `${district.name}${score.year}年度政务新媒体监管评分（供绩效考核参考）`
  const notice = noticeOf(printed)
  const heads = ['单位', '日期', '来源', '事项', '数量', '项目', '计分规则', '计分', '编号']
  return {
    title,
    look: { font: '宋体', size: 11, vertical: 'center', wrap: true },
    sheets: [
      sheet(
        title,
        notice,
        '评分表',
        sheetColumns.map((one) => one.title),
        sheetRows(score),
      ),
      sheet(title, notice, '计分事项', heads, events),
    ],
  }
}

function sheet(title: string, notice: string, name: string, heads: string[], rows: string[][]): Book['sheets'][number] {
  const head = notice ? `${title}（${notice}）` : title
  const line = (cells: string[]): BookRow => ({
    cells: cells.map((cell) => (/^-?\d{1,7}(\.\d{1,2})?$/u.test(cell) ? Number(cell) : cell)),
    look: { border: true },
  })
  return {
    name,
    columns: heads.map((one) => ({ width: ['单位', '事项', '扣分、加分的项目', '编号'].includes(one) ? 32 : 14 })),
    rows: [
      { cells: [head], height: 30, look: { bold: true, size: 14, align: 'center' } },
      { cells: heads, look: { bold: true, align: 'center', border: true } },
      ...rows.map(line),
    ],
    merges: [{ top: 0, left: 0, bottom: 0, right: heads.length - 1 }],
    frozen: { rows: 2 },
    print: { landscape: true, headRows: { from: 1, to: 1 }, header: head, footer: '第 {page} 页，共 {pages} 页' },
  }
}

import { formatDayZh } from '../calendar/index.ts'
import type { FormBook, FormCell, FormPaper } from '../documents/index.ts'
import type { Chapter, Dossier } from './model.ts'

// What is left of an upright page below the words above a picture.
const PLATE_MM = { width: 160, height: 195 }

/** The dossier as a book: cover with the facts, 大事记, a list a matter, what it rests on, the pictures. */
export function dossierBook(dossier: Dossier, { demo, taken }: { demo: boolean; taken: string }): FormBook {
  const { accountName, platform, unitName, office, asOf, chapters, exhibits, plates } = dossier
  const title = `${accountName}（${platform}）账号档案卷`
  const evidence: Chapter = {
    title: '证据和附件清单',
    heads: ['序号', '类别', '名称', '时间', 'SHA-256', '卷内位置'],
    rows: exhibits.map(({ kind, what, at, sha256, place }, at1) => [String(at1 + 1), kind, what, at, sha256, place]),
  }
  return {
    title,
    office,
    day: asOf,
    notice: [demo ? '演示数据' : '', taken].filter(Boolean).join('　'),
    forms: [
      {
        title: '账号档案卷',
        above: [`${unitName}　${accountName}（${platform}）`, `截至 ${formatDayZh(asOf)}　${office}`],
        columns: [3, 5, 3, 5],
        rows: inTwos(dossier.facts),
        numbered: true,
        below: [
          `本卷收录：${[...chapters.map(({ title: one }) => one), ...(exhibits.length > 0 ? [evidence.title] : [])].join('、')}${plates.length > 0 ? `，图片 ${plates.length} 张` : ''}。`,
          ...(dossier.empty.length > 0 ? [`系统中没有记录的：${dossier.empty.join('、')}。`] : []),
          '各表按时间先后排列，各行都没有内容的栏不印。发布内容、采集次数和阅读、互动数不收入本卷，系统中另有全部记录。',
        ],
        small: true,
      },
      ...[...chapters, ...(exhibits.length > 0 ? [evidence] : [])].map((chapter, at) => ({
        ...listOf(chapter),
        ...(at > 0 && { follows: true as const }),
      })),
      ...plates.map(({ number, what, sha256, svg, width, height }): FormPaper => ({
        title: `图${number}`,
        columns: [1, 5],
        rows: [
          { cells: [cell('内容'), { ...cell(what), align: 'left' }] },
          { cells: [cell('SHA-256'), { ...cell(sha256), align: 'left' }] },
        ],
        numbered: true,
        small: true,
        picture: { svg, alt: what, width: Math.min(PLATE_MM.width, (PLATE_MM.height * width) / height), words: [] },
      })),
    ],
  }
}

// Two facts a line.
const inTwos = (facts: Dossier['facts']) =>
  Array.from({ length: Math.ceil(facts.length / 2) }, (_, at) => ({
    cells: [facts[at * 2]!, facts[at * 2 + 1] ?? (['', ''] as const)].flatMap(([label, value]) => [
      cell(label),
      { ...cell(value), align: 'left' as const },
    ]),
    height: 8,
  }))

const cell = (words: string): FormCell => ({ lines: words.split('\n') })

function listOf({ title, heads, rows, note }: Chapter): FormPaper {
  return {
    title,
    columns: widthsOf([heads, ...rows]),
    rows: [
      { cells: heads.map(cell) },
      ...rows.map((row) => ({ cells: row.map((one) => ({ ...cell(one), align: 'left' as const })) })),
    ],
    headRows: 1,
    ...(note && { below: [note] }),
    landscape: true,
    small: true,
  }
}

const [NARROW, WIDE] = [5, 36]

// By the longest line a column has; a digit takes six tenths of a character.
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths = (rows[0] ?? []).map(() => NARROW)
  for (const row of rows)
    for (const [at, words] of row.entries())
      for (const line of words.split('\n'))
        widths[at] = Math.min(
          WIDE,
          Math.max(widths[at] ?? NARROW, Math.ceil([...line].length - 0.4 * (line.match(/[!-~]/g)?.length ?? 0)) + 1),
        )
  return widths
}

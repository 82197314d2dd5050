import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { civilDate } from '../../../src/calendar/index.ts'
import { paperText, renderDocx, renderPdf, stopPress, type Paper } from '../../../src/documents/index.ts'
import { docxText, openPdf, pdfPage, pdfText, squeezed } from './read-paper.ts'

// What Typst, XML or a template could mistake for its own: in names of accounts it is only a name.
const SIGNS = '#*_$\\`<>@&"\'~^=-+/[](){}|;:,.!?%0aZ中文〔〕“”—…、。□☑'.split('')
const words = array(constantFrom(...SIGNS), { minLength: 1, maxLength: 40 }).map((signs) => signs.join(''))
// More with GOVMEDIA_PAPER_RUNS, for npm run soak.
const RUNS = Number(process.env['GOVMEDIA_PAPER_RUNS'] ?? 15)
const awkward = [
  '#pagebreak()',
  '$x^2$',
  '= 标题',
  '\\u{41}',
  '<w:t>',
  '&amp;',
  '*粗*',
  '//注',
  '- 列表',
  '@引用',
  'https://x.y/#a?b=c&d',
]

function paperOf(texts: string[]): Paper {
  return {
    kind: 'report',
    title: ['名称照印'],
    body: texts.flatMap((text) => [
      { kind: 'heading' as const, level: 2 as const, text },
      { kind: 'paragraph' as const, runs: [text, { text, face: 'kai' as const }] },
      { kind: 'table' as const, columns: [{ title: text, width: 1 }], rows: [[text]] },
    ]),
    signature: { office: '临湖区行政审批服务局', day: civilDate('2026-10-12') },
  }
}

async function printedWords(paper: Paper): Promise<string[]> {
  const [docx, pdf] = await Promise.all([renderDocx(paper), renderPdf(paper)])
  return [docxText(docx), await pdfText(pdf)].map(squeezed)
}

function expectedWords(paper: Paper): string[] {
  const expected = squeezed(paperText(paper))
  return [expected, expected]
}

describe('names of accounts', () => {
  afterAll(stopPress)

  it('prints signs of every markup as they are', async () => {
    const paper = paperOf(awkward)
    expect(await printedWords(paper)).toEqual(expectedWords(paper))
  })

  it('prints any words as they are', async () => {
    const asIs = asyncProperty(array(words, { minLength: 1, maxLength: 4 }), async (texts) => {
      const paper = paperOf(texts)
      expect(await printedWords(paper)).toEqual(expectedWords(paper))
    })
    await expect(assert(asIs, { numRuns: RUNS })).resolves.toBeUndefined()
  }, 60_000)

  it('prints a paper with a character that no font has, as plain PDF', async () => {
    const pdf = await renderPdf(paperOf(['名称里有\u{1F9FF}和\u{2A6D6}']))
    expect((await openPdf(pdf)).numPages).toBe(1)
  })

  it('breaks a word that is longer than its line or its cell', async () => {
    const digest = 'f'.repeat(200)
    const bytes = await renderPdf(paperOf([digest]))
    expect(squeezed(await pdfText(bytes))).toContain(digest)
    const page = await pdfPage(await openPdf(bytes), 1)
    // A4 is 595.3 pt wide, of which 26 mm = 73.7 pt are margin.
    expect(Math.max(...page.map(({ x, width }) => x + width))).toBeLessThan(595.3 - 73.7 + 1)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Paper, renderDocx, renderPdf, stopPress } from '../../../src/documents/index.ts'
import { dispatchPaper } from '../../../src/circulars/print/paper.ts'
import { type DispatchContent, heading, paragraph } from '../../../src/circulars/words/content.ts'
import { draftReport } from '../../../src/reporting/draft.ts'
import { correctionPaper } from '../../../src/reporting/correction.ts'
import { reportPaper } from '../../../src/reporting/paper.ts'
import { facts } from '../../support/report-facts.ts'
import { docxPart, docxText, openPdf, type Placed, pdfPage, pdfText, squeezed } from './read-paper.ts'
import { sampleReport } from './sample.ts'

const said =
  '各有关单位要对照问题清单逐项整改，坚持分级分类审核、先审后发，严把政治关、法律关、政策关、保密关、文字关（含转载内容），确保“信息更新”及时、准确、安全、有效；分管领导为直接责任人。'
/** What an office may write in one paragraph at the most. */
const long = said.repeat(50).slice(0, 3_999) + '。'
// Characters of names of people and places that common fonts lack.
const rare = '珺堃喆玥旻赟㮾'

const counted =
  '截至2026年9月30日，本季度纳入监测的政务新媒体5000个，涉及主办单位1000个。按平台分，微信公众号2500个、新浪微博2500个。'

const longReport = () => {
  const content = draftReport(facts)
  content.blocks.splice(1, 0, { kind: 'paragraph', runs: [long] })
  for (let more = 0; more < 20; more++) content.blocks.splice(2, 0, { kind: 'paragraph', runs: [counted] })
  content.blocks.splice(2, 0, { kind: 'paragraph', runs: [`经办人${rare}。`] })
  return reportPaper(content, undefined, { demo: false, stage: 'final', version: 1 })
}

const longCorrection = () =>
  correctionPaper(
    {
      addressee: '临湖区人民政府',
      office: facts.district.officeName,
      report: { title: '季度报告', version: 2, compiledOn: facts.compiledOn },
      items: Array.from({ length: 30 }, (_, at) => ({
        whose: `临湖区水务局“临湖水务${at}”（微信公众号）`,
        month: '2026年9月',
        problem: '内容不更新',
        stood: '确认为问题',
        holds: '不列为问题',
        reason: said,
        on: facts.compiledOn,
      })),
      problems: { stood: 3, holds: 2 },
      unqualified: { stood: 3, holds: 2 },
      madeOn: facts.compiledOn,
    },
    '',
  )

/** A dispatch with its red head and long paragraphs, as it goes out. */
const longDispatch = (variant: 'circular' | 'letter' | 'self-check') =>
  dispatchOf(variant, [
    paragraph(said.repeat(12)),
    heading('总体情况'),
    paragraph(said.repeat(12)),
    paragraph(said.repeat(12)),
    paragraph(said.repeat(12)),
  ])

const dispatchOf = (variant: 'circular' | 'letter' | 'self-check', blocks: DispatchContent['blocks']) =>
  dispatchPaper(
    {
      title: ['关于2026年第三季度全区政务新媒体', '监测情况的通报'],
      addressee: '各乡镇人民政府、街道办事处，区直各单位',
      blocks,
      annexes: [],
      feedback: null,
      copiesTo: '区委办公室，区委宣传部',
      typedSource: '',
      openness: 'public',
      opennessReason: '',
      countersign: '',
      recipients: [],
    },
    {
      dispatch: {
        variant,
        state: 'issued',
        number: { mark: '临政公开办', year: 2026, serial: 3 },
        signedOn: facts.compiledOn,
        issuedOn: facts.compiledOn,
        openness: 'public',
      },
      body: { name: '临湖区政务公开领导小组办公室', flag: '临湖区政务公开领导小组办公室文件', marks: ['临政公开办'] },
      demo: false,
      today: facts.compiledOn,
      signer: '沈若川',
    },
  )

const papers: Record<string, () => Paper | Promise<Paper>> = {
  'the sample report': sampleReport,
  'a report with a paragraph of 4000 characters': longReport,
  'a notice of thirty corrections': longCorrection,
  'a circular': () => longDispatch('circular'),
  'a letter': () => longDispatch('letter'),
  'an upward report': () => longDispatch('self-check'),
}

const pitch = 28.98
const left = 28 * (72 / 25.4)
const right = 595.3 - 26 * (72 / 25.4)

type Line = { y: number; from: number; to: number; text: string }

/** The lines of a page from the top; undefined where something else than running text stands on it. */
function linesOf(page: readonly Placed[]): Line[] | undefined {
  const body = page.filter(({ artifact, text }) => !artifact && text.trim() !== '')
  if (body.some(({ figure }) => figure)) return undefined
  const lines = [...Map.groupBy(body, ({ y }) => Math.round(y)).values()].map((pieces) => ({
    y: pieces[0]!.y,
    from: Math.min(...pieces.map(({ x }) => x)),
    to: Math.max(...pieces.map(({ x, width }) => x + width)),
    text: pieces.map(({ text }) => text).join(''),
  }))
  const isBody = lines.every(({ from, to }) => from > left - 9 && to < right + 9)
  const steps = lines.slice(1).map(({ y }, at) => lines[at]!.y - y)
  return isBody && steps.every((step) => Math.abs(step - pitch) < 1.5) ? lines : undefined
}

describe('every full page of body text', () => {
  const printed: Record<string, { pdf: Uint8Array; docx: Uint8Array; full: Line[][] }> = {}

  beforeAll(async () => {
    for (const [name, make] of Object.entries(papers)) {
      const paper = await make()
      const [pdf, docx] = await Promise.all([renderPdf(paper), renderDocx(paper)])
      const file = await openPdf(pdf)
      const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => pdfPage(file, at + 1)))
      // A page on which text goes down to the last line of the grid.
      const full = pages.flatMap((page) => {
        const lines = linesOf(page)
        return lines && lines.at(-1)!.y < 99.3 + pitch && lines[0]!.y > 842 - 37 * (72 / 25.4) - pitch ? [lines] : []
      })
      printed[name] = { pdf, docx, full }
    }
  }, 30_000)
  afterAll(stopPress)

  it('has 22 lines', () => {
    const counts = Object.entries(printed).filter(([name]) => name !== 'the sample report')
    for (const [name, { full }] of counts) expect([name, full.length > 2]).toEqual([name, true])
    for (const [name, { full }] of Object.entries(printed))
      expect([name, full.map((lines) => lines.length)]).toEqual([name, full.map(() => 22)])
  })

  it('has lines that go to the edge, but for the last of a paragraph', () => {
    const short = Object.values(printed).flatMap(({ full }) =>
      full.flatMap((lines) =>
        lines.filter(({ to }, at) => (lines[at + 1]?.from ?? Infinity) < left + 9 && to < right - 2),
      ),
    )
    expect(short).toEqual([])
  })

  it('has 28 characters on a line, one more or less only where a mark may not begin or end it', () => {
    // Lines that run from edge to edge, of Chinese alone: a digit or a letter is narrower.
    const whole = Object.values(printed)
      .flatMap(({ full }) => full.flat())
      .filter(({ from, to, text }) => from < left + 1 && to > right - 2 && !/[!-~]/u.test(text))
    expect(whole.length).toBeGreaterThan(100)
    const mark = '[，。、；：（）“”《》〔〕！？]'
    const odd = new RegExp(`^${mark}|${mark}$|${mark}{2}`, 'u')
    const wrong = whole.filter(
      ({ text }) => text.length < 27 || text.length > 29 || (text.length === 29 && !odd.test(text)),
    )
    expect(wrong).toEqual([])
    expect(whole.filter(({ text }) => text.length === 28).length).toBeGreaterThan(whole.length * 0.7)
  })

  it('has the same grid in every docx', () => {
    for (const { docx } of Object.values(printed)) {
      const sections = [...docxPart(docx, 'word/document.xml').matchAll(/<w:sectPr[\s\S]*?<\/w:sectPr>/gu)]
      const upright = sections.filter(([section]) => section.includes('w:orient="portrait"'))
      expect(upright.length).toBeGreaterThan(0)
      for (const [section] of upright)
        expect(section).toContain('<w:docGrid w:type="linesAndChars" w:linePitch="580" w:charSpace="-850"/>')
      expect(docxPart(docx, 'word/styles.xml')).toMatch(/<w:spacing [^>]*w:line="580" w:lineRule="exact"/u)
    }
  })

  it('prints a paragraph of 4000 characters and rare characters of names whole, with a font that has them', async () => {
    const { pdf, docx } = printed['a report with a paragraph of 4000 characters']!
    for (const words of [squeezed(await pdfText(pdf)), squeezed(docxText(docx))]) {
      expect(words).toContain(long)
      expect(words).toContain(`经办人${rare}。`)
    }
    const file = await openPdf(pdf)
    const raw = (await file.getMetadata()).metadata?.getRaw()
    // A character without a glyph would have cost the PDF its standard.
    expect(raw).toMatch(/<pdfaid:part>2</u)
    const shapes = await glyphs(file, rare)
    expect(shapes.size).toBe(rare.length)
  })
})

/** The characters that a page draws with a glyph of an embedded font, of those asked for. */
async function glyphs(file: Awaited<ReturnType<typeof openPdf>>, wanted: string): Promise<Set<string>> {
  const found = new Set<string>()
  for (let number = 1; number <= file.numPages; number++) {
    const { fnArray, argsArray } = await (await file.getPage(number)).getOperatorList()
    for (const args of argsArray as unknown[][])
      for (const glyph of (Array.isArray(args?.[0]) ? args[0] : []) as { unicode?: string; isInFont?: boolean }[])
        if (glyph?.unicode && wanted.includes(glyph.unicode) && glyph.isInFont !== false) found.add(glyph.unicode)
    expect(fnArray.length).toBe(argsArray.length)
  }
  return found
}

it('版记 ends at the foot of the last page, whether words stand above it or it has come to a page of its own', async () => {
  const feet: { alone: boolean; y: number }[] = []
  for (const lines of [20, 24]) {
    const blocks = Array.from({ length: lines }, () => paragraph('请抓紧整改。'))
    const pdf = await openPdf(await renderPdf(dispatchOf('circular', blocks)))
    const page = (await pdfPage(pdf, pdf.numPages)).filter(({ artifact }) => !artifact)
    const { y } = page.find(({ text }) => text.includes('印发'))!
    feet.push({ alone: !page.some(({ text }) => text.includes('此件')), y })
  }
  expect(feet.map(({ alone }) => alone)).toEqual([false, true])
  expect(feet[1]!.y).toBeCloseTo(feet[0]!.y, 0)
})

it('ends a line between a per cent sign and a bracket, rather than spacing out the line before', async () => {
  const words = '本季度完成监测并作出判定的27个，采集覆盖率100.0%（季度内任一月作出判定即计入）。'
  const page = await pdfPage(await openPdf(await renderPdf(dispatchOf('circular', [paragraph(words)]))), 1)
  const lines = Map.groupBy(page, ({ y }) => Math.round(y))
  const texts = [...lines.values()].map((pieces) => squeezed(pieces.map(({ text }) => text).join('')))
  expect(texts.filter((text) => text.endsWith('采集覆盖率100.0%'))).toHaveLength(1)
})

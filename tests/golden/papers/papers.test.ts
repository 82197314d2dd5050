import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paperText, renderDocx, renderPdf, stopPress, type Paper } from '../../../src/documents/index.ts'
import { docxOutline, docxPart, docxText, openPdf, pdfPage, pdfText, squeezed } from './read-paper.ts'
import { sampleReport } from './sample.ts'

describe('a quarterly report as a paper', () => {
  let paper: Paper
  let docx: Uint8Array
  let pdf: Uint8Array

  beforeAll(async () => {
    paper = await sampleReport()
    ;[docx, pdf] = await Promise.all([renderDocx(paper), renderPdf(paper)])
  })
  afterAll(stopPress)

  it('says the same words in docx and in pdf', async () => {
    expect(squeezed(docxText(docx))).toBe(squeezed(paperText(paper)))
    expect(squeezed(await pdfText(pdf))).toBe(squeezed(paperText(paper)))
  })

  it('keeps the order of the parts that the standard prescribes', async () => {
    await expect(docxOutline(docx)).toMatchFileSnapshot('report.docx.txt')
  })

  it('keeps the printed text', async () => {
    await expect(`${paperText(paper)}\n`).toMatchFileSnapshot('report.txt')
  })

  it('prints the same bytes for the same paper', async () => {
    stopPress()
    const [secondDocx, secondPdf] = await Promise.all([
      renderDocx(await sampleReport()),
      renderPdf(await sampleReport()),
    ])
    expect(Buffer.from(secondDocx).equals(docx)).toBe(true)
    expect(Buffer.from(secondPdf).equals(pdf)).toBe(true)
  })

  it('is a PDF/A-2b that bears the day of its signature', async () => {
    const { info, metadata } = await (await openPdf(pdf)).getMetadata()
    expect(metadata?.getRaw()).toMatch(/<pdfaid:part>2<.*<pdfaid:conformance>B</su)
    expect(info).toMatchObject({
      Title: '关于2026年第三季度全区政务新媒体监测情况的报告',
      CreationDate: expect.stringContaining('20261012'),
    })
  })

  it('marks every page with its notice and its number, where the bound sheet has it, also on a turned page', async () => {
    const file = await openPdf(pdf)
    for (let number = 1; number <= file.numPages; number++) {
      const page = await pdfPage(file, number)
      const [, , right = 0, top = 0] = (await file.getPage(number)).view
      const artifacts = page.filter(({ artifact }) => artifact)
      expect(artifacts.map(({ text }) => text).join('')).toContain('演示数据')
      const foot = artifacts.find(({ text }) => squeezed(text).includes(`—${number}—`))
      // A turned page lies with its head to the left: its left edge is the foot of the bound sheet, its lower edge the right.
      const turned = right > top
      const [along, foot28mm] = turned ? [top - foot!.y, foot!.x] : [foot!.x, foot!.y]
      expect(along > (turned ? top : right) / 2, `page ${number}`).toBe(number % 2 === 1)
      expect(Math.abs(foot28mm - 28 * (72 / 25.4)), `page ${number}`).toBeLessThan(16)
    }
    const headers = [1, 2, 3, 4, 5, 6].flatMap((at) => {
      try {
        return docxPart(docx, `word/header${at}.xml`)
      } catch {
        return []
      }
    })
    expect(headers.filter((header) => header.includes('<w:textDirection w:val="tbRl"/>')).length).toBe(2)
  })

  it('turns the sheet for a wide annex and repeats the head row of a long one', async () => {
    const file = await openPdf(pdf)
    const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => file.getPage(at + 1)))
    const turned = pages.filter(({ view: [, , width = 0, height = 0] }) => width > height)
    expect(turned).toHaveLength(1)
    const last = await pdfPage(file, file.numPages)
    expect(last.filter(({ artifact }) => artifact).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['主办单位']),
    )
  })

  it('pins the 版记 to the foot of the last page', async () => {
    const file = await openPdf(pdf)
    const last = await pdfPage(file, file.numPages)
    const printed = last.find(({ text }) => text.includes('印发'))
    // 35 mm of margin are 99 pt; the line itself is 14 pt high.
    expect(printed?.y).toBeGreaterThan(99)
    expect(printed?.y).toBeLessThan(99 + 14)
  })

  it('declares the grid of 22 lines and 28 characters, and different feet for odd and even pages', () => {
    expect(docxPart(docx, 'word/document.xml')).toContain('<w:docGrid w:type="linesAndChars" w:linePitch="580"')
    expect(docxPart(docx, 'word/settings.xml')).toContain('<w:evenAndOddHeaders/>')
    expect(docxPart(docx, 'word/styles.xml')).toContain('w:eastAsia="仿宋_GB2312"')
  })

  it('carries a drawing as SVG and, for older programs, as a picture', () => {
    const relations = docxPart(docx, 'word/_rels/document.xml.rels')
    expect(relations).toMatch(/media\/[^"]+\.svg/u)
    expect(relations).toMatch(/media\/[^"]+\.png/u)
  })
})

describe('the page of GB/T 9704-2012', () => {
  afterAll(stopPress)

  it('holds 22 lines of 28 characters', async () => {
    const paper: Paper = {
      kind: 'circular',
      title: [],
      body: [{ kind: 'paragraph', runs: ['文'.repeat(28 * 60)] }],
      signature: { office: '临湖区行政审批服务局', day: (await sampleReport()).signature.day },
    }
    const second = await pdfPage(await openPdf(await renderPdf(paper)), 2)
    const lines = Map.groupBy(
      second.filter(({ artifact, text }) => !artifact && text.includes('文')),
      ({ y }) => Math.round(y),
    )
    const lengths = [...lines.values()].map((pieces) => pieces.map(({ text }) => text).join('').length)
    expect(lengths).toEqual(Array.from({ length: 22 }, () => 28))
  })
})

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { civilDate } from '../../../src/calendar/index.ts'
import { type FormBook, formText, renderFormsDocx, renderFormsPdf, stopPress } from '../../../src/documents/index.ts'
import { inspectScan, qrPng, qrSvg } from '../../../src/files/index.ts'
import {
  type Answers,
  codeText,
  contentHash,
  govAppForm,
  govAppPaper,
  readCode,
} from '../../../src/filing/forms/index.ts'
import type { PrintedContent } from '../../../src/filing/returns/content.ts'
import { annex1Paper, formsOf } from '../../../src/filing/returns/papers.ts'
import { whole, wholeApp } from '../../support/filled-forms.ts'
import { itWithShared, sharedPath } from '../../support/shared.ts'
import { docxOutline, docxPart, docxText, openPdf, pdfPage, pdfReading, squeezed } from './read-paper.ts'

const returnId = '00000004-0000-7000-8000-000000000001'
const entry = (number: number, more: Answers) => ({
  accountId: `00000002-0000-7000-8000-00000000000${number}`,
  added: false,
  answers: { ...whole, ...more },
})

const content: PrintedContent = {
  campaign: {
    id: '00000003-0000-7000-8000-000000000001',
    title: '2026年政务新媒体专项排查',
    basis: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》',
    basisNumber: '临政办〔2026〕6号',
    countedUntil: civilDate('2026-06-26'),
  },
  district: '临湖区',
  unit: { id: '00000001-0000-7000-8000-000000000001', name: '临湖区水利局' },
  kind: 'full',
  forms: ['annex1', 'annex2'],
  formVersions: {},
  reporter: { name: '许静言', phone: '13800001111' },
  entries: [
    entry(1, { name: '临湖水利', adminQq: '1000100010' }),
    entry(2, { name: '临湖水利微博', platform: 'weibo', operationMode: 'outsourced', budgetYuan: '35000' }),
  ],
  printedOn: civilDate('2026-06-20'),
}

const numbered = (one: PrintedContent['entries'][number], at: number) => ({
  ...one,
  number: `990100-2026-000${at + 1}`,
})

const printing = (more: Partial<PrintedContent> = {}) =>
  formsOf({ returnId, number: 2, content: { ...content, ...more } })

async function appBook(): Promise<FormBook> {
  const hash = contentHash(wholeApp).slice(0, 16)
  const text = codeText({ form: govAppForm.id, version: govAppForm.version, returnId, printNumber: 1, hash })
  const code = { svg: await qrSvg(text), png: await qrPng(text), label: `第1次打印　校验码 ${hash}` }
  const form = { ...govAppPaper(wholeApp, content), code }
  return { title: govAppForm.title, office: content.unit.name, day: content.printedOn, forms: [form] }
}

const books: readonly [string, () => Promise<FormBook>][] = [
  ['附件1 and 附件2', () => printing()],
  ['零报告', () => printing({ kind: 'zero' })],
  ['无变化确认书', () => printing({ kind: 'unchanged', entries: content.entries.map(numbered) })],
  ['无变化确认书 from before numbers stood on it', () => printing({ kind: 'unchanged' })],
  ['应用程序备案表', appBook],
]

/** What the table and the words around it say, without the foot. */
const bodyText = (book: FormBook) =>
  formText({ ...book, forms: book.forms.map((form) => ({ ...form, code: undefined })) })

async function feetOf(pdf: Uint8Array): Promise<string[]> {
  const file = await openPdf(pdf)
  const pages = await Promise.all(Array.from({ length: file.numPages }, (_, at) => pdfPage(file, at + 1)))
  return pages.map((page) => squeezed(page.flatMap(({ artifact, text }) => (artifact ? [text] : [])).join('')))
}

afterAll(stopPress)

describe.each(books)('%s on paper', (_name, bookOf) => {
  let book: FormBook
  let docx: Uint8Array
  let pdf: Uint8Array

  beforeAll(async () => {
    book = await bookOf()
    ;[docx, pdf] = await Promise.all([renderFormsDocx(book), renderFormsPdf(book)])
  })

  it('says the same words in docx and in pdf', async () => {
    expect(squeezed(docxText(docx))).toBe(squeezed(bodyText(book)))
    expect(squeezed(await pdfReading(pdf))).toBe(squeezed(bodyText(book)))
  })

  it('is one page a form, with its code and 校验码 in the foot and nowhere else', async () => {
    const labels = book.forms.map(({ code }) => squeezed(code?.label ?? ''))
    expect(labels.every((label) => /校验码[0-9a-f]{16}$/u.test(label))).toBe(true)
    const feet = await feetOf(pdf)
    expect(feet).toHaveLength(labels.length)
    for (const [at, label] of labels.entries()) {
      expect(feet[at]).toContain(label)
      expect(squeezed(docxPart(docx, `word/footer${at + 1}.xml`).replaceAll(/<[^>]*>/gu, ''))).toContain(label)
    }
  })

  it('bears codes that a camera reads back', async () => {
    const { codes } = await inspectScan({ name: '扫描件.pdf', bytes: pdf })
    const read = codes.map(({ text }) => readCode(text))
    expect(read.map((code) => code?.hash)).toEqual(book.forms.map(({ code }) => squeezed(code?.label ?? '').slice(-16)))
    expect(read.every((code) => code?.returnId === returnId)).toBe(true)
  })

  it('prints the same bytes for the same form', async () => {
    const again = await bookOf()
    expect(Buffer.from(await renderFormsPdf(again)).equals(pdf)).toBe(true)
    expect(Buffer.from(await renderFormsDocx(again)).equals(docx)).toBe(true)
  })

  it('is a PDF/A-2b', async () => {
    const { metadata } = await (await openPdf(pdf)).getMetadata()
    expect(metadata?.getRaw()).toMatch(/<pdfaid:part>2<.*<pdfaid:conformance>B</su)
  })
})

describe('附件1 as the notice prints it', () => {
  itWithShared('says, when nothing is filled in, the very words of the notice in their order', () => {
    const notice = readFileSync(sharedPath('domain', 'notice-junshan-2019.md')!, 'utf8')
    const [, printed = ''] = /\n附件1\n([\s\S]*?)\n附件2\n/u.exec(notice) ?? []
    const blank = annex1Paper({}, { ...content, unit: { id: '', name: '' } })
    const said = formText({ title: '', office: '', day: content.printedOn, forms: [blank] })
    const wanted = squeezed(printed).replaceAll('|', '').replace('君山区', '临湖区')
    expect(squeezed(said)).toBe(`附件1${wanted}`)
  })

  it('is split into cells as the notice splits it', () => {
    const widths = annex1Paper(whole, content).rows.map(({ cells }) => cells.map(({ columns = 1 }) => columns))
    const halves = [1, 2, 1, 2]
    expect(widths).toEqual([[1, 5], halves, halves, halves, halves, [1, 1, 1, 1, 1, 1], [1, 5], [1, 5], [1, 5]])
  })

  it('ticks one box a question and leaves no other', () => {
    const lines = annex1Paper(whole, content).rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.lines))
    const asked = lines.filter((line) => /[□☑]/u.test(line))
    expect(asked).toHaveLength(1 + 5 + 8)
    for (const line of asked) expect(line.match(/☑/gu)).toHaveLength(1)
    expect(asked).toContain('是否具备引导功能 是□ 否☑')
    expect(asked).toContain('政策文件类每半年内是否予以更新? 是□ 否□ 未涉及☑')
  })

  it('fits on one page with the longest name, and leaves 45 mm for signature and seal', async () => {
    const longest = { ...whole, name: '临'.repeat(60), followers: '约1,234.5678万', reads: '超过12345678901次' }
    const unit = { ...content.unit, name: `临湖区${'水'.repeat(50)}局` }
    const form = annex1Paper(longest, { ...content, unit })
    expect(form.rows.at(-1)?.height).toBeGreaterThanOrEqual(45)
    const pdf = await renderFormsPdf({ title: '', office: unit.name, day: content.printedOn, forms: [form] })
    expect((await openPdf(pdf)).numPages).toBe(1)
  })

  it('keeps what the paper says, line by line', async () => {
    const book = await printing()
    await expect(`${formText(book)}\n`).toMatchFileSnapshot('forms.txt')
    await expect(docxOutline(await renderFormsDocx(book))).toMatchFileSnapshot('forms.docx.txt')
  })
})

describe('two sheets of one name', () => {
  it('are told apart by their feet; what was printed before stays as it was signed', async () => {
    const entries = [entry(1, { name: '临湖水利' }), entry(2, { name: '临湖水利', platform: 'weibo' })]
    const labels = async (formVersions: Readonly<Record<string, string>>) =>
      (await printing({ entries, forms: ['annex1'], formVersions })).forms.map(({ code }) => code?.label)
    expect(await labels({})).toEqual([
      expect.stringMatching(/^临湖水利　微信公众号　第2次打印　/),
      expect.stringMatching(/^临湖水利　新浪微博　第2次打印　/),
    ])
    expect(await labels({ annex1: '2019' })).toEqual([
      expect.stringMatching(/^第2次打印　/),
      expect.stringMatching(/^第2次打印　/),
    ])
  })
})

describe('□ and ☑', () => {
  it('are drawn in pdf and can still be read, copied and found; docx names a font that has both', async () => {
    const book = await printing()
    const words = squeezed(await pdfReading(await renderFormsPdf(book)))
    expect(words.match(/☑/gu)).toHaveLength(2 * 14)
    const xml = docxPart(await renderFormsDocx(book), 'word/document.xml')
    const runs = [...xml.matchAll(/<w:r>(?:(?!<\/w:r>).)*[□☑](?:(?!<\/w:r>).)*<\/w:r>/gu)].map(([run]) => run)
    expect(runs.length).toBeGreaterThan(28)
    for (const run of runs) expect(run).toMatch(/w:eastAsia="Segoe UI Symbol".*<w:t[^>]*>[□☑]<\/w:t>/u)
  })
})

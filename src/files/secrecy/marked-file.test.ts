import { afterAll, describe, expect, it } from 'vitest'
import { pdfOfPages } from '../../../tests/support/plain-pdf.ts'
import { makeCompoundFile, makeXls } from '../../../tests/support/xls-writer.ts'
import { makeZip } from '../../../tests/support/zip-writer.ts'
import { civilDate } from '../../calendar/index.ts'
import { packFiles, renderPdf, renderTextDocx, stopPress, unpackFiles, writeWorkbook } from '../../documents/index.ts'
import { scanLimits } from '../scans/limits.ts'
import { markedPlace } from './marked-file.ts'

afterAll(stopPress)

const mark = '机密★10年'
const law = '保守国家秘密法：国家秘密的密级分为绝密、机密、秘密三级。做好保密工作，保护商业秘密。'
/** 400,000 letters, more than is read of the attachment of a manuscript. */
const long = Array.from(
  { length: 8_000 },
  () => '政务新媒体应当及时更新，内容真实准确，经审核后发布，本段没有其他内容，请逐条核对，不再另行说明。',
)

const docx = (...paragraphs: string[]) =>
  renderTextDocx({
    title: '通知',
    office: '临湖区水务局',
    day: civilDate('2026-10-12'),
    blocks: paragraphs.map((text) => ({ kind: 'paragraph', runs: [{ text }] })),
    below: [],
  })
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const longDocx = (...paragraphs: string[]) =>
  makeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: 'word/document.xml',
      data: `<w:document ${W}><w:body>${paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
    },
  ])
const xlsx = (...rows: string[][]) =>
  writeWorkbook({
    sheets: [{ name: '名单', columns: rows[0]!.map(() => ({ width: 20 })), rows: rows.map((cells) => ({ cells })) }],
  })
/** The mark in two runs of a cell, one letter by its number, as a bold one is written. */
async function inRuns(): Promise<Uint8Array> {
  const parts = unpackFiles(await xlsx(['单位'], [mark])).map(({ path, bytes }) => ({
    path,
    bytes: Buffer.from(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/<t[^>]*>机密★10年<\/t>/, '<r><t>机</t></r><r><t>&#23494;★10年</t></r>'),
    ),
  }))
  expect(parts.some((part) => part.bytes.includes('&#23494;'))).toBe(true)
  return packFiles(parts)
}
const pdf = (...paragraphs: string[]) =>
  renderPdf({
    kind: 'report',
    title: ['通知'],
    body: paragraphs.map((text) => ({ kind: 'paragraph', runs: [text] })),
    signature: { office: '临湖区水务局', day: civilDate('2026-10-12') },
  })
const utf8 = (text: string) => Buffer.from(text)
const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
// 机密★10年 as GB18030.
const gb18030 = Buffer.concat([Buffer.from('bbfac3dca1ef', 'hex'), Buffer.from('10'), Buffer.from('c4ea', 'hex')])
const doc = (text: string) => makeCompoundFile([['WordDocument', Buffer.from(`\0\0${text}\r`, 'utf16le')]])

type Given = readonly [name: string, bytes: () => Uint8Array | Promise<Uint8Array>]

describe('the mark of a state secret is found', () => {
  it.each<readonly [...Given, place: string]>([
    ['in Word', () => docx('各单位：', mark), ''],
    ['in a workbook, with its row', () => xlsx(['单位', '说明'], ['临湖区水务局', mark]), '第2行'],
    ['in a workbook, between two runs', inRuns, '第2行'],
    ['in a workbook, between two cells', () => xlsx(['密级：', '机密']), '第1行'],
    ['in an older workbook', () => makeXls([{ name: '名单', rows: [['单位'], [mark]] }]), ''],
    ['in an older Word file', () => doc(`各单位：\r${mark}\r通知如下`), ''],
    ['in a PDF, with its page', () => pdf('各单位：', mark), '第1页'],
    ['in a plain text', () => utf8(`各单位：\n${mark}\n`), ''],
    ['in GB18030', () => gb18030, ''],
    ['in UTF-16', () => wide(`各单位：\n${mark}`), ''],
    ['on a page, also in numbered letters', () => utf8(`<p>&#26426;&#x5bc6;<b>★10年</b></p>`), ''],
    ['between cells of a CSV', () => utf8('密级：,机密\n甲,乙\n'), '第1行'],
  ])('%s', async (name, bytes, place) => {
    expect(await markedPlace({ name: name.endsWith('CSV') ? '表.csv' : '件', bytes: await bytes() })).toBe(place)
  })

  it.each<Given>([
    ['a text', () => utf8([...long, mark].join('\n'))],
    ['Word', () => longDocx(...long, mark)],
    ['a workbook', () => xlsx(...[...long, mark].map((text) => [text]))],
    ['a PDF of more pages than are read for a check', () => pdfOfPages(scanLimits.textPages + 10, '通知内容', mark)],
  ])('behind all else of %s', async (name, bytes) => {
    expect(await markedPlace({ name, bytes: await bytes() })).toBeDefined()
  })
})

describe('no mark is seen', () => {
  it.each<Given>([
    ['in Word that quotes the law', () => docx(law)],
    ['in a workbook that quotes it', () => xlsx(['条款'], [law])],
    ['in a PDF that quotes it', () => pdf(law)],
    ['in a PDF of which a later page begins with the word', () => pdfOfPages(2, '通知内容', '机密\n特急')],
    ['in a text that quotes it', () => utf8(law)],
    ['in an older Word file that quotes it', () => doc(law)],
    ['in a picture', () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), utf8(mark)])],
    ['in an archive', () => makeZip([{ name: '内.txt', data: mark }])],
    ['in what is damaged', () => utf8('%PDF-1.7 机密★10年')],
    ['in nothing', () => new Uint8Array()],
  ])('%s', async (_, bytes) => {
    expect(await markedPlace({ name: '件', bytes: await bytes() })).toBeUndefined()
  })
})

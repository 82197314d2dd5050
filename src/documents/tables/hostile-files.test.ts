import { Buffer } from 'node:buffer'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { biffStream, makeCompoundFile, makeXls } from '../../../tests/support/xls-writer.ts'
import { makeXlsx, makeZip, xlsxParts } from '../../../tests/support/zip-writer.ts'
import { parseTables } from './parse-tables.ts'
import { readTables } from './read-tables.ts'
import { LIMITS } from './shapes.ts'
import type { Refusal } from '../../vocabulary/refusals/index.ts'

const MEGABYTE = 1024 * 1024
const textCell = (place: string) => `<c r="${place}" t="inlineStr"><is><t>名称</t></is></c>`
const rowOf = (n: number, cells: string) => `<row r="${n}">${cells}</row>`
const good = makeXlsx(`<sheetData>${rowOf(1, textCell('A1'))}</sheetData>`)
const goodXls = makeXls([{ name: '表一', rows: [['名称', 1]] }])
const withMerges = (merges: readonly string[]) =>
  makeXlsx(
    `<sheetData>${rowOf(1, textCell('A1'))}${rowOf(9, textCell('I9'))}</sheetData><mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`,
  )
const withPart = (name: string, data: string | Buffer, says = {}) => makeZip([...xlsxParts(''), { name, data, says }])
/** An outer file, stored, whose bytes are at the same time a whole inner file. */
function overlapping(): Buffer {
  const inner = makeZip([{ name: 'xl/b.xml', data: 'b', stored: true }])
  const outer = { name: 'xl/a.xml', data: inner.subarray(0, 30 + 8 + 1), stored: true }
  return makeZip([outer, { name: 'xl/b.xml', data: 'b', stored: true, at: 30 + 8 }])
}

const forgedAt = (bytes: Buffer, at: number, value: number) => {
  const copy = Buffer.from(bytes)
  copy.writeUInt32LE(value, at)
  return copy
}

/** Proportional memory of this process and its children, in bytes: shared pages count once. Only Linux tells. */
function memory(): number {
  if (!existsSync('/proc/self/smaps_rollup')) return 0
  const own = String(process.pid)
  const family = readdirSync('/proc').filter((pid) => pid === own || parentOf(pid) === own)
  return family.reduce(
    (sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(quietly(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
    0,
  )
}

const parentOf = (pid: string) =>
  /^\d+$/.test(pid) ? /^PPid:\s+(\d+)/m.exec(quietly(`/proc/${pid}/status`))?.[1] : undefined

// A process may end between being listed and being looked at.
function quietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

async function growthWhile(work: () => Promise<unknown>): Promise<number> {
  const before = memory()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, memory())), 25)
  await work().finally(() => clearInterval(watch))
  return most - before
}

const zeros = (megabytes: number) => Buffer.alloc(megabytes * MEGABYTE, '<c r="A1"><v>0</v></c>')

type Case = readonly [title: string, code: string, bytes: () => Uint8Array]

/** Files that cost something if they are believed: read as the server reads them, with an eye on memory. */
const BOMBS: readonly Case[] = [
  ['an empty file', 'table.file-empty', () => new Uint8Array()],
  ['a zip bomb that states its size', 'table.expands-too-far', () => withPart('xl/worksheets/sheet9.xml', zeros(41))],
  [
    'a zip bomb that states a small size',
    'table.expands-too-far',
    () => withPart('xl/worksheets/sheet9.xml', zeros(20), { size: 1000 }),
  ],
  [
    'a sheet squeezed a thousand to one',
    'table.expands-too-far',
    () => withPart('xl/media/a.xml', Buffer.alloc(5 * MEGABYTE)),
  ],
  [
    'thousands of merges over the whole sheet',
    'table.merges-not-plain',
    () => withMerges(Array.from({ length: 100_000 }, () => 'A1:XFD1048576')),
  ],
  [
    'content in A1 and XFD1048576',
    'table.range-too-wide',
    () => makeXlsx(`<sheetData>${rowOf(1, textCell('A1'))}${rowOf(1048576, textCell('XFD1048576'))}</sheetData>`),
  ],
  ['a CSV of commas alone', 'table.too-many-cells', () => Buffer.alloc(3 * MEGABYTE, ',')],
  ['JSON nested without end', 'table.json-shape', () => Buffer.alloc(3 * MEGABYTE, '[')],
  ['JSON of millions of records', 'table.too-many-cells', () => Buffer.from(`[${'{},'.repeat(2_000_001)}{}]`)],
]

/** Files that are wrong in a plain way. */
const WRONG: readonly Case[] = [
  [
    'an archive with thousands of files',
    'table.expands-too-far',
    () => makeZip(Array.from({ length: LIMITS.zipEntries + 1 }, (_, i) => ({ name: `xl/${i}`, data: '' }))),
  ],
  ['files that share the same bytes', 'table.damaged', () => overlapping()],
  ['a file name that climbs out', 'table.damaged', () => withPart('../../etc/passwd', 'x')],
  ['an absolute file name', 'table.damaged', () => withPart('/etc/passwd', 'x')],
  [
    'directory and header with different names',
    'table.damaged',
    () => withPart('xl/a.xml', 'x', { insideName: 'xl/b.xml' }),
  ],
  ['a wrong checksum', 'table.damaged', () => withPart('xl/a.xml', 'x', { crc: 1 })],
  ['a size only zip64 could have', 'table.damaged', () => withPart('xl/a.xml', 'x', { size: 0xffffffff })],
  ['an encrypted archive entry', 'table.password-protected', () => withPart('xl/a.xml', 'x', { flags: 1 })],
  ['merges that overlap', 'table.merges-not-plain', () => withMerges(['A1:C3', 'B2:D4'])],
  [
    'more merges than any form has',
    'table.merges-not-plain',
    () => withMerges(Array.from({ length: LIMITS.merges + 1 }, (_, i) => `Z${i + 1}:AA${i + 1}`)),
  ],
  [
    'an external entity',
    'table.forbidden-markup',
    () =>
      makeZip(
        xlsxParts(
          `<sheetData>${rowOf(1, '<c r="A1" t="inlineStr"><is><t>&x;</t></is></c>')}</sheetData>`,
          '',
          '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
      ),
  ],
  ['an .xlsx cut off', 'table.cut-off', () => good.subarray(0, good.length - 40)],
  ['an .xlsx without any row', 'table.no-rows', () => makeXlsx('<sheetData/>')],
  ['an .xlsx whose sheet stops inside a tag', 'table.no-rows', () => makeXlsx('<sheetData><row r="1"><c')],
  [
    'an .ods',
    'table.convert-first',
    () =>
      makeZip([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', stored: true },
        { name: 'content.xml', data: '<a/>' },
      ]),
  ],
  [
    'an .xlsb',
    'table.convert-first',
    () =>
      makeZip([
        { name: '[Content_Types].xml', data: '' },
        { name: 'xl/workbook.bin', data: '' },
      ]),
  ],
  [
    'a .docx',
    'table.not-a-table',
    () =>
      makeZip([
        { name: '[Content_Types].xml', data: '' },
        { name: 'word/document.xml', data: '' },
      ]),
  ],
  ['a plain archive', 'table.not-a-table', () => makeZip([{ name: '说明.txt', data: '' }])],
  ['a picture renamed .xlsx', 'table.not-a-table', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['a PDF', 'table.not-a-table', () => Buffer.from('%PDF-1.7\n')],
  [
    'a web page renamed .xls',
    'table.convert-first',
    () => Buffer.from('\ufeff\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1'),
  ],
  ['an XML table', 'table.convert-first', () => Buffer.from('<?xml version="1.0"?><Workbook/>')],
  [
    'a password-protected .xlsx',
    'table.password-protected',
    () =>
      makeCompoundFile([
        ['EncryptionInfo', Buffer.alloc(9)],
        ['EncryptedPackage', Buffer.alloc(9)],
      ]),
  ],
  [
    'a password-protected .xls',
    'table.password-protected',
    () => makeXls([{ name: '表一', rows: [['名称']] }], { locked: true }),
  ],
  ['a .doc', 'table.not-a-table', () => makeCompoundFile([['WordDocument', Buffer.alloc(9)]])],
  ['an .xls cut off', 'table.cut-off', () => goodXls.subarray(0, 3000)],
  [
    'an .xls that stops inside a record',
    'table.cut-off',
    () =>
      makeCompoundFile([
        [
          'Workbook',
          Buffer.concat([biffStream([{ name: 'a', rows: [['b']] }]).subarray(0, -4), Buffer.alloc(5000, 0x41)]),
        ],
      ]),
  ],
  ['an .xls of Excel 95', 'table.convert-first', () => makeCompoundFile([['Book', Buffer.alloc(9)]])],
  [
    'an .xls whose directory runs in a circle',
    'table.damaged',
    () => forgedAt(goodXls, goodXls.length - 512 + 8 * 4, 8),
  ],
  [
    'an .xls whose streams share sectors',
    'table.damaged',
    () =>
      forgedAt(
        makeCompoundFile([
          ['Workbook', biffStream([{ name: 'a', rows: [] }])],
          ['Other', Buffer.alloc(9)],
        ]),
        512 + 16 * 512 + 2 * 128 + 116,
        0,
      ),
  ],
  [
    'an .xls with cells in far corners',
    'table.range-too-wide',
    () =>
      makeXls([{ name: 'a', rows: [[1], ...Array.from({ length: 60_000 }, () => []), [...Array(200).fill(null), 1]] }]),
  ],
  ['text with NUL bytes', 'table.text-unreadable', () => Buffer.from('账号,标题\nab\0\0\0,c\n')],
  [
    'bytes that are no text',
    'table.text-unreadable',
    () => Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + 200) % 256)),
  ],
  ['a CSV with an open quotation mark', 'table.csv-quotes', () => Buffer.from('账号,标题\n某某,"没有结束\n')],
  ['a CSV of a million lines', 'table.too-many-rows', () => Buffer.alloc(2 * MEGABYTE, 'a\n')],
  ['JSON cut off', 'table.json-broken', () => Buffer.from('[{"账号":"某某')],
  ['JSON of another shape', 'table.json-shape', () => Buffer.from('{"a":1}')],
]

// What is judged is the code and the memory, never how busy the machine is.
const ON_A_BUSY_MACHINE = 30_000

const REFUSAL = { name: 'Refusal', message: expect.stringMatching(/[\u4e00-\u9fff].*。$/) }

describe('readTables refuses', () => {
  it.each(BOMBS)(
    '%s (%s), within 300 MB',
    async (_, code, bytes) => {
      const given = bytes()
      const growth = await growthWhile(() => expect(readTables(given)).rejects.toMatchObject({ ...REFUSAL, code }))
      expect(growth / MEGABYTE).toBeLessThan(300)
    },
    ON_A_BUSY_MACHINE,
  )

  it.each(WRONG)('%s (%s)', async (_, code, bytes) => {
    await expect(parseTables(bytes(), LIMITS.rows)).rejects.toMatchObject({ ...REFUSAL, code })
  })

  it(
    'a workbook that needs more memory or time than one file may have, within 300 MB',
    async () => {
      const strings = Array.from({ length: 1_500_000 }, (_, i) => `<si><t>${i}</t></si>`).join('')
      const bytes = withPart('xl/sharedStrings.xml', `<sst>${strings}</sst>`)
      let code = ''
      const growth = await growthWhile(() => readTables(bytes).catch((error: Refusal) => (code = error.code)))
      expect(['table.too-heavy', 'table.too-slow']).toContain(code)
      expect(growth / MEGABYTE).toBeLessThan(300)
    },
    ON_A_BUSY_MACHINE,
  )

  it('an .xlsx and an .xls cut off at any place, without a defect', async () => {
    for (const file of [good, goodXls]) {
      for (let length = 16; length < file.length; length += 97) {
        const cut = parseTables(file.subarray(0, length), LIMITS.rows)
        await expect(cut, `${length} bytes`).rejects.toMatchObject({ name: 'Refusal' })
      }
    }
  })

  it('an .xlsx and an .xls with any byte changed, or reads them, without a defect', async () => {
    for (const file of [good, goodXls]) {
      for (let at = 0; at < file.length; at += 13) {
        const changed = Buffer.from(file)
        changed[at] = (changed[at] ?? 0) ^ 0xff
        const outcome = await parseTables(changed, LIMITS.rows).catch((error: unknown) => error)
        expect(outcome instanceof Error ? outcome.name : 'read', `byte ${at}`).toMatch(/^(Refusal|read)$/)
      }
    }
  })

  it(
    'ten hostile files at once, and reads the good one that follows',
    async () => {
      const cases = [...BOMBS.slice(0, 5), ...WRONG.slice(0, 5)]
      const refused = cases.map(([, code, bytes]) => expect(readTables(bytes())).rejects.toMatchObject({ code }))
      await Promise.all(refused)
      expect(await readTables(good)).toMatchObject({ format: 'xlsx', sheets: [{ name: '表一', rowCount: 1 }] })
    },
    ON_A_BUSY_MACHINE,
  )
})

import { cellText, escapeXml } from './markup.ts'
import { cellName } from './places.ts'
import type { BookStyles } from './book-styles.ts'
import type { Book, BookCell, BookRow, BookSheet, BookValue, DropDown, Look, PrintSetup } from './book.ts'
import type { Merge } from './shapes.ts'

/** The parts of an .xlsx (ISO/IEC 29500-1, transitional) as text. Elements stand in the order the schema asks for. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const MAIN_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const CHUNK_CHARACTERS = 64 * 1024
const LONGEST_TEXT = 32_767
const LONGEST_LIST = 255
const LONGEST_MESSAGE = 225
const LAST_ROW = 1_048_576

/** The sheet part, row by row: nothing of a written row is kept. */
export async function* sheetMarkup(sheet: BookSheet, styles: BookStyles): AsyncGenerator<string> {
  let chunk = sheetHead(sheet)
  let row = 0
  for await (const each of sheet.rows) {
    if (row >= LAST_ROW) throw new RangeError(`Sheet ${sheet.name} has more than ${LAST_ROW} rows`)
    chunk += rowMarkup(each, row++, sheet, styles)
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ''
  }
  yield chunk + sheetTail(sheet)
}

function sheetHead({ columns, frozen, print }: BookSheet): string {
  const cols = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
  return [
    `${HEAD}<worksheet xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}">`,
    print ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : '',
    `<sheetViews><sheetView workbookViewId="0">${frozen ? paneMarkup(frozen) : ''}</sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15"/>',
    cols.length > 0 ? `<cols>${cols.join('')}</cols>` : '',
    '<sheetData>',
  ].join('')
}

function paneMarkup({ rows = 0, columns = 0 }: NonNullable<BookSheet['frozen']>): string {
  const pane = rows > 0 && columns > 0 ? 'bottomRight' : rows > 0 ? 'bottomLeft' : 'topRight'
  const splits = (columns > 0 ? ` xSplit="${columns}"` : '') + (rows > 0 ? ` ySplit="${rows}"` : '')
  return splits && `<pane${splits} topLeftCell="${cellName(rows, columns)}" activePane="${pane}" state="frozen"/>`
}

function rowMarkup(given: BookRow, row: number, sheet: BookSheet, styles: BookStyles): string {
  const { cells, height, look } = 'cells' in given ? given : { cells: given, height: undefined, look: undefined }
  let text = `<row r="${row + 1}"${height === undefined ? '' : ` ht="${height}" customHeight="1"`}>`
  for (const [column, cell] of cells.entries()) text += cellMarkup(cell, row, column, sheet, look, styles)
  return `${text}</row>`
}

// A person who edits such a cell would turn it into a formula; the mark keeps it text.
const LIKE_FORMULA = /^[=+\-@\t\r]/

const AS_DAY: Look = { format: 'yyyy-mm-dd' }

function cellMarkup(
  cell: BookCell,
  row: number,
  column: number,
  sheet: BookSheet,
  rowLook: Look | undefined,
  styles: BookStyles,
) {
  const looked = typeof cell === 'object' && cell !== null && 'value' in cell
  const value = looked ? cell.value : cell
  const own = looked ? cell.look : isDay(value) ? AS_DAY : undefined
  const guarded = typeof value === 'string' && LIKE_FORMULA.test(value)
  const style = styles.of(sheet.columns[column]?.look, rowLook, own, guarded)
  const place = `<c r="${cellName(row, column)}" s="${style}"`
  if (value === null || value === '') return `${place}/>`
  if (typeof value === 'string') return `${place} t="inlineStr"><is>${textMarkup(value, sheet.name)}</is></c>`
  if (typeof value === 'boolean') return `${place} t="b"><v>${value ? 1 : 0}</v></c>`
  return `${place}><v>${numberMarkup(value, sheet.name)}</v></c>`
}

const isDay = (value: BookValue): value is { readonly day: string } => typeof value === 'object' && value !== null

function textMarkup(text: string, sheet: string): string {
  if (text.length > LONGEST_TEXT)
    throw new RangeError(`A text in sheet ${sheet} is longer than ${LONGEST_TEXT} characters`)
  return `<t${/^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''}>${cellText(text)}</t>`
}

// Day 1 is 1900-01-01, and the format counts a 1900-02-29 that never was: from 1900-03-01 on, days since 1899-12-30.
function numberMarkup(value: number | { readonly day: string }, sheet: string): string {
  const number = typeof value === 'number' ? value : (Date.parse(value.day) - Date.UTC(1899, 11, 30)) / 86_400_000
  if (!Number.isFinite(number)) throw new RangeError(`Sheet ${sheet} has a value that is not a number or a day`)
  return String(number)
}

const settled = <T>(given: readonly T[] | (() => readonly T[]) = []) => (typeof given === 'function' ? given() : given)

function sheetTail(sheet: BookSheet): string {
  const merges = settled(sheet.merges).map((m) => `<mergeCell ref="${rangeName(m)}"/>`)
  const lists = settled(sheet.dropDowns).map(dropDownMarkup)
  return [
    '</sheetData>',
    merges.length > 0 ? `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>` : '',
    lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>` : '',
    sheet.print ? printMarkup(sheet.print) : '',
    '</worksheet>',
  ].join('')
}

const rangeName = (m: Merge) => `${cellName(m.top, m.left)}:${cellName(m.bottom, m.right)}`

function dropDownMarkup({ column, fromRow, toRow, values, only }: DropDown): string {
  const list = values.join(',')
  if (list.length > LONGEST_LIST || values.some((value) => /[,"]/.test(value))) {
    throw new RangeError('A drop-down list holds at most 255 characters and no comma or quotation mark in an entry')
  }
  const place = rangeName({ top: fromRow, left: column, bottom: toRow, right: column })
  const title = only === true ? '请从下拉列表中选择' : '不在下拉列表中，请核对'
  const message = `可选：${values.join('、')}`.slice(0, LONGEST_MESSAGE)
  const error = `errorStyle="${only === true ? 'stop' : 'warning'}" errorTitle="${title}" error="${escapeXml(message)}"`
  return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" ${error} sqref="${place}"><formula1>"${escapeXml(list)}"</formula1></dataValidation>`
}

const A4 = 9
const MARGINS = { left: 1.5, right: 1.5, top: 2, bottom: 1.8, header: 0.8, footer: 0.8 }

function printMarkup({ landscape, margins, header, footer }: PrintSetup): string {
  const inches = Object.entries({ ...MARGINS, ...margins }).map(
    ([name, cm]) => `${name}="${Number((cm / 2.54).toFixed(4))}"`,
  )
  const lines = [
    header && `<oddHeader>${lineMarkup(header)}</oddHeader>`,
    footer && `<oddFooter>${lineMarkup(footer)}</oddFooter>`,
  ]
  const given = lines.filter(Boolean).join('')
  return [
    '<printOptions horizontalCentered="1"/>',
    `<pageMargins ${inches.join(' ')}/>`,
    `<pageSetup paperSize="${A4}" fitToWidth="1" fitToHeight="0" orientation="${landscape === true ? 'landscape' : 'portrait'}"/>`,
    given && `<headerFooter>${given}</headerFooter>`,
  ].join('')
}

const lineMarkup = (line: string) =>
  escapeXml(`&C${line.replaceAll('&', '&&').replaceAll('{page}', '&P').replaceAll('{pages}', '&N')}`)

const sheetFile = (index: number) => `worksheets/sheet${index + 1}.xml`

/** The small parts that hold a workbook together: path in the archive -> text. */
export function bookParts(book: Book, styles: BookStyles): readonly (readonly [path: string, text: string])[] {
  return [
    ['xl/styles.xml', styles.markup()],
    ['xl/workbook.xml', workbookMarkup(book)],
    ['xl/_rels/workbook.xml.rels', workbookLinks(book)],
    ['docProps/core.xml', coreMarkup(book)],
    [
      '_rels/.rels',
      links([
        [`${OFFICE}/officeDocument`, 'xl/workbook.xml'],
        [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
      ]),
    ],
    ['[Content_Types].xml', contentTypes(book)],
  ]
}

function workbookMarkup({ sheets }: Book): string {
  checkNames(sheets)
  const listed = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${hidden === true ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  )
  const titles = sheets.flatMap(({ name, print }, i) =>
    print?.headRows ? [titlesMarkup(name, i, print.headRows)] : [],
  )
  const names = titles.length > 0 ? `<definedNames>${titles.join('')}</definedNames>` : ''
  return `${HEAD}<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="${sheets.findIndex(({ hidden }) => hidden !== true)}"/></bookViews><sheets>${listed.join('')}</sheets>${names}</workbook>`
}

function titlesMarkup(name: string, index: number, { from, to }: NonNullable<PrintSetup['headRows']>): string {
  const range = `'${name.replaceAll("'", "''")}'!$${from + 1}:$${to + 1}`
  return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapeXml(range)}</definedName>`
}

function checkNames(sheets: readonly BookSheet[]): void {
  const names = new Set(sheets.map(({ name }) => name.toLowerCase()))
  const bad = sheets.find(({ name }) => name === '' || name.length > 31 || /[[\]:*?/\\]|^'|'$/.test(name))
  if (bad || names.size !== sheets.length || sheets.every(({ hidden }) => hidden === true)) {
    throw new RangeError(
      `Sheet names must be unique, short and plain, and one sheet visible: ${sheets.map(({ name }) => name).join(' | ')}`,
    )
  }
}

function workbookLinks({ sheets }: Book): string {
  const listed = sheets.map((_, i) => [`${OFFICE}/worksheet`, sheetFile(i)] as const)
  return links([...listed, [`${OFFICE}/styles`, 'styles.xml']])
}

function links(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`)
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`
}

function coreMarkup({ title }: Book): string {
  const names = `xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`
  return `${HEAD}<cp:coreProperties ${names}>${title === undefined ? '' : `<dc:title>${escapeXml(title)}</dc:title>`}</cp:coreProperties>`
}

function contentTypes({ sheets }: Book): string {
  const parts = [
    ['/xl/workbook.xml', `${MAIN_TYPE}.sheet.main+xml`],
    ...sheets.map((_, i) => [`/xl/${sheetFile(i)}`, `${MAIN_TYPE}.worksheet+xml`]),
    ['/xl/styles.xml', `${MAIN_TYPE}.styles+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ]
  const listed = parts.map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
  const rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types">${rels}<Default Extension="xml" ContentType="application/xml"/>${listed.join('')}</Types>`
}

/** Where the n-th sheet stands in the archive. */
export const sheetPath = (index: number): string => `xl/${sheetFile(index)}`

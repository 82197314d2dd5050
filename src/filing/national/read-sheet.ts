import { printPreciseDate, readPreciseDate } from '../../calendar/index.ts'
import type { Cell, TableFile } from '../../documents/index.ts'
import { platforms, readPlatform } from '../../vocabulary/platforms.ts'
import { type Columns, findHead } from './columns.ts'
import { readCreditCode } from './credit-code.ts'
import { folded } from './keys.ts'
import {
  fieldTitles,
  type NationalField,
  type NationalStatus,
  nationalStatusLabels,
  runningWord,
  type SheetRow,
  type UnreadCell,
} from './model.ts'

/** `headed`: some sheet had the head. A row stands in `rows` or in `unread`, or in both with the cells that were left out. */
export type ReadSheet = { headed: boolean; rows: SheetRow[]; unread: UnreadCell[] }

type Read = { value: string | null } | { wanted: string }

/**
 * Reads a flat sheet of the national system (xlsx, xls, csv), whatever its columns are called and wherever they stand.
 * Hidden sheets are passed over. A cell that can't be read is told with its place and left out of the comparison; a row
 * without name or platform is left out whole, and so is a row that another has said already.
 */
export function readNationalSheet({ sheets }: TableFile): ReadSheet {
  const read: ReadSheet = { headed: false, rows: [], unread: [] }
  const seen = new Map<string, string>()
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    const head = findHead(sheet)
    if (!head) continue
    read.headed = true
    for (const [index, cells] of sheet.rows.entries())
      if (index > head.row && cells.some(({ text }) => text !== ''))
        readRow({ sheet: sheet.name, row: index + 1 }, cells, head.columns, { read, seen })
  }
  return read
}

type Place = { sheet: string; row: number }

function readRow(
  place: Place,
  cells: readonly Cell[],
  columns: Columns,
  { read, seen }: { read: ReadSheet; seen: Map<string, string> },
): void {
  const values: Partial<Record<NationalField, string | null>> = {}
  const unread: UnreadCell[] = []
  for (const [field, at] of Object.entries(columns) as [NationalField, number][]) {
    const cell = cells[at] ?? { kind: 'empty', text: '' }
    const result = readers[field](cell)
    if ('value' in result) values[field] = result.value
    else unread.push(cellAt(place, field, cell, result.wanted))
  }
  const fault = faultOf(values, place, seen)
  if (!fault) read.rows.push({ ...place, values })
  else if (!unread.some(({ column }) => column === fault.column))
    unread.push({ ...place, found: values.name ?? '', ...fault })
  read.unread.push(...unread)
}

const personal: readonly NationalField[] = ['contactName', 'contactPhone']

const cellAt = (place: Place, field: NationalField, { text }: Cell, wanted: string): UnreadCell => ({
  ...place,
  column: fieldTitles[field],
  found: personal.includes(field) ? '' : text.slice(0, 60),
  wanted,
})

function faultOf(
  { unitName, sponsor, name, platform, identifier }: Partial<Record<NationalField, string | null>>,
  place: Place,
  seen: Map<string, string>,
): { column: string; wanted: string } | undefined {
  if (!name) return { column: fieldTitles.name, wanted: '账号名称，这一行未比对' }
  if (!platform) return { column: fieldTitles.platform, wanted: '平台名称，如微信公众号、新浪微博、抖音，这一行未比对' }
  const key = [unitName ?? sponsor ?? '', platform, folded(name), identifier ?? ''].join('|')
  const before = seen.get(key)
  if (before) return { column: fieldTitles.name, wanted: `与${before}重复，这一行未比对` }
  seen.set(key, `${place.sheet}第${place.row}行`)
  return undefined
}

const NOTHING = /^(?:无|暂无|没有|不详|\/|-+|—+|n\/a)$/iu

function said({ text }: Cell): string | null {
  const word = text.replaceAll(/\s+/g, ' ').trim()
  return word === '' || NOTHING.test(word) ? null : word
}

const LONGEST = 500
const plain = (cell: Cell): Read =>
  cell.text.length > LONGEST ? { wanted: `不超过${LONGEST}字` } : { value: said(cell) }

const orNothing =
  (read: (text: string, cell: Cell) => Read) =>
  (cell: Cell): Read => {
    const text = said(cell)
    return text === null ? { value: null } : read(text, cell)
  }

// A spreadsheet keeps fifteen digits of a number: what was longer is already another one.
const CUT_OFF = '请将单元格设为文本格式后重新填写（数字过长，已被表格软件截断）'
const isCutOff = ({ number }: Cell) => number !== undefined && (!Number.isSafeInteger(number) || number >= 1e15)

const words = <K extends string>(table: Readonly<Record<K, readonly string[]>>) =>
  new Map(Object.entries<readonly string[]>(table).flatMap(([key, all]) => all.map((word) => [folded(word), key as K])))

const running = words({
  running: ['在运行', '运行', '运行中', '正常', '正常运行', '正常运营', '在用', '启用', '运营中', '正常更新'],
  closing: ['关停办理中', '关停中', '拟关停', '停更', '暂停更新'],
  closed: ['已关停', '关停', '停用', '停止运营', '停止运行', '已停用', '关闭', '已关闭'],
  deregistered: ['已注销', '注销', '销号', '已销号'],
})
const statuses = words<NationalStatus>({
  unreported: [nationalStatusLabels.unreported, '未填报', '未上报', '未录入', '否'],
  reported: [nationalStatusLabels.reported, '已填报', '已上报', '已录入', '是', '已备案'],
  changed: [nationalStatusLabels.changed, '变更'],
  closed: [nationalStatusLabels.closed, '关停', '已关闭', '已注销'],
})

const readers: Readonly<Record<NationalField, (cell: Cell) => Read>> = {
  unitName: plain,
  creditCode: orNothing((text, cell) => (isCutOff(cell) ? { wanted: CUT_OFF } : readCreditCode(text))),
  name: plain,
  platform: orNothing((text) => {
    const code = readPlatform(text) ?? readPlatform(text.replace(/^(?:政务|官方)|(?:账号|平台|号)$/gu, ''))
    return code ? { value: platforms[code].label } : { wanted: '平台名称，如微信公众号、新浪微博、抖音，这一行未比对' }
  }),
  identifier: orNothing((text, cell) =>
    isCutOff(cell) ? { wanted: CUT_OFF } : { value: cell.number === undefined ? text : String(cell.number) },
  ),
  certifiedEntity: plain,
  sponsor: plain,
  openedOn: orNothing((text, cell) => {
    const date = readPreciseDate(cell.iso ?? cell.number ?? text)
    return 'reason' in date ? { wanted: '日期，如2019年6月3日、2019-06' } : { value: printPreciseDate(date) }
  }),
  profileUrl: orNothing((text) =>
    /^(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$/iu.test(text)
      ? { value: text }
      : { wanted: '账号主页的网址，以 https:// 开头；图片二维码不能比对' },
  ),
  runningState: orNothing((text) => {
    const state = running.get(folded(text))
    return state ? { value: runningWord(state) } : { wanted: '在运行、关停办理中、已关停、已注销之一' }
  }),
  contactName: plain,
  contactPhone: orNothing((text, { number }) => {
    const phone = number === undefined ? text : String(number)
    return /^[\d*+\-()（）、,;/\s转]{5,60}$/u.test(phone) ? { value: phone } : { wanted: '11位手机号或座机号' }
  }),
  note: plain,
  nationalStatus: orNothing((text) => {
    const status = statuses.get(folded(text))
    return status
      ? { value: nationalStatusLabels[status] }
      : { wanted: Object.values(nationalStatusLabels).join('、') + '之一' }
  }),
}

import {
  type CivilDate,
  civilDate,
  type PreciseDate,
  printPreciseDate,
  readPreciseDate,
  type UnreadableDate,
} from '../../calendar/index.ts'
import type { Cell } from '../../documents/index.ts'
import { type Count, type NoCount, readCount } from '../../vocabulary/counts.ts'
import { readYuan } from '../../vocabulary/sums.ts'
import { mostCounted } from '../model.ts'
import type { Read } from './read-choices.ts'

const NOTHING = new Set(['/', '\\', '-', '--', '—', '——', '无', '暂无', '未统计', '不详', '未知'])

/** True of a stroke, which says no more than a blank does. */
export const isStroke = (text: string) => /^[/\\—-]+$/.test(text.normalize('NFKC').trim())

/** True where a person wrote a stroke or 无 instead of leaving the cell blank. */
export const saysNothing = (text: string) => NOTHING.has(text.normalize('NFKC').trim())

const noCount: Readonly<Record<NoCount['reason'], string>> = {
  blank: '应填数字',
  range: '应填一个数，不填范围',
  'several-numbers': '一格只填一个数',
  'upper-bound': '应填实际数字，不填“不足”“以下”',
  'not-whole': '应填整数',
  'not-a-count': '应填数字，如 8412、1.2万、约1.7万',
}

const TOO_LARGE = '数字过大，请核对'

/**
 * 粉丝量, 阅读量: `8,412`, `1.2万`, `约1.7万`, `389名`. What was written is kept beside the number; full-width figures alone
 * (３２５６) say no more than the number and are kept as it.
 */
export function readCountCell(cell: Cell): Read<Count> {
  const read = readCount(cell.text)
  if ('reason' in read) return { wanted: noCount[read.reason] }
  if (read.value > mostCounted) return { wanted: TOO_LARGE }
  const plain = cell.text.normalize('NFKC').replace(/\s+/g, '')
  return { value: /^\d+$/.test(plain) ? { ...read, found: plain } : read }
}

/** 经费保障（元/年）: `12000`, `1.2万`, `3000元/年`; 无 is 0 (rulebook (b) 附件1 7: 无经费填 0). Two decimals. */
export function readBudget(found: string): Read<string> {
  const value = readYuan(found)
  if (value === undefined) return { wanted: '应填每年多少元，如 12000、1.2万；没有经费填 0' }
  return Number(value) < mostCounted ? { value } : { wanted: TOO_LARGE }
}

/** 开通时间: `2019.6`, `2019年6月`, a date cell, an Excel serial. A date cell shown as 2019年6月 is known to the month only. */
export function readOpenedOn(cell: Cell, latest: CivilDate): Read<PreciseDate> {
  const read = dateIn(cell)
  if ('reason' in read) {
    const missing = read.reason === 'no-year' ? '没有写年份，' : ''
    return { wanted: `${missing}应填年月日或年月，如 2019年6月、2019.6.21` }
  }
  if (read.day > latest) return { wanted: '开通时间不能晚于今天' }
  // A spreadsheet keeps 2019.10 as the number 2019.1.
  const [, year] = (cell.kind === 'number' && /^(\d{4})\.1$/.exec(cell.text)) || []
  if (year === undefined)
    return serialOf(cell) === undefined ? { value: read } : { value: read, notice: serialNotice(cell, read) }
  return { value: read, notice: `开通时间“${cell.text}”按${year}年1月登记，若为10月请改写为“${year}年10月”` }
}

const serialNotice = (cell: Cell, read: PreciseDate) =>
  `开通时间“${cell.text}”是表格软件的日期序号，按${printPreciseDate(read)}登记，请核对`

/** The serial day of a cell that shows no date, only its number. */
function serialOf(cell: Cell): number | undefined {
  if ('day' in readPreciseDate(cell.text) || cell.iso) return undefined
  return cell.number ?? (/^\d{5}$/.test(cell.text) ? Number(cell.text) : undefined)
}

function dateIn(cell: Cell): PreciseDate | UnreadableDate {
  const read = readPreciseDate(cell.text)
  if ('day' in read) return read
  if (cell.iso) return { day: civilDate(cell.iso.slice(0, 10)), precision: 'day' }
  const serial = serialOf(cell)
  return serial === undefined ? read : readPreciseDate(serial)
}

export type FoundStaff = { hasDedicatedStaff: boolean | null; staffCount: number | null }

const WITH = /^(?:有|是|已有|√|☑)/
const WITHOUT = /^(?:无|没有|否|未安排|×)/

/**
 * 运营人数: the double row of the notice (有/无专人 above 人数), or both in one cell: `有，2人`, `2`, `无`. Untouched words of
 * the blank form say nothing. Refuses other words.
 */
export function readStaff(texts: readonly string[]): Read<FoundStaff> {
  const staff: FoundStaff = { hasDedicatedStaff: null, staffCount: null }
  for (const text of texts) {
    const word = text.normalize('NFKC').replace(/\s+/g, '')
    const left = takeStaff(word.replace(/^有\/无专人[:]?|^(?:负责)?(?:运营)?人数[:]?/, ''), staff)
    if (left !== '') return { wanted: '应填有或无专人及人数，如“有，2人”（填表说明第4条）' }
  }
  const { hasDedicatedStaff, staffCount } = staff
  if (hasDedicatedStaff !== false || !staffCount) return { value: staff }
  // Rulebook (b): 无专人且人数大于0 is a warning, not a fault.
  return { value: staff, notice: `填写“无”专人，人数却为${staffCount}，已按原样登记，请核对` }
}

function takeStaff(word: string, staff: FoundStaff): string {
  const filled = word.replace(/有\/无专人|人数[:]?/g, ',')
  const count = /(\d{1,6})(?:人|名|个)?/.exec(filled)
  if (count) staff.staffCount = Number(count[1])
  const rest = filled
    .replace(/\d{1,6}(?:人|名|个)?/, ',')
    .replace(/专人|专职|兼职|运营|负责|人员/g, '')
    .replace(/[,，、;；:()/.。]+/g, '')
  if (rest === '') return ''
  if (rest !== '' && WITHOUT.test(rest)) staff.hasDedicatedStaff = false
  else if (WITH.test(rest)) staff.hasDedicatedStaff = true
  return rest.replace(WITHOUT, '').replace(WITH, '')
}

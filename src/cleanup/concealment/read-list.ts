import { type CivilDate, dayOf, formatDayZh, instant, readPreciseDate } from '../../calendar/index.ts'
import type { Cell, TableFile } from '../../documents/index.ts'
import { type Platform, platforms, readPlatform } from '../../vocabulary/platforms.ts'
import { type Column, columnLabels, type Columns, findHead } from './columns.ts'
import { addressOf, platformOfLink, said } from './keys.ts'
import type { Discovered, RejectedRow } from './model.ts'

/** A list as read: `headed` says whether any sheet was one. Rows are `discovered` or `rejected`; none is lost. */
export type ReadList = { headed: boolean; rowCount: number; discovered: Discovered[]; rejected: RejectedRow[] }

type Fault = { column: Column; found: string; wanted: string }
type Place = { sheet: string; row: number }
type Cells = (column: Column) => Cell

const EMPTY: Cell = { kind: 'empty', text: '' }
const longestName = 100
const longestText = 500

/**
 * Reads a list of found accounts (CSV, xlsx, xls, JSON). Errors are values: a faulty row is left out whole, with the
 * row, the column, what stands there and what is wanted. `asOf`: an account can't have been found after that day.
 */
export function readDiscovered({ sheets, format }: TableFile, asOf: CivilDate): ReadList {
  const result: ReadList = { headed: false, rowCount: 0, discovered: [], rejected: [] }
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    const head = findHead(sheet)
    if (!head) continue
    result.headed = true
    sheet.rows.forEach((cells, index) => {
      if (index <= head.row || cells.every((cell) => cell.text === '')) return
      result.rowCount += 1
      // Of JSON there is no printed head: the first object is number 1.
      readRow(cells, head.columns, { sheet: sheet.name, row: format === 'json' ? index : index + 1 }, asOf, result)
    })
  }
  return result
}

function readRow(cells: readonly Cell[], columns: Columns, place: Place, asOf: CivilDate, into: ReadList): void {
  const faults: Fault[] = []
  const cell: Cells = (column) => cells[columns[column] ?? -1] ?? EMPTY
  const read = readAccount(cell, asOf, faults)
  if (faults.length === 0) into.discovered.push({ ...place, ...read })
  else
    into.rejected.push({
      ...place,
      cells: cells.map(({ text }) => text),
      faults: faults.map(({ column, found, wanted }) => ({ ...place, column: columnLabels[column], found, wanted })),
    })
}

function readAccount(cell: Cells, asOf: CivilDate, faults: Fault[]): Omit<Discovered, keyof Place> {
  const name = readText(cell, 'name', faults, longestName) ?? ''
  const identifiers = [...readIdentifier(cell, 'identifier', faults), ...readIdentifier(cell, 'originalId', faults)]
  const profileUrl = readLink(cell('profileUrl').text, faults)
  if (name === '' && identifiers.length === 0 && profileUrl === null)
    faults.push({ column: 'name', found: '', wanted: '账号名称、账号ID、主页链接，三项至少填一项' })
  return {
    platform: readPlatformOf(cell('platform').text, profileUrl, faults),
    platformFound: cell('platform').text,
    name,
    identifiers,
    profileUrl,
    certifiedEntity: readText(cell, 'certifiedEntity', faults, longestText, 'keep'),
    unitName: readText(cell, 'unitName', faults, longestText),
    discoveredOn: readDay(cell('discoveredOn'), asOf, faults),
    reachable: readReachable(cell('reachable').text, faults),
    note: readText(cell, 'note', faults, longestText),
  }
}

// 无 under 认证主体 says that nobody is certified; an empty cell says nothing. Elsewhere both say nothing.
function readText(cell: Cells, column: Column, faults: Fault[], longest: number, none?: 'keep'): string | null {
  const text = cell(column).text.trim()
  if (text.length > longest) faults.push({ column, found: `${text.slice(0, 20)}…`, wanted: `不超过 ${longest} 字` })
  return none === 'keep' ? text || null : said(text) === null ? null : text
}

// A spreadsheet keeps fifteen digits of a number: a longer identity is already another one.
function readIdentifier(cell: Cells, column: Column, faults: Fault[]): string[] {
  const { number, text } = cell(column)
  if (number !== undefined && (!Number.isSafeInteger(number) || (number >= 1e15 && number % 10 === 0))) {
    faults.push({ column, found: text, wanted: '按文本格式填写的完整标识（数字过长，已被表格软件截断）' })
    return []
  }
  const found = said(number === undefined ? text : String(number))
  return (found ?? '').split(/[\s、,;|[\]"]+/u).filter((one) => one !== '')
}

// Shared links come with words around them; the face of a hyperlink that the file didn't keep is no link.
function readLink(text: string, faults: Fault[]): string | null {
  const found = said(text)
  if (found === null || /^(?:点击|查看|打开|链接|详情|进入)/u.test(found)) return null
  const link = /https?:\/\/[^\s，。、；）)"'<>]+/iu.exec(found)?.[0] ?? found
  if (addressOf(link) && link.length <= longestText) return link
  faults.push({ column: 'profileUrl', found: text.slice(0, 60), wanted: '账号主页的网址，以 http 或 https 开头' })
  return null
}

const wantedPlatform = '平台名称，如 微信公众号、新浪微博、抖音'

function readPlatformOf(found: string, link: string | null, faults: Fault[]): Platform {
  const named = said(found) === null ? undefined : readPlatform(found)
  const linked = link === null ? undefined : platformOfLink(link)
  if (!named && !linked) faults.push({ column: 'platform', found, wanted: wantedPlatform })
  if (named && linked && contradicts(named, linked))
    faults.push({
      column: 'profileUrl',
      found: link ?? '',
      wanted: `${platforms[named].label}上的主页链接（所填链接属${platforms[linked].label}）`,
    })
  return named ?? linked ?? 'other'
}

// 小程序、视频号 are shared through addresses of 公众号.
const contradicts = (named: Platform, linked: Platform) =>
  named !== 'other' &&
  platforms[named].family !== platforms[linked].family &&
  !(platforms[named].vendor === '腾讯' && platforms[linked].vendor === '腾讯')

function readDay(cell: Cell, asOf: CivilDate, faults: Fault[]): CivilDate | null {
  const text = said(cell.text)
  if (text === null) return null
  const day = readPreciseDate(cell.iso ?? cell.number ?? shanghaiDay(text))
  if ('reason' in day || day.precision !== 'day')
    faults.push({ column: 'discoveredOn', found: cell.text, wanted: '写到日的日期，如 2026-09-30' })
  else if (day.day > asOf)
    faults.push({ column: 'discoveredOn', found: cell.text, wanted: `不晚于核查日期（${formatDayZh(asOf)}）的日期` })
  else return day.day
  return null
}

// A moment with its offset falls on a day of ours; one without is ours already.
function shanghaiDay(text: string): string {
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/u
  if (moment.test(text) && !Number.isNaN(Date.parse(text))) return dayOf(instant(text))
  return text.replace(/[T\s]+\d{1,2}[:时].*$/u, '')
}

const YES =
  /^(?:是|能|可|可以|√|正常|可访问|能访问|可以访问|可打开|能打开|在线|有效|存在|在运行|运行中|运营中|正常运营|停更|停止更新|停止运营|长期未更新|僵尸|y|yes|true|1|ok|active|online|running)$/u
const NO =
  /^(?:否|不能|不可|×|不可访问|不能访问|无法访问|打不开|无法打开|不能打开|离线|无效|失效|已失效|不存在|已不存在|停用|已停用|注销|已注销|关停|已关停|关闭|已关闭|封禁|已封禁|被封|n|no|false|0|gone|closed|offline|deleted)$/u

// 停更 is still there: only what can't be opened is gone.
function readReachable(found: string, faults: Fault[]): boolean | null {
  const text = said(found)?.toLowerCase().replace(/\s+/gu, '')
  if (text === undefined) return null
  if (YES.test(text)) return true
  if (NO.test(text)) return false
  faults.push({ column: 'reachable', found, wanted: '能否访问，如 可访问、不可访问' })
  return null
}

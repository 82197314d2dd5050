import { type CivilDate, dayOf, formatDayZh, type Instant, startOfDay } from '../calendar/index.ts'
import type { Cell, Sheet } from '../documents/index.ts'
import { readCount } from '../vocabulary/counts.ts'
import { type Column, columnLabels, type Columns, findHead } from './columns.ts'
import { linkKey } from './link-key.ts'
import type { Match, Stranger, Whose } from './match-accounts.ts'
import { type Metric, metrics, type PostRow, type RejectedCell } from './model.ts'
import { type Listed, otherPostOf } from './same-link.ts'
import { type PostTime, readTime, wantedTime } from './read-time.ts'

/** `doubtful`: accounts that lost a row of this file, so that it says nothing sure about their silence. */
export type ReadPosts = {
  headed: boolean
  rowCount: number
  rows: PostRow[]
  rejected: RejectedCell[]
  doubtful: Set<string>
}

// Rows under names that the ledger doesn't know, by the day they tell of, and whose platform the valid rows are of.
type Strange = { strangers: (Stranger & { on: CivilDate | null })[]; families: Map<string, string>; listed: Listed }

type Reading = { sheet: string; columns: Columns; match: (whose: Whose) => Match; collectedAt: Instant }
type Fault = { column: Column; found: string; wanted: string; candidates?: readonly string[]; stranger?: Stranger }

const EMPTY: Cell = { kind: 'empty', text: '' }

/**
 * Reads every sheet that has a head with 账号. Errors are values: a faulty cell rejects its row and nothing else.
 * `collectedAt` holds for rows that don't say when they were collected.
 */
export function readPosts(sheets: readonly Sheet[], match: Reading['match'], collectedAt: Instant): ReadPosts {
  const result: ReadPosts & Strange = {
    headed: false,
    rowCount: 0,
    rows: [],
    rejected: [],
    doubtful: new Set(),
    strangers: [],
    families: new Map(),
    listed: new Map(),
  }
  for (const sheet of sheets) {
    const head = findHead(sheet)
    if (!head) continue
    result.headed = true
    readSheet(sheet, head.row, { sheet: sheet.name, columns: head.columns, match, collectedAt }, result)
  }
  for (const id of perhapsRenamed(result)) result.doubtful.add(id)
  return result
}

/**
 * Accounts whose rows end where rows of an unknown name of their platform go on: the account may have been renamed, and
 * then its new posts were rejected. Of its silence the file says nothing.
 */
function perhapsRenamed({ rows, strangers, families }: ReadPosts & Strange): string[] {
  if (strangers.length === 0) return []
  return [...Map.groupBy(rows, ({ accountId }) => accountId)].flatMap(([id, own]) => {
    const newest = own
      .flatMap(({ post }) => post?.publishedOn ?? [])
      .sort()
      .at(-1)
    const goesOn = strangers.some(
      ({ family, on }) =>
        (family === undefined || family === families.get(id)) && (on === null || newest === undefined || on > newest),
    )
    return goesOn ? [id] : []
  })
}

function readSheet(sheet: Sheet, headRow: number, reading: Reading, result: ReadPosts & Strange): void {
  for (let index = headRow + 1; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? []
    if (cells.every((cell) => cell.text === '')) continue
    result.rowCount++
    const faults: Fault[] = []
    const row = readRow(cells, index + 1, reading, faults, result)
    const other = row && otherPostOf(row, result.listed)
    if (other) fault(faults, 'url', row.post?.url ?? '', other)
    if (row && faults.length === 0) result.rows.push(row)
    else if (row) result.doubtful.add(row.accountId)
    for (const { column, found, wanted, candidates } of faults) {
      result.rejected.push({ sheet: reading.sheet, row: index + 1, column: columnLabels[column], found, wanted })
      for (const id of candidates ?? []) result.doubtful.add(id)
    }
  }
}

function readRow(
  cells: readonly Cell[],
  row: number,
  reading: Reading,
  faults: Fault[],
  { strangers, families }: Strange,
): PostRow | undefined {
  const cell = (column: Column): Cell => cells[reading.columns[column] ?? -1] ?? EMPTY
  const whose = { account: cell('account').text, platform: cell('platform').text, unit: cell('unit').text }
  if (whose.account === '') return fault(faults, 'account', '', '账号名称（全称）')
  const matched = reading.match(whose)
  if ('column' in matched) {
    faults.push(matched)
    if (matched.stranger) strangers.push({ ...matched.stranger, on: readTime(cell('publishedAt'))?.on ?? null })
    return undefined
  }
  families.set(matched.id, matched.family)
  const collectedAt = readCollectedAt(cell('collectedAt'), reading.collectedAt, faults)
  const post = readPost(cell, dayOf(collectedAt), faults)
  return { accountId: matched.id, sheet: reading.sheet, row, collectedAt, ...(post ? { post } : {}) }
}

// A row with an account and neither title, link nor time says: looked at, nothing found.
function readPost(cell: (column: Column) => Cell, collectedOn: CivilDate, faults: Fault[]): PostRow['post'] {
  const [title, url] = [cell('title').text, readLink(cell('url').text)]
  const time = readPublished(cell('publishedAt'), collectedOn, faults)
  const counts = readCounts(cell, faults)
  const original = readOriginal(cell('original'), faults)
  if (title === '' && url === null) {
    if (time.precision !== 'none' || cell('url').text !== '') fault(faults, 'title', '', '标题或链接，两项至少填一项')
    return undefined
  }
  return {
    linkKey: linkKey(url, title, time.at ?? time.on ?? ''),
    url,
    title,
    publishedAt: time.at,
    publishedOn: time.on,
    timePrecision: time.precision,
    original,
    counts,
  }
}

// 点击查看 in a link column is the face of a hyperlink that the file didn't keep: then there is no link. Only web
// addresses become links, because pages will show them as such.
function readLink(found: string): string | null {
  const text = found.trim()
  if (/^https?:\/\/\S+$/i.test(text)) return text
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?$/i.test(text) ? `https://${text}` : null
}

function readPublished(cell: Cell, collectedOn: CivilDate, faults: Fault[]): PostTime {
  const time = readTime(cell)
  if (time && (time.on === null || time.on <= collectedOn)) return time
  fault(faults, 'publishedAt', cell.text, time ? `不晚于采集之日（${formatDayZh(collectedOn)}）的发布时间` : wantedTime)
  return { at: null, on: null, precision: 'none' }
}

// A sheet that prints only the day of collection is believed from the start of that day.
function readCollectedAt(cell: Cell, otherwise: Instant, faults: Fault[]): Instant {
  const time = readTime(cell)
  if (time?.precision === 'none') return otherwise
  const at = time && (time.at ?? (time.on && startOfDay(time.on)))
  if (at && at <= otherwise) return at
  fault(faults, 'collectedAt', cell.text, at ? '不晚于导入之时的采集时间' : wantedTime)
  return otherwise
}

function readCounts(cell: (column: Column) => Cell, faults: Fault[]) {
  const counts: NonNullable<PostRow['post']>['counts'] = {}
  for (const metric of metrics) {
    const count = countIn(cell(metric), metric, faults)
    if (count) counts[metric] = count
  }
  return counts
}

const NOT_GIVEN = /^[\s\-—–/]*$/u

function countIn(cell: Cell, metric: Metric, faults: Fault[]) {
  if (cell.kind === 'empty' || NOT_GIVEN.test(cell.text)) return undefined
  const count = readCount(cell.text)
  if ('value' in count) return { value: count.value, precision: count.precision }
  return fault(faults, metric, cell.text, '不小于 0 的数，如 1234、1.2万、10万+')
}

const YES = /^(?:是|原创|有|√|y|yes|true|1|文字原创|图片原创|视频原创)$/iu
const NO = /^(?:否|非原创|无|转载|转发|×|n|no|false|0)$/iu

function readOriginal(cell: Cell, faults: Fault[]): boolean | null {
  const text = cell.text.normalize('NFKC').trim()
  if (NOT_GIVEN.test(text)) return null
  if (YES.test(text)) return true
  if (NO.test(text)) return false
  fault(faults, 'original', cell.text, '是 或 否')
  return null
}

function fault(faults: Fault[], column: Column, found: string, wanted: string): undefined {
  faults.push({ column, found, wanted })
}

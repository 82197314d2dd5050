import { type CivilDate, dayOf, formatDayZh, type Instant, startOfDay } from '../calendar/index.ts'
import type { Cell } from '../documents/index.ts'
import { readCount } from '../vocabulary/counts.ts'
import { foldWord, platforms } from '../vocabulary/platforms.ts'
import { columnLabels } from './columns.ts'
import type { FoundTable } from './handed/find-tables.ts'
import { meetStranger, type Stranger as MetStranger } from './handed/met-accounts.ts'
import { asShown, readFigures } from './handed/read-figures.ts'
import { linkKey } from './link-key.ts'
import type { Match, Stranger, Whose } from './match-accounts.ts'
import { type FigureRow, type Metric, metrics, type PostRow, type RejectedCell } from './model.ts'
import { type Listed, otherPostOf } from './same-link.ts'
import { type PostTime, readTime, wantedTime } from './read-time.ts'

/** `doubtful`: accounts that lost a row of this file, so that it says nothing sure about their silence. */
export type ReadPosts = {
  rowCount: number
  rows: PostRow[]
  figures: FigureRow[]
  rejected: RejectedCell[]
  doubtful: Set<string>
  /** Accounts that the ledger does not know, each once, in the order in which they are named. */
  met: Map<string, MetStranger>
}

// Rows under names that the ledger doesn't know, by the day they tell of, and whose platform the valid rows are of.
type Strange = { strangers: (Stranger & { on: CivilDate | null })[]; families: Map<string, string>; listed: Listed }
// Where each figure of an account and a moment stands first.
type Result = ReadPosts & Strange & { told: Map<string, { row: number; value: string }> }

export type ReadContext = {
  match: (whose: Whose) => Match
  /** Whose a table is that has no column of accounts: a person said so. */
  accountId?: string | undefined
  /** Holds for rows that don't say when they were collected. */
  collectedAt: Instant
}
type Reading = ReadContext & { table: FoundTable }
type Fault = { label: string; found: string; wanted: string; candidates?: readonly string[]; stranger?: Stranger }

const EMPTY: Cell = { kind: 'empty', text: '' }

/** Reads the rows of the tables of a file. Errors are values: a faulty cell rejects its row and nothing else. */
export function readPosts(tables: readonly FoundTable[], context: ReadContext): ReadPosts {
  const result: Result = {
    rowCount: 0,
    rows: [],
    figures: [],
    rejected: [],
    doubtful: new Set(),
    met: new Map(),
    strangers: [],
    families: new Map(),
    listed: new Map(),
    told: new Map(),
  }
  for (const table of tables) if (table.kind.takes !== 'nothing') readTable({ ...context, table }, result)
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

function readTable(reading: Reading, result: Result): void {
  const { sheet, headRow, from, to } = reading.table
  for (let index = headRow + 1; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? []
    if (cells.slice(from, to).every((cell) => cell.text === '')) continue
    result.rowCount++
    const faults: Fault[] = []
    readRow(cells, index + 1, reading, faults, result)
    for (const { label, found, wanted, candidates } of faults) {
      result.rejected.push({ sheet: sheet.name, row: index + 1, column: label, found, wanted })
      for (const id of candidates ?? []) result.doubtful.add(id)
    }
  }
}

function readRow(cells: readonly Cell[], row: number, reading: Reading, faults: Fault[], result: Result): void {
  const { kind, columns, sheet } = reading.table
  const cell = (field: string): Cell => cells[columns[field] ?? -1] ?? EMPTY
  const accountId = accountIn(cell, reading, faults, result)
  if (accountId === undefined) return
  const collectedAt = readCollectedAt(cell('collectedAt'), reading.collectedAt, faults)
  const place = { accountId, sheet: sheet.name, row, collectedAt }
  if (kind.takes === 'posts') {
    const post = readPost(cell, reading, dayOf(collectedAt), faults)
    const found: PostRow = { ...place, speaks: kind.speaks, ...(post ? { post } : {}) }
    const other = otherPostOf(found, result.listed)
    if (other) fault(faults, 'url', found.post?.url ?? '', other)
    if (faults.length === 0) result.rows.push(found)
    else result.doubtful.add(accountId)
    return
  }
  const labelOf = (field: string) => headOf(reading.table, field)
  const figures: FigureRow = {
    ...place,
    samples: readFigures({
      kind,
      cell,
      collectedAt,
      fault: (field, found, wanted) => void faults.push({ label: labelOf(field), found, wanted }),
    }),
  }
  refuseSecond(figures, result, labelOf('day'), cell('day').text, faults)
  if (faults.length === 0) result.figures.push(figures)
}

// A figure that a file tells twice and differently: the second row goes back, and nothing is written without a person's word.
function refuseSecond(
  { accountId, row, samples }: FigureRow,
  { told }: Result,
  label: string,
  found: string,
  faults: Fault[],
) {
  const places = samples.map(({ key, observedAt, value }) => ({
    place: `${accountId}/${key}/${observedAt}`,
    value: JSON.stringify(value),
  }))
  const other = places.flatMap(({ place, value }) => {
    const first = told.get(place)
    return first && first.value !== value ? first.row : []
  })
  if (other[0] !== undefined)
    faults.push({ label, found, wanted: `同一天一行；现与第 ${other[0]} 行是同一天而数值不同` })
  for (const { place, value } of places) if (!told.has(place)) told.set(place, { row, value })
}

const printedHead = ({ sheet, headRow, columns }: FoundTable, field: string): string | undefined =>
  sheet.rows[headRow]?.[columns[field] ?? -1]?.text

/** The head as the file prints it. */
const headOf = (table: FoundTable, field: string): string =>
  printedHead(table, field) ?? (columnLabels as Record<string, string>)[field] ?? '日期'

function accountIn(
  cell: (field: string) => Cell,
  { table, match, accountId }: Reading,
  faults: Fault[],
  { strangers, families, met }: Strange & Pick<ReadPosts, 'met'>,
): string | undefined {
  const { columns } = table
  if (columns['account'] === undefined && columns['identifier'] === undefined) return accountId
  const whose = {
    account: cell('account').text,
    platform: cell('platform').text || platformMeant(table),
    unit: cell('unit').text,
    identifier: cell('identifier').text,
  }
  if (whose.account === '' && whose.identifier === '') return fault(faults, 'account', '', '账号名称（全称）')
  const matched = match(whose)
  if (!('column' in matched)) {
    families.set(matched.id, matched.family)
    return matched.id
  }
  faults.push({ ...matched, label: columnLabels[matched.column] })
  if (matched.unknown) meetStranger(met, whose, readLink(cell('url').text))
  if (matched.stranger) strangers.push({ ...matched.stranger, on: readTime(cell('publishedAt'))?.on ?? null })
  return undefined
}

// A kind of one platform says which; else a column 公众号 or 微信号 does.
function platformMeant(table: FoundTable): string {
  const heads = ['account', 'identifier'].map((field) => foldWord(printedHead(table, field) ?? ''))
  const weixin = heads.some((head) => /^(?:公众号|微信|wx|wechat)/u.test(head))
    ? ('wechat_official' as const)
    : undefined
  const platform = table.kind.platform ?? weixin
  return platform ? platforms[platform].label : ''
}

// A row with an account and neither title, link nor time says: looked at, nothing found.
function readPost(
  cell: (field: string) => Cell,
  { table }: Reading,
  collectedOn: CivilDate,
  faults: Fault[],
): PostRow['post'] {
  const [title, url] = [cell('title').text, readLink(cell('url').text)]
  const time = readPublished(cell('publishedAt'), collectedOn, faults)
  const counts = readCounts(cell, table, faults)
  const original = readOriginal(cell('original'), faults)
  if (title === '' && url === null) {
    if (time.precision !== 'none' || cell('url').text !== '' || table.kind.speaks !== 'listed')
      fault(faults, 'title', '', '标题或链接，两项至少填一项')
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

function readCounts(cell: (field: string) => Cell, { kind }: FoundTable, faults: Fault[]) {
  const counts: NonNullable<PostRow['post']>['counts'] = {}
  for (const metric of metrics) {
    const count = countIn(cell(metric), metric, faults)
    if (count) counts[metric] = asShown(count, kind)
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

function fault(faults: Fault[], column: keyof typeof columnLabels, found: string, wanted: string): undefined {
  faults.push({ label: columnLabels[column], found, wanted })
}

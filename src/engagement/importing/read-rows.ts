import { type accountMatcher, readTime, wantedTime } from '../../collection/index.ts'
import type { Deps } from '../../access/index.ts'
import type { Cell } from '../../documents/index.ts'
import type { Unit } from '../../registry/index.ts'
import { foldWord } from '../../vocabulary/platforms.ts'
import { isBefore, isLater } from '../checks.ts'
import { type Channel, type DayOrMinute, type MessageKind, reasonMost, wordsMost } from '../model.ts'
import { channelWords, kindWords, type MessageColumn, type MessageTable } from './columns.ts'

/** A cell of a row that can't be taken: where it stands, what was found, what is wanted. */
export type MessageFault = { sheet: string; row: number; column: string; found: string; wanted: string }

/** One row, read and placed. */
export type FileMessage = {
  sheet: string
  row: number
  accountId: string | null
  unitId: string
  kind: MessageKind
  channel: Exclude<Channel, 'form'>
  asked: DayOrMinute
  text: string
  contact: string | null
  replied: (DayOrMinute & { text: string }) | null
}

type Context = {
  match: ReturnType<typeof accountMatcher>
  ownerOf: ReadonlyMap<string, string>
  units: readonly Unit[]
  clock: Deps['clock']
}

export type ReadMessages = { rowCount: number; messages: FileMessage[]; faults: MessageFault[] }

/** Reads the rows of the tables. A faulty row is left out whole, and all of its faults are named at once. */
export function readMessages(tables: readonly MessageTable[], context: Context): ReadMessages {
  const read: ReadMessages = { rowCount: 0, messages: [], faults: [] }
  for (const table of tables)
    for (const [at, cells] of table.sheet.rows.entries()) {
      if (at <= table.headRow || cells.every(({ text }) => text === '')) continue
      read.rowCount++
      const { message, faults } = readRow(table, at, cells, context)
      read.faults.push(...faults)
      if (message && faults.length === 0) read.messages.push(message)
    }
  return read
}

const EMPTY: Cell = { kind: 'empty', text: '' }

function readRow(table: MessageTable, at: number, cells: readonly Cell[], context: Context) {
  const faults: MessageFault[] = []
  const cell = (column: MessageColumn) => {
    const place = table.columns[column]
    return (place === undefined ? undefined : cells[place]) ?? EMPTY
  }
  const text = (column: MessageColumn) => cell(column).text.trim()
  const fault = (column: MessageColumn, wanted: string) => {
    const found = [...text(column)].slice(0, 60).join('')
    faults.push({ sheet: table.sheet.name, row: at + 1, column: table.heads[column] ?? '', found, wanted })
    return undefined
  }
  const kind = kindWords.get(foldWord(text('kind'))) ?? fault('kind', '咨询、简单咨询、投诉、建议、求助、找错之一')
  const place = placeOf({ text, fault }, context)
  const channel = channelOf({ text, fault }, place?.accountId === null)
  const asked = timeOf({ cell, fault }, 'asked', context)
  if (asked === null) fault('asked', '提问时间，不知道几时几分的只写日期')
  const words = text('text') === '' ? fault('text', '留言内容') : tooLong({ text, fault }, 'text')
  const replied = replyOf({ cell, text, fault }, asked ?? undefined, context)
  const contact = [text('asker'), text('contact')].filter((one) => one !== '').join('　')
  if (!kind || !place || !channel || !asked || words === undefined || replied === undefined) return { faults }
  const message: FileMessage = {
    sheet: table.sheet.name,
    row: at + 1,
    ...place,
    kind,
    channel,
    asked,
    text: words,
    contact: contact === '' ? null : [...contact].slice(0, reasonMost).join(''),
    replied,
  }
  return { message, faults }
}

type Row = {
  cell: (column: MessageColumn) => Cell
  text: (column: MessageColumn) => string
  fault: (column: MessageColumn, wanted: string) => undefined
}

const tooLong = ({ text, fault }: Pick<Row, 'text' | 'fault'>, column: 'text' | 'reply') =>
  [...text(column)].length > wordsMost ? fault(column, `不超过 ${wordsMost} 个字`) : text(column)

/** Whose it is, and who answers: the account's unit, unless the row names another. */
function placeOf({ text, fault }: Pick<Row, 'text' | 'fault'>, { match, ownerOf, units }: Context) {
  const handler = text('handler') === '' ? null : (unitNamed(units, text('handler')) ?? fault('handler', wantedUnit))
  if (text('account') === '') {
    if (text('unit') === '') return fault('account', '收到留言的账号；单位信箱收到的写单位')
    const unit = unitNamed(units, text('unit')) ?? fault('unit', wantedUnit)
    return unit && handler !== undefined ? { accountId: null, unitId: (handler ?? unit).id } : undefined
  }
  const found = match({ account: text('account'), platform: text('platform'), unit: text('unit') })
  if (!('id' in found)) {
    const column = found.column === 'platform' || found.column === 'unit' ? found.column : 'account'
    return fault(column, found.wanted)
  }
  const unitId = handler?.id ?? ownerOf.get(found.id)
  return handler === undefined || unitId === undefined ? undefined : { accountId: found.id, unitId }
}

const wantedUnit = '台账中在册单位的全称或者简称'

const unitNamed = (units: readonly Unit[], name: string): Unit | undefined => {
  const named = units.filter(
    (unit) =>
      unit.state === 'active' && [unit.name, unit.shortName ?? ''].some((one) => foldWord(one) === foldWord(name)),
  )
  return named.length === 1 ? named[0] : undefined
}

function channelOf({ text, fault }: Pick<Row, 'text' | 'fault'>, isMailbox: boolean) {
  const said = text('channel')
  if (said === '') return isMailbox ? ('mailbox' as const) : ('message' as const)
  const channel = channelWords.get(foldWord(said))
  if (!channel) return fault('channel', '留言、评论、私信、信箱之一')
  if (isMailbox && channel !== 'mailbox') return fault('channel', '信箱；留言、评论、私信须写明账号')
  return channel
}

/** Null: blank. Undefined: a fault was named. */
function timeOf(
  { cell, fault }: Pick<Row, 'cell' | 'fault'>,
  column: 'asked' | 'replied',
  { clock }: Context,
): DayOrMinute | null | undefined {
  const read = readTime(cell(column))
  if (!read) return fault(column, wantedTime)
  if (read.on === null) return null
  const time = { on: read.on, at: read.at }
  return isLater(time, { clock }) ? fault(column, '不晚于现在的时间') : time
}

function replyOf({ cell, text, fault }: Row, asked: DayOrMinute | undefined, context: Context) {
  const replied = timeOf({ cell, fault }, 'replied', context)
  if (replied === undefined) return undefined
  if (replied === null) return text('reply') === '' ? null : fault('replied', '有答复内容的，写明答复时间')
  if (text('reply') === '') return fault('reply', '有答复时间的，写明答复内容')
  if (asked && isBefore(replied, asked)) return fault('replied', '不早于提问时间的答复时间')
  const words = tooLong({ text, fault }, 'reply')
  return words === undefined ? undefined : { ...replied, text: words }
}

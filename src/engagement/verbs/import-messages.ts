import { type Actor, type Deps, keepManyWords, permit } from '../../access/index.ts'
import { addDays, type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { accountMatcher, knownAccounts } from '../../collection/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { readTables } from '../../documents/index.ts'
import { refuseMarkedSheets, saveFile } from '../../files/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { readUnits } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { clockBook } from '../clocks.tsx'
import { findMessageTables } from '../importing/columns.ts'
import { countsOf, type MessageImportCounts, type PlannedRow, planRows } from '../importing/plan.ts'
import { type MessageFault, readMessages } from '../importing/read-rows.ts'
import { insertRun, markWritten } from '../importing/runs.ts'
import { insertLooks } from '../looks.ts'
import { answerMessages, holdMessages, insertMessages, insertSteps, type NewMessage, type NewStep } from '../records.ts'
import { dueOf } from '../rules.ts'

export type MessageImportInput = {
  districtId: string
  fileName: string
  bytes: Uint8Array
  /** Shows the whole result and writes nothing. */
  dryRun?: boolean
  /** Writes the valid rows although others were refused. */
  acceptValid?: boolean
  /** 已核对至: the file holds all messages of its accounts up to the end of this day. Only where no row was refused. */
  lookedUntil?: CivilDate | undefined
  /** The kept preview that this writes. */
  preview?: { importId: string; fileId: string }
}

export type MessageImport = {
  outcome: 'previewed' | 'refused' | 'written'
  importId: string | null
  counts: MessageImportCounts
  /** Accounts that now count as looked through. */
  looked: number
  faults: MessageFault[]
  rows: readonly PlannedRow[]
}

/**
 * Imports a ledger of messages (.xlsx, .xls, .csv). Nothing is written unless every row is valid or `acceptValid` is given;
 * faults come back as values. What is known stays as it is; where it waits and the file has its answer, that is entered.
 * Refuses `access.denied`, `secrecy.file-stopped`, `messages.no-head`, `messages.no-rows`, `message-look.day-not-over`, and
 * what reading tables refuses.
 */
export async function importMessages(deps: Deps, actor: Actor, input: MessageImportInput): Promise<MessageImport> {
  const { districtId, dryRun, acceptValid, lookedUntil } = input
  permit(actor, 'messages.import', { districtId })
  const yesterday = addDays(deps.clock.today(), -1)
  if (lookedUntil && lookedUntil > yesterday)
    throw refuse('message-look.day-not-over', { day: formatDayZh(lookedUntil), yesterday: formatDayZh(yesterday) })
  const read = await readFile(deps, actor, input)
  const held = read.faults.length > 0 && !acceptValid
  return inTransaction(deps.db, async (tx) => {
    if (!dryRun) await holdMessages(tx, districtId)
    const rows = await planRows(deps, tx, districtId, read.messages)
    const counts = countsOf(read.rowCount, rows, read.faults)
    const nothing = rows.every(({ state }) => state === 'known' || state === 'repeated') && !lookedUntil
    const shown = { importId: null, counts, looked: 0, faults: read.faults, rows }
    if (dryRun) return { ...shown, outcome: 'previewed' }
    if (held || (nothing && read.faults.length > 0)) return { ...shown, outcome: 'refused' }
    return write(tx, deps, actor, input, { rows, counts, faults: read.faults })
  })
}

async function readFile(deps: Deps, actor: Actor, { districtId, fileName, bytes }: MessageImportInput) {
  const { sheets } = await readTables(bytes, { fileName })
  await refuseMarkedSheets(deps, actor, { districtId, source: '导入留言台账', bytes, sheets })
  const tables = findMessageTables(sheets, fileName)
  const accounts = await knownAccounts(deps.db, districtId, deps.clock.today())
  const read = readMessages(tables, {
    match: accountMatcher(accounts),
    ownerOf: new Map(accounts.map(({ id, survivingUnitId }) => [id, survivingUnitId])),
    units: await readUnits(deps.db, districtId),
    clock: deps.clock,
  })
  if (read.rowCount === 0) throw refuse('messages.no-rows', { file: fileName })
  return read
}

type Prepared = { rows: readonly PlannedRow[]; counts: MessageImportCounts; faults: MessageFault[] }

async function write(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: MessageImportInput,
  { rows, counts, faults }: Prepared,
): Promise<MessageImport> {
  const { districtId, fileName, bytes, lookedUntil, preview } = input
  const importId = preview?.importId ?? deps.ids.next()
  const summary = { ...counts, ...(lookedUntil && { lookedUntil }) }
  if (preview) await markWritten(tx, districtId, importId, summary)
  else {
    const file = await saveFile(tx, deps, { districtId, name: fileName, bytes, actor })
    await insertRun(tx, deps, actor, { districtId, id: importId, fileId: file.id, fileName, state: 'written', summary })
  }
  await enterNew(tx, deps, actor, districtId, importId, rows)
  await enterAnswers(tx, deps, actor, districtId, importId, rows)
  const looked = faults.length > 0 ? 0 : await stateLooks(tx, deps, actor, { districtId, importId, lookedUntil, rows })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'messages.imported',
    subject: { kind: 'import', id: importId },
    after: { ...summary, looked },
    at: deps.wall.now(),
  })
  return { outcome: 'written', importId, counts, looked, faults, rows }
}

async function enterNew(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  importId: string,
  rows: readonly PlannedRow[],
): Promise<void> {
  const fresh = rows.filter(({ state }) => state === 'new').map(({ message }) => message)
  const [clocks, calendar] = [await clockBook(tx, districtId), await loadCalendar(tx)]
  const keep = (texts: readonly string[]) => keepManyWords(tx, deps, districtId, texts)
  const words = await keep(fresh.map(({ text }) => text))
  const contacts = await keep(fresh.flatMap(({ contact }) => contact ?? []))
  const replies = await keep(fresh.flatMap(({ replied }) => (replied ? [replied.text] : [])))
  const at = deps.wall.now()
  const steps: NewStep[] = []
  const messages = fresh.map(({ accountId, unitId, kind, channel, asked, contact, replied }, place): NewMessage => {
    const clock = clocks(kind, asked.on)
    const id = deps.ids.next()
    const step = { messageId: id, importId, by: actor.id, at }
    steps.push({ ...step, id: deps.ids.next(), action: 'record', unitId })
    if (replied)
      steps.push({
        ...step,
        id: deps.ids.next(),
        action: 'reply',
        repliedOn: replied.on,
        repliedAt: replied.at,
        wordsId: replies.shift()?.said ?? null,
      })
    return {
      id,
      accountId,
      unitId,
      kind,
      channel,
      state: replied ? 'replied' : 'open',
      askedOn: asked.on,
      askedAt: asked.at,
      wordsId: words[place]?.said ?? '',
      contactId: contact === null ? null : (contacts.shift()?.said ?? null),
      dueOn: dueOf(calendar, clock, asked.on).day,
      due: { days: clock.days, kind: clock.kind },
      repliedOn: replied?.on ?? null,
      repliedAt: replied?.at ?? null,
      codeDigest: null,
      importId,
      createdBy: actor.id,
      createdAt: at,
    }
  })
  await insertMessages(tx, districtId, messages)
  await insertSteps(tx, districtId, steps)
}

/** Answers of messages that were known and waited: entered as a person would. */
async function enterAnswers(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  importId: string,
  rows: readonly PlannedRow[],
): Promise<void> {
  const answered = rows.filter(({ state }) => state === 'answered')
  const words = await keepManyWords(
    tx,
    deps,
    districtId,
    answered.flatMap(({ message }) => (message.replied ? [message.replied.text] : [])),
  )
  const at = deps.wall.now()
  const answers = answered.flatMap(({ message: { replied }, known }, place) =>
    replied && known ? [{ id: known.id, replied, wordsId: words[place]?.said ?? null }] : [],
  )
  await answerMessages(tx, districtId, answers)
  await insertSteps(
    tx,
    districtId,
    answers.map(({ id: messageId, replied, wordsId }) => ({
      id: deps.ids.next(),
      messageId,
      action: 'reply',
      repliedOn: replied.on,
      repliedAt: replied.at,
      wordsId,
      importId,
      by: actor.id,
      at,
    })),
  )
}

type Looking = {
  districtId: string
  importId: string
  lookedUntil: CivilDate | undefined
  rows: readonly PlannedRow[]
}

async function stateLooks(tx: Tx, deps: Deps, actor: Actor, { districtId, importId, lookedUntil, rows }: Looking) {
  if (!lookedUntil) return 0
  const accounts = [...new Set(rows.flatMap(({ message }) => message.accountId ?? []))]
  const at = deps.wall.now()
  await insertLooks(
    tx,
    districtId,
    accounts.map((accountId) => ({
      id: deps.ids.next(),
      accountId,
      untilDay: lookedUntil,
      side: 'office' as const,
      importId,
      by: actor.id,
      at,
    })),
  )
  return accounts.length
}

import { type Deps, openWords } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Message } from '../model.ts'
import { type AskedKey, sameTime } from '../queries.ts'
import type { FileMessage, MessageFault } from './read-rows.ts'

/** What a row would do: enter a message, enter the answer of one that waits, or nothing, because it is known. */
export type RowState = 'new' | 'answered' | 'known' | 'repeated'
export type PlannedRow = { message: FileMessage; state: RowState; known?: Pick<Message, 'id'> }

const keyOf = ({ accountId, unitId, channel, on, at }: AskedKey, text: string) =>
  JSON.stringify([accountId, accountId === null ? unitId : null, channel, on, at, text])

const askedKey = ({ accountId, unitId, channel, asked }: FileMessage): AskedKey => ({
  accountId,
  unitId,
  channel,
  ...asked,
})

/** Holds a file against the ledger: the same account, channel, time and words are the same message. */
export async function planRows(
  { vault }: Pick<Deps, 'vault'>,
  db: Db | Tx,
  districtId: string,
  messages: readonly FileMessage[],
): Promise<PlannedRow[]> {
  const same = await sameTime(db, districtId, messages.map(askedKey))
  const words = await openWords(
    { db, vault },
    districtId,
    same.map(({ wordsId }) => wordsId),
  )
  const known = new Map(same.map((one) => [keyOf(one, words.get(one.wordsId) ?? ''), one]))
  const seen = new Set<string>()
  return messages.map((message) => {
    const key = keyOf(askedKey(message), message.text)
    if (seen.has(key)) return { message, state: 'repeated' }
    seen.add(key)
    const found = known.get(key)
    if (!found) return { message, state: 'new' }
    return { message, state: found.state === 'open' && message.replied ? 'answered' : 'known', known: found }
  })
}

export type MessageImportCounts = Record<RowState, number> & { rows: number; accounts: number; refused: number }

export function countsOf(
  rowCount: number,
  planned: readonly PlannedRow[],
  faults: readonly MessageFault[],
): MessageImportCounts {
  const count = (state: RowState) => planned.filter((row) => row.state === state).length
  return {
    rows: rowCount,
    accounts: new Set(planned.flatMap(({ message }) => message.accountId ?? [])).size,
    new: count('new'),
    answered: count('answered'),
    known: count('known'),
    repeated: count('repeated'),
    refused: new Set(faults.map(({ sheet, row }) => `${sheet}\n${row}`)).size,
  }
}

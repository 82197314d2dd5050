import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { type OnAccepted, type SignedWord, signedWordsOf } from '../../filing/index.ts'
import { append } from '../../trail/index.ts'

/**
 * 附件2 is the unit's word: 整改措施 of an accepted return becomes its word on what is not yet decided, with the printing
 * and the 备案号 it stands under, so that nobody types it twice. Rides on 受理, which asks who may.
 */
export const wordsIntoItems: OnAccepted = async (tx, deps, actor, { districtId, words }) => {
  const taken = await writeWords(tx, districtId, words)
  const byAccount = new Map(words.map((word) => [word.accountId, word]))
  for (const { id, accountId } of taken) {
    const { disposition, returnId, print, number } = byAccount.get(accountId)!
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'cleanup.word-taken',
      subject: { kind: 'cleanup-item', id },
      after: { accountId, unit_disposition: disposition, returnId, print, number },
      at: deps.wall.now(),
    })
  }
}

/** The same for items that are made after the return was accepted, while its campaign runs. */
export async function takeSignedWords(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, accountIds }: { districtId: string; accountIds: readonly string[] },
): Promise<void> {
  const words = await signedWordsOf(tx, districtId, accountIds)
  if (words.length > 0) await wordsIntoItems(tx, deps, actor, { districtId, words })
}

async function writeWords(
  tx: Tx,
  districtId: string,
  words: readonly SignedWord[],
): Promise<{ id: string; accountId: string }[]> {
  if (words.length === 0) return []
  const { rows } = await sql<{ id: string; accountId: string }>`
    update cleanup_item i set state = 'unit-confirmed', unit_disposition = w.disposition, unit_reason = w.note,
      unit_said_by = w."saidBy", unit_return_id = w."returnId", unit_return_print = w.print,
      unit_filing_number = w.number, version = i.version + 1
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as w("accountId" uuid, "unitId" uuid, "returnId" uuid,
      print integer, number text, disposition text, note text, "saidBy" text)
    where i.district_id = ${districtId} and i.account_id = w."accountId" and i.unit_id = w."unitId"
      and i.state in ('proposed', 'unit-confirmed') and i.unit_filing_number is distinct from w.number
    returning i.id, i.account_id as "accountId"`.execute(tx)
  return rows
}

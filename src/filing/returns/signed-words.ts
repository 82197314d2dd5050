import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Disposition, dispositions } from '../../registry/index.ts'
import type { Return } from '../model.ts'
import type { PrintedEntry } from './content.ts'

/** 整改措施 of 附件2, as the principal signed it: what a unit says of one account, by which printing, under which 备案号. */
export type SignedWord = {
  accountId: string
  unitId: string
  returnId: string
  print: number
  number: string
  disposition: Disposition
  /** 保留理由 and 认证主体说明 as they stand below 附件2; in printings before 2026 the latter stood on no paper. */
  note: string | null
  saidBy: string | null
}

/** What a room above does with the words of a return, in the transaction that accepts it. */
export type OnAccepted = (
  tx: Tx,
  deps: Deps,
  actor: Actor,
  accepted: { districtId: string; words: readonly SignedWord[] },
) => Promise<void>

/** The words of a return that is being accepted; `numbers` stand in the order of the entries. */
export const signedWords = (
  { id, unitId, printNumber, submittedBy }: Return,
  entries: readonly PrintedEntry[],
  numbers: readonly string[],
): SignedWord[] =>
  entries.flatMap(({ accountId, answers }, at) => {
    const disposition = dispositions.find((one) => one === answers['disposition'])
    const number = numbers[at]
    if (!disposition || number === undefined) return []
    const reasons = [disposition === 'keep' ? answers['keepReason'] : undefined, answers['entityNote']]
    const note = reasons.flatMap((words) => words?.trim() || []).join('；') || null
    return [{ accountId, unitId, returnId: id, print: printNumber, number, disposition, note, saidBy: submittedBy }]
  })

/**
 * Words that hold for proposals made now: of accepted printings in a campaign that is still running, also where the return
 * is open again. What was said in an earlier campaign is not put into a unit's mouth again.
 */
export async function signedWordsOf(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
): Promise<SignedWord[]> {
  if (accountIds.length === 0) return []
  const { rows } = await sql<SignedWord>`
    select distinct on (e.account_id) e.account_id as "accountId", r.unit_id as "unitId", r.id as "returnId",
      e.print_number as print, e.number, e.annex2 ->> 'disposition' as disposition,
      nullif(concat_ws('；', case when e.annex2 ->> 'disposition' = 'keep' then nullif(btrim(e.annex2 ->> 'keepReason'), '') end,
        nullif(btrim(e.annex2 ->> 'entityNote'), '')), '') as note, e.submitted_by as "saidBy"
    from filing_accepted_entry e
    join filing_return r on r.district_id = e.district_id and r.id = e.return_id
    join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
    where e.district_id = ${districtId} and e.account_id = any(${[...accountIds]}::uuid[])
      and c.state = 'open' and e.annex2 ->> 'disposition' = any(${[...dispositions]}::text[])
    order by e.account_id, e.accepted_at desc, e.print_number desc`.execute(db)
  return rows
}

/** The scans of the signed paper behind a word. */
export async function signedScansOf(
  db: Db | Tx,
  districtId: string,
  { returnId, print }: { returnId: string; print: number },
): Promise<{ id: string; pages: number }[]> {
  return db
    .selectFrom('filing_scan')
    .select(['id', 'pages'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', returnId)
    .where('print_number', '=', print)
    .where('replaced_at', 'is', null)
    .where('sent_back_at', 'is', null)
    .orderBy('uploaded_at')
    .orderBy('id')
    .execute()
}

import { sql } from 'kysely'
import type { Deps } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { printInForceOf } from '../checking/checks.ts'
import { correctionsOf } from '../checking/corrections.ts'
import type { Answers } from '../forms/index.ts'
import { readPrint } from './print.ts'

/** An account as a unit told of it on signed paper. Null: the paper doesn't say. */
export type DeclaredAccount = {
  name: string
  platform: Platform | null
  identifier: string | null
  profileUrl: string | null
}

/**
 * The accounts that a unit told of in the printing it signed and handed in last. A draft tells nothing, and a 零报告
 * tells that there is none.
 */
export async function declaredIn(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  returnId: string,
): Promise<DeclaredAccount[]> {
  const number = await printHandedIn(db, districtId, returnId)
  if (number === null) return []
  const print = await readPrint(db, vault, districtId, { returnId, number })
  const corrections = await correctionsOf(
    db,
    vault,
    printInForceOf('return', districtId, { id: returnId, printNumber: number }),
  )
  return (print?.entries ?? []).map(({ accountId, answers }) => {
    // The signed paper says what the pen wrote on it.
    const penned = corrections
      .filter((one) => one.accountId === accountId)
      .map(({ field, written }) => [field, written])
    return declaredBy({ ...answers, ...Object.fromEntries(penned) })
  })
}

const declaredBy = ({ name = '', platform, identifier, profileUrl }: Answers): DeclaredAccount => ({
  name,
  platform: platformIn(platform),
  identifier: identifier?.trim() || null,
  profileUrl: profileUrl?.trim() || null,
})

const platformIn = (answer: string | undefined): Platform | null =>
  answer !== undefined && Object.hasOwn(platforms, answer) ? (answer as Platform) : null

// What was sent back and is being mended is still what was handed in: its defects name the printing they were found on.
async function printHandedIn(db: Db | Tx, districtId: string, returnId: string): Promise<number | null> {
  const { rows } = await sql<{ number: number | null }>`
    select case when r.state in ('submitted', 'returned', 'accepted') then r.print_number
      else greatest(r.accepted_print, (
        select max(d.print_number) from filing_defect d where d.district_id = r.district_id and d.return_id = r.id))
      end as number
    from filing_return r where r.district_id = ${districtId} and r.id = ${returnId}`.execute(db)
  return rows[0]?.number ?? null
}

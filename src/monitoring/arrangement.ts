import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { arrangedBy, type Arranged, type ArrangedBy, mergedInto, partsOf } from './arranging.ts'
import { listFindings } from './findings.ts'
import type { FindingRow } from './model.ts'

/** How a finding stands beside others of its account: split into parts, part of a whole, put with another, or standing for others. */
export type Arrangement = {
  parts: Arranged[]
  /** What was put with it. */
  merged: Arranged[]
  /** Of a part, the problems that it is about. */
  problemIds: string[] | null
  /** Who arranged it last, and why. */
  last: ArrangedBy | undefined
  /** Open findings of the same account and month that could be put with it. */
  others: FindingRow[]
}

const MOST = 30

export async function arrangementOf(db: Db, districtId: string, finding: FindingRow): Promise<Arrangement> {
  const { id, month, accountId, state } = finding
  const isOpen = state === 'candidate' || state === 'needs-evidence'
  const others = isOpen
    ? (await listFindings(db, districtId, { month, accountId, states: ['candidate', 'needs-evidence'] }, 1, MOST))
        .findings
    : []
  return {
    parts: state === 'split' ? await partsOf(db, districtId, id) : [],
    merged: await mergedInto(db, districtId, id),
    problemIds: finding.part > 0 ? await problemsOfPart(db, districtId, id) : null,
    last: await arrangedBy(db, districtId, id),
    others: others.filter((one) => one.id !== id),
  }
}

async function problemsOfPart(db: Db, districtId: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ ids: string[] }>`
    select problem_ids as ids from finding where district_id = ${districtId} and id = ${id}`.execute(db)
  return rows[0]?.ids ?? []
}

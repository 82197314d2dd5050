import type { Deps } from '../../access/index.ts'
import { openPeople } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { ChecklistAnswers, Handover, Signing } from './model.ts'
import { readStoredPrint } from './queries/papers.ts'

/** What a printing of a handover froze; names stand in it, so it is sealed. */
export type HandoverContent = {
  district: string
  unit: { id: string; name: string }
  posts: string[]
  outgoing: string
  incoming: string
  witness: string | null
  absenceReason: string | null
  changedOn: CivilDate
  dueOn: CivilDate
  checklist: string
  answers: ChecklistAnswers
  tasks: { kind: string; title: string; note: string }[]
  signing: Signing
  printedOn: CivilDate
}

export const printContext = (districtId: string, handoverId: string, number: number): string =>
  `${districtId}/handover-print/${handoverId}/${number}`

export async function readHandoverPrint(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  wanted: { handoverId: string; number: number },
): Promise<HandoverContent | undefined> {
  const row = await readStoredPrint(db, districtId, wanted)
  if (!row) return undefined
  const bytes = vault.openBytes(row, printContext(districtId, wanted.handoverId, wanted.number))
  return JSON.parse(bytes.toString('utf8')) as HandoverContent
}

/** The three people of a handover by name; null: nobody named, or erased. */
export type HandoverNames = { outgoing: string | null; incoming: string | null; witness: string | null }

type People = Pick<Handover, 'outgoingPersonId' | 'incomingPersonId' | 'witnessPersonId'>

export async function namesIn(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  { outgoingPersonId, incomingPersonId, witnessPersonId }: People,
): Promise<HandoverNames> {
  const ids = [outgoingPersonId, incomingPersonId, witnessPersonId].filter((id) => id !== null)
  const people = await openPeople(db, vault, districtId, ids)
  const nameOf = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? null))
  return {
    outgoing: nameOf(outgoingPersonId),
    incoming: nameOf(incomingPersonId),
    witness: nameOf(witnessPersonId),
  }
}

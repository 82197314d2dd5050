import { type Actor, type Deps, permit } from '../access/index.ts'
import { inTransaction } from '../database/index.ts'
import { append } from '../trail/index.ts'

/** Records who looked at the whole number of a case's contact (rulebook (h)4), before it is shown. Refuses `access.denied`. */
export async function revealContact(
  deps: Deps,
  actor: Actor,
  { districtId, caseId }: { districtId: string; caseId: string },
): Promise<void> {
  permit(actor, 'people.reveal', { districtId })
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'case.contact-revealed',
      subject: { kind: 'case', id: caseId },
      at: deps.wall.now(),
    }),
  )
}

import { type Actor, type Deps, openPeople, savePerson } from '../../../access/index.ts'
import type { Tx } from '../../../database/index.ts'
import { actOnHandover, type HandoverInput } from '../act.ts'
import { checklistOf } from '../checklist.ts'
import type { ChecklistAnswers, Signing } from '../model.ts'
import { holdersOf } from '../queries/holders.ts'
import { isSamePerson, refuseSecrets } from '../rules.ts'

export type Filled = {
  answers: ChecklistAnswers
  incomingName: string
  signing: Signing
  witnessName: string
  absenceReason: string
}

/**
 * Keeps what was answered, finished or not. Refuses `handover.secret-in-note`: a password is never kept here, not even
 * in a remark.
 */
export async function fillHandover(deps: Deps, actor: Actor, input: HandoverInput & Filled) {
  const { districtId } = input
  const texts = [...Object.values(input.answers).map(({ note }) => note), input.absenceReason]
  refuseSecrets(texts)
  return actOnHandover(deps, actor, input, 'fill', async (tx, { one, posts }) => {
    const asked = checklistOf(one.checklist).items.map(({ key }) => key)
    const answers = Object.fromEntries(Object.entries(input.answers).filter(([key]) => asked.includes(key)))
    const witnessed = input.signing === 'witnessed'
    const holders = await holdersOf(tx, districtId, one.unitId, posts)
    const incoming = await personNamed(tx, deps, districtId, input.incomingName, [one.incomingPersonId, ...holders])
    const witness = witnessed ? await personNamed(tx, deps, districtId, input.witnessName, [one.witnessPersonId]) : null
    return {
      set: {
        answers: JSON.stringify(answers),
        signing: input.signing,
        incoming_person_id: incoming,
        witness_person_id: witness,
        absence_reason: witnessed ? input.absenceReason.trim() || null : null,
      },
      told: {
        answers: Object.fromEntries(Object.entries(answers).map(([key, { answer, on }]) => [key, [answer, on]])),
        incomingPersonId: incoming,
        signing: input.signing,
      },
    }
  })
}

// A name that is known already keeps its record; a blank field takes the person away.
async function personNamed(
  tx: Tx,
  deps: Deps,
  districtId: string,
  name: string,
  candidates: readonly (string | null)[],
): Promise<string | null> {
  const wanted = name.trim()
  if (wanted === '') return null
  const ids = candidates.filter((id) => id !== null)
  const people = await openPeople(tx, deps.vault, districtId, ids)
  const known = ids.find((id) => isSamePerson(people.get(id)?.name, wanted))
  return known ?? (await savePerson(tx, deps, districtId, { name: wanted })).id
}

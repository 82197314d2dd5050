import { type Actor, type Deps, openPeople, permit, savePerson } from '../../../access/index.ts'
import type { CivilDate } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { currentChecklist } from '../checklist.ts'
import { handoverDue } from '../deadline.ts'
import { endedStates, type Post } from '../model.ts'
import { postKey } from '../posts.ts'
import { insertHandovers, standingHandovers } from '../queries/handovers.ts'
import { holdersOfUnit } from '../queries/holders.ts'
import { isSamePerson } from '../rules.ts'

export type OpenHandoverInput = {
  districtId: string
  unitId: string
  posts: readonly Post[]
  incomingName?: string
  changedOn: CivilDate
}

/**
 * Begins a handover before the ledger names somebody else: of posts that one person holds. Refuses
 * `handover.no-post`, `handover.several-people`, `handover.begun-already`.
 */
export async function openHandover(deps: Deps, actor: Actor, input: OpenHandoverInput): Promise<{ id: string }> {
  const { districtId, unitId, changedOn } = input
  permit(actor, 'filing.fill', { districtId, unitId })
  return inTransaction(deps.db, async (tx) => {
    const wanted = new Set(input.posts.map(postKey))
    const held = (await holdersOfUnit(tx, districtId, unitId)).filter((post) => wanted.has(postKey(post)))
    if (held.length === 0 || held.length < wanted.size) throw refuse('handover.no-post')
    const people = await openPeople(
      tx,
      deps.vault,
      districtId,
      held.map(({ personId }) => personId),
    )
    const outgoing = held[0]?.personId ?? ''
    const name = people.get(outgoing)?.name
    const isOther = (id: string) => id !== outgoing && !isSamePerson(people.get(id)?.name, name)
    if (held.some(({ personId }) => isOther(personId))) throw refuse('handover.several-people')
    const posts = held.map(({ subjectId, duty }) => ({ subjectId, duty }))
    const standing = await standingHandovers(tx, districtId, posts)
    if (standing.some(({ state }) => !endedStates.includes(state))) throw refuse('handover.begun-already')
    const incomingName = input.incomingName?.trim()
    const incoming = incomingName ? await savePerson(tx, deps, districtId, { name: incomingName }) : undefined
    const id = deps.ids.next()
    const deadline = await handoverDue(tx, districtId, deps.clock.today())
    const made = {
      id,
      unitId,
      origin: 'opened' as const,
      checklist: currentChecklist.id,
      outgoingPersonId: outgoing,
      incomingPersonId: incoming?.id ?? null,
      changedOn,
      ...deadline,
      handledBy: [actor.id],
      posts,
    }
    await insertHandovers(tx, districtId, [made], deps.clock.now())
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'handover.opened',
      subject: { kind: 'handover', id },
      after: { unitId, posts, due: deadline.due, outgoingPersonId: outgoing, incoming: incoming ?? null },
      at: deps.wall.now(),
    })
    return { id }
  })
}

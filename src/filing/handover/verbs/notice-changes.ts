import { type Actor, type Deps, openPeople, permit, type PersonValues } from '../../../access/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { append } from '../../../trail/index.ts'
import { currentChecklist } from '../checklist.ts'
import { handoverDue } from '../deadline.ts'
import { insertHandovers, type NewHandover, standingHandovers } from '../queries/handovers.ts'
import { beginHolders, type ChangedHolder, changedHolders, type EndedHolder, endHolders } from '../queries/holders.ts'
import { changeOfHolder, isSamePerson } from '../rules.ts'

type Known = ReadonlyMap<string, PersonValues>
type Group = { unitId: string; changes: ChangedHolder[] }

/**
 * Compares who stands in the ledger with who stood there when it was last looked at, whatever changed it: a page, an
 * import, an accepted return. Where a post was given up or passed to somebody else, a handover is proposed, one for each
 * unit and pair of people. Answers the ids of what was proposed now. Runs as often as it likes.
 */
export async function noticeChanges(deps: Deps, actor: Actor, districtId: string): Promise<{ handovers: string[] }> {
  permit(actor, 'filing.remind', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const changes = await changedHolders(tx, districtId)
    const people = await openPeople(tx, deps.vault, districtId, idsOf(changes))
    const ended = changes.map((change) => ({ ...change, endedAs: endedAs(change, people) }))
    const left = await notYetAsked(tx, deps, districtId, ended, people)
    const at = deps.clock.now()
    await endHolders(tx, districtId, ended, at)
    await beginHolders(tx, districtId, at)
    return { handovers: await propose(tx, deps, actor, districtId, groupsOf(left, people)) }
  })
}

const idsOf = (changes: readonly ChangedHolder[]) =>
  changes.flatMap(({ before, after }) => [before, after ?? []].flat())

const endedAs = ({ before, after }: ChangedHolder, people: Known): EndedHolder['endedAs'] =>
  changeOfHolder({
    before: people.get(before)?.name,
    after: after === null ? undefined : people.get(after)?.name,
    held: after !== null,
  })

// Somebody without a name can't be called to hand over; a handover that was begun before the change is the one.
async function notYetAsked(tx: Tx, deps: Deps, districtId: string, ended: readonly EndedHolder[], people: Known) {
  const left = ended.filter((one) => one.endedAs === 'left' && people.get(one.before)?.name !== undefined)
  const standing = await standingHandovers(tx, districtId, left)
  const outgoing = await openPeople(
    tx,
    deps.vault,
    districtId,
    standing.map(({ outgoingPersonId }) => outgoingPersonId),
  )
  const isAsked = (change: EndedHolder) =>
    standing.some(
      (one) =>
        one.subjectId === change.subjectId &&
        one.duty === change.duty &&
        Date.parse(one.createdAt) >= Date.parse(change.tenureSince) &&
        isSamePerson(outgoing.get(one.outgoingPersonId)?.name, people.get(change.before)?.name),
    )
  return left.filter((change) => !isAsked(change))
}

function groupsOf(left: readonly ChangedHolder[], people: Known): Group[] {
  const nameOf = (id: string | null) => (id === null ? '' : (people.get(id)?.name ?? ''))
  const groups = Map.groupBy(left, ({ unitId, before, after }) =>
    JSON.stringify([unitId, nameOf(before), nameOf(after)]),
  )
  return [...groups.values()].map((changes) => ({ unitId: changes[0]?.unitId ?? '', changes }))
}

async function propose(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  groups: readonly Group[],
): Promise<string[]> {
  if (groups.length === 0) return []
  const today = deps.clock.today()
  const deadline = await handoverDue(tx, districtId, today)
  const made = groups.map(({ unitId, changes }): NewHandover => ({
    id: deps.ids.next(),
    unitId,
    origin: 'noticed',
    checklist: currentChecklist.id,
    outgoingPersonId: changes[0]?.before ?? '',
    incomingPersonId: changes[0]?.after ?? null,
    changedOn: today,
    ...deadline,
    handledBy: [],
    posts: changes.map(({ subjectId, duty }) => ({ subjectId, duty })),
  }))
  await insertHandovers(tx, districtId, made, deps.clock.now())
  for (const { id, unitId, posts, due, outgoingPersonId, incomingPersonId } of made)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'handover.noticed',
      subject: { kind: 'handover', id },
      after: { unitId, posts, due, outgoingPersonId, incomingPersonId },
      at: deps.wall.now(),
    })
  return made.map(({ id }) => id)
}

import { type Actor, type Deps, may, namesOfUsers, openWords } from '../../access/index.ts'
import { isUuid } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { WebContext } from '../../web/index.ts'
import type { Office } from '../gates/model.ts'
import type { Manuscript, Publication, Round, Step, TextVersion } from './model.ts'
import {
  filesOf,
  findManuscript,
  listManuscripts,
  type ManuscriptFile,
  presentSteps,
  presentWriters,
  publicationsOf,
  type Readable,
  readVersion,
  roundsOf,
  stepsOf,
  type TargetAccount,
  targetAccounts,
  writersOf,
} from './queries.ts'
import { mayCheckUrgent, officeRights, stepsFor } from './signing.ts'

/** What somebody reads of the manuscripts of a district: his unit's, what it was asked to join, what was sent to his office. */
export const readableBy = (actor: Actor, districtId: string): Readable => ({
  districtId,
  all: actor.kind === 'operator' && may(actor, 'manuscripts.read', { districtId }),
  // A right of a unit, so that who countersigns for the district sees nothing of the unit he belongs to.
  unitId: may(actor, 'manuscripts.review', { districtId, unitId: actor.unitId }) ? actor.unitId : null,
  offices: (Object.keys(officeRights) as Office[]).filter((office) => may(actor, officeRights[office], { districtId })),
})

/** A manuscript with all that its pages show. `text` is what is reviewed, or what is worked on while nobody reviews it. */
export type Desk = {
  manuscript: Manuscript
  text: TextVersion
  rounds: Round[]
  steps: Step[]
  writers: string[]
  files: ManuscriptFile[]
  publications: Publication[]
  accounts: TargetAccount[]
  names: ReadonlyMap<string, string>
  words: ReadonlyMap<string, string>
  /** Steps that this person may sign now. */
  mine: Step[]
  isOwn: boolean
}

/** What a person may do with the manuscripts of the unit whose desk it is. */
export type Rights = { write: boolean; decide: boolean; review: boolean }

/** The manuscript in the address. Refuses `record.not-found` for who may not read it. */
export async function manuscriptOf(c: WebContext): Promise<Manuscript> {
  const { deps, actor, session } = c.var
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await findManuscript(deps.db, readableBy(actor, session.districtId), id) : undefined
  if (!found) throw refuse('record.not-found', { what: '稿件' })
  return found
}

export async function deskOf(c: WebContext): Promise<Desk> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const manuscript = await manuscriptOf(c)
  const { id, unitId } = manuscript
  const rounds = await roundsOf(deps.db, districtId, id)
  const steps = await stepsOf(deps.db, districtId, id)
  const isOwn = readableBy(actor, districtId).unitId === unitId || actor.kind === 'operator'
  const isFixed = !['draft', 'returned', 'dropped'].includes(manuscript.state)
  // Who was asked to join reads what was submitted, never what the unit writes on afterwards.
  const number = isFixed || !isOwn ? (rounds.at(-1)?.textNumber ?? manuscript.textNumber) : manuscript.textNumber
  const text = (await readVersion(deps.db, districtId, id, number))!
  const present = steps.filter(({ round }) => round === manuscript.round)
  const writers = await writersOf(deps.db, districtId, id, number)
  const publications = await publicationsOf(deps.db, districtId, id)
  const signers = steps.flatMap(({ gates }) => gates.flatMap(({ signedBy }) => signedBy ?? []))
  const wordIds = steps.flatMap(({ gates }) =>
    gates.flatMap(({ wordsId, confirmed }) => [
      ...(wordsId ? [wordsId] : []),
      ...confirmed.map(({ reasonId }) => reasonId),
    ]),
  )
  const { classReasonId, urgentReasonId, urgentCheckedWordsId, withdrawalReasonId } = manuscript
  const others = [classReasonId, urgentReasonId, urgentCheckedWordsId, withdrawalReasonId].flatMap((one) => one ?? [])
  return {
    manuscript,
    text,
    rounds,
    steps,
    writers,
    files: await filesOf(deps.db, districtId, id),
    publications,
    accounts: await targetAccounts(deps.db, districtId, unitId, text.accountIds),
    names: await namesOfUsers(deps, districtId, [
      ...signers,
      ...rounds.map(({ submittedBy }) => submittedBy),
      ...publications.flatMap((one) => [one.recordedBy, one.removalRecordedBy ?? '']),
      text.savedBy,
      manuscript.createdBy,
      manuscript.withdrawnBy ?? '',
      manuscript.urgentCheckedBy ?? '',
    ]),
    words: await openWords(deps, districtId, [...wordIds, ...others]),
    mine: manuscript.state === 'review' ? stepsFor(actor, districtId, manuscript, { steps: present, writers }) : [],
    isOwn,
  }
}

export type Waiting = { manuscript: Manuscript; steps: Step[] }

/** What waits for a person. `afterwards`: urgent manuscripts that he may look at once they are signed (补审). */
export type WaitingForOne = {
  mine: Waiting[]
  afterwards: Manuscript[]
  /** Whose turn it is, of all that he reads. */
  present: ReadonlyMap<string, Step[]>
}

const WAITING_MOST = 200

/** What waits for a person's signature or his 补审, and, of all in review that he reads, whose turn it is. */
export async function waitingFor({ db }: Pick<Deps, 'db'>, actor: Actor, districtId: string): Promise<WaitingForOne> {
  const scope = readableBy(actor, districtId)
  const { rows } = await listManuscripts(db, scope, { isWaiting: true }, { offset: 0, limit: WAITING_MOST })
  const ids = rows.map(({ id }) => id)
  const present = await presentSteps(db, districtId, ids)
  const writers = await presentWriters(db, districtId, ids)
  const known = ({ id }: Manuscript) => ({ steps: present.get(id) ?? [], writers: writers.get(id) ?? [] })
  const mine = rows.flatMap((manuscript) => {
    const steps = manuscript.state === 'review' ? stepsFor(actor, districtId, manuscript, known(manuscript)) : []
    return steps.length > 0 ? [{ manuscript, steps }] : []
  })
  const afterwards = rows.filter((one) => one.state !== 'review' && mayCheckUrgent(actor, districtId, one, known(one)))
  return { mine, afterwards, present }
}

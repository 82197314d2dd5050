import { type Actor, actsAs, type Deps, may, refuseMaker } from '../../access/index.ts'
import { type CivilDate, dayOf, formatDayZh } from '../../calendar/index.ts'
import { registerInstruction, standingOfWords } from '../../instructions/index.ts'
import { inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { nextProgress } from '../progress.ts'
import { lockReport } from '../steps.ts'
import { standingSubmission } from '../submission/queries.ts'
import { advanceReport } from './advance-report.ts'

export type Instructing = {
  districtId: string
  reportId: string
  /** Typed by the leader himself, or by whom he lent his role. */
  words?: string | undefined
  photos: readonly { name: string; bytes: Uint8Array }[]
  /** When it was written on paper; what a leader types is of today. */
  givenOn?: CivilDate | undefined
}

/**
 * 批示: the leader to whom the report was submitted writes, or his deputy (代理), or the office registers what he wrote on
 * paper. Refuses `instruction.other-leader`, `access.maker-is-checker` where a deputy put the report before the leader,
 * `report.instructed-late` once the 通报 is issued, `instruction.given-before-submission`, and what registering refuses. What he has written already, word for word, is not written twice.
 */
export async function instructReport(deps: Deps, actor: Actor, input: Instructing): Promise<{ id: string }> {
  const { districtId, reportId, words, photos } = input
  const subject = { kind: 'report', id: reportId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'report.instruct' }, async (tx) => {
    const report = await lockReport(tx, districtId, reportId)
    // Sent twice by an impatient thumb, it is one instruction.
    const twin =
      report && nextProgress[report.progress].instruct && photos.length === 0
        ? await standingOfWords(tx, deps, actor, { districtId, reportId, words })
        : undefined
    if (twin !== undefined) return { id: twin }
    await advanceReport(tx, deps, actor, { districtId, reportId, action: 'instruct' })
    const submission = await standingSubmission(tx, districtId, reportId)
    if (!submission) throw refuse('record.not-found', { what: '呈批件' })
    const { leaderId, at, by } = submission
    const own = actsAs(actor, leaderId, 'district_leader')
    if (!own && !may(actor, 'instructions.handle', { districtId })) throw refuse('instruction.other-leader')
    // A deputy answers no paper that they themselves put before the leader.
    if (own && actor.id !== leaderId) refuseMaker(actor, by === actor.id ? by : null)
    const givenOn = own ? deps.clock.today() : (input.givenOn ?? deps.clock.today())
    if (givenOn < dayOf(at))
      throw refuse('instruction.given-before-submission', {
        day: formatDayZh(givenOn),
        submitted: formatDayZh(dayOf(at)),
      })
    return registerInstruction(tx, deps, actor, { districtId, reportId, leaderId, givenOn, words, photos })
  })
}

import type { Actor, Deps } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  checksOf,
  keepChecks,
  type Paper,
  type PaperCheck,
  printInForceOf,
  refuseUnsigned,
} from '../checking/checks.ts'
import { confirmWaiting, type Correction, correctionsOf, keepCorrection } from '../checking/corrections.ts'
import { type Answers, fieldsOf } from '../forms/index.ts'
import { actOnCase, type CaseInput, refuseHands } from './act.ts'
import { type CaseContent, defectsOfCase, readCasePrint } from './file-case.ts'
import { caseForms } from './forms.ts'
import { keepLateness } from './lateness.ts'
import type { CaseKind, FilingCase } from './model.ts'
import { type Opinion, withOpinion } from './opinion.ts'
import { answerColumns, type LoadedCase } from './records.ts'

/** The one paper of a case. */
export const casePaper = (kind: CaseKind): Paper => ({ key: 'case', title: caseForms[kind].title })

/** 核验: signature, seal and content, scan and data side by side. The last look counts. */
export const checkCase = (deps: Deps, actor: Actor, input: CaseInput & { check: Omit<PaperCheck, 'paper'> }) =>
  actOnCase(deps, actor, input, 'check', async (tx, { one }) => {
    refuseHands(actor, one)
    const paper = casePaper(one.kind)
    const checks = [{ ...input.check, paper: paper.key }]
    await keepChecks(tx, deps, actor, printInForceOf('case', input.districtId, one), { papers: [paper], checks })
    return { told: { print: one.printNumber, checks } }
  })

/** Transcribes a pen correction of a field of the form; it counts once somebody else has confirmed it. Refuses what `keepCorrection` refuses. */
export const transcribeOnCase = (deps: Deps, actor: Actor, input: CaseInput & { field: string; written: string }) =>
  actOnCase(deps, actor, input, 'transcribe', async (tx, { one }) => {
    refuseHands(actor, one)
    const { districtId, field, written } = input
    const asked = fieldsOf(caseForms[one.kind]).find(({ key }) => key === field)
    if (!asked) throw refuse('record.not-found', { what: '更正的栏目' })
    const { answers } = await printOfCase(tx, deps, districtId, one)
    const at = { paper: casePaper(one.kind).key, accountId: one.accountId }
    const transcribed = { ...at, asked, printed: answers[field], written }
    return { told: await keepCorrection(tx, deps, actor, printInForceOf('case', districtId, one), transcribed) }
  })

/** Confirms the corrections that others transcribed, after another look at the scan. Refuses what `confirmWaiting` refuses. */
export const confirmOnCase = (deps: Deps, actor: Actor, input: CaseInput) =>
  actOnCase(deps, actor, input, 'confirm', async (tx, { one }) => {
    refuseHands(actor, one)
    const print = printInForceOf('case', input.districtId, one)
    return { told: { correctionsConfirmed: await confirmWaiting(tx, deps, actor, print) } }
  })

/**
 * 受理: the paper is signed by 主要领导, sealed, and says what was printed, or its pen corrections are transcribed and
 * confirmed; these stand in the case from now on. Whoever had a hand in the case does not accept it. Refuses what
 * `refuseUnsigned` refuses, `return.corrected-not-complete`, `access.maker-is-checker`.
 */
export const acceptCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'accept', async (tx, loaded) => {
    const { districtId } = input
    const { one } = loaded
    refuseHands(actor, one)
    const print = printInForceOf('case', districtId, one)
    const corrections = await correctionsOf(tx, deps.vault, print)
    refuseUnsigned([casePaper(one.kind)], await checksOf(tx, print), corrections)
    const { answers: printed } = await printOfCase(tx, deps, districtId, one)
    const answers = corrected(printed, corrections)
    refuseIncomplete(deps, { ...loaded, one: { ...one, answers } })
    return {
      ...answerColumns(deps, districtId, one, answers),
      accepted_by: actor.id,
      ...(await keepLateness(tx, deps, actor, districtId, { ...one, answers })),
    }
  })

const corrected = (printed: Answers, corrections: readonly Correction[]): Answers => ({
  ...printed,
  ...Object.fromEntries(corrections.map(({ field, written }) => [field, written])),
})

// A pen may have left a form with what could never have been printed.
function refuseIncomplete(deps: Deps, loaded: LoadedCase): void {
  const defects = defectsOfCase(loaded, deps.clock.today())
  if (defects.length > 0)
    throw refuse('return.corrected-not-complete', {
      faults: defects.map(({ label, wanted }) => `“${label}”${wanted}`).join('；'),
    })
}

async function printOfCase(db: Db | Tx, deps: Deps, districtId: string, one: FilingCase): Promise<CaseContent> {
  const content = await readCasePrint(db, deps.vault, districtId, { caseId: one.id, number: one.printNumber })
  if (!content) throw new Error(`case ${one.id} has no printing ${one.printNumber}`)
  return content
}

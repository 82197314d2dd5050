import { type Actor, type Deps, namesOfUsers } from '../../access/index.ts'
import { type IssuedPaper, takeCheckpoint } from '../../checkpoints/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { requireStanding } from '../../instructions/index.ts'
import { advanceReport } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { numberText, readNumber, skippedBefore } from '../document-number.ts'
import { type Dispatch, dispatchKind, movedReport } from '../model.ts'
import { fileName, mediaTypes, printAll } from '../print/print-dispatch.ts'
import { numbersTaken, readContent, readDispatch, standInLine } from '../queries.ts'
import { type DispatchContent, titleOf } from '../words/content.ts'
import { checkNumbers } from '../words/figures.ts'
import { insertFiles, insertReceipts, updateDispatch } from '../writing.ts'
import { bodyOf } from './issuing-bodies.ts'
import { actOnDispatch, type DispatchInput } from './act.ts'
import { refuseQuoted } from './instructed-words.ts'
import { reportFacts } from './report-facts.ts'
import { refusePassed } from './sign-sheet.ts'
import { standingRecipients } from './standing-recipients.ts'

/**
 * 编号, typed by the document office from its own register. Refuses a number of another form, body or year, and one that
 * is used, naming the paper; what it skips is said, not refused: papers outside of this program have numbers, too.
 */
export const numberDispatch = (deps: Deps, actor: Actor, input: DispatchInput & { number: string }) =>
  actOnDispatch(deps, actor, input, 'number', async (tx, dispatch) => {
    const { districtId } = input
    const body = await bodyOf(tx, districtId, dispatch)
    if (body.marks.length === 0) throw refuse('dispatch.marks-missing', { issuer: body.name })
    const number = readNumber(input.number, body, Number(deps.clock.today().slice(0, 4)))
    // Two papers that are numbered at once stand in line: the second one reads the number of the first.
    await standInLine(tx, districtId, `${number.mark}/${number.year}`)
    const others = (await numbersTaken(tx, districtId, number)).filter(({ id }) => id !== dispatch.id)
    const taken = others.find(({ serial }) => serial === number.serial)
    if (taken) throw refuse('dispatch.number-taken', { number: numberText(number), title: taken.title })
    const reportId = movedReport(dispatch)
    if (dispatch.state === 'signed' && reportId) {
      await requireStanding(tx, districtId, reportId)
      await advanceReport(tx, deps, actor, { districtId, reportId, action: 'number' })
    }
    const known = others.map(({ serial }) => serial)
    const skipped = skippedBefore(number.serial, known)
    return {
      set: { mark: number.mark, number_year: number.year, number_serial: number.serial },
      facts: { number: numberText(number), ...(skipped && { skippedFrom: skipped.from, skippedTo: skipped.to }) },
    }
  })

/**
 * 印发: docx, pdf, annex workbook and, where it is public, its 公开发布稿 are printed once and kept; the units it goes to
 * are asked for their receipt and answer; a 撤回 takes its original out of force. What goes to nobody is closed.
 */
export const issueDispatch = (deps: Deps, actor: Actor, input: DispatchInput & { demo: boolean }) =>
  actOnDispatch(deps, actor, input, 'issue', async (tx, dispatch) => {
    const { districtId } = input
    const content = await readContent(tx, districtId, dispatch)
    checkNumbers(content, await reportFacts(tx, districtId, dispatch))
    await refuseQuoted(tx, deps, districtId, content)
    refusePassed(content, deps)
    const { feedback } = content
    const recipients = await standingRecipients(tx, districtId, content.recipients)
    const reportId = movedReport(dispatch)
    if (reportId && recipients.length === 0) throw refuse('dispatch.no-recipient')
    const issuedOn = deps.clock.today()
    const { ids, digests } = await keepFiles(tx, deps, actor, {
      ...input,
      dispatch: { ...dispatch, issuedOn },
      content,
    })
    const due = feedback?.by ?? null
    await insertReceipts(
      tx,
      districtId,
      dispatch.id,
      recipients.map(({ unitId, answers }) => ({ unitId, answers, dueOn: answers ? due : null })),
    )
    if (dispatch.variant === 'withdrawal') await withdrawOriginal(tx, deps, actor, { districtId, dispatch })
    if (reportId) {
      await advanceReport(tx, deps, actor, { districtId, reportId, action: 'issue' })
      if (feedback) await advanceReport(tx, deps, actor, { districtId, reportId, action: 'await-feedback' })
    }
    return {
      set: {
        issued_on: issuedOn,
        feedback_by: due,
        feedback_from: feedback?.from ?? null,
        feedback_days: feedback?.days ?? null,
      },
      facts: { issuedOn, files: digests },
      ...(recipients.length === 0 && { state: 'closed' as const }),
      // 核验页 holds the link of this issue, too.
      after: () =>
        takeCheckpoint(tx, deps, actor, { districtId, paper: paperOf(dispatch), files: ids, demo: input.demo }),
    }
  })

/** Prints and keeps every file of it; answers the ids of the paper's own and the digests of all, by kind. */
async function keepFiles(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  {
    districtId,
    demo,
    dispatch,
    content,
  }: { districtId: string; demo: boolean; dispatch: Dispatch; content: DispatchContent },
): Promise<{ ids: Record<string, string>; digests: Record<string, string> }> {
  const { signedBy } = dispatch
  const printed = await printAll(deps, content, {
    dispatch: { ...dispatch, state: 'issued' },
    body: await bodyOf(tx, districtId, dispatch),
    demo,
    today: deps.clock.today(),
    signer: signedBy ? ((await namesOfUsers(deps, districtId, [signedBy])).get(signedBy) ?? '') : '',
  })
  const files = []
  for (const { kind, bytes } of printed) {
    const name = fileName(titleOf(content), kind)
    const kept = await saveFile(tx, deps, { districtId, actor, name, bytes, mediaType: mediaTypes[kind] })
    files.push({ kind, fileId: kept.id, sha256: kept.sha256 })
  }
  await insertFiles(tx, districtId, dispatch.id, files)
  // 公开发布稿 is no original: 核验页 holds the paper itself.
  const originals = files.filter(({ kind }) => !kind.startsWith('public-'))
  return {
    ids: Object.fromEntries(originals.map(({ kind, fileId }) => [kind, fileId])),
    digests: Object.fromEntries(files.map(({ kind, sha256 }) => [kind, sha256])),
  }
}

const paperOf = ({ id, draft, title, number }: Dispatch): IssuedPaper => ({
  kind: dispatchKind,
  id,
  version: draft,
  title,
  ...(number && { number: numberText(number) }),
})

/** The original no longer holds, and its report waits for another 通报, or for none. */
async function withdrawOriginal(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, dispatch: { correctsId } }: { districtId: string; dispatch: Dispatch },
): Promise<void> {
  const original = await readDispatch(tx, districtId, correctsId!, 'lock')
  if (!original) return
  await updateDispatch(tx, districtId, original, { state: 'withdrawn' })
  const reportId = movedReport(original)
  if (reportId) await advanceReport(tx, deps, actor, { districtId, reportId, action: 'void-issue' })
}

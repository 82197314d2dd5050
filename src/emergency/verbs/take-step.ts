import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { heldEvidence } from '../../collection/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { checkFields, checkTimes, reasonsFor, wholeMinute } from '../checks.ts'
import { fieldsOf } from '../fields.ts'
import type { Action, Body, Called, Case, State, StepFacts } from '../model.ts'
import { isAbout, papersOf, readCase, stepsOf, writeStep } from '../queries.ts'
import { stateAfter } from '../rules.ts'

/** A step as a person tells it; which of it counts stands in `fieldsOf`. `version`: the case's as it was shown. */
export type StepInput = {
  districtId: string
  caseId: string
  version: number
  action: Action
  at: Instant
  words?: string | undefined
  reference?: string | undefined
  called?: Called | undefined
  dueAt?: Instant | undefined
  body?: Body | undefined
  file?: { name: string; bytes: Uint8Array } | undefined
  evidenceId?: string | undefined
  findingId?: string | undefined
  problemId?: string | undefined
  reasons?: Partial<Record<Action, string>> | undefined
}

/**
 * One step of a case: who may, what its kind allows, nobody overwritten; step, file and trace saved together. Nothing of it
 * is a finding. Refuses `emergency.*`, `record.not-found`, `record.changed-meanwhile`.
 */
export async function takeStep(deps: Deps, actor: Actor, input: StepInput): Promise<{ state: State; version: number }> {
  const { districtId, caseId, action } = input
  permit(actor, 'emergency.handle', { districtId })
  const subject = { kind: 'emergency', id: caseId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `emergency.${action}` }, async (tx) => {
    const known = await readCase(tx, districtId, caseId, 'lock')
    if (!known) throw refuse('record.not-found', { what: '应急处置事项' })
    if (known.version !== input.version) throw refuse('record.changed-meanwhile', { what: '应急处置事项' })
    const steps = (await stepsOf(tx, districtId, [caseId])).get(caseId) ?? []
    const done = steps.map((step) => step.action)
    const state = stateAfter({ kind: known.kind, state: known.state, done }, action)
    const fields = fieldsOf(known.kind, action)
    checkFields(known.kind, fields, input)
    checkTimes(fields, known, steps, input, deps.clock.now())
    if (action === 'close') await requireReport(tx, districtId, known)
    const reasons = fields.reasons ? reasonsFor(known.kind, done, input.reasons) : undefined
    const link = fields.links ? await checkedLink(tx, known, districtId, input) : undefined
    const evidence = fields.evidence ? await collectedEvidence(tx, deps, known, input) : undefined
    const file = input.file && fields.file ? await keptFile(tx, deps, actor, input) : undefined
    const facts: StepFacts = {
      ...(reasons && Object.keys(reasons).length > 0 && { reasons }),
      ...(evidence && { evidence }),
      ...link,
    }
    const words = (fields.words && input.words?.trim()) || null
    const reference = (fields.reference && input.reference?.trim()) || null
    const version = known.version + 1
    const step = {
      version,
      action,
      state,
      at: wholeMinute(input.at),
      by: actor.id,
      recordedAt: deps.wall.now(),
      duty: (fields.called && input.called) ?? null,
      body: (fields.body && input.body) ?? null,
      reference,
      words,
      dueAt: (fields.called && input.dueAt) ?? null,
      fileId: file?.id ?? null,
      evidenceId: (evidence && input.evidenceId) ?? null,
      facts,
    }
    await writeStep(tx, districtId, caseId, step, { ...(action === 'close' && { closedAt: step.at }), ...link })
    const { reasons: _said, ...told } = facts
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `emergency.${action}`,
      subject,
      before: { state: known.state },
      after: {
        state,
        at: step.at,
        ...told,
        ...(step.duty && { duty: step.duty }),
        ...(step.body && { body: step.body }),
        ...(step.dueAt && { dueAt: step.dueAt }),
        ...(reference && { reference }),
        ...(words && { words: await keepWords(tx, deps, districtId, words) }),
        ...(facts.reasons && { reasons: await keepWords(tx, deps, districtId, JSON.stringify(facts.reasons)) }),
        ...(file && { file: file.sha256 }),
      },
      at: step.recordedAt,
    })
    return { state, version }
  })
}

const keptFile = (tx: Tx, deps: Deps, actor: Actor, { districtId, file }: StepInput) =>
  saveFile(tx, deps, { districtId, ...file!, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })

async function requireReport(tx: Tx, districtId: string, { id, version }: Case): Promise<void> {
  const printed = await papersOf(tx, districtId, id)
  if (!printed.some((one) => one.paper === 'report' && one.version === version))
    throw refuse('emergency.report-not-printed')
}

async function checkedLink(tx: Tx, { accountId }: Case, districtId: string, input: StepInput) {
  const link = { findingId: input.findingId ?? null, problemId: input.problemId ?? null }
  if (!link.findingId && !link.problemId) throw refuse('emergency.not-complete', { what: '监测线索或者登记的问题' })
  if (!(await isAbout(tx, districtId, accountId, link))) throw refuse('emergency.other-account')
  return link
}

/** Evidence that collection keeps of the account: what it is known by is kept here, too. */
async function collectedEvidence(
  tx: Tx,
  deps: Deps,
  { accountId }: Case,
  { districtId, evidenceId }: StepInput,
): Promise<StepFacts['evidence']> {
  if (!evidenceId) return undefined
  const held = accountId ? await heldEvidence(tx, deps, { districtId, accountId }) : []
  const found = held.find(({ id }) => id === evidenceId)
  if (!found) throw refuse('emergency.other-account')
  return { sha256: found.sha256, url: found.finalUrl, observedAt: found.observedAt }
}

import { type Actor, type Deps, keepWords } from '../../../access/index.ts'
import { type Instant } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import type { TextCheck } from '../../../textcheck/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { classLabels, type ManuscriptClass, type Office, type PlannedStep } from '../../gates/model.ts'
import { classOf, planOf } from '../../gates/rules.ts'
import { rulesInForce } from '../../gates/rules-in-force.ts'
import { lackingOf } from '../lacking.ts'
import { type ManuscriptInput, stepWithManuscript } from '../act.ts'
import { openAdoption } from '../adoption.ts'
import { checkAttachments } from '../attached/check-attachments.ts'
import { type CheckWords, wordsOf } from '../check-words.ts'
import { linkAnswers } from '../links/ask-links.ts'
import { digestOfText } from '../digest.ts'
import { allowedActions, OPINION_MOST } from '../model.ts'
import { filesOf, findManuscript, type ManuscriptFile, readVersion, unitNames } from '../queries.ts'
import { line } from '../typed-text.ts'
import { refuseSecrets } from './save-text.ts'

export type Submission = ManuscriptInput & {
  /** The version that is meant, as it was shown. */
  textNumber: number
  /** Another class than the rules say, with its reason. */
  class?: ManuscriptClass | undefined
  classReason?: string | undefined
  isMajor?: boolean
  /** 突发事件: when it happened, and what it is. */
  urgentSince?: Instant | undefined
  urgentReason?: string | undefined
  jointUnitIds?: readonly string[]
  offices?: readonly Office[]
  plannedAt?: Instant | undefined
}

/**
 * 提交审核: the version is pinned, the check runs once more on the server, and the round asks every gate. Refuses what a step
 * refuses, `manuscript.not-adopted`, `manuscript.empty`, `manuscript.no-account`, `manuscript.picture-missing`,
 * `manuscript.blocked`, `manuscript.class-reason`, `manuscript.urgent-unsaid`, `manuscript.joint-self`.
 */
export async function submitManuscript(
  deps: Deps,
  actor: Actor,
  input: Submission,
  check: CheckWords,
): Promise<{ round: number; steps: number }> {
  const { districtId, manuscriptId } = input
  // Before the manuscript is held: a check may wait for others, and nobody waits for it meanwhile. A version never changes.
  const checked = await checkedVersion(deps, input, check)
  return stepWithManuscript(deps, actor, input, 'submit', async (tx, manuscript) => {
    const { unitId, textNumber } = manuscript
    if (textNumber !== input.textNumber) throw refuse('record.changed-meanwhile', { what: '稿件' })
    const adoption = await openAdoption(tx, districtId, unitId)
    if (!adoption) throw refuse('manuscript.not-adopted')
    const text = (await readVersion(tx, districtId, manuscriptId, textNumber))!
    const files = await filesOf(tx, districtId, manuscriptId)
    const [lacking] = lackingOf(text, files)
    if (lacking) throw lacking
    await refuseSecrets(deps, actor, districtId, text)
    if (!checked) throw refuse('record.changed-meanwhile', { what: '稿件' })
    const attached = attachedOf(files)
    // What was put beside the text or taken away while it was checked was not looked at.
    if (keysOf(attached) !== checked.attached) throw refuse('record.changed-meanwhile', { what: '稿件' })
    const { findings, notChecked } = checked
    const blocking = findings.filter(({ severity }) => severity === 'block')
    if (blocking.length > 0)
      throw refuse('manuscript.blocked', {
        count: blocking.length,
        first: blocking[0]!.observed,
        why: blocking[0]!.why,
      })
    const { rules, words } = await rulesInForce(tx, districtId, deps.clock.today())
    const found = classOf(text, words)
    const kind = input.class ?? found.class
    const classReason = kind === found.class ? null : line(input.classReason ?? '', '调整分类的理由', OPINION_MOST)
    if (classReason === '')
      throw refuse('manuscript.class-reason', { found: classLabels[found.class], because: found.because })
    const urgentReason =
      input.urgentSince === undefined ? null : line(input.urgentReason ?? '', '突发事件', OPINION_MOST)
    if (urgentReason === '' || (input.urgentSince ?? '') > deps.clock.now()) throw refuse('manuscript.urgent-unsaid')
    const steps = planOf({
      rule: rules[kind],
      unitLevels: adoption.levels,
      isUrgent: input.urgentSince !== undefined,
      isMajor: input.isMajor === true,
      jointUnits: await jointUnits(tx, districtId, unitId, input.jointUnitIds ?? []),
      offices: input.offices ?? [],
    })
    const round = manuscript.round + 1
    const digest = digestOfText(text, attached)
    await tx
      .updateTable('manuscript_version')
      .set({ kept: 'hand' })
      .where('district_id', '=', districtId)
      .where('manuscript_id', '=', manuscriptId)
      .where('number', '=', textNumber)
      .execute()
    await insertRound(tx, districtId, manuscriptId, {
      number: round,
      text_number: textNumber,
      digest,
      findings: JSON.stringify(findings),
      not_checked: JSON.stringify(notChecked),
      submitted_by: actor.id,
      submitted_at: deps.wall.now(),
    })
    await insertSteps(tx, districtId, manuscriptId, round, steps)
    const [classWords, urgentWords] = [
      await keepWords(tx, deps, districtId, classReason),
      await keepWords(tx, deps, districtId, urgentReason),
    ]
    return {
      set: {
        state: 'review',
        round,
        class: kind,
        class_reason_id: classWords?.said ?? null,
        is_major: input.isMajor === true,
        urgent_since: input.urgentSince ?? null,
        urgent_reason_id: urgentWords?.said ?? null,
        planned_at: input.plannedAt ?? null,
      },
      event: {
        action: 'manuscript.submitted',
        after: {
          round,
          textNumber,
          digest,
          class: kind,
          ...(classWords && { reason: classWords }),
          ...(urgentWords && { urgent: urgentWords }),
          steps: steps.map(({ name }) => name),
          findings: findings.length,
        },
      },
      result: { round, steps: steps.length },
    }
  })
}

/** What the check says of the version that is meant; undefined: there is none, and the step refuses. */
async function checkedVersion(
  deps: Deps,
  { districtId, manuscriptId, textNumber }: Submission,
  check: CheckWords,
): Promise<(TextCheck & { attached: string }) | undefined> {
  const { db } = deps
  const manuscript = await findManuscript(db, { districtId, all: true }, manuscriptId)
  if (!manuscript || !allowedActions(manuscript.state).includes('submit') || !Number.isInteger(textNumber))
    return undefined
  const text = await readVersion(db, districtId, manuscriptId, textNumber)
  if (!text) return undefined
  const answers = await linkAnswers(db, districtId, manuscriptId)
  const { unitId } = manuscript
  const files = attachedOf(await filesOf(db, districtId, manuscriptId))
  const words = await check(wordsOf(text, { unitId, answers }))
  const beside = await checkAttachments(deps, { districtId, unitId, files })
  return {
    findings: [...words.findings, ...beside.findings],
    notChecked: [...words.notChecked, ...beside.notChecked],
    attached: keysOf(files),
  }
}

const attachedOf = (files: readonly ManuscriptFile[]) => files.filter(({ use }) => use === 'attachment')
const keysOf = (files: readonly ManuscriptFile[]) => files.map(({ fileId }) => fileId).join()

async function jointUnits(tx: Tx, districtId: string, unitId: string, ids: readonly string[]) {
  if (ids.includes(unitId)) throw refuse('manuscript.joint-self')
  const found = ids.length === 0 ? [] : await unitNames(tx, districtId, ids)
  if (found.length < new Set(ids).size) throw refuse('record.not-found', { what: '联审单位' })
  return found
}

type NewRound = {
  number: number
  text_number: number
  digest: string
  findings: string
  not_checked: string
  submitted_by: string
  submitted_at: Instant
}

const insertRound = (tx: Tx, districtId: string, manuscriptId: string, round: NewRound) =>
  tx
    .insertInto('manuscript_round')
    .values({ district_id: districtId, manuscript_id: manuscriptId, ...round })
    .execute()

async function insertSteps(
  tx: Tx,
  districtId: string,
  manuscriptId: string,
  round: number,
  steps: readonly PlannedStep[],
): Promise<void> {
  const key = { district_id: districtId, manuscript_id: manuscriptId, round }
  await tx
    .insertInto('manuscript_step')
    .values(
      steps.map(({ place, name, signer, unitId, office }, at) => ({
        ...key,
        number: at + 1,
        place,
        name,
        signer,
        unit_id: unitId,
        office,
      })),
    )
    .execute()
  await tx
    .insertInto('manuscript_gate')
    .values(steps.flatMap(({ gates }, at) => gates.map((gate) => ({ ...key, step: at + 1, gate }))))
    .execute()
}

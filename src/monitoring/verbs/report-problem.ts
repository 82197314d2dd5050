import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { type CivilDate, formatDayZh, type Instant, type Month, monthOf, monthZh } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { isSecretNumber } from '../../vocabulary/secret-number.ts'
import type { Indicator } from '../indicators/define.ts'
import { indicators } from '../indicators/index.ts'
import { rulesAt } from '../judging.ts'
import { closingOf, lockMonth } from '../queries.ts'
import { insertProblem, lockProblem, markWithdrawn, type ReportedProblem } from '../reported-problems.ts'
import { judgeChanged } from './run-check.ts'

export type ProblemInput = {
  districtId: string
  accountId: string
  indicator: string
  seenOn: CivilDate
  /** In a few words what was seen; nothing where it may not be said. */
  what?: string | undefined
  link?: string | undefined
  /** 泄密: number of the finding and of the handover. */
  reference?: string | undefined
  evidence?: { name: string; bytes: Uint8Array } | undefined
}

/**
 * Puts on record what a person saw of an account, or a superior or a text check reported, under an indicator that people
 * judge. A month that was judged is judged again at once where something changed, which puts it before a reviewer, who is
 * never the one that reported it; else the month's check does. Refuses `problem.*`, `month.closed`, and of a leaked secret everything but its numbers.
 */
export async function reportProblem(deps: Deps, actor: Actor, input: ProblemInput): Promise<ReportedProblem> {
  const { districtId, accountId, seenOn } = input
  permit(actor, 'patrol.record', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const month = monthOf(seenOn)
    await openMonth(tx, districtId, month)
    if (seenOn > deps.clock.today())
      throw refuse('problem.day-in-future', { day: formatDayZh(seenOn), today: formatDayZh(deps.clock.today()) })
    const indicator = await judgingIndicator(tx, input)
    const said = wordsOf(indicator, input)
    await refuseUnknownAccount(tx, districtId, accountId)
    const problem = {
      id: deps.ids.next(),
      accountId,
      indicator: indicator.id,
      seenOn,
      ...said,
      evidenceFileId: input.evidence ? await keepEvidence(tx, deps, actor, districtId, input.evidence) : null,
      reportedBy: actor.id,
      reportedAt: deps.wall.now(),
    }
    await insertProblem(tx, districtId, problem)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'problem.reported',
      subject: { kind: 'account', id: accountId },
      after: {
        problem: problem.id,
        indicator: indicator.id,
        seenOn,
        what: await keepWords(tx, deps, districtId, said.what || null),
        reference: said.reference,
        evidence: problem.evidenceFileId,
      },
      at: problem.reportedAt,
    })
    await judgeChanged(tx, deps, actor, districtId, month)
    return { ...problem, withdrawnBy: null }
  })
}

export type WithdrawInput = { districtId: string; problemId: string; reason: string }

/** Takes back what was put on record by mistake, with a reason; it stays in the record. Refuses `problem.*`, `month.closed`. */
export async function withdrawProblem(deps: Deps, actor: Actor, input: WithdrawInput): Promise<void> {
  const { districtId, problemId } = input
  permit(actor, 'patrol.record', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('problem.reason-required')
  await inTransaction(deps.db, async (tx) => {
    const known = await lockProblem(tx, districtId, problemId)
    if (!known) throw refuse('record.not-found', { what: '登记的问题' })
    await openMonth(tx, districtId, monthOf(known.seenOn))
    if (known.withdrawnBy) throw refuse('problem.withdrawn-already')
    if (known.reportedBy !== actor.id) throw refuse('problem.not-own')
    const at: Instant = deps.wall.now()
    await markWithdrawn(tx, districtId, problemId, actor.id, at)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'problem.withdrawn',
      subject: { kind: 'account', id: known.accountId },
      after: { problem: problemId, indicator: known.indicator, reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
    await judgeChanged(tx, deps, actor, districtId, monthOf(known.seenOn))
  })
}

/** Indicators under which people report, those that judge in a district on a day. */
export async function reportable(tx: Tx | Deps['db'], districtId: string, day: CivilDate): Promise<Indicator[]> {
  return (await rulesAt(tx, districtId, day)).indicators.filter(({ reported }) => reported !== undefined)
}

async function judgingIndicator(tx: Tx, { districtId, indicator: id, seenOn }: ProblemInput): Promise<Indicator> {
  const judging = await reportable(tx, districtId, seenOn)
  const found = judging.find((one) => one.id === id)
  if (found) return found
  const known = indicators.find((one) => one.id === id)
  throw refuse('problem.not-judged', { label: known?.label ?? id, day: formatDayZh(seenOn) })
}

function wordsOf({ reported }: Indicator, { what, link, reference, evidence }: ProblemInput) {
  const said = {
    what: what?.trim() ?? '',
    link: link?.trim() || null,
    reference: reference?.trim() || null,
  }
  if (reported === 'secret') {
    if (said.what !== '' || said.link || evidence) throw refuse('problem.secret-content')
    if (!said.reference || !isSecretNumber(said.reference)) throw refuse('problem.secret-reference')
  } else if (said.what === '') throw refuse('problem.what-required')
  if (said.link && !/^https?:\/\/\S+$/i.test(said.link)) throw refuse('problem.link-unreadable')
  return said
}

async function openMonth(tx: Tx, districtId: string, month: Month): Promise<void> {
  await lockMonth(tx, districtId, month)
  if (await closingOf(tx, districtId, month)) throw refuse('month.closed', { month: monthZh(month) })
}

async function refuseUnknownAccount(tx: Tx, districtId: string, accountId: string): Promise<void> {
  const found = await tx
    .selectFrom('account')
    .select('id')
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (!found) throw refuse('record.not-found', { what: '账号' })
}

async function keepEvidence(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  evidence: NonNullable<ProblemInput['evidence']>,
): Promise<string> {
  return (await saveFile(tx, deps, { districtId, ...evidence, actor, accept: ['png', 'jpg', 'webp', 'pdf'] })).id
}

import { type Actor, type Deps, permit } from '../../access/index.ts'
import { setImmediate } from 'node:timers/promises'
import {
  type CivilDate,
  firstDayOf,
  formatDayZh,
  lastDayOf,
  type Month,
  monthOf,
  monthZh,
} from '../../calendar/index.ts'
import { allOf, inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { followMerged, withParts } from '../arranging.ts'
import { closedDocument } from '../closed-month.ts'
import { upsertCandidates, withdrawVanished } from '../findings.ts'
import { type Rejudged, rejudgedWords } from '../incremental.ts'
import { BATCH, type JudgedMonth, judgeMonth } from '../judging.ts'
import type { CheckDocument } from '../model.ts'
import { insertRun, judgedAgain, latestRun, lockMonth, runAt } from '../queries.ts'
import type { Candidate } from '../rules.ts'
import { earlierRun, insertResults, type JudgedAccount, type ResultNumbers, saveDigests } from '../run-results.ts'

export type CheckProgress = { done: number; total: number; message: string }
export type CheckInput = {
  districtId: string
  month: Month
  /** A day of the month whose 24:00 is judged instead of the last day's; needed while the month runs. */
  asOf?: CivilDate | undefined
  /** 只检变动账号: judges only accounts whose facts, or rules, are not those of the newest run at this checkpoint. */
  incremental?: boolean | undefined
  onProgress?: ((progress: CheckProgress) => void) | undefined
}

/**
 * 每月监测, the machine's part: judges every account of a district at the month's checkpoint (last day 24:00, or
 * `asOf`), puts candidates before reviewers and returns the document of `check --json`. The same data give the same
 * bytes and no second run, only a link in the trail that they were judged again; a closed month is printed as it was
 * closed, and nothing is judged. Whether all accounts are judged or those that changed, the document is the same to the byte. Refuses `check.month-not-over`, `check.day-*`, `check.no-district`, and `month.closed`
 * for another day of a closed month.
 */
export async function runCheck(deps: Deps, actor: Actor, input: CheckInput): Promise<CheckDocument> {
  const { districtId, month, onProgress = () => undefined } = input
  permit(actor, 'check.run', { districtId })
  const checkpoint = checkpointOf(input, deps.clock.today())
  return inTransaction(deps.db, async (tx) => {
    await lockMonth(tx, districtId, month)
    const closed = await closedDocument(tx, districtId, month)
    if (closed && closed.checkpoint !== checkpoint) throw refuse('month.closed', { month: monthZh(month) })
    if (closed) {
      onProgress({ done: 3, total: 3, message: `${monthZh(month)}监测已办结，结果为办结时的结果，未重新判定` })
      return closed
    }
    onProgress({ done: 0, total: 3, message: '正在读取台账、发布数据和巡查记录' })
    const judged = await judgeWithin(tx, deps, actor, input, checkpoint)
    const { accounts, candidates, rejudged, document } = judged
    const again = rejudged ? `（${rejudgedWords(rejudged)}）` : ''
    onProgress({
      done: 3,
      total: 3,
      message: `判定完成：${accounts.length} 个账号${again}，线索 ${candidates.length} 条`,
    })
    return document
  })
}

/** Judges and writes within a transaction that holds the month, which is open. */
async function judgeWithin(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: CheckInput,
  checkpoint: CivilDate,
): Promise<JudgedMonth> {
  const { districtId, month, incremental, onProgress } = input
  const same = await runAt(tx, districtId, month, checkpoint)
  const earlier = incremental ? await earlierRun(tx, districtId, month, checkpoint) : undefined
  // Where no run stands at this checkpoint, this will be one, whatever it finds: it is written as it comes.
  const asItComes = same ? undefined : await newRun(tx, deps, { districtId, month, checkpoint })
  const judging = judgeMonth(tx, districtId, month, checkpoint, { earlier, asJudged: asItComes?.add })
  const judged = await judging.catch(async (error: unknown) => {
    await asItComes?.written().catch(() => undefined)
    throw error
  })
  onProgress?.({ done: 1, total: 3, message: `已判定 ${judged.accounts.length} 个账号，正在写入结果` })
  if (same && same.digest === (await judged.digest)) {
    await saveDigests(tx, districtId, same.id, judged)
    await confirmRun(tx, deps, actor, districtId, { ...same, month, checkpoint }, judged.rejudged)
    return judged
  }
  const run = asItComes ?? (await newRun(tx, deps, { districtId, month, checkpoint }))
  if (!asItComes) await run.add(judged.accounts, judged.candidates)
  await writeRun(tx, deps, actor, input, judged, { id: run.id, withdrawn: await run.written() })
  return judged
}

/**
 * A run whose results and findings are on their way to the database, which writes some while the next are judged. Looking
 * back at an earlier day is kept as a run; the bench shows the latest checkpoint of the month.
 */
async function newRun(
  tx: Tx,
  deps: Deps,
  { districtId, month, checkpoint }: { districtId: string; month: Month; checkpoint: CivilDate },
) {
  const id = deps.ids.next()
  const at = deps.wall.now()
  const speaking = await latestRun(tx, districtId, month)
  const onBench = speaking === undefined || checkpoint >= speaking.checkpoint
  const parted = onBench
    ? await withParts(tx, districtId, month, { from: firstDayOf(month), until: checkpoint })
    : undefined
  const writing: Promise<void>[] = []
  const numbers: ResultNumbers = new Map()
  const findings = { districtId, month, runId: id }
  return {
    id,
    async add(accounts: readonly JudgedAccount[], candidates: readonly Candidate[]): Promise<void> {
      const batch: Promise<void>[] = []
      for (let from = 0; from < accounts.length; from += BATCH)
        batch.push(insertResults(tx, districtId, id, accounts.slice(from, from + BATCH), numbers))
      if (parted) batch.push(upsertCandidates(tx, deps.ids, { ...findings, at, candidates: parted(candidates) }))
      writing.push(...batch)
      // What fails is told by `written`.
      for (const one of batch) one.catch(() => undefined)
      // Lets what was said be sent.
      await setImmediate()
    },
    /** All is written, and what the run no longer finds is taken back: how many findings. */
    async written(): Promise<number> {
      await allOf(writing)
      if (!onBench) return 0
      const withdrawn = await withdrawVanished(tx, findings)
      await followMerged(tx, findings)
      return withdrawn
    },
  }
}

/**
 * Something was put on record of a month that was judged and is open: what it touches is judged again at once, at the same
 * checkpoint. Within a transaction that holds the month; a month that nobody judged yet waits for its check.
 */
export async function judgeChanged(tx: Tx, deps: Deps, actor: Actor, districtId: string, month: Month): Promise<void> {
  const run = await latestRun(tx, districtId, month)
  if (run) await judgeWithin(tx, deps, actor, { districtId, month, incremental: true }, run.checkpoint)
}

/** The day whose 24:00 is judged. A month that is not over has no checkpoint yet: somebody must name a day of it. */
export function checkpointOf({ month, asOf }: Pick<CheckInput, 'month' | 'asOf'>, today: CivilDate): CivilDate {
  const last = lastDayOf(month)
  if (asOf === undefined) {
    if (last >= today) throw refuse('check.month-not-over', { month: monthZh(month), until: formatDayZh(last) })
    return last
  }
  if (monthOf(asOf) !== month)
    throw refuse('check.day-outside-month', { day: formatDayZh(asOf), month: monthZh(month) })
  if (asOf > today) throw refuse('check.day-in-future', { day: formatDayZh(asOf), today: formatDayZh(today) })
  return asOf
}

async function writeRun(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, month }: CheckInput,
  judged: JudgedMonth,
  { id: runId, withdrawn }: { id: string; withdrawn: number },
): Promise<void> {
  const { document, coverage, candidates, rules, judgedWith, rejudged } = judged
  const at = deps.wall.now()
  const { checkpoint } = document
  const digest = await judged.digest
  await insertRun(tx, {
    id: runId,
    districtId,
    month,
    checkpoint,
    rules,
    coverage,
    digest,
    judgedWith,
    rejudged,
    startedBy: actor.id,
    finishedAt: at,
  })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'check.ran',
    subject: { kind: 'check', id: runId },
    after: {
      month,
      checkpoint,
      rules: document.rules,
      coverage,
      candidates: candidates.length,
      withdrawn,
      digest,
      ...(rejudged && { rejudged }),
    },
    at,
  })
}

// Whoever judged again after an import or a patrol must see that it was done, also when it changed nothing.
async function confirmRun(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  { id, ...same }: { id: string; digest: string; month: Month; checkpoint: CivilDate },
  rejudged: Rejudged | null,
): Promise<void> {
  const [subject, after] = [
    { kind: 'check', id },
    { ...same, ...(rejudged && { rejudged }) },
  ]
  await append(tx, deps.ids, { districtId, actor, action: judgedAgain, subject, after, at: deps.wall.now() })
}

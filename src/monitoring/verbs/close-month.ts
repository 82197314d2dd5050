import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type CivilDate, formatDayZh, lastDayOf, type Month, monthZh } from '../../calendar/index.ts'
import { holdCollected } from '../../collection/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { countOpen } from '../findings.ts'
import { judgeMonth } from '../judging.ts'
import { lockPurposes } from '../purpose-queries.ts'
import { closingOf, insertClosing, latestRun, lockMonth, type Run } from '../queries.ts'
import { unknownAccounts } from '../unseen.ts'

/**
 * 月度办结: nothing of the month changes any more. Refused while the month runs, while it was not checked on today's
 * data, while an unknown account has neither patrol nor reason, and while a candidate waits for a person.
 */
export async function closeMonth(
  deps: Deps,
  actor: Actor,
  { districtId, month }: { districtId: string; month: Month },
): Promise<void> {
  permit(actor, 'month.close', { districtId })
  const last = lastDayOf(month)
  if (last >= deps.clock.today()) throw refuse('month.not-over', { month: monthZh(month), until: formatDayZh(last) })
  await inTransaction(deps.db, async (tx) => {
    await lockMonth(tx, districtId, month)
    // An import that is just being taken back is waited for, so that no month is closed on it.
    await holdCollected(tx, districtId)
    await lockPurposes(tx, districtId)
    if (await closingOf(tx, districtId, month)) throw refuse('month.closed', { month: monthZh(month) })
    const run = await freshRun(tx, districtId, month, last)
    const open = await openItems(tx, districtId, month, run)
    if (open.unknown + open.candidates > 0) throw refuse('month.open-items', { month: monthZh(month), ...open })
    const at = deps.wall.now()
    await insertClosing(tx, { districtId, month, runId: run.id, closedBy: actor.id, closedAt: at })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'month.closed',
      subject: { kind: 'month', id: month },
      after: { runId: run.id, digest: run.digest, coverage: run.coverage },
      at,
    })
  })
}

// What was imported after the check would otherwise be closed in without anybody having judged it.
async function freshRun(tx: Tx, districtId: string, month: Month, last: CivilDate): Promise<Run> {
  const run = await latestRun(tx, districtId, month)
  if (!run || run.checkpoint !== last) throw refuse('month.not-checked', { month: monthZh(month) })
  const judged = await judgeMonth(tx, districtId, month, last)
  if ((await judged.digest) !== run.digest) throw refuse('month.check-stale', { month: monthZh(month) })
  return run
}

/** `lacking`: of the candidates, those sent back for evidence. */
type OpenItems = { unknown: number; candidates: number; lacking: number }

// One that was patrolled since and still stands as unknown on fresh data was not seen after all.
async function openItems(tx: Tx, districtId: string, month: Month, run: Run): Promise<OpenItems> {
  const unknown = await unknownAccounts(tx, districtId, [run.id])
  const unsettled = unknown.filter(({ settled }) => settled !== 'explained' && settled !== 'unreachable')
  return {
    unknown: unsettled.length,
    candidates: await countOpen(tx, districtId, month),
    lacking: await countOpen(tx, districtId, month, ['needs-evidence']),
  }
}

import { sql } from 'kysely'
import type { Actor, Deps } from '../../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { type Account, readAccounts } from '../../../registry/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type NationalSide, nationalStatusLabels, type RecordedStatus, sideLabels } from '../model.ts'
import { type LatestStatus, latestStatuses } from '../queries/ledger.ts'
import { whyNotRecord } from '../rules.ts'
import { keepEntry, permitSide, type Proof, sideInTrail } from './keep-entry.ts'

export type RecordInput = Proof & {
  districtId: string
  accountId: string
  /** Whose entry it is: 主办单位's or 主管单位's. */
  side: NationalSide
  status: RecordedStatus
  /** The day on which it was entered there. */
  on: CivilDate
  note?: string
}

/**
 * Records what one side entered in the national system: both the unit and its supervisor enter there (rulebook (a)).
 * Refuses `access.denied`, `record.not-found`, `national.in-future`, `national.before-last`,
 * `national.status-not-allowed`, `national.still-running`, `national.receipt-required`, `file.*`.
 */
export async function recordNational(deps: Deps, actor: Actor, input: RecordInput): Promise<{ id: string }> {
  const { districtId, accountId, side, status, on } = input
  return inTransaction(deps.db, async (tx) => {
    // Two who record the same account wait for each other: the second is judged by what the first recorded.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`national/${districtId}/${accountId}`}, 0))`.execute(tx)
    const [account] = await readAccounts(tx, districtId, { orIds: [accountId] })
    permitSide(actor, side, districtId, account?.unitId ?? null)
    if (!account) throw refuse('record.not-found', { what: '账号' })
    const before = (await latestStatuses(tx, districtId, [accountId], side)).get(accountId)
    refuseUntrue(before, account, { side, status, on, today: deps.clock.today() })
    const { id, told } = await keepEntry(tx, deps, actor, input)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'national.recorded',
      subject: { kind: 'account', id: accountId },
      before: { side: sideInTrail[side], status: before?.status ?? 'unreported' },
      after: told,
      at: deps.wall.now(),
    })
    return { id }
  })
}

function refuseUntrue(
  before: LatestStatus | undefined,
  account: Account,
  next: { side: NationalSide; status: RecordedStatus; on: CivilDate; today: CivilDate },
): void {
  const status = before?.status ?? 'unreported'
  const why = whyNotRecord({ status, on: before?.on ?? null, runningState: account.runningState }, next)
  if (why === 'future') throw refuse('national.in-future', { day: formatDayZh(next.on) })
  if (why === 'before-last') throw refuse('national.before-last', { day: before ? formatDayZh(before.on) : '' })
  if (why === 'still-running') throw refuse('national.still-running', { name: account.name })
  if (why === 'not-allowed')
    throw refuse('national.status-not-allowed', {
      side: sideLabels[next.side],
      status: nationalStatusLabels[status],
      next: nationalStatusLabels[next.status],
    })
}

import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { type Account, readAccounts } from '../../../registry/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { nationalStatusLabels, type RecordedStatus } from '../model.ts'
import { type LatestStatus, latestStatuses } from '../queries/ledger.ts'
import { whyNotRecord } from '../rules.ts'

export type RecordInput = {
  districtId: string
  accountId: string
  status: RecordedStatus
  /** The day on which it was entered there. */
  on: CivilDate
  note?: string
  /** 回执截图: PDF, JPG or PNG. */
  receipt?: { name: string; bytes: Uint8Array }
}

/**
 * Records what was entered in the national system: both the unit and its supervisor enter there (rulebook (b)). Refuses
 * `access.denied`, `record.not-found`, `national.in-future`, `national.before-last`, `national.status-not-allowed`,
 * `national.still-running`, `file.*`.
 */
export async function recordNational(deps: Deps, actor: Actor, input: RecordInput): Promise<{ id: string }> {
  const { districtId, accountId, status, on } = input
  return inTransaction(deps.db, async (tx) => {
    // Two who record the same account wait for each other: the second is judged by what the first recorded.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`national/${districtId}/${accountId}`}, 0))`.execute(tx)
    const [account] = await readAccounts(tx, districtId, { orIds: [accountId] })
    permit(actor, 'national.record', { districtId, unitId: account?.unitId ?? null })
    if (!account) throw refuse('record.not-found', { what: '账号' })
    const before = (await latestStatuses(tx, districtId, [accountId])).get(accountId)
    refuseUntrue(before, account, { status, on, today: deps.clock.today() })
    const file =
      input.receipt &&
      (await saveFile(tx, deps, { districtId, ...input.receipt, actor, accept: ['pdf', 'jpg', 'png'] }))
    const id = deps.ids.next()
    await tx
      .insertInto('national_report')
      .values({
        district_id: districtId,
        id,
        account_id: accountId,
        status,
        reported_on: on,
        receipt_file_id: file?.id ?? null,
        note: input.note?.trim() || null,
        recorded_by: actor.id,
        recorded_at: deps.wall.now(),
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'national.recorded',
      subject: { kind: 'account', id: accountId },
      before: { status: before?.status ?? 'unreported' },
      after: { status, on, ...(file && { receipt: file.sha256 }) },
      at: deps.wall.now(),
    })
    return { id }
  })
}

function refuseUntrue(
  before: LatestStatus | undefined,
  account: Account,
  next: { status: RecordedStatus; on: CivilDate; today: CivilDate },
): void {
  const status = before?.status ?? 'unreported'
  const why = whyNotRecord({ status, on: before?.on ?? null, runningState: account.runningState }, next)
  if (why === 'future') throw refuse('national.in-future', { day: formatDayZh(next.on) })
  if (why === 'before-last') throw refuse('national.before-last', { day: before ? formatDayZh(before.on) : '' })
  if (why === 'still-running') throw refuse('national.still-running', { name: account.name })
  if (why === 'not-allowed')
    throw refuse('national.status-not-allowed', {
      status: nationalStatusLabels[status],
      next: nationalStatusLabels[next.status],
    })
}

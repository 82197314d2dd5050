import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { monthAccounts } from '../../monitoring/index.ts'
import { readAccounts, readUnit } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { insertReminder, remindedIn } from './queries.ts'

/**
 * 提醒 by hand: before a threshold is reached, no finding, counted. Refuses `reminder.words-required`, `reminder.unit-gone`.
 */
export async function remindUnit(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; unitId: string; accountId?: string | undefined; note: string },
): Promise<{ id: string }> {
  const { districtId, unitId, accountId } = input
  permit(actor, 'orders.prepare', { districtId, unitId })
  const note = input.note.trim()
  if (note === '') throw refuse('reminder.words-required')
  return inTransaction(deps.db, async (tx) => {
    const unit = isUuid(unitId) ? await readUnit(tx, districtId, unitId) : undefined
    if (!unit) throw refuse('record.not-found', { what: '单位' })
    if (unit.state !== 'active') throw refuse('reminder.unit-gone', { unit: unit.name })
    const [account] = accountId ? await readAccounts(tx, districtId, { orIds: [accountId] }) : []
    if (accountId && account?.unitId !== unitId) throw refuse('record.not-found', { what: '账号' })
    return send(tx, deps, actor, { districtId, unitId, accountId: accountId ?? null, origin: 'by-hand', note })
  })
}

/**
 * 更新提醒 of accounts that a month's check warned of (D-JS-06) and that are qualified all the same: each once a month.
 * Answers how many were sent.
 */
export async function remindWarned(
  deps: Deps,
  actor: Actor,
  { districtId, month, accountIds }: { districtId: string; month: Month; accountIds: readonly string[] },
): Promise<{ sent: number }> {
  permit(actor, 'orders.prepare', { districtId })
  const wanted = (await warnedAccounts(deps, districtId, month)).filter(({ accountId }) =>
    accountIds.includes(accountId),
  )
  if (wanted.length === 0) throw refuse('reminder.nobody-warned', { month: monthZh(month) })
  return inTransaction(deps.db, async (tx) => {
    const known = await remindedIn(tx, districtId, month)
    const fresh = wanted.filter(({ accountId }) => !known.has(accountId))
    for (const { unitId, accountId, accountName, platform, silentDays } of fresh)
      await send(tx, deps, actor, {
        districtId,
        unitId,
        accountId,
        origin: 'threshold',
        month,
        silentDays,
        note: `“${accountName}”（${platforms[platform].label}）${monthZh(month)}监测时已${silentDays ?? ''}天未更新，请及时更新。`,
      })
    return { sent: fresh.length }
  })
}

/** Accounts of a month that were warned of and that nobody has called unqualified: a confirmed or open veto is no reminder. */
export async function warnedAccounts({ db }: Pick<Deps, 'db'>, districtId: string, month: Month) {
  return (await monthAccounts(db, districtId, month)).filter(({ warned, verdict }) => warned && verdict === 'qualified')
}

type Sent = {
  districtId: string
  unitId: string
  accountId: string | null
  origin: 'threshold' | 'by-hand'
  month?: Month
  silentDays?: number | null
  note: string
}

async function send(tx: Tx, deps: Deps, actor: Actor, sent: Sent): Promise<{ id: string }> {
  const { districtId, unitId, accountId, origin, month = null, silentDays = null, note } = sent
  const id = deps.ids.next()
  await insertReminder(tx, { ...sent, id, month, silentDays, by: actor.id, at: deps.clock.now() })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'reminder.sent',
    subject: { kind: 'reminder', id },
    after: { origin, unitId, accountId, month, silentDays, note: await keepWords(tx, deps, districtId, note) },
    at: deps.wall.now(),
  })
  return { id }
}

import { type Actor, type Deps, keepWords, permit } from '../../../access/index.ts'
import { type CivilDate, type Instant, startOfDay } from '../../../calendar/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { append } from '../../../trail/index.ts'
import type { Platform } from '../../../vocabulary/platforms.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { REASON_MOST, SOURCE_MOST, TITLE_LEAST, TITLE_MOST } from '../model.ts'
import { lockDuty, runningAccounts } from '../queries.ts'
import { checkedLink, checkedText } from '../checks.ts'
import { foldTitle } from '../titles.ts'

export type NewDuty = {
  districtId: string
  title: string
  source: string
  link?: string | undefined
  issuedOn: CivilDate
  dueAt: Instant
  /** All running accounts of these platforms, or those named. */
  of: { platforms: readonly Platform[] } | { ids: readonly string[] }
}

/**
 * 布置转载任务: which accounts are asked is settled now, so that who opens later owes nothing. Refuses `access.denied`, missing
 * fields, `repost.title-short`, `repost.link`, days that can't be, `repost.nobody-asked`, `repost.not-running`.
 */
export async function setDuty(deps: Deps, actor: Actor, input: NewDuty): Promise<{ id: string; accounts: number }> {
  const { districtId, issuedOn, dueAt } = input
  permit(actor, 'reposts.set', { districtId })
  const title = checkedText(input.title, '需转载内容的标题', TITLE_MOST)
  if ([...foldTitle(title)].length < TITLE_LEAST) throw refuse('repost.title-short', { least: TITLE_LEAST })
  const source = checkedText(input.source, '稿源', SOURCE_MOST)
  const link = checkedLink(input.link)
  if (issuedOn > deps.clock.today()) throw refuse('repost.issued-in-future')
  if (dueAt <= startOfDay(issuedOn)) throw refuse('repost.due-before-issued')
  return inTransaction(deps.db, async (tx) => {
    const accounts = await runningAccounts(tx, districtId, input.of)
    if (accounts.length === 0) throw refuse('repost.nobody-asked')
    // Whoever is named is asked, or the office hears that it can't be.
    const silent = 'ids' in input.of ? new Set(input.of.ids).size - accounts.length : 0
    if (silent > 0) throw refuse('repost.not-running', { accounts: silent })
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    await tx
      .insertInto('repost_duty')
      .values({
        district_id: districtId,
        id,
        title,
        source,
        link,
        issued_on: issuedOn,
        due_at: dueAt,
        created_by: actor.id,
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('repost_asked')
      .values(accounts.map((account) => ({ district_id: districtId, duty_id: id, account_id: account.id })))
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'repost.set',
      subject: { kind: 'repost', id },
      after: { title, source, link, issuedOn, dueAt, accounts: accounts.length },
      at,
    })
    return { id, accounts: accounts.length }
  })
}

/** Takes a duty back: it asks nobody any more, and no month looks at it. Refuses `repost.withdrawn`, a missing reason. */
export async function withdrawDuty(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; dutyId: string; version: number; reason: string },
): Promise<void> {
  const { districtId, dutyId } = input
  permit(actor, 'reposts.set', { districtId })
  const reason = checkedText(input.reason, '撤回的理由', REASON_MOST)
  await inTransaction(deps.db, async (tx) => {
    const duty = await lockDuty(tx, districtId, dutyId)
    if (!duty) throw refuse('record.not-found', { what: '转载任务' })
    if (duty.state !== 'open') throw refuse('repost.withdrawn')
    if (duty.version !== input.version) throw refuse('record.changed-meanwhile', { what: '转载任务' })
    await tx
      .updateTable('repost_duty')
      .set({ state: 'withdrawn', version: duty.version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', dutyId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'repost.withdrawn',
      subject: { kind: 'repost', id: dutyId },
      before: { title: duty.title, dueAt: duty.dueAt },
      after: { reason: await keepWords(tx, deps, districtId, reason) },
      at: deps.wall.now(),
    })
  })
}

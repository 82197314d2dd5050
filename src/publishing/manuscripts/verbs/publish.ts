import { type Actor, type Deps, keepWords } from '../../../access/index.ts'
import { formatMinute, type Instant } from '../../../calendar/index.ts'
import type { Tx } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type ManuscriptInput, stepWithManuscript } from '../act.ts'
import { OPINION_MOST } from '../model.ts'
import { publicationsOf, readVersion, roundsOf } from '../queries.ts'
import { line } from '../typed-text.ts'

export type PublicationInput = ManuscriptInput & {
  accountId: string
  link?: string | undefined
  publishedAt: Instant | undefined
}

/**
 * 登记发布: where and when the approved text went out, one account at a time; said again, it is corrected. Refuses what a step
 * refuses, `manuscript.not-a-target`, `manuscript.link`, `manuscript.time`, `manuscript.before-approved`.
 */
export async function recordPublication(deps: Deps, actor: Actor, input: PublicationInput): Promise<void> {
  const { districtId, manuscriptId, accountId, publishedAt } = input
  await stepWithManuscript(deps, actor, input, 'publish', async (tx, manuscript) => {
    const round = await approvedRound(tx, districtId, manuscriptId, manuscript.approvedRound)
    const text = (await readVersion(tx, districtId, manuscriptId, round.textNumber))!
    if (!text.accountIds.includes(accountId)) throw refuse('manuscript.not-a-target')
    if (publishedAt === undefined || publishedAt > deps.clock.now())
      throw refuse('manuscript.time', { what: '发布时间' })
    const link = checkedLink(input.link)
    const before = (await publicationsOf(tx, districtId, manuscriptId)).find((one) => one.accountId === accountId)
    const values = { link, published_at: publishedAt, recorded_by: actor.id, recorded_at: deps.wall.now() }
    await tx
      .insertInto('manuscript_publication')
      .values({ district_id: districtId, manuscript_id: manuscriptId, account_id: accountId, ...values })
      .onConflict((conflict) => conflict.columns(['district_id', 'manuscript_id', 'account_id']).doUpdateSet(values))
      .execute()
    return {
      set: { state: 'published' },
      event: {
        action: 'manuscript.published',
        before: before ? { accountId, link: before.link, publishedAt: before.publishedAt } : {},
        after: { accountId, link, publishedAt, digest: round.digest },
      },
      result: undefined,
    }
  })
}

/** A moment before the minute of the approval (people tell no seconds), told as it is: 先发后审. For pages and whoever compares. */
export const beforeApproval = (publishedAt: Instant, approvedAt: Instant | null): string | undefined =>
  approvedAt !== null && publishedAt.slice(0, 16) < approvedAt.slice(0, 16)
    ? `早于审签时间（${formatMinute(approvedAt)}），属先发后审`
    : undefined

async function approvedRound(tx: Tx, districtId: string, manuscriptId: string, number: number | null) {
  return (await roundsOf(tx, districtId, manuscriptId)).find((one) => one.number === number)!
}

function checkedLink(found: string | undefined): string | null {
  const text = (found ?? '').trim()
  if (text === '') return null
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text) || text.length > 1000)
    throw refuse('manuscript.link', { what: '发布链接' })
  return text
}

/** 撤稿: decided by who may sign the last level. What was published stays on record until each account has taken it down. */
export async function withdrawManuscript(
  deps: Deps,
  actor: Actor,
  input: ManuscriptInput & { reason: string },
): Promise<void> {
  const reason = line(input.reason, '撤稿的理由', OPINION_MOST)
  if (reason === '') throw refuse('manuscript.field', { what: '撤稿的理由', most: OPINION_MOST })
  await stepWithManuscript(deps, actor, input, 'withdraw', async (tx) => {
    const said = await keepWords(tx, deps, input.districtId, reason)
    return {
      set: {
        state: 'withdrawn',
        withdrawal_reason_id: said.said,
        withdrawn_by: actor.id,
        withdrawn_at: deps.wall.now(),
      },
      event: { action: 'manuscript.withdrawn', after: { reason: said } },
      result: undefined,
    }
  })
}

export type Removal = ManuscriptInput & {
  accountId: string
  removedAt: Instant | undefined
  proof?: { name: string; bytes: Uint8Array } | undefined
}

/** 登记删除: when an account took the withdrawn text down, with a picture of it. Refuses `manuscript.not-published`, `manuscript.time`. */
export async function recordRemoval(deps: Deps, actor: Actor, input: Removal): Promise<void> {
  const { districtId, manuscriptId, accountId, removedAt, proof } = input
  await stepWithManuscript(deps, actor, input, 'remove', async (tx) => {
    const found = (await publicationsOf(tx, districtId, manuscriptId)).find((one) => one.accountId === accountId)
    if (!found) throw refuse('manuscript.not-published')
    if (removedAt === undefined || removedAt > deps.clock.now() || removedAt < found.publishedAt)
      throw refuse('manuscript.time', { what: '删除时间' })
    const kept =
      proof && (await saveFile(tx, deps, { districtId, ...proof, actor, accept: ['png', 'jpg', 'webp', 'pdf'] }))
    await tx
      .updateTable('manuscript_publication')
      .set({
        removed_at: removedAt,
        removal_recorded_by: actor.id,
        ...(kept && { removal_file_id: kept.id }),
      })
      .where('district_id', '=', districtId)
      .where('manuscript_id', '=', manuscriptId)
      .where('account_id', '=', accountId)
      .execute()
    return {
      event: { action: 'manuscript.removed', after: { accountId, removedAt, ...(kept && { file: kept.sha256 }) } },
      result: undefined,
    }
  })
}

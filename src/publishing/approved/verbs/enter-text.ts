import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { inTransaction } from '../../../database/index.ts'
import { append, digestOf } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { TEXT_MOST } from '../model.ts'
import { matchOfPost } from '../queries.ts'

type Entered = { districtId: string; accountId: string; postId: string; text: string }

/**
 * 录入已发布的正文: what a post says, copied from the page by a person, so that it is held against the approved text. Entered again
 * it takes the place of what stood; both stand in the trail by their digests. Refuses `access.denied`, `approved.not-compared`, `approved.text`.
 */
export async function enterPublishedText(deps: Deps, actor: Actor, input: Entered): Promise<void> {
  const { districtId, accountId, postId } = input
  permit(actor, 'approved.handle', { districtId })
  const text = input.text.replaceAll('\r\n', '\n').trim()
  if (text === '' || text.length > TEXT_MOST) throw refuse('approved.text', { most: TEXT_MOST })
  await inTransaction(deps.db, async (tx) => {
    if (!(await matchOfPost(tx, { districtId, accountId }, postId))) throw refuse('approved.not-compared')
    const at = deps.wall.now()
    await tx
      .insertInto('published_text')
      .values({ district_id: districtId, account_id: accountId, post_id: postId, text, read_by: actor.id, read_at: at })
      .onConflict((conflict) =>
        conflict
          .columns(['district_id', 'account_id', 'post_id'])
          .doUpdateSet({ text, read_by: actor.id, read_at: at }),
      )
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'approved.text-entered',
      subject: { kind: 'approved', id: postId },
      after: { accountId, digest: digestOf(text), letters: text.length },
      at,
    })
  })
}

import type { Child } from 'hono/jsx'
import { may } from '../../access/index.ts'
import { firstDayOf } from '../../calendar/index.ts'
import { approvedGround, ApprovedMark, publishedWhen } from '../../publishing/index.ts'
import type { WebContext } from '../../web/index.ts'
import type { FindingDetail } from '../finding-detail.ts'
import { noReviewRecord } from '../indicators/district/no-review-record.ts'

/** 未落实先审后发: posts of the month that differ from what was approved, each with the words beside each other; undefined of any other finding. */
export async function comparedPosts(
  c: WebContext,
  { finding, checkpoint }: Pick<FindingDetail, 'finding' | 'checkpoint'>,
): Promise<Child | undefined> {
  if (finding.indicator !== noReviewRecord.id) return undefined
  const { deps, session, actor } = c.var
  const { districtId } = session
  const month = { from: firstDayOf(finding.month), to: checkpoint }
  const { posts } = await approvedGround(deps.db, districtId, finding.accountId, month)
  if (posts.length === 0) return undefined
  const opens = may(actor, 'approved.read', { districtId })
  return (
    <article class="ev">
      <header>
        <b>{`与审定稿比对　截至 ${checkpoint}`}</b>
        <span>{`存疑 ${posts.length} 篇`}</span>
      </header>
      <div class="shot">
        <ul>
          {posts.map(({ id, accountId, title, standing, ...when }) => (
            <li>
              {opens ? <a href={`/approved/posts/${accountId}/${id}`}>{title.trim() || '（无标题）'}</a> : title}
              {`　${publishedWhen(when)}　`}
              <ApprovedMark standing={standing} />
            </li>
          ))}
        </ul>
      </div>
    </article>
  )
}

import { countIn, isFailure, isObject, objectsIn, reasonOf, textIn } from '../api-replies.ts'
import type { LookContext, OtherSample } from '../contract.ts'
import type { Listing } from '../gone-messages.ts'
import { messageSample } from '../messages.ts'
import { secondsIn } from '../platform-times.ts'
import { NO_COMMENTS } from './errors.ts'
import type { Session } from './session.ts'

/** 获取数目（>=50会被拒绝）. */
const PAGE = 49
const PAGES = 3
/** Comments come to the newest articles; older ones aren't asked for again. */
const ARTICLES = 5

/** comment/list of the newest articles: when each was written, whether and when it was answered. */
export async function readComments(
  session: Session,
  articles: readonly { msgid: string }[],
  now: LookContext['now'],
): Promise<{ listings: Listing[]; notes: string[] }> {
  const listings: Listing[] = []
  for (const { msgid } of articles.slice(0, ARTICLES)) {
    const place = /^(\d+)_(\d+)$/.exec(msgid)
    if (!place) continue
    const which = { msg_data_id: Number(place[1]), index: Number(place[2]) - 1 }
    const samples: OtherSample[] = []
    let [found, whole] = [0, false]
    for (let page = 0; page < PAGES; page++) {
      const body = { ...which, begin: page * PAGE, count: PAGE, type: 0 }
      const answer = await session.call('/cgi-bin/comment/list', body)
      if (isFailure(answer)) {
        if (answer.code !== null && NO_COMMENTS.has(answer.code)) break
        return { listings: [...listings, { of: msgid, whole: false, samples }], notes: [`留言：${reasonOf(answer)}`] }
      }
      const listed = objectsIn(answer['comment'])
      const total = countIn(answer['total'])
      samples.push(...listed.flatMap((one) => commentOf(one, msgid, now) ?? []))
      found += listed.length
      whole = total !== undefined && found >= total && samples.length === found
      if ((page + 1) * PAGE >= (total ?? 0)) break
    }
    listings.push({ of: msgid, whole, samples })
  }
  return { listings, notes: [] }
}

function commentOf(found: Record<string, unknown>, msgid: string, now: LookContext['now']): OtherSample | undefined {
  const id = found['user_comment_id']
  const at = secondsIn(found['create_time'], now)
  if ((typeof id !== 'number' && typeof id !== 'string') || at === null) return undefined
  const reply = isObject(found['reply']) ? found['reply'] : undefined
  const replied = reply !== undefined && textIn(reply['content']) !== null
  return messageSample({
    id: `${msgid}/${id}`,
    at,
    text: textIn(found['content']) ?? '',
    replied,
    repliedAt: replied ? secondsIn(reply['create_time'], now) : null,
  })
}

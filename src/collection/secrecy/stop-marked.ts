import { textKeyOf } from '../../files/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import type { Look, OtherSample, PostSample, Sample } from '../sources/contract.ts'

/** A text that was not kept: what it was, and a digest of where it stood, by which the same seen again is known. */
export type Stopped = { kind: 'post' | 'page' | 'message' | 'profile'; textKey: string }

const NOT_KEPT = '（疑似涉密，内容未保存）'

/**
 * A look without any text that bears the mark of a state secret, and what was left out. A post stays as something that was
 * published on its day (an account is not silent because it published too much), without title, link or identity.
 */
export function withoutMarked(
  look: Look,
  { districtId, accountId, targetId }: Record<'districtId' | 'accountId' | 'targetId', string>,
): Look {
  const stopped: Stopped[] = []
  const stop = (kind: Stopped['kind'], key: string) => {
    const textKey = textKeyOf(districtId, accountId, kind, key)
    stopped.push({ kind, textKey })
    return textKey
  }
  const samples = look.samples.flatMap((sample) => withoutMark(sample, stop))
  const why = look.why !== null && bearsSecrecyMark(look.why) ? NOT_KEPT : look.why
  const { seen, ...rest } = look
  const isMarked = seen !== undefined && (stopped.length > 0 || seen.isMarked)
  if ((isMarked || why !== look.why) && stopped.length === 0) stop('page', targetId)
  return {
    ...rest,
    why,
    samples,
    ...(seen && !isMarked && { seen }),
    ...(stopped.length > 0 && { stopped }),
  }
}

type Stop = (kind: Stopped['kind'], key: string) => string

function withoutMark(sample: Sample, stop: Stop): Sample[] {
  if (sample.kind === 'post') return [postWithoutMark(sample, stop)]
  if (sample.kind === 'message') return [messageWithoutMark(sample, stop)]
  if (!bearsSecrecyMark(wordsIn(sample.value))) return [sample]
  stop('profile', `${sample.kind}/${sample.key}`)
  return []
}

function postWithoutMark({ text, ...post }: PostSample, stop: Stop): PostSample {
  // The title alone, too: in the middle of a page its beginning is no beginning of a line.
  if (!bearsSecrecyMark(`${post.title}\n${text ?? ''}`) && !bearsSecrecyMark(text ?? '')) return post
  const { whole: _whole, ...rest } = post
  const linkKey = `stopped:${stop('post', post.linkKey)}`
  return { ...rest, linkKey, url: null, title: NOT_KEPT }
}

// A source has seen the whole message and says so; what it hands over is a beginning.
function messageWithoutMark(sample: OtherSample, stop: Stop): OtherSample {
  const { isMarked, ...value } = sample.value
  if (isMarked !== true && !bearsSecrecyMark(wordsIn(value))) return { ...sample, value }
  stop('message', sample.key)
  return { ...sample, value: { ...value, text: NOT_KEPT } }
}

const wordsIn = (value: Record<string, unknown>): string =>
  Object.values(value)
    .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    .join('\n')

import type { Instant } from '../../calendar/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import type { OtherSample } from './contract.ts'

/** No more of a message is kept than tells what it is about. */
const MOST = 120

/**
 * What is kept of a message from the public: when, whether and when it was answered, and a beginning of its text without
 * numbers that name a person. Who wrote it (nickname, openid, portrait) is never taken.
 */
export function messageSample(message: {
  id: string
  at: Instant
  text: string
  repliedAt: Instant | null
  replied: boolean
}): OtherSample {
  const { id, at, repliedAt, replied } = message
  return {
    kind: 'message',
    key: `comment:${id}`,
    value: {
      at,
      status: replied ? 'replied' : 'open',
      repliedAt,
      text: leastText(message.text),
      // Said of the whole message: what is kept of it may end before its mark.
      ...(bearsSecrecyMark(message.text) && { isMarked: true }),
    },
    // The same state seen again is the same sample; an answer makes a second one.
    observedAt: repliedAt ?? at,
    confidence: 'exact',
  }
}

const MASK = '＊＊＊'

/** A message's text, without markup, names that are called, and numbers by which a person can be found. */
export function leastText(text: string): string {
  const bare = text
    .normalize('NFKC')
    // Both bounded, so that a text written to that end is not walked again from each of its letters.
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, MASK)
    .replace(/@[^\s:,，：。!?]+/g, '@某用户')
    // Phones, ID and card numbers, written in one, in groups, or in Chinese.
    .replace(/\+?\d(?:[\s\-—–._·]*[\dXx]){6,}/g, MASK)
    .replace(
      /[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[\s-]*[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){6,}/g,
      MASK,
    )
    // An account of WeChat or QQ that is named as one.
    .replace(/((?:微信|vx|wx|qq)号?(?:码|是|为)?[\s::]*)[\w-]{5,}/gi, `$1${MASK}`)
    .replace(/\s+/g, ' ')
    .trim()
  const letters = [...bare]
  return letters.length <= MOST ? bare : `${letters.slice(0, MOST).join('')}…`
}

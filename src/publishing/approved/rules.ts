import { type CivilDate, dayOf, endOfDay, type Instant, startOfDay } from '../../calendar/index.ts'
import type { Adoption } from '../manuscripts/model.ts'
import { saysNothing } from '../reposts/rules.ts'
import { likeness } from '../reposts/titles.ts'
import { isSuspect, type ApprovedText, type Match, type PublishedPost, type ReturnedText, type Why } from './model.ts'

// Two titles, or two texts, that share this much of their pairs of characters may be one manuscript that was changed.
const LIKE_TITLE = 0.6
const LIKE_TEXT = 0.7
// What a platform adds of its own (a head, a signature, a count of readers) is no change of the text.
const ADDED_LETTERS = 60
const ADDED_SHARE = 0.05
// A platform may show the beginning of a text as its title; a shorter beginning says too little.
const CUT_LEAST = 10

// What a platform shows instead of the rest of a text.
const CUT_OFF = /(?:…|\.{3,})\s*(?:展开)?(?:全文)?\s*$/u

/** As titles are compared, and with what makes a number another one: the mark within it, the sign of a share (1.5%, 15%). */
const foldWords = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%‰]+/gu, (marks, at: number, all: string) =>
      /\S/u.test(marks) && /\d/.test(all[at - 1] ?? '') && /\d/.test(all[at + marks.length] ?? '') ? '.' : '',
    )

/** What a unit had gone through its gates, and what did not pass; made ready once for all its posts. */
export type PreparedTexts = { approved: readonly Prepared<ApprovedText>[]; returned: readonly Prepared<ReturnedText>[] }
type Prepared<Text> = Text & { foldedTitle: string; foldedText: string }

export const prepareTexts = (texts: {
  approved: readonly ApprovedText[]
  returned: readonly ReturnedText[]
}): PreparedTexts => ({ approved: texts.approved.map(prepared), returned: texts.returned.map(prepared) })

const prepared = <Text extends { title: string; plain: string }>(one: Text): Prepared<Text> => ({
  ...one,
  foldedTitle: foldWords(one.title),
  foldedText: foldWords(one.plain),
})

/**
 * How a post stands to what its unit approved and sent back. The link that the unit recorded goes first, then the title, then the
 * text; of several the one that says the same and was not corrected since, else the one that was approved last before the post. What nothing resembles was never approved; what says
 * nothing is not known. Nothing is decided here: people look at it.
 */
export function matchPost(post: PublishedPost, texts: PreparedTexts): Match {
  const match = matchKnown(post, texts)
  if (post.on !== null) return match
  // Of no known day: it may have gone out before anything was approved or sent back. Only the unit's own record of its link
  // tells that it is this text; all else is told beside it and never a fault.
  const why: Why[] = [...match.why.filter((one) => one !== 'nothing-like-it'), 'day-unknown']
  return isSuspect(match.standing) && match.why[0] !== 'link'
    ? { ...match, standing: 'unclear', why }
    : { ...match, why }
}

function matchKnown(post: PublishedPost, { approved: all, returned }: PreparedTexts): Match {
  const said: Said = {
    title: foldWords(post.title.replace(CUT_OFF, '')),
    text: post.text === null ? null : foldWords(post.textBy === 'source' ? post.text.replace(CUT_OFF, '') : post.text),
  }
  const approved = all.filter(({ accountIds }) => accountIds.includes(post.accountId))
  const before = approved.filter(({ approvedAt }) => isBefore(approvedAt, post))
  const closest = closestOf(post, said, before)
  const linked = closest(before.filter((one) => isRecorded(one, post)))
  if (linked) return compared(post, said, linked, 'link')
  if (said.text === null && saysNothing({ title: post.title, folded: said.title }))
    return { standing: 'unclear', why: ['no-words'], manuscriptId: null }
  for (const [by, fits] of ways) {
    const found = closest(before.filter((one) => fits(said, one)))
    if (found) return compared(post, said, found, by)
  }
  const isIt = (one: Prepared<{ title: string; plain: string }>) => sameTitle(said, one) || sameText(said, one)
  const refused = returned.find(
    (one) => one.accountIds.includes(post.accountId) && isBefore(one.returnedAt, post) && isIt(one),
  )
  if (refused) return { standing: 'flagged', why: ['returned'], manuscriptId: refused.manuscriptId }
  const early = approved.find((one) => isRecorded(one, post) || isIt(one))
  return early
    ? { standing: 'never', why: ['before-approval'], manuscriptId: early.manuscriptId }
    : { standing: 'never', why: ['nothing-like-it'], manuscriptId: null }
}

type Said = { title: string; text: string | null }
type Folded = { foldedTitle: string; foldedText: string }

// A source may cut a text off: its beginning alone says nothing of the rest. A person copied all there was.
const isCut = ({ textBy }: PublishedPost, { text }: Said, { foldedTitle, foldedText }: Folded): boolean =>
  textBy === 'source' &&
  text !== null &&
  text.length < foldedText.length &&
  (foldedText.startsWith(text) || (foldedTitle + foldedText).startsWith(text))

function compared(post: PublishedPost, found: Said, one: PreparedTexts['approved'][number], by: Why): Match {
  const said = isCut(post, found, one) ? { ...found, text: null } : found
  const { manuscriptId, withdrawnAt, open } = one
  if (withdrawnAt !== null && isBefore(withdrawnAt, post, 'surely'))
    return { standing: 'flagged', why: [by, 'withdrawn'], manuscriptId }
  const changes: Why[] = []
  if (!sameTitle(said, one)) changes.push('title-changed')
  if (said.text !== null && !sameText(said, one)) changes.push('text-changed')
  if (changes.length > 0) return { standing: 'edited', why: [by, ...changes], manuscriptId }
  if (open.length > 0) return { standing: 'flagged', why: [by, 'open-findings'], manuscriptId }
  return { standing: said.text === null ? 'title-only' : 'same', why: [by], manuscriptId }
}

const sameTitle = ({ title }: Said, { foldedTitle, foldedText }: Folded): boolean =>
  title !== '' &&
  (title === foldedTitle ||
    (title.length >= CUT_LEAST &&
      (foldedText.startsWith(title) ||
        // 【标题】正文: a microblog shows both as one.
        (title.length > foldedTitle.length && (foldedTitle + foldedText).startsWith(title)))))

function sameText({ text }: Said, { foldedText }: Folded): boolean {
  if (text === null || foldedText === '') return false
  const added = text.length - foldedText.length
  return text.includes(foldedText) && added <= Math.max(ADDED_LETTERS, foldedText.length * ADDED_SHARE)
}

const isLike = (said: Said, { foldedTitle, foldedText }: Folded): boolean =>
  likeness(said.title, foldedTitle) >= LIKE_TITLE ||
  (said.text !== null && likeness(said.text, foldedText) >= LIKE_TEXT)

const ways: readonly [Why, (said: Said, one: Folded) => boolean][] = [
  ['title', sameTitle],
  ['text', sameText],
  ['likely', isLike],
]

const isRecorded = ({ recorded }: ApprovedText, { accountId, linkKey }: PublishedPost): boolean =>
  recorded.some((one) => one.accountId === accountId && one.linkKey === linkKey)

const minuteOf = (at: Instant): string => at.slice(0, 16)

// In favour of the unit: where only the day is known, the minute is not held against it, nor where platforms show minutes the second. `surely`: it was before in any case.
function isBefore(at: Instant, { moment, on }: PublishedPost, how?: 'surely'): boolean {
  if (moment !== null) return how ? minuteOf(at) < minuteOf(moment) : minuteOf(at) <= minuteOf(moment)
  if (on === null) return how === undefined
  return how ? dayOf(at) < on : dayOf(at) <= on
}

/**
 * Of several texts that it may be: many notices bear one title. The one that says the same, unless a correction took its place; of
 * a post whose text nobody read, one that was not withdrawn; else the newest.
 */
const closestOf =
  (post: PublishedPost, said: Said, before: PreparedTexts['approved']) =>
  (texts: PreparedTexts['approved']): PreparedTexts['approved'][number] | undefined =>
    newest(
      texts.filter((one) =>
        said.text === null
          ? one.withdrawnAt === null || !isBefore(one.withdrawnAt, post, 'surely')
          : sameTitle(said, one) &&
            sameText(said, one) &&
            !before.some(({ correctsId }) => correctsId === one.manuscriptId),
      ),
    ) ?? newest(texts)

const newest = <Text extends Pick<ApprovedText, 'approvedAt'>>(texts: readonly Text[]): Text | undefined =>
  texts.toSorted((one, other) => (one.approvedAt < other.approvedAt ? 1 : -1))[0]

/** Whose a post is: the unit's that its account belongs to now, since `cameAt` (null: all along). */
type Owned = { unitId: string; cameAt: Instant | null }

/** Whether the unit had the account and wrote its manuscripts here when a post went out. In favour of the unit: of a post without a minute, all that day; of one without a day, when it was first seen. */
export function wasAdoptedOn(
  spans: readonly Adoption[],
  { unitId, cameAt, moment, on, seenAt }: Pick<PublishedPost, 'moment' | 'on' | 'seenAt'> & Owned,
): boolean {
  const known = moment ?? (on === null ? seenAt : null)
  const [first, last] = known === null ? [startOfDay(on!), endOfDay(on!)] : [known, known]
  if (cameAt !== null && first < cameAt) return false
  return spans.some(
    (one) => one.unitId === unitId && one.adoptedAt <= first && (one.endedAt === null || last < one.endedAt),
  )
}

/** Whether a sheet may be asked for a post: its unit surely had the account and didn't write here when it went out. */
export const isSampled = (
  spans: readonly Adoption[],
  { unitId, cameAt, moment, on }: { moment: Instant | null; on: CivilDate } & Owned,
): boolean => {
  const [first, last] = moment === null ? [startOfDay(on), endOfDay(on)] : [moment, moment]
  if (cameAt !== null && first < cameAt) return false
  return !spans.some(
    (one) => one.unitId === unitId && one.adoptedAt <= last && (one.endedAt === null || first < one.endedAt),
  )
}

/** So many of them, each as likely as any other, in their own order. `random`: a whole number from 0, below what it is given. */
export function drawn<T>(from: readonly T[], count: number, random: (below: number) => number): T[] {
  const left = from.map((_, at) => at)
  const chosen: number[] = []
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(random(left.length), 1))
  return chosen.toSorted((one, other) => one - other).map((at) => from[at]!)
}

import { formatMinute, type Instant } from '../../../calendar/index.ts'
import { isPrivateAddress, type NoReply, type Reply } from '../../../outgoing/index.ts'
import { type NotChecked, type TextFinding, type TextLink, writtenAddresses } from '../../../textcheck/index.ts'

/** `gone`: there is no such page or host. `unsure`: whatever only a person can tell, from outside or from within. */
export type LinkOutcome = 'opens' | 'gone' | 'unsure'
/** What came of the last look at an address. */
export type LinkAnswer = { address: string; outcome: LinkOutcome; why: string; askedAt: Instant }

/** An address of a text, with the first place it stands at. */
export type Address = { address: string; start: number; end: number }

// The longest that is kept (migration 072).
const LONGEST = 1000

/** The addresses of the web that a text shows or hides behind words, each once, in their order. */
export function addressesOf(plain: string, links: readonly TextLink[]): Address[] {
  const shown = Array.from(writtenAddresses(plain), ({ start, end, text }) => ({ href: text, start, end }))
  const found = new Map<string, Address>()
  for (const { href, start, end } of [...links, ...shown].toSorted((a, b) => a.start - b.start)) {
    const address = addressOf(href)
    if (address !== undefined && !found.has(address)) found.set(address, { address, start, end })
  }
  return [...found.values()]
}

function addressOf(href: string): string | undefined {
  const whole = href.trim().replace(/^www\./i, 'http://www.')
  if (!/^https?:\/\//i.test(whole) || !URL.canParse(whole)) return undefined
  const url = new URL(whole)
  // What opens only inside is told by the check of the words and never asked for.
  if (isInside(url.hostname)) return undefined
  url.hash = ''
  return url.href.length <= LONGEST ? url.href : undefined
}

const isInside = (host: string) => !host.includes('.') || (/^[\d.]+$/.test(host) && isPrivateAddress(host))

/**
 * What the answers of one look say. That a host is not found says something only where another answered: a server that is cut
 * off finds none.
 */
export function judgeReplies(
  replies: ReadonlyMap<string, Reply | NoReply>,
): Map<string, Pick<LinkAnswer, 'outcome' | 'why'>> {
  const isOnline = [...replies.values()].some(({ kind }) => kind === 'reply')
  return new Map(Array.from(replies, ([address, reply]) => [address, judge(reply, isOnline)]))
}

function judge(reply: Reply | NoReply, isOnline: boolean): Pick<LinkAnswer, 'outcome' | 'why'> {
  if (reply.kind === 'no-reply') {
    if (reply.failure === 'too-large') return { outcome: 'opens', why: '能打开' }
    return { outcome: reply.isUnknownHost && isOnline ? 'gone' : 'unsure', why: reply.why }
  }
  const { status } = reply
  if (status >= 200 && status < 300) return { outcome: 'opens', why: '能打开' }
  if (status === 404 || status === 410) return { outcome: 'gone', why: `网页不存在（${status}）` }
  return { outcome: 'unsure', why: `对方应答${status}` }
}

export type LinkWords = {
  findings: TextFinding[]
  notChecked: NotChecked[]
  /** How many there are and what is known of them, for the line beside the button; undefined: there are none. */
  said: string | undefined
}

/** The rule of the finding about an address that doesn't open. */
export const LINK_RULE = 'dead-link'

// An answer holds for a day: what opened last week may be gone.
const HOLDS_MS = 24 * 60 * 60_000

/** What the answers say of the addresses of a text; places are those of `addresses`. */
export function linkWords(addresses: readonly Address[], answers: readonly LinkAnswer[], now: Instant): LinkWords {
  if (addresses.length === 0) return { findings: [], notChecked: [], said: undefined }
  const known = new Map(
    answers.filter(({ askedAt }) => Date.parse(now) - Date.parse(askedAt) < HOLDS_MS).map((one) => [one.address, one]),
  )
  const of = (outcome: LinkOutcome) => addresses.filter(({ address }) => known.get(address)?.outcome === outcome)
  const unsure = of('unsure')
  const byWhy = Map.groupBy(unsure, ({ address }) => known.get(address)!.why)
  const unasked = addresses.filter(({ address }) => !known.has(address)).length
  const findings = of('gone').map(({ address, start, end }): TextFinding => {
    const { why, askedAt } = known.get(address)!
    return {
      start,
      end,
      observed: address,
      kind: 'link',
      gate: 'wording',
      severity: 'confirm',
      rule: LINK_RULE,
      source: '服务器实际打开核对',
      confidence: 0.9,
      why: `${formatMinute(askedAt)}打开时${why}，请核对。`,
    }
  })
  const notChecked = [
    ...(unasked === 0 ? [] : [`${unasked}个网址没有检查能否打开。`]),
    ...[...byWhy].map(([why, ones]) => `${ones.length}个网址没有打开（${why}），请人工打开核对：${named(ones)}。`),
  ].map((why) => ({ part: 'links' as const, why }))
  const last = addresses
    .flatMap(({ address }) => known.get(address)?.askedAt ?? [])
    .toSorted()
    .at(-1)
  const counts = [
    [of('opens').length, '个能打开'],
    [findings.length, '个打不开'],
    [unsure.length, '个没有打开'],
    [unasked, '个没有检查'],
  ] as const
  const said = counts.flatMap(([count, words]) => (count === 0 ? [] : [`${count}${words}`])).join('，')
  return { findings, notChecked, said: `${said}${last === undefined ? '' : `（${formatMinute(last)}）`}` }
}

// Three are named; the text has the rest.
const named = (ones: readonly Address[]) =>
  `${ones
    .slice(0, 3)
    .map(({ address }) => shortened(address))
    .join('、')}${ones.length > 3 ? '等' : ''}`
const shortened = (address: string) => (address.length > 60 ? `${address.slice(0, 60)}……` : address)

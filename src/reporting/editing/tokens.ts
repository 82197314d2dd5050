import { quarterName } from '../draft.ts'
import { figureIds, figureWords } from '../figure-words.ts'
import { figure } from '../figures.ts'
import type { Bound, ReportContent, ReportFacts, TypedNumber } from '../model.ts'
import { problemNames, unqualifiedNames } from '../named.ts'
import { problemsOf } from '../problems.ts'
import { day, name, said } from '../words.ts'

/**
 * What stays bound while a person writes: `{合格率}` in a text stands for the number by that name, `{9月30日}` for a day and
 * `{区水务局}` for a name that the draft itself says, `{不合格名单}` for a whole list. `{手工:12|依据}` is a number typed by hand.
 */
export type Token = { label: string; kind: 'figure' | 'list' | 'day' | 'name' | 'source'; runs: Bound[] }
export type Tokens = ReadonlyMap<string, Token>

/** All that may stand between braces in the report of these facts, numbers first; `draft`: what the facts themselves say. */
export function tokensOf({ facts, blocks }: Pick<ReportContent, 'facts' | 'blocks'>): Tokens {
  const tokens = new Map<string, Token>()
  const add = (label: string, kind: Token['kind'], runs: Bound[]) => {
    const own = braceless(label)
    if (!tokens.has(own)) tokens.set(own, { label: own, kind, runs })
  }
  for (const id of figureIds(facts)) add(figureWords(facts, id).label, 'figure', [figure(facts, id)])
  for (const { label, runs } of lists(facts)) add(label, 'list', runs)
  // By what they are: another office's name or a later day stands here when facts change.
  add('统计截至日', 'day', [day(facts.cutOff)])
  add('反馈期限', 'day', [day(facts.feedbackBy.day)])
  add('编制单位', 'name', [name(facts.district.officeName)])
  add('报告期', 'name', [name(quarterName(facts))])
  const known = new Set([...tokens.values()].flatMap(({ kind, runs }) => (kind === 'list' ? [] : identity(runs[0]!))))
  for (const run of boundIn(blocks)) {
    if ('figure' in run) add(figureWords(facts, run.figure).label, 'figure', [run])
    else if (!('typed' in run) && !known.has(identity(run))) add(run.text, kindOf(run), [run])
  }
  return tokens
}

type BoundWord = Exclude<Bound, string>

const kindOf = (run: Exclude<BoundWord, TypedNumber | { figure: string }>): Token['kind'] =>
  'day' in run ? 'day' : 'source' in run ? 'source' : 'name'

const braceless = (text: string) => text.replaceAll('{', '｛').replaceAll('}', '｝').replaceAll('\n', ' ')

function boundIn(blocks: ReportContent['blocks']): BoundWord[] {
  const runs = blocks.flatMap((block) =>
    block.kind === 'paragraph' ? block.runs : block.kind === 'open-items' ? block.items.flat() : [],
  )
  return runs.filter((run) => typeof run !== 'string')
}

function lists(facts: ReportFacts): { label: string; runs: Bound[] }[] {
  const kinds = Map.groupBy(problemsOf(facts), ({ last }) => last.indicator)
  return [
    { label: '不合格名单', runs: unqualifiedNames(facts) },
    ...[...kinds.values()].map((own) => ({ label: `${own[0]!.last.label}名单`, runs: problemNames(own) })),
  ].filter(({ runs }) => runs.length > 0)
}

/** A paragraph as a person edits it. */
export function writeTemplate(runs: readonly Bound[], tokens: Tokens): string {
  // A list may begin with all of another one.
  const groups = [...tokens.values()]
    .filter(({ kind }) => kind === 'list')
    .sort((one, other) => other.runs.length - one.runs.length)
  const labels = new Map(
    [...tokens.values()]
      .filter(({ kind }) => kind !== 'list')
      .map((token) => [identity(token.runs[0]!), token] as const)
      .toReversed(),
  )
  let text = ''
  for (let at = 0; at < runs.length;) {
    const run = runs[at]!
    const list = groups.find((one) => startsAt(runs, at, one.runs))
    if (list) {
      text += `{${list.label}}`
      at += list.runs.length
      continue
    }
    text += templateOf(run, labels)
    at++
  }
  return text
}

const startsAt = (runs: readonly Bound[], at: number, wanted: readonly Bound[]) =>
  at + wanted.length <= runs.length && wanted.every((run, place) => isSame(run, runs[at + place]!))

const isSame = (one: Bound, other: Bound) => said(one) === said(other) && identity(one) === identity(other)

// The database keeps the keys of an object in an order of its own.
const identity = (run: Bound): string =>
  typeof run === 'string' ? run : JSON.stringify(Object.entries(run).sort(([one], [other]) => (one < other ? -1 : 1)))

function templateOf(run: Bound, labels: ReadonlyMap<string, Token>): string {
  if (typeof run === 'string') return run
  if ('typed' in run) return typedTemplate(run)
  const token = labels.get(identity(run))
  return `{${token?.label ?? braceless(run.text)}}`
}

export const typedTemplate = ({ text, typed }: Pick<TypedNumber, 'text' | 'typed'>) => `{手工:${text}|${typed}}`

/** What was read out of a text, or the sentences that say what is wrong with it. */
export type ReadTemplate = { runs: Bound[]; faults: string[]; missing: string[] }

const MOST_OF_A_NUMBER = 20

/**
 * Reads a paragraph that somebody wrote. `typedBy` makes a typed number out of its text and reason. Faults name what stands
 * there and what to write instead; `missing` are the labels that nothing answers to.
 */
export function readTemplate(
  text: string,
  tokens: Tokens,
  typedBy: (typed: { text: string; typed: string }) => TypedNumber,
): ReadTemplate {
  const runs: Bound[] = []
  const faults: string[] = []
  const missing: string[] = []
  for (const piece of asTyped(text)
    .split(/(\{[^{}]*\})/u)
    .filter(Boolean)) {
    if (!/^\{[^{}]*\}$/u.test(piece)) {
      faults.push(...plainFaults(piece))
      runs.push(piece)
      continue
    }
    const label = piece.slice(1, -1).trim()
    if (label.startsWith('手工')) {
      const found = readTyped(label)
      if ('fault' in found) faults.push(found.fault)
      else runs.push(typedBy(found))
      continue
    }
    const token = tokens.get(label)
    if (token) runs.push(...token.runs)
    else {
      missing.push(label)
      faults.push(`“{${label}}”不是本报告可以引用的数字或名称，请从旁边的清单中选用`)
    }
  }
  return { runs, faults, missing }
}

// As an input method for Chinese leaves them.
const asTyped = (text: string) => text.replaceAll('｛', '{').replaceAll('｝', '}')

function readTyped(label: string): { text: string; typed: string } | { fault: string } {
  const [, number = '', , reason = ''] = /^手工\s*[:：]\s*([^|｜]*)([|｜](.*))?$/u.exec(label) ?? []
  const text = number.trim()
  if (!text || text.length > MOST_OF_A_NUMBER)
    return { fault: `“{${label}}”应写作“{手工:数字|依据}”，数字不超过${MOST_OF_A_NUMBER}个字` }
  if (!reason.trim()) return { fault: `手工录入的“${text}”没有写依据，请写作“{手工:${text}|依据}”` }
  return { text, typed: reason.trim() }
}

const digits = /[0-9０-９][0-9０-９.,，．%％]*/u
// 三个账号, 三成, 半数; not 一个 as in 计为一个, nor the fixed words of the trade.
const spelledCount =
  /(?:百分之[一二三四五六七八九十百点零]+|[一二三四五六七八九]成(?![为员果效绩本熟])|半数|过半|[两二三四五六七八九十百千]+(?:余)?(?:个|家|条|次|件|户)(?!月|季度|工作日|维护|确立|意识|自信|方面|环节|层面))/u

function plainFaults(text: string): string[] {
  const brace = /[{}]/u.exec(text)
  const number = digits.exec(text) ?? spelledCount.exec(text)
  return [
    ...(brace ? ['花括号没有成对，请写作“{名称}”'] : []),
    ...(number
      ? [
          `“${around(text, number.index, number[0].length)}”中的“${number[0]}”是直接写入的数字，请改用旁边清单中的数字；确需手工录入的，写作“{手工:${number[0]}|依据}”`,
        ]
      : []),
  ]
}

const around = (text: string, at: number, length: number) => text.slice(Math.max(0, at - 6), at + length + 6)

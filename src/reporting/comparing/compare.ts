import { diffWords } from 'diff'
import { formatDayZh } from '../../calendar/index.ts'
import { sectionsOf } from '../editing/sections.ts'
import { figureRows, shareParts } from '../figure-rows.ts'
import { figureIds, figureWords } from '../figure-words.ts'
import { figureText, hasFigure } from '../figures.ts'
import type { ReportAccount, ReportContent, ReportFacts } from '../model.ts'
import { said } from '../words.ts'

/** Two versions of a quarter's report beside each other: words that came and went, numbers that moved and why. */
export type Comparison = {
  sections: ComparedSection[]
  numbers: MovedNumber[]
  accounts: MovedAccount[]
}

/** `parts` in reading order: `same` stands in both, `gone` in the older alone, `new` in the newer alone. */
export type ComparedSection = { title: string; level: 1 | 2; isChanged: boolean; parts: WordPart[] }
export type WordPart = { kind: 'same' | 'gone' | 'new'; text: string }

/** A number from one version to the other, undefined where a version has none; `reasons`: the rows that came and went. */
export type MovedNumber = { label: string; from: string | undefined; to: string | undefined; reasons: string[] }

/** An account whose verdict is another one, and which findings and months made it so. */
export type MovedAccount = { whose: string; from: string; to: string; because: string[] }

/** What differs between two versions of one quarter. */
export function compareReports(older: ReportContent, newer: ReportContent): Comparison {
  return {
    sections: comparedSections(older, newer),
    numbers: movedNumbers(older.facts, newer.facts),
    accounts: movedAccounts(older.facts, newer.facts),
  }
}

// Words of Chinese have no spaces between them.
const words = new Intl.Segmenter('zh-CN', { granularity: 'word' })

/** The words of a text against those of another. */
export const wordParts = (older: string, newer: string): WordPart[] =>
  diffWords(older, newer, { intlSegmenter: words }).map(({ added, removed, value }) => ({
    kind: added ? 'new' : removed ? 'gone' : 'same',
    text: value,
  }))

type Told = { key: string; title: string; level: 1 | 2; text: string }

function comparedSections(older: ReportContent, newer: ReportContent): ComparedSection[] {
  const [before, after] = [toldSections(older), toldSections(newer)]
  // What is gone stands after what it stood after.
  const order = after.map(({ key }) => key)
  for (const [at, { key }] of before.entries())
    if (!order.includes(key)) order.splice(order.indexOf(before[at - 1]?.key ?? '') + 1, 0, key)
  return order.map((key) => {
    const [was, is] = [before, after].map((all) => all.find((one) => one.key === key))
    const { title, level } = (is ?? was)!
    const parts = wordParts(was?.text ?? '', is?.text ?? '')
    return { title, level, parts, isChanged: parts.some(({ kind }) => kind !== 'same') }
  })
}

const toldSections = ({ blocks }: ReportContent): Told[] =>
  sectionsOf(blocks).map(({ key, heading, paragraphs, fixed }) => ({
    key,
    title: heading?.text ?? '开头',
    level: heading?.level === 2 ? 2 : 1,
    text: [
      ...paragraphs.map(({ runs }) => runs.map(said).join('')),
      ...fixed.flatMap(({ block }) =>
        block.kind === 'open-items' ? block.items.map((item) => item.map(said).join('')) : [],
      ),
    ].join('\n'),
  }))

function movedNumbers(older: ReportFacts, newer: ReportFacts): MovedNumber[] {
  const ids = [...new Set([...figureIds(newer), ...figureIds(older)])]
  return ids.flatMap((id) => {
    const [from, to] = [older, newer].map((facts) => (has(facts, id) ? figureText(facts, id) : undefined))
    if (from === to) return []
    const { label } = figureWords(has(newer, id) ? newer : older, id)
    return [{ label, from, to, reasons: reasonsOf(older, newer, id) }]
  })
}

// Of a family every member is a number, and one that is not told is none.
const has = (facts: ReportFacts, id: string) =>
  hasFigure(facts, id) && (!id.includes(':') || figureIds(facts).includes(id))

const mostNamed = 8

function reasonsOf(older: ReportFacts, newer: ReportFacts, id: string): string[] {
  const [before, after] = [older, newer].map(
    (facts) => new Set((figureRows(facts, id)?.rows ?? []).map(({ cells }) => nameOfRow(cells))),
  )
  const came = [...after!].filter((row) => !before!.has(row))
  const went = [...before!].filter((row) => !after!.has(row))
  const shares = [older, newer].map((facts) => shareParts(facts, id))
  return [
    ...(shares[1] !== undefined && shares[0] !== shares[1] ? [`原${shares[0] ?? '无'}，现${shares[1]}`] : []),
    ...(came.length > 0 ? [`新增${named(came)}`] : []),
    ...(went.length > 0 ? [`减少${named(went)}`] : []),
  ]
}

const nameOfRow = ([unit = '', name, what]: readonly string[]) =>
  name === undefined || name === '—' ? unit : `${unit}“${name}”${what ?? ''}`

const named = (rows: readonly string[]) =>
  rows.length > mostNamed ? `${rows.slice(0, mostNamed).join('、')}等${rows.length}个` : rows.join('、')

const verdictWords = { qualified: '合格', unqualified: '不合格', pending: '待复核', unknown: '暂不判定' } as const

function movedAccounts(older: ReportFacts, newer: ReportFacts): MovedAccount[] {
  const before = new Map(older.accounts.map((account) => [account.id, account]))
  const now = new Set(newer.accounts.map(({ id }) => id))
  const whose = ({ unitName, name }: ReportAccount) => `${unitName}“${name}”`
  const changed = newer.accounts.flatMap((account): MovedAccount[] => {
    const was = before.get(account.id)
    if (was?.verdict === account.verdict) return []
    return [
      {
        whose: whose(account),
        from: was ? verdictWords[was.verdict] : '未列入',
        to: verdictWords[account.verdict],
        because: becauseOf(older, newer, account.id),
      },
    ]
  })
  const gone = older.accounts
    .filter(({ id }) => !now.has(id))
    .map((account) => ({
      whose: whose(account),
      from: verdictWords[account.verdict],
      to: '不再列入',
      because: becauseOf(older, newer, account.id),
    }))
  return [...changed, ...gone]
}

function becauseOf(older: ReportFacts, newer: ReportFacts, accountId: string): string[] {
  const [before, after] = [older, newer].map(({ findings }) => findings.filter((one) => one.accountId === accountId))
  const missing = (all: typeof before, other: typeof before) =>
    all!.filter(({ id }) => !other!.some((one) => one.id === id))
  const [was, is] = [older, newer].map(({ accounts }) => accounts.find(({ id }) => id === accountId))
  const seen = (was?.unseenMonths ?? []).filter((month) => is && !is.unseenMonths.includes(month))
  return [
    ...missing(after, before).map(({ label, decidedOn }) => `${formatDayZh(decidedOn)}确认“${label}”`),
    ...missing(before, after).map(({ label }) => `“${label}”不再列为问题`),
    ...(seen.length > 0 ? [`${seen.length}个月补充了采集数据或巡查`] : []),
  ]
}

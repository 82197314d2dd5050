import { changeOf, type Compared, figureText, hasFigure, totalsOf } from '../figures.ts'
import { figureWords } from '../figure-words.ts'
import type { Bound, ReportFacts } from '../model.ts'
import { said } from '../words.ts'
import { sumFaults } from './sums.ts'

/**
 * Where a paragraph's words say something else than the numbers do, as sentences; empty where nothing can be held against
 * it. Looked at is what can be decided: a number under another one's name or with a wrong unit, 提高 and 下降 against the
 * difference, 全部 and 没有 against what was counted, and sums and shares that typed numbers are part of.
 */
export function proseFaults(facts: ReportFacts, runs: readonly Bound[]): string[] {
  const clauses = clausesOf(runs)
  const typed = runs.some((run) => typeof run === 'object' && 'typed' in run)
  return [
    ...clauses.flatMap((clause) => clause.numbers.flatMap((number) => numberFaults(facts, number))),
    ...clauses.flatMap((clause, at) => directionFaults(facts, clause, clauses[at - 1])),
    ...clauses.flatMap(({ text }) => absoluteFaults(facts, text)),
    ...(typed ? sumFaults(runs.map(said).join('')) : []),
  ]
}

type Numbered = { run: Exclude<Bound, string>; before: string; after: string }
type Clause = { text: string; numbers: Numbered[] }

const ends = /[，。；！？]/u

/** Cut where a reader draws breath; each number with what stands on both sides of it. */
function clausesOf(runs: readonly Bound[]): Clause[] {
  const clauses: Clause[] = [{ text: '', numbers: [] }]
  for (const [at, run] of runs.entries()) {
    const clause = clauses.at(-1)!
    if (typeof run === 'object') {
      const next = runs[at + 1]
      const after = next === undefined ? '' : said(next)
      if ('figure' in run || 'typed' in run) clause.numbers.push({ run, before: clause.text, after })
      // What a name holds is no claim of the sentence.
      clause.text += 'figure' in run || 'typed' in run ? run.text : '　'
      continue
    }
    const [first = '', ...others] = run.split(ends)
    clause.text += first
    clauses.push(...others.map((text) => ({ text, numbers: [] })))
  }
  return clauses
}

// A number is read with the word before it. The longest word speaks.
const spoken: readonly { word: RegExp; figures: readonly string[] }[] = [
  { word: /上季度合格率(?:为|是|达到|达)?$/u, figures: ['previous-rate'] },
  { word: /(?<!上季度)合格率(?:为|是|达到|达)?$/u, figures: ['rate', 'previous-rate'] },
  {
    word: /(?<!各月)(?:采集)?覆盖率(?:为|是|达到|达)?$/u,
    figures: ['coverage', 'previous-coverage', 'month-coverage'],
  },
  {
    word: /不合格(?:账号|政务新媒体|的)?(?:共|有)?$/u,
    figures: ['unqualified', 'previous-unqualified', 'unqualified-change'],
  },
  { word: /(?<!不)合格(?:账号|政务新媒体|的)?(?:共|有)?$/u, figures: ['qualified'] },
  { word: /待复核(?:账号|的)?(?:共|有)?$/u, figures: ['pending'] },
  { word: /暂不判定(?:的)?(?:账号)?(?:共|有)?$/u, figures: ['unknown'] },
  { word: /应检(?:账号|数)?(?:共|有)?$/u, figures: ['registered', 'previous-registered', 'registered-change'] },
  { word: /确认(?:的)?问题(?:共|有)?$/u, figures: ['findings', 'previous-findings', 'findings-change'] },
]

// 三个账号不合格: the word stands behind the number.
const followed: readonly { word: RegExp; figures: readonly string[] }[] = [
  {
    word: /^[个家]?(?:账号|政务新媒体)?(?:为|是)?不合格/u,
    figures: ['unqualified', 'previous-unqualified', 'unqualified-change'],
  },
  { word: /^[个家]?(?:账号|政务新媒体)?(?:为|是)?合格(?!率)/u, figures: ['qualified'] },
]

function numberFaults(facts: ReportFacts, { run, before, after }: Numbered): string[] {
  const meant =
    spoken.find(({ word }) => word.test(before))?.figures ?? followed.find(({ word }) => word.test(after))?.figures
  if ('typed' in run) {
    if (!meant) return []
    const known = meant.filter((id) => hasFigure(facts, id)).map((id) => figureText(facts, id))
    const own = run.text.replace(/[%％个家]$/u, '')
    if (known.length === 0 || known.includes(own)) return []
    return [
      `“${before.slice(-8)}${run.text}”是手工录入的，按明细重新计算是${known[0]}，请改用“{${labelOf(facts, meant[0]!)}}”`,
    ]
  }
  if (!('figure' in run)) return []
  const family = run.figure.split(':')[0]!
  const { label, unit } = figureWords(facts, run.figure)
  const rightUnit = {
    rate: /^[%％]/u.test(after),
    points: after.startsWith('个百分点'),
    count: !/^([%％]|个百分点)/u.test(after),
  }[unit]
  return [
    ...(meant && !meant.includes(run.figure) && !meant.includes(family)
      ? [`“${before.slice(-8)}”后面的${run.text}是“${label}”，与文字说的不是同一个数`]
      : []),
    ...(rightUnit ? [] : [`“${label}”${run.text}后面应写“${unitWords[unit]}”`]),
  ]
}

const labelOf = (facts: ReportFacts, id: string) => figureWords(facts, id).label
const unitWords = { rate: '%', points: '个百分点', count: '个或次' } as const

const compares = /上季度|上期|环比/u
const up = /提高|上升|增加|增长|提升|上涨|增多|增至|升至/u
const down = /下降|降低|减少|下滑|回落|降至|减至/u
const level = /持平|没有变化|无变化/u
const subjects: readonly [RegExp, Compared][] = [
  [/覆盖率/u, 'coverage'],
  [/合格率/u, 'rate'],
  [/不合格/u, 'unqualified'],
  [/问题/u, 'findings'],
  [/应检|账号|登记|政务新媒体/u, 'registered'],
]
const comparedNames: Readonly<Record<Compared, string>> = {
  rate: '合格率',
  coverage: '采集覆盖率',
  registered: '应检账号数',
  unqualified: '不合格数',
  findings: '确认问题数',
}

function directionFaults(facts: ReportFacts, clause: Clause, before: Clause | undefined): string[] {
  const bound = clause.numbers.flatMap(({ run }) =>
    'figure' in run && run.figure.endsWith('-change') ? [run.figure.slice(0, -'-change'.length) as Compared] : [],
  )
  if (bound.length === 0 && !compares.test(clause.text)) return []
  const word = [up, down, level].map((pattern) => pattern.exec(clause.text)?.[0])
  const told = word.findIndex((one) => one !== undefined)
  if (told < 0) return []
  const subject =
    bound[0] ?? [clause, before].flatMap((one) => subjects.find(([names]) => one && names.test(one.text))?.[1] ?? [])[0]
  if (!subject) return []
  const change = changeOf(facts, subject)
  const name = comparedNames[subject]
  if (change === undefined) return [`“${clause.text}”：${name}本季度还不能与上季度比较`]
  const right = change > 0 ? 0 : change < 0 ? 1 : 2
  if (told === right) return []
  return [`“${clause.text}”写的是“${word[told]}”，按明细${name}是${['上升', '下降', '持平'][right]}的`]
}

const waits = /(?:要|应(?!检)|须|确保|力争|争取|推动|督促|做到)/u

function absoluteFaults(facts: ReportFacts, text: string): string[] {
  const { unqualified, pending, unknown, findings } = totalsOf(facts)
  const open = facts.findings.filter(({ order }) => !/^(已销号|待销号)/u.test(order?.stands ?? ''))
  const claims: readonly [RegExp, boolean, string][] = [
    [
      /(?:全部|均|全都|一律)(?:为|达到)?合格|(?:账号|政务新媒体|全区|各单位).{0,4}(?:全部|均|全都|一律)达标|无一不合格/u,
      unqualified + pending === 0 && (unknown === 0 || text.includes('判定')),
      `不合格${unqualified}个、待复核${pending}个、暂不判定${unknown}个`,
    ],
    [
      /(?:无|没有|未发现|未出现|不存在)[^法]{0,4}不合格|不合格(?:账号|政务新媒体)?(?:数)?(?:的)?(?:为|是)零|零不合格/u,
      unqualified + pending === 0,
      `不合格${unqualified}个、待复核${pending}个`,
    ],
    [
      /(?:无(?!法)|没有|未发现|未确认|不存在)(?!.{0,6}(?:整改|按期|及时|反馈|办结)).{0,8}问题(?!的)|零问题|问题(?:数)?(?:为|是)零/u,
      findings === 0,
      `经复核确认的问题${findings}个`,
    ],
    [
      /(?:已全部|全部已|均已|都已).{0,4}(?:整改|销号)|(?:全部|均|都).{0,4}完成(?:整改|销号)/u,
      open.length === 0,
      `还有${open.length}条问题没有复查合格`,
    ],
    [/全部(?:已)?(?:完成监测|作出判定|采集到)|(?:监测|采集).{0,3}全覆盖/u, unknown === 0, `暂不判定${unknown}个`],
  ]
  if (waits.test(text)) return []
  return claims
    .filter(([pattern, holds]) => !holds && pattern.test(text))
    .map(([, , why]) => `“${text.replaceAll('　', '')}”与明细不符：${why}`)
}

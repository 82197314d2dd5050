import type { ZodError } from 'zod'
import { monthOf, seedYears, workCalendar } from '../../calendar/index.ts'
import type { DistrictSetting } from '../rule-sets/rule-set.ts'
import { indicatorOf } from '../indicators/index.ts'
import type { CheckDocument } from '../model.ts'
import { ruleSets, rulesOf } from '../judging.ts'
import { coverageOf, judgeAccount, verdictOf } from '../rules.ts'
import { checkpointDay, factsOfReplay } from './facts-of.ts'
import { factsShape, knownFacts, type ReplayFacts } from './facts-shape.ts'

/** Where a written fact can't be read: its place (`accounts[2].posts[0]`) and what should stand there. */
export type FactsProblem = { at: string; wanted: string }

export type Replay =
  | { outcome: 'malformed'; problems: FactsProblem[] }
  | (CheckDocument & { outcome: 'ok'; notices: { at: string; sentence: string }[] })

/**
 * Judges written facts without a database, in the shape of `check --json` (INTERFACES.md). Everything that is told of an
 * account is judged, templates and drafts too; what is not told is not judged. Published cases are of other places and older
 * than most rule sets, so the newest set judges unless the file asks for another version. Never throws: facts that can't be read
 * come back with their places.
 */
export function replay(input: unknown): Replay {
  const read = factsShape.safeParse(input)
  if (!read.success) return { outcome: 'malformed', problems: problemsOf(read.error) }
  const facts = read.data
  const notices = unknownFacts(input)
  const checkpoint = checkpointDay(facts.checkpoint)
  const settings = settingsOf(facts, checkpoint)
  const ruleSet = ruleSets.find(({ version }) => version === facts.rules?.version) ?? ruleSets.at(-1)!
  const { thresholds } = rulesOf(checkpoint, settings, ruleSet)
  const indicators = ruleSet.indicators.map(indicatorOf)
  const calendar = workCalendar(seedYears())
  const accounts = facts.accounts.map((account, place) => {
    const others = facts.accounts.filter((_, at) => at !== place)
    const seen = factsOfReplay(account, checkpoint, {
      others,
      calendar,
      thresholds,
      districtName: facts.district ?? '',
    })
    notices.push(...seen.notices.map((sentence) => ({ at: `accounts[${place}]`, sentence })))
    const results = judgeAccount(indicators, seen.facts, thresholds)
    return {
      id: `replay-${place + 1}`,
      name: account.name,
      unit: account.unit ?? '',
      platform: seen.facts.account.platform,
      verdict: verdictOf(results),
      results,
    }
  })
  const { id, version } = ruleSet
  return {
    outcome: 'ok',
    district: facts.district ?? '',
    month: monthOf(checkpoint),
    checkpoint,
    rules: { id, version },
    coverage: coverageOf(accounts),
    accounts,
    notices,
  }
}

// A number that judges has a source: the file's own, or that it stood in the file.
function settingsOf({ rules = {} }: ReplayFacts, checkpoint: ReturnType<typeof checkpointDay>): DistrictSetting[] {
  const { source = '重放文件所列口径', version: _version, ...numbers } = rules
  return Object.entries(numbers).map(([key, value]) => ({ key, value, source, effectiveFrom: checkpoint }))
}

function problemsOf(error: ZodError): FactsProblem[] {
  return error.issues.map((issue) => ({
    at: issue.path.reduce<string>(
      (at, part) => (typeof part === 'number' ? `${at}[${part}]` : `${at}${at && '.'}${String(part)}`),
      '',
    ),
    wanted: wantedOf(issue),
  }))
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'JSON 对象',
  array: '列表',
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
}

// What the shapes say in words of their own stands; of the rest the library speaks English.
function wantedOf(issue: ZodError['issues'][number]): string {
  if (/[\u4e00-\u9fff]/u.test(issue.message)) return issue.message
  if (issue.code === 'invalid_type') return `没有填写或类型不对，应为${typeWords[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `应为 ${issue.values.map(String).join('、')} 之一`
  return '数值不在允许的范围，请核对'
}

/** A fact that nothing here knows judges nothing; a slip of the pen must not go unnoticed. */
function unknownFacts(input: unknown): { at: string; sentence: string }[] {
  const strange = (value: unknown, known: readonly string[], at: string) =>
    Object.keys(Object(value))
      .filter((key) => !known.includes(key))
      .map((key) => ({ at, sentence: `不认识的事实“${key}”，未用于判定。` }))
  const { accounts, rules } = Object(input) as { accounts: unknown[]; rules?: unknown }
  return [
    ...strange(input, knownFacts.top, ''),
    ...strange(rules ?? {}, knownFacts.rules, 'rules'),
    ...accounts.flatMap((account, place) => strange(account, knownFacts.account, `accounts[${place}]`)),
  ]
}

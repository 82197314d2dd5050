import { setImmediate } from 'node:timers/promises'
import { settingsOn } from '../access/index.ts'
import type { CivilDate, Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { checkFacts, type CheckFacts } from './facts.ts'
import { type EarlierRun, factDigests, judgedWith, type Rejudged, whyJudged } from './incremental.ts'
import { indicatorOf } from './indicators/index.ts'
import type { Indicator, Thresholds } from './indicators/define.ts'
import { decisiveDays, updateLimits } from './indicators/silence.ts'
import type { CheckDocument, IndicatorResult, RunCoverage, RunRules, StoredResult } from './model.ts'
import { MonthText } from './month-text.ts'
import { junshan2019v1 } from './rule-sets/junshan-2019-v1.ts'
import { junshan2019v2 } from './rule-sets/junshan-2019-v2.ts'
import { type DistrictSetting, judges, type RuleSet, ruleSetOn, thresholdsOf } from './rule-sets/rule-set.ts'
import type { JudgedAccount } from './run-results.ts'
import { fromStored, runRules } from './stored-results.ts'
import { type Candidate, candidatesAmong, coverageOf, judgeAccount, verdictOf } from './rules.ts'

/**
 * A judged month, nothing of it written yet. `digest` (SM3) covers the document as printed, the kinds of its units, and the
 * accounts that are counted without being judged; it is reckoned while others have their turn.
 */
export type JudgedMonth = {
  document: CheckDocument
  coverage: RunCoverage
  candidates: Candidate[]
  thresholds: Thresholds
  rules: RunRules
  facts: CheckFacts
  /** The results of the document with what the register said of each account, as a run keeps them. */
  accounts: JudgedAccount[]
  judgedWith: string
  /** Set where results of an earlier run were taken over. */
  rejudged: Rejudged | null
  digest: Promise<string>
}

/** All rule sets; a month is judged by the one in force at its checkpoint, whenever it is judged. */
export const ruleSets: readonly RuleSet[] = [junshan2019v1, junshan2019v2]

/** What judges a district on a day: the rule set, of its indicators those that judge, and the numbers. */
export type RulesInForce = { ruleSet: RuleSet; indicators: readonly Indicator[]; thresholds: Thresholds }

/** The rules of a district on a day, by the rule set in force and what the district adopted and set by then. */
export function rulesOf(
  day: CivilDate,
  settings: readonly DistrictSetting[],
  ruleSet: RuleSet = ruleSetOn(ruleSets, day),
): RulesInForce {
  const thresholds = thresholdsOf(ruleSet, settings)
  const indicators = ruleSet.indicators.map(indicatorOf).filter((one) => judges(one, settings, thresholds))
  return { ruleSet, indicators, thresholds }
}

export async function rulesAt(db: Db | Tx, districtId: string, checkpoint: CivilDate): Promise<RulesInForce> {
  const settings = await settingsOn(db, districtId, checkpoint)
  return rulesOf(
    checkpoint,
    Object.entries(settings).map(([key, setting]) => ({ key, ...setting })),
  )
}

/** The numbers that judge at a checkpoint in this district. */
export const thresholdsAt = async (db: Db | Tx, districtId: string, checkpoint: CivilDate): Promise<Thresholds> =>
  (await rulesAt(db, districtId, checkpoint)).thresholds

/** The lengths of silence on which something depends in this district today; who collects looks more often as one nears. */
export const decisiveDaysOn = async (db: Db, districtId: string, today: CivilDate): Promise<number[]> =>
  decisiveDays(await thresholdsAt(db, districtId, today))

/** How long an account may be silent in this district on a day, and when it is reminded. */
export const updateLimitsOn = async (db: Db, districtId: string, day: CivilDate) =>
  updateLimits(await thresholdsAt(db, districtId, day))

// A province is judged in twenty parts: each is being written while the next is judged.
export const BATCH = 250
const TURN = 50

/**
 * Reads the facts of a district at a checkpoint and judges every account, in memory; of accounts whose facts are those of
 * `earlier` it takes that run's results, which are the same. Writes nothing: `asJudged` is given the accounts and their
 * candidates part by part, before the whole is known.
 */
export async function judgeMonth(
  db: Db | Tx,
  districtId: string,
  month: Month,
  checkpoint: CivilDate,
  {
    earlier,
    asJudged,
  }: {
    earlier?: EarlierRun | undefined
    asJudged?: ((accounts: JudgedAccount[], candidates: Candidate[]) => Promise<void>) | undefined
  } = {},
): Promise<JudgedMonth> {
  const { ruleSet, indicators, thresholds } = await rulesAt(db, districtId, checkpoint)
  const facts = await checkFacts(db, districtId, checkpoint, thresholds)
  const rules = runRules(ruleSet, indicators, thresholds)
  const judging = judgedWith(rules)
  const why: Record<string, number> = {}
  const text = new MonthText()
  const taken = new Map<StoredResult, IndicatorResult>()
  const again = (stored: StoredResult): IndicatorResult => {
    const result = taken.get(stored) ?? text.shared(fromStored(stored, rules))
    taken.set(stored, result)
    return result
  }
  const judge = ({ account, facts: seen }: CheckFacts['accounts'][number]): JudgedAccount => {
    const digests = factDigests(seen)
    const reasons = earlier && whyJudged(earlier, account.id, digests, judging)
    for (const reason of reasons ?? []) why[reason] = (why[reason] ?? 0) + 1
    const kept = reasons?.length === 0 ? earlier?.accounts.get(account.id)?.results : undefined
    const results = kept ? kept.map(again) : judgeAccount(indicators, seen, thresholds).map((one) => text.shared(one))
    const { id, name, unitId, unitName: unit, unitKind, platform } = account
    return { id, name, unit, platform, verdict: verdictOf(results), results, unitId, unitKind, digests, kept: !!kept }
  }
  const accounts: JudgedAccount[] = []
  const candidates: Candidate[] = []
  const candidatesOf = candidatesAmong(
    indicators,
    facts.accounts.map(({ account }) => account),
  )
  for (let from = 0; from < facts.accounts.length; from += BATCH) {
    const batch: JudgedAccount[] = []
    for (const account of facts.accounts.slice(from, from + BATCH)) {
      batch.push(judge(account))
      // What was given away before is sent and answered meanwhile.
      if (asJudged && batch.length % TURN === 0) await setImmediate()
    }
    const found = candidatesOf(batch)
    accounts.push(...batch)
    candidates.push(...found)
    text.add(batch)
    await asJudged?.(batch, found)
  }
  const printed = accounts.map(({ id, name, unit, platform, verdict, results }) => ({
    id,
    name,
    unit,
    platform,
    verdict,
    results,
  }))
  const coverage = coverageOf(accounts)
  const { id, version } = ruleSet
  const { leads, ceased, unsettled } = facts
  // The document names units; which kind they were is kept with the results and has to be as new as they are.
  const units = [...new Map(accounts.map(({ unitId, unitKind }) => [unitId, unitKind]))]
  const document = { district: districtId, month, checkpoint, rules: { id, version }, coverage, accounts: printed }
  return {
    document,
    coverage: { ...coverage, leads, ceased, unsettled },
    candidates,
    thresholds,
    rules,
    facts,
    accounts,
    judgedWith: judging,
    rejudged: earlier ? { accounts: accounts.filter(({ kept }) => !kept).length, why } : null,
    // Left out where there is none, so that a month judged before it was counted has its digest again.
    digest: text.digest(document, { leads, ceased, unsettled: unsettled || undefined, units }),
  }
}

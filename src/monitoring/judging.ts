import { settingsOn } from '../access/index.ts'
import { createHash } from 'node:crypto'
import type { CivilDate, Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { checkFacts, type CheckFacts } from './facts.ts'
import { indicatorOf } from './indicators/index.ts'
import type { Indicator, Thresholds } from './indicators/define.ts'
import { decisiveDays, updateLimits } from './indicators/silence.ts'
import type { CheckDocument, RunCoverage, RunRules } from './model.ts'
import type { JudgedAccount } from './queries.ts'
import { junshan2019v1 } from './rule-sets/junshan-2019-v1.ts'
import { junshan2019v2 } from './rule-sets/junshan-2019-v2.ts'
import { type DistrictSetting, judges, type RuleSet, ruleSetOn, thresholdsOf } from './rule-sets/rule-set.ts'
import { runRules } from './stored-results.ts'
import { type Candidate, candidatesOf, coverageOf, judgeAccount, verdictOf } from './rules.ts'

/** A judged month, nothing of it written yet. `digest` (SM3) covers the document as printed, the kinds of its units, and the accounts that are counted without being judged. */
export type JudgedMonth = {
  document: CheckDocument
  coverage: RunCoverage
  candidates: Candidate[]
  thresholds: Thresholds
  rules: RunRules
  facts: CheckFacts
  digest: string
}

/** The results of a judged month with what the register said of each account, as a run keeps them. */
export const judgedAccounts = ({ document, facts }: JudgedMonth): JudgedAccount[] =>
  document.accounts.map((result, place) => {
    const { unitId, unitKind } = facts.accounts[place]!.account
    return { ...result, unitId, unitKind }
  })

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

/** Reads the facts of a district at a checkpoint and judges every account, in memory. Writes nothing. */
export async function judgeMonth(
  db: Db | Tx,
  districtId: string,
  month: Month,
  checkpoint: CivilDate,
): Promise<JudgedMonth> {
  const { ruleSet, indicators, thresholds } = await rulesAt(db, districtId, checkpoint)
  const facts = await checkFacts(db, districtId, checkpoint, thresholds)
  const judged = facts.accounts.map(({ account, facts: seen }) => ({
    account,
    results: judgeAccount(indicators, seen, thresholds),
  }))
  const accounts = judged.map(({ account, results }) => ({
    id: account.id,
    name: account.name,
    unit: account.unitName,
    platform: account.platform,
    verdict: verdictOf(results),
    results,
  }))
  const coverage = coverageOf(accounts)
  const { id, version } = ruleSet
  const { leads, ceased, unsettled } = facts
  // The document names units; which kind they were is kept with the results and has to be as new as they are.
  const units = [...new Map(facts.accounts.map(({ account }) => [account.unitId, account.unitKind]))]
  const document = { district: districtId, month, checkpoint, rules: { id, version }, coverage, accounts }
  return {
    document,
    coverage: { ...coverage, leads, ceased, unsettled },
    candidates: candidatesOf(
      indicators,
      judged.map(({ account, results }) => ({ id: account.id, unitId: account.unitId, results })),
    ),
    thresholds,
    rules: runRules(ruleSet, indicators, thresholds),
    facts,
    // Left out where there is none, so that a month judged before it was counted has its digest again.
    digest: `sm3:${createHash('sm3')
      .update(JSON.stringify({ document, leads, ceased, unsettled: unsettled || undefined, units }))
      .digest('hex')}`,
  }
}

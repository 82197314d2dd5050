import type { CivilDate } from '../../calendar/index.ts'
import { type Disposition, dispositions } from '../../registry/index.ts'
import type { CleanupFacts, Proposal, Reason } from '../model.ts'
import { proposedQuantities, type SourcedQuantities } from '../quantities.ts'
import { type CleanupRule, heardFrom } from './define.ts'
import { longSilent } from './long-silent.ts'
import { noOwnAccount2019, noOwnAccount2022, townshipInMatrix } from './no-own-account.ts'
import { oneAccountAPlatform } from './one-account-a-platform.ts'
import { entityOrUnitGone, namedForLess, noOwnApp, notMaintained, similarAndLittleUsed } from './others.ts'
import { slow } from './slow.ts'

/** Every rule with the days it holds; a rule that landed is never edited, its successor stands beside it. */
export const cleanupRules: readonly CleanupRule[] = [
  oneAccountAPlatform,
  noOwnAccount2019,
  noOwnAccount2022,
  townshipInMatrix,
  longSilent,
  slow,
  similarAndLittleUsed,
  notMaintained,
  entityOrUnitGone,
  namedForLess,
  noOwnApp,
]

/** The rules that hold on a day: a past verdict comes out again as it was. */
export const rulesOn = (day: CivilDate): readonly CleanupRule[] =>
  cleanupRules.filter(({ from, until }) => from <= day && (until === undefined || day < until))

/**
 * Counted up when what a rule makes of facts is mended: 2, since what only serves, what is new and what is unknown is
 * told apart from what is silent; 3, since every finding of CL-3 and CL-4 is told and each reason has its margin. A day that was frozen keeps what it said under the version it was said by.
 */
const EDITION = 3

/** Which rules these are: the newest day on which one of them began or ended, and the edition. */
export function rulesVersionOn(day: CivilDate): string {
  const turns = cleanupRules
    .flatMap(({ from, until }) => (until ? [from, until] : [from]))
    .filter((turn) => turn <= day)
  return `${turns.toSorted().at(-1) ?? '—'}/${EDITION}`
}

const strictness = (disposition: Disposition) => dispositions.indexOf(disposition)

/**
 * What the rules in force propose for an account. The strictest firm rule wins; 原则上 asks for a reason and never proposes
 * closing by itself; a hint changes nothing. An account of a unit outside the notice is handed over and not judged.
 */
export function propose(
  facts: CleanupFacts,
  rules: readonly CleanupRule[] = rulesOn(facts.asOf),
  quantities: SourcedQuantities = proposedQuantities,
): Proposal {
  if (!facts.inScope)
    return {
      disposition: null,
      needsReason: false,
      handover: true,
      reasons: [],
      unknowns: [],
      wouldChange: '不属本级监管范围，作为移交线索交其主管部门处理。',
    }
  const heard = rules.map((rule) => heardFrom(rule, facts, quantities))
  const reasons = heard.flatMap(({ reason }) => reason ?? [])
  const unknowns = heard.flatMap(({ unknown }) => unknown ?? [])
  const firm = reasons
    .filter((reason) => reason.class === 'firm')
    .toSorted((a, b) => strictness(b.disposition ?? 'keep') - strictness(a.disposition ?? 'keep'))
  const [strictest] = firm
  const needsReason = reasons.some((reason) => reason.class === 'in-principle' && reason.disposition !== 'keep')
  return {
    disposition: strictest?.disposition ?? 'keep',
    needsReason,
    handover: false,
    reasons: reasons.toSorted((a, b) => order(a) - order(b)),
    unknowns,
    wouldChange: wouldChangeOf(strictest, reasons, needsReason),
  }
}

const classes = ['firm', 'in-principle', 'hint'] as const
const order = (reason: Reason) => classes.indexOf(reason.class) * 10 - strictness(reason.disposition ?? 'keep')

function wouldChangeOf(strictest: Reason | undefined, reasons: readonly Reason[], needsReason: boolean): string {
  if (strictest) return strictest.wouldChange
  if (needsReason) return reasons.find((reason) => reason.class === 'in-principle')?.wouldChange ?? ''
  return '出现长期无更新、停止运营、主办单位撤并、认证主体不一致等情形。'
}

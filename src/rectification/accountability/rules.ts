import { type CivilDate, dueAtEndOf, type Instant } from '../../calendar/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type AccountabilityCase,
  type AccountabilityState,
  type CaseAction,
  caseActionLabels,
  caseStateLabels,
  type Measure,
  nextCaseState,
} from './model.ts'

/** Rulebook (f): 责任追究前置. */
export const LEAST_EVIDENCE = 2

/** The state after an action. Refuses `accountability.action-not-allowed`. */
export function caseAfter(state: AccountabilityState, action: CaseAction): AccountabilityState {
  const next = nextCaseState[state][action]
  if (!next)
    throw refuse('accountability.action-not-allowed', {
      state: caseStateLabels[state],
      action: caseActionLabels[action],
    })
  return next
}

/**
 * How many pieces of evidence are independent of each other: pieces that go back to the same thing, directly or by way of
 * others, count once. A clue and the order it was raised from are one.
 */
export function independentPieces(pieces: readonly { roots: readonly string[] }[]): number {
  let groups: Set<string>[] = []
  for (const { roots } of pieces) {
    const touched = groups.filter((group) => roots.some((root) => group.has(root)))
    const joined = new Set([...roots, ...touched.flatMap((group) => [...group])])
    groups = [...groups.filter((group) => !touched.includes(group)), joined]
  }
  return groups.length
}

/** Whether the unit has been heard: it has stated, or its days are over. */
export const isHeard = (
  { statementBy, statedAt }: Pick<AccountabilityCase, 'statementBy' | 'statedAt'>,
  now: Instant,
): boolean => statedAt !== null || (statementBy !== null && now >= dueAtEndOf(statementBy satisfies CivilDate))

const weights: Readonly<Record<string, number>> = { 提示: 0, 线索: 0, 一般: 1, 安全: 2, 升级: 2, 严重: 3, 否决: 3 }

/**
 * What the platform proposes by the gravest of the clues, how many they are, and whether the unit was up before within a
 * year; never more than a person may decide otherwise. 移送线索 is for people alone.
 */
export function proposeMeasure(clues: readonly { grade: string }[], before: number): Measure {
  const gravest = Math.max(0, ...clues.map(({ grade }) => weights[grade] ?? 0))
  const weight = gravest + (clues.length > 2 ? 1 : 0) + (before > 0 ? 1 : 0)
  if (weight <= 1) return 'remind'
  if (weight <= 3) return 'interview'
  return weight === 4 ? 'review' : 'criticise'
}

/**
 * Whether the unit may read its case: since it was told, and again when the decision was served; between deciding and
 * serving it hears nothing by the way.
 */
export const isOpenToUnit = ({ state, statementBy }: Pick<AccountabilityCase, 'state' | 'statementBy'>): boolean =>
  state === 'hearing' || state === 'served' || state === 'closed' || (state === 'dropped' && statementBy !== null)

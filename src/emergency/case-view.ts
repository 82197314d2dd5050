import { may, namesOfUsers } from '../access/index.ts'
import { addHours, formatMinute, monthZh } from '../calendar/index.ts'
import { foundImpostors } from '../cleanup/index.ts'
import { heldEvidence } from '../collection/index.ts'
import { findingStateLabels, indicatorOf, listFindings, problemsOfAccount } from '../monitoring/index.ts'
import { unitCard } from '../registry/index.ts'
import { maskNumbers } from '../vocabulary/personal-numbers.ts'
import { type Choice, trailPanel, type WebContext } from '../web/index.ts'
import { linkedOrder } from './linked-order.ts'
import type { Case, Step } from './model.ts'
import type { CaseView } from './pages/case.tsx'
import { papersOf, stepsOf } from './queries.ts'
import { clocksOf, foundKinds } from './rules.ts'

const OFFERED = 20
const EVIDENCE_DAYS = 30

/** What is known of an account that a case may be linked with: what monitoring found, what people reported. */
export async function linkChoices(
  c: WebContext,
  accountId: string | null,
): Promise<{ findings: Choice[]; problems: Choice[] }> {
  const { deps, session } = c.var
  if (accountId === null) return { findings: [], problems: [] }
  const { findings } = await listFindings(deps.db, session.districtId, { accountId }, 1, OFFERED)
  const problems = await problemsOfAccount(deps.db, session.districtId, accountId)
  return {
    findings: findings.map(({ id, month, indicator, state }) => ({
      value: id,
      label: `${monthZh(month)}　${indicatorOf(indicator).label}（${findingStateLabels[state]}）`,
    })),
    problems: problems
      .filter(({ withdrawnBy }) => withdrawnBy === null)
      .slice(-OFFERED)
      .map(({ id, seenOn, indicator }) => ({ value: id, label: `${seenOn}　${indicatorOf(indicator).label}` })),
  }
}

/** Evidence that collection keeps of the account and that was seen of late. */
async function evidenceChoices(c: WebContext, { accountId, kind, startedAt }: Case): Promise<Choice[]> {
  const { deps, session } = c.var
  if (accountId === null || kind === 'secret') return []
  const since = addHours(startedAt, -24 * EVIDENCE_DAYS)
  const held = await heldEvidence(deps.db, deps, { districtId: session.districtId, accountId })
  return held
    .filter(({ lastSeenAt, erased }) => lastSeenAt >= since && !erased)
    .slice(0, OFFERED)
    .map(({ id, observedAt, finalUrl, sha256 }) => ({
      value: id,
      label: `${formatMinute(observedAt)}　${maskNumbers(finalUrl).slice(0, 50)}　${sha256.slice(0, 8)}`,
    }))
}

async function matchPathOf(c: WebContext, { matchId }: Case): Promise<string | undefined> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (matchId === null || !may(actor, 'concealment.read', { districtId })) return undefined
  const [match] = await foundImpostors(deps.db, deps.vault, districtId, matchId)
  return match && `/concealment/${match.runId}/${match.id}`
}

type Shown = {
  typed?: Record<string, string> | undefined
  problem?: string | undefined
  revealed?: CaseView['revealed']
}

/** All that the page of a case shows. */
export async function caseView(c: WebContext, one: Case, { typed, problem, revealed }: Shown = {}): Promise<CaseView> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const steps: Step[] = (await stepsOf(deps.db, districtId, [one.id])).get(one.id) ?? []
  const now = deps.clock.now()
  const mayHandle = may(actor, 'emergency.handle', { districtId })
  const people = mayHandle && one.unitId ? (await unitCard(deps, { districtId }, one.unitId)).duties : []
  return {
    c,
    one,
    steps,
    clocks: clocksOf({ ...one, steps }, now),
    names: await namesOfUsers(deps, districtId, [one.openedBy, ...steps.map(({ by }) => by)]),
    papers: await papersOf(deps.db, districtId, one.id),
    order: await linkedOrder(deps.db, districtId, one.findingId),
    ...(foundKinds.includes(one.kind) ? await linkChoices(c, one.accountId) : { findings: [], problems: [] }),
    evidence: mayHandle ? await evidenceChoices(c, one) : [],
    people: people.map(({ label, person }) => ({ label, person })),
    revealed,
    now,
    mayHandle,
    mayReveal: may(actor, 'people.reveal', { districtId }),
    matchPath: await matchPathOf(c, one),
    seesReview: may(actor, 'review.read', { districtId }),
    typed,
    problem,
    trail: await trailPanel(c, { kind: 'emergency', id: one.id }),
  }
}

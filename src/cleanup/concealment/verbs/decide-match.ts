import { type Actor, type Deps, permit, refuseMaker, keepWords } from '../../../access/index.ts'
import { lastDayBefore } from '../../../calendar/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { declaredIn, raiseReappeared, raiseTrigger } from '../../../filing/index.ts'
import { readUnit } from '../../../registry/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { confirmed, type Decided, refuseOutside, refuseStep, type Verdict } from '../decision.ts'
import { isToldOf, knownBy, knownByPaper } from '../known-by.ts'
import { type Discovered, type MatchDecision, matchDecisionLabels, type MatchState } from '../model.ts'
import { type KeptMatch, lockMatch, saveDecision } from '../queries/matches.ts'
import { sameFact } from '../queries/same-fact.ts'
import { lastAsked, type LedgerSide, ledgerSides } from '../queries/sides.ts'
import { contextOfRow, openJson } from '../sealing.ts'

export type MatchDecisionInput = {
  districtId: string
  matchId: string
  decision: MatchDecision
  /** What the person sees otherwise than the machine, or what settles 待人工辨认. */
  as?: Verdict
  /** Required to dismiss, and to confirm something else than the machine saw. */
  reason?: string
  /** The version the person looked at. */
  version: number
}

/**
 * A person decides a clue: confirms it or dismisses it with a reason; whoever brought the list doesn't (经办与复核分开).
 * 未备案 and 关停后重新上线 raise F-01, an account that a unit did not tell of in a 专项排查 whose deadline is over
 * raises F-03; both are records for people. Refuses `record.not-found`, `record.changed-meanwhile`,
 * `match.action-not-allowed`, `match.reason-required`, `match.verdict-required`, `match.account-required`,
 * `match.account-not-closed`, `match.unit-outside`, `access.maker-is-checker`.
 */
export async function decideMatch(
  deps: Deps,
  actor: Actor,
  input: MatchDecisionInput,
): Promise<{ state: MatchState; version: number; triggers: string[] }> {
  const { districtId, decision } = input
  permit(actor, 'concealment.decide', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const match = await lockMatch(tx, districtId, input.matchId)
    if (!match) throw refuse('record.not-found', { what: '核查线索' })
    if (match.version !== input.version) throw refuse('record.changed-meanwhile', { what: '核查线索' })
    refuseStep(match.state, decision)
    refuseMaker(actor, match.madeBy)
    const reason = input.reason?.trim() || null
    if (decision === 'dismiss' && reason === null)
      throw refuse('match.reason-required', { action: matchDecisionLabels.dismiss })
    const decided = decision === 'confirm' ? confirmed(match, input.as ?? {}, reason) : undefined
    const side = decided && (await checkDecided(tx, districtId, decided))
    const state = decision === 'confirm' ? 'confirmed' : 'dismissed'
    const at = deps.wall.now()
    await saveDecision(tx, districtId, match, {
      state,
      verdict: decided?.verdict ?? null,
      decidedAccountId: decided?.accountId ?? null,
      decidedUnitId: decided?.unitId ?? null,
      reason,
      decidedBy: actor.id,
      decidedAt: at,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `concealment.${state}`,
      subject: { kind: 'concealment-match', id: match.id },
      before: { state: match.state, kind: match.kind },
      after: { state, reason: await keepWords(tx, deps, districtId, reason), ...decided },
      at,
    })
    const found = openJson(deps.vault, match, contextOfRow(districtId, match.id)) as Discovered
    const triggers = decided ? await raise(tx, deps, actor, { districtId, match, found, decided, side }) : []
    return { state, version: match.version + 1, triggers }
  })
}

// The unit and the account that a person names are looked up again: a form is not believed.
async function checkDecided(tx: Tx, districtId: string, decided: Decided): Promise<LedgerSide | undefined> {
  const [side] = decided.accountId ? await ledgerSides(tx, districtId, [decided.accountId]) : []
  if (decided.accountId && !side) throw refuse('record.not-found', { what: '账号' })
  if (decided.verdict === 'reappeared' && side?.runningState !== 'closed' && side?.runningState !== 'deregistered')
    throw refuse('match.account-not-closed', { name: side?.name ?? '' })
  const unit = decided.unitId ? await readUnit(tx, districtId, decided.unitId) : undefined
  if (decided.unitId && !unit) throw refuse('record.not-found', { what: '单位' })
  refuseOutside(decided.verdict, unit)
  if (side && decided.verdict !== 'impostor') decided.unitId = unit?.id ?? side.unitId
  return side
}

type Confirmed = {
  districtId: string
  match: KeptMatch
  found: Discovered
  decided: Decided
  side: LedgerSide | undefined
}

async function raise(tx: Tx, deps: Deps, actor: Actor, confirmedMatch: Confirmed): Promise<string[]> {
  const { districtId, match, found, decided, side } = confirmedMatch
  const facts = {
    account: found.name,
    platform: platforms[found.platform].label,
    discoveredOn: found.discoveredOn,
    matchId: match.id,
  }
  if (decided.verdict === 'reappeared' && side)
    return [
      await raiseReappeared(tx, deps, actor, {
        districtId,
        unitId: decided.unitId,
        account: { ...side, name: found.name, platform: found.platform },
        discoveredOn: found.discoveredOn,
        by: { matchId: match.id },
      }),
    ]
  if (decided.verdict !== 'unfiled') return []
  const fact = await sameFact(tx, deps.vault, districtId, { match, found, unitId: decided.unitId })
  const opened = await raiseTrigger(tx, deps, actor, {
    districtId,
    rule: 'F-01',
    unitId: decided.unitId,
    accountId: null,
    subject: { kind: 'found-account', id: fact },
    facts: { fact: '未备案运营', ...facts },
  })
  return [opened, ...(await raiseConcealed(tx, deps, actor, { ...confirmedMatch, fact }, facts))]
}

// F-03: discoveredAccounts − declaredAccounts > 0 after the deadline (rulebook (f)).
async function raiseConcealed(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, found, decided, fact }: Confirmed & { fact: string },
  facts: Record<string, unknown>,
): Promise<string[]> {
  if (decided.unitId === null) return []
  const asked = await lastAsked(tx, districtId, decided.unitId, deps.clock.now())
  if (!asked) return []
  const declared = await declaredIn(tx, deps.vault, districtId, asked.returnId)
  if (declared.some((one) => isToldOf(knownBy(found), knownByPaper(one)))) return []
  const { campaignId, title, filingDue, returnKind, returnState } = asked
  return [
    await raiseTrigger(tx, deps, actor, {
      districtId,
      rule: 'F-03',
      unitId: decided.unitId,
      accountId: null,
      subject: { kind: 'found-account', id: `${campaignId}/${fact}` },
      facts: {
        fact: '截止日后发现未报账号',
        campaign: title,
        filingUntil: lastDayBefore(filingDue),
        returnKind,
        returnState,
        ...facts,
      },
    }),
  ]
}

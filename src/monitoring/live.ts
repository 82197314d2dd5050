import { createHash } from 'node:crypto'
import type { Deps } from '../access/index.ts'
import { addMs, type CivilDate, type Instant } from '../calendar/index.ts'
import { accountsLookedAtSince } from '../collection/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { checkFacts, type CheckFacts } from './facts.ts'
import { rulesAt, type RulesInForce } from './judging.ts'
import type { IndicatorResult, Verdict } from './model.ts'
import { newerData } from './page-queries.ts'
import { judgeAccount, verdictOf } from './rules.ts'

/** An account as the machine sees it now; a clue that no person has looked at, and part of no month. */
export type LiveAccount = {
  id: string
  name: string
  unitId: string
  unitName: string
  platform: Platform
  verdict: Verdict
  /** Days since its last update; null where none is known, or its updates don't judge it. */
  silentDays: number | null
  lastUpdateOn: CivilDate | null
  /** D-JS-06 warns, N-NM-02a fails. */
  warned: boolean
  overdue: boolean
}

/** A district as of now. `stamp` changes whenever something in it does. */
export type LiveState = { asOf: CivilDate; judgedAt: Instant; stamp: string; accounts: readonly LiveAccount[] }

type Held = LiveState & { rules: string }

// One server speaks for a database; another keeps its own and comes to the same, for it rests on the same rows.
const held = new WeakMap<Db, Map<string, Promise<Held>>>()

/** A look is stored up to a batch later than it says it was made. */
const BATCH_MS = 120_000
/** However many pages stand open, the database is asked once in this time. */
const ASKED_ONCE_MS = 2_000
/** What people do is committed within moments. */
const MOMENT_MS = 5_000

/**
 * 实时判定: every account judged as of today. After new looks only the accounts they saw are judged again; after an import,
 * a patrol or an edit of the ledger, or on another day, all of them. Writes nothing.
 */
export async function liveState(deps: Deps, districtId: string): Promise<LiveState> {
  const states = held.get(deps.db) ?? new Map<string, Promise<Held>>()
  held.set(deps.db, states)
  // Readers queue up behind each other: the second finds what the first has judged.
  const next = (states.get(districtId) ?? Promise.resolve(undefined))
    .catch(() => undefined)
    .then((known) => refreshed(deps, districtId, known))
  states.set(districtId, next)
  return next
}

async function refreshed(deps: Deps, districtId: string, known: Held | undefined): Promise<Held> {
  const { db, clock, wall } = deps
  const [asOf, at] = [clock.today(), wall.now()]
  const isFresh = known !== undefined && at >= known.judgedAt && at < addMs(known.judgedAt, ASKED_ONCE_MS)
  if (known?.asOf === asOf && isFresh) return known
  const inForce = await rulesAt(db, districtId, asOf)
  const rules = JSON.stringify([inForce.ruleSet.version, inForce.thresholds, inForce.indicators.map(({ id }) => id)])
  const whole = () => judged(db, districtId, asOf, inForce)
  // A clock that was put back says nothing of what came since.
  if (known?.asOf !== asOf || known.rules !== rules || at < known.judgedAt)
    return { ...stamped(asOf, at, await whole()), rules }
  if (await newerData(db, districtId, addMs(known.judgedAt, -MOMENT_MS)))
    return { ...stamped(asOf, at, await whole()), rules }
  const changed = await accountsLookedAtSince(db, districtId, addMs(known.judgedAt, -BATCH_MS))
  if (changed.length === 0) return { ...known, judgedAt: at }
  const again = new Map((await judged(db, districtId, asOf, inForce, changed)).map((one) => [one.id, one]))
  return {
    ...stamped(
      asOf,
      at,
      known.accounts.map((one) => again.get(one.id) ?? one),
    ),
    rules,
  }
}

function stamped(asOf: CivilDate, judgedAt: Instant, accounts: readonly LiveAccount[]): LiveState {
  const said = accounts.map((one) => `${one.id}${one.verdict}${one.silentDays}${one.warned}`).join()
  return { asOf, judgedAt, accounts, stamp: createHash('sm3').update(said).digest('hex').slice(0, 16) }
}

async function judged(
  db: Db,
  districtId: string,
  asOf: CivilDate,
  { indicators, thresholds }: RulesInForce,
  only?: readonly string[],
): Promise<LiveAccount[]> {
  const { accounts } = await checkFacts(db, districtId, asOf, thresholds, { only, vetoesOnly: true })
  return accounts.map((one) => liveAccount(one, judgeAccount(indicators, one.facts, thresholds)))
}

function liveAccount({ account }: CheckFacts['accounts'][number], results: readonly IndicatorResult[]): LiveAccount {
  const of = (id: string) => results.find(({ indicator }) => indicator === id)
  const silence = of('N-NM-02a')
  const { silentDays, lastUpdateOn } = silence?.facts ?? {}
  return {
    id: account.id,
    name: account.name,
    unitId: account.unitId,
    unitName: account.unitName,
    platform: account.platform,
    verdict: verdictOf(results),
    silentDays: typeof silentDays === 'number' ? silentDays : null,
    lastUpdateOn: typeof lastUpdateOn === 'string' ? (lastUpdateOn as CivilDate) : null,
    warned: of('D-JS-06')?.value === 'fail',
    overdue: silence?.value === 'fail',
  }
}

import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import {
  type Discovered,
  type Ledger,
  type Match,
  type MatchKind,
  matchKindLabels,
  matchKinds,
  partLabels,
  type RejectedRow,
} from './model.ts'
import { type ListFile, matchWithLedger, readListFile } from './reading.ts'

type Registered = { id: string; name: string; unit: string; platform: string }

/** What `./govmedia match FILE --json` prints: a document of plain values, the same to the byte for the same ledger and day. */
export type MatchDocument = {
  district: string
  asOf: CivilDate
  file: string
  counts: Record<MatchKind, number> & { rows: number; rejected: number }
  matches: {
    discovered: Discovered
    kind: MatchKind
    label: string
    account: Registered | null
    unit: { id: string; name: string } | null
    score: number
    /** What the score is the sum of, and what is said beside it: whole sentences. */
    reasons: string[]
    parts: { part: string; label: string; points: number }[]
    wouldChange: string
    candidates: (Registered & { kind: MatchKind; score: number })[]
  }[]
  rejected: RejectedRow[]
}

export type MatchFile = ListFile & { asOf: CivilDate }

/**
 * Holds a file of found accounts against the ledger as it stood on a day; keeps nothing of it. Refuses what
 * `readListFile` refuses.
 */
export async function matchDocument(deps: Deps, actor: Actor, input: MatchFile): Promise<MatchDocument> {
  const { districtId, fileName, asOf } = input
  const list = await readListFile(deps, actor, input, asOf)
  const { matches, ledger } = await matchWithLedger(deps.db, districtId, list, asOf)
  const print = printer(ledger)
  return {
    district: districtId,
    asOf,
    file: fileName,
    counts: { rows: list.rowCount, rejected: list.rejected.length, ...countKinds(matches) },
    matches: matches.map(print),
    rejected: list.rejected,
  }
}

/** How many matches of each kind there are; kinds without any stand with 0. */
export function countKinds(matches: readonly Pick<Match, 'kind'>[]): Record<MatchKind, number> {
  const counts = Object.fromEntries(matchKinds.map((kind) => [kind, 0])) as Record<MatchKind, number>
  for (const { kind } of matches) counts[kind] += 1
  return counts
}

function printer({ accounts, units }: Ledger): (match: Match) => MatchDocument['matches'][number] {
  const unitNames = new Map(units.map(({ id, name }) => [id, name]))
  const registered = new Map(
    accounts.map(({ id, name, unitId, platform }) => [
      id,
      { id, name, unit: unitNames.get(unitId) ?? '', platform: platforms[platform].label },
    ]),
  )
  return ({ discovered, kind, score, parts, remarks, wouldChange, accountId, unitId, candidates }) => ({
    discovered,
    kind,
    label: matchKindLabels[kind],
    account: (accountId === null ? undefined : registered.get(accountId)) ?? null,
    unit: unitId === null ? null : { id: unitId, name: unitNames.get(unitId) ?? '' },
    score,
    reasons: [...parts.map(({ sentence }) => sentence), ...remarks],
    parts: parts.map(({ part, points }) => ({ part, label: partLabels[part], points })),
    wouldChange,
    candidates: candidates.flatMap((candidate) => {
      const account = registered.get(candidate.accountId)
      return account ? [{ ...account, kind: candidate.kind, score: candidate.score }] : []
    }),
  })
}

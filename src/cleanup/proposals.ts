import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { cleanupFacts } from './facts.ts'
import type { Proposal, Reason } from './model.ts'
import { propose, rulesOn } from './rules/index.ts'
import { alike } from './similar/rules.ts'

/** `cleanup propose --json`: no time of the run in it, so that the same data give the same bytes. */
export type ProposalDocument = {
  district: string
  asOf: CivilDate
  proposals: (Omit<Proposal, 'reasons'> & {
    account: { id: string; name: string; unit: string; platform: Platform }
    reasons: readonly Reason[]
  })[]
  similar: { unit: string; names: [string, string] }[]
}

/** What the rules in force on a day propose for every account of a district. Writes nothing. */
export async function proposeCleanup(
  db: Db | Tx,
  { districtId, asOf }: { districtId: string; asOf: CivilDate },
): Promise<ProposalDocument> {
  const rules = rulesOn(asOf)
  const all = await cleanupFacts(db, { districtId, asOf })
  return {
    district: districtId,
    asOf,
    proposals: all.map(({ facts, account, unit }) => ({
      account: { id: account.id, name: account.name, unit: unit.name, platform: account.platform },
      ...propose(facts, rules),
    })),
    similar: similarIn(
      all.map(({ account, unit }) => ({ unit: unit.name, name: account.name, formerly: account.renamedFrom })),
    ),
  }
}

/**
 * Accounts of one unit whose names are nearly the same, also by a former name: proposed for a second look, never decided.
 * The same name on two platforms is as it should be (123号: 各平台名称原则一致).
 */
export function similarIn(
  accounts: readonly { unit: string; name: string; formerly: string | null }[],
): ProposalDocument['similar'] {
  return [...Map.groupBy(accounts, ({ unit }) => unit)].flatMap(([unit, own]) => {
    const names = [...new Set(own.map(({ name }) => name))]
    return names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .filter((other) => alike(one, other) || own.some(({ name, formerly }) => name === one && formerly === other))
        .map((other) => ({ unit, names: [one, other] as [string, string] })),
    )
  })
}

import { settingsOn } from '../access/index.ts'
import { type CivilDate, formatDayZh } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { cleanupFacts } from './facts.ts'
import type { Proposal, Reason } from './model.ts'
import { quantitiesOf, type SourcedQuantities } from './quantities.ts'
import { propose, rulesOn, rulesVersionOn } from './rules/index.ts'
import { alike } from './similar/rules.ts'

/**
 * `cleanup propose --json`: no time of the run in it, so that the same data give the same bytes. `computedFrom`: the day
 * is past and nothing was kept of it; what is said here is reckoned from a later ledger.
 */
export type ProposalDocument = {
  district: string
  asOf: CivilDate
  computedFrom?: { ledgerOn: CivilDate; note: string }
  rules: string
  quantities: SourcedQuantities
  proposals: (Omit<Proposal, 'reasons'> & {
    account: { id: string; name: string; unit: string; platform: Platform }
    reasons: readonly Reason[]
  })[]
  similar: { unit: string; names: [string, string] }[]
}

/**
 * What the rules in force on a day propose for every account of a district, from the ledger of `ledgerOn` (the same day
 * where nothing else is said). Writes nothing.
 */
export async function proposeCleanup(
  db: Db | Tx,
  { districtId, asOf, ledgerOn = asOf }: { districtId: string; asOf: CivilDate; ledgerOn?: CivilDate },
): Promise<ProposalDocument> {
  const rules = rulesOn(asOf)
  const quantities = quantitiesOf(await settingsOn(db, districtId, asOf))
  const lookingBack = quantities.cleanupSilentDays.value
  const all = await cleanupFacts(db, { districtId, asOf, ledgerOn, lookingBack })
  return {
    district: districtId,
    asOf,
    ...(asOf < ledgerOn && { computedFrom: { ledgerOn, note: computedWords(asOf, ledgerOn) } }),
    rules: rulesVersionOn(asOf),
    quantities,
    proposals: all.map(({ facts, account, unit }) => ({
      account: { id: account.id, name: account.name, unit: unit.name, platform: account.platform },
      ...propose(facts, rules, quantities),
    })),
    similar: similarIn(
      all.map(({ account, unit }) => ({ unit: unit.name, name: account.name, formerly: account.renamedFrom })),
    ),
  }
}

const computedWords = (asOf: CivilDate, ledgerOn: CivilDate) =>
  `${formatDayZh(asOf)}没有固定或留存的清理建议，以下按${formatDayZh(ledgerOn)}的台账推算；其后登记、开通的账号不列。`

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

import type { Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Silenced, standardTextChecker, type TextCheck, type TextLink } from '../../textcheck/index.ts'
import { keptNames, keptWords } from './kept-lists.ts'
import { decisionsInForce, ledgerNames } from './queries.ts'

/** What is not said in a unit's texts beside its dictionary: names of the ledger, and what reviewers let stand. */
async function silencedFor(db: Db | Tx, districtId: string, unitId: string | null): Promise<Silenced> {
  const names = await ledgerNames(db, districtId)
  const ignored = await decisionsInForce(db, districtId, unitId)
  return {
    names: names.filter((name) => [...name].length > 1),
    ignored: ignored.map(({ rule, observed }) => ({ rule, observed })),
  }
}

export type DistrictText = {
  text: string
  unitId: string | null
  links?: readonly TextLink[]
  /** Another day than today on which entries have to hold. */
  on?: CivilDate
  /** `false`: without the typo engine, for what is too long to be read by it. */
  typo?: boolean
}

/**
 * Looks through a text of a unit, or of the office where no unit is named, as the district's lists and reviewers have it on
 * a day. It is read in the thread that checks texts, so that others are answered meanwhile. Refuses `text.checks-waiting`,
 * `text.check-too-slow`.
 */
export async function checkForDistrict(
  { db, clock }: Deps,
  districtId: string,
  { text, unitId, links = [], on = clock.today(), typo = true }: DistrictText,
): Promise<TextCheck> {
  return standardTextChecker().check({
    text,
    on,
    links,
    rules: true,
    typo,
    seed: true,
    words: await keptWords(db, districtId),
    names: await keptNames(db, districtId, unitId),
    silenced: await silencedFor(db, districtId, unitId),
  })
}

import type { Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import {
  checkText,
  compileLexicon,
  type Lexicon,
  type LexiconEntry,
  seedEntries,
  type Silenced,
  standardRules,
  type TextCheck,
  type TextLink,
} from '../../textcheck/index.ts'
import { lexiconKind, type ListRow, namesKind } from './model.ts'
import { decisionsInForce, ledgerNames, listRows, stampOf } from './queries.ts'

/** Lists compiled, by district; compiling a long one takes a second, and few districts work at a time. */
const compiled = new Map<string, { stamp: string; lexicon: Lexicon }>()
const KEPT = 8

/** The seed and the district's own list as one; an entry of the district takes the place of the seed's. */
export async function districtLexicon(db: Db | Tx, districtId: string): Promise<Lexicon> {
  const stamp = await stampOf(db, lexiconKind, districtId)
  const known = compiled.get(districtId)
  if (known?.stamp === stamp) return known.lexicon
  const { rows } = await listRows(db, lexiconKind, { districtId })
  const own = rows.map(({ id, row }) => entryOf(id, row))
  const taken = new Set(own.map(({ wrong }) => wrong))
  const lexicon = compileLexicon([...own, ...seedEntries().filter(({ wrong }) => !taken.has(wrong))])
  compiled.delete(districtId)
  compiled.set(districtId, { stamp, lexicon })
  for (const oldest of compiled.keys()) if (compiled.size > KEPT) compiled.delete(oldest)
  return lexicon
}

const words = (row: ListRow, column: string) => [row[column] ?? []].flat()
const text = (row: ListRow, column: string) => row[column] as string | null

/** An entry as the check takes it; the table holds what its words may be. */
export function entryOf(id: string, row: ListRow): LexiconEntry {
  const [right, from, to] = [text(row, 'right_words'), text(row, 'valid_from'), text(row, 'valid_to')]
  return {
    id,
    wrong: text(row, 'wrong') ?? '',
    ...(right !== null && { right }),
    gate: text(row, 'gate') as LexiconEntry['gate'],
    severity: text(row, 'severity') as LexiconEntry['severity'],
    source: text(row, 'source') ?? '',
    ...(from !== null && { validFrom: from as CivilDate }),
    ...(to !== null && { validTo: to as CivilDate }),
    required: words(row, 'required'),
    forbidden: words(row, 'forbidden'),
    excuses: words(row, 'excuses'),
    folding: words(row, 'folding') as NonNullable<LexiconEntry['folding']>,
  }
}

/** What is not said in a unit's texts: names of the ledger and of the dictionary, and what reviewers let stand. */
export async function silencedFor(db: Db | Tx, districtId: string, unitId: string | null): Promise<Silenced> {
  const { rows } = await listRows(db, namesKind, { districtId })
  const own = rows.filter(({ row }) => row['unit_id'] === null || row['unit_id'] === unitId)
  const names = [...(await ledgerNames(db, districtId)), ...own.map(({ row }) => text(row, 'name') ?? '')]
  const ignored = await decisionsInForce(db, districtId, unitId)
  return { names: names.filter((name) => [...name].length > 1), ignored }
}

export type DistrictText = {
  text: string
  unitId: string | null
  links?: readonly TextLink[]
  /** Another day than today on which entries have to hold. */
  on?: CivilDate
}

/** Looks through a text of a unit, or of the office where no unit is named, as the district's lists and reviewers have it on a day. */
export async function checkForDistrict(
  { db, clock }: Deps,
  districtId: string,
  { text: written, unitId, links = [], on = clock.today() }: DistrictText,
): Promise<TextCheck> {
  return checkText(written, {
    rules: standardRules,
    lexicons: await districtLexicon(db, districtId),
    silenced: await silencedFor(db, districtId, unitId),
    on,
    links,
  })
}

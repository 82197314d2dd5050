import type { Tx } from '../../database/index.ts'
import { lexiconKind, lexiconLists, type ListKind, type ListRow } from './model.ts'
import { rightsOf } from './queries.ts'

const listName = (list: string) => lexiconLists[list as keyof typeof lexiconLists]
const said = (right: string | null) => (right === null ? '只提示核对' : `正确用语是“${right}”`)

/**
 * Lines of which the same words stand under another 类别 with something else as right: a text would be told two things. By
 * the key of the line, why it is not taken.
 */
export async function contraryTo(
  tx: Tx,
  kind: ListKind,
  districtId: string,
  rows: ReadonlyMap<string, ListRow>,
): Promise<Map<string, string>> {
  const why = new Map<string, string>()
  if (kind !== lexiconKind || rows.size === 0) return why
  const keys = Map.groupBy(rows, ([, row]) => String(row['wrong']))
  for (const { list, wrong, right } of await rightsOf(tx, districtId, [...keys.keys()], Object.keys(lexiconLists)))
    for (const [key, row] of keys.get(wrong) ?? [])
      if (row['list'] !== list && row['right_words'] !== right)
        why.set(key, `“${wrong}”在“${listName(list)}”中${said(right)}，与本条不一致，请先停用原来的一条，或者改为一致`)
  return why
}

/** The same within one file: the line that said it first. */
export class SaidOnce {
  readonly #first = new Map<unknown, { at: number; list: unknown; right: unknown }>()

  /** Why a line contradicts an earlier one; undefined: it doesn't. */
  against(kind: ListKind, row: ListRow, at: number): string | undefined {
    if (kind !== lexiconKind) return undefined
    const { wrong, list, right_words: right } = row
    const earlier = this.#first.get(wrong)
    if (!earlier) this.#first.set(wrong, { at, list, right })
    else if (earlier.list !== list && earlier.right !== right)
      return `“${String(wrong)}”与第${earlier.at}行的正确用语不一致`
    return undefined
  }
}

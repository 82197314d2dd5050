import { settingsOn } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { classes, type ClassWords, type ManuscriptClass, type ReviewRule } from './model.ts'
import { defaultClassWords, defaultRules } from './rules.ts'

/** Under these keys a district's own rules stand among its settings. */
export const ruleKey = (kind: ManuscriptClass): string => `manuscript.review.${kind}`
export const wordsKey = (kind: keyof ClassWords): string => `manuscript.words.${kind}`

export type RulesInForce = { rules: Record<ManuscriptClass, ReviewRule>; words: Required<ClassWords> }

/** What a district asks of manuscripts on a day: its own rules, else what holds everywhere. */
export async function rulesInForce(db: Db | Tx, districtId: string, on: CivilDate): Promise<RulesInForce> {
  const own = await settingsOn(db, districtId, on)
  const rules = Object.fromEntries(
    classes.map((kind) => {
      const found = own[ruleKey(kind)]
      const rule = found ? { levels: (found.value as ReviewRule).levels, source: found.source } : defaultRules[kind]
      return [kind, rule]
    }),
  ) as Record<ManuscriptClass, ReviewRule>
  const wordsOf = (kind: keyof ClassWords) =>
    (own[wordsKey(kind)]?.value as string[] | undefined) ?? defaultClassWords[kind]
  return { rules, words: { important: wordsOf('important'), sensitive: wordsOf('sensitive') } }
}

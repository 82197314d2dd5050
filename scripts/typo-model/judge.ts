import { type Forest } from '../../src/textcheck/typo/forest.ts'
import { FEATURES } from '../../src/textcheck/typo/features.ts'
import { correctLine } from '../../src/textcheck/typo/correct.ts'
import { foreign, type Language } from '../../src/textcheck/typo/model.ts'
import { pack } from '../../src/textcheck/typo/pack.ts'
import { lineOf, scoreLine } from '../../src/textcheck/typo/score.ts'
import { grow, type Growth } from './grow.ts'
import { chanceOf, named, type Pair, Slips } from './noise.ts'
import type { Phrases } from './phrases.ts'

export type Practice = {
  /** ECSpell's training sentences without the named 20 %, and those 20 %. */
  readonly pairs: readonly Pair[]
  readonly held: readonly Pair[]
  /** Sentences of statutes that nothing was counted in: to be noised for training, and for thresholds. */
  readonly noised: readonly string[]
  readonly threshold: readonly string[]
}
export type Effort = { readonly sentences: number; readonly growth: Growth; readonly seed: number }

export const FULL_EFFORT: Effort = {
  sentences: 16_000,
  growth: { trees: 300, leaves: 31, rate: 0.1, leastWeight: 5, ridge: 1, sample: 0.7, features: 0.6 },
  seed: 7,
}

/** Log odds from which a person has to confirm: the classifier is sure to 98 of 100. */
const CONFIRM = 4
/**
 * Of clean sentences, no more than this share may be advised on in any of the sets that the threshold is chosen on: less
 * than is allowed, since what comes is wider than what was held back.
 */
const MOST_FALSE = 0.02

const readable = (sentence: string) =>
  sentence.length >= 8 && sentence.length <= 90 && (sentence.match(/[\u4e00-\u9fff]/g)?.length ?? 0) >= 6

/** Trains the classifier and chooses its thresholds; gives the packed file and what was found out on the way. */
export function judgeOf(
  language: Language,
  spoken: ReadonlyMap<string, readonly string[]>,
  phrases: (chance: () => number) => Phrases,
  practice: Practice,
  effort: Effort,
): { bytes: Uint8Array; said: readonly string[] } {
  const chance = chanceOf(effort.seed)
  const slips = new Slips(language, spoken, chance)
  const general = phrases(chance)
  // The same language as it looks to text unlike statutes, ever more foreign.
  const languages = [language, foreign(language, 10, 0), foreign(language, 60, 0.1), foreign(language, 400, 0.15)]
  const abroad = [foreign(language, 1, 0.1), foreign(language, 1, 0.25), foreign(language, 10, 0.4)]
  const { counts } = language
  const han = counts.alphabet.characters.slice(4, counts.alphabet.hanEnd)
  const rows = new Rows()
  for (const pair of practice.pairs) {
    rows.add(language, pair, 3)
    rows.add(languages[2] as Language, pair, 1)
  }
  const one = <T>(list: readonly T[]) => list[Math.floor(chance() * list.length)] as T
  const sentences = practice.noised.filter(readable)
  for (let made = 0; made < effort.sentences; made++) {
    const isGeneral = chance() < 0.15
    let target = isGeneral ? general.make(4 + Math.floor(chance() * 14)) : one(sentences)
    if (!isGeneral && chance() < 0.1) {
      const at = Math.floor(chance() * target.length)
      target = target.slice(0, at) + general.make(1 + Math.floor(chance() * 4)) + target.slice(at)
    }
    if (chance() < 0.2) target = named(target, han, chance)
    rows.add(one(isGeneral ? abroad : languages), slips.make(target, chance() < 0.5 ? 0 : slips.often()), 1)
  }
  const forest = grow(rows, effort.growth, chance)
  const sets = [
    { name: 'the named 20 % of ecspell_law.train', of: language, pairs: practice.held },
    ...[language, languages[2] as Language].map((of, index) => ({
      name: index === 0 ? 'noised statutes held back' : 'the same as foreign text',
      of,
      pairs: Array.from({ length: Math.min(600, effort.sentences) }, () =>
        slips.make(one(practice.threshold.filter(readable)), chance() < 0.5 ? 0 : slips.often()),
      ),
    })),
  ]
  const { advise, said } = thresholdOf(sets, forest)
  return {
    bytes: pack({ features: FEATURES, bars: { advise, confirm: Math.max(CONFIRM, advise) } }, { ...forest }),
    said: [`${rows.rows.length} candidates, ${rows.wanted.reduce((sum, value) => sum + value, 0)} right`, ...said],
  }
}

class Rows {
  readonly rows: Float32Array[] = []
  readonly wanted: number[] = []
  readonly weight: number[] = []

  add(language: Language, { source, target }: Pair, weight: number): void {
    const ids = lineOf(language, source)
    const meant = lineOf(language, target)
    if (ids.length !== meant.length) return
    for (const { candidate, row } of scoreLine(language, ids)) {
      const { start } = candidate
      this.rows.push(row)
      this.wanted.push(candidate.ids.every((id, index) => id === meant[start + index]) ? 1 : 0)
      this.weight.push(weight)
    }
  }
}

type Held = { readonly name: string; readonly of: Language; readonly pairs: readonly Pair[] }

/** The lowest threshold that keeps false alarms down in every set. */
function thresholdOf(sets: readonly Held[], forest: Forest): { advise: number; said: string[] } {
  const said: string[] = []
  for (let advise = 0; ; advise += 0.25) {
    const shares = sets.map(({ of, pairs }) => {
      // A right sentence is clean whether its wrong one was in the set or not.
      const clean = pairs.map(({ target }) => target)
      return clean.filter((text) => correctLine(of, forest, lineOf(of, text), advise).length > 0).length / clean.length
    })
    said.push(
      `log odds ${advise}: ${sets.map(({ name }, index) => `${name} ${(100 * (shares[index] ?? 0)).toFixed(2)} %`).join(', ')}`,
    )
    if (Math.max(...shares) <= MOST_FALSE || advise >= CONFIRM) return { advise, said }
  }
}

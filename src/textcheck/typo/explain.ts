import type { Confusions } from './confusions.ts'

/** How what stands there and what may be meant are alike. */
export type Confusion = 'same-sound' | 'near-sound' | 'same-shape' | 'homophone-word' | 'set-phrase'

export const CONFUSIONS: Readonly<Record<Confusion, string>> = {
  'same-sound': '同音',
  'near-sound': '近音',
  'same-shape': '形近',
  'homophone-word': '同音词',
  'set-phrase': '固定词语',
}

/** Which confusion lies between the ids that stand there and those that may be meant. */
export function confusionOf(confusions: Confusions, was: readonly number[], meant: readonly number[]): Confusion {
  const pairs = was.flatMap((id, index) => (id === meant[index] ? [] : [confusions.likeness(id, meant[index] ?? 0)]))
  const least = Math.min(...pairs.map(({ sound }) => sound))
  if (pairs.length > 1) return least >= 1 ? 'homophone-word' : 'set-phrase'
  const [{ sound, shape } = { sound: 0, shape: 0 }] = pairs
  if (sound >= 2) return 'same-sound'
  if (sound === 1 && shape < 0.75) return 'near-sound'
  return shape > 0 ? 'same-shape' : 'set-phrase'
}

export type Evidence = {
  readonly confusion: Confusion
  /** What stands there and what may be meant, as whole words. */
  readonly observed: string
  readonly suggestion: string
  /** The characters in question alone. */
  readonly was: string
  readonly meant: string
  /** How often the words were counted in the statutes. */
  readonly counted: number
  readonly countedMeant: number
  readonly isWord: boolean
  readonly isWordMeant: boolean
}

const HOW: Readonly<Record<Confusion, (was: string, meant: string) => string>> = {
  'same-sound': (was, meant) => `“${was}”与“${meant}”同音`,
  'near-sound': (was, meant) => `“${was}”与“${meant}”读音相近`,
  'same-shape': (was, meant) => `“${was}”与“${meant}”字形相近`,
  'homophone-word': (was, meant) => `“${was}”与“${meant}”读音相同或相近`,
  'set-phrase': (was, meant) => `“${was}”与“${meant}”一字之差`,
}

/** A sentence for the reviewer: what may be meant, how it came about, and what speaks for it. */
export function whyOf(evidence: Evidence): string {
  const { confusion, observed, suggestion, was, meant, counted, countedMeant, isWord, isWordMeant } = evidence
  const reasons = [
    HOW[confusion](was, meant),
    ...(isWordMeant && !isWord ? [`词典收有“${suggestion}”，未收“${observed}”`] : []),
    ...(countedMeant > 0
      ? [
          `法律法规语料中“${suggestion}”约${countedMeant}处，“${observed}”${counted === 0 ? '没有出现' : `约${counted}处`}`,
        ]
      : ['从上下文看，后者更合文意']),
  ]
  return `“${observed}”疑为“${suggestion}”：${reasons.join('；')}。`
}

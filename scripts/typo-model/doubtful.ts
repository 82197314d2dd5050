import { FIRST_CHARACTER, idsOf } from '../../src/textcheck/typo/alphabet.ts'
import type { CharacterCounts } from '../../src/textcheck/typo/characters.ts'
import { hashesOf } from '../../src/textcheck/typo/ngrams.ts'
import type { Confusions } from '../../src/textcheck/typo/confusions.ts'

/** How many times as frequent the other spelling has to be. */
const TIMES = 6

/**
 * Whether a word of an input method's list is likely a misspelling that people typed so often that it got in (寒喧, 渡假村):
 * one character of like sound or shape away from a word that is many times as frequent, in the word list of jieba and in
 * the statutes.
 */
export function doubtful(
  counts: CharacterCounts,
  confusions: Confusions,
  frequency: ReadonlyMap<string, number>,
): (word: string) => boolean {
  const { alphabet } = counts
  const inStatutes = (word: string) => counts.grams.count(...hashesOf(idsOf(alphabet, word), 0, word.length))
  return (word) => {
    const own = frequency.get(word) ?? 0.5
    if (word.length < 2 || word.length > 4 || own > 200) return false
    const ids = idsOf(alphabet, word)
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? 0
      if (id < FIRST_CHARACTER) return false
      for (const { id: meant, sound, shape } of confusions.of(id)) {
        if (sound < 2 && shape < 0.7) continue
        const other = word.slice(0, at) + alphabet.characters[meant] + word.slice(at + 1)
        if ((frequency.get(other) ?? 0) < own * TIMES) continue
        const seen = inStatutes(word)
        if (seen <= 2 || inStatutes(other) >= seen * TIMES) return true
      }
    }
    return false
  }
}

import { readCount } from './counts.ts'
import { readYuan } from './sums.ts'

/**
 * One answer that takes part in a contradiction. `isNot`: answered, and otherwise. `as`: how it is compared; without it, by
 * its text.
 */
export type Condition = ({ key: string; is: string } | { key: string; isNot: string }) & { as?: 'sum' | 'count' }

/** Answers that can't all be true together, or that ask for a second look, and the sentence that says so. */
export type Contradiction = { when: readonly Condition[]; says: string }

/** The sentences of the rules that these answers fulfil, each once: on the server and while a person types alike. */
export function toldBy(rules: readonly Contradiction[], answerTo: (key: string) => string): string[] {
  const holds = (condition: Condition): boolean => {
    const given = answerTo(condition.key).trim()
    if ('is' in condition) return sameAnswer(given, condition.is, condition.as)
    return given !== '' && !sameAnswer(given, condition.isNot, condition.as)
  }
  return [...new Set(rules.filter(({ when }) => when.every(holds)).map(({ says }) => says))]
}

// 0, 0.00, 0元 and 无 are all no money; 0 and ０人 are nobody. What can't be read is the same in the same words only.
function sameAnswer(given: string, other: string, as: Condition['as']): boolean {
  if (given === other) return true
  const value = (text: string) => (as === 'sum' ? readYuan(text) : as === 'count' ? countOf(text) : undefined)
  const [left, right] = [value(given), value(other)]
  return left !== undefined && left === right
}

function countOf(text: string): number | undefined {
  const read = readCount(text)
  return 'value' in read ? read.value : undefined
}

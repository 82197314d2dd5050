import { expect, it } from 'vitest'
import { sumFaults } from '../../../src/reporting/editing/sums.ts'
import { describeWithShared } from '../../support/shared.ts'
import { publishedCases, type PublishedSum } from './read-cases.ts'

/** The figures of a printed sum in a sentence as an office would write it; undefined where they are none that can be told so. */
function sentenceOf({ computed, published }: PublishedSum): string | undefined {
  const share = /^(\d+)\/(\d+)/.exec(computed)
  const printed = /\d+(?:\.\d+)?/.exec(String(published))?.[0]
  if (share && /^\d+(\.\d+)?%$/.test(String(published)))
    return `登记${share[2]}个，检查${share[1]}个，检查比例${published}。`
  const parts = /^(\d+(?:\+\d+)+)/.exec(computed)?.[1]?.split('+')
  if (!parts || printed === undefined) return undefined
  return `公布信息${printed}条，其中${parts.map((part, at) => `第${'一二三四五六七八九十'[at] ?? '其'}类${part}条`).join('、')}。`
}

const contradicting = ['MISMATCH', 'WRONG_DENOMINATOR_EXAMPLE']

describeWithShared('the check of typed numbers, on sums that governments printed', () => {
  const told = publishedCases().flatMap(({ id, recompute }) =>
    recompute.flatMap((sum) => {
      const sentence = sentenceOf(sum)
      return sentence ? [{ id, what: sum.what, result: sum.result, sentence }] : []
    }),
  )

  it('finds each that is wrong and none that is right', () => {
    expect(told.length).toBeGreaterThan(50)
    expect(told.filter(({ result }) => contradicting.includes(result))).toHaveLength(5)
    const wrong = told
      .filter(({ result, sentence }) => sumFaults(sentence).length > 0 !== contradicting.includes(result))
      .map(({ id, what, sentence }) => `${id} ${what}: ${sentence}${sumFaults(sentence).join()}`)
    expect(wrong).toEqual([])
  })
})

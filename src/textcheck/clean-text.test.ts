import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { planted, plantings, wordPlantings } from '../../bench/planted.ts'
import { describeWithShared, itWithShared, sharedPath } from '../../tests/support/shared.ts'
import { civilDate } from '../calendar/index.ts'
import { checkText, seedEntries, seedLexicon, standardRules } from './index.ts'

const on = civilDate('2026-10-12')
const check = (text: string) => checkText(text, { rules: standardRules, lexicons: seedLexicon(), on }).findings

describeWithShared('rules and seed together', () => {
  const clean = () =>
    (
      JSON.parse(readFileSync(sharedPath('data', 'text', 'acc_rmrb.tet.json')!, 'utf8')) as { original_text: string }[]
    ).map((one) => one.original_text)

  itWithShared('say next to nothing of clean sentences: at most 0.05 a thousand characters', () => {
    const text = clean().join('\n')
    expect((check(text).length / text.length) * 1_000).toBeLessThan(0.05)
  })

  itWithShared('find at least 95 of 100 errors planted in them, of every kind', () => {
    const sentences = clean().filter((sentence) => sentence.length > 20)
    const words = seedEntries().map(({ wrong }) => wrong)
    const all = [...planted(sentences, plantings, 40), ...planted(sentences, wordPlantings(words), 1)]
    const missed = all.filter(({ text, start, end }) => !check(text).some((one) => one.start < end && start < one.end))
    const byKind = Map.groupBy(missed, ({ what }) => what)
    expect(missed.length / all.length, [...byKind].map(([what, of]) => `${what} ${of.length}`).join('、')).toBeLessThan(
      0.05,
    )
    for (const { what } of plantings) expect(byKind.get(what)?.length ?? 0, what).toBeLessThanOrEqual(8)
  })

  itWithShared('find what circulars quoted, and let stand what circulars named as right', () => {
    const cases = JSON.parse(readFileSync(sharedPath('data', 'cases', 'typos.json')!, 'utf8')) as {
      negativesReal: { text: string }[]
      negativesConstructed: { text: string; expect: string }[]
      pairs: { id: string; wrong: string; right: string; contextDependent: boolean; possibleArtifact: boolean }[]
    }
    const silent = [...cases.negativesReal, ...cases.negativesConstructed.filter((one) => one.expect === '不得报错')]
    for (const { text } of silent) expect(check(text), text).toEqual([])
    const clear = cases.pairs.filter((one) => !one.contextDependent && !one.possibleArtifact)
    const missed = clear.filter(({ wrong }) => check(wrong).length === 0).map(({ wrong }) => wrong)
    expect(missed.length / clear.length, missed.join('、')).toBeLessThan(0.1)
  })
})

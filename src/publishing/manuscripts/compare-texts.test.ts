import { expect, it } from 'vitest'
import { wordChanges } from './compare-texts.ts'

it('tells words that came and went', () => {
  expect(wordChanges('10月15日停水检修。', '10月16日停水检修。')).toEqual([
    { kind: 'same', text: '10月' },
    { kind: 'gone', text: '15' },
    { kind: 'new', text: '16' },
    { kind: 'same', text: '日停水检修。' },
  ])
})

it('texts that have nothing in common are compared all the same, and nothing of either is lost', () => {
  const text = (seed: number) =>
    Array.from({ length: 12_000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * seed) % 9973))).join('')
  const [from, to] = [`${text(7)}\n尾`, `${text(11)}\n尾`]
  const changes = wordChanges(from, to)
  const joined = (leave: string) => changes.flatMap(({ kind, text: one }) => (kind === leave ? [] : one)).join('')
  expect([joined('new') === from, joined('gone') === to]).toEqual([true, true])
})

import { expect, it } from 'vitest'
import fc from 'fast-check'
import { type TextChanges, wordChanges } from './compare-texts.ts'

/** The two texts that a comparison tells. */
const told = ({ parts }: TextChanges) =>
  (['new', 'gone'] as const).map((leave) => parts.flatMap(({ kind, text }) => (kind === leave ? [] : text)).join(''))

/** Letters without a mark or a line's end among them, another row of letters for each seed. */
const letters = (seed: number, length: number) =>
  Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((at * seed) % 9973))).join('')

it('tells words that came and went', () => {
  expect(wordChanges('10月15日停水检修。', '10月16日停水检修。')).toEqual({
    parts: [
      { kind: 'same', text: '10月' },
      { kind: 'gone', text: '15' },
      { kind: 'new', text: '16' },
      { kind: 'same', text: '日停水检修。' },
    ],
    hasWholeParts: false,
  })
})

it('tells a paragraph that moved, and blanks that changed, letter for letter', () => {
  const [first, second] = ['第一段，讲防汛。\n', '第二段，讲用电。\n']
  expect(wordChanges(`${first}${second}末。`, `${second}${first}末。`).parts).toEqual([
    { kind: 'gone', text: first },
    { kind: 'same', text: second },
    { kind: 'new', text: first },
    { kind: 'same', text: '末。' },
  ])
  expect(told(wordChanges('停水  一天\r\n', '停水 一天\n'))).toEqual(['停水  一天\r\n', '停水 一天\n'])
})

it('what it tells is both texts, whatever they are, and neighbours differ in kind', () => {
  const word = fc.constantFrom(
    '各单位',
    '要',
    '落实',
    '责任',
    '，',
    '。',
    '\n',
    '\r',
    ' ',
    '12',
    'a',
    '\ud83d',
    '😀',
    '的',
  )
  const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(''))
  fc.assert(
    fc.property(text, text, (from, to) => {
      const changes = wordChanges(from, to)
      expect(told(changes)).toEqual([from, to])
      expect(changes.parts.every(({ text: one }) => one !== '')).toBe(true)
      expect(changes.parts.filter(({ kind }, at) => kind === changes.parts[at + 1]?.kind)).toEqual([])
      expect(changes.hasWholeParts).toBe(false)
    }),
    { numRuns: 300 },
  )
})

it('a long text of which every clause was touched is still compared word by word', () => {
  const text = (what: string) => Array.from({ length: 800 }, (_, at) => `第${at}项由区政府办公室${what}，`).join('')
  const changes = wordChanges(text('牵头'), text('督办'))
  expect([changes.hasWholeParts, changes.parts.length]).toEqual([false, 800 * 3 + 1])
})

it('texts that have nothing in common are told as a whole, and it is said; nothing of either is lost', () => {
  const [from, to] = [`${letters(7, 100_000)}\n尾`, `${letters(11, 100_000)}\n尾`]
  const changes = wordChanges(from, to)
  expect(told(changes).map((text, at) => text === [from, to][at])).toEqual([true, true])
  expect([changes.hasWholeParts, changes.parts.at(-1)]).toEqual([true, { kind: 'same', text: '尾' }])
})

it.each([
  ['each letter a line', letters(7, 50_000).replaceAll(/./gu, '$&\n'), letters(11, 50_000).replaceAll(/./gu, '$&\n')],
  ['marks alone', '，。'.repeat(50_000), '。，'.repeat(49_000)],
  ['two words by turns', '责任'.repeat(25_000), '任责'.repeat(25_000)],
])('what would take a comparison longest is told all the same: %s', (_, from, to) => {
  expect(told(wordChanges(from, to)).map((text, at) => text === [from, to][at])).toEqual([true, true])
})

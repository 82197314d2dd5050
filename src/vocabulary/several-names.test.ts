import { expect, it } from 'vitest'
import { severalNames } from './several-names.ts'

it.each([
  [[], ''],
  [['甲区'], '甲区'],
  [['甲', '乙', '丙', '丁', '戊', '己'], '甲、乙、丙、丁、戊、己'],
  [['甲', '乙', '丙', '丁', '戊', '己', '庚'], '甲、乙、丙等 7 个地区'],
])('%j are told as “%s”', (names, text) => {
  expect(severalNames(names, '个地区')).toBe(text)
})

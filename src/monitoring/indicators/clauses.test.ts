import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sharedPath } from '../../../tests/support/shared.ts'
import { indicators } from './index.ts'

const papers = [
  { source: /全区政务新媒体/, file: 'notice-junshan-2019.md' },
  { source: /123号/, file: 'guobanfa-2018-123.txt' },
]
const plain = (text: string) => text.replace(/[\s|]/gu, '')

it.skipIf(!sharedPath())('quotes word for word what is marked 原文', () => {
  const quoted = indicators.flatMap(({ basis }) => basis.filter(({ certainty }) => certainty === '原文'))
  expect(quoted.length).toBeGreaterThan(5)
  for (const { source, clause } of quoted) {
    const paper = papers.find((one) => one.source.test(source))
    const text = plain(readFileSync(sharedPath('domain', paper?.file ?? '') ?? '', 'utf8'))
    for (const part of clause.split(/……|、(?=主办单位$)/u)) expect(text).toContain(plain(part))
  }
})

import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainRecords } from './read-text.ts'

it('reads a text without quotation marks as csv-parse does, whatever ends its lines', () => {
  const signs = fc.constantFrom('甲', 'b', ' ', ',', ';', '\t', '\n', '\r', '\r\n', '\ufeff', "'")
  const texts = fc.array(signs, { maxLength: 14 }).map((all) => all.join(''))
  fc.assert(
    fc.property(texts, fc.constantFrom(',', ';', '\t'), (text, delimiter) => {
      const known: string[][] = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: false })
      expect(plainRecords(text, delimiter)).toEqual(known)
    }),
    { numRuns: 3_000, seed: 20260930 },
  )
})

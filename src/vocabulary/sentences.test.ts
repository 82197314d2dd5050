import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sharedPath } from '../../tests/support/shared.ts'
import { sentences } from './sentences.ts'

/** The sentences in the office's order, with the numbers and days that its own page prints. */
const printed = [
  sentences.notCollected,
  sentences.candidatesOnly,
  sentences.signedAndSealed,
  sentences.correctionsAtOnce(3, '6月21日'),
  sentences.nothingToReport,
  sentences.notUpdated('2026年11月16日', '2026年11月1日'),
  sentences.countsNotScored,
  sentences.stillMonitored,
  sentences.nothingSecret,
  sentences.systemOnlyHints,
]

it.skipIf(!sharedPath())('says the ten sentences exactly as the office wrote them', () => {
  const page = readFileSync(sharedPath('domain', 'sentences.md') ?? '', 'utf8')
  const asked = [...page.matchAll(/^\d+\. (.+)$/gmu)].map(([, sentence]) => sentence)
  expect(printed).toEqual(asked)
})

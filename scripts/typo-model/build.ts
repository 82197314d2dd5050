/**
 * Builds the packed typo model out of the named inputs, the same bytes from the same inputs. Some ten minutes of one core
 * and 2 GB: `npm run typo-model -- --inputs DIR[,DIR…] --handbook DIR --out DIR`. Only the classifier again: `--part judge`;
 * only its threshold, with the trees that are there: `--part threshold`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { charactersOf, forestOf, languageOf } from '../../src/textcheck/typo/model.ts'
import { sharedFolder } from '../../tests/support/shared-folder.ts'
import { doubtful } from './doubtful.ts'
import { INPUTS, readFrequency, readInputs, readPairs, readSounds, readSpoken, readStrokes } from './inputs.ts'
import { FULL_EFFORT, judgeOf, withThreshold } from './judge.ts'
import { handbook } from './handbook.ts'
import { readWordModel } from './kenlm.ts'
import { packCharacters, packWords } from './language.ts'
import { Phrases } from './phrases.ts'
import { partsOf, sharesClause, shareOf } from './statutes.ts'

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '.' },
    handbook: { type: 'string', default: 'docs/handbook' },
    out: { type: 'string', default: 'src/textcheck/typo/model' },
    part: { type: 'string', default: 'characters,words,judge' },
  },
})
const parts = values.part.split(',')
const say = (text: string) => process.stderr.write(`${text}\n`)
const file = (name: string) => join(values.out, name)
const { text, bytes } = readInputs([...values.inputs.split(','), join(sharedFolder, 'data/text')])
mkdirSync(values.out, { recursive: true })
const about = { made: Object.values(INPUTS).map(({ file: name, sha256, licence }) => ({ name, sha256, licence })) }

type Proof = { source: string; target: string }
const tests = [
  ...[
    ...readPairs(text('lawTest')),
    ...readPairs(text('medTest')),
    ...(JSON.parse(text('textproof')) as Proof[]),
  ].flatMap(({ source, target }) => [source, target]),
  ...(JSON.parse(text('news')) as { original_text: string }[]).map(({ original_text: sentence }) => sentence),
]
const isShared = sharesClause(tests)
// Before the long parts: an edited handbook ends the build.
const hasThreshold = parts.includes('judge') || parts.includes('threshold')
const prose = hasThreshold ? handbook(values.handbook, isShared) : undefined
const statutes = partsOf(text('statutes'), isShared)
say(
  `statutes: ${Object.entries(statutes)
    .map(([part, sentences]) => `${part} ${sentences.length}`)
    .join(', ')} sentences`,
)

const frequency = readFrequency(text('frequency'))
if (parts.includes('characters')) {
  const packed = packCharacters(
    statutes.counted,
    readSounds(text('sounds')),
    readStrokes(text('strokes')),
    frequency,
    about,
  )
  writeFileSync(file('characters.bin'), packed)
  say(`characters.bin: ${packed.length} bytes`)
}
const spoken = readSpoken(text('spoken'))
const wordModel = readWordModel(bytes('wordModel'))
if (parts.includes('words')) {
  const { counts, confusions } = charactersOf(readFileSync(file('characters.bin')))
  const isDoubtful = doubtful(counts, confusions, frequency)
  const packed = packWords(wordModel, { spoken, frequency, isDoubtful, alphabet: counts.alphabet }, about)
  writeFileSync(file('words.bin'), packed)
  say(`words.bin: ${packed.length} bytes`)
}
if (prose) {
  const language = languageOf(readFileSync(file('characters.bin')), readFileSync(file('words.bin')))
  const pairs = readPairs(text('lawTrain')).filter(({ source, target }) => !isShared(source) && !isShared(target))
  const practice = {
    pairs: pairs.filter(({ target }) => shareOf(target) >= 0.2),
    held: pairs.filter(({ target }) => shareOf(target) < 0.2),
    noised: statutes.noised,
    threshold: statutes.threshold,
    prose,
  }
  const { bytes: packed, said } = parts.includes('judge')
    ? judgeOf(language, spoken, (chance) => new Phrases(wordModel, chance), practice, FULL_EFFORT)
    : withThreshold(language, spoken, practice, forestOf(readFileSync(file('judge.bin'))), FULL_EFFORT)
  writeFileSync(file('judge.bin'), packed)
  say([...said, `judge.bin: ${packed.length} bytes`].join('\n'))
}

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sharedFolder } from '../tests/support/shared-folder.ts'
import FastScanner from 'fastscan'
import { Mint } from 'mint-filter'
import { civilDate } from '../src/calendar/index.ts'
import { checkText, compileLexicon, seedEntries, seedLexicon, standardRules } from '../src/textcheck/index.ts'
import { coreTime, ms, type Row } from './measure.ts'
import { longListRows } from './long-list.ts'
import { planted, plantings, wordPlantings } from './planted.ts'

const on = civilDate('2026-10-12')
const patterns = 50_000

/** Lists, rules and both together, over public law; skipped with a sentence where that does not lie beside the checkout. */
export async function lexiconRows(): Promise<Row[]> {
  const law = statutes()
  if (law === undefined) {
    process.stderr.write('no statutes beside the checkout: lists and rules are not measured\n')
    return []
  }
  const lines = law.split('\n')
  const text = law.slice(0, 4_000_000)
  return [scanRow(law, text), rulesRow(text), ...qualityRows(lines), ...wholeRows(text), ...(await longListRows())]
}

function statutes(): string | undefined {
  const path = join(sharedFolder, 'data/text/statutes.txt.xz')
  const unpacked = existsSync(path) ? spawnSync('xz', ['-dc', path], { maxBuffer: 2 ** 30 }) : undefined
  return unpacked?.status === 0 ? unpacked.stdout.toString('utf8') : undefined
}

const bytesOf = (text: string) => Buffer.byteLength(text) / 1e6
/** Megabytes of UTF-8 a second of one core. */
const rate = (text: string, millis: number) => (bytesOf(text) / millis) * 1_000

/** Words of the law with one letter wrong: what lists hold, and hardly ever met in a clean text. */
function wrongWords(law: string): string[] {
  const words = new Set<string>()
  for (const [word] of law.matchAll(/[\u4e00-\u9fff]{4}/gu)) {
    if (words.size === patterns) break
    words.add(`${word.slice(0, 2)}${String.fromCharCode(word.charCodeAt(2) + 1)}${word.slice(3)}`)
  }
  return [...words]
}

function scanRow(law: string, text: string): Row {
  const words = wrongWords(law)
  const folding = ['width', 'case', 'traditional', 'inserted'] as const
  const lexicon = compileLexicon(
    words.map((wrong, at) => ({
      id: String(at),
      wrong,
      gate: 'wording',
      severity: 'advise',
      source: 'bench',
      folding,
    })),
  )
  const own = rate(
    text,
    coreTime(5, () => lexicon.find(text, on)),
  )
  // Peers from npm, in the same run: both hold one automaton in objects and fold nothing.
  const fastscan = new FastScanner(words)
  const fast = rate(
    text,
    coreTime(3, () => fastscan.search(text)),
  )
  const mint = new Mint(words)
  const filtered = rate(
    text,
    coreTime(3, () => mint.filter(text)),
  )
  return {
    what: `lists: ${words.length} entries, all folding on, over ${bytesOf(text).toFixed(0)} MB of law`,
    figure: `${own.toFixed(0)} MB/s`,
    beside: `fastscan ${fast.toFixed(0)}, mint-filter ${filtered.toFixed(0)} MB/s, both without folding`,
    target: '>= 60 MB/s',
    holds: own >= 60,
  }
}

function rulesRow(text: string): Row {
  const own = rate(
    text,
    coreTime(3, () => checkText(text, { rules: standardRules, on })),
  )
  return {
    what: `the ${standardRules.length} rules over the same`,
    figure: `${own.toFixed(0)} MB/s`,
    beside: 'findings settled and placed',
    target: '>= 10 MB/s',
    holds: own >= 10,
  }
}

const check = (text: string) => checkText(text, { rules: standardRules, lexicons: seedLexicon(), on }).findings

/** Every eighth stretch of the law: what is said of it, and what is found of errors planted in it. */
function qualityRows(lines: readonly string[]): Row[] {
  const sample = lines.filter((_, at) => Math.floor(at / 400) % 8 === 1)
  const text = sample.join('\n')
  const said = check(text)
  const alarms = (said.length / text.length) * 1_000
  const marks = said.filter(({ kind }) => kind === 'punctuation').length
  const sentences = sample.filter((line) => line.length > 20 && line.length < 200 && check(line).length === 0)
  const words = seedEntries().map(({ wrong }) => wrong)
  const all = [...planted(sentences, plantings, 200), ...planted(sentences, wordPlantings(words), 4)]
  const found = all.filter(({ text: wrong, start, end }) =>
    check(wrong).some((one) => one.start < end && start < one.end),
  )
  const share = (found.length / all.length) * 100
  return [
    {
      what: `seed and rules: what is said of ${(text.length / 1e6).toFixed(1)} million characters of clean law`,
      figure: `${alarms.toFixed(3)} a thousand characters`,
      beside: `${said.length} places, ${marks} of them marks that the copy of the law itself has wrong or half; a common list 10.8`,
      target: '<= 0.05',
      holds: alarms <= 0.05,
    },
    {
      what: `seed and rules: errors of ${plantings.length} kinds and of the list, planted in clean sentences of law`,
      figure: `${share.toFixed(1)} % found`,
      beside: `${found.length} of ${all.length}`,
      target: '>= 95 %',
      holds: share >= 95,
    },
  ]
}

function wholeRows(text: string): Row[] {
  const [manuscript, long] = [text.slice(0, 2_000), text.slice(0, 100_000)]
  // The clock of a core ticks slowly: a hundred manuscripts, then one.
  const short = coreTime(5, () => Array.from({ length: 100 }, () => check(manuscript))) / 100
  const whole = coreTime(5, () => check(long))
  return [
    {
      what: 'a manuscript of 2,000 characters, lists and rules',
      figure: `${short.toFixed(1)} ms`,
      beside: `one of 100,000 characters ${ms(whole)}`,
      target: '< 150 ms with the typo engine',
      holds: short < 150,
    },
  ]
}

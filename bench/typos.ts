import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { partsOf, sharesClause } from '../scripts/typo-model/statutes.ts'
import { readPairs, unpacked } from '../scripts/typo-model/inputs.ts'
import { sharedFolder as shared } from '../tests/support/shared-folder.ts'
import { systemClock } from '../src/calendar/index.ts'
import {
  checkText,
  seedLexicon,
  standardRules,
  standardTypoEngine,
  type TextFinding,
  type TypoEngine,
} from '../src/textcheck/index.ts'
import type { Row } from './measure.ts'

type Pair = { readonly source: string; readonly target: string }

/** What is said of a sentence's characters. */
type Ask = (text: string) => readonly TextFinding[]

// The sets mark wrong characters. A half-width comma or an unseen sign is told too, but is no answer to what they ask.
const aboutCharacters = ({ kind, rule }: TextFinding) =>
  kind === 'typo' || kind === 'lexicon' || kind === 'grammar' || rule === 'doubled-characters'

/** The check as it is used: the engine beside the rules and the lists that come with the program. */
function wholeCheck(typo: TypoEngine): Ask {
  const options = { rules: standardRules, lexicons: seedLexicon(), typo, on: systemClock().today() }
  return (text) => checkText(text, options).findings.filter(aboutCharacters)
}

/** The text with everything corrected that is told; `confirmed` counts only what has to be confirmed. */
function corrected(ask: Ask, text: string): { text: string; told: number; confirmed: number } {
  const findings = ask(text)
  const fixed = findings
    .toReversed()
    .reduce(
      (so, { start, end, suggestion = text.slice(start, end) }) => so.slice(0, start) + suggestion + so.slice(end),
      text,
    )
  return {
    text: fixed,
    told: findings.length,
    confirmed: findings.filter(({ severity }) => severity !== 'advise').length,
  }
}

/** Strict, by sentence: right only if every error is corrected and nothing else is touched. */
function figuresOf(ask: Ask, pairs: readonly Pair[]) {
  const results = pairs.map(({ source, target }) => ({
    ...corrected(ask, source),
    wrong: source !== target,
    target,
  }))
  const wrong = results.filter((one) => one.wrong)
  const clean = results.filter((one) => !one.wrong)
  const right = wrong.filter(({ text, target }) => text === target).length
  const precision = right / Math.max(1, results.filter(({ told }) => told > 0).length)
  const recall = right / Math.max(1, wrong.length)
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
    falsely: clean.filter(({ told }) => told > 0).length / Math.max(1, clean.length),
    confirmed: clean.filter(({ confirmed }) => confirmed > 0).length / Math.max(1, clean.length),
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** Figures of the typo engine on the sets that lie beside the checkout; none where they don't. */
export function typoRows(): Promise<Row[]> {
  const read = (name: string) => readFileSync(join(shared, 'data/text', name), 'utf8')
  if (!existsSync(join(shared, 'data/text')))
    return Promise.resolve([
      {
        what: 'typo engine',
        figure: 'not measured',
        beside: `no ${shared}/data/text`,
        target: 'F1 62, 55',
        holds: false,
      },
    ])
  const started = process.cpuUsage()
  const engine = standardTypoEngine()
  engine.find('')
  const { user, system } = process.cpuUsage(started)
  const loading = (user + system) / 1000
  const law = readPairs(read('ecspell_law.test.tsv'))
  const med = readPairs(read('ecspell_med.test.tsv'))
  const proof = JSON.parse(read('textproof.tet.json')) as Pair[]
  const news = (JSON.parse(read('acc_rmrb.tet.json')) as { original_text: string }[]).map((one) => one.original_text)
  const tests = [...law, ...med, ...proof].flatMap(({ source, target }) => [source, target])
  const { clean } = partsOf(
    unpacked(join(shared, 'data/text/statutes.txt.xz')).toString('utf8'),
    sharesClause([...tests, ...news]),
  )
  const same = (text: string) => ({ source: text, target: text })
  const whole = wholeCheck(engine)
  const alone: Ask = (text) => engine.find(text)
  const floors = { law: { f1: 0.62, falsely: 0.03 }, proof: { f1: 0.55, falsely: 0.03 } }
  const official = clean.filter((_, index) => index % 3 === 0).map(same)
  return Promise.resolve([
    setRow('ecspell_law.test, the whole check', figuresOf(whole, law), floors.law),
    setRow('textproof, the whole check', figuresOf(whole, proof), floors.proof),
    setRow('ecspell_med.test, the whole check', figuresOf(whole, med), undefined),
    setRow('ecspell_law.test, the engine alone', figuresOf(alone, law), floors.law),
    setRow('textproof, the engine alone', figuresOf(alone, proof), floors.proof),
    setRow('ecspell_med.test, the engine alone', figuresOf(alone, med), undefined),
    cleanRow('acc_rmrb, news of 1998, the whole check', figuresOf(whole, news.map(same))),
    cleanRow('acc_rmrb, news of 1998, the engine alone', figuresOf(alone, news.map(same))),
    cleanRow('statutes held back, every third sentence, the whole check', figuresOf(whole, official)),
    cleanRow('statutes held back, every third sentence, the engine alone', figuresOf(alone, official)),
    ...speedRows(engine, news, clean, loading),
  ])
}

type Figures = ReturnType<typeof figuresOf>

function setRow(name: string, figures: Figures, target: { f1: number; falsely: number } | undefined): Row {
  return {
    what: `typos corrected, ${name}, strict by sentence`,
    figure: `F1 ${(100 * figures.f1).toFixed(1)}, ${percent(figures.falsely)} of clean sentences touched`,
    beside: `precision ${percent(figures.precision)}, recall ${percent(figures.recall)}`,
    target: target ? `F1 >= ${Math.round(100 * target.f1)}, <= 3 %` : 'reported',
    holds: !target || (figures.f1 >= target.f1 && figures.falsely <= target.falsely),
  }
}

function cleanRow(name: string, { falsely, confirmed }: Figures): Row {
  return {
    what: `must be confirmed falsely, ${name}`,
    figure: `${(100 * confirmed).toFixed(2)} % of clean sentences`,
    beside: `advised on: ${percent(falsely)}`,
    target: '<= 0.5 %',
    holds: confirmed <= 0.005,
  }
}

function speedRows(engine: TypoEngine, news: readonly string[], clean: readonly string[], loading: number): Row[] {
  const speed = (text: string) => {
    const start = process.cpuUsage()
    engine.find(text)
    const { user, system } = process.cpuUsage(start)
    return { perSecond: text.length / ((user + system) / 1e6), ms: (user + system) / 1000 }
  }
  const official = clean.slice(0, 3000).join('\n')
  const general = news.slice(0, 1000).join('\n')
  const [own, foreign, manuscript] = [speed(official), speed(general), speed(general.slice(0, 2000))]
  const memory = memoryOfOne()
  return [
    {
      what: 'typo engine, characters a second of one core',
      figure: `${Math.round(own.perSecond)} on statutes, ${Math.round(foreign.perSecond)} on news`,
      beside: 'processor time',
      target: '>= 20000',
      holds: Math.min(own.perSecond, foreign.perSecond) >= 20_000,
    },
    {
      what: 'typo engine on 2000 characters of news',
      figure: `${Math.round(manuscript.ms)} ms`,
      beside: 'limit: 150 ms for everything',
      target: '< 150 ms',
      holds: manuscript.ms < 150,
    },
    {
      what: 'typo model loaded',
      figure: `${Math.round(loading)} ms`,
      beside: '',
      target: '< 1 s',
      holds: loading < 1000,
    },
    {
      what: 'memory of the typo engine',
      figure: `${memory} MB`,
      beside: 'a process that loads and asks it, less one that does nothing',
      target: '<= 150 MB',
      holds: memory <= 150,
    },
  ]
}

/** Resident memory that a process needs for the engine beyond what node itself takes. */
function memoryOfOne(): number {
  const engine = new URL('../src/textcheck/index.js', import.meta.url).href
  const say = 'globalThis.gc?.(); process.stdout.write(String(process.memoryUsage().rss))'
  const of = (code: string) =>
    Number(
      spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', `${code}${say}`], { encoding: 'utf8' })
        .stdout,
    )
  const with_ = of(
    `const { standardTypoEngine } = await import(${JSON.stringify(engine)}); standardTypoEngine().find('各级政府应当严格内容发布审核制度，办事效率底的要通报。');`,
  )
  return Math.round((with_ - of('')) / 2 ** 20)
}

import { parentPort } from 'node:worker_threads'
import { checkText } from '../check-text.ts'
import { compileLexicon, seedEntries, seedLexicon } from '../lexicons/index.ts'
import { nameFinder, type NameFinder } from '../lexicons/names.ts'
import type { Lexicon } from '../model.ts'
import { standardRules } from '../rules/index.ts'
import { standardTypoEngine } from '../typo/load.ts'
import type { Answer, Asked, ListLine, Told } from './messages.ts'

// The one thread that looks through texts: it alone holds the typo engine's model and the lists, compiled when first asked about.
const lines = new Map<string, ListLine[]>()
const lexicons = new Map<string, Lexicon>()
const finders = new Map<string, NameFinder>()

parentPort!.on('message', (told: Told) => {
  if (told.kind === 'lines') {
    const list = lines.get(told.list) ?? []
    for (const line of told.lines.split('\n')) if (line !== '') list.push(shared(JSON.parse(line) as ListLine))
    lines.set(told.list, list)
  } else if (told.kind === 'forget') {
    for (const kept of [lines, lexicons, finders]) kept.delete(told.list)
  } else {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort!.postMessage(answerTo(told.id, told))
  }
})

function answerTo(id: number, asked: Asked): Answer {
  try {
    return { id, check: checked(asked) }
  } catch (error) {
    return { id, defect: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function checked({ text, on, links, silenced, words, names, seed, rules, typo }: Asked) {
  return checkText(text, {
    rules: rules ? standardRules : [],
    lexicons: lexiconOf(words, seed),
    typo: typo ? standardTypoEngine() : undefined,
    silenced: names === undefined ? silenced : { ...silenced, names: [...silenced.names, ...finderOf(names)(text)] },
    on,
    links,
  })
}

function lexiconOf(list: string | undefined, seed: boolean): Lexicon | undefined {
  if (list === undefined) return seed ? seedLexicon() : undefined
  const known = lexicons.get(list)
  if (known) return known
  const own = taken(list).filter((line) => 'wrong' in line)
  sources.clear()
  const there = new Set(own.map(({ wrong }) => wrong))
  const made = compileLexicon(seed ? [...own, ...seedEntries().filter(({ wrong }) => !there.has(wrong))] : own)
  lexicons.set(list, made)
  return made
}

function finderOf(list: string): NameFinder {
  const known = finders.get(list)
  if (known) return known
  const made = nameFinder(taken(list).flatMap((line) => ('name' in line ? line.name : [])))
  finders.set(list, made)
  return made
}

// Many lines rest on one paper: its name is held once. The line itself stays the one that was read.
const sources = new Map<string, string>()
function shared(line: ListLine): ListLine {
  if (!('wrong' in line)) return line
  const known = sources.get(line.source)
  if (known === undefined) sources.set(line.source, line.source)
  return known === undefined ? line : Object.assign(line, { source: known })
}

// Lines are needed once: what is compiled holds what it needs of them.
function taken(list: string): ListLine[] {
  const told = lines.get(list) ?? []
  lines.delete(list)
  return told
}

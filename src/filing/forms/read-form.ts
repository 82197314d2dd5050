import type { Merge, Sheet } from '../../documents/index.ts'
import type { Answers } from './answer.ts'
import { type FormDefinition, type FormField, type FormGroup, labelOf } from './form.ts'

/** What a cell of a filled form gave: the words that stood there, and the answer they are; `wanted` says why there is none. */
export type ReadField = {
  key: string
  label: string
  /** In words: which row of the table, beside which label. */
  where: string
  found: string
} & ({ answer: string } | { wanted: string })

/** One filled form in a file. `heads`: what stands beside the labels of groups without questions, by their number. */
export type ReadForm = { fields: ReadField[]; heads: ReadonlyMap<number, string> }

/** From so many of its labels on a table is the form; beneath it is another paper that has a word in common. */
const KNOWN_BY = 2 / 3

/** Filled forms in the tables of a file, in their order: a table is known by the labels that the form prints. Pure. */
export function readForms(form: FormDefinition, sheets: readonly Sheet[]): ReadForm[] {
  return sheets.flatMap((sheet) => formsIn(form, placesOf(sheet)))
}

/** What the cells of a form say, as answers; empty cells say nothing. */
export const answersRead = ({ fields }: ReadForm): Answers =>
  Object.fromEntries(fields.flatMap((field) => ('answer' in field && field.answer ? [[field.key, field.answer]] : [])))

type Place = { row: number; text: string }
type Met = { group: FormGroup; row: number; text: string }

// Cells in reading order, a merged one where it begins.
function placesOf({ rows, merges }: Sheet): Place[] {
  const covered = new Set(merges.flatMap(coveredBy))
  return rows.flatMap((cells, row) =>
    cells.flatMap(({ text }, column) => (covered.has(`${row} ${column}`) ? [] : [{ row, text }])),
  )
}

function coveredBy({ top, left, bottom, right }: Merge): string[] {
  const keys: string[] = []
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) if (row !== top || column !== left) keys.push(`${row} ${column}`)
  return keys
}

// Labels come in the order of the form, so that each 联系方式 belongs to the person before it. Where the first one comes again,
// the next form begins: a sheet may hold one below the other.
function formsIn(form: FormDefinition, places: readonly Place[]): ReadForm[] {
  const labels = form.groups.map(({ printed }) => folded(printed))
  const isLabel = (place: Place | undefined) => place !== undefined && labels.includes(folded(place.text))
  const found: Met[][] = [[]]
  for (let at = 0; at < places.length; at++) {
    const { row, text } = places[at]!
    const word = folded(text)
    if (word === labels[0]) found.push([])
    const met = found.at(-1)!
    const last = met.at(-1)?.group.number ?? 0
    const group = form.groups.find(({ number, printed }) => number > last && folded(printed) === word)
    if (!group) continue
    const value = valueBeside(places, at, isLabel)
    met.push({ group, row, text: value.text })
    at = value.at
  }
  const enough = form.groups.length * KNOWN_BY
  return found.filter((met) => met.length >= enough).map(readOne)
}

// The cell beside a label is its value, whatever it says; where it is empty, a sheet may have it further right.
function valueBeside(places: readonly Place[], at: number, isLabel: (place: Place | undefined) => boolean) {
  const { row } = places[at]!
  const inRow = (place: Place | undefined): place is Place => place?.row === row
  let next = at + 1
  if (!inRow(places[next])) return { text: '', at }
  while (places[next]!.text === '' && inRow(places[next + 1]) && !isLabel(places[next + 1])) next++
  return { text: places[next]!.text, at: next }
}

function readOne(met: readonly Met[]): ReadForm {
  return {
    fields: met.flatMap(({ group, row, text }) => readGroup(group, text, `第${row + 1}行“${group.printed}”`)),
    heads: new Map(met.filter(({ group }) => group.fields.length === 0).map(({ group, text }) => [group.number, text])),
  }
}

function readGroup({ fields }: FormGroup, text: string, where: string): ReadField[] {
  const [first, second] = fields
  if (!first) return []
  if (fields.every(({ kind }) => kind === 'choice') && fields.length > 1) return readQuestions(fields, text, where)
  if (fields.length === 2 && second?.kind === 'choice') return readWithScope(first, second, text, where)
  return fields.length === 1 ? [readField(first, text, where)] : []
}

const told = (field: FormField, where: string, found: string, answer: string): ReadField => ({
  key: field.key,
  label: labelOf(field),
  where,
  found,
  answer,
})
const unread = (field: FormField, where: string, found: string, wanted: string): ReadField => ({
  key: field.key,
  label: labelOf(field),
  where,
  found,
  wanted,
})

function readField(field: FormField, text: string, where: string): ReadField {
  if (field.kind === 'choice') return readTicks(field, text, where)
  const words = text.replaceAll('\n', field.kind === 'long-text' ? '\n' : '').trim()
  // The form prints 元/年 behind the place.
  const plain = field.kind === 'money' ? words.replace(/\s*元\s*\/\s*年$/, '').trim() : words
  return told(field, where, text, plain)
}

// 8412（累计）: what was counted over stands behind the number.
function readWithScope(field: FormField, scope: FormField, text: string, where: string): ReadField[] {
  const choices = Object.entries(scope.choices ?? {})
  const tail = /^(.*)[（(]([^（()）]*)[）)]$/s.exec(text.replaceAll('\n', '').trim())
  const chosen = tail && choices.find(([, word]) => folded(word) === folded(tail[2] ?? ''))
  if (!chosen) return [readField(field, text, where), told(scope, where, '', '')]
  return [told(field, where, text, (tail[1] ?? '').trim()), told(scope, where, tail[2] ?? '', chosen[0])]
}

// Each question reaches from its own words to the next question that stands there.
function readQuestions(fields: readonly FormField[], text: string, where: string): ReadField[] {
  const words = folded(text)
  const starts = fields.map(({ printed }) => words.indexOf(folded(printed)))
  return fields.map((field, at) => {
    const start = starts[at] ?? -1
    if (start < 0)
      return text.trim() === ''
        ? told(field, where, '', '')
        : unread(field, where, '', `没有找到“${field.printed}”，请按原表填写`)
    const from = start + folded(field.printed).length
    const next = starts.filter((other) => other >= from).sort((a, b) => a - b)[0]
    return readTicks(field, words.slice(from, next), `${where}中“${field.printed}”`)
  })
}

// Ticks as hands and programs make them: 是√, 是☑, 是■, ☑是. An empty box is none.
const BOX = /[☐□○☑☒■▣✓✔√✅●⊠]/u
const TICKED = /[☑☒■▣✓✔√✅●⊠]/u

function readTicks(field: FormField, text: string, where: string): ReadField {
  const entries = Object.entries(field.choices ?? {})
  const words = folded(text)
  const alone = entries.find(([, word]) => folded(word) === words)
  if (alone) return told(field, where, text, alone[0])
  const marks = marksBeside(
    words,
    entries.map(([, word]) => folded(word)),
  )
  const ticked = entries.filter((_, at) => TICKED.test(marks[at] ?? ''))
  const choose = `应在${entries.map(([, word]) => word).join('、')}中选择一项`
  if (ticked.length > 1) return unread(field, where, text.trim(), `勾选了${ticked.length}项，${choose}`)
  if (ticked[0]) return told(field, where, text, ticked[0][0])
  const isBlank = words === '' || (!TICKED.test(words) && marks.every((mark) => mark !== undefined))
  return isBlank ? told(field, where, text, '') : unread(field, where, text.trim(), `没有看出勾选了哪一项，${choose}`)
}

/** The signs beside each word, behind it or, where a box stands first, before it; undefined: the word is not there. */
function marksBeside(text: string, words: readonly string[]): (string | undefined)[] {
  const starts = words.map((word) => text.indexOf(word))
  const isBefore = BOX.test(text[0] ?? '')
  return words.map((word, at) => {
    const start = starts[at] ?? -1
    if (start < 0) return undefined
    if (isBefore) {
      const ends = starts.flatMap((other, of) => (other >= 0 && other < start ? [other + words[of]!.length] : []))
      return text.slice(Math.max(0, ...ends), start)
    }
    const later = starts.filter((other) => other > start)
    return text.slice(start + word.length, later.length > 0 ? Math.min(...later) : undefined)
  })
}

// Blanks, line ends and full-width signs are no part of a word.
const folded = (text: string): string => text.normalize('NFKC').replaceAll(/[\s_]+/g, '')

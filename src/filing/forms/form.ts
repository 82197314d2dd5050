import type { CivilDate } from '../../calendar/index.ts'
import { type Contradiction, toldBy } from '../../vocabulary/contradictions.ts'
import { type Answers, type FieldKind, readAnswer } from './answer.ts'

/** One thing a form asks. `printed` is the word on paper, `label` the word on the screen where the two part. */
export type FormField = {
  key: string
  printed: string
  label?: string
  kind: FieldKind
  required?: true
  /** Required where one of these answers is given; `says` is the sentence that asks for it. */
  requiredWhen?: { any: readonly { key: string; is: string }[]; says: string }
  /** Asked of some accounts only; the hint says of which. */
  ofSome?: true
  /** The most signs a text may have; without it, what its kind holds. */
  longest?: number
  /** A name, a phone or a number of a person: kept sealed, never in the trail. */
  personal?: true
  /** Of a `choice`: what may be chosen, in print order. */
  choices?: Readonly<Record<string, string>>
  hint?: string
  /** Of a `count`: what a number of this size looks like. */
  example?: string
  /** Of a `date`: it may still be to come. */
  mayLieAhead?: true
}

/** One group of a form as the paper numbers it. */
export type FormGroup = { number: number; printed: string; fields: readonly FormField[] }

/** A paper form as data: page, validation, print and import derive from it. A version is never edited after it landed. */
export type FormDefinition = {
  id: string
  version: string
  title: string
  source: string
  groups: readonly FormGroup[]
  /** Told while a person types and printed nowhere; they never stand in the way of printing. */
  contradictions: readonly Contradiction[]
}

/** What has to be mended before a form can be printed. */
export type Defect = { field: string; label: string; wanted: string }

export const fieldsOf = (form: FormDefinition): readonly FormField[] => form.groups.flatMap(({ fields }) => fields)

export const labelOf = ({ label, printed }: FormField): string => label ?? printed

/** A choice as paper shows it: every word with its box, 是☑ 否□. */
export const ticked = (choices: Readonly<Record<string, string>>, answer: string | undefined): string =>
  Object.entries(choices)
    .map(([key, word]) => `${word}${key === answer ? '☑' : '□'}`)
    .join(' ')

/** All defects at once (一次性告知), in the order of the form; empty: it can be printed. */
export function defectsOf(form: FormDefinition, answers: Answers, today: CivilDate): Defect[] {
  return fieldsOf(form).flatMap((field) => {
    const wanted = faultOf(field, answers, today)
    return wanted === undefined ? [] : [{ field: field.key, label: labelOf(field), wanted }]
  })
}

function faultOf(field: FormField, answers: Answers, today: CivilDate): string | undefined {
  const text = answers[field.key]?.trim() ?? ''
  if (text === '') return field.required ? '未填写' : sayingWhy(field, answers)
  const read = readAnswer(field, text, today)
  return 'wanted' in read ? read.wanted : undefined
}

const sayingWhy = ({ requiredWhen }: FormField, answers: Answers): string | undefined =>
  requiredWhen?.any.some(({ key, is }) => answers[key] === is) ? requiredWhen.says : undefined

/** Contradictions among answers, as sentences. */
export const contradictionsIn = (form: FormDefinition, answers: Answers): string[] =>
  toldBy(rulesOf(form), (key) => answers[key] ?? '')

const comparedAs = { money: 'sum', count: 'count' } as const satisfies Partial<Record<FieldKind, string>>

/** The contradictions of a form, each answer compared as its field is read: a page carries them along. */
export function rulesOf(form: FormDefinition): Contradiction[] {
  const kinds = new Map(fieldsOf(form).map(({ key, kind }) => [key, kind]))
  return form.contradictions.map(({ when, says }) => ({
    says,
    when: when.map((condition) => {
      const kind = kinds.get(condition.key)
      return kind === 'money' || kind === 'count' ? { ...condition, as: comparedAs[kind] } : condition
    }),
  }))
}

/** Answers of a form alone, trimmed; what is blank is left out. `part` keeps personal or other fields only. */
export function answersOf(form: FormDefinition, given: Answers, part: 'all' | 'personal' | 'open' = 'all'): Answers {
  return Object.fromEntries(
    fieldsOf(form)
      .filter(({ personal }) => part === 'all' || (part === 'personal') === (personal ?? false))
      .map(({ key }) => [key, given[key]?.trim() ?? ''] as const)
      .filter(([, text]) => text !== ''),
  )
}

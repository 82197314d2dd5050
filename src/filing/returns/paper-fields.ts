import {
  type Answers,
  accountForms,
  annex1Form,
  annex2Form,
  fieldsOf,
  type FormField,
  formsAsked,
  govAppForm,
  labelOf,
} from '../forms/index.ts'
import type { FieldChange } from '../../registry/index.ts'
import type { PaperName } from './content.ts'

/** What is asked of an account, what its papers say, and therefore what a signature stands for. */

const known = new Map<string, FormField>(accountForms.flatMap(fieldsOf).map((field) => [field.key, field]))
const named = (keys: readonly string[]): FormField[] => keys.flatMap((key) => known.get(key) ?? [])

// The columns of 附件2 as the notice prints them, from both forms, and what is explained below its table. 账号标识 and 主页链接
// are on no paper.
const annex2Columns = [
  'name',
  'platform',
  'certifiedEntity',
  'principalName',
  'principalPhone',
  'contactName',
  'contactPhone',
  'operatorUnit',
  'operationMode',
  'budgetYuan',
  'followers',
  'reads',
  'pushFrequency',
  'openedOn',
  'dedicated',
  'staffCount',
  'operatingStatus',
  'fnPublish',
  'fnSpread',
  'fnGuide',
  'fnInteract',
  'fnService',
  'disposition',
  'entityNote',
  'keepReason',
]

const onPaper: Readonly<Record<PaperName['form'], readonly FormField[]>> = {
  annex1: fieldsOf(annex1Form),
  annex2: named(annex2Columns),
  govapp: [...named(['name', 'platform']), ...fieldsOf(govAppForm)],
  // 零报告 and 无变化确认书 say nothing of single fields.
  zero: [],
  unchanged: [],
}

/** The fields of an account that stand on a paper. */
export const fieldsOn = (form: PaperName['form']): readonly FormField[] => onPaper[form]

const head = ['name', 'platform']
const only = (answers: Answers, keys: Iterable<string>): Answers =>
  Object.fromEntries([...new Set(keys)].flatMap((key) => (answers[key] === undefined ? [] : [[key, answers[key]]])))

const keysAsked = (forms: readonly string[], answers: Answers): string[] =>
  formsAsked(forms, answers['platform']).flatMap((form) => fieldsOf(form).map(({ key }) => key))
const keysSigned = (forms: readonly string[], answers: Answers): string[] =>
  formsAsked(forms, answers['platform']).flatMap(({ id }) => onPaper[id as 'annex1'].map(({ key }) => key))

/** What a return keeps of an account: what its campaign asks or prints, and which account it is. Nothing else that was sent. */
export const answersKept = (forms: readonly string[], answers: Answers): Answers =>
  only(answers, [...head, ...keysAsked(forms, answers), ...keysSigned(forms, answers)])

/** What the principal signed of an account: what stands on its papers. */
export const signedAnswers = (forms: readonly string[], answers: Answers): Answers =>
  only(answers, keysSigned(forms, answers))

/**
 * What a person typed of an account over what was there: fields that are asked are taken, all others stay, and the platform
 * of an account that the ledger knows is the ledger's.
 */
export function answersTyped(
  forms: readonly string[],
  before: { added: boolean; answers: Answers },
  typed: Answers,
): Answers {
  const platform = before.added ? typed['platform'] : before.answers['platform']
  const settled = { ...typed, ...(platform !== undefined && { platform }) }
  const asked = new Set(keysAsked(forms, settled))
  const stay = Object.entries(before.answers).filter(([key]) => !asked.has(key))
  const { platform: _typed, ...rest } = only(settled, asked)
  return answersKept(forms, { ...Object.fromEntries(stay), ...rest, ...(platform !== undefined && { platform }) })
}

/** Where what was typed parts from what is kept, field by field in the words of the forms. */
export function changesIn(
  forms: readonly string[],
  kept: { added: boolean; answers: Answers },
  typed: Answers,
): FieldChange[] {
  const answers = answersTyped(forms, kept, typed)
  return keysAsked(forms, answers).flatMap((key, at, all) => {
    const field = known.get(key)
    const words = (of: Answers) => field?.choices?.[of[key] ?? ''] ?? of[key]?.trim() ?? ''
    const [before, after] = [words(kept.answers), words(answers)]
    return field && before !== after && all.indexOf(key) === at ? [{ label: labelOf(field), before, after }] : []
  })
}

/** An account that the ledger doesn't know can be added where its name and its platform are both on the signed papers. */
export const mayAdd = (forms: readonly string[]): boolean =>
  [annex1Form, annex2Form].every(({ id }) => forms.includes(id))

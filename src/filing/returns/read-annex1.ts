import type { District } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { readTables, type Sheet, type TableFile } from '../../documents/index.ts'
import { plainUnitName } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  type Answers,
  annex1Form,
  answersRead,
  fieldsOf,
  readAnswer,
  type ReadField,
  type ReadForm,
  readForms,
} from '../forms/index.ts'

type About = {
  unitName: string
  district: Pick<District, 'name' | 'shortName'>
  /** As the draft has it; blank: an account that is being added. */
  accountName: string
  today: CivilDate
}

/** 填报单位 in the print order of the form. */
const UNIT = 1

/**
 * What the tables of a unit's own filled 附件1 say, cell by cell, as printed here or as the notice prints it. Nothing is
 * written: a person takes it over into the draft. Where a file holds several forms, the one with the account's name is
 * meant. Refuses `annex1.not-the-form`, `annex1.several-forms`, `annex1.other-unit`.
 */
export function readAnnex1(file: { name: string; sheets: readonly Sheet[] }, about: About): ReadField[] {
  const forms = readForms(annex1Form, file.sheets)
  if (forms.length === 0) throw refuse('annex1.not-the-form', { file: file.name })
  const form = forms.length === 1 ? forms[0]! : meant(forms, about.accountName)
  const unit = (form.heads.get(UNIT) ?? '').replaceAll(/\s/g, '')
  if (unit !== '' && plainUnitName(unit, about.district) !== plainUnitName(about.unitName, about.district))
    throw refuse('annex1.other-unit', { found: unit, unit: about.unitName })
  return form.fields.map((field) => checked(field, about.today))
}

/** The tables of a .docx or .xlsx; nothing is kept of the file. Refuses what `readTables` refuses and `annex1.other-file`. */
export async function annex1Tables({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<TableFile> {
  try {
    return await readTables(bytes, { fileName: name, word: true })
  } catch (error) {
    if (!(error instanceof Refusal) || !['table.not-a-table', 'table.convert-first'].includes(error.code)) throw error
    throw refuse('annex1.other-file', { found: String(error.params['found']) })
  }
}

function meant(forms: readonly ReadForm[], account: string): ReadForm {
  const names = forms.map((form) => answersRead(form)['name'] ?? '')
  const own = forms.filter((_, at) => names[at] === account.trim())
  if (own.length === 1) return own[0]!
  throw refuse('annex1.several-forms', { names: names.map((name) => name || '未填名称').join('、'), account })
}

const fields = new Map(fieldsOf(annex1Form).map((field) => [field.key, field]))

// What was read is held against what its field wants, as when it is typed.
function checked(read: ReadField, today: CivilDate): ReadField {
  const field = fields.get(read.key)
  if (!field || !('answer' in read) || read.answer === '') return read
  const answer = readAnswer(field, read.answer, today)
  if (!('wanted' in answer)) return read
  const { key, label, where, found } = read
  return { key, label, where, found, wanted: answer.wanted }
}

/** What was read over the draft: only the answers that a person chose. */
export const takenOver = (draft: Answers, read: Answers, chosen: readonly string[]): Answers => ({
  ...draft,
  ...Object.fromEntries(chosen.flatMap((key) => (fields.has(key) && read[key] ? [[key, read[key]] as const] : []))),
})

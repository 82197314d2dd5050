import { formatDayZh } from '../../calendar/index.ts'
import type { FormBook, FormCell, FormRow } from '../../documents/index.ts'
import { qrPng, qrSvg } from '../../files/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type Answers, codeText, fieldsOf, type FormField } from '../forms/index.ts'
import { type CaseContent, caseHash } from './file-case.ts'
import { caseForms } from './forms.ts'

const label = (text: string): FormCell => ({ lines: [text] })
const value = (text: string, columns = 3): FormCell => ({ lines: text.split('\n'), columns, align: 'left' })

export const wordOf = ({ kind, choices }: FormField, answers: Answers, key: string): string =>
  kind === 'choice' ? ((choices ?? {})[answers[key] ?? ''] ?? '') : (answers[key] ?? '')

// 签字, 公章 and 主管单位意见 stand together, and never on a page without the end of what they are for.
const SIGNED_ROWS = 3

const isLong = ({ kind }: FormField) => kind === 'long-text' || kind === 'link'

// Short fields that follow each other share a row, so that the paper stays on one page as long as the words allow.
function paired(fields: readonly FormField[]): FormField[][] {
  return fields.reduce<FormField[][]>((rows, field) => {
    const last = rows.at(-1)
    const [only] = last ?? []
    if (last?.length === 1 && only && !isLong(only) && !isLong(field)) last.push(field)
    else rows.push([field])
    return rows
  }, [])
}

type CasePrint = { caseId: string; number: number; content: CaseContent }

/** What the QR code in the foot of the paper says. */
export function caseCode({ caseId, number, content }: CasePrint): string {
  const { id, version } = caseForms[content.kind]
  return codeText({ form: id, version, returnId: caseId, printNumber: number, hash: caseHash(content) })
}

/** The paper of a case: what was answered, then the places of 主要领导 and of the office, with the code in the foot. */
export async function caseBook({
  caseId,
  number,
  content,
  notice,
}: CasePrint & { notice?: string }): Promise<FormBook> {
  const form = caseForms[content.kind]
  const hash = caseHash(content)
  const text = caseCode({ caseId, number, content })
  const { account } = content
  const platform = account && platforms[account.platform as keyof typeof platforms]
  const rows: FormRow[] = [
    { cells: [label('主办单位'), value(content.unit.name)], height: 11 },
    ...(account ? [{ cells: [label('账号'), value(`${account.name}（${platform?.label ?? ''}）`)], height: 11 }] : []),
    ...(content.layout === 2 ? paired(fieldsOf(form)) : fieldsOf(form).map((field) => [field])).map(
      (fields): FormRow => ({
        cells: fields.flatMap((field) => [
          label(field.printed),
          value(wordOf(field, content.answers, field.key), fields.length === 2 ? 1 : 3),
        ]),
        height: fields.some(isLong) ? 18 : 10,
      }),
    ),
    { cells: [{ lines: ['单位主要领导', '（签字）'] }, value('')], height: 24 },
    { cells: [label('单位公章'), value('')], height: 40 },
    { cells: [{ lines: ['主管单位', '意见'] }, value('')], height: 26 },
  ]
  return {
    title: form.title,
    office: content.unit.name,
    day: content.printedOn,
    ...(notice && { notice }),
    forms: [
      {
        title: `${content.district}${form.title}`,
        columns: [20, 32, 16, 32],
        rows,
        ...(content.layout === 2 && { numbered: true, footRows: SIGNED_ROWS }),
        code: {
          svg: await qrSvg(text),
          png: await qrPng(text),
          label: `第${number}次打印　${formatDayZh(content.printedOn)}　校验码 ${hash.match(/.{4}/g)?.join(' ') ?? hash}`,
        },
      },
    ],
  }
}

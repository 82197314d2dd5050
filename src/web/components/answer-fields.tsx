import { fileMegabytes } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Field } from './field.tsx'

/** Files that may come with one answer of a unit. */
export const answerFiles = ['file-1', 'file-2', 'file-3'] as const

type Props = {
  /** The form they stand in; several of a kind stand on one page. */
  form: string
  label: string
  /** What to write, before what is never written. */
  hint?: string
  most?: number
  value: string | undefined
}

/** What a unit hands in wherever it is asked for something: a note and three files. */
export const AnswerFields = ({ form, label, hint = '', most, value }: Props) => (
  <>
    <Field
      name="note"
      id={`note-${form}`}
      label={label}
      type="textarea"
      rows={5}
      required
      {...(most !== undefined && { maxlength: most })}
      value={value}
      hint={`${hint}只写单位和账号，不写人员姓名。${sentences.nothingSecret}`}
    />
    {answerFiles.map((name, at) => (
      <Field
        name={name}
        id={`${name}-${form}`}
        label={`证明材料${at + 1}`}
        type="file"
        accept=".pdf,.jpg,.jpeg,.png,.webp,.xlsx,.docx"
        hint={at === 0 ? `可以不传。PDF、图片、Word或Excel，每个不超过${fileMegabytes} MB。` : undefined}
      />
    ))}
  </>
)

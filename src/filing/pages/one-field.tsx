import { Field, Select } from '../../web/index.ts'
import { type FormField, labelOf } from '../forms/index.ts'

type Asked = { field: FormField; answer: string | undefined; error: string | undefined; fixed?: boolean }

/** One question of a form, as its kind asks for. `fixed`: the ledger has settled it. */
export function OneField({ field, answer = '', error, fixed = false }: Asked) {
  const { key, kind, choices = {}, hint, required, ofSome } = field
  const label = labelOf(field)
  if (fixed)
    return (
      <div class="fld">
        <span class="lab">{label}</span>
        <p>{choices[answer] ?? answer}</p>
        <input type="hidden" name={key} value={answer} />
      </div>
    )
  if (kind === 'choice')
    return (
      <Select
        name={key}
        label={label}
        value={answer}
        error={error}
        hint={hint}
        choices={[
          { value: '', label: '请选择' },
          ...Object.entries(choices).map(([value, word]) => ({ value, label: word })),
        ]}
      />
    )
  return (
    <Field
      name={key}
      label={required ? label : `${label}（${ofSome ? '按提示填写' : '选填'}）`}
      type={kind === 'long-text' ? 'textarea' : 'text'}
      value={answer}
      error={error}
      hint={hint}
    />
  )
}

import type { Child } from 'hono/jsx'

/** The token every form of a signed-in person carries. */
export function CsrfField({ csrf }: { csrf: string }) {
  return <input type="hidden" name="_csrf" value={csrf} />
}

// Hint and error of a field by their ids, so that a reader hears them with it.
const describedBy = (id: string, hint: Child, error: string | undefined) =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined

type FieldProps = {
  name: string
  /** Where two forms of a page have a field of the same name. */
  id?: string
  label: string
  type?: 'text' | 'password' | 'search' | 'date' | 'month' | 'number' | 'time' | 'datetime-local' | 'textarea' | 'file'
  value?: string | undefined
  hint?: Child
  error?: string | undefined
  required?: boolean
  autocomplete?: string
  rows?: number
  accept?: string
  maxlength?: number
  /** The id of a datalist: what may be chosen, where there is too much for a Select. */
  list?: string
  /** To be read and copied, not edited. */
  readonly?: boolean
  /** data-* attributes for an island, such as `data-shrink`. */
  data?: Record<string, string | boolean>
}

/** A labelled field; hint and error are tied to it, so that a reader hears them. */
export function Field({
  name,
  id = name,
  label,
  type = 'text',
  value,
  hint,
  error,
  required,
  autocomplete,
  rows = 3,
  accept,
  maxlength,
  list,
  readonly,
  data = {},
}: FieldProps) {
  const described = describedBy(id, hint, error)
  const shared = {
    id,
    name,
    required,
    autocomplete,
    maxlength,
    list,
    readonly,
    'aria-describedby': described,
    'aria-invalid': error ? ('true' as const) : undefined,
    ...data,
  }
  return (
    <div class={error ? 'fld err' : 'fld'}>
      <label for={id} class={required ? 'req' : undefined}>
        {label}
      </label>
      {type === 'textarea' ? (
        <textarea {...shared} rows={rows}>
          {value ?? ''}
        </textarea>
      ) : (
        <input
          {...shared}
          type={type}
          value={type === 'password' || type === 'file' ? undefined : value}
          accept={accept}
        />
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="errm" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}

export type Choice = { value: string; label: string }

/** A labelled choice; `id` where two forms of a page have one of the same name; `bare` leaves the label to the reader of the page's code and to screen readers, for filter bars. */
export function Select({
  name,
  id = name,
  label,
  choices,
  value,
  error,
  required,
  bare,
  hint,
}: {
  name: string
  id?: string
  label: string
  choices: readonly Choice[]
  value?: string | undefined
  error?: string | undefined
  required?: boolean
  bare?: boolean
  hint?: Child
}) {
  const described = describedBy(id, hint, error)
  const list = (
    <select
      id={id}
      name={name}
      required={required}
      aria-label={bare ? label : undefined}
      aria-describedby={bare ? undefined : described}
      aria-invalid={error ? 'true' : undefined}
    >
      {choices.map((choice) => (
        <option value={choice.value} selected={choice.value === (value ?? '')}>
          {choice.label}
        </option>
      ))}
    </select>
  )
  if (bare) return list
  return (
    <div class={error ? 'fld err' : 'fld'}>
      <label for={id} class={required ? 'req' : undefined}>
        {label}
      </label>
      {list}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="errm" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}

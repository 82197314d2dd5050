import type { Child } from 'hono/jsx'
import { CsrfField } from './field.tsx'

type Props = {
  csrf: string
  action: string
  title: string
  /** One line of facts beside the title. */
  note?: Child
  /** The word on the button; `primary` where it is what the page is for. */
  submit: string
  primary?: boolean
  /** Fields with long hints: kept to the width of a text. */
  prose?: boolean
  /** Under the button: what comes next. */
  hint?: Child
  children?: Child
}

/** A card that is one form: head, fields, one button. */
export const FormCard = ({ csrf, action, title, note, submit, primary, prose, hint, children }: Props) => (
  <form class="card" method="post" action={action}>
    <header>
      <h2>{title}</h2>
      {note && <p>{note}</p>}
    </header>
    <div class={prose ? 'in prose' : 'in'}>
      <CsrfField csrf={csrf} />
      {children}
      <p class="acts">
        <button class={primary ? 'btn pri' : 'btn'} type="submit">
          {submit}
        </button>
      </p>
      {hint && <p class="hint">{hint}</p>}
    </div>
  </form>
)

/** Under a field whose secret is kept already and never shown again. */
export const keptHint = '已保存，不再显示；不更换的留空'

type SettingProps = {
  csrf: string
  /** Where it is saved. */
  action: string
  isNew: boolean
  fields: Child
  /** Said under 保存 of a new one, which is off until it was tried. */
  next: string
  /** What can be done with one that is there: tried, removed. */
  doings?: Child
}

/** The two halves of a page that sets up something outside the house: its settings, and what can be done with it. */
export const SettingCards = ({ csrf, action, isNew, fields, next, doings }: SettingProps) => (
  <div class="cols c75">
    <FormCard
      csrf={csrf}
      action={action}
      title={isNew ? '新设' : '修改'}
      submit="保存"
      primary
      prose
      hint={isNew ? next : undefined}
    >
      {fields}
    </FormCard>
    {doings && <div class="stackv">{doings}</div>}
  </div>
)

import type { Child } from 'hono/jsx'
import { CsrfField, Field } from '../../web/index.ts'
import { actionLabels, type DispatchAction, noteMost } from '../model.ts'
import { type DispatchView, typedIn } from './view.ts'

type Props = {
  view: DispatchView
  action: DispatchAction
  hint: string
  bad?: boolean
  /** Seldom called for: opened by who needs it. */
  folded?: boolean
  label?: string
  children?: Child
}

/** The form of one step, as state and right allow it; nothing where they don't. */
export function StepForm(props: Props) {
  const { view, action, folded, label = actionLabels[action] } = props
  if (!view.can(action)) return null
  return (
    <section class="card">
      {folded ? (
        <details class="in" open={view.typed?.form === action}>
          <summary>{label}</summary>
          <Inner {...props} />
        </details>
      ) : (
        <>
          <header>
            <h2>{label}</h2>
          </header>
          <Inner {...props} />
        </>
      )}
    </section>
  )
}

const Inner = ({ view, action, hint, bad, label = actionLabels[action], children, folded }: Props) => (
  <form
    class={folded ? '' : 'in'}
    method="post"
    action={`/circulars/${view.dispatch.id}`}
    enctype="multipart/form-data"
  >
    <CsrfField csrf={view.c.var.session.csrf} />
    <input type="hidden" name="form" value={action} />
    <input type="hidden" name="version" value={String(view.dispatch.version)} />
    <p class="mut">{hint}</p>
    {children}
    <p class="acts">
      <button class={bad ? 'btn bad' : 'btn pri'} type="submit" name="action" value={action}>
        {label}
      </button>
    </p>
  </form>
)

/** 意见, 理由: words beside a step. */
export const Note = ({
  view,
  action,
  label,
  required,
}: {
  view: DispatchView
  action: DispatchAction
  label: string
  required?: boolean
}) => (
  <Field
    name="note"
    id={`note-${action}`}
    label={label}
    maxlength={noteMost}
    required={required ?? false}
    value={typedIn(view, action)['note']}
  />
)

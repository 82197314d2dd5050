import { CsrfField } from '../../../web/index.ts'

/** A form with one button, for a step that asks nothing. */
export const StepForm = ({
  csrf,
  action,
  version,
  label,
  tone = '',
}: {
  csrf: string
  action: string
  version: number
  label: string
  tone?: string
}) => (
  <form method="post" action={action}>
    <CsrfField csrf={csrf} />
    <input type="hidden" name="version" value={String(version)} />
    <button class={`btn ${tone}`} type="submit">
      {label}
    </button>
  </form>
)

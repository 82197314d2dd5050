import type { Child } from 'hono/jsx'
import type { CivilDate, Deadline } from '../../../calendar/index.ts'
import { CsrfField } from '../../../web/index.ts'
import type { AnnouncementKind, ClosingAction, ClosingFile, FaultCode } from '../model.ts'
import type { Look } from '../queries.ts'

/** What was sent and refused; `form` says by which form of the page, as `typedIn` asks for it. */
export type RefusedForm = { problem: string; typed: Readonly<Record<string, string>>; form: string }

export type ClosingView = {
  csrf: string
  file: ClosingFile
  notice: Deadline | undefined
  approved: boolean
  faults: readonly FaultCode[]
  openFaults: readonly FaultCode[]
  missing: readonly string[]
  /** The newest look since the account was deregistered, or since it was taken for gone; `again`: the one that found it. */
  look: Look | undefined
  again: Look | undefined
  names: ReadonlyMap<string, string>
  today: CivilDate
  may: (action: ClosingAction) => boolean
  mayLook: boolean
  mayDownload: boolean
  refused?: RefusedForm | undefined
  trail: Child
}

/** What was typed into a form that came back, by its path and, for an announcement, its kind. */
export const typedIn = (
  { refused }: ClosingView,
  path: string,
  kind?: AnnouncementKind,
): Readonly<Record<string, string>> => (refused?.form === [path, kind].filter(Boolean).join('-') ? refused.typed : {})

type FormProps = {
  view: ClosingView
  path: string
  label?: string
  primary?: boolean
  off?: boolean
  upload?: boolean
  children?: Child
}

/** A form of this closing, as it was shown; without a label it shows its fields and sends nothing. */
export function Form({ view, path, label, primary, off, upload, children }: FormProps) {
  const { id, version } = view.file.closing
  return (
    <form
      method="post"
      action={`/closings/${id}/${path}`}
      {...(upload && { enctype: 'multipart/form-data' })}
      {...(path === 'draft' && { 'data-unsaved': true })}
    >
      <CsrfField csrf={view.csrf} />
      <input type="hidden" name="version" value={String(version)} />
      {children}
      {label && (
        <p class="acts">
          <button class={primary ? 'btn pri' : 'btn'} type="submit" disabled={off}>
            {label}
          </button>
        </p>
      )}
    </form>
  )
}

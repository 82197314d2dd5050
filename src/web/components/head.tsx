import type { Child } from 'hono/jsx'

/** The head of a page: where one is, its name, one line of facts, and what can be done. */
export function Head({
  crumb,
  title,
  note,
  children,
}: {
  crumb?: Child
  title: Child
  note?: Child
  children?: Child
}) {
  return (
    <div class="head">
      <div>
        {crumb && <p class="crumb">{crumb}</p>}
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </div>
      {children && <div class="acts">{children}</div>}
    </div>
  )
}

/** Nothing here: why, and what to do next. */
export function Empty({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="empty">
      <b>{title}</b>
      {children}
    </div>
  )
}

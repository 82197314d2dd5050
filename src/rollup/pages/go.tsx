import type { Child } from 'hono/jsx'

/** Where a number opens: the district's own list. Undefined: this role may not open it. */
export type Opening = string | undefined

type GoProps = { district: { id: string; name: string }; to: Opening; label: string; children: Child }

/**
 * A number that opens the district's own page, which becomes the district that is looked at. It is a button of the one form
 * around the tables: to go to another district changes the session, and no mere address may do that.
 */
export const Go = ({ district, to, label, children }: GoProps) =>
  to === undefined ? (
    <span>{children}</span>
  ) : (
    <button class="op" type="submit" name="go" value={`${district.id} ${to}`} aria-label={`${district.name}　${label}`}>
      {children}
    </button>
  )

/** The same for a count; nought opens nothing. */
export const GoCount = ({ count, ...rest }: Omit<GoProps, 'children'> & { count: number }) =>
  count === 0 ? (
    <span class="nil">0</span>
  ) : (
    <Go {...rest} label={`${rest.label} ${count}`}>
      {String(count)}
    </Go>
  )

import type { WebContext } from '../context.ts'

/** What a list was searched for, in the address as `q`; empty where nothing was. */
export const searchFrom = (c: WebContext): string => (c.req.query('q') ?? '').trim().slice(0, 60)

/** The search box of a list, first in its filter; `label` says what it looks at. */
export const SearchBox = ({ c, label }: { c: WebContext; label: string }) => (
  <>
    <label class="vh" for="search">
      {label}
    </label>
    <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder={label} />
  </>
)

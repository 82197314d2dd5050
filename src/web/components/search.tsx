import type { WebContext } from '../context.ts'
import { Select } from './field.tsx'

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

type FilterProps = {
  c: WebContext
  name: string
  label: string
  /** What may be chosen: as it stands in the address, and what it is called. */
  labels: Readonly<Record<string, string>>
  all?: string
}

/** One choice of a list's filter, as the address has it; first of all comes everything. */
export const FilterBy = ({ c, name, label, labels, all = '全部' }: FilterProps) => (
  <Select
    bare
    name={name}
    label={label}
    value={c.req.query(name)}
    choices={[{ value: '', label: all }, ...Object.entries(labels).map(([value, word]) => ({ value, label: word }))]}
  />
)

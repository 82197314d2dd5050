import type { Child } from 'hono/jsx'
import type { NoRate } from '../model.ts'

/** What stands in the place of a rate that can't be told. */
export const noRateWords: Readonly<Record<NoRate, string>> = { 'no-data': '—', pending: '待定', minority: '—' }

/** A number that opens the list it counts; nought opens nothing. */
export const Opens = ({
  count,
  href,
  unit = '',
  label,
}: {
  count: number
  href: string
  unit?: string
  label?: string
}) =>
  count === 0 ? (
    <span class="nil">{`0${unit}`}</span>
  ) : (
    <a class="op" href={href} aria-label={label === undefined ? undefined : `${label} ${count}${unit}`}>
      {`${count}${unit}`}
    </a>
  )

/** One figure of a strip: what, how many, and a line of what it is counted over. */
export const Figure = ({ label, children, note }: { label: string; children: Child; note?: Child }) => (
  <div>
    <div class="k">{label}</div>
    <div class="v">{children}</div>
    {note && <div class="n">{note}</div>}
  </div>
)

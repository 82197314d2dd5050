import type { Child } from 'hono/jsx'
import type { FormValues } from '../forms.ts'
import { CsrfField } from './field.tsx'

/** One row of an order: `version` as it was shown; `refusal` says why it can't be done. */
export type BulkRow = { id: string; version: number; cells: readonly Child[]; refusal: string | null }

type Listed = { heads: readonly string[]; rows: readonly BulkRow[] }

/**
 * What an order over many rows will do: what will be done, what will not and why, then 确认. The confirmation carries each
 * row's version: what is executed is what was previewed, or that row is refused.
 */
export function BulkPreview({
  csrf,
  action,
  hidden,
  confirm,
  back,
  ...listed
}: Listed & { csrf: string; action: string; hidden?: Child; confirm: string; back: string }) {
  const doable = listed.rows.filter(({ refusal }) => refusal === null)
  const refused = listed.rows.filter(({ refusal }) => refusal !== null)
  return (
    <div class="stackv">
      {doable.length > 0 && (
        <section class="card">
          <header>
            <h2>{`将办理 ${doable.length} 项`}</h2>
            <p>逐项保存、逐项留痕；预览后有变动的，该项不办理，其余照办</p>
          </header>
          <BulkTable heads={listed.heads} rows={doable} />
          <form class="in" method="post" action={action}>
            <CsrfField csrf={csrf} />
            {hidden}
            {doable.map(({ id, version }) => (
              <input type="hidden" name="row" value={`${id}:${version}`} />
            ))}
            <p class="acts">
              <button class="btn pri" type="submit">
                {confirm}
              </button>
              <a class="btn" href={back}>
                不办理，返回
              </a>
            </p>
          </form>
        </section>
      )}
      {refused.length > 0 && (
        <section class="card">
          <header>
            <h2>{`不能办理 ${refused.length} 项`}</h2>
            <p>不在本次办理之列</p>
          </header>
          <BulkTable heads={listed.heads} rows={refused} last="原因" />
        </section>
      )}
    </div>
  )
}

/** What became of each row of an order. */
export const BulkOutcome = ({ heads, rows, done }: Listed & { done: string }) => (
  <section class="card">
    <header>
      <h2>逐项结果</h2>
    </header>
    <BulkTable heads={heads} rows={rows} last="结果" done={done} />
  </section>
)

function BulkTable({ heads, rows, last, done }: Listed & { last?: string; done?: string }) {
  return (
    <table class="cards stick">
      <thead>
        <tr>
          {heads.map((head) => (
            <th>{head}</th>
          ))}
          {last && <th>{last}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ cells, refusal }) => (
          <tr>
            {cells.map((cell, at) => (
              <td class={at === 0 ? 't' : undefined} data-l={at === 0 ? undefined : heads[at]}>
                {cell}
              </td>
            ))}
            {last && (
              <td class="full" data-l={last}>
                {refusal ?? done}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The box beside a row of a list; not on phones, where orders over many rows are not given. */
export const BulkBox = ({ id, label, checked }: { id: string; label: string; checked: boolean }) => (
  <td class="hid box">
    <input type="checkbox" name="item" value={id} aria-label={`选择${label}`} checked={checked} />
  </td>
)

/** The rows that were ticked in a list: ids, each once. */
export const tickedFrom = (values: FormValues): string[] => [
  ...new Set([values['item'] ?? []].flat().filter((id) => /^[0-9a-f-]{36}$/.test(id))),
]

/** The rows that a preview held, each with the version that was shown. */
export const heldFrom = (values: FormValues): { id: string; version: number }[] =>
  [values['row'] ?? []].flat().flatMap((held) => {
    const [, id, version] = /^([0-9a-f-]{36}):(\d{1,9})$/.exec(held) ?? []
    return id === undefined ? [] : [{ id, version: Number(version) }]
  })

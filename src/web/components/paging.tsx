import type { WebContext } from '../context.ts'

/** Rows a page; the server pages every list. */
export const pageSize = 50

/** The page asked for, 1 where nothing sensible was. */
export function pageFrom(c: WebContext): number {
  const page = Number(c.req.query('page') ?? 1)
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1
}

/**
 * The present address with some parameters changed; `undefined` takes one away. `path`: where the page lives, when it answers
 * to a form that was sent to another address.
 */
export function withQuery(c: WebContext, changes: Record<string, string | undefined>, path = c.req.path): string {
  const query = new URL(c.req.url).searchParams
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** 每页 50 条，共 84 条, and the way to the other pages; the query stays as it is. `path` as in `withQuery`. */
export function Pager({ c, page, total, path }: { c: WebContext; page: number; total: number; path?: string }) {
  const last = Math.max(1, Math.ceil(total / pageSize))
  const near = [...new Set([1, page - 1, page, page + 1, last])]
    .filter((number) => number >= 1 && number <= last)
    .sort((a, b) => a - b)
  const link = (number: number) => withQuery(c, { page: number === 1 ? undefined : String(number) }, path)
  return (
    <footer>
      <span>{`每页 ${pageSize} 条，共 ${total} 条`}</span>
      {last > 1 && (
        <nav class="page" aria-label="分页">
          {page > 1 ? <a href={link(page - 1)}>上一页</a> : <span class="off">上一页</span>}
          {near.map((number) =>
            number === page ? (
              <span aria-current="page">{number}</span>
            ) : (
              <a class="mid" href={link(number)} aria-label={`第 ${number} 页`}>
                {number}
              </a>
            ),
          )}
          {page < last ? <a href={link(page + 1)}>下一页</a> : <span class="off">下一页</span>}
        </nav>
      )}
    </footer>
  )
}

/** A column head that sorts; pressing it again turns the order round. */
export function SortHead({
  c,
  by,
  label,
  sort,
  right,
}: {
  c: WebContext
  by: string
  label: string
  sort: { by: string; descending: boolean }
  right?: boolean
}) {
  const own = sort.by === by
  const next = own && !sort.descending ? `-${by}` : by
  return (
    <th class={right ? 'r' : undefined} aria-sort={own ? (sort.descending ? 'descending' : 'ascending') : undefined}>
      <a href={withQuery(c, { sort: next, page: undefined })}>{label}</a>
    </th>
  )
}

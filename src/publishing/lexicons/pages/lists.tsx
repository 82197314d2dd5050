import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  SearchBox,
  searchFrom,
  Select,
  type WebContext,
} from '../../../web/index.ts'
import { type ListColumn, type ListKind, listKinds } from '../model.ts'
import type { KeptRow } from '../queries.ts'
import { wordsOf } from '../sheet.ts'
import type { Brought } from '../verbs/keep-rows.ts'

/** The lists, and what reviewers let stand, side by side. */
export const ListTabs = ({ current }: { current: string }) => (
  <nav class="tabs" aria-label="词库和名单">
    {[...listKinds, { code: 'ignored', label: '已忽略的提示' }].map(({ code, label }) => (
      <a href={`/lexicons?list=${code}`} aria-current={code === current ? 'page' : undefined}>
        {label}
      </a>
    ))}
  </nav>
)

export type ListPageProps = {
  c: WebContext
  kind: ListKind
  rows: readonly KeptRow[]
  total: number
  page: number
  unitName: (id: string) => string
  personName: (id: string) => string
  minute: (at: KeptRow['enteredAt']) => string
  mayKeep: boolean
  /** Which lines this person may remove. */
  mayRemove: (row: KeptRow) => boolean
  written?: ReadonlyMap<string, string> | undefined
  problem?: string | undefined
  brought?: Brought | undefined
}

/** One list: what it is, its lines, and for who keeps it a form and a file. */
export function ListPage({ c, kind, rows, total, page, mayKeep, written, problem, brought, ...told }: ListPageProps) {
  return (
    <>
      <Head title="词库和名单" note={kind.note}>
        {mayKeep && (
          <a class="btn pri" href="#enter">
            登记、导入
          </a>
        )}
        <a class="btn" href={`/lexicons/${kind.code}/export`}>
          下载现有名单
        </a>
        <a class="btn" href={`/lexicons/${kind.code}/export?as=csv`}>
          下载CSV
        </a>
      </Head>
      <ListTabs current={kind.code} />
      {problem && <Alert tone="fail" title={problem} />}
      {brought && <BroughtAlert brought={brought} />}
      <div class="stackv">
        <section class="card">
          <form class="filter" method="get" action="/lexicons">
            <input type="hidden" name="list" value={kind.code} />
            <SearchBox c={c} label={`查${kind.columns[0]?.label}`} />
            <button class="btn" type="submit">
              查询
            </button>
          </form>
          {rows.length === 0 ? (
            <Empty title="没有条目">{mayKeep ? '登记或导入以后，列在这里。' : '登记以后，列在这里。'}</Empty>
          ) : (
            <Lines c={c} kind={kind} rows={rows} page={page} mayKeep={mayKeep} {...told} />
          )}
          <Pager c={c} page={page} total={total} path="/lexicons" />
        </section>
        {mayKeep && <EnterCard c={c} kind={kind} written={written} />}
        {mayKeep && <ImportCard c={c} kind={kind} />}
      </div>
    </>
  )
}

function BroughtAlert({ brought: { added, replaced, same, refused } }: { brought: Brought }) {
  const counts = `新增 ${added} 条，更新 ${replaced} 条，未变 ${same} 条`
  if (refused.length === 0) return <Alert tone="pass" title={`已导入：${counts}。`} />
  return (
    <Alert tone="warn" title={`已导入：${counts}；${refused.length} 行未导入，其余不受影响。`}>
      <ul>
        {refused.slice(0, 100).map(({ at, why }) => (
          <li>{`第${at}行：${why}`}</li>
        ))}
      </ul>
      {refused.length > 100 && <p>{`另有 ${refused.length - 100} 行未列出，请先更正以上各行再导入。`}</p>}
    </Alert>
  )
}

type LinesProps = Pick<
  ListPageProps,
  'c' | 'kind' | 'rows' | 'page' | 'unitName' | 'personName' | 'minute' | 'mayKeep' | 'mayRemove'
>

// The first columns are what a line is; the rest stands below them where it says anything.
const SHOWN = 2

function Lines({ c, kind, rows, page, unitName, personName, minute, mayKeep, mayRemove }: LinesProps) {
  const [first, second] = kind.columns
  const rest = kind.columns.slice(SHOWN)
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>{first?.label}</th>
          <th>{second?.label}</th>
          <th>说明</th>
          <th>登记</th>
          {mayKeep && <th class="r">办理</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((kept) => (
          <tr>
            <td class="t full">
              <b>{wordsOf(first!, kept.row, unitName)}</b>
            </td>
            <td data-l={second?.label}>{wordsOf(second!, kept.row, unitName) || '—'}</td>
            <td data-l="说明">
              <small>
                {rest
                  .flatMap((column) => {
                    const words = wordsOf(column, kept.row, unitName)
                    return words === '' || words === column.otherwise ? [] : `${column.label}：${words}`
                  })
                  .join('　')}
              </small>
            </td>
            <td data-l="登记">
              {personName(kept.enteredBy)}
              <small class="num">{minute(kept.enteredAt)}</small>
            </td>
            {mayKeep && (
              <td class="r">
                {mayRemove(kept) && (
                  <form method="post" action={`/lexicons/${kind.code}/lines/${kept.id}/remove`}>
                    <CsrfField csrf={c.var.session.csrf} />
                    <input type="hidden" name="q" value={searchFrom(c)} />
                    <input type="hidden" name="page" value={String(page)} />
                    <button class="btn sm" type="submit" aria-label={`停用“${wordsOf(first!, kept.row, unitName)}”`}>
                      停用
                    </button>
                  </form>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function EnterCard({ c, kind, written }: Pick<ListPageProps, 'c' | 'kind' | 'written'>) {
  const columns = kind.columns.filter(({ reads }) => reads !== 'unit' || c.var.actor.unitId === null)
  const needed = columns.filter(({ isRequired, reads }, at) => at < SHOWN || isRequired || typeof reads === 'object')
  const more = columns.filter((column) => !needed.includes(column))
  const field = (column: ListColumn) => <ColumnField column={column} value={written?.get(column.label)} />
  return (
    <form class="card" id="enter" method="post" action={`/lexicons/${kind.code}/lines`} data-unsaved>
      <header>
        <h2>{`登记到${kind.label}`}</h2>
      </header>
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <div class="row">{needed.map(field)}</div>
        {more.length > 0 && (
          <details class="fld" open={more.some(({ label }) => written?.get(label))}>
            <summary>更多</summary>
            <div class="row">{more.map(field)}</div>
          </details>
        )}
        <button class="btn pri" type="submit">
          登记
        </button>
      </div>
    </form>
  )
}

function ColumnField({
  column: { column, label, reads, hint, most, isRequired, otherwise },
  value,
}: {
  column: ListColumn
  value: string | undefined
}) {
  if (typeof reads === 'object')
    return (
      <Select
        name={column}
        label={label}
        value={value ?? otherwise}
        choices={Object.entries(reads).map(([code, word]) => ({ value: code, label: word }))}
      />
    )
  const given = { ...(isRequired && { required: true }), ...(reads === 'text' && most ? { maxlength: most } : {}) }
  return (
    <Field
      name={column}
      label={label}
      type={reads === 'day' ? 'date' : 'text'}
      hint={hint}
      value={value ?? otherwise}
      {...given}
    />
  )
}

const ImportCard = ({ c, kind }: Pick<ListPageProps, 'c' | 'kind'>) => (
  <form class="card" method="post" action={`/lexicons/${kind.code}/import`} enctype="multipart/form-data">
    <header>
      <h2>导入</h2>
      <p>先下载现有名单，照它的列名增改后再导入；表中没有的条目保持不变。</p>
    </header>
    <div class="in">
      <CsrfField csrf={c.var.session.csrf} />
      <Field name="file" label="名单文件" type="file" accept=".xlsx,.xls,.csv" required />
      <button class="btn" type="submit">
        导入
      </button>
    </div>
  </form>
)

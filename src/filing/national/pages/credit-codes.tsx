import { Alert, CsrfField, Empty, Head, Pager, type WebContext } from '../../../web/index.ts'
import type { UnitCodeRow } from '../queries/entries.ts'

type Props = {
  c: WebContext
  rows: readonly UnitCodeRow[]
  total: number
  missing: number
  page: number
  mayRecord: boolean
  problem?: { unitId: string; sentence: string; typed: string } | undefined
}

/** 统一社会信用代码 of every unit, those that are missing first. */
export function CreditCodesPage({ c, rows, total, missing, page, mayRecord, problem }: Props) {
  return (
    <>
      <Head
        crumb={<a href="/national">全国系统填报</a>}
        title="统一社会信用代码"
        note={missing > 0 ? `共 ${total} 个单位，未填 ${missing} 个` : `共 ${total} 个单位，已填全`}
      />
      {problem && <Alert tone="fail" title={problem.sentence} />}
      <section class="card">
        <form class="filter" method="get" action="/national/units">
          <label class="vh" for="search">
            单位
          </label>
          <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="单位" />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的单位">请放宽条件。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>单位</th>
                <th>统一社会信用代码</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <td class="t">{row.name}</td>
                  <td class="full">
                    {mayRecord ? <CodeForm c={c} row={row} problem={problem} /> : (row.code ?? '未填')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

function CodeForm({ c, row, problem }: { c: WebContext; row: UnitCodeRow; problem: Props['problem'] }) {
  const refused = problem?.unitId === row.id
  const query = new URL(c.req.url).search
  return (
    <form class="acts" method="post" action={`/national/units/${row.id}${query}`}>
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(row.version)} />
      <span class="grow">
        <input
          type="text"
          class="num"
          name="code"
          aria-label={`${row.name}的统一社会信用代码`}
          value={refused ? problem.typed : (row.code ?? '')}
          placeholder="18位"
          maxlength={24}
          autocomplete="off"
          aria-invalid={refused ? 'true' : undefined}
        />
      </span>
      <button class="btn" type="submit">
        保存
      </button>
    </form>
  )
}

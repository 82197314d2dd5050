import { platforms } from '../../vocabulary/platforms.ts'
import {
  Alert,
  BulkBox,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  SearchBox,
  Status,
  type WebContext,
  withQuery,
} from '../../web/index.ts'
import type { LookedAccount } from '../looks.ts'

type Props = {
  c: WebContext
  rows: readonly LookedAccount[]
  total: number
  page: number
  mayState: boolean
  problem?: string | undefined
  typed?: { until: string; ticked: readonly string[] } | undefined
}

const path = '/messages/looked'

/** 核对进度: how far each account was looked through, what lies longest first; several are stated at once. */
export function LookedAccountsPage(props: Props) {
  const { c, rows, total, page, mayState, problem } = props
  return (
    <>
      <Head
        crumb={<a href="/messages">留言台账</a>}
        title="核对进度"
        note="没有核对过的账号，有没有留言、有没有答复均不明；没有核对过的和最早核对的在前"
      />
      {problem && <Alert tone="fail" title={problem} />}
      <section class="card">
        <form class="filter" method="get" action={path}>
          <SearchBox c={c} label="账号、单位" />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的账号">台账中的账号都列在这里，已注销的除外。</Empty>
        ) : mayState ? (
          <form method="post" action={path}>
            <CsrfField csrf={c.var.session.csrf} />
            <Accounts {...props} />
            <div class="bulk">
              <Field
                name="until"
                label="勾选的账号已核对至"
                type="date"
                required
                value={props.typed?.until}
                hint="逐条看过，收到的和答复了的都已登记。"
              />
              <button class="btn pri" type="submit">
                登记核对
              </button>
            </div>
          </form>
        ) : (
          <Accounts {...props} />
        )}
        <Pager c={c} page={page} total={total} path={path} />
      </section>
    </>
  )
}

function Accounts({ c, rows, mayState, typed }: Props) {
  const all = c.req.query('tick') === 'page'
  return (
    <table class="cards stick">
      <thead>
        <tr>
          {mayState && (
            <th class="box">
              <a href={withQuery(c, { tick: all ? undefined : 'page' }, path)}>{all ? '不选' : '全选'}</a>
            </th>
          )}
          <th>账号</th>
          <th>主办单位</th>
          <th>已核对至</th>
          <th>由谁核对</th>
          <th class="r">待答复</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, platform, unitName, until, side, open }) => (
          <tr>
            {mayState && <BulkBox id={id} label={name} checked={all || (typed?.ticked.includes(id) ?? false)} />}
            <td class="t">
              <a href={`/accounts/${id}`}>{name}</a>
              <small>{platforms[platform].label}</small>
            </td>
            <td data-l="主办单位">{unitName}</td>
            <td class="num" data-l="已核对至">
              {until ?? <Status mark="unkn" word="没有核对过" />}
            </td>
            <td data-l="由谁核对">{side === null ? '—' : side === 'office' ? '监管单位' : '主办单位自行核对'}</td>
            <td class="r num" data-l="待答复">
              {open}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import type { Child } from 'hono/jsx'
import type { Instant } from '../../../calendar/index.ts'
import { Alert, CsrfField, Empty, FilterBy, Head, Pager, type WebContext } from '../../../web/index.ts'
import { handoverStateLabels } from '../model.ts'
import type { HandoverRow } from '../queries/lists.ts'
import { isOverdue } from '../rules.ts'
import { dueWords, HandoverMark } from './marks.tsx'

type Props = {
  c: WebContext
  rows: readonly HandoverRow[]
  total: number
  page: number
  names: ReadonlyMap<string, string>
  now: Instant
  mayOpen: boolean
  mayNotice: boolean
  noticed: string | undefined
  period: Child
}

/** 人员交接: what is open first, the nearest deadline on top. */
export function HandoversPage({ c, rows, total, page, names, now, mayOpen, mayNotice, noticed, period }: Props) {
  return (
    <>
      <Head title="人员交接" note="责任人、账号管理员变动，一张清单办交接；只登记密码已更换，不得填写密码">
        {mayNotice && (
          <form class="inl" method="post" action="/handovers/notice">
            <CsrfField csrf={c.var.session.csrf} />
            <button class="btn" type="submit">
              核对人员变动
            </button>
          </form>
        )}
        {mayOpen && (
          <a class="btn pri" href="/handovers/new">
            发起交接
          </a>
        )}
      </Head>
      {noticed !== undefined && (
        <Alert
          tone="pass"
          title={noticed === '0' ? '已核对台账，没有新的人员变动' : `已核对台账，新列入人员交接 ${noticed} 件`}
        />
      )}
      <div class="stackv">
        <section class="card">
          <form class="filter" method="get" action="/handovers">
            <input type="search" name="q" aria-label="单位名称" placeholder="单位名称" value={c.req.query('q')} />
            <FilterBy
              c={c}
              name="state"
              label="办理情况"
              labels={{ open: '未办结', overdue: '已逾期', ...handoverStateLabels }}
            />
            <button class="btn" type="submit">
              筛选
            </button>
          </form>
          {rows.length === 0 ? (
            <Empty title="没有符合条件的人员交接">
              台账中的责任人、负责人、联系人、账号管理员换人后，由系统核对，自动列在这里。
            </Empty>
          ) : (
            <Rows rows={rows} names={names} now={now} />
          )}
          <Pager c={c} page={page} total={total} />
        </section>
        {period}
      </div>
    </>
  )
}

function Rows({ rows, names, now }: Pick<Props, 'rows' | 'names' | 'now'>) {
  const nameOf = (id: string | null, unknown: string) => (id === null ? unknown : (names.get(id) ?? '已删除'))
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>交接岗位</th>
          <th>单位</th>
          <th>移交人 → 接收人</th>
          <th>办结期限</th>
          <th>办理情况</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, posts, unitName, outgoingPersonId, incomingPersonId, state, due, dueProvisional }) => (
          <tr>
            <td class="t">
              <a class="nm" href={`/handovers/${id}`}>
                {posts[0]?.label ?? '岗位'}
              </a>
              {posts.length > 1 && <small>{`等${posts.length}个岗位`}</small>}
            </td>
            <td data-l="单位">{unitName}</td>
            <td data-l="移交、接收">{`${nameOf(outgoingPersonId, '')} → ${nameOf(incomingPersonId, '未定')}`}</td>
            <td data-l="办结期限">{dueWords({ due, dueProvisional })}</td>
            <td class="s">
              <HandoverMark state={state} late={isOverdue({ state, due }, now)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

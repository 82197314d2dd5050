import { permit } from '../../access/index.ts'
import { Empty, Head, pageFrom, Pager, pageSize, render, Status, type WebContext } from '../../web/index.ts'
import { type WaitingPurpose, waitingPurposes } from '../purpose-queries.ts'
import { purposeLabel } from './purpose-panel.tsx'
import { platformLabel } from './words.ts'

/** 用途待确认: accounts whose verdicts hang on a purpose that no person of the office has answered for. */
export async function purposesPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  permit(actor, 'purpose.confirm', { districtId: session.districtId })
  const page = pageFrom(c)
  const { rows, total } = await waitingPurposes(deps.db, session.districtId, {
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  return render(
    c,
    <>
      <Head
        crumb={<a href="/accounts">台账</a>}
        title="用途待确认"
        note={`共 ${total} 个账号　确认为办事类的，不按两周内有无更新判定；未确认的，按发布类判定`}
      />
      <section class="card">
        {rows.length === 0 ? (
          <Empty title="没有用途待确认的账号">单位自报为办事类，或改报用途的，列在这里。</Empty>
        ) : (
          <WaitingTable rows={rows} />
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>,
    { title: '用途待确认', current: '/accounts' },
  )
}

const WaitingTable = ({ rows }: { rows: readonly WaitingPurpose[] }) => (
  <table class="cards stick">
    <thead>
      <tr>
        <th>账号</th>
        <th>主办单位</th>
        <th>自报用途</th>
        <th>已确认</th>
        <th>情形</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr>
          <td class="t">
            <a class="nm" href={`/purposes/${row.accountId}`}>
              {row.name}
            </a>
            <small>{platformLabel(row.platform)}</small>
          </td>
          <td class="full">{row.unitName}</td>
          <td data-l="自报用途">{purposeLabel(row.purpose)}</td>
          <td data-l="已确认">{row.confirmed ? purposeLabel(row.confirmed) : '无'}</td>
          <td class="s">
            <Status {...situation(row)} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

function situation({ confirmed, carriedOver }: WaitingPurpose) {
  if (carriedOver) return { mark: 'warn', word: '沿用登记' } as const
  return confirmed ? ({ mark: 'pend', word: '单位改报' } as const) : ({ mark: 'unkn', word: '未确认' } as const)
}

import { formatDayZh } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import {
  Alert,
  Empty,
  Head,
  type Mark,
  Pager,
  Select,
  shownMinute,
  Status,
  type WebContext,
} from '../../../web/index.ts'
import {
  type MatchKind,
  matchKindLabels,
  matchKinds,
  resultOf,
  type MatchState,
  matchStateLabels,
  matchStates,
  type RejectedRow,
} from '../model.ts'
import type { MatchRow } from '../queries/matches.ts'
import type { Count, Run } from '../queries/runs.ts'

const marks: Readonly<Record<MatchState, Mark>> = { open: 'pend', noted: 'unkn', confirmed: 'fail', dismissed: 'pass' }
export const MatchMark = ({ state, box }: { state: MatchState; box?: boolean }) => (
  <Status mark={marks[state]} word={matchStateLabels[state]} {...(box && { box })} />
)

type Props = {
  c: WebContext
  run: Run
  by: string
  counts: readonly Count[]
  rows: readonly MatchRow[]
  total: number
  page: number
  filter: { kind: MatchKind | undefined; state: MatchState | undefined; search: string }
  rejected: readonly RejectedRow[]
}

/** One list: how many accounts of each kind, each clue with how much speaks for it, and every row that could not be read. */
export function RunPage({ c, run, by, counts, rows, total, page, filter, rejected }: Props) {
  const path = `/concealment/${run.id}`
  const of = (kind: MatchKind) => counts.filter((one) => one.kind === kind).reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <Head
        crumb={<a href="/concealment">瞒报漏报核查</a>}
        title={run.fileName}
        note={`${by}　${shownMinute(c, run.createdAt)}　与${formatDayZh(run.asOf)}的台账比对，共 ${run.rowCount} 个账号`}
      />
      <section class="glance" aria-label="核查结果">
        {matchKinds
          .filter((kind) => of(kind) > 0)
          .map((kind) => (
            <div>
              <div class="k">{matchKindLabels[kind]}</div>
              <div class="v">
                {of(kind)}
                <small>个</small>
              </div>
            </div>
          ))}
      </section>
      <section class="card gap">
        <form class="filter" method="get" action={path}>
          <label class="vh" for="search">
            账号、单位
          </label>
          <input type="search" id="search" name="q" value={filter.search} placeholder="账号、单位" />
          <Select
            bare
            name="kind"
            label="结果"
            value={filter.kind ?? ''}
            choices={[
              { value: '', label: '全部结果' },
              ...matchKinds.map((kind) => ({ value: kind, label: matchKindLabels[kind] })),
            ]}
          />
          <Select
            bare
            name="state"
            label="核实情况"
            value={filter.state ?? ''}
            choices={[
              { value: '', label: '全部核实情况' },
              ...matchStates.map((state) => ({ value: state, label: matchStateLabels[state] })),
            ]}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的账号">请放宽条件。</Empty>
        ) : (
          <table class="cards stick">
            <thead>
              <tr>
                <th>发现的账号</th>
                <th>结果</th>
                <th class="r">依据得分</th>
                <th>台账账号</th>
                <th>单位</th>
                <th>核实情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <td class="t">
                    <a href={`/concealment/${run.id}/${row.id}`}>{row.name || '（未列名称）'}</a>
                    <small>{`${platforms[row.platform].label}　${row.sheet}第${row.rowNumber}行`}</small>
                  </td>
                  <td data-l="结果">{resultOf(row)}</td>
                  <td class="r num" data-l="依据得分">
                    {row.score}
                  </td>
                  <td data-l="台账账号">{row.accountName ?? '—'}</td>
                  <td data-l="单位">{row.unitName ?? '—'}</td>
                  <td class="s">
                    <MatchMark state={row.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} />
      </section>
      {rejected.length > 0 && <Rejected rows={rejected} />}
    </>
  )
}

const mostShown = 200

function Rejected({ rows }: { rows: readonly RejectedRow[] }) {
  const faults = rows.flatMap((row) => row.faults)
  return (
    <section class="card">
      <header>
        <h2>未能读取的行</h2>
        <p>{`${rows.length} 行，没有参加比对${faults.length > mostShown ? `；列出前 ${mostShown} 处` : ''}`}</p>
      </header>
      <div class="in">
        <Alert tone="warn" title="请在清单中改正后，将这些行另行上传。" />
      </div>
      <table class="cards cells">
        <thead>
          <tr>
            <th>位置</th>
            <th>项目</th>
            <th>原值</th>
            <th>应为</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, mostShown).map(({ sheet, row, column, found, wanted }) => (
            <tr>
              <td class="t">{`${sheet}　第 ${row} 行`}</td>
              <td data-l="项目">{column}</td>
              <td data-l="原值">{found || '（空）'}</td>
              <td data-l="应为">{wanted}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

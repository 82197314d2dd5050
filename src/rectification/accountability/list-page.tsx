import { formatDayZh, dayOf } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Empty, FilterBy, Head, type Mark, Pager, Status, type WebContext } from '../../web/index.ts'
import { type AccountabilityCase, type AccountabilityState, caseStateLabels, measureLabels } from './model.ts'

const marks: Readonly<Record<AccountabilityState, Mark>> = {
  opened: 'pend',
  hearing: 'pend',
  decided: 'warn',
  served: 'warn',
  closed: 'pass',
  dropped: 'unkn',
}

export const CaseMark = ({ state, box }: { state: AccountabilityState; box?: boolean }) => (
  <Status mark={marks[state]} word={caseStateLabels[state]} {...(box && { box })} />
)

type Props = {
  c: WebContext
  rows: readonly AccountabilityCase[]
  total: number
  page: number
  /** Units with upheld clues that stand in no case; undefined: who looks opens none. */
  waiting: readonly { unitId: string; unitName: string; clues: number }[] | undefined
}

/** 责任追究: what is open first. */
export const AccountabilityPage = ({ c, rows, total, page, waiting }: Props) => (
  <>
    <Head title="责任追究" note="线索经负责人认定、有两条以上独立证据的立项；告知单位陈述申辩后，由人决定" />
    <Alert tone="pend" title={sentences.systemOnlyHints} />
    <div class="stackv">
      {waiting && waiting.length > 0 && (
        <section class="card todo">
          <header>
            <h2>可以立项</h2>
            <p>有已认定、尚未立项的线索</p>
          </header>
          <ul>
            {waiting.map(({ unitId, unitName, clues }) => (
              <li>
                <div>
                  <a href={`/accountability-cases/new?unitId=${unitId}`}>{unitName}</a>
                  <small>{`已认定线索 ${clues} 条`}</small>
                </div>
                <Status mark="pend" word="待立项" />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="card">
        <form class="filter" method="get" action="/accountability-cases">
          <FilterBy c={c} name="state" label="办理情况" labels={{ open: '未办结', ...caseStateLabels }} />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的责任追究事项">在“责任追究线索”中认定线索后，在这里立项。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>单位</th>
                <th>立项日期</th>
                <th>系统建议</th>
                <th>决定</th>
                <th>办理情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <td class="t">
                    <a class="nm" href={`/accountability-cases/${row.id}`}>
                      {row.unitName}
                    </a>
                  </td>
                  <td data-l="立项">{formatDayZh(dayOf(row.openedAt))}</td>
                  <td data-l="系统建议">{measureLabels[row.proposedMeasure]}</td>
                  <td data-l="决定">{row.decidedMeasure ? measureLabels[row.decidedMeasure] : '—'}</td>
                  <td class="s">
                    <CaseMark state={row.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </div>
  </>
)

import { formatMinute } from '../../calendar/index.ts'
import { Empty, FilterBy, Head, Pager, SearchBox, Status, type Mark, type WebContext } from '../../web/index.ts'
import { caseKindLabels, type CaseState, caseStateLabels } from '../cases/model.ts'
import type { CaseRow } from '../cases/records.ts'

const marks: Readonly<Record<CaseState, Mark>> = {
  draft: 'pend',
  sealing: 'pend',
  submitted: 'warn',
  returned: 'fail',
  accepted: 'warn',
  reviewing: 'warn',
  approved: 'warn',
  rejected: 'fail',
  executed: 'warn',
  'national-reported': 'warn',
  registered: 'pass',
  archived: 'unkn',
  withdrawn: 'unkn',
}

export const CaseMark = ({ state, box }: { state: CaseState; box?: boolean }) => (
  <Status mark={marks[state]} word={caseStateLabels[state]} {...(box && { box })} />
)

type Props = { c: WebContext; rows: readonly CaseRow[]; total: number; page: number; mayFile: boolean }

/** 备案事项: 开设、变更、关停、注销, what is on its way first. */
export function CasesPage({ c, rows, total, page, mayFile }: Props) {
  return (
    <>
      <Head title="备案事项" note="开设、变更、关停、注销；先批后开，不得私自注销">
        {mayFile && (
          <a class="btn pri" href="/cases/new">
            申请备案
          </a>
        )}
      </Head>
      <section class="card">
        <form class="filter" method="get" action="/cases">
          <SearchBox c={c} label="账号、单位、备案号" />
          <FilterBy c={c} name="state" label="办理情况" labels={{ open: '办理中', ...caseStateLabels }} />
          <FilterBy c={c} name="kind" label="事项" all="全部事项" labels={caseKindLabels} />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的备案事项">开设、变更、关停、注销账号前，先在这里申请备案。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>账号</th>
                <th>事项</th>
                <th>主办单位</th>
                <th>办理情况</th>
                <th>报送时间</th>
                <th>备案号</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, kind, state, unitName, accountName, submittedAt, filingNumber, daysLate }) => (
                <tr>
                  <td class="t full">
                    <a href={`/cases/${id}`}>{accountName || '（未填名称）'}</a>
                  </td>
                  <td data-l="事项">{caseKindLabels[kind]}</td>
                  <td data-l="主办单位">{unitName}</td>
                  <td data-l="办理情况">
                    <CaseMark state={state} />
                    {daysLate ? <small>{`逾期${daysLate}个工作日备案`}</small> : null}
                  </td>
                  <td class="num" data-l="报送时间">
                    {submittedAt ? formatMinute(submittedAt) : '—'}
                  </td>
                  <td class="num" data-l="备案号">
                    {filingNumber ?? '—'}
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

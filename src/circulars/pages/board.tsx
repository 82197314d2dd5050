import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { Empty, FilterBy, Head, Pager, SearchBox, Status, type WebContext } from '../../web/index.ts'
import { numberText } from '../document-number.ts'
import { answerWords, dayOfAnswer, isLate, isMissing } from '../lateness.ts'
import { stateLabels, variantLabels } from '../model.ts'
import type { DispatchRow } from '../queries.ts'
import { DispatchMark } from './marks.tsx'

type Props = {
  c: WebContext
  rows: readonly DispatchRow[]
  total: number
  page: number
  today: CivilDate
  mayDraft: boolean
  maySet: boolean
  /** A unit sees what was issued to it. */
  unit: boolean
}

/** 通报: what is in work first; each with its receipts and answers. */
export function BoardPage({ c, rows, total, page, today, mayDraft, maySet, unit }: Props) {
  return (
    <>
      <Head
        title="通报"
        note={
          unit
            ? '发到本单位的通报。签收后按要求反馈'
            : '从已审定的季度报告拟稿，核稿、保密审查、签发后编号印发，单位签收、反馈'
        }
      >
        {maySet && (
          <a class="btn" href="/circulars/bodies">
            发文机关
          </a>
        )}
        {mayDraft && (
          <a class="btn pri" href="/circulars/new">
            拟制通报
          </a>
        )}
      </Head>
      <section class="card">
        <form class="filter" method="get" action="/circulars">
          <SearchBox c={c} label="标题、发文字号" />
          {!unit && <FilterBy c={c} name="state" label="办理情况" labels={stateLabels} />}
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的通报">
            {unit ? '印发到本单位以后列在这里。' : '季度报告审定后，可以从报告拟制通报。'}
          </Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>标题</th>
                <th>发文字号</th>
                <th>印发</th>
                <th>{unit ? '本单位' : '签收、反馈'}</th>
                {!unit && <th>办理情况</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <td class="t">
                    <a class="nm" href={`/circulars/${row.id}`}>
                      {row.title}
                    </a>
                    <small>{`${variantLabels[row.variant]}　${row.issuer}`}</small>
                  </td>
                  <td data-l="发文字号">{row.number ? numberText(row.number) : '—'}</td>
                  <td class="num" data-l="印发">
                    {row.issuedOn ? formatDayZh(row.issuedOn) : '—'}
                  </td>
                  <td class="full">{unit ? row.own && <OwnMark row={row} today={today} /> : receiptWords(row)}</td>
                  {!unit && (
                    <td class="s">
                      <DispatchMark state={row.state} />
                    </td>
                  )}
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

function receiptWords({ issuedOn, units, received, asked, answered, late }: DispatchRow): string {
  if (!issuedOn) return '—'
  if (units === 0) return '上行文，不需要签收'
  return [
    `签收 ${received}/${units}`,
    ...(asked > 0 ? [`反馈 ${answered}/${asked}`] : []),
    ...(late > 0 ? [`迟报 ${late}`] : []),
  ].join('，')
}

/** A unit's own receipt and answer in one word. */
export function OwnMark({ row: { own, state }, today }: { row: Pick<DispatchRow, 'own' | 'state'>; today: CivilDate }) {
  if (!own) return null
  if (state === 'withdrawn') return <Status mark="unkn" word="已撤回" />
  const late = isLate(own, dayOfAnswer(own) ?? today)
  if (!isMissing(own))
    return <Status mark={late ? 'warn' : 'pass'} word={late ? '已反馈，迟报' : own.answers ? '已反馈' : '已签收'} />
  if (!own.receivedAt)
    return (
      <>
        <Status mark={late ? 'fail' : 'warn'} word="待签收" />
        {own.answers && <small>{answerWords(own, today)}</small>}
      </>
    )
  return (
    <>
      <Status mark={late ? 'fail' : 'warn'} word={late ? '已逾期，待反馈' : '待反馈'} />
      <small>{answerWords(own, today)}</small>
    </>
  )
}

import { classLabels } from '../../monitoring/index.ts'
import { orderMarks, orderStateLabels } from '../../rectification/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Empty, Status } from '../../web/index.ts'
import { problemsHref } from '../hrefs.ts'
import type { OpenProblem, Overview } from '../model.ts'
import { Opens } from './figure.tsx'

/** 未解决的问题: what people confirmed and is not over, the gravest and oldest first; no unit is ranked. */
export const Problems = ({ problems: { total, vetoes, others, shown } }: { problems: Overview['problems'] }) => (
  <section class="card" aria-label="未解决的问题">
    <header>
      <h2>未解决的问题</h2>
      <p>
        <Opens count={total} href={problemsHref()} label="未解决的问题" unit=" 个" />
        {'　单项否决 '}
        <Opens count={vetoes} href={problemsHref('veto')} label="单项否决" />
        {'　其他 '}
        <Opens count={others} href={problemsHref('other')} label="其他" />
      </p>
    </header>
    {shown.length === 0 ? (
      <Empty title="没有未解决的问题">经人工复核确认、尚未销号的问题列在这里。</Empty>
    ) : (
      <ProblemTable problems={shown} />
    )}
    {total > shown.length && (
      <footer>
        <a href={problemsHref()}>{`全部 ${total} 个`}</a>
      </footer>
    )}
  </section>
)

export const ProblemTable = ({ problems }: { problems: readonly OpenProblem[] }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>问题</th>
        <th>账号、单位</th>
        <th class="r">发现以来</th>
        <th>整改</th>
      </tr>
    </thead>
    <tbody>
      {problems.map((one) => (
        <tr>
          <td class="t">
            <b>{one.label}</b>
            <small>{classLabels[one.class]}</small>
          </td>
          <td class="full">
            {one.about === 'unit' ? (
              <a href={`/units/${one.unitId}`}>{one.unitName}</a>
            ) : (
              <>
                <a href={`/accounts/${one.accountId}`}>{one.accountName}</a>
                <small>{`${platforms[one.platform].label}　${one.unitName}`}</small>
              </>
            )}
          </td>
          <td class="r num" data-l="发现以来">
            {`${one.days} 天`}
            <small>{one.since}</small>
          </td>
          <td class="s">
            <Standing order={one.order} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

function Standing({ order }: Pick<OpenProblem, 'order'>) {
  if (!order) return <Status mark="pend" word="尚未下达" />
  const word = `${orderStateLabels[order.state]}${order.late ? '，已逾期' : ''}`
  return (
    <a href={`/orders/${order.id}`}>
      <Status mark={order.late ? 'fail' : orderMarks[order.state]} word={word} />
    </a>
  )
}

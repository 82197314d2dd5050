import { rateWords } from '../../engagement/index.ts'
import { orderMarks, orderStateLabels, orderStates } from '../../rectification/index.ts'
import { type Mark, SegmentBar } from '../../web/index.ts'
import { messagesHref, ordersHref } from '../hrefs.ts'
import type { Overview } from '../model.ts'
import { Figure, Opens } from './figure.tsx'

const Hours = ({ count, label }: { count: number | null; label: string }) =>
  count === null ? (
    '—'
  ) : (
    <>
      <a class="op" href={messagesHref('timed')} aria-label={`${label} ${count} 小时`}>
        {count}
      </a>
      <small>小时</small>
    </>
  )

/** 留言答复 as the room of messages counts it: in time, how long, and what still waits. */
export function Replies({ replies }: { replies: Overview['replies'] }) {
  const { asked, onTime, late, open, overdue, unlooked, timed, medianHours, p90Hours, onTimeRate } = replies
  const known = onTime + late + overdue
  const parts = [
    ['pass', '按期答复', 'on-time', onTime],
    ['warn', '逾期答复', 'late', late],
    ['pend', '待答复', 'open', open],
    ['fail', '逾期未答复', 'overdue', overdue],
    ['unkn', '未核对', 'unlooked', unlooked],
  ] as const
  return (
    <section class="card" aria-label="留言答复">
      <header>
        <h2>留言答复</h2>
        <p>
          {`${replies.from.slice(5)} 以来　`}
          <Opens count={asked} href={messagesHref('valid')} label="留言" unit=" 条" />
        </p>
      </header>
      <div class="glance flat">
        <Figure
          label="按期率"
          note={
            <>
              <Opens count={onTime} href={messagesHref('on-time')} label="按期答复" />
              {' / '}
              <Opens count={known} href={messagesHref('known')} label="已知办理情况" />
            </>
          }
        >
          {onTimeRate === null ? (
            '—'
          ) : (
            <>
              <a class="op" href={messagesHref('on-time')} aria-label={`按期率 ${rateWords(onTimeRate)}`}>
                {rateWords(onTimeRate).replace('%', '')}
              </a>
              <small>%</small>
            </>
          )}
        </Figure>
        <Figure
          label="时长中位数"
          note={
            <>
              计时 <Opens count={timed} href={messagesHref('timed')} label="有起止时间的答复" unit=" 条" />
            </>
          }
        >
          <Hours count={medianHours} label="答复时长中位数" />
        </Figure>
        <Figure label="九成以内" note="按同一批答复">
          <Hours count={p90Hours} label="九成答复的时长" />
        </Figure>
      </div>
      {asked > 0 && (
        <div class="in">
          <SegmentBar
            id="hz-replies"
            segments={parts.map(([mark, word, show, count]) => ({
              mark,
              word,
              count,
              ...(count > 0 && { href: messagesHref(show) }),
            }))}
          />
        </div>
      )}
    </section>
  )
}

/** 整改办理: orders by state, each state by its own mark. */
export function Orders({ orders: { open, late, byState } }: { orders: Overview['orders'] }) {
  const states = orderStates.filter((state) => byState[state])
  return (
    <section class="card" aria-label="整改办理">
      <header>
        <h2>整改办理</h2>
        <p>
          未办结 <Opens count={open} href={ordersHref('open')} label="未办结" unit=" 件" />
          {'　已逾期 '}
          <Opens count={late} href={ordersHref('late')} label="已逾期" unit=" 件" />
        </p>
      </header>
      <div class="in">
        {states.length === 0 ? (
          <p class="mut sm">还没有下达整改通知。</p>
        ) : (
          <ul class="states">
            {states.map((state) => (
              <li>
                <State mark={orderMarks[state]} word={orderStateLabels[state]} />
                <Opens
                  count={byState[state] ?? 0}
                  href={ordersHref(state)}
                  label={orderStateLabels[state]}
                  unit=" 件"
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

const State = ({ mark, word }: { mark: Mark; word: string }) => <span class={`st ${mark}`}>{word}</span>

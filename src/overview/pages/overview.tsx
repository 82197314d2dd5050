import { formatMonthDayZh } from '../../calendar/index.ts'
import { type UnseenKind, unseenLabels } from '../../collection/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { percentText } from '../../vocabulary/shares.ts'
import { Head } from '../../web/index.ts'
import { nowHref } from '../hrefs.ts'
import type { Overview } from '../model.ts'
import { DayMap } from './day-map.tsx'
import { Figure, Opens } from './figure.tsx'
import { MonthVerdicts } from './month.tsx'
import { Problems } from './problems.tsx'
import { Orders, Replies } from './replies-and-orders.tsx'
import { Trend } from './trend.tsx'

/** 全区总览, the same for everybody who may see it. `readAt`: the minute as pages show it. */
export function OverviewBody({ view, readAt }: { view: Overview; readAt: string }) {
  return (
    <>
      <Head
        title={`${view.district.name}政务新媒体总览`}
        note={
          <>
            {`截至 ${readAt}`}
            <span class="noprint">，自动更新</span>
          </>
        }
      />
      <Register view={view} />
      <MonthVerdicts month={view.month} />
      <div class="cols c85">
        <DayMap view={view} />
        <div class="stackv">
          <Replies replies={view.replies} />
          <Orders orders={view.orders} />
          <Trend quarters={view.trend} />
        </div>
      </div>
      <Problems problems={view.problems} />
    </>
  )
}

/** Registered, running, seen: what stands in the ledger, and what was looked at as of now. */
function Register({ view: { register, now, asOf } }: { view: Overview }) {
  const { monitored, seen, unseen, unseenBecause } = now
  const reasons = (Object.keys(unseenLabels) as UnseenKind[]).filter((kind) => unseenBecause[kind])
  const share = percentText(seen, monitored)
  return (
    <section class="glance" aria-label="账号和采集">
      <Figure label="登记账号" note="不含已注销">
        <Opens count={register.registered} href="/accounts" label="登记账号" />
        <small>个</small>
      </Figure>
      <Figure label="在运营" note="台账运行状态">
        <Opens count={register.running} href="/accounts?state=running" label="在运营" />
        <small>个</small>
      </Figure>
      <Figure label="应检账号" note={`${formatMonthDayZh(asOf)}在监测范围内`}>
        <Opens count={monitored} href={nowHref('monitored')} label="应检账号" />
        <small>个</small>
      </Figure>
      <div class="wide">
        <div class="k">采集覆盖率</div>
        <div class="v">
          {share ? (
            <a class="op" href={nowHref('seen')} aria-label={`采集覆盖率 ${share}%`}>
              {share}
            </a>
          ) : (
            '未知'
          )}
          {share && <small>%</small>}
        </div>
        <div class="n">
          已采集 <Opens count={seen} href={nowHref('seen')} label="已采集" />
          {'，未采集 '}
          <Opens count={unseen} href={nowHref('unseen')} label="未采集" />
          {reasons.length > 0 && '：'}
          {reasons.map((kind, at) => (
            <>
              {at > 0 && '、'}
              {`${unseenLabels[kind]} `}
              <Opens count={unseenBecause[kind] ?? 0} href={nowHref('unseen', kind)} label={unseenLabels[kind]} />
            </>
          ))}
        </div>
      </div>
      <div class="wide">
        <dl class="three">
          {(
            [
              ['fail', '超过期限', 'overdue'],
              ['warn', '更新预警', 'warned'],
              ['pass', '今天有更新', 'today'],
            ] as const
          ).map(([mark, label, set]) => (
            <div>
              <dt class={`st ${mark}`}>{label}</dt>
              <dd class="v">
                <Opens count={now[set]} href={nowHref(set)} label={label} />
                <small>个</small>
              </dd>
            </div>
          ))}
        </dl>
        <div class="n">{sentences.candidatesOnly}</div>
      </div>
    </section>
  )
}

import { may } from '../../access/index.ts'
import type { WebContext } from '../../web/index.ts'
import type { Month } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { indicatorOf } from '../indicators/index.ts'
import { classLabels } from '../model.ts'
import type { MonthOverview } from '../month-overview.ts'
import type { ReviewedAccount } from '../reviewed.ts'
import type { MonthView } from './month.tsx'
import { percent, platformLabel } from './words.ts'

/** 各平台采集覆盖: collected of registered, and what became of them. */
export function PlatformTable({ overview: { byPlatform, coverage, verdicts } }: { overview: MonthOverview }) {
  const { registered, judged } = coverage ?? { registered: 0, judged: 0 }
  return (
    <section class="card">
      <header>
        <h2>各平台采集覆盖</h2>
        <p>{`应检 ${registered}，已采集 ${judged}`}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>平台</th>
            <th class="r">应检</th>
            <th class="r">已采集</th>
            <th class="wbar">
              <span class="vh">进度</span>
            </th>
            <th class="r">采集覆盖率</th>
            <th class="r">合格</th>
            <th class="r">不合格</th>
            <th class="r">待复核</th>
          </tr>
        </thead>
        <tbody>
          {byPlatform.map((row) => (
            <PlatformLine name={platformLabel(row.platform)} row={row} bar />
          ))}
        </tbody>
        <tfoot>
          <PlatformLine name="合计" row={{ ...verdicts, registered, judged }} />
        </tfoot>
      </table>
    </section>
  )
}

type PlatformNumbers = Omit<MonthOverview['byPlatform'][number], 'platform'>

function PlatformLine({ name, row, bar }: { name: string; row: PlatformNumbers; bar?: boolean }) {
  return (
    <tr>
      <td class="t">{name}</td>
      <td class="r" data-l="应检">
        {row.registered}
      </td>
      <td class="r" data-l="已采集">
        {row.judged}
      </td>
      <td class="hid">
        {bar && (
          <progress
            class={row.judged < row.registered ? 'part' : undefined}
            value={row.judged}
            max={row.registered || 1}
            aria-label={`${name}采集进度`}
          ></progress>
        )}
      </td>
      <td class="r s num">{percent(row.judged, row.registered)}</td>
      <td class="r" data-l="合格">
        {row.qualified}
      </td>
      <td class={row.unqualified > 0 ? 'r fl' : 'r'} data-l="不合格">
        {row.unqualified}
      </td>
      <td class="r" data-l="待复核">
        {row.pending}
      </td>
    </tr>
  )
}

/** 本月所用指标: what each was judged by, and what came of it; numbers lead to their findings. */
export function IndicatorTable({
  overview,
  month,
  brief,
}: {
  overview: MonthOverview
  month: Month
  /** Leaves out the clauses, for the workbench. */
  brief?: boolean
}) {
  return (
    <section class="card">
      <header>
        <h2>按指标看</h2>
        <p>{overview.closing ? '本月已办结，线索均经人工复核' : sentences.candidatesOnly}</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>{brief ? '指标' : '指标与依据'}</th>
            <th>类别</th>
            <th class="r">通过</th>
            <th class="r">暂不判定</th>
            <th class="r">不适用</th>
            <th class="r">待复核</th>
            <th class="r">已确认</th>
            <th class="r">已排除</th>
          </tr>
        </thead>
        <tbody>
          {overview.byIndicator.map((row) => (
            <>
              <IndicatorLine row={row} month={month} brief={brief} />
              {row.awaiting > 0 && <AwaitingLine indicator={row.indicator} count={row.awaiting} />}
            </>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type LineProps = { row: MonthOverview['byIndicator'][number]; month: Month; brief: boolean | undefined }

function IndicatorLine({ row, month, brief }: LineProps) {
  const list = (state: string) => `/review?month=${month}&indicator=${row.indicator}&state=${state}`
  return (
    <tr>
      <td class="t">
        <b>{row.label}</b>
        {!brief && <small>{row.clause}</small>}
      </td>
      <td class="s">
        <span class="tag">{classLabels[row.class]}</span>
      </td>
      <td class="r" data-l="通过">
        {row.pass}
      </td>
      <td class="r" data-l="暂不判定">
        {row.unknown - row.awaiting}
      </td>
      <td class="r" data-l="不适用">
        {row['not-applicable']}
      </td>
      {row.class === 'hint' ? (
        <td class="r full" colspan={3}>{`提示 ${row.fail} 个，不计入判定`}</td>
      ) : (
        <>
          <Count label="待复核" count={row.open} href={list('open')} />
          <Count label="已确认" count={row.confirmed} href={list('confirmed')} />
          <Count label="已排除" count={row.dismissed} href={list('dismissed')} />
        </>
      )}
    </tr>
  )
}

// What nobody has looked at yet is no veto: it stands by itself and touches no verdict (docs/decisions/006).
function AwaitingLine({ indicator, count }: { indicator: string; count: number }) {
  const { unlooked } = indicatorOf(indicator)
  const words = `${count} 个${unlooked?.says}，不计入判定`
  return (
    unlooked && (
      <tr>
        <td class="t">
          <b>{unlooked.label}</b>
        </td>
        <td class="s">
          <span class="tag">{classLabels.hint}</span>
        </td>
        <td class="r full" colspan={6}>
          {/* The whole line: a link within words would be told from them by its colour alone. */}
          {unlooked.href ? <a href={unlooked.href}>{words}</a> : words}
        </td>
      </tr>
    )
  )
}

const Count = ({ label, count, href }: { label: string; count: number; href: string }) => (
  <td class="r" data-l={label}>
    {count > 0 ? <a href={href}>{count}</a> : 0}
  </td>
)

const MOST_SHOWN = 8

/** 未采集账号, each with the way to its patrol, or why it can't be seen. */
export function Uncollected({
  c,
  view,
  unknown,
}: {
  c: WebContext
  view: MonthView
  unknown: readonly ReviewedAccount[]
}) {
  const { actor, session } = c.var
  if (unknown.length === 0) return null
  const patrols = may(actor, 'patrol.record', { districtId: session.districtId }) && view.overview.closing === null
  return (
    <section class="card todo">
      <header>
        <h2>未采集账号</h2>
        <p>{`${unknown.length} 个`}</p>
      </header>
      <ul>
        {unknown.slice(0, MOST_SHOWN).map((account) => (
          <li>
            <div>
              <a href={`/accounts/${account.accountId}`}>{account.accountName}</a>
              <small>{`${platformLabel(account.platform)}　${view.explained.get(account.accountId) ?? account.unitName}`}</small>
              <small>{view.unseenBecause.get(account.accountId)}</small>
            </div>
            {patrols && !view.explained.has(account.accountId) && (
              <a class="btn sml" href={`/patrol?month=${view.month}&account=${account.accountId}`}>
                人工巡查
              </a>
            )}
          </li>
        ))}
      </ul>
      {unknown.length > MOST_SHOWN && (
        <footer>
          <a href={`/months/${view.month}?verdict=unknown#accounts`}>{`全部 ${unknown.length} 个`}</a>
        </footer>
      )}
    </section>
  )
}

import type { Child } from 'hono/jsx'
import { percentText } from '../../vocabulary/shares.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { may, scopeOf } from '../../access/index.ts'
import { backupStanding } from '../../backup/index.ts'
import { type CivilDate, formatMonthDayZh, lastDayOf, type Month, weekday } from '../../calendar/index.ts'
import {
  heatRows,
  HeatMap,
  IndicatorTable,
  liveCard,
  type MonthOverview,
  monthWithAccounts,
  type ReviewedAccount,
  spokenMonth,
  spokenMonths,
  type SpokenMonths,
} from '../../monitoring/index.ts'
import { findReport, type ReportFacts, reportVersions } from '../../reporting/index.ts'
import { Head, render, SegmentBar, Status, type WebContext } from '../../web/index.ts'
import { BackupLine } from './backup-line.tsx'
import { FirstSteps } from './first-steps.tsx'
import { ledgerCounts, type LedgerCounts } from './queries.ts'
import type { Task } from './task.ts'
import { tasksFor, workMonths } from './tasks.ts'
import { TrendCard } from './trend.tsx'

const LONG_LIST = 8

/** The workbench of the office that supervises: what is due, the district at a glance, silence by day, trend, indicators. */
export async function officePage(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId } = session
  const counts = await ledgerCounts(deps.db, districtId)
  const seesChecks = scopeOf(actor, 'check.read', districtId) !== undefined
  const latest = seesChecks ? await latestMonth(c, districtId) : undefined
  const backup = may(actor, 'backup.see', { districtId }) ? await backupStanding(deps.db) : undefined
  const tasks = await tasksFor(c, districtId, { spoken: latest?.spoken, backup })
  const overview = latest?.overview
  const trend = overview?.run && <TrendCard report={await latestTrend(c, districtId)} />
  const byIndicator = overview?.run && <IndicatorTable overview={overview} month={overview.month} brief />
  // A long list of tasks has room beside it.
  const isLong = tasks.length > LONG_LIST
  return render(
    c,
    <>
      <WorkbenchHead c={c} tasks={tasks} empty={counts.accounts === 0} />
      {!counts.checks && <FirstSteps c={c} counts={counts} />}
      {overview?.run && <Glance counts={counts} overview={overview} early={latest?.early} />}
      <div class={overview?.run ? 'cols c57' : undefined}>
        <div class="stackv">
          <Tasks tasks={tasks} today={deps.clock.today()} foot={backup && <BackupLine c={c} standing={backup} />} />
          {counts.accounts > 0 && (await liveCard(c))}
        </div>
        {latest && overview?.run && (
          <div class="stackv">
            <Silence c={c} districtId={districtId} latest={latest} run={overview.run} />
            {isLong && [byIndicator, trend]}
          </div>
        )}
      </div>
      {!isLong && overview?.run && <div class="cols c2">{[trend, byIndicator]}</div>}
    </>,
    { title: '工作台', current: '/', islands: ['live'] },
  )
}

type LatestMonth = {
  overview: MonthOverview
  accounts: ReviewedAccount[]
  early: Month | undefined
  spoken: SpokenMonths
}

async function latestMonth(c: WebContext, districtId: string): Promise<LatestMonth> {
  const { db, clock } = c.var.deps
  const { month, early } = await spokenMonth(db, districtId, clock.today())
  const spoken = await spokenMonths(db, districtId, [...new Set([...workMonths(clock.today()), month])])
  return { ...(await monthWithAccounts(db, districtId, month, spoken)), early, spoken }
}

const isStaged = ({ month, run }: MonthOverview) => run !== null && run.checkpoint < lastDayOf(month)

export const dayWords = (day: CivilDate) =>
  `${day.slice(0, 4)}年${formatMonthDayZh(day)}　星期${'一二三四五六日'[weekday(day) - 1]}`

function WorkbenchHead({ c, tasks, empty }: { c: WebContext; tasks: readonly Task[]; empty: boolean }) {
  const [first] = tasks
  const target = { districtId: c.var.session.districtId }
  const imports = may(c.var.actor, 'posts.import', target)
  // On the first day there is nothing to check: everything begins with the ledger.
  if (empty && may(c.var.actor, 'ledger.import', target))
    return (
      <Head title="工作台" note={dayWords(c.var.deps.clock.today())}>
        <a class="btn pri" href="/imports">
          导入附件2
        </a>
      </Head>
    )
  return (
    <Head title="工作台" note={dayWords(c.var.deps.clock.today())}>
      {imports && (
        <a class="btn" href="/imports">
          导入发布数据
        </a>
      )}
      {first && (
        <a class="btn pri" href={first.href}>
          {first.title}
        </a>
      )}
    </Head>
  )
}

function Tasks({ tasks, today, foot }: { tasks: readonly Task[]; today: CivilDate; foot?: Child }) {
  return (
    <section class="card todo">
      <header>
        <h2>我的待办</h2>
        <p>{tasks.length > 0 ? `共 ${tasks.length} 件，月份在前的先办` : dayWords(today)}</p>
      </header>
      {tasks.length === 0 ? (
        <div class="empty">
          <b>今天没有待办</b>需要您办理的事项会列在这里。
        </div>
      ) : (
        <ul>
          {tasks.map((task) => (
            <li>
              <time>{task.of}</time>
              <div>
                <a href={task.href}>{task.title}</a>
                <small>{task.note}</small>
              </div>
              <Status mark={task.mark} word={task.word} />
            </li>
          ))}
        </ul>
      )}
      {foot}
    </section>
  )
}

type GlanceProps = { counts: LedgerCounts; overview: MonthOverview; early: Month | undefined }

function Glance({ counts, overview, early }: GlanceProps) {
  const { coverage, run, month, verdicts, warned } = overview
  const list = (verdict: string) => `/months/${month}?verdict=${verdict}#accounts`
  return (
    <section class="glance" aria-label="全区概况">
      <a href="/accounts">
        <div class="k">登记账号</div>
        <div class="v">
          {counts.accounts}
          <small>个</small>
        </div>
        <div class="n">{`${counts.units} 个单位，已注销 ${counts.deregistered}`}</div>
      </a>
      <a href={`/months/${month}#accounts`}>
        <div class="k">{`${Number(month.slice(5))} 月应检账号`}</div>
        <div class="v">
          {coverage?.registered ?? '未知'}
          {coverage && <small>个</small>}
        </div>
        <div class="n">{`含关停办理中 ${counts.closing}`}</div>
      </a>
      <a href={`/months/${month}`}>
        <div class="k">{`${Number(month.slice(5))} 月采集覆盖率`}</div>
        <div class="v">
          {(coverage && percentText(coverage.judged, coverage.registered)) ?? '未知'}
          {coverage?.ratio != null && <small>%</small>}
        </div>
        <div class="n">{coverage ? `已采集 ${coverage.judged}，暂不判定 ${coverage.unknown}` : '尚未判定'}</div>
      </a>
      <div class="big">
        <div class="k">
          {`${Number(month.slice(5))} 月判定${isStaged(overview) ? '（阶段性）' : ''}　`}
          <span class="mut">{run ? `监测时间点 ${run.checkpoint}` : '尚未判定'}</span>
        </div>
        {run && (
          <SegmentBar
            segments={[
              { mark: 'pass', count: verdicts.qualified, word: '合格', href: list('qualified') },
              { mark: 'fail', count: verdicts.unqualified, word: '不合格', href: list('unqualified') },
              { mark: 'pend', count: verdicts.pending, word: '待复核', href: list('pending') },
              { mark: 'unkn', count: verdicts.unknown, word: '暂不判定', href: list('unknown') },
            ]}
          />
        )}
        {run && (
          <p class="sm mut">
            合格的账号中预警 <a href={list('warned')}>{warned}</a> 个
          </p>
        )}
        {early && (
          <p class="sm mut">
            <a href={`/months/${early}`}>{`${Number(early.slice(5))} 月已先行判定`}</a>，属阶段性情况，月末再判
          </p>
        )}
      </div>
    </section>
  )
}

type SilenceProps = {
  c: WebContext
  districtId: string
  latest: LatestMonth
  run: NonNullable<MonthOverview['run']>
}

async function Silence({ c, districtId, latest: { overview, accounts }, run }: SilenceProps) {
  const { month, closing } = overview
  const heat = await heatRows(c.var.deps.db, districtId, month, run, accounts)
  return (
    <section class="card">
      <header>
        <h2>{`未更新天数　${Number(month.slice(5))} 月${isStaged(overview) ? '（阶段性）' : ''}`}</h2>
        <p>
          {`${accounts.length} 个应检账号中最长的 ${heat.rows.length} 个　`}
          <a href={`/months/${month}#accounts`}>看全部</a>
        </p>
        {!closing && <p>{sentences.candidatesOnly}</p>}
      </header>
      <div class="in">
        <HeatMap heat={heat} month={month} />
      </div>
    </section>
  )
}

async function latestTrend(
  c: WebContext,
  districtId: string,
): Promise<{ facts: ReportFacts; draft: boolean } | undefined> {
  const { db } = c.var.deps
  const [newest] = await reportVersions(db, districtId)
  const report = newest && (await findReport(db, districtId, newest.id))
  return report && { facts: report.content.facts, draft: report.state === 'draft' }
}

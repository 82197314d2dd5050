import { may, permittedScope } from '../../access/index.ts'
import {
  type CivilDate,
  firstDayOf,
  formatDayZh,
  type Instant,
  lastDayOf,
  type Month,
  quarterOf,
  monthZh,
} from '../../calendar/index.ts'
import { whyNotSeen } from '../../collection/index.ts'
import { type JobRun, latestRun as latestJob } from '../../jobs/index.ts'
import {
  Alert,
  CsrfField,
  Field,
  Head,
  render,
  RunProgress,
  shownMinute,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { type Rejudged, rejudgedWords } from '../incremental.ts'
import type { RunRules } from '../model.ts'
import { type MonthOverview, monthWithAccounts } from '../month-overview.ts'
import { monthState, monthStateLabels, rejudgedOf, rulesOfRun, standingOfRun } from '../page-queries.ts'
import { unknownAccounts } from '../unseen.ts'
import type { ReviewedAccount } from '../reviewed.ts'
import { ruleSetName } from '../rule-sets/rule-set.ts'
import { type Heat, HeatMap, heatRows } from './heat-map.tsx'
import { AccountTable } from './month-accounts.tsx'
import { IndicatorTable, PlatformTable, Uncollected } from './month-tables.tsx'
import { Scope } from './month-scope.tsx'
import { MonthGlance, MonthSteps } from './month-steps.tsx'
import { monthMarks, monthParam, percent } from './words.ts'
import { sentences } from '../../vocabulary/sentences.ts'

/** What a month's page shows; `explained` are unknown accounts that may stay unknown when the month closes. */
export type MonthView = {
  month: Month
  overview: MonthOverview
  accounts: ReviewedAccount[]
  rules: RunRules | undefined
  explained: Map<string, string>
  /** Why nothing saw the accounts that are unknown, in words. */
  unseenBecause: Map<string, string>
  open: number
  job: JobRun | undefined
  stale: boolean
  /** When the month was last judged again with the same result. */
  judgedAgain: Instant | undefined
  /** Set where the run took over what had not changed. */
  rejudged: Rejudged | null
  heat: Heat | undefined
  /** Set where only one unit's accounts are shown. */
  unitId: string | undefined
}

/** One month: state, steps, numbers with their parts, and every account. */
export async function monthPage(c: WebContext, problem?: string, status = 200): Promise<Response> {
  const { actor, session } = c.var
  const { districtId, unitId } = permittedScope(actor, 'check.read', session.districtId)
  const view = await monthView(c, districtId, monthParam(c.req.param('month')), unitId)
  const { month, overview } = view
  return render(
    c,
    <>
      <MonthHead c={c} view={view} />
      {problem && <Alert tone="fail" title={problem} />}
      <RunProgress run={view.job} title={`${monthZh(month)}判定`} />
      {overview.run ? (
        unitId ? (
          <OwnMonth c={c} view={view} />
        ) : (
          <Checked c={c} view={view} />
        )
      ) : (
        <NotChecked c={c} view={view} />
      )}
    </>,
    { title: `${monthZh(month)}监测`, current: '/months', islands: ['progress'] },
    status,
  )
}

async function monthView(
  c: WebContext,
  districtId: string,
  month: Month,
  unitId: string | undefined,
): Promise<MonthView> {
  const { db } = c.var.deps
  const { overview, accounts: all } = await monthWithAccounts(db, districtId, month)
  const { run, findings } = overview
  const accounts = unitId ? all.filter((one) => one.unitId === unitId) : all
  const rules = run ? await rulesOfRun(db, districtId, run.id) : undefined
  const standing = run ? await standingOfRun(db, districtId, run) : undefined
  return {
    month,
    overview,
    accounts,
    rules,
    unitId,
    explained: run ? await settledAccounts(c, districtId, run.id) : new Map(),
    unseenBecause: run ? await unseenBecause(c, districtId, month, run.checkpoint, accounts) : new Map(),
    open: findings.candidate + findings['needs-evidence'],
    job: await latestJob(db, districtId, 'month-check', month),
    judgedAgain: standing?.again,
    stale: overview.closing === null && standing?.stale === true,
    rejudged: run ? await rejudgedOf(db, districtId, run.id) : null,
    heat: run && !unitId ? await heatRows(db, districtId, month, run, accounts, rules) : undefined,
  }
}

const unseenBecause = (
  c: WebContext,
  districtId: string,
  month: Month,
  checkpoint: CivilDate,
  accounts: readonly ReviewedAccount[],
) =>
  whyNotSeen(
    c.var.deps.db,
    districtId,
    accounts.filter(({ verdict }) => verdict === 'unknown').map(({ accountId }) => accountId),
    { from: firstDayOf(month), to: checkpoint },
  )

const settledWords = { unreachable: '已巡查，账号无法打开', patrolled: '已巡查，重新判定后计入' } as const

/** Why nothing more is to be done about accounts that a run could not judge, by account. */
async function settledAccounts(c: WebContext, districtId: string, runId: string): Promise<Map<string, string>> {
  const unknown = await unknownAccounts(c.var.deps.db, districtId, [runId])
  return new Map(
    unknown.flatMap(({ accountId, settled, reason }) =>
      settled === null ? [] : [[accountId, settled === 'explained' ? (reason ?? '') : settledWords[settled]] as const],
    ),
  )
}

function MonthHead({ c, view }: { c: WebContext; view: MonthView }) {
  const { month, overview, rules, open, job } = view
  const { run, closing } = overview
  const state = monthState({ run, closing, open })
  const busy = job?.state === 'queued' || job?.state === 'running'
  const note = run
    ? `监测时间点 ${run.checkpoint} 24:00${rules ? `　${ruleSetName(rules)}` : ''}`
    : `监测时间点 ${lastDayOf(month)} 24:00`
  return (
    <Head
      crumb={<a href="/months">月度监测</a>}
      title={
        <>
          {`${monthZh(month)}监测`}
          <Status mark={busy ? 'pend' : monthMarks[state]} word={busy ? '判定中' : monthStateLabels[state]} box />
        </>
      }
      note={note}
    >
      <MonthActions c={c} view={view} />
    </Head>
  )
}

function MonthActions({ c, view: { month, overview, open, job } }: { c: WebContext; view: MonthView }) {
  const { actor, session } = c.var
  const target = { districtId: session.districtId }
  const { run, closing } = overview
  const busy = job?.state === 'queued' || job?.state === 'running'
  const reviews = may(actor, 'review.decide', target)
  if (!run || closing) return null
  return (
    <>
      {may(actor, 'check.run', target) && !busy && (
        <form class="inl" method="post" action={`/months/${month}/check`}>
          <CsrfField csrf={session.csrf} />
          <input type="hidden" name="asOf" value={again(c, month)} />
          <button
            class="btn"
            type="submit"
            name="incremental"
            value="1"
            title="情况没有变化的账号沿用上次结果，与全部重新判定的结果相同"
          >
            只检变动账号
          </button>
          <button class="btn" type="submit">
            重新判定
          </button>
        </form>
      )}
      {may(actor, 'month.close', target) && (
        <a class={open === 0 ? 'btn pri' : 'btn'} href={`/months/${month}/close`}>
          月度办结
        </a>
      )}
      {may(actor, 'review.read', target) && open > 0 && (
        <a class={reviews ? 'btn pri' : 'btn'} href={`/review?month=${month}`}>
          {`${reviews ? '继续复核' : '查看线索'}（${open}）`}
        </a>
      )}
    </>
  )
}

// Judging again looks at the end of the month as soon as it is over, before that at the present day.
function again(c: WebContext, month: Month): string {
  const today = c.var.deps.clock.today()
  return lastDayOf(month) < today ? '' : today
}

function NotChecked({ c, view: { month, job } }: { c: WebContext; view: MonthView }) {
  const { actor, session, deps } = c.var
  const today = deps.clock.today()
  const over = lastDayOf(month) < today
  const busy = job?.state === 'queued' || job?.state === 'running'
  if (busy) return null
  const begun = firstDayOf(month) <= today
  return (
    <section class="card">
      <header>
        <h2>{`${monthZh(month)}${begun ? '尚未开展监测' : '尚未开始'}`}</h2>
      </header>
      <div class="in stack">
        <p>
          {over
            ? '台账和发布数据导入后即可判定。'
            : `本月监测时间点为${formatDayZh(lastDayOf(month))}24:00，届时判定。`}
        </p>
        {begun && may(actor, 'check.run', { districtId: session.districtId }) && (
          <form class="stack" method="post" action={`/months/${month}/check`}>
            <CsrfField csrf={session.csrf} />
            {!over && <Field name="asOf" label="先看某日的情况" type="date" value={today} />}
            <button class="btn pri" type="submit">
              开始判定
            </button>
          </form>
        )}
      </div>
    </section>
  )
}

function OwnMonth({ c, view }: { c: WebContext; view: MonthView }) {
  return (
    <>
      {!view.overview.closing && <Alert tone="pend" title={sentences.candidatesOnly} />}
      <AccountTable c={c} view={view} />
    </>
  )
}

function Checked({ c, view }: { c: WebContext; view: MonthView }) {
  const { overview, explained, accounts, heat, month, stale } = view
  const { coverage, verdicts } = overview
  const unknown = accounts.filter(({ verdict }) => verdict === 'unknown')
  return (
    <>
      <MonthSteps c={c} view={view} unseen={unknown.filter(({ accountId }) => !explained.has(accountId)).length} />
      {stale && (
        <Alert tone="warn" title="判定之后有新的导入、巡查或台账变更">
          请重新判定，新的情况才会计入；已作出的复核决定予以保留。
        </Alert>
      )}
      {!overview.closing && <JudgedAgain c={c} view={view} />}
      {verdicts.unknown > 0 && coverage && (
        <Alert tone="unkn" title={`${verdicts.unknown} 个账号暂不判定，不算未更新`}>
          {`${sentences.notCollected}采集覆盖率 ${percent(coverage.judged, coverage.registered)}（${coverage.judged}/${coverage.registered}），报告如实列出。`}
        </Alert>
      )}
      <MonthGlance view={view} />
      <div class="cols c75">
        <div class="stackv">
          <PlatformTable overview={overview} />
          <IndicatorTable overview={overview} month={month} />
          {heat && <HeatCard heat={heat} month={month} closed={overview.closing !== null} />}
        </div>
        <div class="stackv">
          <Uncollected c={c} view={view} unknown={unknown} />
          <Scope overview={overview} quarter={quarterOf(lastDayOf(month))} />
        </div>
      </div>
      <AccountTable c={c} view={view} />
    </>
  )
}

const keptWords = (rejudged: Rejudged, registered: number) =>
  rejudged.accounts === 0
    ? `没有账号变动，${registered} 个账号沿用上次结果。`
    : `${rejudgedWords(rejudged)}；其余 ${registered - rejudged.accounts} 个的情况与上次判定时相同，沿用上次结果。`

function JudgedAgain({ c, view: { stale, judgedAgain, rejudged, overview } }: { c: WebContext; view: MonthView }) {
  const kept = rejudged && keptWords(rejudged, overview.coverage?.registered ?? 0)
  if (judgedAgain && !stale)
    return (
      <Alert tone="pass" title="已重新判定，结果没有变化">
        {[shownMinute(c, judgedAgain), kept].filter(Boolean).join('　')}
      </Alert>
    )
  return kept ? (
    <Alert tone="pass" title="只检变动账号">
      {kept}
    </Alert>
  ) : null
}

const HeatCard = ({ heat, month, closed }: { heat: Heat; month: Month; closed: boolean }) => (
  <section class="card whole">
    <header>
      <h2>{`未更新天数　${Number(month.slice(5))} 月`}</h2>
      <p>{`以发布更新判定的账号中最长的 ${heat.rows.length} 个`}</p>
      {!closed && <p>{sentences.candidatesOnly}</p>}
    </header>
    <div class="in">
      <HeatMap heat={heat} month={month} />
    </div>
  </section>
)

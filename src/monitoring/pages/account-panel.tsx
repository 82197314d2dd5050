import type { Child } from 'hono/jsx'
import { may, namesOfUsers, scopeOf } from '../../access/index.ts'
import {
  type CivilDate,
  formatDayZh,
  formatMinute,
  civilDate,
  type Month,
  startOfDay,
  monthZh,
} from '../../calendar/index.ts'
import { type PostWithCounts, postsOf } from '../../collection/index.ts'
import { countWords } from '../../vocabulary/counts.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Empty, Status, type WebContext } from '../../web/index.ts'
import type { FindingState, IndicatorResult } from '../model.ts'
import { type Gaps, gapWords } from '../gaps.ts'
import { accountHistory, type AccountMonth, closedAfterCeasing } from '../history.ts'
import { findingSentence, indicatorOf } from '../indicators/index.ts'
import { contentNotUpdated } from '../indicators/national/content-not-updated.ts'
import { mostSilentDays, updateLimits } from '../indicators/silence.ts'
import { gapsOfMonths } from '../page-queries.ts'
import { patrolsOf } from '../patrols.ts'
import { statedPurpose } from '../purpose-queries.ts'
import { Days } from './month-accounts.tsx'
import { PatrolTable } from './patrols.tsx'
import { purposeCard } from './purpose-panel.tsx'
import { findingMarks, verdictMarks } from './words.ts'

// Before any account of the notice: every patrol there is.
const beginning = startOfDay(civilDate('2000-01-01'))
const POSTS = 10
const PATROLS = 5

/** What monitoring knows of an account, for its page in the ledger: its purpose, verdicts by month, patrols, recent posts. Empty where the reader may see none of it. */
export async function monitoringAccountPanel(c: WebContext, accountId: string): Promise<Child> {
  const { actor, session, deps } = c.var
  const scope = scopeOf(actor, 'check.read', session.districtId)
  if (!scope) return null
  const { districtId, unitId } = scope
  const stated = await statedPurpose(deps.db, districtId, accountId)
  if (!stated || (unitId && stated.unitId !== unitId)) return null
  const history = await accountHistory(deps.db, districtId, accountId)
  const months = history.map(({ month, checkpoint, thresholds }) => ({
    month,
    checkpoint,
    most: mostSilentDays(thresholds),
  }))
  const gaps = await gapsOfMonths(deps.db, districtId, accountId, months)
  const ceased = await closedAfterCeasing(deps.db, districtId, accountId)
  const { posts, total } = await postsOf(deps.db, districtId, accountId, 1, POSTS)
  const patrols = await patrolsOf(deps.db, districtId, accountId, beginning, PATROLS)
  const names = await namesOfUsers(
    deps,
    districtId,
    patrols.map(({ patrolledBy }) => patrolledBy),
  )
  return (
    <>
      {ceased[0] && (
        <Alert tone="warn" title={`台账登记该账号已于${formatDayZh(ceased[0].ceasedOn)}注销`}>
          {`${ceased.map(({ month }) => monthZh(month)).join('、')}的监测时间点在此之后，当时已判定并办结，结果不再变动。`}
        </Alert>
      )}
      {may(actor, 'review.read', { districtId }) && !unitId && (
        <p class="acts">
          <a class="btn" href={`/problems/of/${accountId}`}>
            登记发现的问题
          </a>
        </p>
      )}
      {await purposeCard(c, stated)}
      <History history={history} gaps={gaps} />
      {patrols.length > 0 && <PatrolTable patrols={patrols} names={names} />}
      <Posts posts={posts} total={total} />
    </>
  )
}

function History({ history, gaps }: { history: readonly AccountMonth[]; gaps: ReadonlyMap<Month, Gaps> }) {
  return (
    <section class="card">
      <header>
        <h2>各月监测</h2>
        <p>待复核的为系统线索，未经人工确认</p>
      </header>
      {history.length === 0 ? (
        <Empty title="还没有监测记录">开展月度监测后，各月判定列在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>月份</th>
              <th>未更新天数</th>
              <th>不通过的指标</th>
              <th>判定</th>
            </tr>
          </thead>
          <tbody>
            {history.map((month) => (
              <HistoryLine month={month} gaps={gaps.get(month.month)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type Failing = { result: IndicatorResult; checkpoint: CivilDate; state: FindingState | undefined }

/** A clue is none of the account's until a person has confirmed it: how far that is stands beside it, and then what was found. */
const Failed = ({ result, checkpoint, state }: Failing) => (
  <div>
    {indicatorOf(result.indicator).label} {state && <Status {...findingMarks[state]} />}
    {state === 'confirmed' && <p class="sm">{findingSentence({ ...result, checkpoint })}</p>}
  </div>
)

// Who only serves is not judged by updates, and how often it publishes is nothing against it.
const byUpdates = ({ results }: AccountMonth) =>
  results.some(({ indicator, value }) => indicator === contentNotUpdated.id && value !== 'not-applicable')

function HistoryLine({ month, gaps }: { month: AccountMonth; gaps: Gaps | undefined }) {
  const failed = month.results.filter(({ value, class: weighs }) => value === 'fail' && weighs !== 'hint')
  return (
    <tr>
      <td class="t">
        <a href={`/months/${month.month}`}>{monthZh(month.month)}</a>
        <small>{`监测时间点 ${month.checkpoint}`}</small>
      </td>
      <td class="full">
        <Days account={month} limits={updateLimits(month.thresholds)} />
        {gaps && byUpdates(month) && <small>{gapWords(gaps, mostSilentDays(month.thresholds))}</small>}
      </td>
      <td class="full" data-l="不通过的指标">
        {failed.length === 0
          ? '无'
          : failed.map((result) => (
              <Failed result={result} checkpoint={month.checkpoint} state={month.findings[result.indicator]} />
            ))}
      </td>
      <td class="s">
        <Status {...verdictMarks[month.verdict]} />
      </td>
    </tr>
  )
}

function Posts({ posts, total }: { posts: readonly PostWithCounts[]; total: number }) {
  return (
    <section class="card">
      <header>
        <h2>最近发布</h2>
        <p>{`已采集 ${total} 条　${sentences.countsNotScored}`}</p>
      </header>
      {posts.length === 0 ? (
        <Empty title="没有采集到发布">导入发布数据，或采集到发布后，列在这里。人工巡查见到的更新列在“人工巡查”。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>标题</th>
              <th>发布时间</th>
              <th class="r">阅读</th>
            </tr>
          </thead>
          <tbody>
            {posts.map((post) => (
              <tr>
                <td class="t">
                  {post.url ? (
                    <a href={post.url} target="_blank" rel="noreferrer">
                      {post.title || post.url}
                    </a>
                  ) : (
                    post.title
                  )}
                </td>
                <td class="num" data-l="发布">
                  {postTime(post)}
                </td>
                <td class="r" data-l="阅读">
                  {readsOf(post)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const postTime = ({ publishedAt, publishedOn, timePrecision }: PostWithCounts) =>
  timePrecision === 'moment' && publishedAt ? formatMinute(publishedAt) : (publishedOn ?? '无发布时间，不计更新')

const readsOf = ({ counts: { reads } }: PostWithCounts): string =>
  reads ? countWords(reads.value, reads.precision) : '未采集'

import { may, namesOfUsers, permittedScope } from '../../access/index.ts'
import { addDays, civilDate, type CivilDate, startOfDay, monthZh } from '../../calendar/index.ts'
import { keptEvidence, postsPerDay } from '../../collection/index.ts'
import type { Purpose } from '../../registry/index.ts'
import { Alert, Head, render, Status, type WebContext, idFrom } from '../../web/index.ts'
import { gapWords } from '../gaps.ts'
import { findingDetail, type FindingDetail } from '../finding-detail.ts'
import { type Neighbours, neighboursOf } from '../findings.ts'
import { classLabels } from '../model.ts'
import { statedPurpose } from '../purpose-queries.ts'
import { closingOf } from '../queries.ts'
import { broughtEvidence } from './brought-evidence.tsx'
import { comparedPosts } from './compared-posts.tsx'
import { Arranging, Refused, Standing } from './arranging.tsx'
import { correctionCard } from './correction.tsx'
import { DayStrip } from './day-strip.tsx'
import { type Attempt, DecisionForm, keysOf } from './decision-form.tsx'
import { ClauseCard, Evidence } from './evidence.tsx'
import { EarlierDecisions, KeysHint } from './earlier-decisions.tsx'
import { purposeWords } from '../purposes.ts'
import type { FactGroup } from '../indicators/brought-facts.ts'
import { findingSentence } from '../indicators/index.ts'
import { mostSilentDays } from '../indicators/silence.ts'
import { gapsOfMonths } from '../page-queries.ts'
import { factLine, findingMarks, partWords, platformLabel, shortMinute } from './words.ts'

/** One finding on the bench: facts, evidence, clause, decision. `attempt` is what was refused, with all that was typed. */
export async function benchPage(
  c: WebContext,
  attempt?: Attempt,
  status = 200,
  refused?: { problem: string; reason: string },
): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId, unitId } = permittedScope(actor, 'review.read', session.districtId)
  const known = await findingDetail(deps.db, districtId, idFrom(c, '监测线索'), unitId)
  const detail =
    known.finding.firstConfirmedBy === actor.id ? { ...known, allowed: withoutConfirm(known.allowed) } : known
  const { finding, makers, patrols, spans } = detail
  const near = await neighboursOf(deps.db, districtId, finding.id, unitId)
  const people = [
    ...patrols.map((one) => one.patrolledBy),
    ...spans.flatMap((one) => one.importedBy ?? []),
    finding.decidedBy ?? '',
    finding.firstConfirmedBy ?? '',
    ...detail.problems.map((one) => one.reportedBy),
    detail.arrangement.last?.by ?? '',
  ]
  const names = await namesOfUsers(deps, districtId, people)
  const closed = (await closingOf(deps.db, districtId, finding.month)) !== undefined
  const updates = detail.indicator.restsOnCollection ? await updateDays(c, districtId, detail) : []
  const most = mostSilentDays(detail.thresholds)
  const gaps = detail.indicator.restsOnCollection
    ? await gapsOfMonths(deps.db, districtId, finding.accountId, [
        { month: finding.month, checkpoint: detail.checkpoint, most },
      ])
    : undefined
  const gap = gaps?.get(finding.month)
  const kept = await keptEvidence(deps, districtId, {
    accountId: finding.accountId,
    from: startOfDay(detail.window.from),
    to: detail.judgedAt,
  })
  const stated = (await statedPurpose(deps.db, districtId, finding.accountId))?.purpose ?? null
  const barred = closed
    ? `${monthZh(finding.month)}监测已办结，决定不再变动。`
    : makers.includes(actor.id)
      ? `本条线索所依据的${detail.indicator.reported ? '问题由您登记' : '数据由您导入或巡查'}，按经办与复核分开的要求，请由其他复核员办理。`
      : !may(actor, 'review.decide', { districtId })
        ? '复核由审核人、复核员办理，您可以查看。'
        : undefined
  return render(
    c,
    <>
      <BenchHead c={c} detail={detail} near={near} />
      {refused && <Refused {...refused} />}
      {attempt?.problem && <Alert tone="fail" title={attempt.problem} />}
      {finding.refuted && detail.allowed.includes('dismiss') && (
        <Alert tone="warn" title="最近一次判定已不再发现这一问题">
          下列事实是此前判定的，不能再确认。新数据有误的，先更正数据并重新判定；属实的，选择“排除”并写明理由。
        </Alert>
      )}
      {!finding.refuted && finding.factsChanged && (
        <Alert tone="warn" title="作出决定后，事实有了变化">
          请核对下列事实；需要改变决定的，先选“需补证”并写明理由，再重新复核。
        </Alert>
      )}
      <div class="cols c75">
        <div class="stackv">
          <Standing c={c} detail={detail} names={names} />
          <Facts detail={detail} updates={updates} stated={stated} gap={gap && gapWords(gap, most)} />
          <Evidence
            detail={detail}
            names={names}
            kept={kept}
            brought={await broughtEvidence(c, detail)}
            compared={await comparedPosts(c, detail)}
          />
          <ClauseCard detail={detail} />
        </div>
        <div class="stackv pin">
          <DecisionForm
            c={c}
            detail={detail}
            attempt={attempt}
            decidedBy={finding.decidedBy === null ? undefined : (names.get(finding.decidedBy) ?? '')}
            barred={barred}
            firstBy={finding.firstConfirmedBy === null ? undefined : (names.get(finding.firstConfirmedBy) ?? '')}
          />
          <Arranging c={c} detail={detail} barred={barred !== undefined} />
          {await correctionCard(c, detail, closed)}
          <EarlierDecisions detail={detail} />
          <KeysHint choices={barred === undefined ? keysOf(detail.allowed) : []} />
        </div>
      </div>
    </>,
    { title: `${finding.accountName}　人工复核`, current: '/review', islands: ['unsaved'] },
    status,
  )
}

// Whoever confirmed first may still think better of it; the second word is another’s.
const withoutConfirm = (allowed: FindingDetail['allowed']) => allowed.filter((decision) => decision !== 'confirm')

async function updateDays(c: WebContext, districtId: string, detail: FindingDetail): Promise<CivilDate[]> {
  const { window, finding, patrols } = detail
  const range = { from: addDays(window.to, -29), to: window.to }
  const posts = await postsPerDay(c.var.deps.db, districtId, [finding.accountId], range)
  const patrolled = patrols.flatMap(({ lastUpdateOn }) => lastUpdateOn ?? [])
  return [...posts.map(({ day }) => day), ...patrolled.filter((day) => day >= range.from && day <= range.to)]
}

function BenchHead({ c, detail, near }: { c: WebContext; detail: FindingDetail; near: Neighbours }) {
  const { finding, indicator, judgedAt } = detail
  return (
    <Head
      crumb={
        <>
          <a href="/review">人工复核</a> › <a href={`/review?month=${finding.month}`}>{monthZh(finding.month)}</a>
        </>
      }
      title={`${finding.accountName}　${finding.state === 'confirmed' ? '' : '疑似'}${indicator.label}${partWords(finding)}`}
      note={`${finding.unitName}　${platformLabel(finding.platform)}　${classLabels[finding.class]}　系统判定 ${shortMinute(c, judgedAt)}`}
    >
      {indicator.reported && may(c.var.actor, 'emergency.handle', { districtId: c.var.session.districtId }) && (
        <a class="btn sml" href={`/emergency/new?account=${finding.accountId}&finding=${finding.id}`}>
          应急处置
        </a>
      )}
      {near.position !== null && (
        <span class="num">
          第 <b>{near.position}</b> 条，共 {near.total} 条
        </span>
      )}
      <Step to={near.previous} word="上一条" keyName="K" />
      <Step to={near.next} word="下一条" keyName="J" />
    </Head>
  )
}

const Step = ({ to, word, keyName }: { to: string | null; word: string; keyName: string }) =>
  to ? (
    <a class="btn sml" href={`/review/${to}`} data-key={keyName}>
      {word} <kbd class="desk">{keyName}</kbd>
    </a>
  ) : (
    <span class="btn sml" aria-disabled="true">
      {word}
    </span>
  )

type FactsProps = {
  detail: FindingDetail
  updates: readonly CivilDate[]
  stated: Purpose | null
  /** How the month was, in words; undefined of what doesn't rest on updates. */
  gap: string | undefined
}

function Facts({ detail, updates, stated, gap }: FactsProps) {
  const { finding, indicator, window } = detail
  const { mark, word } = findingMarks[finding.state]
  const waiting = finding.state === 'candidate'
  const aboutSilence = indicator.restsOnCollection && 'lastUpdateOn' in finding.facts
  return (
    <section class="card">
      <header>
        <h2>系统看到的事实</h2>
        <Status mark={mark} word={waiting ? '疑似，未经人工确认' : word} box />
      </header>
      <div class="in">
        {finding.state === 'confirmed' && <p>{findingSentence({ ...finding, checkpoint: detail.checkpoint })}</p>}
        {aboutSilence && <DayStrip updates={updates} window={window} />}
        <dl class="dl two up">
          {aboutSilence ? <SilenceFacts detail={detail} stated={stated} gap={gap} /> : <LedgerFacts detail={detail} />}
        </dl>
      </div>
    </section>
  )
}

function SilenceFacts({ detail, stated, gap }: Omit<FactsProps, 'updates'>) {
  const { finding, checkpoint, result, spans } = detail
  const { lastUpdateOn, silentDays } = finding.facts
  const over = result.margin === undefined ? '' : `，超出标准 ${-result.margin} 天`
  return (
    <>
      <dt>最后更新</dt>
      <dd>{typeof lastUpdateOn === 'string' ? civilDate(lastUpdateOn) : '未见发布过内容'}</dd>
      <dt>监测时间点</dt>
      <dd>{`${checkpoint} 24:00`}</dd>
      <dt>相差</dt>
      <dd>
        {typeof silentDays === 'number' ? (
          <>
            <b class="fl">{`${silentDays} 天`}</b>
            {over}
          </>
        ) : (
          '无从计算'
        )}
      </dd>
      <dt>本月发布</dt>
      <dd>{gap}</dd>
      <dt>采集次数</dt>
      <dd>{`涉及窗口 ${spans.length} 次`}</dd>
      <AccountFacts finding={finding} />
      <dt>用途</dt>
      <dd>{purposeWords(finding.facts, stated)}</dd>
    </>
  )
}

const groupHeadings: Readonly<Partial<Record<FactGroup, string>>> = {
  messages: '留言台账',
  services: '办事入口核查',
  repostDuties: '转载任务',
  interaction: '人工核查',
}
const heading = ({ reported, restsOnCollection, needs = [] }: FindingDetail['indicator']) =>
  reported
    ? '登记情况'
    : (needs.map((group) => groupHeadings[group]).find(Boolean) ?? (restsOnCollection ? '采集所见' : '台账登记'))

function LedgerFacts({ detail }: { detail: FindingDetail }) {
  const { finding, checkpoint } = detail
  return (
    <>
      <dt>{heading(detail.indicator)}</dt>
      <dd>{factLine(finding.indicator, finding.facts, checkpoint)}</dd>
      <dt>监测时间点</dt>
      <dd>{`${checkpoint} 24:00`}</dd>
      <AccountFacts finding={finding} />
    </>
  )
}

const AccountFacts = ({ finding }: Pick<FindingDetail, 'finding'>) => (
  <>
    <dt>账号</dt>
    <dd>
      <a href={`/accounts/${finding.accountId}`}>{finding.accountName}</a>
    </dd>
    <dt>主办单位</dt>
    <dd>{finding.unitName}</dd>
  </>
)

import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh, type Instant, lateWords } from '../../calendar/index.ts'
import { classLabels, findingStateLabels } from '../../monitoring/index.ts'
import { type RunningState, runningStateLabels, stateMeans } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Head, shownMinute, Status, type WebContext } from '../../web/index.ts'
import {
  type Order,
  type OrderAction,
  orderActionLabels,
  orderClassLabels,
  type OrderedFinding,
  type OrderState,
  type OrderStep,
} from '../model.ts'
import type { NewestResult, TurnedFinding } from '../queries/findings.ts'
import { orderLateness, whatNext } from '../rules.ts'
import { dueWords, OrderMark } from './marks.tsx'
import { StepForms } from './step-forms.tsx'

export type OrderView = {
  c: WebContext
  order: Order
  findings: readonly OrderedFinding[]
  steps: readonly OrderStep[]
  turned: readonly TurnedFinding[]
  results: readonly NewestResult[]
  names: ReadonlyMap<string, string>
  /** Running states of the accounts, by id. */
  running: ReadonlyMap<string, RunningState>
  now: Instant
  isProvisional: (day: CivilDate) => boolean
  suggestedNumber: string
  may: (action: OrderAction) => boolean
  seesPaper: boolean
  /** May this person open the bench. */
  seesReview: boolean
  typed: { action: string; note: string; number: string } | undefined
  problem: string | undefined
  /** What rooms above have to say. */
  panels: Child
  trail: Child
}

/** One order: what it rests on, until when, what happened, and the step that comes next. */
export function OrderPage(view: OrderView) {
  const { order, now, problem, panels, trail, isProvisional } = view
  const late = orderLateness(order, now)
  return (
    <>
      <Head
        crumb={<a href="/orders">整改</a>}
        title={
          <>
            {order.number ?? '整改通知草稿'} <OrderMark order={order} now={now} box />
          </>
        }
        note={[order.unitName, dueWords(order, now, isProvisional)].filter(Boolean).join('　')}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {late > 0 && (
        <Alert tone="fail" title={`已逾期${lateWords(late)}`}>
          {order.escalatedAt ? '已升级督办。' : '请先催办；仍不整改的升级督办，列入下一期通报。'}
        </Alert>
      )}
      <Turned {...view} />
      <div class="stackv">
        <Facts {...view} />
        <Findings {...view} />
        <Steps {...view} />
        <StepForms {...view} />
        {panels}
        {trail}
      </div>
    </>
  )
}

const refutedWords = ({ refuted, factsChanged }: TurnedFinding) =>
  refuted ? '新的监测已不再发现' : factsChanged ? '监测事实已经变化，退回复核' : undefined

/** What the order rested on was turned over since: by whom and why; a person says what becomes of the order. */
function Turned({ turned, names, order }: OrderView) {
  if (turned.length === 0) return null
  const who = (one: TurnedFinding) =>
    refutedWords(one) ??
    `${(one.decidedBy && names.get(one.decidedBy)) ?? '复核人员'}改为“${findingStateLabels[one.state]}”${one.reason ? `：${one.reason}` : ''}`
  return (
    <Alert tone="fail" title={order.state === 'closed' ? '销号以后，所依据的问题有变化' : '所依据的问题有变化，请核实'}>
      <ul>
        {turned.map((one) => (
          <li>{`${one.accountName}　${one.label}：${who(one)}`}</li>
        ))}
      </ul>
      <p>由签发人决定撤回，或者写明理由后维持。</p>
    </Alert>
  )
}

const Facts = ({ order, names, seesPaper, isProvisional, c }: OrderView) => {
  const day = (one: CivilDate) => `${formatDayZh(one)}${isProvisional(one) ? '（暂定）' : ''}`
  return (
    <section class="card">
      <header>
        <h2>基本情况</h2>
        <p>{`${orderClassLabels[order.class]}类`}</p>
      </header>
      <dl class="in dl">
        <dt>拟制</dt>
        <dd>{names.get(order.preparedBy) ?? '系统用户'}</dd>
        {order.issuedOn && (
          <>
            <dt>签发下达</dt>
            <dd>{`${formatDayZh(order.issuedOn)}　${names.get(order.issuedBy ?? '') ?? '系统用户'}`}</dd>
          </>
        )}
        {order.stopBy && (
          <>
            <dt>止住期限</dt>
            <dd>{`${day(order.stopBy)}${order.stoppedAt ? `　${shownMinute(c, order.stoppedAt)}报告已止住` : ''}`}</dd>
          </>
        )}
        {order.feedbackBy && (
          <>
            <dt>反馈期限</dt>
            <dd>{day(order.feedbackBy)}</dd>
          </>
        )}
        <dt>怎样办结</dt>
        <dd>{whatNext[order.state]}</dd>
        {seesPaper && (
          <>
            <dt>文件</dt>
            <dd>
              <a href={`/orders/${order.id}/paper/pdf`}>PDF</a>
              {'　'}
              <a href={`/orders/${order.id}/paper/docx`}>Word</a>
              <p class="mut sm">文件载有责任人员姓名，下载留痕。</p>
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

const over: readonly OrderState[] = ['closed', 'upheld', 'withdrawn']
const values = { pass: '通过', fail: '仍不通过', unknown: '未采集', 'not-applicable': '不适用' } as const
const valueMarks = { pass: 'pass', fail: 'fail', unknown: 'unkn', 'not-applicable': 'unkn' } as const

// What became of an account after its order was issued is told: an account that is gone is rechecked by its 注销核验.
const stateNote = (state: RunningState | undefined) =>
  state && state !== 'running' ? (
    <p>
      <Status mark="unkn" word={runningStateLabels[state]} />
      {stateMeans[state].monitored ? '　注销完成前仍纳入监测' : '　按注销核验情况复查'}
    </p>
  ) : null

/** What was confirmed and asked for, beside what the newest check says of it. */
const Findings = ({ order, findings, results, seesReview, running }: OrderView) => (
  <section class="card">
    <header>
      <h2>问题和要求</h2>
      <p>{`${findings.length} 条，均经人工复核确认`}</p>
    </header>
    <ul class="plain rows">
      {findings.map((one) => {
        const newest = results.find(
          ({ accountId, indicator }) => accountId === one.accountId && indicator === one.indicator,
        )
        // What the machine alone says is a reviewer's help in rechecking: a unit reads what people confirmed.
        const helps = seesReview && !over.includes(order.state)
        return (
          <li>
            <p>
              <b>{`${one.label}（${classLabels[one.class]}）`}</b>
            </p>
            <p>
              <a href={`/accounts/${one.accountId}`}>{`${one.accountName}（${platforms[one.platform].label}）`}</a>
              {seesReview && (
                <>
                  {'　'}
                  <a href={`/review/${one.findingId}`}>复核记录</a>
                </>
              )}
            </p>
            {stateNote(running.get(one.accountId))}
            <p>{one.sentence}</p>
            <p class="mut">{`依据：${one.clause}`}</p>
            <p>{`要求：${one.requirement}`}</p>
            {helps && (
              <p class="mut">
                {newest ? (
                  <>
                    {`系统最近一次判定（监测时间点${formatDayZh(newest.checkpoint)}）：`}
                    <Status mark={valueMarks[newest.value]} word={values[newest.value]} />
                    {newest.checkpoint <= one.checkpoint ? '　下达后还没有新的判定' : '　未经人工复核'}
                  </>
                ) : (
                  '系统没有这项指标的判定，由人工复查。'
                )}
              </p>
            )}
          </li>
        )
      })}
    </ul>
  </section>
)

/** What was said and proved, step by step. */
function Steps({ order, steps, names, c }: OrderView) {
  if (steps.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>办理情况</h2>
      </header>
      <ol class="tl in">
        {steps.map((step) => (
          <li>
            <time>{shownMinute(c, step.at)}</time>
            <b>{step.action === 'draft' ? '拟制' : orderActionLabels[step.action]}</b>
            {`　${names.get(step.by) ?? '系统用户'}`}
            {typeof step.facts['late'] === 'string' && step.facts['late'] !== '0分钟' && (
              <span>{`　当时已逾期${step.facts['late']}`}</span>
            )}
            {step.note && <p>{step.note}</p>}
            {step.fileId && (
              <p>
                <a href={`/orders/${order.id}/files/${step.version}`}>{step.fileName ?? '证明材料'}</a>
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

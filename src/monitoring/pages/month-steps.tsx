import { formatMonthDayZh, lastDayOf, quarterOf, quarterNumeral } from '../../calendar/index.ts'
import type { WebContext } from '../../web/index.ts'
import type { MonthView } from './month.tsx'
import { shortMinute } from './words.ts'

type Step = { name: string; state: string; done: boolean }

type StepsProps = { c: WebContext; view: MonthView; unseen: number }

/** 采集、系统判定、人工复核、办结、进入季度报告: what is done, what is under way, what has not begun. */
export function MonthSteps({ c, view, unseen }: StepsProps) {
  const steps = stepsOf(c, view, unseen)
  const now = steps.findIndex(({ done }) => !done)
  return (
    <ol class="steps">
      {steps.map(({ name, state, done }, at) => (
        <li class={done ? 'done' : at === now ? 'now' : undefined} aria-current={at === now ? 'step' : undefined}>
          <b>{name}</b>
          <small>{state}</small>
        </li>
      ))}
    </ol>
  )
}

function stepsOf(c: WebContext, { month, overview, open, stale }: MonthView, unseen: number): Step[] {
  const { run, closing, coverage, findings } = overview
  const decided = findings.confirmed + findings.dismissed
  const atEnd = run?.checkpoint === lastDayOf(month)
  const quarter = `第${quarterNumeral(quarterOf(lastDayOf(month)))}季度报告`
  return [
    {
      name: '采集',
      state: unseen > 0 ? `${unseen} 个待人工巡查` : `已采集 ${coverage?.judged ?? 0} / ${coverage?.registered ?? 0}`,
      done: unseen === 0,
    },
    {
      name: '系统判定',
      state: judgedWords(c, run, atEnd, stale),
      done: atEnd && !stale,
    },
    {
      name: '人工复核',
      state:
        decided + open === 0 ? '没有线索' : open > 0 ? `进行中 ${decided} / ${decided + open}` : `已完成 ${decided} 条`,
      done: atEnd && open === 0,
    },
    { name: '办结', state: closing ? `已办结 ${shortMinute(c, closing.closedAt)}` : '未开始', done: closing !== null },
    { name: `进入${quarter}`, state: closing ? '已可编入' : '办结后编入', done: closing !== null },
  ]
}

function judgedWords(c: WebContext, run: MonthView['overview']['run'], atEnd: boolean, stale: boolean): string {
  if (!run) return '未开始'
  if (!atEnd) return `按${formatMonthDayZh(run.checkpoint)}先行判定`
  return stale ? '有新数据，待重新判定' : `已完成 ${shortMinute(c, run.finishedAt)}`
}

/** The month's numbers, each with what it is counted over. */
export function MonthGlance({ view: { overview, open } }: { view: MonthView }) {
  const { coverage, verdicts, warned, findings } = overview
  if (!coverage) return null
  const found = findings.confirmed + findings.dismissed + open
  const decided = found - open
  return (
    <section class="glance" aria-label="本月概况">
      <div>
        <div class="k">采集覆盖</div>
        <div class="v">
          {coverage.judged}
          <small>{`/ ${coverage.registered}`}</small>
        </div>
        <progress value={coverage.judged} max={coverage.registered || 1} aria-label="采集覆盖"></progress>
      </div>
      <div>
        <div class="k">合格</div>
        <div class="v">
          {verdicts.qualified}
          <small>{`/ ${coverage.judged}`}</small>
        </div>
        <div class="n">{`其中预警 ${warned} 个`}</div>
      </div>
      <div>
        <div class="k">不合格</div>
        <div class="v">
          {verdicts.unqualified}
          <small>个</small>
        </div>
        <div class="n">经人工复核确认</div>
      </div>
      <div>
        <div class="k">系统线索</div>
        <div class="v">
          {found}
          <small>条</small>
        </div>
        <div class="n">{`已确认 ${findings.confirmed}，已排除 ${findings.dismissed}`}</div>
      </div>
      <div>
        <div class="k">人工复核</div>
        <div class="v">
          {decided}
          <small>{`/ ${found}`}</small>
        </div>
        <progress value={decided} max={found || 1} aria-label="人工复核进度"></progress>
      </div>
    </section>
  )
}

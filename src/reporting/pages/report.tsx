import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { Alert, Head } from '../../web/index.ts'
import { percentCell, platformName, quarterName } from '../draft.ts'
import { isUnbegun, rateStands, settledOf } from '../figures.ts'
import type { Bound, ReportContent, ReportFacts } from '../model.ts'
import { annexes, chartInWords, reportTitle } from '../paper.ts'
import { remindedMeaning } from '../reminders.ts'
import { stageOf } from '../stage.ts'
import { chartCaption } from '../trend.ts'
import type { ReportVersion } from '../queries.ts'
import type { ReportStep } from '../steps.ts'
import { ProgressSteps } from './progress.tsx'
import { Downloads } from './reports.tsx'
import { ReportState } from './state.tsx'

export type Report = ReportVersion & { content: ReportContent }

/** `obstacle`: what stands in the way of taking the version as final. */
export type Finalising = { obstacle: string | undefined }

/** One version on the screen: the same words as on paper, every number with the way it is counted. */
export function ReportPage({
  report,
  steps,
  submission,
  finalising,
  compiledAt,
  hasCheckpoint,
  corrections,
}: {
  report: Report
  steps: readonly ReportStep[]
  /** 呈批和批示. */
  submission: Child
  finalising: Finalising | undefined
  compiledAt: string
  /** 核验页: taken with the version when it was made final. */
  hasCheckpoint: boolean
  /** 更正 of findings of its months since they were closed; empty where there are none. */
  corrections: Child
}) {
  const { content, id } = report
  const { facts } = content
  const stage = stageOf(report.state, content)
  return (
    <>
      <Head
        crumb={<a href="/reports">季度报告</a>}
        title={
          <>
            {quarterName(facts)}监测报告
            <ReportState report={report} />
          </>
        }
        note={`第 ${report.version} 版　统计截至 ${formatDayZh(facts.cutOff)}　${compiledAt} 编制`}
      >
        <a class="btn" href={`/reports/${id}/files/xlsx`}>
          下载附表
        </a>
        <a class="btn" href={`/reports/${id}/files/docx`}>
          下载 Word
        </a>
        <a class={finalising ? 'btn' : 'btn pri'} href={`/reports/${id}/files/pdf`}>
          下载 PDF
        </a>
        {finalising && <Finalise id={id} obstacle={finalising.obstacle} />}
      </Head>
      <ProgressSteps report={report} steps={steps} compiledOn={facts.compiledOn} />
      {submission}
      {corrections}
      {stage === 'draft' && (
        <Alert tone="pend" title="这一版是草稿，不能报送">
          {openWork(content)}
        </Alert>
      )}
      {stage === 'review' && (
        <Alert tone="pend" title="这一版是送审稿，待负责人审定">
          审定为定稿后方可报送；在此之前，各页均印有“送审稿”字样。编制人不能审定自己编制的报告。
        </Alert>
      )}
      {report.feedbackMovedTo && (
        <Alert tone="pend" title={`整改反馈期限已随放假安排调整为${formatDayZh(report.feedbackMovedTo)}`}>
          报告原文印制的期限不变，以调整后的期限为准。
        </Alert>
      )}
      <Numbers content={content} />
      <div class="cols c75">
        <article class="doc">
          <h2>{reportTitle(content)}</h2>
          <p class="nt">{content.addressee}：</p>
          <Blocks report={report} />
          <Annexes content={content} />
          <p class="sig">
            {facts.district.officeName}
            <br />
            {formatDayZh(facts.compiledOn)}
          </p>
        </article>
        <aside class="stackv">
          <section class="card">
            <header>
              <h2>自检</h2>
              <span class="st pass">通过</span>
            </header>
            <div class="in stack">
              <p class="sm">合计、比率、环比均按附表明细重算一致；文中每个数字都有计算来源，指向数字可看口径。</p>
              <p class="sm mono">{report.digest}</p>
            </div>
          </section>
          <section class="card">
            <header>
              <h2>下载</h2>
            </header>
            <div class="in stack">
              <Downloads id={id} />
              {hasCheckpoint && <CheckpointPage id={id} />}
            </div>
          </section>
        </aside>
      </div>
    </>
  )
}

const CheckpointPage = ({ id }: { id: string }) => (
  <>
    <span class="acts">
      <a href={`/reports/${id}/files/checkpoint`}>核验页</a>
    </span>
    <p class="sm mut">载有三个文件和留痕的摘要，与报告分开留存，日后可核对留痕有没有被改写。</p>
  </>
)

const Finalise = ({ id, obstacle }: { id: string } & Finalising) =>
  obstacle ? (
    <>
      <button class="btn pri" type="button" disabled aria-describedby="obstacle">
        审定为定稿
      </button>
      <small class="mut" id="obstacle">
        {obstacle}
      </small>
    </>
  ) : (
    <a class="btn pri" href={`/reports/${id}/final`}>
      审定为定稿
    </a>
  )

/** What has to be done before the version can be taken as final. */
export function openWork({ facts }: ReportContent): string {
  const monthsIn = (wanted: string) =>
    facts.months.filter(({ state }) => state === wanted).map(({ month }) => `${Number(month.slice(5))}月`)
  const [unchecked, open] = [monthsIn('unchecked'), monthsIn('checked')]
  const parts = [
    facts.unreviewed > 0 ? `还有 ${facts.unreviewed} 条线索未人工复核` : '',
    unchecked.length > 0 ? `${unchecked.join('、')}尚未开展监测` : '',
    open.length > 0 ? `${open.join('、')}监测尚未办结` : '',
  ].filter(Boolean)
  return `${parts.join('，')}。办完后请重新编制。`
}

// What keeps the number from being the rate of the quarter.
function rateNote({ facts }: ReportContent): string {
  if (!rateStands(facts.counted)) return '　作出判定的不足一半'
  return isUnbegun(facts) ? '　尚有月份未开展监测' : ''
}

function Numbers({ content }: { content: ReportContent }) {
  const { counted } = content.facts
  // Versions compiled before it was counted say nothing of it.
  const isTold = Number.isInteger(counted.partly)
  return (
    <section class="glance" aria-label="主要数字">
      <div>
        <div class="k">应检账号</div>
        <div class="v">
          {counted.registered}
          <small>个</small>
        </div>
      </div>
      <div>
        <div class="k">采集覆盖率</div>
        <div class="v">{percentCell(counted.judged, counted.registered)}</div>
        <div class="n">{`判定 ${counted.judged} / 应检 ${counted.registered}　季度内任一月作出判定即计入`}</div>
        {isTold && (
          <div class="n">{`各月均判定 ${counted.judged - counted.partly} 个，部分月份未判定 ${counted.partly} 个`}</div>
        )}
      </div>
      <div>
        <div class="k">合格率</div>
        <div class="v">{rateStands(counted) ? percentCell(counted.qualified, settledOf(counted)) : '—'}</div>
        <div class="n">{`合格 ${counted.qualified} / 合格与不合格 ${settledOf(counted)}${rateNote(content)}`}</div>
      </div>
      <div>
        <div class="k">不合格</div>
        <div class="v">
          {counted.unqualified}
          <small>个</small>
        </div>
        <div class="n">{`待复核 ${counted.pending} 个，暂不判定 ${counted.unknown} 个`}</div>
      </div>
    </section>
  )
}

const levelOne = '一二三四五六七八九十'

/** 附件 as the paper lists them; their tables come with the files. */
function Annexes({ content }: { content: ReportContent }) {
  const [first, ...others] = annexes(content.facts).map(({ title }) => title)
  return (
    <p>
      {`附件：${others.length > 0 ? '1.' : ''}${first}`}
      {others.map((title, at) => (
        <>
          <br />
          {`　　　　　${at + 2}.${title}`}
        </>
      ))}
    </p>
  )
}

const Chart = ({ id, facts }: { id: string; facts: ReportFacts }) => (
  <figure tabindex={0}>
    <img src={`/reports/${id}/chart`} alt={chartInWords(facts)} />
    <figcaption>{chartCaption(facts)}</figcaption>
  </figure>
)

/** The blocks with the numbers that the paper gives its headings. */
function Blocks({ report: { id, content } }: { report: Report }) {
  let first = 0
  let second = 0
  return (
    <>
      {content.blocks.map((block) => {
        if (block.kind === 'heading' && block.level === 1) {
          second = 0
          return <h3>{`${levelOne[first++]}、${block.text}`}</h3>
        }
        if (block.kind === 'heading') return <h4>{`（${levelOne[second++]}）${block.text}`}</h4>
        if (block.kind === 'paragraph') return <p>{block.runs.map(say)}</p>
        if (block.kind === 'open-items') return block.items.map((item) => <p>{item.map(say)}</p>)
        return <Chart id={id} facts={content.facts} />
      })}
    </>
  )
}

function say(run: Bound) {
  if (typeof run === 'string') return run
  return 'figure' in run ? (
    <span class="bn" tabindex={0}>
      {run.text}
      <span class="pop">{meaningOf(run.figure)}</span>
    </span>
  ) : (
    run.text
  )
}

const meanings: Readonly<Record<string, string>> = {
  registered: '本季度各月监测时点在册、属本级监管范围的账号，按账号去重。',
  units: '上述账号的主办单位，去重。',
  judged: '至少有一个月采集到数据或完成人工巡查的账号。',
  qualified: '已判定，且本季度没有经复核确认的单项否决问题。',
  unqualified: '本季度任一月有经复核确认的单项否决问题，不论是否已整改。',
  pending: '单项否决线索尚待人工复核。',
  unknown: '本季度各月均未采集到数据，也未完成人工巡查。',
  coverage: '判定数÷应检数，季度内任一月作出判定即计入，保留一位小数。',
  rate: '合格数÷（合格数＋不合格数），待复核的不计入，保留一位小数。',
  'previous-rate': '上季度合格数÷（合格数＋不合格数），保留一位小数。',
  'rate-change': '本季度与上季度合格率（各保留一位小数）之差。',
  findings: '经人工复核确认的问题，同一问题持续数月的计为一个。',
  'judged-throughout': '在册应检的每个月都采集到数据或完成人工巡查的账号。',
  'partly-unseen': '本季度已判定、但有的月份未采集到数据也未完成人工巡查的账号。',
  unreviewed: '系统监测发现、尚无人复核的线索。',
  unsettled: '主办单位类型为“类型待核实”的账号，最后一次监测时点，只计数，不点名。',
  'filing-unknown': '最后一次监测时点，台账备案状态为“未核实”的应检账号。',
  leads: '垂直管理单位、党委部门、群团、国企的账号，只计数，不点名。',
  'feedback-working-days': '自报告成文次日起按工作日计。',
}

function meaningOf(figure: string): string {
  const [family, member] = figure.split(':')
  if (family === 'platform') return `应检账号中的${platformName(member as never)}。`
  if (family === 'reminded') return remindedMeaning(member ?? '')
  if (family === 'class') return '经人工复核确认的该类问题，同一问题持续数月的计为一个。'
  if (family === 'accounts') return '有该类问题（经复核确认）的账号，去重。'
  return meanings[figure] ?? '按附表明细计算。'
}

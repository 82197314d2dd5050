import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { Alert, Head } from '../../web/index.ts'
import { percentCell, quarterName } from '../draft.ts'
import { isUnbegun, rateStands, settledOf } from '../figures.ts'
import type { ReportContent, ReportFacts } from '../model.ts'
import { openWork } from '../open-work.ts'
import { annexes, chartInWords, reportTitle } from '../paper.ts'
import { stageOf } from '../stage.ts'
import { chartCaption } from '../trend.ts'
import type { ReportVersion } from '../queries.ts'
import type { ReportStep } from '../steps.ts'
import { figureHref, Said, type Told, typedIn } from './bound-text.tsx'
import { noteWords } from './edit-notes.tsx'
import { TypedList } from './editor.tsx'
import { ProgressSteps } from './progress.tsx'
import { Downloads } from './reports.tsx'
import { ReportState } from './state.tsx'

export type Report = ReportVersion & { content: ReportContent }

/** `obstacle`: what stands in the way of taking the version as final. */
export type Finalising = { obstacle: string | undefined }

/** One version on the screen: the same words as on paper, every number with the way it is counted. */
export function ReportPage({
  report,
  of,
  mayEdit,
  mayDraftCircular,
  earlier,
  steps,
  submission,
  finalising,
  compiledAt,
  hasCheckpoint,
  corrections,
}: {
  report: Report
  of: Told
  mayEdit: boolean
  /** 通报 can be drafted from it, by this person. */
  mayDraftCircular: boolean
  /** The version that this one is compared with. */
  earlier: string | undefined
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
        {mayEdit && (
          <a class="btn" href={`/reports/${id}/edit`}>
            修改文字
          </a>
        )}
        {mayDraftCircular && (
          <a class="btn" href={`/circulars/new?reportId=${id}`}>
            拟制通报
          </a>
        )}
        {earlier && (
          <a class="btn" href={`/reports/${id}/compare?from=${earlier}`}>
            与上一版对照
          </a>
        )}
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
      {(content.editNotes ?? []).length > 0 && (
        <Alert tone="pend" title="以前修改的文字有几处需要核对">
          <ul class="plain">
            {content.editNotes!.map((note) => (
              <li>{noteWords(note)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {stage === 'draft' && (
        <Alert tone="pend" title="这一版是草稿，不能报送">
          {`${openWork(content.facts)}。办完后请重新编制。`}
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
      <Numbers id={id} content={content} />
      <div class="cols c75">
        <article class="doc">
          <h2>{reportTitle(content)}</h2>
          <p class="nt">{content.addressee}：</p>
          <Blocks report={report} of={of} />
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
              <p class="sm">
                合计、比率、环比均按附表明细重算一致，“提高”“下降”“全部”等说法与数字相符；指向数字可看口径，并可打开它所计的名单。
              </p>
              <TypedNumbers content={content} of={of} />
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

/** Numbers that rest on no recount: each with who typed it, when and why. */
export function TypedNumbers({ content, of }: { content: ReportContent; of: Told }) {
  const typed = content.blocks.flatMap((block) => (block.kind === 'paragraph' ? typedIn(block.runs) : []))
  if (typed.length === 0) return <p class="sm">没有手工录入的数字。</p>
  return (
    <>
      <p class="sm">{`手工录入的数字 ${typed.length} 个，不能由明细重算：`}</p>
      <TypedList typed={typed} of={of} />
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

// What keeps the number from being the rate of the quarter.
function rateNote({ facts }: ReportContent): string {
  if (!rateStands(facts.counted)) return '　作出判定的不足一半'
  return isUnbegun(facts) ? '　尚有月份未开展监测' : ''
}

function Numbers({ id, content }: { id: string; content: ReportContent }) {
  const { counted } = content.facts
  // Versions compiled before it was counted say nothing of it.
  const isTold = Number.isInteger(counted.partly)
  return (
    <section class="glance" aria-label="主要数字">
      <div>
        <div class="k">应检账号</div>
        <div class="v">
          <a href={figureHref(id, 'registered')}>{counted.registered}</a>
          <small>个</small>
        </div>
      </div>
      <div>
        <div class="k">采集覆盖率</div>
        <div class="v">
          {counted.registered === 0 ? (
            '—'
          ) : (
            <a href={figureHref(id, 'coverage')}>{percentCell(counted.judged, counted.registered)}</a>
          )}
        </div>
        <div class="n">{`判定 ${counted.judged} / 应检 ${counted.registered}　季度内任一月作出判定即计入`}</div>
        {isTold && (
          <div class="n">{`各月均判定 ${counted.judged - counted.partly} 个，部分月份未判定 ${counted.partly} 个`}</div>
        )}
      </div>
      <div>
        <div class="k">合格率</div>
        <div class="v">
          {rateStands(counted) ? (
            <a href={figureHref(id, 'rate')}>{percentCell(counted.qualified, settledOf(counted))}</a>
          ) : (
            '—'
          )}
        </div>
        <div class="n">{`合格 ${counted.qualified} / 合格与不合格 ${settledOf(counted)}${rateNote(content)}`}</div>
      </div>
      <div>
        <div class="k">不合格</div>
        <div class="v">
          <a href={figureHref(id, 'unqualified')}>{counted.unqualified}</a>
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
function Blocks({ report: { id, content }, of }: { report: Report; of: Told }) {
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
        if (block.kind === 'paragraph') return <p>{<Said runs={block.runs} of={of} />}</p>
        if (block.kind === 'open-items') return block.items.map((item) => <p>{<Said runs={item} of={of} />}</p>)
        return <Chart id={id} facts={content.facts} />
      })}
    </>
  )
}

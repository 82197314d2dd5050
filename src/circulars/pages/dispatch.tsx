import { formatDayZh } from '../../calendar/index.ts'
import { Alert, Head } from '../../web/index.ts'
import { numberText } from '../document-number.ts'
import { isIssued, isSigned, opennessLabels, variantLabels } from '../model.ts'
import { typedNumbers, typedWords } from '../words/figures.ts'
import { DispatchMark } from './marks.tsx'
import { ReceiptsCard } from './receipts.tsx'
import { Note, StepForm } from './step-form.tsx'
import type { DispatchView } from './view.ts'
import { Words } from './words.tsx'

/** One paper: its words, its files, who has signed for it and answered. */
export function DispatchPage(view: DispatchView) {
  const { dispatch, content, body, today, problem, trail, unitId, can } = view
  const office = unitId === undefined
  return (
    <>
      <Head
        crumb={<a href="/circulars">通报</a>}
        title={
          <>
            {dispatch.title} {office && <DispatchMark state={dispatch.state} box />}
          </>
        }
        note={noteOf(view)}
      >
        {office && can('edit') && (
          <a class="btn" href={`/circulars/${dispatch.id}/edit`}>
            修改
          </a>
        )}
        {office && (
          <a
            class={can('edit') || isIssued(dispatch.state) ? 'btn' : 'btn pri'}
            href={`/circulars/${dispatch.id}/sheet`}
          >
            发文稿纸
          </a>
        )}
        {office && isIssued(dispatch.state) && dispatch.state !== 'withdrawn' && view.mayCorrect && (
          <a class="btn" href={`/circulars/${dispatch.id}/correct`}>
            更正、撤回
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <Standing view={view} />
      <div class="cols c75">
        <div class="stackv">
          {!office && <ReceiptsCard {...view} />}
          <Words
            dispatch={dispatch}
            content={content}
            body={body}
            today={today}
            reportId={view.mayOpenReport ? (dispatch.reportId ?? undefined) : undefined}
          />
        </div>
        <aside class="stackv">
          <Files view={view} />
          {office && <Facts view={view} />}
        </aside>
      </div>
      {office && (
        <div class="stackv gap">
          {isIssued(dispatch.state) && <ReceiptsCard {...view} />}
          <StepForm
            view={view}
            action="remind"
            hint="未签收、未反馈的单位在工作台看到催报。不统计阅读情况，只看签收和反馈。"
          />
          <Closing view={view} />
          {trail}
        </div>
      )}
    </>
  )
}

function noteOf({ dispatch, content }: DispatchView): string {
  const { number, issuedOn, variant, openness } = dispatch
  return [
    variantLabels[variant],
    number && numberText(number),
    issuedOn && `${formatDayZh(issuedOn)}印发`,
    dispatch.state !== 'withdrawn' &&
      content.feedback &&
      `${formatDayZh(dispatch.feedbackBy ?? content.feedback.by)}前反馈`,
    opennessLabels[openness],
  ]
    .filter(Boolean)
    .join('　')
}

/** What one has to know before reading: not signed yet, put right since, taken back. */
function Standing({ view: { dispatch, corrections, original, content } }: { view: DispatchView }) {
  const typed = typedNumbers(content)
  return (
    <>
      {dispatch.state === 'withdrawn' && <Alert tone="fail" title="该文已经撤回，不再执行" />}
      {corrections
        .filter(({ state }) => isIssued(state))
        .map(({ id, title, variant, number }) => (
          <Alert tone="warn" title={variant === 'withdrawal' ? '该文已由撤回通知撤回' : '该文有关内容已经更正'}>
            <a href={`/circulars/${id}`}>{`${title}${number ? `（${numberText(number)}）` : ''}`}</a>
          </Alert>
        ))}
      {original && (
        <Alert tone="pend" title={dispatch.variant === 'withdrawal' ? '撤回的是' : '更正的是'}>
          <a href={`/circulars/${original.id}`}>{original.title}</a>
        </Alert>
      )}
      {!isSigned(dispatch.state) && dispatch.state !== 'discarded' && (
        <Alert tone="pend" title="签发以前，各页均印有“送审稿”字样">
          {typed.length > 0
            ? `文中有手工录入的数字：${typedWords(typed)}。`
            : '文中数字均取自报告和附件，逐一重算一致。'}
        </Alert>
      )}
    </>
  )
}

const fileWords = [
  ['pdf', 'PDF'],
  ['docx', 'Word'],
  ['xlsx', '附表'],
  ['public-pdf', '公开发布稿 PDF'],
  ['public-docx', '公开发布稿 Word'],
] as const

/** An issued paper has the files it was issued with; before, they are printed as it stands. */
function Files({ view: { dispatch, content, unitId } }: { view: DispatchView }) {
  const shown = fileWords.filter(([kind]) => {
    if (kind === 'xlsx') return content.annexes.length > 0
    return !kind.startsWith('public-') || (unitId === undefined && dispatch.openness === 'public')
  })
  return (
    <section class="card">
      <header>
        <h2>{isIssued(dispatch.state) ? '印发的文件' : '送审的文件'}</h2>
      </header>
      <div class="in stack">
        <span class="acts">
          {shown.map(([kind, word]) => (
            <a href={`/circulars/${dispatch.id}/files/${kind}`}>{word}</a>
          ))}
          {unitId === undefined && isIssued(dispatch.state) && (
            <a href={`/circulars/${dispatch.id}/files/checkpoint`}>核验页</a>
          )}
        </span>
        {isSigned(dispatch.state) && <p class="mut sm">系统不套印公章，用印由发文机关办理。</p>}
      </div>
    </section>
  )
}

const Facts = ({ view: { dispatch, content } }: { view: DispatchView }) => (
  <section class="card">
    <header>
      <h2>要素</h2>
    </header>
    <dl class="in dl">
      <dt>发文机关</dt>
      <dd>{dispatch.issuer}</dd>
      <dt>公开属性</dt>
      <dd>{`${opennessLabels[dispatch.openness]}${content.opennessReason ? `（${content.opennessReason}）` : ''}`}</dd>
      {content.copiesTo && (
        <>
          <dt>抄送</dt>
          <dd>{content.copiesTo}</dd>
        </>
      )}
      {dispatch.reportId && (
        <>
          <dt>依据</dt>
          <dd>
            <a href={`/reports/${dispatch.reportId}`}>季度报告</a>
          </dd>
        </>
      )}
      <dt>版次</dt>
      <dd>{`第 ${dispatch.draft} 稿`}</dd>
      {!isIssued(dispatch.state) && content.recipients.length > 0 && (
        <>
          <dt>发送单位</dt>
          <dd>{`${content.recipients.length} 个，其中要求反馈 ${content.recipients.filter(({ answers }) => answers).length} 个`}</dd>
        </>
      )}
    </dl>
  </section>
)

function Closing({ view }: { view: DispatchView }) {
  const missing = view.receipts.filter(
    ({ receivedAt, answers, answeredAt }) => receivedAt === null || (answers && answeredAt === null),
  )
  const all = missing.length === 0
  return (
    <StepForm
      view={view}
      action="close"
      folded={!all}
      hint={
        all
          ? '各单位均已签收、反馈。看过反馈后办结。'
          : `${missing.map(({ unitName }) => unitName).join('、')}尚未签收或反馈。确需现在办结的，写明理由。`
      }
    >
      {!all && <Note view={view} action="close" label="未收齐即办结的理由" required />}
    </StepForm>
  )
}

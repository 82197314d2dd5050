import type { Child } from 'hono/jsx'
import { dayOf, formatDayZh, type Instant, isCivilDate } from '../../../calendar/index.ts'
import { hints } from '../../../vocabulary/hints.ts'
import { Alert, Field, Head } from '../../../web/index.ts'
import { bearsPaperCode } from '../../forms/index.ts'
import { Act, Hidden } from '../../pages/versioned-form.tsx'
import { checklistOf } from '../checklist.ts'
import type { HandoverNames } from '../content.ts'
import type { Decided } from '../form.ts'
import { answerLabels, type Handover, type HandoverAction, type NamedPost, nextHandoverState } from '../model.ts'
import { type HandoverFault, isOverdue, passwordsSettled } from '../rules.ts'
import type { OpenTask } from '../tasks.ts'
import type { Filled } from '../verbs/fill-handover.ts'
import { ChecklistForm, TaskList } from './checklist-form.tsx'
import { DecisionCard } from './decision-card.tsx'
import { dueWords, HandoverMark } from './marks.tsx'

export type HandoverView = {
  csrf: string
  one: Handover
  unitName: string
  posts: readonly NamedPost[]
  names: HandoverNames
  filled: Filled
  /** A decision that was refused, as it was sent. */
  decided: Decided | undefined
  faults: readonly HandoverFault[]
  tasks: readonly OpenTask[]
  scans: readonly { id: string; fileName: string; pages: number; codes: readonly string[] }[]
  decidedBy: string | undefined
  now: Instant
  may: (action: HandoverAction) => boolean
  /** May this person see the paper and its scans. */
  seesPapers: boolean
  problem?: string | undefined
  trail: Child
}

/** One handover: who passes what to whom, the checklist, the paper, and the step that comes next. */
export function HandoverPage(view: HandoverView) {
  const { one, unitName, posts, problem, now, trail } = view
  const overdue = isOverdue(one, now)
  return (
    <>
      <Head
        crumb={<a href="/handovers">人员交接</a>}
        title={
          <>
            {`交接：${posts[0]?.label ?? '岗位'}${posts.length > 1 ? `等${posts.length}个岗位` : ''}`}{' '}
            <HandoverMark state={one.state} late={overdue} box />
          </>
        }
        note={`${unitName}　${dueWords(one)}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {overdue && (
        <Alert tone="fail" title="已过办结期限">
          {passwordsSettled(one, dayOf(now))
            ? '更换密码已登记，请尽快办完其余事项。'
            : '提交的交接单没有登记更换密码的（未签字提交的填写不算），记责任追究线索 F-14，由有权机关决定。'}
        </Alert>
      )}
      {one.state === 'returned' && one.decision && <Alert tone="fail" title={`退回补正：${one.decision}`} />}
      {one.state === 'dismissed' && one.decision && <Alert tone="unkn" title={`不需交接：${one.decision}`} />}
      <div class="stackv">
        <FactsCard {...view} />
        {view.may('fill') && nextHandoverState[one.state].fill ? (
          <ChecklistForm {...view} />
        ) : (
          one.state !== 'proposed' && <AnswersCard {...view} />
        )}
        <PaperCard {...view} />
        <DecisionCard {...view} />
        {trail}
      </div>
    </>
  )
}

const FactsCard = ({ one, posts, names, decidedBy }: HandoverView) => (
  <section class="card">
    <header>
      <h2>基本情况</h2>
      <p>{one.origin === 'noticed' ? '由台账变动列出' : '由单位或监管员发起'}</p>
    </header>
    <dl class="in dl">
      <dt>交接岗位</dt>
      <dd>
        {posts.map(({ label }) => (
          <div>{label}</div>
        ))}
      </dd>
      <dt>移交人</dt>
      <dd>{names.outgoing ?? <span class="mut">已删除</span>}</dd>
      <dt>接收人</dt>
      <dd>{names.incoming ?? <span class="mut">未定</span>}</dd>
      <dt>变动日期</dt>
      <dd>{formatDayZh(one.changedOn)}</dd>
      {decidedBy && (
        <>
          <dt>办理人</dt>
          <dd>{decidedBy}</dd>
        </>
      )}
    </dl>
  </section>
)

function AnswersCard({ one, tasks, names }: HandoverView) {
  return (
    <section class="card">
      <header>
        <h2>交接清单</h2>
      </header>
      <dl class="in dl">
        {checklistOf(one.checklist).items.map(({ key, label, listsTasks }) => {
          const given = one.answers[key]
          return (
            <>
              <dt>{label}</dt>
              <dd>
                {given?.answer ? answerLabels[given.answer] : '未填'}
                {given && isCivilDate(given.on) && `　${formatDayZh(given.on)}更换`}
                {given?.note && `　${given.note}`}
                {listsTasks && one.state !== 'confirmed' && <TaskList tasks={tasks} />}
              </dd>
            </>
          )
        })}
        {one.signing === 'witnessed' && (
          <>
            <dt>监交人</dt>
            <dd>{`${names.witness ?? '已删除'}　移交人不能签字：${one.absenceReason ?? ''}`}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

function PaperCard(view: HandoverView) {
  const { one, scans, faults, may, seesPapers } = view
  const next = nextHandoverState[one.state]
  if (one.printNumber === 0 && !(may('print') && next.print)) return null
  return (
    <section class="card">
      <header>
        <h2>打印、签字</h2>
        {one.printNumber > 0 && <p>{`已打印第${one.printNumber}次`}</p>}
      </header>
      <div class="in stackv">
        <p class="mut">移交人、接收人在纸上签字后扫描上传；移交人不能签字的，由监交人签字。</p>
        {may('print') && next.print && (
          <>
            {faults.length > 0 && (
              <p>{`还不能生成交接单：${faults.map(({ label, wanted }) => `“${label}”${wanted}`).join('；')}。`}</p>
            )}
            <Act
              view={view}
              action={`/handovers/${one.id}/print`}
              label={one.printNumber === 0 ? '生成交接单' : '重新生成交接单'}
              off={faults.length > 0 && '填齐后才能生成'}
            />
          </>
        )}
        {one.printNumber > 0 && seesPapers && (
          <p>
            <a href={`/handovers/${one.id}/paper/pdf`}>PDF交接单</a>
            {'　'}
            <a href={`/handovers/${one.id}/paper/docx`}>Word交接单</a>
            　下载人和时间印在页脚，并留痕。
          </p>
        )}
        {scans.map(({ id, fileName, pages, codes }) => (
          <p class="papers">
            {seesPapers ? <a href={`/handovers/${one.id}/scans/${id}/1`}>{fileName}</a> : fileName}
            {`　${pages}页　${bearsPaperCode(codes) ? '已识别二维码' : '未识别到二维码，由确认人核对'}`}
          </p>
        ))}
        {may('upload') && next.upload && one.printNumber > 0 && <UploadForm {...view} />}
        {may('submit') && next.submit && (
          <Act
            view={view}
            action={`/handovers/${one.id}/submit`}
            label="提交确认"
            primary
            off={scans.length === 0 && '上传扫描件后才能提交'}
          />
        )}
      </div>
    </section>
  )
}

const UploadForm = (view: HandoverView) => (
  <form method="post" action={`/handovers/${view.one.id}/scans`} enctype="multipart/form-data">
    <Hidden {...view} />
    <Field
      name="file"
      label="扫描件"
      type="file"
      accept=".pdf,.jpg,.jpeg,.png"
      required
      hint={`已签字的交接单，${hints.scanFile}不得上传写有密码的纸张。`}
    />
    <p class="acts">
      <button class="btn" type="submit">
        上传扫描件
      </button>
    </p>
  </form>
)

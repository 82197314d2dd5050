import type { Child } from 'hono/jsx'
import { type CivilDate, dayOf, formatDayZh } from '../../calendar/index.ts'
import { type Instruction, type TaskRow, TaskMark } from '../../instructions/index.ts'
import { percentText } from '../../vocabulary/shares.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Head, Status } from '../../web/index.ts'
import { quarterName } from '../draft.ts'
import { rateStands, settledOf } from '../figures.ts'
import type { ReportContent, ReportFacts } from '../model.ts'
import { problemsOf } from '../problems.ts'
import { nextProgress } from '../progress.ts'
import type { ReportVersion } from '../queries.ts'
import { headline } from '../submission/headline.ts'
import type { Submission } from '../submission/queries.ts'

/** Words that a leader writes most often; a touch puts them into the box, nothing is sent. */
export const quickWords = ['已阅', '同意', '请抓紧整改'] as const

type Given = Pick<Instruction, 'id' | 'givenOn' | 'state' | 'origin'> & { words: string | undefined }

export type LeaderView = {
  report: ReportVersion & { content: ReportContent }
  submission: Submission
  /** The leader whose role (代理) whoever reads this acts in. */
  deputyFor: string | undefined
  /** What was written on it before. */
  given: readonly Given[]
  tasks: readonly TaskRow[]
  today: CivilDate
  words: string
  /** The field of the photo. */
  photo: string
  problem: string | undefined
  /** The form's token. */
  children: Child
}

/** 请您批阅: the report in three minutes and the box to write in, for a phone in one hand. */
export function LeaderPage(view: LeaderView) {
  const { report, submission, problem, given, tasks, today, words } = view
  const { content, id } = report
  const { facts } = content
  const isOld = report.state === 'superseded'
  const writes = !isOld && nextProgress[report.progress].instruct !== undefined
  return (
    <div class="lead">
      <Head
        crumb="请您批阅"
        title={`${quarterName(facts)}政务新媒体监测报告`}
        note={`${submission.content.office}　${formatDayZh(dayOf(submission.at))}呈批`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {!problem && words === '' && <Sent given={given} writes={writes} deputyFor={view.deputyFor} />}
      {view.deputyFor !== undefined && writes && (
        <Alert tone="pend" title={`您代${view.deputyFor}批示`}>
          批示页和留痕写明由您代为填写。批示提交后不能改写、撤销。
        </Alert>
      )}
      <section class="card">
        <header>
          <h2>要点</h2>
        </header>
        <p class="in say">{headline(facts)}</p>
        <Glance facts={facts} />
        <Unqualified facts={facts} />
        <footer>
          <a href={`/reports/${id}`}>报告全文</a>
          <a href={`/reports/${id}/files/pdf`}>报告 PDF</a>
          <a href={`/reports/${id}/submission/files/pdf`}>呈批件 PDF</a>
        </footer>
      </section>
      <section class="card">
        <header>
          <h2>拟办意见</h2>
        </header>
        <div class="in stack">
          {submission.content.opinion.split(/\r?\n/u).map((line) => (
            <p>{line}</p>
          ))}
        </div>
      </section>
      {given.length > 0 && <Before given={given} tasks={tasks} today={today} />}
      {writes ? (
        <Write {...view} />
      ) : (
        <p class="mut">
          {isOld
            ? '该报告已有新版，请在新版呈批后批示。'
            : '通报已经印发，报告不再批示。新的要求请在下一季度报告上批示。'}
        </p>
      )}
      {writes && (
        <div class="dock">
          <a class="btn" href={`/reports/${id}`}>
            报告全文
          </a>
          <button class="btn pri" type="submit" form="instruct">
            提交批示
          </button>
        </div>
      )}
    </div>
  )
}

/** Said first, where the thumb that sent it is looking: otherwise the page looks as it did before. */
function Sent({ given, writes, deputyFor }: Pick<LeaderView, 'given' | 'deputyFor'> & { writes: boolean }) {
  if (given.length === 0) return null
  return (
    <Alert tone="pass" title={`已收到${deputyFor ?? '您'}的批示，共 ${given.length} 件`}>
      {writes ? '办公室正在办理。通报印发以前，可以在本页下方再次批示。' : '办理情况列在下方“已作批示”。'}
    </Alert>
  )
}

function Glance({ facts: { counted } }: { facts: ReportFacts }) {
  const settled = settledOf(counted)
  return (
    <section class="glance flat" aria-label="本季度概况">
      <div>
        <div class="k">合格率</div>
        <div class="v">
          {rateStands(counted) ? percentText(counted.qualified, settled) : '—'}
          {rateStands(counted) && <small>%</small>}
        </div>
        <div class="n">{`${counted.qualified} / ${settled}`}</div>
      </div>
      <div>
        <div class="k">采集覆盖率</div>
        <div class="v">
          {percentText(counted.judged, counted.registered) ?? '未知'}
          <small>%</small>
        </div>
        <div class="n">{`${counted.judged} / ${counted.registered}`}</div>
      </div>
    </section>
  )
}

/** 不合格: which accounts, for what, and where their correction stands. */
function Unqualified({ facts }: { facts: ReportFacts }) {
  const vetoes = problemsOf(facts).filter(({ last }) => last.class === 'veto')
  if (vetoes.length === 0) return null
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>不合格账号</th>
          <th>整改</th>
          <th>情况</th>
        </tr>
      </thead>
      <tbody>
        {vetoes.map(({ last }) => (
          <tr>
            <td class="t">
              <b>{last.unitName}</b>
              <small>{`${last.accountName}（${platforms[last.platform].label}）`}</small>
            </td>
            <td class="s">
              <Status
                mark={last.order?.stands.includes('逾期') ? 'fail' : last.order ? 'pend' : 'unkn'}
                word={last.order?.stands ?? '尚未下达整改'}
              />
            </td>
            <td class="full">{`${last.label}：${last.description}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Before({ given, tasks, today }: Pick<LeaderView, 'given' | 'tasks' | 'today'>) {
  return (
    <section class="card todo">
      <header>
        <h2>已作批示</h2>
        <p>{tasks.length > 0 ? `形成任务 ${tasks.length} 项` : '办公室正在办理'}</p>
      </header>
      <div class="in stack">
        {given.map(({ givenOn, words, origin, state }) => (
          <div>
            {words && <blockquote class="brush">{words}</blockquote>}
            <p class="mut sm">
              {`${formatDayZh(givenOn)}${origin === 'photo' ? '　手写件已存档' : ''}${state === 'standing' ? '' : '，办公室正在录入核对'}`}
            </p>
          </div>
        ))}
      </div>
      {tasks.length > 0 && (
        <ul>
          {tasks.map((task) => (
            <li>
              <div>
                {task.essentials}
                <small>{`${task.unitName}　${formatDayZh(task.dueOn)}前`}</small>
              </div>
              <TaskMark task={task} today={today} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const Write = ({ report: { id }, words, photo, children }: LeaderView) => (
  <form class="card" id="instruct" method="post" action={`/reports/${id}/leader`} enctype="multipart/form-data">
    <header>
      <h2>写批示</h2>
    </header>
    <div class="in">
      {children}
      <label class="vh" for="words">
        批示
      </label>
      <textarea class="brush" id="words" name="words" rows={4} maxlength={1000} placeholder="在这里写批示">
        {words}
      </textarea>
      <p class="acts quick">
        {quickWords.map((quick) => (
          <button type="submit" class="btn sml" name="quick" value={quick} formnovalidate>
            {quick}
          </button>
        ))}
      </p>
      <label class="drop" for={photo}>
        <b>拍照上传手写批示</b>
        拍下纸上的批示，原图随报告存档
        <input class="vh" id={photo} name={photo} type="file" accept="image/*,.pdf" data-shrink />
      </label>
    </div>
  </form>
)

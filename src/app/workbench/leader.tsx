import { actsAs } from '../../access/index.ts'
import { periodZh, quarterZh } from '../../calendar/index.ts'
import { percentText } from '../../vocabulary/shares.ts'
import {
  findReport,
  offeredVersions,
  standingSubmission,
  type ReportVersion,
  rateStands,
  settledOf,
} from '../../reporting/index.ts'
import { Empty, Head, render, Status, type WebContext } from '../../web/index.ts'
import { dayWords } from './office.tsx'
import { tasksFor } from './tasks.ts'

/** The workbench of who signs or leads: the newest report in four numbers, what waits for a signature, earlier reports. */
export async function leaderPage(c: WebContext): Promise<Response> {
  const { session, deps, actor } = c.var
  const versions = await offeredVersions(c.var, session.districtId)
  // A leader reads what was taken as final; a draft is work for others.
  const newest = versions.find(({ state }) => state === 'final')
  const report = newest && (await findReport(deps.db, session.districtId, newest.id))
  const submission = report && (await standingSubmission(deps.db, session.districtId, report.id))
  const earlier = versions.filter(({ id }) => id !== newest?.id)
  const tasks = await tasksFor(c, session.districtId)
  return render(
    c,
    <div class="lead">
      <Head title="工作台" note={dayWords(deps.clock.today())} />
      {tasks.length > 0 && (
        <section class="card todo">
          <header>
            <h2>请您办理</h2>
          </header>
          <ul>
            {tasks.map((task) => (
              <li>
                <div>
                  <a href={task.href}>{task.title}</a>
                  <small>{task.note}</small>
                </div>
                <Status mark={task.mark} word={task.word} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {report ? (
        <Newest
          report={report}
          isOwn={submission !== undefined && actsAs(actor, submission.leaderId, 'district_leader')}
        />
      ) : (
        <Empty title="还没有季度报告">季度报告审定为定稿后，在这里查看。</Empty>
      )}
      {earlier.length > 0 && <Earlier versions={earlier} />}
    </div>,
    { title: '工作台', current: '/' },
  )
}

type Report = NonNullable<Awaited<ReturnType<typeof findReport>>>

const share = (part: number, whole: number) => percentText(part, whole) ?? '未知'

/** `isOwn`: it was submitted to this person, or to whose deputy they are. */
function Newest({ report: { id, content }, isOwn }: { report: Report; isOwn: boolean }) {
  const { quarter, cutOff, counted } = content.facts
  const { registered, judged, qualified, unqualified } = counted
  const settled = settledOf(counted)
  return (
    <section class="card">
      <header>
        <h2>{`${periodZh(quarter)}监测报告`}</h2>
        <p>{`截至 ${cutOff}`}</p>
      </header>
      <section class="glance flat" aria-label="本季度概况">
        <Number label="应检账号" value={String(registered)} unit="个" note={`已判定 ${judged} 个`} />
        <Number
          label="采集覆盖率"
          value={share(judged, registered)}
          unit="%"
          note={`${judged} / ${registered}　季度内任一月作出判定即计入`}
        />
        {rateStands(counted) ? (
          <Number label="合格率" value={share(qualified, settled)} unit="%" note={`${qualified} / ${settled}`} />
        ) : (
          <Number label="合格率" value="—" unit="" note={`${qualified} / ${settled}　作出判定的不足一半`} />
        )}
        <Number label="不合格" value={String(unqualified)} unit="个" note="经人工复核确认" />
      </section>
      <footer>
        {isOwn && <a href={`/reports/${id}/leader`}>批阅和办理情况</a>}
        <a href={`/reports/${id}`}>报告全文</a>
        <a href={`/reports/${id}/files/pdf`}>PDF</a>
      </footer>
    </section>
  )
}

const Number = ({ label, value, unit, note }: { label: string; value: string; unit: string; note: string }) => (
  <div>
    <div class="k">{label}</div>
    <div class="v">
      {value}
      {value !== '未知' && <small>{unit}</small>}
    </div>
    <div class="n">{note}</div>
  </div>
)

function Earlier({ versions }: { versions: readonly ReportVersion[] }) {
  return (
    <section class="card todo">
      <header>
        <h2>历次报告</h2>
      </header>
      <ul>
        {versions.slice(0, 8).map(({ id, quarter, version, state, cutOff, isDraft }) => (
          <li>
            <div>
              <a href={`/reports/${id}`}>{`${quarterZh(quarter)}监测报告`}</a>
              <small>{`第 ${version} 版　截至 ${cutOff}`}</small>
            </div>
            <span class="tag">
              {state === 'final' ? '定稿' : state === 'superseded' ? '已被新版取代' : isDraft ? '草稿' : '送审稿'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

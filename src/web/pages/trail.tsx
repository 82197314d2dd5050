import { namesOfUsers, scopeOf, withWords } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { breakLabels, type ChainVerdict, latestEvents, type TrailRow, verifyTrail } from '../../trail/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField } from '../components/field.tsx'
import { Empty, Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'
import { actorName, trailLabel } from '../trail-labels.ts'
import { type RecordWords, type TrailLine, trailLines } from '../trail-words.ts'

const shownEvents = 50

type Props = {
  csrf: string
  events: readonly TrailRow[]
  names: ReadonlyMap<string, string>
  mayVerify: boolean
  verdict: ChainVerdict | undefined
  demo: boolean
  recordWords: RecordWords
}

function TrailPage({ csrf, events, names, mayVerify, verdict, demo, recordWords }: Props) {
  const last = events.at(-1)
  return (
    <>
      <Head
        title="留痕核验"
        note={`每次办理与数据改动同时记入摘要链，只增不改${demo ? '　演示中，时间为实际操作的时间' : ''}`}
      >
        {mayVerify && (
          <form method="post" action="/trail/verify">
            <CsrfField csrf={csrf} />
            <button class="btn pri" type="submit">
              核验全链
            </button>
          </form>
        )}
      </Head>
      {verdict && <Verdict verdict={verdict} />}
      <section class="card">
        {events.length === 0 ? (
          <Empty title="还没有办理记录" />
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>时间</th>
                <th>办理人</th>
                <th>办理事项</th>
                <th>内容</th>
                <th class="r">序号</th>
                <th>摘要</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <tr>
                  <td class="num">{formatMinute(event.occurredAt)}</td>
                  <td>{actorName(event, names)}</td>
                  <td class="t">{trailLabel(event.action)}</td>
                  <td class="full">
                    <Change before={event.before} after={event.after} own={recordWords[event.subjectKind]} />
                  </td>
                  <td class="r" data-l="序号">
                    {event.seq}
                  </td>
                  <td class="mono hid">{event.hash.slice(0, 12)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <footer>
          <span>{last ? `第 ${last.seq} 至 ${events[0]?.seq} 条` : ''}</span>
          {last && last.seq > 1 && <a href={`/trail?before=${last.seq}`}>更早的记录</a>}
        </footer>
      </section>
    </>
  )
}

type ChangeProps = { before: unknown; after: unknown; own: RecordWords[string] | undefined }

function Change({ before, after, own }: ChangeProps) {
  if (before === null && after === null) return <span class="mut">—</span>
  return (
    <details>
      <summary>查看</summary>
      {before !== null && (
        <>
          <p class="sm mut">办理前</p>
          <Lines lines={trailLines(before, own)} />
        </>
      )}
      {after !== null && (
        <>
          {before !== null && <p class="sm mut">办理后</p>}
          <Lines lines={trailLines(after, own)} />
        </>
      )}
    </details>
  )
}

const Lines = ({ lines }: { lines: readonly TrailLine[] }) => (
  <ul class="plain sm said">
    {lines.map(({ label, words, inside }) => (
      <li>
        {label && <span class="mut">{`${label}：`}</span>}
        {words}
        {inside.length > 0 && <Lines lines={inside} />}
      </li>
    ))}
  </ul>
)

function Verdict({ verdict }: { verdict: ChainVerdict }) {
  if (verdict.whole) {
    return (
      <Alert tone="pass" title={`留痕完整，共 ${verdict.size} 条`}>
        <span class="mono">{verdict.hash}</span>
      </Alert>
    )
  }
  return (
    <Alert tone="fail" title={`留痕从第 ${verdict.brokenAt} 条起断裂：${breakLabels[verdict.why]}`}>
      请立即封存数据目录，停止办理，并报告审计人员。
    </Alert>
  )
}

async function page(c: WebContext, verdict?: ChainVerdict): Promise<Response> {
  const { deps, actor, session } = c.var
  const before = Number(c.req.query('before'))
  const events = await latestEvents(deps.db, session.districtId, {
    limit: shownEvents,
    ...(Number.isSafeInteger(before) && before > 0 && { beforeSeq: before }),
  })
  const names = await namesOfUsers(
    deps,
    session.districtId,
    events.map(({ actorId }) => actorId),
  )
  const mayVerify = scopeOf(actor, 'trail.verify', session.districtId) !== undefined
  return render(
    c,
    <TrailPage
      csrf={session.csrf}
      events={await withWords(deps, session.districtId, events)}
      recordWords={c.var.recordWords}
      names={names}
      mayVerify={mayVerify}
      verdict={verdict}
      demo={c.var.demo}
    />,
    { title: '留痕核验', current: '/trail' },
  )
}

async function verify(c: WebContext): Promise<Response> {
  const [verdict] = await verifyTrail(c.var.deps.db, c.var.session.districtId)
  return page(c, verdict)
}

export const trailRoutes = defineRoutes([
  { method: 'get', path: '/trail', door: 'trail.read', handle: (c) => page(c) },
  { method: 'post', path: '/trail/verify', door: 'trail.verify', handle: verify },
])

import { namesOfUsers, scopeOf, withWords } from '../../access/index.ts'
import { addDays, civilDate, formatMinute, isCivilDate, startOfDay } from '../../calendar/index.ts'
import {
  breakLabels,
  type ChainVerdict,
  latestEvents,
  trailChoices,
  type TrailFilter,
  type TrailRow,
  verifyTrail,
} from '../../trail/index.ts'
import { Alert } from '../components/alert.tsx'
import { type Choice, CsrfField, Select } from '../components/field.tsx'
import { withQuery } from '../components/paging.tsx'
import { Empty, Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'
import { type Against, AgainstCard, heldAgainst } from './trail-against.tsx'
import { actorName, actorsIn } from '../trail-actors.ts'
import { trailLabel } from '../trail-labels.ts'
import { type RecordWords, type TrailLine, trailLines } from '../trail-words.ts'

const shownEvents = 50

type Thing = { name: string; href: string }
type Asked = { person: string; action: string; day: string }

type Props = {
  asked: Asked
  choices: { people: Choice[]; actions: Choice[] }
  things: ReadonlyMap<string, Thing>
  /** The way to what is older, with what was asked for. */
  older: (seq: number) => string

  csrf: string
  events: readonly TrailRow[]
  names: ReadonlyMap<string, string>
  mayVerify: boolean
  verdict: ChainVerdict | undefined
  against: Against | undefined
  demo: boolean
  recordWords: RecordWords
}

function TrailPage({ csrf, events, names, mayVerify, verdict, against, demo, recordWords, ...found }: Props) {
  const { asked, choices, things, older } = found
  const isAsked = Object.values(asked).some((one) => one !== '')
  const thingNames = Object.fromEntries([...things].map(([id, { name }]) => [id, name]))
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
      {mayVerify && <AgainstCard csrf={csrf} against={against} />}
      <section class="card">
        <Filter asked={asked} choices={choices} />
        {events.length === 0 ? (
          <Empty title={isAsked ? '没有符合条件的记录' : '还没有办理记录'} />
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
                  <td class="t">
                    {trailLabel(event.action)}
                    <Subject of={things.get(event.subjectId)} />
                  </td>
                  <td class="full">
                    <Change
                      before={event.before}
                      after={event.after}
                      own={{ ...recordWords[event.subjectKind], ...thingNames }}
                    />
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
          <span>{last ? (isAsked ? `列出 ${events.length} 条` : `第 ${last.seq} 至 ${events[0]?.seq} 条`) : ''}</span>
          {last && last.seq > 1 && events.length === shownEvents && <a href={older(last.seq)}>更早的记录</a>}
        </footer>
      </section>
    </>
  )
}

const Subject = ({ of }: { of: Thing | undefined }) =>
  of ? (
    <small>
      <a href={of.href}>{of.name}</a>
    </small>
  ) : null

const Filter = ({ asked, choices }: { asked: Asked; choices: Props['choices'] }) => (
  <form class="filter" method="get" action="/trail">
    <Select
      bare
      name="person"
      label="办理人"
      value={asked.person}
      choices={[{ value: '', label: '全部办理人' }, ...choices.people]}
    />
    <Select
      bare
      name="action"
      label="办理事项"
      value={asked.action}
      choices={[{ value: '', label: '全部办理事项' }, ...choices.actions]}
    />
    <label class="vh" for="day">
      日期
    </label>
    <input type="date" id="day" name="day" value={asked.day} />
    <button class="btn" type="submit">
      筛选
    </button>
  </form>
)

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

type Found = { verdict?: ChainVerdict | undefined; against?: Against }

async function page(c: WebContext, { verdict, against }: Found = {}): Promise<Response> {
  const { deps, actor, session } = c.var
  const before = Number(c.req.query('before'))
  const { actors, actions } = await trailChoices(deps.db, session.districtId)
  const choosable = await namesOfUsers(
    deps,
    session.districtId,
    actors.map(({ actorId }) => actorId),
  )
  const people = peopleOf(actors, choosable)
  const person = people.find(({ ids }) => ids.includes(c.req.query('person') ?? ''))
  const asked = {
    person: person?.ids[0] ?? '',
    action: actions.find((action) => action === c.req.query('action')) ?? '',
    day: isCivilDate(c.req.query('day') ?? '') ? (c.req.query('day') ?? '') : '',
  }
  const events = await latestEvents(deps.db, session.districtId, {
    limit: shownEvents,
    ...(Number.isSafeInteger(before) && before > 0 && { beforeSeq: before }),
    ...filterOf(asked, person?.ids),
  })
  // Who acted stands among those to choose from; for whom somebody acted may not.
  const lenders = await namesOfUsers(
    deps,
    session.districtId,
    actorsIn(events).filter((id) => !choosable.has(id)),
  )
  const names = new Map([...choosable, ...lenders])
  const things = await c.var.namesOfThings(deps.db, session.districtId, idsIn(events))
  const mayVerify = scopeOf(actor, 'trail.verify', session.districtId) !== undefined
  return render(
    c,
    <TrailPage
      csrf={session.csrf}
      asked={asked}
      choices={{
        people: people.map(({ label, ids }) => ({ value: ids[0]!, label })),
        actions: actions
          .map((action) => ({ value: action, label: trailLabel(action) }))
          .toSorted((a, b) => a.label.localeCompare(b.label, 'zh-CN')),
      }}
      things={things}
      older={(seq) => withQuery(c, { before: String(seq) })}
      events={await withWords(deps, session.districtId, events)}
      recordWords={c.var.recordWords}
      names={names}
      mayVerify={mayVerify}
      verdict={verdict}
      against={against}
      demo={c.var.demo}
    />,
    { title: '留痕核验', current: '/trail' },
    against && 'refusal' in against ? against.refusal.status : 200,
  )
}

type Actors = Awaited<ReturnType<typeof trailChoices>>['actors']

/** Whom a trail can be searched by: each user for himself, whatever else acts under one name as one. */
function peopleOf(actors: Actors, names: ReadonlyMap<string, string>): { label: string; ids: string[] }[] {
  const alike = Map.groupBy(actors, (one) => (names.has(one.actorId) ? one.actorId : actorName(one, names)))
  return [...alike.values()]
    .map((ones) => ({ label: actorName(ones[0]!, names), ids: ones.map(({ actorId }) => actorId) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'zh-CN'))
}

const filterOf = ({ action, day }: Asked, actorIds: string[] | undefined): TrailFilter => ({
  ...(actorIds && { actorIds }),
  ...(action && { action }),
  ...(day && { from: startOfDay(civilDate(day)), before: startOfDay(addDays(civilDate(day), 1)) }),
})

/** Every id that stands in some records: what they are about, and what lies inside. */
const idsIn = (events: readonly TrailRow[]): string[] => [
  ...new Set(
    JSON.stringify(events.map(({ subjectId, before, after }) => [subjectId, before, after])).match(
      /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g,
    ),
  ),
]

async function verify(c: WebContext): Promise<Response> {
  const [verdict] = await verifyTrail(c.var.deps.db, c.var.session.districtId)
  return page(c, { verdict })
}

export const trailRoutes = defineRoutes([
  { method: 'get', path: '/trail', door: 'trail.read', handle: (c) => page(c) },
  { method: 'post', path: '/trail/verify', door: 'trail.verify', handle: verify },
  {
    method: 'post',
    path: '/trail/against',
    door: 'trail.verify',
    upload: true,
    handle: async (c) => page(c, { against: await heldAgainst(c) }),
  },
])

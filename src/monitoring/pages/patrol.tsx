import { permittedScope } from '../../access/index.ts'
import { addMonths, formatDayZh, type Month, monthOf, monthZh } from '../../calendar/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, type Choice, Empty, Head, render, Select, Status, type WebContext } from '../../web/index.ts'
import { checkedMonths } from '../page-queries.ts'
import { patrolBench, type PatrolBench, type PatrolTask } from '../patrol-bench.ts'
import { closingOf } from '../queries.ts'
import { PatrolForm, ReasonForm, type PatrolAttempt } from './patrol-form.tsx'
import { monthParam, platformLabel } from './words.ts'

/** 人工巡查: what no machine saw in a month, one account at a time, made for less than twenty seconds each. */
export async function patrolPage(c: WebContext, attempt?: PatrolAttempt, status = 200): Promise<Response> {
  const { actor, session, deps } = c.var
  const { districtId } = permittedScope(actor, 'patrol.record', session.districtId)
  const running = monthOf(deps.clock.today())
  const months = [...new Set([running, addMonths(running, -1), ...(await checkedMonths(deps.db, districtId))])]
    .sort()
    .reverse()
  const asked = attempt?.month ?? c.req.query('month')
  const month = asked ? monthParam(asked) : addMonths(running, -1)
  const closed = (await closingOf(deps.db, districtId, month)) !== undefined
  const bench = closed ? undefined : await patrolBench(deps.db, districtId, month, deps.clock.today())
  const task = bench && currentTask(bench, attempt?.accountId ?? c.req.query('account'))
  return render(
    c,
    <>
      <Head
        title="人工巡查"
        note={`${monthZh(month)}机器没有采集到的账号　查看至 ${bench ? formatDayZh(bench.until) : '月末'}`}
      />
      <MonthChoice month={month} months={months} />
      {attempt?.problem && <Alert tone="fail" title={attempt.problem} />}
      {c.req.query('saved') !== undefined && !attempt && bench && (
        <Alert tone="pass" title={bench.left > 0 ? `已登记，还剩 ${bench.left} 个` : '已登记，本月没有待巡查的账号'}>
          {bench.left === 0 && <a href={`/months/${month}`}>回到本月监测，重新判定后计入</a>}
        </Alert>
      )}
      {!bench ? (
        <Empty title={`${monthZh(month)}监测已办结`}>已办结的月份不再登记巡查。</Empty>
      ) : task ? (
        <div class="cols c75">
          <div class="stackv">
            <PatrolForm c={c} bench={bench} task={task} attempt={attempt} />
            <ReasonForm c={c} month={month} task={task} attempt={attempt} />
          </div>
          <TaskList bench={bench} current={task} />
        </div>
      ) : (
        <Empty title={`${monthZh(month)}没有待巡查的账号`}>
          <p>应检账号均已采集、巡查或说明原因。</p>
          <a class="btn" href={`/months/${month}`}>{`查看${monthZh(month)}监测`}</a>
        </Empty>
      )}
    </>,
    { title: '人工巡查', current: '/patrol', islands: ['shrink-image', 'unsaved'] },
    status,
  )
}

const currentTask = ({ tasks }: PatrolBench, accountId: string | undefined): PatrolTask | undefined =>
  tasks.find((task) => task.accountId === accountId) ?? tasks.find(({ state }) => state === 'open')

function MonthChoice({ month, months }: { month: Month; months: readonly Month[] }) {
  const choices: Choice[] = [...new Set([month, ...months])].map((one) => ({ value: one, label: monthZh(one) }))
  return (
    <form class="card filter gap" method="get" action="/patrol">
      <Select name="month" label="月份" bare value={month} choices={choices} />
      <button class="btn" type="submit">
        换月份
      </button>
      <span class="mut sm">{sentences.notCollected}</span>
    </form>
  )
}

// The bench hands out one account after the other; the list only shows what comes next.
const MOST_LISTED = 30

const recordWords = { open: '待巡查', unreachable: '已巡查，打不开', explained: '已说明原因' } as const

function TaskList({ bench, current }: { bench: PatrolBench; current: PatrolTask }) {
  return (
    <section class="card todo">
      <header>
        <h2>巡查清单</h2>
        <p>{`还剩 ${bench.left} 个，共 ${bench.tasks.length} 个`}</p>
      </header>
      <ul>
        {bench.tasks.slice(0, MOST_LISTED).map((task) => (
          <li>
            <div>
              <a
                href={`/patrol?month=${bench.month}&account=${task.accountId}`}
                aria-current={task.accountId === current.accountId ? 'true' : undefined}
              >
                {task.name}
              </a>
              <small>{`${platformLabel(task.platform)}　${task.reason ?? task.unitName}`}</small>
              <small>{task.unseenBecause}</small>
            </div>
            {task.accountId === current.accountId ? (
              <span class="tag">正在巡查</span>
            ) : (
              <Status mark={task.state === 'open' ? 'unkn' : 'pend'} word={recordWords[task.state]} />
            )}
          </li>
        ))}
      </ul>
      {bench.tasks.length > MOST_LISTED && (
        <footer>
          <span>{`其余 ${bench.tasks.length - MOST_LISTED} 个随办随列`}</span>
        </footer>
      )}
    </section>
  )
}

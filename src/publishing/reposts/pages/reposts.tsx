import { formatDayZh, formatMinute, type Instant } from '../../../calendar/index.ts'
import { Empty, Head, type Mark, Pager, Status, type WebContext } from '../../../web/index.ts'
import { type RepostDuty, type RepostStanding, repostStandingLabels, repostStandings } from '../model.ts'

export const standingMarks: Readonly<Record<RepostStanding, Mark>> = {
  missed: 'fail',
  late: 'warn',
  claimed: 'pend',
  likely: 'pend',
  unlooked: 'unkn',
  waiting: 'pend',
  done: 'pass',
  excused: 'unkn',
}

export type Counts = Partial<Record<RepostStanding, number>>

/** 已转载 12，未转载 1 …, in the order of what needs a person. */
export const countWords = (counts: Counts): string =>
  repostStandings.flatMap((one) => (counts[one] ? `${repostStandingLabels[one]} ${counts[one]}` : [])).join('，')

/** The one word for a whole duty: the most pressing of its accounts. */
export function DutyMark({ duty, counts, now }: { duty: RepostDuty; counts: Counts; now: Instant }) {
  if (duty.state === 'withdrawn') return <Status mark="unkn" word="已撤回" />
  const faults = (counts.missed ?? 0) + (counts.late ?? 0)
  if (faults > 0) return <Status mark="fail" word={`${faults} 个未按要求`} />
  const toLook = (counts.claimed ?? 0) + (counts.likely ?? 0)
  if (toLook > 0) return <Status mark="pend" word={`待核定 ${toLook} 个`} />
  if (now <= duty.dueAt) return <Status mark="pend" word="未到期" />
  return counts.unlooked ? (
    <Status mark="unkn" word={`未采集到 ${counts.unlooked} 个`} />
  ) : (
    <Status mark="pass" word="已完成" />
  )
}

type ListProps = {
  c: WebContext
  rows: readonly { duty: RepostDuty; accounts: number; counts: Counts }[]
  total: number
  page: number
  now: Instant
  maySet: boolean
}

/** 转载任务, the newest deadline first. */
export const RepostsPage = ({ c, rows, total, page, now, maySet }: ListProps) => (
  <>
    <Head title="转载任务" note="重要信息须按时转载的；由系统与采集到的内容比对，未采集到的不等于未转载">
      {maySet && (
        <a class="btn pri" href="/reposts/new">
          布置转载任务
        </a>
      )}
    </Head>
    <section class="card">
      {rows.length === 0 ? (
        <Empty title="没有转载任务">布置以后，各账号的转载情况列在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>需转载内容</th>
              <th>布置日期</th>
              <th>转载时限</th>
              <th>账号转载情况</th>
              <th>情况</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ duty, accounts, counts }) => (
              <tr>
                <td class="t full">
                  <a href={`/reposts/${duty.id}`}>{duty.title}</a>
                  <small>{`稿源：${duty.source}`}</small>
                </td>
                <td class="num" data-l="布置日期">
                  {formatDayZh(duty.issuedOn)}
                </td>
                <td class="num" data-l="转载时限">
                  {formatMinute(duty.dueAt)}
                </td>
                <td data-l="账号转载情况">
                  {`${accounts} 个账号`}
                  {duty.state === 'open' && <small>{countWords(counts)}</small>}
                </td>
                <td class="s">
                  <DutyMark duty={duty} counts={counts} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} />
    </section>
  </>
)

import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh, monthZh, quarterZh } from '../../calendar/index.ts'
import { messageKindLabels, type MessageRow, StandingMark, whereWords } from '../../engagement/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, Empty, Head, Pager, pageSize, type WebContext } from '../../web/index.ts'
import type { AccountList, ListedAccount } from '../lists.ts'
import type { OpenProblem, Overview } from '../model.ts'
import { DayLegend, DayLines } from './day-map.tsx'
import { ProblemTable } from './problems.tsx'

type ListProps = {
  c: WebContext
  title: string
  note: string
  page: number
  total: number
  alert?: Child
  children: Child
}

/** What stands behind a number of the overview. */
const List = ({ c, title, note, page, total, alert, children }: ListProps) => (
  <>
    <Head crumb={<a href="/overview">全区总览</a>} title={title} note={note} />
    {alert}
    <section class="card">
      {total === 0 ? <Empty title="现在一个也没有">总览上的数字随时更新，返回总览看最新情况。</Empty> : children}
      <Pager c={c} page={page} total={total} />
    </section>
  </>
)

export const pageOf = <T,>(rows: readonly T[], page: number): T[] => rows.slice((page - 1) * pageSize, page * pageSize)

type NowProps = {
  c: WebContext
  list: Extract<AccountList, { kind: 'now' }>
  days: Overview['days']
  page: number
}

/** Accounts as of now, with their last weeks. */
export const NowAccounts = ({ c, list, days, page }: NowProps) => (
  <List
    c={c}
    title={list.title}
    note={`${formatDayZh(list.state.asOf)}口径，未更新最久的在前`}
    page={page}
    total={list.accounts.length}
    alert={<Alert tone="pend" title={sentences.candidatesOnly} />}
  >
    <DayLines {...days} because={list.because} />
    <p class="in">
      <DayLegend />
    </p>
  </List>
)

type JudgedProps = { c: WebContext; list: Extract<AccountList, { kind: 'judged' }>; page: number }

/** Accounts of a checked month or quarter under the names they were judged with. */
export const JudgedAccounts = ({ c, list: { title, of, accounts }, page }: JudgedProps) => (
  <List
    c={c}
    title={title}
    note={`${of.includes('Q') ? quarterZh(of as never) : monthZh(of as never)}监测，按目前复核情况`}
    page={page}
    total={accounts.length}
  >
    <table class="cards">
      <thead>
        <tr>
          <th>账号</th>
          <th>主办单位</th>
          <th>平台</th>
          <th>情况</th>
        </tr>
      </thead>
      <tbody>
        {pageOf(accounts, page).map((one) => (
          <JudgedLine one={one} />
        ))}
      </tbody>
    </table>
  </List>
)

const JudgedLine = ({ one }: { one: ListedAccount }) => (
  <tr>
    <td class="t">
      <a class="nm" href={`/accounts/${one.id}`}>
        {one.name}
      </a>
    </td>
    <td data-l="单位">{one.unitName}</td>
    <td data-l="平台">{platforms[one.platform].label}</td>
    <td class="s">{one.note}</td>
  </tr>
)

type MessagesProps = {
  c: WebContext
  title: string
  rows: readonly MessageRow[]
  total: number
  page: number
  from: CivilDate
  today: CivilDate
  /** Who may read the messages' own pages. */
  opens: boolean
}

/** Messages by where they were asked and how they stand; their words stay with who answers them. */
export const Messages = ({ c, title, rows, total, page, from, today, opens }: MessagesProps) => (
  <List c={c} title={title} note={`${formatDayZh(from)}以来提出的留言`} page={page} total={total}>
    <table class="cards">
      <thead>
        <tr>
          <th>渠道账号</th>
          <th>类别</th>
          <th>办理单位</th>
          <th>提出</th>
          <th>答复期限</th>
          <th>办理情况</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((message) => (
          <tr>
            <td class="t">
              {opens ? <a href={`/messages/${message.id}`}>{whereWords(message)}</a> : whereWords(message)}
            </td>
            <td data-l="类别">{messageKindLabels[message.kind]}</td>
            <td data-l="办理单位">{message.unitName ?? '待分派'}</td>
            <td class="num" data-l="提出">
              {message.askedOn}
            </td>
            <td class="num" data-l="答复期限">
              {message.dueOn}
            </td>
            <td class="s">
              <StandingMark message={message} today={today} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </List>
)

type ProblemsProps = { c: WebContext; title: string; problems: readonly OpenProblem[]; page: number }

export const AllProblems = ({ c, title, problems, page }: ProblemsProps) => (
  <List
    c={c}
    title={title}
    note="经人工复核确认、尚未销号；轻重在前，先后在后，不作单位排序"
    page={page}
    total={problems.length}
  >
    <ProblemTable problems={pageOf(problems, page)} />
  </List>
)

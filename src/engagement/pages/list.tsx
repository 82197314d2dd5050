import type { CivilDate, WorkCalendar } from '../../calendar/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Alert, Empty, FilterBy, Head, Pager, SearchBox, type WebContext } from '../../web/index.ts'
import { timeWords } from '../checks.ts'
import { channelLabels, kindLabels, type MessageRow, standingLabels } from '../model.ts'
import type { WaitingMessages } from '../queries.ts'
import { dueDeadline, dueWords, StandingMark, whereWords } from './words.tsx'

type Props = {
  c: WebContext
  rows: readonly MessageRow[]
  /** The words of those that this person may read. */
  words: ReadonlyMap<string, string>
  mayReadWords: boolean
  total: number
  page: number
  waiting: WaitingMessages
  /** The one account that the list is of. */
  only: { id: string; name: string; platform: Platform } | undefined
  today: CivilDate
  calendar: WorkCalendar
  may: { handle: boolean; import: boolean; settings: boolean }
}

/** 留言台账: what waits first, by its last day. */
export function MessagesPage(props: Props) {
  const { c, rows, words, mayReadWords, only, total, page, waiting, today, calendar, may } = props
  return (
    <>
      <Head title="留言台账" note="留言、评论、私信、信箱和网上找错的办理情况；逾期只按已核对的记录认定">
        <a class="btn" href="/messages/looked">
          核对进度
        </a>
        <a class="btn" href="/messages/sums">
          统计
        </a>
        {may.settings && (
          <a class="btn" href="/messages/clocks">
            办理规定
          </a>
        )}
        {may.import && (
          <a class="btn" href="/messages/import">
            导入
          </a>
        )}
        {may.handle && (
          <a class="btn pri" href="/messages/new">
            登记留言
          </a>
        )}
      </Head>
      {only ? (
        <Alert tone="unkn" title={`只列 ${only.name}（${platforms[only.platform].label}）的留言`}>
          <a href="/messages">查看全部</a>
        </Alert>
      ) : (
        <Waiting waiting={waiting} />
      )}
      <section class="card">
        <form class="filter" method="get" action="/messages">
          {only && <input type="hidden" name="account" value={only.id} />}
          <SearchBox c={c} label="账号、单位" />
          <FilterBy c={c} name="standing" label="办理情况" labels={{ unassigned: '待分派', ...standingLabels }} />
          <FilterBy c={c} name="kind" label="类别" all="全部类别" labels={kindLabels} />
          <FilterBy c={c} name="channel" label="渠道" all="全部渠道" labels={channelLabels} />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的留言">没有登记不等于没有人留言：逐个账号核对后，在账号页面登记“已核对至”。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>留言</th>
                <th>类别</th>
                <th>办理单位</th>
                <th>提问时间</th>
                <th>答复期限</th>
                <th>办理情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((message) => (
                <tr>
                  <td class="t full">
                    <a href={`/messages/${message.id}`}>
                      {mayReadWords ? beginning(words.get(message.wordsId)) : whereWords(message)}
                    </a>
                    {mayReadWords && <small>{whereWords(message)}</small>}
                  </td>
                  <td data-l="类别">
                    {kindLabels[message.kind]}
                    <small>{channelLabels[message.channel]}</small>
                  </td>
                  <td data-l="办理单位">{message.unitName ?? '待分派'}</td>
                  <td class="num" data-l="提问时间">
                    {timeWords({ on: message.askedOn, at: message.askedAt })}
                  </td>
                  <td class="num" data-l="答复期限">
                    {dueWords(dueDeadline(calendar, message))}
                  </td>
                  <td class="s">
                    <StandingMark message={message} today={today} />
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
}

const SHOWN = 40

/** The first words with numbers of people masked; the rest stands on the message's own page. */
function beginning(text: string | undefined): string {
  if (text === undefined) return '（内容已删除）'
  const letters = [...maskNumbers(text).replaceAll(/\s+/g, ' ')]
  return letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : letters.join('')
}

function Waiting({ waiting: { unassigned, overdue, unlooked, dueSoon } }: { waiting: WaitingMessages }) {
  const parts = [
    [overdue, 'overdue', '逾期未答复'],
    [unassigned, 'unassigned', '待分派'],
    [dueSoon, 'open', '两日内到期'],
    [unlooked, 'unlooked', '到期而答复情况未核对'],
  ] as const
  const some = parts.filter(([count]) => count > 0)
  if (some.length === 0) return null
  return (
    <Alert tone={overdue > 0 ? 'fail' : 'warn'} title="需要办理">
      {some.map(([count, standing, label], at) => (
        <>
          {at > 0 && '　'}
          <a href={`/messages?standing=${standing}`}>{`${label} ${count} 条`}</a>
        </>
      ))}
    </Alert>
  )
}

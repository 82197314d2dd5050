import type { Child } from 'hono/jsx'
import { may } from '../../access/index.ts'
import { type CivilDate, firstDayOf, formatMinute } from '../../calendar/index.ts'
import {
  listMessages,
  messageKindLabels,
  type MessageRow,
  type ServiceFacts,
  serviceFacts,
  StandingMark,
} from '../../engagement/index.ts'
import { Status, type WebContext } from '../../web/index.ts'
import type { FindingDetail } from '../finding-detail.ts'

const READ_MOST = 500
const SHOWN_MOST = 30

/**
 * What a finding on messages or 办事入口 rests on, as their own ledgers have it now of the checkpoint, so that a reviewer
 * sees each of them; undefined of any other finding.
 */
export async function broughtEvidence(c: WebContext, detail: FindingDetail): Promise<Child | undefined> {
  const { deps, session, actor } = c.var
  const { districtId } = session
  const { finding, indicator, checkpoint } = detail
  const opens = may(actor, 'messages.read', { districtId })
  if (indicator.needs?.includes('services')) {
    const entries = (await serviceFacts(deps.db, districtId, checkpoint)).get(finding.accountId) ?? []
    return <Services entries={entries} checkpoint={checkpoint} opens={opens} />
  }
  if (!indicator.needs?.includes('messages')) return undefined
  const { rows } = await listMessages(
    deps.db,
    { districtId },
    {
      accountId: finding.accountId,
      standing: ['overdue', 'late'],
      ...(indicator.id === 'P-HN-02' && { kind: 'simple' as const }),
    },
    { asOf: checkpoint, offset: 0, limit: READ_MOST },
  )
  // As it is judged: asked within the month, or still waiting when it began.
  const from = firstDayOf(finding.month)
  const judged = rows.filter(({ askedOn, repliedOn }) => askedOn >= from || repliedOn === null || repliedOn >= from)
  return <Messages rows={judged} checkpoint={checkpoint} opens={opens} />
}

type Shown = { checkpoint: CivilDate; opens: boolean }

const Messages = ({ rows, checkpoint, opens }: Shown & { rows: readonly MessageRow[] }) => (
  <article class="ev">
    <header>
      <b>{`留言台账　截至 ${checkpoint}`}</b>
      <span>{`逾期 ${rows.length} 条`}</span>
    </header>
    {rows.length === 0 ? (
      <p class="shot">留言台账现在没有逾期的留言，判定后已有更正，请核对后决定。</p>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>留言</th>
            <th>答复期限</th>
            <th>答复</th>
            <th>情况</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN_MOST).map((message) => (
            <tr>
              <td class="t num">
                <Opens href={`/messages/${message.id}`} opens={opens}>
                  {`${message.askedOn}　${messageKindLabels[message.kind]}`}
                </Opens>
              </td>
              <td class="num" data-l="答复期限">
                {message.dueOn}
              </td>
              <td class="num" data-l="答复">
                {message.repliedOn ?? '—'}
              </td>
              <td class="s">
                <StandingMark message={message} today={checkpoint} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {rows.length > SHOWN_MOST && <footer>{`列出前 ${SHOWN_MOST} 条`}</footer>}
  </article>
)

const Services = ({ entries, checkpoint, opens }: Shown & { entries: readonly ServiceFacts[] }) => (
  <article class="ev">
    <header>
      <b>{`办事入口核查　截至 ${checkpoint}`}</b>
      <span>{`${entries.length} 个入口`}</span>
    </header>
    {entries.length === 0 ? (
      <p class="shot">现在没有在用的办事入口，判定后已有更正，请核对后决定。</p>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>入口</th>
            <th>最近核查</th>
            <th>截图</th>
            <th>情况</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ entryId, name, usable, lookedAt, photoId }) => (
            <tr>
              <td class="t">
                <Opens href={`/services/${entryId}`} opens={opens}>
                  {name}
                </Opens>
              </td>
              <td class="num" data-l="最近核查">
                {lookedAt ? formatMinute(lookedAt) : '—'}
              </td>
              <td data-l="截图">{photoId ? '有' : '无'}</td>
              <td class="s">
                <Status {...usabilityOf(usable)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </article>
)

const usabilityOf = (usable: boolean | null) =>
  usable === null
    ? ({ mark: 'unkn', word: '未核查' } as const)
    : usable
      ? ({ mark: 'pass', word: '可用' } as const)
      : ({ mark: 'fail', word: '不可用' } as const)

const Opens = ({ href, opens, children }: { href: string; opens: boolean; children: Child }) =>
  opens ? <a href={href}>{children}</a> : <>{children}</>

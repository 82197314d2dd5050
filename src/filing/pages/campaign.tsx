import { dayOf, formatDayZh, formatMinute, lastDayBefore } from '../../calendar/index.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import type { Child } from 'hono/jsx'
import {
  Alert,
  BulkBox,
  CsrfField,
  Empty,
  Head,
  Pager,
  SearchBox,
  Select,
  Status,
  type WebContext,
  withQuery,
} from '../../web/index.ts'
import type { Burden } from '../campaigns/burden.ts'
import type { ReturnRow } from '../campaigns/queries.ts'
import { type Campaign, returnKindLabels, returnStateLabels, returnStates } from '../model.ts'
import { isMendingOverdue, timeliness } from '../rules.ts'
import { BurdenCard } from './burden.tsx'
import { GivingBack, reasonLabels } from './campaign-decision.tsx'
import { CampaignTerms } from './campaign-terms.tsx'
import { CampaignMark, LateMark, ReturnMark } from './marks.tsx'

type Props = {
  c: WebContext
  campaign: Campaign
  board: { rows: ReturnRow[]; total: number }
  page: number
  /** Of a draft: what the approver weighs. */
  burden?: Burden | undefined
  may: { approve: boolean; turnDown: boolean; withdraw: boolean; edit: boolean; remind: boolean; close: boolean }
  told?: string | undefined
  problem?: string | undefined
  /** What was sent with a step that was refused. */
  typed?: Readonly<Record<string, string>> | undefined
  /** By whom and why it was sent back, not approved or withdrawn. */
  decision?: { by: string; reason: string } | undefined
  /** Units that were ticked when 催报 was refused. */
  ticked?: readonly string[] | undefined
  trail: Child
}

/** One 专项排查: who has answered, who has not, and since when it is too late. */
export function CampaignPage(props: Props) {
  const { c, campaign, board, page, burden, may, told, problem, typed = {}, ticked = [], trail } = props
  const { id, title, state, filingDue, cleanupDue } = campaign
  return (
    <>
      <Head
        crumb={<a href="/filing">备案报送</a>}
        title={
          <>
            {title} <CampaignMark state={state} box />
          </>
        }
        note={`${formatDayZh(lastDayBefore(filingDue))}前报送${cleanupDue ? `，${formatDayZh(lastDayBefore(cleanupDue))}前完成清理整合` : ''}`}
      >
        {may.edit && (
          <a class="btn" href={`/filing/campaigns/${id}/edit`}>
            修改
          </a>
        )}
        {may.remind && (
          <>
            <a class="btn" href={`/filing/campaigns/${id}/notice/docx`}>
              催报通知（Word）
            </a>
            <a class="btn" href={`/filing/campaigns/${id}/notice/pdf`}>
              催报通知（PDF）
            </a>
          </>
        )}
        {may.remind && <RemindAll c={c} campaign={campaign} />}
        {may.close && <Act c={c} campaign={campaign} path="close" label="结束排查" />}
        {may.approve && <Act c={c} campaign={campaign} path="open" label="批准并布置" primary />}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      {told && <Alert tone="pass" title={told} />}
      <Standing state={state} decision={props.decision} />
      {state === 'draft' && (
        <Alert tone="pend" title="尚未布置，须由负责人批准；拟定人不能自己批准">
          批准前请核对填报负担；12个月内布置过的，核对再次布置的理由。
        </Alert>
      )}
      {burden && (
        <div class="cols">
          <BurdenCard burden={burden} />
        </div>
      )}
      <div class="cols c75">
        {campaign.openedAt === null ? (
          <div class="stackv">
            <NotOpened state={state} />
            <GivingBack csrf={c.var.session.csrf} campaign={campaign} may={may} typed={typed} />
          </div>
        ) : (
          <section class="card">
            <Filters c={c} id={id} />
            <BoardForm c={c} campaign={campaign} rows={board.rows} boxes={may.remind} ticked={ticked} />
            <Pager c={c} page={page} total={board.total} path={`/filing/campaigns/${id}`} />
          </section>
        )}
        <CampaignTerms campaign={campaign} />
      </div>
      {trail}
    </>
  )
}

const standings: Readonly<Partial<Record<Campaign['state'], string>>> = {
  returned: '已退回修改，尚未布置；修改后再报负责人批准',
  rejected: '未予批准，没有布置给任何单位',
  withdrawn: '拟定人已撤回，没有布置给任何单位',
}

const NotOpened = ({ state }: { state: Campaign['state'] }) => (
  <section class="card">
    {state === 'draft' || state === 'returned' ? (
      <Empty title="尚未布置给单位">批准并布置后，各单位的报送情况列在这里。</Empty>
    ) : (
      <Empty title="没有布置给单位">需要时另行拟定专项排查。</Empty>
    )}
  </section>
)

// What became of it instead of 布置, and why.
function Standing({ state, decision }: { state: Campaign['state']; decision: Props['decision'] }) {
  const label = reasonLabels[state]
  if (!label || !decision) return null
  const words = `${label}：${decision.reason}（${decision.by}）`
  return (
    <Alert tone={state === 'returned' ? 'warn' : 'pend'} title={standings[state] ?? words}>
      {standings[state] ? words : undefined}
    </Alert>
  )
}

// The list as it is filtered: a refusal comes back on it.
const searchOf = (c: WebContext) => new URL(c.req.url).search

// Before anybody is reminded, the page says who will be.
const RemindAll = ({ c, campaign }: { c: WebContext; campaign: Campaign }) => (
  <form method="post" action={`/filing/campaigns/${campaign.id}/reminders${searchOf(c)}`}>
    <CsrfField csrf={c.var.session.csrf} />
    <input type="hidden" name="which" value="all" />
    <button class="btn" type="submit">
      催报
    </button>
  </form>
)

function Act({
  c,
  campaign,
  path,
  label,
  primary,
}: {
  c: WebContext
  campaign: Campaign
  path: string
  label: string
  primary?: boolean
}) {
  return (
    <form method="post" action={`/filing/campaigns/${campaign.id}/${path}`}>
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(campaign.version)} />
      <button class={primary ? 'btn pri' : 'btn'} type="submit">
        {label}
      </button>
    </form>
  )
}

function Filters({ c, id }: { c: WebContext; id: string }) {
  return (
    <form class="filter" method="get" action={`/filing/campaigns/${id}`}>
      <SearchBox c={c} label="单位名称" />
      <Select
        bare
        name="state"
        label="报送状态"
        value={c.req.query('state')}
        choices={[
          { value: '', label: '全部单位' },
          { value: 'unanswered', label: '尚未报送' },
          { value: 'late', label: '逾期' },
          ...returnStates.map((value) => ({ value, label: returnStateLabels[value] })),
        ]}
      />
      <button class="btn" type="submit">
        筛选
      </button>
    </form>
  )
}

type BoardProps = {
  c: WebContext
  campaign: Campaign
  rows: readonly ReturnRow[]
  boxes: boolean
  ticked: readonly string[]
}

// 催报 of ticked units begins on the board; a board that reminds nobody is no form.
function BoardForm(props: BoardProps) {
  const { c, campaign, rows, boxes } = props
  if (rows.length === 0) return <Empty title="没有符合条件的单位">请放宽条件。</Empty>
  if (!boxes) return <Board {...props} />
  return (
    <form method="post" action={`/filing/campaigns/${campaign.id}/reminders${searchOf(c)}`}>
      <CsrfField csrf={c.var.session.csrf} />
      <Board {...props} />
      <div class="bulk">
        <button class="btn" type="submit">
          催报勾选的单位
        </button>
      </div>
    </form>
  )
}

const callsWord = (calls: number) => (calls > 0 ? `电话 ${calls} 次` : '电话')

// 电话催报 is recorded on a page of its own.
const Calls = ({ row: { id, calls, unitName }, link }: { row: ReturnRow; link: boolean }) => (
  <small>
    {link ? (
      <a href={`/filing/returns/${id}/calls`} aria-label={`${callsWord(calls)}，${unitName}电话催报`}>
        {callsWord(calls)}
      </a>
    ) : (
      `电话 ${calls} 次`
    )}
  </small>
)

function Board({ c, campaign, rows, boxes, ticked }: BoardProps) {
  const now = c.var.deps.clock.now()
  const all = c.req.query('tick') === 'page'
  return (
    <table class="cards stick">
      <thead>
        <tr>
          {boxes && (
            <th class="box">
              <a href={withQuery(c, { tick: all ? undefined : 'page' }, `/filing/campaigns/${campaign.id}`)}>
                {all ? '不选' : '全选'}
              </a>
            </th>
          )}
          <th>单位</th>
          <th>状态</th>
          <th>报送方式</th>
          <th class="r">账号</th>
          <th>报送时间</th>
          <th>时限</th>
          <th class="r">提醒</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {boxes && <BulkBox id={row.id} label={row.unitName} checked={all || ticked.includes(row.id)} />}
            <td class="t">
              <a href={`/filing/returns/${row.id}`}>{row.unitName}</a>
              <small>
                {unitKinds[row.unitKind as UnitKind].label}
                {row.enteredForUnit ? '　代录' : ''}
              </small>
            </td>
            <td class="s">
              <ReturnMark state={row.state} />
            </td>
            <td data-l="报送方式">{row.kind ? returnKindLabels[row.kind] : '—'}</td>
            <td class="r num" data-l="账号">
              {row.state === 'not-started' ? <span class="mut">{`台账 ${row.inLedger}`}</span> : row.accounts}
            </td>
            <td class="num" data-l="报送时间">
              {row.firstSubmittedAt ? formatMinute(row.firstSubmittedAt) : '—'}
            </td>
            <td data-l="时限">
              <LateMark timeliness={timeliness(campaign, row, now)} />
              {isMendingOverdue(row, dayOf(now)) && (
                <>
                  {'　'}
                  <Status mark="fail" word="补正逾期" />
                </>
              )}
            </td>
            <td class="r num" data-l="提醒">
              {row.reminders}
              {(boxes || row.calls > 0) && <Calls row={row} link={boxes} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

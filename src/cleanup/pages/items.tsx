import { type CivilDate, formatDayZh, formatMinute, type Instant } from '../../calendar/index.ts'
import { type Disposition, dispositionLabels } from '../../registry/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import {
  Alert,
  BulkBox,
  CsrfField,
  Empty,
  FilterBy,
  Head,
  type Mark,
  Pager,
  Select,
  Status,
  type WebContext,
  withQuery,
} from '../../web/index.ts'
import type { BulkAction, TypedOrder } from '../bulk/model.ts'
import { BulkBar } from '../bulk/pages.tsx'
import { waitsForSheet } from '../items/decision.ts'
import { type CleanupItem, type ItemState, itemStateLabels } from '../items/model.ts'
import type { Tally } from '../items/queries.ts'
import { TallyTable } from './tally.tsx'

const marks: Readonly<Record<ItemState, Mark>> = {
  proposed: 'pend',
  'unit-confirmed': 'warn',
  approved: 'warn',
  executing: 'warn',
  evidence: 'warn',
  verified: 'pass',
  closed: 'unkn',
}
export const ItemMark = ({ state, box }: { state: ItemState; box?: boolean }) => (
  <Status mark={marks[state]} word={itemStateLabels[state]} {...(box && { box })} />
)

/** 保留、变更、限期整改、关停、注销; with 需说明理由 where 原则上 speaks. */
const DispositionWord = ({ disposition, needsReason }: { disposition: Disposition | null; needsReason?: boolean }) => (
  <>
    {disposition ? dispositionLabels[disposition] : '—'}
    {needsReason && <small>保留须说明理由</small>}
  </>
)

type Props = {
  c: WebContext
  rows: readonly CleanupItem[]
  total: number
  page: number
  days: readonly CivilDate[]
  asOf: CivilDate | undefined
  byPlatform: readonly Tally[]
  byKind: readonly Tally[]
  today: CivilDate
  mayPropose: boolean
  maySet: boolean
  /** Whether who looks may open 审定表签章. */
  seesSheets: boolean
  /** When today's proposals were made; undefined: not yet. */
  frozenAt: Instant | undefined
  /** Orders over many rows that this person may give. */
  bulk: readonly BulkAction[]
  told?: string | undefined
  /** Why proposals or an order were refused, and what was ticked and typed for it. */
  refused?: string | undefined
  typed?: TypedOrder | undefined
}

// Also after an order was refused, whose address is not that of the list.
const path = '/cleanup'

/** 清理整合: what the rules propose, what was decided, what is done and what is overdue. */
export function ItemsPage(props: Props) {
  const { c, rows, total, page, days, asOf, byPlatform, byKind, today, bulk, told, refused, typed } = props
  return (
    <>
      <Head title="清理整合" note="系统提出建议，单位确认，监管单位审定；单位未确认的，也可以审定">
        {days.length > 0 && <SheetLinks asOf={asOf} search={c.req.query('q')} />}
        {props.seesSheets && days.length > 0 && (
          <a class="btn" href="/cleanup/sheets">
            审定表签章
          </a>
        )}
        <a class="btn" href="/cleanup/similar">
          疑似重复账号
        </a>
        {props.maySet && (
          <a class="btn" href="/cleanup/settings">
            清理口径
          </a>
        )}
      </Head>
      {told && <Alert tone="pass" title={told} />}
      {refused && <Alert tone="fail" title={refused} />}
      {props.mayPropose && <Propose {...props} />}
      <section class="card gap">
        <form class="filter" method="get" action="/cleanup">
          <label class="vh" for="search">
            单位、账号
          </label>
          <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="单位、账号" />
          <Select
            bare
            name="day"
            label="判定日期"
            value={asOf ?? ''}
            choices={[
              { value: '', label: '全部判定日期' },
              ...days.map((day) => ({ value: day, label: formatDayZh(day) })),
            ]}
          />
          <FilterBy
            c={c}
            name="state"
            label="办理情况"
            labels={{ open: '未销号', overdue: '逾期', ...itemStateLabels }}
          />
          <FilterBy
            c={c}
            name="disposition"
            label="处置"
            all="全部处置"
            labels={{ reason: '保留须说明理由', ...dispositionLabels }}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的清理事项">
            {days.length === 0 ? '生成清理建议后，需要处置和说明理由的账号列在这里。' : '请放宽条件。'}
          </Empty>
        ) : (
          <form method="post" action={withQuery(c, {}, '/cleanup/bulk')}>
            <CsrfField csrf={c.var.session.csrf} />
            <ItemsTable c={c} rows={rows} today={today} boxes={bulk.length > 0} typed={typed} />
            {bulk.length > 0 && <BulkBar actions={bulk} total={total} typed={typed} />}
          </form>
        )}
        <Pager c={c} page={page} total={total} path={path} />
      </section>
      {asOf && (
        <div class="stackv">
          <TallyTable title="按平台" rows={byPlatform} nameOf={(group) => platforms[group as Platform].label} />
          <TallyTable title="按单位类型" rows={byKind} nameOf={(group) => unitKinds[group as UnitKind].label} />
        </div>
      )}
    </>
  )
}

// Of the day that was chosen, otherwise of all that is open now; either way of what was searched for.
function SheetLinks({ asOf, search }: { asOf: CivilDate | undefined; search: string | undefined }) {
  const found = search ? `?${new URLSearchParams({ q: search }).toString()}` : ''
  const of = asOf ? '审定表' : '未销号审定表'
  const at = asOf ? `/cleanup/days/${asOf}/sheet` : '/cleanup/sheet'
  return (
    <>
      <a class="btn" href={`${at}/pdf${found}`}>{`${of}（PDF）`}</a>
      <a class="btn" href={`${at}/xlsx${found}`}>{`${of}（xlsx）`}</a>
    </>
  )
}

// Once a day, and of today: what was said stands.
const Propose = ({ c, today, frozenAt }: Props) =>
  frozenAt ? (
    <section class="card gap">
      <p class="in">{`今天（${formatDayZh(today)}）的清理建议已于${formatMinute(frozenAt)}生成并固定。情况有变化的，次日另行生成。`}</p>
    </section>
  ) : (
    <form class="card gap" method="post" action="/cleanup">
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="asOf" value={today} />
        <p>{`按今天（${formatDayZh(today)}）的台账和现行规则判定。每天生成一次，生成后固定，不再改动；请先导入截至今天的发布数据，没有采集到的写明不清楚。`}</p>
        <p class="acts">
          <button class="btn pri" type="submit">
            生成清理建议
          </button>
        </p>
      </div>
    </form>
  )

type Rows = {
  c: WebContext
  rows: readonly CleanupItem[]
  today: CivilDate
  boxes: boolean
  typed: TypedOrder | undefined
}

// Ticking a whole page needs no script: the link asks for the same page with every box ticked.
function ItemsTable({ c, rows, today, boxes, typed }: Rows) {
  const all = typed === undefined && c.req.query('tick') === 'page'
  const ticked = new Set(typed?.items)
  return (
    <table class="cards stick">
      <thead>
        <tr>
          {boxes && (
            <th class="box">
              <a href={withQuery(c, { tick: all ? undefined : 'page' }, path)}>{all ? '不选' : '全选'}</a>
            </th>
          )}
          <th>账号</th>
          <th>主办单位</th>
          <th>系统建议</th>
          <th>单位意见</th>
          <th>审定</th>
          <th>办理情况</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((item) => (
          <tr>
            {boxes && (
              <BulkBox
                id={item.id}
                label={`${item.unitName}${item.accountName}`}
                checked={all || ticked.has(item.id)}
              />
            )}
            <td class="t">
              <a href={`/cleanup/${item.id}`}>{item.accountName}</a>
              <small>{platforms[item.platform].label}</small>
            </td>
            <td data-l="主办单位">{item.unitName}</td>
            <td data-l="系统建议">
              <DispositionWord disposition={item.disposition} needsReason={item.needsReason} />
            </td>
            <td data-l="单位意见">
              <DispositionWord disposition={item.unitDisposition} />
              {item.unitFilingNumber && <small>{`备案号 ${item.unitFilingNumber}`}</small>}
            </td>
            <td data-l="审定">
              <DispositionWord disposition={item.decidedDisposition} />
            </td>
            <td class="s">
              <ItemMark state={item.state} />
              {waitsForSheet(item) && <small>{`第${item.sheetNumber}号审定表待签章`}</small>}
              {isOverdue(item, today) && <small class="fl">{`逾期，期限${formatDayZh(item.dueOn!)}`}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const isOverdue = ({ dueOn, state }: CleanupItem, today: CivilDate) =>
  dueOn !== null && dueOn < today && !['evidence', 'verified', 'closed'].includes(state)

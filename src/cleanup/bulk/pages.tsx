import type { CivilDate } from '../../calendar/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { dispositionLabels, dispositions } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, BulkOutcome, BulkPreview, type BulkRow, CsrfField, Field, Head, Select } from '../../web/index.ts'
import { itemStateLabels } from '../items/model.ts'
import { type BulkAction, bulkActionLabels, type BulkOrder, type PlannedRow, type TypedOrder } from './model.ts'

const listOf = (search: string) => `/cleanup${search}`
const crumb = (search: string) => <a href={listOf(search)}>清理整合</a>
const choices = dispositions.map((value) => ({ value, label: dispositionLabels[value] }))

type Bar = { actions: readonly BulkAction[]; total: number; typed?: TypedOrder | undefined }

/** Below the list: what to order of the ticked items, or of all that the filter leaves; as it was typed where it was refused. */
export function BulkBar({ actions, total, typed }: Bar) {
  return (
    <fieldset class="bulk">
      <legend class="vh">批量办理</legend>
      <Select
        name="action"
        label="批量办理"
        value={typed?.action}
        choices={actions.map((value) => ({ value, label: bulkActionLabels[value] }))}
      />
      <Select
        name="which"
        label="范围"
        value={typed?.which}
        choices={[
          { value: 'ticked', label: '勾选的事项' },
          { value: 'all', label: `筛选出的全部 ${total} 项` },
        ]}
      />
      {actions.includes('decide') && (
        <OrderFields disposition={typed?.disposition ?? 'keep'} dueOn={typed?.dueOn} reason={typed?.reason} />
      )}
      <p class="acts">
        <button class="btn" type="submit">
          预览
        </button>
      </p>
    </fieldset>
  )
}

type Fields = { disposition?: string | undefined; dueOn?: string | undefined; reason?: string | undefined }

// The disposition of an order that takes each item's own is not asked for.
const OrderFields = ({ disposition, dueOn, reason }: Fields) => (
  <>
    {disposition !== undefined && (
      <Select name="disposition" id="bulk-disposition" label="审定意见" value={disposition} choices={choices} />
    )}
    <Field name="dueOn" label="办理期限" type="date" value={dueOn} />
    <Field name="reason" label="理由" value={reason} maxlength={500} />
  </>
)

type Preview = {
  csrf: string
  order: BulkOrder
  rows: readonly PlannedRow[]
  /** The list's filter, as it stands in an address. */
  search: string
}

/** What the order will do to each item, before anything is done. */
export function BulkPage({ csrf, order, rows, search }: Preview) {
  const doable = rows.filter(({ refusal }) => refusal === null).length
  return (
    <>
      <Head
        crumb={crumb(search)}
        title="批量办理预览"
        note={`${bulkActionLabels[order.action]}　选定 ${rows.length} 项　还没有办理`}
      />
      {doable === 0 && <Alert tone="pend" title="没有可以办理的事项，原因见下表" />}
      {order.action !== 'close' && (
        <form class="card gap" method="post" action={`/cleanup/bulk${search}`}>
          <div class="in bulkrow">
            <CsrfField csrf={csrf} />
            <input type="hidden" name="action" value={order.action} />
            {rows.map(({ item }) => (
              <input type="hidden" name="item" value={item.id} />
            ))}
            <OrderFields {...order} disposition={order.action === 'adopt' ? undefined : order.disposition} />
            <p class="acts">
              <button class="btn" type="submit">
                按新的意见预览
              </button>
            </p>
          </div>
        </form>
      )}
      <BulkPreview
        csrf={csrf}
        action={`/cleanup/bulk/run${search}`}
        hidden={<HeldOrder order={order} />}
        heads={headsOf(order.action)}
        rows={rows.map((row) => shown(row, order))}
        confirm={order.action === 'close' ? `确认销号 ${doable} 项` : `确认审定 ${doable} 项`}
        back={listOf(search)}
      />
    </>
  )
}

const HeldOrder = ({ order }: { order: BulkOrder }) => (
  <>
    <input type="hidden" name="action" value={order.action} />
    <input type="hidden" name="disposition" value={order.disposition} />
    <input type="hidden" name="dueOn" value={order.dueOn ?? ''} />
    <input type="hidden" name="reason" value={order.reason} />
  </>
)

/** What became of each item. */
export function BulkDonePage({ order, rows, search }: Omit<Preview, 'csrf'>) {
  const done = rows.filter(({ refusal }) => refusal === null).length
  return (
    <>
      <Head crumb={crumb(search)} title="批量办理结果" note={bulkActionLabels[order.action]}>
        <a class="btn" href={listOf(search)}>
          返回清理整合
        </a>
      </Head>
      <Alert
        tone={done === rows.length ? 'pass' : 'warn'}
        title={`已办理 ${done} 项${done < rows.length ? `，未办理 ${rows.length - done} 项，原因见下表` : ''}`}
      />
      <BulkOutcome heads={headsOf(order.action)} rows={rows.map((row) => shown(row, order))} done="已办理" />
    </>
  )
}

const headsOf = (action: BulkAction) =>
  action === 'close'
    ? ['账号', '主办单位', '审定', '办理情况']
    : ['账号', '主办单位', '系统建议', '单位意见', '审定', '办理期限', '办理情况']

function shown({ item, disposition, refusal }: PlannedRow, order: BulkOrder): BulkRow {
  const word = (value: keyof typeof dispositionLabels | null) => (value ? dispositionLabels[value] : '—')
  const name = (
    <>
      <a href={`/cleanup/${item.id}`}>{item.accountName}</a>
      <small>{platforms[item.platform].label}</small>
    </>
  )
  const next = order.action === 'close' || disposition === 'keep' ? 'closed' : 'approved'
  const state = <Change from={itemStateLabels[item.state]} to={refusal === null ? itemStateLabels[next] : null} />
  const cells =
    order.action === 'close'
      ? [name, item.unitName, word(item.decidedDisposition), state]
      : [
          name,
          item.unitName,
          <>
            {word(item.disposition)}
            {item.needsReason && <small>需说明理由</small>}
          </>,
          word(item.unitDisposition),
          <b>{word(disposition ?? item.decidedDisposition)}</b>,
          dueOf(disposition, order.dueOn),
          state,
        ]
  return { id: item.id, version: item.version, cells, refusal }
}

const dueOf = (disposition: PlannedRow['disposition'], dueOn: CivilDate | undefined) =>
  disposition && disposition !== 'keep' && dueOn ? formatDayZh(dueOn) : '—'

const Change = ({ from, to }: { from: string; to: string | null }) =>
  to === null ? (
    <>{from}</>
  ) : (
    <>
      <del>{from}</del> <ins>{to}</ins>
    </>
  )

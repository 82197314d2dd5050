import type { CivilDate } from '../../calendar/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import { dispositionLabels, dispositions } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, BulkOutcome, BulkPreview, type BulkRow, CsrfField, Field, Head, Select } from '../../web/index.ts'
import { itemStateLabels } from '../items/model.ts'
import { type BulkAction, bulkActionLabels, type BulkOrder, type PlannedRow } from './model.ts'

const crumb = (back: string) => <a href={back}>清理整合</a>
const choices = dispositions.map((value) => ({ value, label: dispositionLabels[value] }))

/** Below the list: what to order of the ticked items, or of all that the filter leaves. */
export function BulkBar({ actions, total }: { actions: readonly BulkAction[]; total: number }) {
  return (
    <fieldset class="bulk bulkrow">
      <legend class="vh">批量办理</legend>
      <Select
        name="action"
        label="批量办理"
        choices={actions.map((value) => ({ value, label: bulkActionLabels[value] }))}
      />
      <Select
        name="which"
        label="范围"
        choices={[
          { value: 'ticked', label: '勾选的事项' },
          { value: 'all', label: `筛选出的全部 ${total} 项` },
        ]}
      />
      {actions.includes('decide') && <OrderFields />}
      <p class="acts">
        <button class="btn" type="submit">
          预览
        </button>
      </p>
    </fieldset>
  )
}

const OrderFields = ({ order }: { order?: BulkOrder }) => (
  <>
    {order?.action !== 'adopt' && (
      <Select
        name="disposition"
        id="bulk-disposition"
        label="审定意见"
        value={order?.disposition ?? 'keep'}
        choices={choices}
      />
    )}
    <Field name="dueOn" label="办理期限" type="date" value={order?.dueOn} />
    <Field name="reason" label="理由" value={order?.reason} maxlength={500} />
  </>
)

type Preview = {
  csrf: string
  order: BulkOrder
  rows: readonly PlannedRow[]
  back: string
  problem?: string | undefined
}

/** What the order will do to each item, before anything is done. */
export function BulkPage({ csrf, order, rows, back, problem }: Preview) {
  const doable = rows.filter(({ refusal }) => refusal === null).length
  return (
    <>
      <Head
        crumb={crumb(back)}
        title="批量办理预览"
        note={`${bulkActionLabels[order.action]}　选定 ${rows.length} 项　还没有办理`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {!problem && doable === 0 && <Alert tone="pend" title="没有可以办理的事项，原因见下表" />}
      {order.action !== 'close' && rows.length > 0 && (
        <form class="card gap" method="post" action="/cleanup/bulk">
          <div class="in bulkrow">
            <CsrfField csrf={csrf} />
            <input type="hidden" name="action" value={order.action} />
            <input type="hidden" name="back" value={back} />
            {rows.map(({ item }) => (
              <input type="hidden" name="item" value={item.id} />
            ))}
            <OrderFields order={order} />
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
        action="/cleanup/bulk/run"
        hidden={<HeldOrder order={order} back={back} />}
        heads={headsOf(order.action)}
        rows={rows.map((row) => shown(row, order))}
        confirm={order.action === 'close' ? `确认销号 ${doable} 项` : `确认审定 ${doable} 项`}
        back={back}
      />
    </>
  )
}

const HeldOrder = ({ order, back }: { order: BulkOrder; back: string }) => (
  <>
    <input type="hidden" name="action" value={order.action} />
    <input type="hidden" name="disposition" value={order.disposition} />
    <input type="hidden" name="dueOn" value={order.dueOn ?? ''} />
    <input type="hidden" name="reason" value={order.reason} />
    <input type="hidden" name="back" value={back} />
  </>
)

/** What became of each item. */
export function BulkDonePage({ order, rows, back }: Omit<Preview, 'csrf' | 'problem'>) {
  const done = rows.filter(({ refusal }) => refusal === null).length
  return (
    <>
      <Head crumb={crumb(back)} title="批量办理结果" note={bulkActionLabels[order.action]}>
        <a class="btn" href={back}>
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
  const next = order.action === 'close' ? 'closed' : 'approved'
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

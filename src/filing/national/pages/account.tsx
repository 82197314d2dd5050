import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh, formatMinute } from '../../../calendar/index.ts'
import { runningStateLabels } from '../../../registry/index.ts'
import { hints } from '../../../vocabulary/hints.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head, Select } from '../../../web/index.ts'
import {
  type NationalAccount,
  type NationalSide,
  nationalSides,
  type NationalStatus,
  nationalStatusLabels,
  nextNationalStatus,
  sideLabels,
} from '../model.ts'
import type { NationalEntry } from '../queries/entries.ts'
import type { LatestStatus } from '../queries/ledger.ts'
import { NationalMark } from './national.tsx'

export type AccountView = {
  csrf: string
  account: NationalAccount
  entries: readonly NationalEntry[]
  names: ReadonlyMap<string, string>
  today: CivilDate
  /** How each side stands, and whose entry may be recorded here. */
  sides: Readonly<Record<NationalSide, NationalStatus>>
  mayRecord: readonly NationalSide[]
  problem?: string | undefined
  /** What was typed when it was refused. */
  typed?: Readonly<Record<string, string>> | undefined
  trail: Child
}

/** One account in the national system: what was entered when, with the receipts, and the next entry. */
export function NationalAccountPage(view: AccountView) {
  const { account, problem, trail } = view
  return (
    <>
      <Head
        crumb={<a href="/national">全国系统填报</a>}
        title={
          <>
            {account.name} <NationalMark status={view.sides.unit} box />
          </>
        }
        note={`${account.unitName}　${platforms[account.platform].label}　${runningStateLabels[account.runningState]}`}
      >
        <a class="btn" href={`/accounts/${account.id}`}>
          查看台账
        </a>
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      {account.runningState === 'deregistered' && account.status !== 'closed' && account.status !== 'unreported' && (
        <Alert tone="warn" title="账号已注销，请及时在全国系统办理关停，并在这里登记。" />
      )}
      <div class="stackv">
        <History {...view} />
        <RecordForms {...view} />
        {trail}
      </div>
    </>
  )
}

const History = ({ account, entries, names }: AccountView) => (
  <section class="card">
    <header>
      <h2>填报记录</h2>
      <p>{`${entries.length} 次`}</p>
    </header>
    {entries.length === 0 ? (
      <Empty title="还没有登记">在全国系统填报后，在这里登记日期，上传回执截图。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>填报日期</th>
            <th>填报方</th>
            <th>填报情况</th>
            <th>回执</th>
            <th>说明</th>
            <th>登记</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(
            ({ id, side, status, on, receiptFileId, noReceiptReason, note, caseId, recordedBy, recordedAt }) => (
              <tr>
                <td class="t full num">{formatDayZh(on)}</td>
                <td data-l="填报方">{sideLabels[side]}</td>
                <td data-l="填报情况">
                  <NationalMark status={status} />
                </td>
                <td data-l="回执">
                  {receiptFileId ? (
                    <a href={`/national/accounts/${account.id}/receipts/${id}`}>查看回执</a>
                  ) : (
                    <span class="mut">{noReceiptReason ? `无回执：${noReceiptReason}` : '未上传'}</span>
                  )}
                </td>
                <td data-l="说明">{caseId ? <a href={`/cases/${caseId}`}>备案事项</a> : (note ?? '—')}</td>
                <td data-l="登记">
                  {names.get(recordedBy) ?? '服务器操作员'}
                  <small>{formatMinute(recordedAt)}</small>
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    )}
  </section>
)

const RecordForms = (view: AccountView) =>
  view.mayRecord.map((side) =>
    view.sides[side] && nextNationalStatus[view.sides[side]].length > 0 ? <RecordForm {...view} side={side} /> : null,
  )

// Two forms may stand on the page: what was refused comes back in the one it was sent from.
const RecordForm = ({ csrf, account, sides, today, side, ...view }: AccountView & { side: NationalSide }) => {
  const typed = view.typed?.['side'] === side ? view.typed : {}
  return (
    <section class="card">
      <header>
        <h2>{`登记${sideLabels[side]}填报`}</h2>
        <p>
          <NationalMark status={sides[side]} />
        </p>
      </header>
      <form class="in" method="post" action={`/national/accounts/${account.id}`} enctype="multipart/form-data">
        <CsrfField csrf={csrf} />
        <input type="hidden" name="side" value={side} />
        <div class="row">
          <Select
            id={`status-${side}`}
            name="status"
            label="填报情况"
            required
            value={typed['status']}
            choices={nextNationalStatus[sides[side]].map((value) => ({ value, label: nationalStatusLabels[value] }))}
          />
          <Field id={`on-${side}`} name="on" label="填报日期" type="date" required value={typed['on'] ?? today} />
        </div>
        <ProofFields side={side} typed={typed} />
        <Field
          id={`note-${side}`}
          name="note"
          label="说明"
          value={typed['note']}
          maxlength={200}
          hint={sentences.nothingSecret}
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            {`登记${sideLabels[side]}填报`}
          </button>
        </p>
      </form>
    </section>
  )
}

/** The receipt of an entry, or why there is none. */
export const ProofFields = ({ side, typed = {} }: { side: NationalSide; typed?: Readonly<Record<string, string>> }) => (
  <div class="row">
    <Field
      id={`receipt-${side}`}
      name="receipt"
      label="回执截图"
      type="file"
      accept=".pdf,.jpg,.jpeg,.png"
      hint={hints.scanFile}
    />
    <Field
      id={`no-receipt-${side}`}
      name="noReceiptReason"
      label="没有回执的原因"
      value={typed['noReceiptReason']}
      maxlength={200}
      hint="上传了回执的不填。"
    />
  </div>
)

/** Beside the other facts of an account in the ledger. */
export const NationalPanel = ({
  accountId,
  sides,
}: {
  accountId: string
  sides: Readonly<Record<NationalSide, LatestStatus | undefined>>
}) => (
  <section class="card">
    <header>
      <h2>全国系统填报</h2>
    </header>
    <dl class="in dl">
      {nationalSides.map((side) => (
        <>
          <dt>{sideLabels[side]}</dt>
          <dd>
            <NationalMark status={sides[side]?.status ?? 'unreported'} />
            {sides[side] && `　${formatDayZh(sides[side].on)}`}
          </dd>
        </>
      ))}
    </dl>
    <p class="in">
      <a href={`/national/accounts/${accountId}`}>填报记录和回执</a>
    </p>
  </section>
)

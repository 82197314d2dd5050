import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh, formatMinute } from '../../../calendar/index.ts'
import { runningStateLabels } from '../../../registry/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, CsrfField, Empty, Field, Head, Select } from '../../../web/index.ts'
import { type NationalAccount, nationalStatusLabels, nextNationalStatus } from '../model.ts'
import type { NationalEntry } from '../queries/entries.ts'
import { NationalMark } from './national.tsx'

export type AccountView = {
  csrf: string
  account: NationalAccount
  entries: readonly NationalEntry[]
  names: ReadonlyMap<string, string>
  today: CivilDate
  mayRecord: boolean
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
            {account.name} <NationalMark status={account.status} box />
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
        {view.mayRecord && <RecordForm {...view} />}
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
            <th>填报情况</th>
            <th>回执</th>
            <th>说明</th>
            <th>登记</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, status, on, receiptFileId, note, caseId, recordedBy, recordedAt }) => (
            <tr>
              <td class="num">{formatDayZh(on)}</td>
              <td data-l="填报情况">
                <NationalMark status={status} />
              </td>
              <td data-l="回执">
                {receiptFileId ? (
                  <a href={`/national/accounts/${account.id}/receipts/${id}`}>查看回执</a>
                ) : (
                  <span class="mut">未上传</span>
                )}
              </td>
              <td data-l="说明">{caseId ? <a href={`/cases/${caseId}`}>备案事项</a> : (note ?? '—')}</td>
              <td data-l="登记">
                {names.get(recordedBy) ?? '服务器操作员'}
                <small>{formatMinute(recordedAt)}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const RecordForm = ({ csrf, account, today, typed = {} }: AccountView) => (
  <section class="card">
    <header>
      <h2>登记填报</h2>
    </header>
    <form class="in" method="post" action={`/national/accounts/${account.id}`} enctype="multipart/form-data">
      <CsrfField csrf={csrf} />
      <div class="row">
        <Select
          name="status"
          label="填报情况"
          required
          value={typed['status']}
          choices={nextNationalStatus[account.status].map((value) => ({ value, label: nationalStatusLabels[value] }))}
        />
        <Field name="on" label="填报日期" type="date" required value={typed['on'] ?? today} />
        <Field
          name="receipt"
          label="回执截图"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png"
          hint="PDF、JPG或PNG，不超过20 MB。"
        />
      </div>
      <Field name="note" label="说明" value={typed['note']} maxlength={200} hint={sentences.nothingSecret} />
      <p class="acts">
        <button class="btn pri" type="submit">
          登记
        </button>
      </p>
    </form>
  </section>
)

/** Beside the other facts of an account in the ledger. */
export const NationalPanel = ({
  accountId,
  status,
  on,
}: {
  accountId: string
  status: NationalAccount['status']
  on: CivilDate | null
}) => (
  <section class="card">
    <header>
      <h2>全国系统填报</h2>
      <p>
        <NationalMark status={status} />
        {on && `　${formatDayZh(on)}`}
      </p>
    </header>
    <p class="in">
      <a href={`/national/accounts/${accountId}`}>填报记录和回执</a>
    </p>
  </section>
)

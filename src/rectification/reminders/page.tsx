import { type Month, monthZh } from '../../calendar/index.ts'
import { firstChoice, type PickedUnits, tooMany } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  Pager,
  SearchBox,
  Select,
  shownMinute,
  type WebContext,
} from '../../web/index.ts'
import { type Reminder, reminderOrigins } from './queries.ts'
import type { warnedAccounts } from './remind-unit.ts'

type Props = {
  c: WebContext
  rows: readonly Reminder[]
  total: number
  page: number
  /** Sent in the quarter that runs. */
  counts: { quarter: string; threshold: number; byHand: number; orders: number }
  /** Who looks may remind; of which month, and who was warned there and not reminded yet. */
  sending:
    | { month: Month; warned: Awaited<ReturnType<typeof warnedAccounts>>; units: PickedUnits; typed: Typed }
    | undefined
  names: ReadonlyMap<string, string>
  problem: string | undefined
  sent: string | undefined
}
export type Typed = { unitId: string; note: string }

/** 提醒: said before a threshold is reached, no finding, counted. */
export function RemindersPage({ c, rows, total, page, counts, sending, names, problem, sent }: Props) {
  const { quarter, threshold, byHand, orders } = counts
  return (
    <>
      <Head
        title="提醒"
        note={`${quarter}已发更新提醒 ${threshold} 次、人工提醒 ${byHand} 次，整改催办 ${orders} 次。提醒不是问题，不计入判定。`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {sent && <Alert tone="pass" title={`已发提醒 ${sent} 次，列在单位工作台`} />}
      <div class="stackv">
        {sending && <Warned c={c} {...sending} />}
        {sending && <ByHand c={c} {...sending} />}
        <section class="card">
          <header>
            <h2>已发提醒</h2>
          </header>
          {rows.length === 0 ? (
            <Empty title="还没有提醒">达到预警天数、尚未超期的账号，可以在上面选择提醒。</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>单位</th>
                  <th>账号</th>
                  <th>内容</th>
                  <th>时间</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr>
                    <td class="t">{row.unitName}</td>
                    <td data-l="账号">
                      {row.accountId ? <a href={`/accounts/${row.accountId}`}>{row.accountName}</a> : '—'}
                    </td>
                    <td class="full">
                      {row.note}
                      <small>{`${reminderOrigins[row.origin]}　${names.get(row.sentBy) ?? '系统用户'}`}</small>
                    </td>
                    <td class="num" data-l="时间">
                      {shownMinute(c, row.sentAt)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Pager c={c} page={page} total={total} path="/reminders" />
        </section>
      </div>
    </>
  )
}

type Sending = { c: WebContext } & NonNullable<Props['sending']>

const Warned = ({ c, month, warned }: Sending) => (
  <section class="card">
    <header>
      <h2>{`${monthZh(month)}更新预警`}</h2>
      <p>{`合格中预警、尚未提醒 ${warned.length} 个`}</p>
    </header>
    {warned.length === 0 ? (
      <Empty title="没有待提醒的账号">{`${monthZh(month)}达到预警天数的合格账号均已提醒，或者没有。`}</Empty>
    ) : (
      <form class="in" method="post" action="/reminders/warned">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="month" value={month} />
        <fieldset class="fld">
          <legend class="lab">提醒哪些账号</legend>
          <span class="checks">
            {warned.map(({ accountId, accountName, platform, unitName, silentDays }) => (
              <label>
                <input type="checkbox" name="accounts" value={accountId} checked />
                {` ${unitName}　${accountName}（${platforms[platform].label}）　${silentDays ?? '—'}天未更新`}
              </label>
            ))}
          </span>
        </fieldset>
        <p class="acts">
          <button class="btn pri" type="submit">
            提醒所选账号
          </button>
        </p>
      </form>
    )}
  </section>
)

const ByHand = ({ c, units, typed }: Sending) => (
  <section class="card">
    <header>
      <h2>人工提醒</h2>
    </header>
    {units.search !== undefined && (
      <form class="filter" method="get" action="/reminders">
        <SearchBox c={c} label="单位名称" />
        <button class="btn" type="submit">
          查找单位
        </button>
      </form>
    )}
    <form class="in" method="post" action="/reminders">
      <CsrfField csrf={c.var.session.csrf} />
      <Select
        name="unitId"
        label="单位"
        required
        value={typed.unitId}
        hint={tooMany(units)}
        choices={[
          { value: '', label: firstChoice(units) },
          ...units.rows.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Field name="note" label="提醒内容" type="textarea" required maxlength={300} value={typed.note} />
      <p class="acts">
        <button class="btn" type="submit">
          发出提醒
        </button>
      </p>
    </form>
  </section>
)

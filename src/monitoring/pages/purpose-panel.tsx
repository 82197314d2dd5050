import { may, namesOfUsers } from '../../access/index.ts'
import { addMonths, formatMinute, type Month, monthOf, monthZh } from '../../calendar/index.ts'
import { type Purpose, purposeLabels } from '../../registry/index.ts'
import { CsrfField, Field, Select, Status, type WebContext } from '../../web/index.ts'
import { lastClosedMonth, purposesOf, type StatedPurpose } from '../purpose-queries.ts'
import { effectiveMonths, purposeIn, type PurposeConfirmation } from '../purposes.ts'

/** What was typed into the form when it was refused. */
export type TypedPurpose = { purpose?: string; effectiveMonth?: string; reason?: string }

/**
 * 用途: what the office confirmed from which month on, and the form for who may confirm; `typed` opens it, as on the page
 * of its own. Among an account's other cards it stays folded: few accounts ever need it.
 */
export async function purposeCard(c: WebContext, stated: StatedPurpose, typed?: TypedPurpose) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const history = await purposesOf(deps.db, districtId, stated.accountId)
  const running = monthOf(deps.clock.today())
  const names = await namesOfUsers(
    deps,
    districtId,
    history.flatMap(({ by }) => by ?? []),
  )
  const form = may(actor, 'purpose.confirm', { districtId }) && (
    <PurposeForm
      csrf={session.csrf}
      stated={stated}
      typed={typed ?? {}}
      months={monthsToChoose(await lastClosedMonth(deps.db, districtId), running)}
      own={stated.statedBy === actor.id}
    />
  )
  return (
    <section class="card" id="purpose-confirmed">
      <header>
        <h2>用途确认</h2>
        <InForce confirmed={purposeIn(history, running)} />
      </header>
      <History history={history} running={running} names={names} />
      {form && (
        <div class="in">
          {typed ? (
            form
          ) : (
            <details>
              <summary>{history.length === 0 ? '确认用途' : '重新确认用途'}</summary>
              {form}
            </details>
          )}
        </div>
      )}
    </section>
  )
}

const InForce = ({ confirmed }: { confirmed: PurposeConfirmation | undefined }) =>
  confirmed ? (
    <Status mark={confirmed.by === null ? 'warn' : 'pass'} word={purposeLabels[confirmed.purpose]} />
  ) : (
    <Status mark="unkn" word="未确认" />
  )

type HistoryProps = {
  history: readonly PurposeConfirmation[]
  running: Month
  names: ReadonlyMap<string, string>
}

function History({ history, running, names }: HistoryProps) {
  if (history.length === 0)
    return (
      <p class="in">单位自报的用途不作为监测依据。确认为办事类以前，本账号与发布类账号一样，按两周内有无更新判定。</p>
    )
  const inForce = purposeIn(history, running)
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>起始月份</th>
          <th>用途</th>
          <th>理由</th>
          <th>确认</th>
        </tr>
      </thead>
      <tbody>
        {history.map((one) => (
          <tr>
            <td class="t">
              {monthZh(one.effectiveMonth)}
              {one === inForce && <small>本月适用</small>}
            </td>
            <td class="s">{purposeLabels[one.purpose]}</td>
            <td class="full">{one.reason}</td>
            <td class="full">
              {one.by === null ? '沿用，未经确认' : (names.get(one.by) ?? '')}
              <small>{formatMinute(one.at)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

// Without a closed month every earlier one is open; a year back is more than an office works on.
const MONTHS_BACK = 12

function monthsToChoose(lastClosed: Month | null, running: Month): Month[] {
  const { first, last } = effectiveMonths(lastClosed, running)
  const from = first ?? addMonths(running, -MONTHS_BACK)
  const months: Month[] = []
  for (let month = from; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}

type FormProps = {
  csrf: string
  stated: StatedPurpose
  typed: TypedPurpose
  months: readonly Month[]
  /** The reader entered the purpose: another person confirms it. */
  own: boolean
}

function PurposeForm({ csrf, stated, typed, months, own }: FormProps) {
  if (own) return <p class="mut">台账中的用途由您登记，按经办与复核分开的要求，请由其他人确认。</p>
  return (
    <form method="post" action={`/purposes/${stated.accountId}`}>
      <CsrfField csrf={csrf} />
      <div class="row">
        <Select
          name="purpose"
          label="确认用途"
          required
          value={typed.purpose ?? stated.purpose ?? undefined}
          choices={Object.entries(purposeLabels).map(([value, label]) => ({ value, label }))}
        />
        <Select
          name="effectiveMonth"
          label="自何月起"
          required
          value={typed.effectiveMonth ?? months[0]}
          choices={months.map((value) => ({ value, label: monthZh(value) }))}
        />
      </div>
      <Field
        name="reason"
        label="理由"
        required
        value={typed.reason}
        maxlength={200}
        hint="依据的材料、核实的功能。已办结的月份不受影响；原有的确认保留备查。"
      />
      <p class="acts">
        <button class="btn" type="submit">
          确认用途
        </button>
      </p>
    </form>
  )
}

/** 办事类; 未填. */
export const purposeLabel = (purpose: Purpose | null) => (purpose ? purposeLabels[purpose] : '未填')

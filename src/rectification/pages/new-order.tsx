import { quarterZh, type Quarter, monthZh } from '../../calendar/index.ts'
import { classLabels, type ConfirmedFinding } from '../../monitoring/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, CsrfField, Empty, Field, Head, Select } from '../../web/index.ts'
import { type OrderForm, orderFormLabels } from '../model.ts'
import { requirementFor } from '../requirements.ts'
import { toldFindings } from '../rules.ts'
import { requirementField, type TypedOrder } from '../typed-order.ts'

type Props = {
  csrf: string
  quarter: Quarter
  quarters: readonly Quarter[]
  /** What no order has taken up, by unit. */
  waiting: readonly { unitId: string; unitName: string; findings: readonly ConfirmedFinding[] }[]
  issuers: Readonly<Record<OrderForm, string>>
  typed: { unitId: string; order: TypedOrder } | undefined
  problem: string | undefined
}

/** Confirmed problems that wait for an order, unit by unit: which of them go into one, and what is asked for. */
export function NewOrderPage({ csrf, quarter, quarters, waiting, issuers, typed, problem }: Props) {
  return (
    <>
      <Head crumb={<a href="/orders">整改</a>} title="拟制整改通知" note="只列经人工复核确认、尚未下达整改的问题" />
      {problem && <Alert tone="fail" title={problem} />}
      <form class="filter" method="get" action="/orders/new">
        <Select
          bare
          name="quarter"
          label="季度"
          value={quarter}
          choices={quarters.map((one) => ({ value: one, label: quarterZh(one) }))}
        />
        <button class="btn" type="submit">
          查看
        </button>
      </form>
      <div class="stackv">
        {waiting.length === 0 && (
          <section class="card">
            <Empty title="没有待下达的问题">{`${quarterZh(quarter)}经复核确认的问题均已下达整改，或者还没有。`}</Empty>
          </section>
        )}
        {waiting.map((unit) => (
          <UnitForm
            csrf={csrf}
            quarter={quarter}
            issuers={issuers}
            {...unit}
            typed={typed?.unitId === unit.unitId ? typed.order : undefined}
          />
        ))}
      </div>
    </>
  )
}

type FormProps = Pick<Props, 'csrf' | 'quarter' | 'issuers'> &
  Props['waiting'][number] & { typed: TypedOrder | undefined }

const UnitForm = ({ csrf, quarter, issuers, unitId, unitName, findings, typed }: FormProps) => (
  <section class="card">
    <header>
      <h2>{unitName}</h2>
      <p>{`${toldFindings(findings).length} 个问题`}</p>
    </header>
    <form class="in" method="post" action={`/orders/new?quarter=${quarter}`}>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="unitId" value={unitId} />
      <ul class="plain rows">
        {toldFindings(findings).map((one) => (
          <li>
            <label>
              <input
                type="checkbox"
                name="findings"
                value={one.all.map(({ findingId }) => findingId).join(' ')}
                checked={typed ? typed.findings.includes(one.findingId) : true}
              />
              <b>{` ${one.label}（${classLabels[one.class]}）`}</b>
              {`　${one.months.map(monthZh).join('、')}　${one.about === 'unit' ? '本单位' : `${one.accountName}（${platforms[one.platform].label}）`}`}
            </label>
            <p class="mut">{one.sentence}</p>
            <Field
              name={requirementField(one.findingId)}
              label="整改要求"
              value={typed?.requirements[one.findingId] ?? requirementFor(one.indicator)}
              maxlength={200}
            />
          </li>
        ))}
      </ul>
      <Select
        name="form"
        id={`form-${unitId}`}
        label="名义"
        value={typed?.form}
        hint="对平级单位可以用函，或者以领导小组办公室名义。"
        choices={(['notice', 'letter'] as const).map((form) => ({
          value: form,
          label: `${issuers[form]}（${orderFormLabels[form]}）`,
        }))}
      />
      <p class="acts">
        <button class="btn pri" type="submit">
          拟制，送签发
        </button>
      </p>
    </form>
  </section>
)

import type { SettingChange } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { CsrfField, Empty, Field, Head, Select } from '../../web/index.ts'
import { cleanupQuantities, type QuantityKey, quantityKeys, type SourcedQuantities } from '../quantities.ts'

type Props = {
  csrf: string
  now: SourcedQuantities
  history: readonly SettingChange[]
  names: ReadonlyMap<string, string>
  errors?: Readonly<Record<string, string>>
  values?: Readonly<Record<string, string>>
}

const saidOf = (key: QuantityKey, value: unknown) => `${String(value)}${cleanupQuantities[key].unit}`

/** 清理口径: how long is 长期, how slow is 慢; the numbers in force, the paper behind each, and since when. */
export function CleanupSettingsPage(props: Props) {
  return (
    <>
      <Head
        crumb={<a href="/cleanup">清理整合</a>}
        title="清理口径"
        note="文件只写“长期无更新”“更新慢”，没有规定数值；以下为建议值，本区可以另定，自施行日期起的判定适用"
      />
      <div class="cols c75">
        <div class="stackv">
          <InForce {...props} />
          <History {...props} />
        </div>
        <SettingForm {...props} />
      </div>
    </>
  )
}

const InForce = ({ now }: Props) => (
  <section class="card">
    <header>
      <h2>现行口径</h2>
    </header>
    <dl class="in dl">
      {quantityKeys.map((key) => (
        <>
          <dt>{cleanupQuantities[key].label}</dt>
          <dd>
            {`${saidOf(key, now[key].value)}（${now[key].certainty}）`}
            <p class="mut sm">{`${cleanupQuantities[key].hint}${now[key].source}${now[key].effectiveFrom ? `（${now[key].effectiveFrom} 起）` : ''}。`}</p>
          </dd>
        </>
      ))}
    </dl>
  </section>
)

const History = ({ history, names }: Props) => (
  <section class="card">
    <header>
      <h2>本区调整记录</h2>
    </header>
    {history.length === 0 ? (
      <Empty title="本区没有另作规定">按建议值判定。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>口径</th>
            <th>调整为</th>
            <th>施行日期</th>
            <th>依据</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {history.map(({ key, value, effectiveFrom, source, changedBy, changedAt }) => (
            <tr>
              <td class="t">{cleanupQuantities[key as QuantityKey].label}</td>
              <td class="s">{saidOf(key as QuantityKey, value)}</td>
              <td class="num" data-l="施行">
                {effectiveFrom}
              </td>
              <td class="full">{source}</td>
              <td class="hid">{`${names.get(changedBy) ?? ''} ${formatMinute(changedAt)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const SettingForm = ({ csrf, errors = {}, values = {} }: Props) => (
  <form class="card" method="post" action="/cleanup/settings">
    <header>
      <h2>调整口径</h2>
    </header>
    <div class="in">
      <CsrfField csrf={csrf} />
      <Select
        name="key"
        label="口径"
        required
        value={values['key']}
        error={errors['key']}
        choices={quantityKeys.map((key) => ({ value: key, label: cleanupQuantities[key].label }))}
      />
      <Field
        name="value"
        label="调整为"
        type="number"
        required
        value={values['value']}
        error={errors['value']}
        hint="按所选口径填天数、次数或人数。"
      />
      <Field
        name="effectiveFrom"
        label="施行日期"
        type="date"
        required
        value={values['effectiveFrom']}
        error={errors['effectiveFrom']}
      />
      <Field
        name="source"
        label="依据"
        required
        value={values['source']}
        error={errors['source']}
        hint="写明文件名称和文号，印在每条建议旁。"
      />
      <p class="acts">
        <button class="btn pri" type="submit">
          保存
        </button>
      </p>
    </div>
  </form>
)

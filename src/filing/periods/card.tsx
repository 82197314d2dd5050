import { formatDayZh } from '../../calendar/index.ts'
import { CsrfField, Field, type TypedSetting } from '../../web/index.ts'
import { type Period, type PeriodKey, periods } from './periods.ts'

type Props = {
  period: Period
  which: PeriodKey
  csrf: string
  action: string
  mayChange: boolean
  over?: TypedSetting | undefined
}

/** A period in force with the paper it rests on, and the form that sets another from a day on. */
export function PeriodCard({ period, which, csrf, action, mayChange, over }: Props) {
  const { label, unit } = periods[which]
  return (
    <section class="card">
      <header>
        <h2>{label}</h2>
        <p>{`${period.count} ${unit}`}</p>
      </header>
      <div class="in">
        <p class="mut">{`依据：${period.source}${period.since ? `（${formatDayZh(period.since)}起）` : ''}`}</p>
        {mayChange && (
          <details open={over !== undefined}>
            <summary>调整期限</summary>
            <form method="post" action={action}>
              <CsrfField csrf={csrf} />
              <div class="row">
                <Field
                  name="count"
                  label={`调整为（${unit}）`}
                  type="number"
                  required
                  value={over?.values['count']}
                  error={over?.errors['count']}
                />
                <Field
                  name="effectiveFrom"
                  label="施行日期"
                  type="date"
                  required
                  value={over?.values['effectiveFrom']}
                  error={over?.errors['effectiveFrom']}
                />
              </div>
              <Field
                name="source"
                label="依据"
                required
                hint="写明文件名称和文号。"
                value={over?.values['source']}
                error={over?.errors['source']}
              />
              <p class="acts">
                <button class="btn" type="submit">
                  保存期限
                </button>
              </p>
            </form>
          </details>
        )}
      </div>
    </section>
  )
}

import { formatMinute } from '../../../calendar/index.ts'
import type { SettingChange } from '../../../access/index.ts'
import { CsrfField, Empty, Field, Head, Select } from '../../../web/index.ts'
import { type ClosingSetting, closingSettingKeys, closingSettings, type SourcedDays } from '../settings.ts'

type Props = {
  csrf: string
  now: Readonly<Record<ClosingSetting, SourcedDays>>
  history: readonly SettingChange[]
  names: ReadonlyMap<string, string>
  errors?: Readonly<Record<string, string>>
  values?: Readonly<Record<string, string>>
}

/** 公告期和复查间隔: the numbers in force, the paper behind each, and since when. */
export function ClosingSettingsPage({ csrf, now, history, names, errors = {}, values = {} }: Props) {
  return (
    <>
      <Head
        crumb={<a href="/closings">关停注销办理</a>}
        title="公告期和复查间隔"
        note="调整须有文件依据；自施行日期起发布的公告、核验的注销适用，已发布的不变"
      />
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <header>
              <h2>现行规定</h2>
            </header>
            <dl class="in dl">
              {closingSettingKeys.map((key) => (
                <>
                  <dt>{closingSettings[key].label}</dt>
                  <dd>
                    {`${now[key].value}${closingSettings[key].unit}`}
                    <p class="mut sm">{`${now[key].source}${now[key].effectiveFrom ? `（${now[key].effectiveFrom} 起）` : ''}`}</p>
                  </dd>
                </>
              ))}
            </dl>
          </section>
          <section class="card">
            <header>
              <h2>本区调整记录</h2>
            </header>
            {history.length === 0 ? (
              <Empty title="本区没有另作规定">按默认值办理。</Empty>
            ) : (
              <table class="cards">
                <thead>
                  <tr>
                    <th>事项</th>
                    <th>调整为</th>
                    <th>施行日期</th>
                    <th>依据</th>
                    <th>办理</th>
                  </tr>
                </thead>
                <tbody>
                  {history.map(({ key, value, effectiveFrom, source, changedBy, changedAt }) => (
                    <tr>
                      <td class="t">{closingSettings[key as ClosingSetting].label}</td>
                      <td class="s">{`${String(value)}${closingSettings[key as ClosingSetting].unit}`}</td>
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
        </div>
        <form class="card" method="post" action="/closings/settings">
          <header>
            <h2>调整</h2>
          </header>
          <div class="in">
            <CsrfField csrf={csrf} />
            <Select
              name="key"
              label="事项"
              required
              value={values['key']}
              error={errors['key']}
              choices={closingSettingKeys.map((key) => ({ value: key, label: closingSettings[key].label }))}
            />
            <Field
              name="value"
              label="天数"
              type="number"
              required
              value={values['value']}
              error={errors['value']}
              hint="公告期按工作日填，复查间隔按自然日填。"
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
              label="依据文件"
              required
              value={values['source']}
              error={errors['source']}
              hint="文件名称和文号。"
            />
            <p class="acts">
              <button class="btn pri" type="submit">
                保存
              </button>
            </p>
          </div>
        </form>
      </div>
    </>
  )
}

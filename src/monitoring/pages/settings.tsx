import { z } from 'zod'
import { changeSetting, namesOfUsers, settingHistory, type SettingChange } from '../../access/index.ts'
import { civilDate, formatMinute, isCivilDate } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert, CsrfField, Empty, Field, Head, readForm, render, Select, type WebContext } from '../../web/index.ts'
import type { Thresholds } from '../indicators/define.ts'
import { NATIONAL_DAYS } from '../indicators/silence.ts'
import { thresholdsAt } from '../judging.ts'

const dayCount = z.number('应填天数。').int('应填整数。').min(1, '至少 1 天。').max(365, '不超过 365 天。')
// 19号 is a national single veto: a district may be stricter, never looser.
const days = z.coerce
  .number('应填天数。')
  .int('应填整数。')
  .min(1, '至少 1 天。')
  .max(NATIONAL_DAYS, `不超过 ${NATIONAL_DAYS} 天：国办秘函〔2019〕19号规定2周，本区只能从严。`)

/** What a district may set otherwise, how it is asked for and how it is said. */
const settings = {
  maxSilentDays: {
    label: '内容不更新的判定天数',
    hint: '如 10：超过 10 天没有更新判不合格。',
    value: days,
    say: (value: unknown) => `${String(value)} 天`,
  },
  strictFourteen: {
    label: '届满当日是否从严',
    hint: '填“是”：满天数当日即判不合格；填“否”：当日仍合格。',
    value: z.enum(['是', '否'], '请填“是”或“否”。').transform((word) => word === '是'),
    say: (value: unknown) => (value === true ? '是，届满当日即不合格' : '否，届满当日仍合格'),
  },
  warnAtDays: {
    label: '预警天数',
    hint: '用顿号隔开，如 7、10、13。',
    value: z
      .string('请填写天数。')
      .transform((text) =>
        text
          .split(/[、,，\s]+/)
          .filter(Boolean)
          .map(Number),
      )
      .pipe(z.array(dayCount).min(1, '至少填一个天数。').max(6, '最多填六个天数。')),
    say: (value: unknown) => (Array.isArray(value) ? `${value.join('、')} 天` : ''),
  },
} as const
type Key = keyof typeof settings
const keys = Object.keys(settings) as Key[]

const form = z.object({
  key: z.enum(keys as [Key, ...Key[]], '请选择要调整的口径。'),
  value: z.string('请填写新的口径。'),
  effectiveFrom: z
    .string('请填写施行日期。')
    .refine(isCivilDate, '施行日期应写作 2026-09-30 这样的形式。')
    .transform(civilDate),
  source: z.string('请写明依据的文件。').max(200, '依据不超过 200 个字。'),
})

type Over = { errors?: Record<string, string>; values?: Record<string, string> }

/** 监测口径: the numbers that judge, where they come from, and since when; a district sets its own with a paper behind it. */
export async function settingsPage(c: WebContext, over: Over = {}, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const now = await thresholdsAt(deps.db, session.districtId, deps.clock.today())
  const history = (await settingHistory(deps.db, session.districtId)).filter(({ key }) => key in settings)
  const names = await namesOfUsers(
    deps,
    session.districtId,
    history.map(({ changedBy }) => changedBy),
  )
  const page = (
    <>
      <Head title="监测口径" note="调整须有文件依据；自施行日期起的监测时间点适用，已办结的月份不变" />
      <div class="cols c75">
        <div class="stackv">
          <InForce now={now} />
          <History history={history} names={names} />
        </div>
        <SettingForm csrf={session.csrf} {...over} />
      </div>
    </>
  )
  return render(c, page, { title: '监测口径', current: '/settings' }, status)
}

function InForce({ now }: { now: Thresholds }) {
  return (
    <section class="card">
      <header>
        <h2>现行口径</h2>
      </header>
      <div class="in">
        <dl class="dl">
          <dt>判定天数</dt>
          <dd>{`监测时间点前 ${now.maxSilentDays} 天无更新，${now.strictFourteen ? '届满当日即不合格' : '届满当日仍合格'}；节假日不豁免`}</dd>
          <dt>依据</dt>
          <dd>{`${now.silence.source}（${now.silence.effectiveFrom} 起）`}</dd>
          <dt>预警天数</dt>
          <dd>{`${now.warnAtDays.join('、')} 天；预警不是判定`}</dd>
        </dl>
      </div>
    </section>
  )
}

function History({ history, names }: { history: readonly SettingChange[]; names: ReadonlyMap<string, string> }) {
  return (
    <section class="card">
      <header>
        <h2>本区调整记录</h2>
      </header>
      {history.length === 0 ? (
        <Empty title="本区没有另作规定">按国家和通知的口径判定。</Empty>
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
                <td class="t">{settings[key as Key].label}</td>
                <td class="s">{settings[key as Key].say(value)}</td>
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
}

function SettingForm({ csrf, errors = {}, values = {} }: { csrf: string } & Over) {
  return (
    <form class="card" method="post" action="/settings">
      <header>
        <h2>调整口径</h2>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        {errors['form'] && <Alert tone="fail" title={errors['form']} />}
        <Select
          name="key"
          label="口径"
          required
          value={values['key']}
          error={errors['key']}
          choices={[{ value: '', label: '请选择' }, ...keys.map((value) => ({ value, label: settings[value].label }))]}
        />
        <Field
          name="value"
          label="调整为"
          required
          value={values['value']}
          error={errors['value']}
          hint={keys.map((key) => `${settings[key].label}：${settings[key].hint}`).join('')}
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
          hint="写明文件名称和文号，印在每条结论旁。"
        />
        <button class="btn pri" type="submit">
          保存
        </button>
      </div>
    </form>
  )
}

/** Saves one setting; what was typed comes back with what is wrong with it. */
export async function saveSetting(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  if (!read.ok) return settingsPage(c, { errors: read.errors, values: texts(read.values) }, 422)
  const { key, value, effectiveFrom, source } = read.value
  const parsed = settings[key].value.safeParse(value)
  if (!parsed.success)
    return settingsPage(c, { errors: { value: parsed.error.issues[0]?.message ?? '' }, values: texts(read.value) }, 422)
  try {
    const change = { districtId: c.var.session.districtId, key, value: parsed.data, effectiveFrom, source }
    await changeSetting(c.var.deps, c.var.actor, change)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    const field = error.code === 'setting.in-the-past' ? 'effectiveFrom' : 'form'
    return settingsPage(c, { errors: { [field]: error.message }, values: texts(read.value) }, error.status)
  }
  return c.redirect('/settings', 303)
}

const texts = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

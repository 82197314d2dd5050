import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { changeSetting, namesOfUsers, settingHistory, type SettingChange } from '../../access/index.ts'
import { type CivilDate, civilDate, formatMinute, isCivilDate } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { CsrfField, Empty, Field, Head, Select } from '../components/index.ts'
import type { RouteDefinition, WebContext } from '../context.ts'
import { readForm, typedValues } from '../forms.ts'
import { render } from '../layout.tsx'

/** One value a district may set otherwise: how it is read from a form, with its Chinese messages, and how it is said. */
export type SettingKind = { label: string; value: z.ZodType; say(value: unknown): string }

/** The page of one room's values. `noun` is what a value is called there, 口径 or 期限. */
export type SettingsSpec = {
  path: string
  /** The entry of the directory it belongs to. */
  current: string
  crumb?: Child
  title: string
  note: string
  noun: string
  settings: Readonly<Record<string, SettingKind>>
  /** What holds today: the inside of the card 现行规定. */
  inForce(db: Db, districtId: string, today: CivilDate): Promise<Child>
  /** Said where the district has set nothing. */
  byDefault: string
  hints: { value: string; source: string }
}

/** A whole number within its bounds, as a form of settings asks for it; `tooMuch` says why there is no more. */
export const wholeNumber = (least: number, most: number, unit: string, tooMuch = `不超过${most}${unit}。`) =>
  z.coerce
    .number<string>(`应填数字，单位为${unit}。`)
    .int('应填整数。')
    .min(least, `至少${least}${unit}。`)
    .max(most, tooMuch)

/** 口径 of a room: the numbers in force, the paper behind each and since when, and the form that sets one from a day on. */
export const settingRoutes = (spec: SettingsSpec): RouteDefinition[] => [
  { method: 'get', path: spec.path, door: 'settings.change', handle: (c) => settingsPage(c, spec) },
  {
    method: 'post',
    path: spec.path,
    door: 'settings.change',
    async handle(c) {
      const wrong = await takeSetting(c, formOf(spec))
      return wrong ? settingsPage(c, spec, wrong) : c.redirect(spec.path, 303)
    },
  },
]

/** What was typed, and what is wrong with it. */
export type TypedSetting = { errors: Record<string, string>; values: Record<string, string> }

/** From which day a value holds, and the paper it rests on. */
export const settingGround = {
  effectiveFrom: z
    .string('请填写施行日期。')
    .refine(isCivilDate, '施行日期应写作 2026-09-30 这样的形式。')
    .transform(civilDate),
  source: z.string('请写明依据的文件。').max(200, '依据不超过 200 个字。'),
}

type NewSetting = { key: string; value: unknown; effectiveFrom: CivilDate; source: string }

/** Saves one value from a posted form; undefined: it is saved. A day that is over comes back with what was typed. Refuses `access.denied`. */
export async function takeSetting(c: WebContext, form: z.ZodType<NewSetting>): Promise<TypedSetting | undefined> {
  const values = await typedValues(c)
  const read = await readForm(c, form)
  if (!read.ok) return { errors: read.errors, values }
  try {
    await changeSetting(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, ...read.value })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'setting.in-the-past') throw error
    return { errors: { effectiveFrom: error.message }, values }
  }
  return undefined
}

async function settingsPage(c: WebContext, spec: SettingsSpec, typed?: TypedSetting): Promise<Response> {
  const { deps, session } = c.var
  const { districtId, csrf } = session
  const history = (await settingHistory(deps.db, districtId)).filter(({ key }) => key in spec.settings)
  const changers = history.map(({ changedBy }) => changedBy)
  const page = (
    <>
      <Head crumb={spec.crumb} title={spec.title} note={spec.note} />
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <header>
              <h2>{`现行${spec.noun}`}</h2>
            </header>
            <dl class="in dl">{await spec.inForce(deps.db, districtId, deps.clock.today())}</dl>
          </section>
          <History spec={spec} history={history} names={await namesOfUsers(deps, districtId, changers)} />
        </div>
        <SettingForm spec={spec} csrf={csrf} {...typed} />
      </div>
    </>
  )
  return render(c, page, { title: spec.title, current: spec.current }, typed ? 422 : 200)
}

type HistoryProps = { spec: SettingsSpec; history: readonly SettingChange[]; names: ReadonlyMap<string, string> }

const History = ({ spec: { settings, noun, byDefault }, history, names }: HistoryProps) => (
  <section class="card">
    <header>
      <h2>本区调整记录</h2>
    </header>
    {history.length === 0 ? (
      <Empty title="本区没有另作规定">{byDefault}</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>{noun}</th>
            <th>调整为</th>
            <th>施行日期</th>
            <th>依据</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {history.map(({ key, value, effectiveFrom, source, changedBy, changedAt }) => (
            <tr>
              <td class="t">{settings[key]!.label}</td>
              <td class="s">{settings[key]!.say(value)}</td>
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

type FormProps = { spec: SettingsSpec; csrf: string } & Partial<TypedSetting>

const SettingForm = ({ spec, csrf, errors = {}, values = {} }: FormProps) => (
  <form class="card" method="post" action={spec.path}>
    <header>
      <h2>{`调整${spec.noun}`}</h2>
    </header>
    <div class="in">
      <CsrfField csrf={csrf} />
      <Select
        name="key"
        label={spec.noun}
        required
        value={values['key']}
        error={errors['key']}
        choices={[
          { value: '', label: '请选择' },
          ...Object.entries(spec.settings).map(([value, { label }]) => ({ value, label })),
        ]}
      />
      <Field
        name="value"
        label="调整为"
        required
        value={values['value']}
        error={errors['value']}
        hint={spec.hints.value}
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
        hint={spec.hints.source}
      />
      <p class="acts">
        <button class="btn pri" type="submit">
          保存
        </button>
      </p>
    </div>
  </form>
)

const formOf = ({ settings, noun }: SettingsSpec) =>
  z
    .object({
      key: z.string(`请选择要调整的${noun}。`).refine((key) => key in settings, `请选择要调整的${noun}。`),
      value: z.string('请填写调整后的值。'),
      ...settingGround,
    })
    .transform(({ key, value, ...rest }, { addIssue }) => {
      const read = settings[key]!.value.safeParse(value)
      if (read.success) return { key, value: read.data, ...rest }
      addIssue({
        code: 'custom',
        path: ['value'],
        message: `“${settings[key]!.label}”${read.error.issues[0]!.message}`,
      })
      return z.NEVER
    })

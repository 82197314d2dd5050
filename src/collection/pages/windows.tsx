import type { Instant } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head, Status, type WebContext } from '../../web/index.ts'
import { inForce, type MaintenanceWindow, windowWords } from '../maintenance/model.ts'

/** What a refused form held and what is wrong with it; `error` concerns the whole of it. */
export type TypedWindow = {
  form: 'daily' | 'once'
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
  error?: string | undefined
}

type Props = {
  c: WebContext
  windows: readonly (MaintenanceWindow & { setBy: string })[]
  /** Who set them. */
  names: ReadonlyMap<string, string>
  now: Instant
  mayChange: boolean
  typed?: TypedWindow | undefined
  /** Why a window was not lifted. */
  refused?: string | undefined
}

/** 维护时段: the hours in which nothing is sent out, those to come, and the forms that set them. */
export function WindowsPage(props: Props) {
  const { mayChange, refused } = props
  return (
    <>
      <Head
        crumb={<a href="/sources">系统采集</a>}
        title="维护时段"
        note="时段内不向外发送任何请求，到期的采集顺延；因此没有采集到的日子，采集日历写明“维护时段”"
      />
      {refused && <Alert tone="fail" title={refused} />}
      <div class="cols c2">
        <Windows {...props} />
        {mayChange && (
          <div class="stackv">
            <WindowForm {...props} form="once" />
            <WindowForm {...props} form="daily" />
          </div>
        )}
      </div>
    </>
  )
}

const Windows = ({ c, windows, names, now, mayChange }: Props) => (
  <section class="card">
    <header>
      <h2>现有时段</h2>
    </header>
    {windows.length === 0 ? (
      <Empty title="没有设置维护时段">采集到期即进行，不分昼夜。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>时段</th>
            <th>原因</th>
            <th>情况</th>
            {mayChange && <th>办理</th>}
          </tr>
        </thead>
        <tbody>
          {windows.map((window) => (
            <tr>
              <td class="t">
                {windowWords(window)}
                <small>{names.get(window.setBy) ?? ''}</small>
              </td>
              <td class="full">{window.reason}</td>
              <td class="s">
                {inForce([window], now) ? (
                  <Status mark="warn" word="正在维护" />
                ) : (
                  <Status mark="pend" word={window.daily ? '每日生效' : '尚未开始'} />
                )}
              </td>
              {mayChange && (
                <td class="full">
                  <form method="post" action={`/sources/windows/${window.id}`}>
                    <CsrfField csrf={c.var.session.csrf} />
                    <button class="btn sm" type="submit">
                      撤销
                    </button>
                  </form>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const forms = {
  once: {
    title: '设置单次维护时段',
    type: 'datetime-local',
    fromHint: '留空为立即开始',
    toHint: '一次不超过31天',
    reasonHint: '如机房搬迁、网络割接',
  },
  daily: {
    title: '设置每日维护时段',
    type: 'time',
    fromHint: '如 22:00，保存后生效，直至撤销',
    toHint: '早于开始时间的，指次日',
    reasonHint: '如夜间不得外发请求',
  },
} as const

function WindowForm({ c, form, typed }: Pick<Props, 'c' | 'typed'> & { form: TypedWindow['form'] }) {
  const { title, type, fromHint, toHint, reasonHint } = forms[form]
  const own = typed?.form === form ? typed : undefined
  const field = (name: string) => ({
    name,
    id: `${form}-${name}`,
    value: own?.values[name],
    error: own?.errors[name],
  })
  return (
    <form class="card" method="post" action="/sources/windows">
      <header>
        <h2>{title}</h2>
      </header>
      <div class="in stack">
        <CsrfField csrf={c.var.session.csrf} />
        {own?.error && <Alert tone="fail" title={own.error} />}
        <Field {...field('from')} label="开始时间" type={type} required={form === 'daily'} hint={fromHint} />
        <Field {...field('to')} label="结束时间" type={type} required hint={toHint} />
        <Field {...field('reason')} label="原因" required maxlength={200} hint={reasonHint} />
        <p class="acts">
          <button class="btn pri" type="submit" name="form" value={form}>
            保存
          </button>
        </p>
      </div>
    </form>
  )
}

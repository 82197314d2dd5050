import { Field } from '../../web/index.ts'
import type { CaseKind } from '../cases/model.ts'
import { type CaseView, typedIn } from './case-view.tsx'
import { Hidden } from './versioned-form.tsx'

/** What the link shows that is registered with what was done on the platform. */
export const linkOf: Readonly<Record<CaseKind, { label: string; required: boolean }>> = {
  open: { label: '主页链接', required: true },
  change: { label: '变更公告链接', required: true },
  suspend: { label: '可以查看的链接', required: false },
  deregister: { label: '可以查看的链接', required: false },
}

/** What the unit did on the platform, and since when. */
export function ExecuteCard(view: CaseView) {
  const { one } = view
  const typed = typedIn(view, 'execute')
  const { label, required } = linkOf[one.kind]
  return (
    <section class="card">
      <header>
        <h2>登记平台办理情况</h2>
      </header>
      <form class="in" method="post" action={`/cases/${one.id}/execute`}>
        <Hidden {...view} />
        <div class="row">
          <Field name="on" label="办理日期" type="date" required value={typed['on']} />
          <Field
            name="url"
            label={label}
            required={required}
            value={typed['url'] ?? one.answers['announcementUrl']}
            hint="以 https:// 开头。"
          />
        </div>
        {one.kind !== 'change' && (
          <label class="opt">
            <input type="checkbox" name="sure" value="yes" checked={typed['sure'] === 'yes'} />
            <span>
              <b>经核实，确在批准之前办理</b>
              <small>仅在所填日期早于批准日期时勾选；登记后不再更改，并列入责任追究线索。</small>
            </span>
          </label>
        )}
        <p class="acts">
          <button class="btn pri" type="submit">
            登记
          </button>
        </p>
      </form>
    </section>
  )
}

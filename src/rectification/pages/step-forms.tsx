import type { Child } from 'hono/jsx'
import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { CsrfField, Field } from '../../web/index.ts'
import { nextOrderState, type OrderAction, orderActionLabels } from '../model.ts'
import { isLate } from '../rules.ts'
import type { OrderView } from './order.tsx'

type Spec = {
  title: string
  actions: readonly OrderAction[]
  /** What is asked for in words; none: nothing is typed. */
  note?: string
  required?: boolean
  file?: string
  hint?: string
  bad?: OrderAction
}

/** Each form of the page: which steps it offers, and what comes with them. */
const forms: readonly Spec[] = [
  { title: '签收', actions: ['acknowledge'], hint: '签收后可以整改，或者提出一次申诉。期限自下达之日起计算。' },
  {
    title: '报告已止住',
    actions: ['stop'],
    note: '止住情况',
    required: true,
    hint: '单项否决的问题应先止住，再整改并书面反馈。',
  },
  {
    title: '报送整改情况',
    actions: ['fix'],
    note: '整改情况',
    required: true,
    file: '证明材料',
    hint: '由报送人以外的人复查，复查合格后销号。',
  },
  {
    title: '申诉',
    actions: ['contest'],
    note: '申诉理由',
    required: true,
    file: '申诉证据',
    hint: '只能提出一次，由下达人以外的人处理；申诉期间期限不停止计算。',
  },
  {
    title: '处理申诉',
    actions: ['uphold', 'reject'],
    note: '处理意见和理由',
    required: true,
    bad: 'reject',
    hint: '拟制、签发和录入申诉的人不能处理。申诉成立的，本通知不再执行。',
  },
  {
    title: '复查',
    actions: ['pass', 'fail'],
    note: '复查意见',
    required: true,
    bad: 'fail',
    hint: '报送整改情况的人不能复查。请打开账号核对，并对照系统最近一次判定。',
  },
  { title: '销号', actions: ['close'] },
  { title: '催办', actions: ['remind'], note: '催办说明', hint: '催办次数计入统计。' },
  {
    title: '升级督办',
    actions: ['escalate'],
    note: '升级说明',
    hint: '催办后仍逾期的，报第一责任人，记责任追究线索 F-12，由有权机关决定。',
  },
  { title: '所依据的问题有变化', actions: ['maintain'], note: '维持的理由', required: true },
  { title: '撤回', actions: ['withdraw'], note: '撤回的理由', bad: 'withdraw' },
]

/** The steps that state and right allow; one that nothing calls for yet isn't offered. */
export function StepForms(view: OrderView) {
  const { order, turned, steps, now } = view
  const calledFor = (action: OrderAction): boolean => {
    if (action === 'stop') return order.stopBy !== null && order.stoppedAt === null
    if (action === 'maintain') return turned.length > 0
    if (action === 'escalate')
      return isLate(order, now) && order.escalatedAt === null && steps.some((step) => step.action === 'remind')
    return true
  }
  const can = (action: OrderAction) =>
    nextOrderState[order.state][action] !== undefined && view.may(action) && calledFor(action)
  return (
    <>
      {can('issue') && <IssueForm {...view} />}
      {forms.map((spec) => {
        const actions = spec.actions.filter(can)
        return actions.length > 0 && <StepForm view={view} spec={{ ...spec, actions }} />
      })}
    </>
  )
}

type CardProps = { view: OrderView; title: string; hint?: string | undefined; upload?: boolean; children: Child }

const Card = ({ view: { c, order }, title, hint, upload, children }: CardProps) => (
  <section class="card">
    <header>
      <h2>{title}</h2>
    </header>
    <form class="in" method="post" action={`/orders/${order.id}`} {...(upload && { enctype: 'multipart/form-data' })}>
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(order.version)} />
      {hint && <p class="mut">{hint}</p>}
      {children}
    </form>
  </section>
)

function StepForm({ view, spec }: { view: OrderView; spec: Spec }) {
  const { actions, note, required, file, title, hint, bad } = spec
  const [first] = actions
  const typed = view.typed && actions.some((action) => action === view.typed?.action) ? view.typed.note : undefined
  return (
    <Card view={view} title={title} hint={hint} upload={file !== undefined}>
      {note && (
        <Field
          name="note"
          id={`note-${first}`}
          label={note}
          type="textarea"
          required={required ?? false}
          value={typed}
          hint={file ? sentences.nothingSecret : undefined}
        />
      )}
      {file && (
        <Field
          name="file"
          id={`file-${first}`}
          label={file}
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp"
          required
          hint={hints.scanFile}
        />
      )}
      <p class="acts">
        {actions.map((action) => (
          <button class={action === bad ? 'btn bad' : 'btn pri'} type="submit" name="action" value={action}>
            {orderActionLabels[action]}
          </button>
        ))}
      </p>
    </Card>
  )
}

const IssueForm = (view: OrderView) => (
  <Card view={view} title="签发下达" hint="拟制人不能自己签发。签发后文件内容、期限即固定。">
    <Field
      name="number"
      label="发文字号"
      required
      value={view.typed?.action === 'issue' ? view.typed.number : view.suggestedNumber}
      hint="如：临政公开办〔2026〕3号。按发文机关的发文登记编号。"
    />
    <p class="acts">
      <button class="btn pri" type="submit" name="action" value="issue">
        {orderActionLabels.issue}
      </button>
    </p>
  </Card>
)

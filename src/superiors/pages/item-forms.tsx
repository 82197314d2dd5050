import type { Child } from 'hono/jsx'
import { CsrfField, Field } from '../../web/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { type ItemAction, itemActionLabels, lineMost, nextItemState } from '../model.ts'
import type { ItemView } from './item.tsx'

/** The steps of an item that state and right allow. */
export function ItemForms(view: ItemView) {
  const { item, parts } = view
  const can = (action: ItemAction) => nextItemState[item.state][action] !== undefined && view.may(action)
  const missing = parts.filter(({ state }) => state !== 'accepted')
  return (
    <>
      {can('distribute') && (
        <Step
          view={view}
          action="distribute"
          hint={`分办后列在${parts.map(({ unitName }) => unitName).join('、')}的工作台。`}
        />
      )}
      {can('compile') && (
        <Step
          view={view}
          action="compile"
          hint={
            missing.length === 0
              ? '单位反馈已全部核对。汇总后生成反馈函，由负责人审签。'
              : `${missing.map(({ unitName }) => unitName).join('、')}尚未反馈或尚未核对。时限将至的，可以写明原因后汇总，反馈函写明其尚未反馈。`
          }
        >
          {missing.length > 0 && <Note view={view} action="compile" label="未收齐即汇总的原因" />}
        </Step>
      )}
      {can('sign') && (
        <Step
          view={view}
          action="sign"
          hint="请打开反馈函核对。汇总、修改的人不能审签；审签后文字、编号即固定，不加盖印章。"
        >
          <Field
            name="number"
            label="发文字号"
            required
            value={typedIn(view, 'sign')['number']}
            hint="如：临政公开办函〔2026〕3号。按发文机关的发文登记编号。"
          />
        </Step>
      )}
      {can('rework') && (
        <Step view={view} action="rework" bad hint="退回后可以重新收单位反馈，已写的文字保留。">
          <Note view={view} action="rework" label="退回的理由" required />
        </Step>
      )}
      {can('send') && (
        <Step view={view} action="send" hint="按上级要求的渠道报送后登记；晚于时限的照实登记，页面和台账写明。">
          <Field
            name="sentAt"
            label="报送时间"
            type="datetime-local"
            required
            value={typedIn(view, 'send')['sentAt']}
          />
          <Field
            name="how"
            label="报送方式"
            required
            maxlength={lineMost}
            value={typedIn(view, 'send')['how']}
            hint="如：省工作平台、机要交换、电子邮件"
          />
          <Field
            name="file"
            label="报送凭证"
            type="file"
            accept=".pdf,.jpg,.jpeg,.png,.webp"
            hint={`可以不传。${hints.scanFile}`}
          />
        </Step>
      )}
      {can('withdraw') && (
        <Step view={view} action="withdraw" bad folded hint="上级收回，或者登记有误的，撤销后不再办理，记录保留。">
          <Note view={view} action="withdraw" label="撤销的理由" required />
        </Step>
      )}
    </>
  )
}

const typedIn = ({ typed }: ItemView, form: string) => (typed?.form === form ? typed.values : {})

const Note = ({
  view,
  action,
  label,
  required,
}: {
  view: ItemView
  action: ItemAction
  label: string
  required?: boolean
}) => (
  <Field
    name="note"
    id={`note-${action}`}
    label={label}
    maxlength={400}
    required={required ?? false}
    value={typedIn(view, action)['note']}
  />
)

type StepProps = {
  view: ItemView
  action: ItemAction
  hint: string
  bad?: boolean
  /** Seldom called for: opened by who needs it. */
  folded?: boolean
  children?: Child
}

const Step = ({ folded, ...props }: StepProps) => (
  <section class="card">
    {folded ? (
      <details class="in" open={props.view.typed?.form === props.action}>
        <summary>{itemActionLabels[props.action]}</summary>
        <StepForm {...props} />
      </details>
    ) : (
      <>
        <header>
          <h2>{itemActionLabels[props.action]}</h2>
        </header>
        <StepForm {...props} />
      </>
    )}
  </section>
)

const StepForm = ({ view, action, hint, bad, children }: Omit<StepProps, 'folded'>) => (
  <form class="in" method="post" action={`/superiors/${view.item.id}`} enctype="multipart/form-data">
    <CsrfField csrf={view.c.var.session.csrf} />
    <input type="hidden" name="form" value={action} />
    <input type="hidden" name="version" value={String(view.item.version)} />
    <p class="mut">{hint}</p>
    {children}
    <p class="acts">
      <button class={bad ? 'btn bad' : 'btn pri'} type="submit" name="action" value={action}>
        {itemActionLabels[action]}
      </button>
    </p>
  </form>
)

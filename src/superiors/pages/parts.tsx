import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { AnswerFields, CsrfField, Field, shownMinute } from '../../web/index.ts'
import { momentZh } from '../letter/paper.ts'
import { nextPartState, type Part, type PartAction, partActionLabels } from '../model.ts'
import type { ItemView } from './item.tsx'
import { PartMark } from './marks.tsx'

/** Units and their answers; each with the forms that state and right allow. */
export function PartsCard(view: ItemView) {
  const { parts, unitId, item } = view
  const shown = unitId === undefined ? parts : parts.filter((part) => part.unitId === unitId)
  const answered = parts.filter(({ state }) => state === 'accepted').length
  return (
    <section class="card">
      <header>
        <h2>{unitId === undefined ? '单位反馈' : '本单位反馈'}</h2>
        <p>
          {unitId === undefined
            ? `已核对 ${answered} 个，共 ${parts.length} 个；单位反馈最迟${momentZh(item.schedule.answer)}`
            : `最迟${momentZh(item.schedule.answer)}`}
        </p>
      </header>
      <ul class="plain rows">
        {shown.map((part) => (
          <PartRow view={view} part={part} />
        ))}
      </ul>
    </section>
  )
}

function PartRow({ view, part }: { view: ItemView; part: Part }) {
  const { item, heirs, unitId, c } = view
  const heir = heirs.get(part.unitId)
  const can = (action: PartAction) =>
    item.state === 'distributed' && nextPartState[part.state][action] !== undefined && view.mayPart(action, part.unitId)
  return (
    <li>
      <p>
        {unitId === undefined && <b>{`${part.unitName}　`}</b>}
        <PartMark state={part.state} />
        {part.forUnit && '　电话反馈，代录'}
      </p>
      {heir !== undefined && (
        <p class="mut">{heir === null ? '该单位已经撤销，没有承接单位。' : `该单位已经并入“${heir}”。`}</p>
      )}
      {part.answer && <p>{maskNumbers(part.answer)}</p>}
      {part.answeredAt && <p class="mut sm">{`${shownMinute(c, part.answeredAt)}反馈`}</p>}
      {heir && can('pass-on') && <Short view={view} part={part} actions={['pass-on']} />}
      {can('accept') && <Short view={view} part={part} actions={['accept']} />}
      {can('return') && <Returning view={view} part={part} />}
      {can('answer') && <Answering view={view} part={part} />}
    </li>
  )
}

type FormProps = { view: ItemView; part: Part }

const Hidden = ({ view, part, form }: FormProps & { form: string }) => (
  <>
    <CsrfField csrf={view.c.var.session.csrf} />
    <input type="hidden" name="version" value={String(part.version)} />
    <input type="hidden" name="unitId" value={part.unitId} />
    <input type="hidden" name="form" value={form} />
  </>
)

const pathOf = ({ item }: ItemView) => `/superiors/${item.id}`
const typedIn = ({ typed }: ItemView, form: string) => (typed?.form === form ? typed.values : {})

const Short = ({ view, part, actions }: FormProps & { actions: readonly PartAction[] }) => (
  <form class="inline" method="post" action={pathOf(view)} enctype="multipart/form-data">
    <Hidden view={view} part={part} form={`${actions[0]}-${part.unitId}`} />
    {actions.map((action) => (
      <button
        class="btn"
        type="submit"
        name="action"
        value={action}
        aria-label={`${part.unitName}：${partActionLabels[action]}`}
      >
        {partActionLabels[action]}
      </button>
    ))}
  </form>
)

const Returning = ({ view, part }: FormProps) => {
  const form = `return-${part.unitId}`
  return (
    <details open={view.typed?.form === form}>
      <summary>退回补充</summary>
      <form method="post" action={pathOf(view)} enctype="multipart/form-data">
        <Hidden view={view} part={part} form={form} />
        <Field
          name="note"
          id={`note-${form}`}
          label="退回的理由"
          required
          maxlength={400}
          value={typedIn(view, form)['note']}
        />
        <p class="acts">
          <button class="btn bad" type="submit" name="action" value="return">
            退回补充
          </button>
        </p>
      </form>
    </details>
  )
}

/** A unit answers in the open; what the office enters for a unit that telephoned stands folded away. */
const Answering = ({ view, part }: FormProps) => {
  const form = `answer-${part.unitId}`
  const own = view.unitId !== undefined
  return (
    <details open={own || view.typed?.form === form}>
      <summary>{own ? (part.answer ? '重新反馈' : '反馈') : '单位来电的，代录反馈'}</summary>
      <form method="post" action={pathOf(view)} enctype="multipart/form-data">
        <Hidden view={view} part={part} form={form} />
        <AnswerFields
          form={form}
          label="反馈情况"
          hint="写明核查结果、处理情况。"
          value={
            typedIn(view, form)['note'] ?? (own && part.state === 'returned' ? (part.answer ?? undefined) : undefined)
          }
        />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value="answer">
            {own ? '反馈' : '代录反馈'}
          </button>
        </p>
      </form>
    </details>
  )
}

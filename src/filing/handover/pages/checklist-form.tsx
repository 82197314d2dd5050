import { CsrfField, Field } from '../../../web/index.ts'
import { type ChecklistItem, checklistOf } from '../checklist.ts'
import { answerLabels, answerWords, type Handover, type ItemAnswer, signingLabels } from '../model.ts'
import type { Filled } from '../verbs/fill-handover.ts'
import type { HandoverFault } from '../rules.ts'
import type { OpenTask } from '../tasks.ts'

type Props = {
  csrf: string
  one: Handover
  filled: Filled
  faults: readonly HandoverFault[]
  tasks: readonly OpenTask[]
}

const unanswered: ItemAnswer = { answer: null, note: '', on: '' }

/** The checklist as a form; nothing in it takes a password, and it says so. */
export function ChecklistForm({ csrf, one, filled, faults, tasks }: Props) {
  const { items, basis } = checklistOf(one.checklist)
  // Nobody is told of mistakes before anything was typed.
  const faultAt = (key: string) => (one.version > 1 ? faults.find(({ field }) => field === key) : undefined)
  const faultOf = (key: string) => {
    const fault = faultAt(key)
    return fault && `${fault.wanted}。`
  }
  return (
    <form class="card" method="post" action={`/handovers/${one.id}/fill`} data-unsaved>
      <header>
        <h2>交接清单</h2>
        <p>不得填写密码</p>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        <input type="hidden" name="version" value={String(one.version)} />
        <p class="mut">{`依据：${basis}。`}</p>
        <Field
          name="incomingName"
          label="接收人"
          required
          value={filled.incomingName}
          error={faultOf('incoming')}
          hint="接手岗位的人；岗位暂缺的，填写临时接管的人。"
        />
      </div>
      <ol class="plain rows">
        {items.map((item, at) => (
          <li>
            <Item
              item={item}
              number={at + 1}
              given={filled.answers[item.key] ?? unanswered}
              fault={faultAt(item.key)}
              tasks={tasks}
            />
          </li>
        ))}
      </ol>
      <div class="in">
        <SigningFields filled={filled} faultOf={faultOf} />
        <p class="acts">
          <button class="btn pri" type="submit">
            保存清单
          </button>
        </p>
      </div>
    </form>
  )
}

type ItemProps = {
  item: ChecklistItem
  number: number
  given: ItemAnswer
  fault: HandoverFault | undefined
  tasks: readonly OpenTask[]
}

function Item({ item, number, given, fault, tasks }: ItemProps) {
  const at = fault?.at
  const error = fault && `${fault.wanted}。`
  const { key, label, hint, asksDay, listsTasks } = item
  return (
    <fieldset class="fld">
      <legend class="lab">{`${number}　${label}`}</legend>
      <p class="hint">{hint}</p>
      {listsTasks && <TaskList tasks={tasks} linked />}
      <div>
        {answerWords.map((word) => (
          <label class="tick">
            <input type="radio" name={`${key}.answer`} value={word} checked={given.answer === word} />
            {answerLabels[word]}
          </label>
        ))}
      </div>
      {error && at === 'answer' && <p class="errm">{error}</p>}
      <div class="row">
        {asksDay && (
          <Field
            name={`${key}.on`}
            label="更换日期"
            type="date"
            value={given.on}
            error={at === 'on' ? error : undefined}
          />
        )}
        <Field
          name={`${key}.note`}
          label="说明"
          value={given.note}
          error={at === 'note' ? error : undefined}
          maxlength={200}
          autocomplete="off"
        />
      </div>
    </fieldset>
  )
}

/** What passes on with the post, as the program knows it; led there is who works on it. */
export function TaskList({ tasks, linked }: { tasks: readonly OpenTask[]; linked?: true }) {
  if (tasks.length === 0) return <p class="mut">系统中没有该单位的未办结事项。</p>
  return (
    <ul class="led">
      {tasks.map(({ kind, title, note, href }) => (
        <li>
          {`${kind}：`}
          {linked ? <a href={href}>{title}</a> : title}
          {`（${note}）`}
        </li>
      ))}
    </ul>
  )
}

function SigningFields({ filled, faultOf }: { filled: Filled; faultOf: (key: string) => string | undefined }) {
  return (
    <>
      <fieldset class="fld">
        <legend class="lab">签字方式</legend>
        <div>
          {Object.entries(signingLabels).map(([value, label]) => (
            <label class="tick">
              <input type="radio" name="signing" value={value} checked={filled.signing === value} />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="row">
        <Field
          name="absenceReason"
          label="移交人不能签字的原因"
          value={filled.absenceReason}
          error={faultOf('absenceReason')}
          maxlength={200}
          hint="由监交人签字的填写。"
        />
        <Field
          name="witnessName"
          label="监交人"
          value={filled.witnessName}
          error={faultOf('witness')}
          hint="由监交人签字的填写，一般为分管领导。"
        />
      </div>
    </>
  )
}

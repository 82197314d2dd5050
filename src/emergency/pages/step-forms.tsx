import { addHours, type Instant } from '../../calendar/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { type Choice, CsrfField, Field, Select } from '../../web/index.ts'
import { secretReasons } from '../checks.ts'
import { fieldsOf } from '../fields.ts'
import {
  type Action,
  actionLabels,
  bodiesOf,
  bodyLabels,
  calledLabels,
  referenceMost,
  type State,
  wordsMost,
} from '../model.ts'
import { allowedActions, owedSteps, procedures } from '../rules.ts'
import type { CaseView } from './case.tsx'
import { localMinute } from './new.tsx'
import { People } from './people.tsx'

const now: readonly Action[] = ['link', 'amend', 'conclude', 'close']
const choicesOf = (labels: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

const doneWords: Readonly<Partial<Record<State, string>>> = { concluded: '打印报告后结案', closed: '' }

/** The steps that may be taken now, one fold each; what its kind asks for first stands open. */
export function StepForms(view: CaseView) {
  const { one, steps, typed } = view
  const done = steps.map(({ action }) => action)
  const nothingToLink = view.findings.length + view.problems.length === 0 && !one.findingId && !one.problemId
  const allowed = allowedActions({ kind: one.kind, state: one.state, done }).filter(
    (action) => action !== 'link' || !nothingToLink,
  )
  // A conclusion says of what wasn't done why: nothing of it is owed any more.
  const owed =
    one.state === 'concluded' || one.state === 'closed'
      ? []
      : owedSteps({ kind: one.kind, done }).filter((action) => allowed.includes(action))
  const order = procedures[one.kind].map(({ action }) => action)
  const first =
    typed?.['action'] ?? (one.state === 'concluded' ? 'close' : (owed[0] ?? (one.state === 'closed' ? '' : 'conclude')))
  const place = (action: Action) =>
    (owed.includes(action) ? 0 : 1) * 100 + (order.includes(action) ? order.indexOf(action) : 50)
  const shown =
    one.state === 'concluded'
      ? (['close', ...allowed.filter((action) => action !== 'close')] as Action[])
      : allowed.toSorted((a, b) => place(a) - place(b))
  return (
    <section class="card folds">
      <header>
        <h2>{one.state === 'closed' ? '补记' : '下一步'}</h2>
        <p>{owed.length > 0 ? `还有 ${owed.length} 项应办` : (doneWords[one.state] ?? '各项均已办理，可以提出结论')}</p>
      </header>
      {shown.map((action) => (
        <details open={action === first}>
          <summary>
            {actionLabels[action]}
            {owed.includes(action) && <span class="st warn">应办</span>}
          </summary>
          <StepForm view={view} action={action} />
        </details>
      ))}
    </section>
  )
}

function StepForm({ view, action }: { view: CaseView; action: Action }) {
  const { c, one, now: at } = view
  const fields = fieldsOf(one.kind, action)
  const typed = view.typed?.['action'] === action ? view.typed : {}
  const id = (name: string) => `${action}-${name}`
  return (
    <>
      {fields.called && <People {...view} />}
      <form
        class="in"
        method="post"
        action={`/emergency/${one.id}`}
        {...((fields.file ?? fields.evidence) && { enctype: 'multipart/form-data' })}
      >
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="version" value={String(one.version)} />
        {fields.called && (
          <Select
            name="called"
            id={id('called')}
            label="提示对象"
            required
            value={typed['called']}
            choices={[{ value: '', label: '请选择' }, ...choicesOf(calledLabels)]}
          />
        )}
        {!now.includes(action) && (
          <Field
            name="at"
            id={id('at')}
            label={fields.at}
            type="datetime-local"
            required
            value={typed['at'] ?? localMinute(at)}
          />
        )}
        {fields.called && <Due view={view} typed={typed} now={at} />}
        {fields.body && (
          <Select
            name="body"
            id={id('body')}
            label="移送机关"
            required
            value={typed['body'] ?? (one.kind === 'stolen' ? 'police' : bodiesOf(one.kind)[0])}
            choices={bodiesOf(one.kind).map((value) => ({ value, label: bodyLabels[value] }))}
          />
        )}
        {fields.reasons && <Reasons view={view} typed={typed} />}
        {fields.links && <Links view={view} typed={typed} />}
        {fields.evidence && view.evidence.length > 0 && (
          <Select
            name="evidence"
            id={id('evidence')}
            label="系统采集的证据"
            value={typed['evidence']}
            choices={[{ value: '', label: '不选' }, ...view.evidence]}
          />
        )}
        {fields.file && (
          <Field
            name="file"
            id={id('file')}
            label={fields.file.label}
            type="file"
            accept=".pdf,.jpg,.jpeg,.png,.webp"
            required={fields.file.need === 'must'}
            hint={hints.scanFile}
          />
        )}
        {fields.reference && (
          <Field
            name="reference"
            id={id('reference')}
            label={fields.reference.label}
            required={fields.reference.need === 'must'}
            maxlength={referenceMost}
            value={typed['reference']}
            hint={one.kind === 'secret' ? '只填编号，不写内容。' : undefined}
          />
        )}
        {fields.words && (
          <Field
            name="words"
            id={id('words')}
            label={fields.words.label}
            type="textarea"
            required={fields.words.need === 'must'}
            maxlength={wordsMost}
            value={typed['words']}
            hint={[fields.words.hint, fields.file && sentences.nothingSecret].filter(Boolean).join('') || undefined}
          />
        )}
        {action === 'close' && <p class="mut">须先打印《应急处置情况报告》。结案后只能补记，不能改动。</p>}
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value={action}>
            {now.includes(action) ? actionLabels[action] : `登记${actionLabels[action]}`}
          </button>
        </p>
      </form>
    </>
  )
}

const Due = ({ view: { one }, typed, now: at }: { view: CaseView; typed: Record<string, string>; now: Instant }) => (
  <Field
    name="dueAt"
    id="call-dueAt"
    label="要求处置的时限"
    type="datetime-local"
    required
    value={typed['dueAt'] ?? localMinute(addHours(at, one.actHours))}
    hint={`默认通话后${one.actHours}小时，自然时间。`}
  />
)

/** What closing asks for and nobody took: why. Of a leaked secret by choice, so that nothing is told. */
function Reasons({ view: { one, steps }, typed }: { view: CaseView; typed: Record<string, string> }) {
  const owed = owedSteps({ kind: one.kind, done: steps.map(({ action }) => action) })
  return (
    <>
      {owed.map((action) =>
        one.kind === 'secret' ? (
          <Select
            name={`reason-${action}`}
            label={`未办“${actionLabels[action]}”的原因`}
            required
            value={typed[`reason-${action}`]}
            choices={[{ value: '', label: '请选择' }, ...choicesOf(secretReasons)]}
          />
        ) : (
          <Field
            name={`reason-${action}`}
            label={`未办“${actionLabels[action]}”的原因`}
            required
            maxlength={wordsMost}
            value={typed[`reason-${action}`]}
          />
        ),
      )}
    </>
  )
}

const Links = ({ view, typed }: { view: CaseView; typed: Record<string, string> }) => {
  const choose = (name: string, label: string, choices: readonly Choice[], known: string | null) =>
    choices.length > 0 && (
      <Select
        name={name}
        id={`link-${name}`}
        label={label}
        value={typed[name] ?? known ?? ''}
        choices={[{ value: '', label: '无' }, ...choices]}
      />
    )
  return (
    <>
      {choose('finding', '监测线索', view.findings, view.one.findingId)}
      {choose('problem', '登记的问题', view.problems, view.one.problemId)}
    </>
  )
}

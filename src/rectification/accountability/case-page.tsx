import type { Child } from 'hono/jsx'
import { dayOf, formatDayZh, type Instant } from '../../calendar/index.ts'
import { hints } from '../../vocabulary/hints.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head, Select, shownMinute, type WebContext } from '../../web/index.ts'
import { type Chosen, EvidenceFields, type Offered } from './evidence-fields.tsx'
import { CaseMark } from './list-page.tsx'
import {
  type AccountabilityCase,
  type CaseAction,
  caseActionLabels,
  type CaseStep,
  type Evidence,
  evidenceLabels,
  measureLabels,
  nextCaseState,
  outcomeLabels,
} from './model.ts'
import { independentPieces, isHeard } from './rules.ts'

/** A piece of evidence in words, and where it is read. */
export type ToldEvidence = Evidence & { words: string; href: string | undefined }

export type CaseView = {
  c: WebContext
  one: AccountabilityCase
  evidence: readonly ToldEvidence[]
  steps: readonly CaseStep[]
  names: ReadonlyMap<string, string>
  now: Instant
  may: (action: CaseAction) => boolean
  /** Who looks sees the cases of every unit. */
  office: boolean
  offered: Offered
  typed: Readonly<Record<string, string>>
  problem: string | undefined
  trail: Child
}

const nothingChosen: Chosen = { triggers: [], orders: [], circulars: [] }

/** One case: what it stands on, whether the unit was heard, what was decided, and the step that comes next. */
export function CasePage(view: CaseView) {
  const { one, evidence, now, problem, trail } = view
  return (
    <>
      <Head
        crumb={view.office ? <a href="/accountability-cases">责任追究</a> : <a href="/">工作台</a>}
        title={
          <>
            {one.unitName} <CaseMark state={one.state} box />
          </>
        }
        note={`${formatDayZh(dayOf(one.openedAt))}立项　系统建议：${measureLabels[one.proposedMeasure]}${one.decidedMeasure ? `　决定：${measureLabels[one.decidedMeasure]}` : ''}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <Alert tone="pend" title={sentences.systemOnlyHints} />
      {one.state === 'hearing' && one.statementBy && (
        <Alert
          tone={isHeard(one, now) ? 'pass' : 'warn'}
          title={
            one.statedAt
              ? `单位已陈述申辩，期限至${formatDayZh(one.statementBy)}`
              : isHeard(one, now)
                ? `陈述申辩期限${formatDayZh(one.statementBy)}已满，单位没有陈述申辩`
                : `单位可以陈述申辩至${formatDayZh(one.statementBy)}，期满或收到陈述申辩后才能决定`
          }
        />
      )}
      <div class="stackv">
        <section class="card">
          <header>
            <h2>证据</h2>
            <p>{`${evidence.length} 条，其中相互独立 ${independentPieces(evidence)} 条`}</p>
          </header>
          <ul class="plain rows">
            {evidence.map(({ kind, words, href, note }) => (
              <li>
                <p>
                  <b>{evidenceLabels[kind]}</b>
                </p>
                <p>{href ? <a href={href}>{words}</a> : words}</p>
                {note && <p class="mut">{note}</p>}
              </li>
            ))}
          </ul>
        </section>
        <Steps {...view} />
        <Forms {...view} />
        {trail}
      </div>
    </>
  )
}

const outcomeOf = (facts: CaseStep['facts']): string => {
  const outcome = facts['outcome']
  if (typeof outcome !== 'string') return ''
  const said = Object.hasOwn(outcomeLabels, outcome) ? outcomeLabels[outcome as keyof typeof outcomeLabels] : outcome
  const rest = [facts['documentNumber'], facts['on']].filter((one) => typeof one === 'string')
  return [facts['body'], said, ...rest].filter((one) => typeof one === 'string').join('　')
}

const Steps = ({ c, one, steps, names }: CaseView) => (
  <section class="card">
    <header>
      <h2>办理情况</h2>
    </header>
    <ol class="tl in">
      {steps.map((step) => (
        <li>
          <time>{shownMinute(c, step.at)}</time>
          <b>{step.action === 'open' ? '立项' : caseActionLabels[step.action]}</b>
          {`　${names.get(step.by) ?? '系统用户'}`}
          {step.action === 'decide' && one.decidedMeasure && <span>{`　${measureLabels[one.decidedMeasure]}`}</span>}
          {step.action === 'record-outcome' && <p>{outcomeOf(step.facts)}</p>}
          {step.note && <p>{step.note}</p>}
          {step.fileId && (
            <p>
              <a href={`/accountability-cases/${one.id}/files/${step.version}`}>{step.fileName ?? '材料'}</a>
            </p>
          )}
        </li>
      ))}
    </ol>
  </section>
)

type CardProps = { view: CaseView; title: string; hint?: string; upload?: boolean; children: Child }

const Card = ({ view: { c, one }, title, hint, upload, children }: CardProps) => (
  <section class="card">
    <header>
      <h2>{title}</h2>
    </header>
    <form
      class="in"
      method="post"
      action={`/accountability-cases/${one.id}`}
      {...(upload && { enctype: 'multipart/form-data' })}
    >
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(one.version)} />
      {hint && <p class="mut">{hint}</p>}
      {children}
    </form>
  </section>
)

const Press = ({ action, bad }: { action: CaseAction; bad?: boolean }) => (
  <button class={bad ? 'btn bad' : 'btn pri'} type="submit" name="action" value={action}>
    {caseActionLabels[action]}
  </button>
)

const Words = ({ view, action, label }: { view: CaseView; action: CaseAction; label: string }) => (
  <Field
    name="note"
    id={`note-${action}`}
    label={label}
    type="textarea"
    required
    value={view.typed['action'] === action ? view.typed['note'] : undefined}
  />
)

const Proof = ({ action, label, required }: { action: CaseAction; label: string; required?: boolean }) => (
  <Field
    name="file"
    id={`file-${action}`}
    label={label}
    type="file"
    accept=".pdf,.jpg,.jpeg,.png,.webp"
    required={required ?? false}
    hint={`${hints.scanFile}${sentences.nothingSecret}`}
  />
)

const choices = (labels: Readonly<Record<string, string>>) => [
  { value: '', label: '请选择' },
  ...Object.entries(labels).map(([value, label]) => ({ value, label })),
]

/** The steps that state and right allow. */
function Forms(view: CaseView) {
  const { one, now, offered, typed } = view
  const can = (action: CaseAction) => nextCaseState[one.state][action] !== undefined && view.may(action)
  const decides = can('decide') && isHeard(one, now)
  return (
    <>
      {can('notify') && (
        <Card view={view} title="告知单位" hint="告知后，单位可以看到本事项和证据，并陈述申辩，不少于3个工作日。">
          <Words view={view} action="notify" label="告知内容（拟作处理的事实、理由和依据）" />
          <p class="acts">
            <Press action="notify" />
          </p>
        </Card>
      )}
      {can('state') && (
        <Card view={view} title="陈述申辩" upload>
          <Words view={view} action="state" label="陈述申辩意见" />
          <Proof action="state" label="佐证材料" />
          <p class="acts">
            <Press action="state" />
          </p>
        </Card>
      )}
      {(decides || can('drop')) && (
        <Card view={view} title="决定" hint="立项人不能决定。平台只提建议，可以作出与建议不同的决定。">
          {decides && (
            <Select name="measure" label="处理方式" value={typed['measure']} choices={choices(measureLabels)} />
          )}
          <Words view={view} action={decides ? 'decide' : 'drop'} label="事实、理由和依据" />
          <p class="acts">
            {decides && <Press action="decide" />}
            {can('drop') && <Press action="drop" bad />}
          </p>
        </Card>
      )}
      {can('serve') && (
        <Card view={view} title="送达">
          <Words view={view} action="serve" label="送达日期和方式" />
          <p class="acts">
            <Press action="serve" />
          </p>
        </Card>
      )}
      {can('record-outcome') && (
        <Card
          view={view}
          title="登记有权机关决定"
          hint="调离、党内警告等由有权机关依规依纪依法决定，这里只按其文件登记，不填人员姓名。"
          upload
        >
          <Select name="outcome" label="决定" value={typed['outcome']} choices={choices(outcomeLabels)} />
          <Field name="body" label="作出决定的机关" required maxlength={80} value={typed['body']} />
          <Field name="number" label="文号" maxlength={60} value={typed['number']} />
          <Field name="on" label="决定日期" type="date" required value={typed['on']} />
          <Proof action="record-outcome" label="决定文件" required />
          <p class="acts">
            <Press action="record-outcome" />
          </p>
        </Card>
      )}
      {can('close') && (
        <Card view={view} title="办结">
          <p class="acts">
            <Press action="close" />
          </p>
        </Card>
      )}
      {can('add-evidence') && (
        <Card view={view} title="补充证据" upload>
          <EvidenceFields {...offered} chosen={nothingChosen} fileNote={typed['fileNote'] ?? ''} />
          <p class="acts">
            <Press action="add-evidence" />
          </p>
        </Card>
      )}
    </>
  )
}

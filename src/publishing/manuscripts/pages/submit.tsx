import { Alert, CsrfField, Field, Head, Select } from '../../../web/index.ts'
import {
  classes,
  classLabels,
  gateLabels,
  officeLabels,
  type PlannedStep,
  stepSignerLabels,
} from '../../gates/model.ts'
import type { ClassFound } from '../../gates/rules.ts'
import type { TextFinding } from '../../../textcheck/index.ts'
import { SOURCE_RULE, type WordsCheck } from '../check-words.ts'
import { LINK_RULE } from '../links/rules.ts'
import { ATTACHED } from '../attached/check-attachments.ts'
import type { Earlier } from '../../lexicons/earlier.ts'
import type { Desk } from '../desk.ts'
import { lackingOf } from '../lacking.ts'
import { JOINT } from '../last-submission.ts'
import { numberWords, OPINION_MOST } from '../model.ts'
import { FindingLine } from './findings.tsx'
import { isIgnorable } from '../../lexicons/ignorable.ts'

type Props = {
  csrf: string
  desk: Desk
  found: ClassFound
  check: WordsCheck
  earlier: Earlier
  plan: readonly PlannedStep[]
  units: readonly { id: string; name: string }[]
  /** Whether this person may let a false alarm stand for the unit. */
  mayIgnore: boolean
  values: Readonly<Record<string, string>>
  problem?: string | undefined
}

/** 送审: what the check says, what class the text is of, who is asked. */
export function SubmitPage({ csrf, desk, found, check, earlier, plan, units, mayIgnore, values, problem }: Props) {
  const { manuscript, text } = desk
  const lacking = lackingOf(text, desk.files)
  const blocking = check.findings.filter(({ severity }) => severity === 'block').length
  const confirm = check.findings.filter(({ severity }) => severity === 'confirm').length
  const flag = (name: string) => values[name] === 'yes'
  return (
    <>
      <Head
        crumb={<a href={`/manuscripts/${manuscript.id}`}>{`稿件审签 › ${numberWords(manuscript.number)}`}</a>}
        title={`送审　${text.title}`}
        note={`第${text.number}版，${[...text.plain].length}字。送审后文字固定，审核期间不能修改。`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {!problem && lacking.length > 0 && (
        <Alert tone="warn" title="还不能送审">
          {lacking.map(({ message }) => (
            <p>{message}</p>
          ))}
        </Alert>
      )}
      <div class="cols c75">
        <form class="card in" method="post" action={`/manuscripts/${manuscript.id}/submit`} data-unsaved>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="version" value={String(manuscript.version)} />
          <input type="hidden" name="textNumber" value={String(text.number)} />
          <Select
            name="class"
            label="稿件分类"
            value={values['class'] ?? ''}
            choices={[
              { value: '', label: `${classLabels[found.class]}（按规则）` },
              ...classes.filter((one) => one !== found.class).map((value) => ({ value, label: classLabels[value] })),
            ]}
            hint={`${found.because}；改为其他分类的须写明理由`}
          />
          <Field name="classReason" label="调整分类的理由" maxlength={OPINION_MOST} value={values['classReason']} />
          <Field
            name="plannedAt"
            label="计划发布时间"
            type="datetime-local"
            value={values['plannedAt']}
            hint="列入发布日程；没有定的不填"
          />
          <fieldset class="fld plainset">
            <legend class="lab">加审</legend>
            <label class="tick">
              <input type="checkbox" name="isMajor" value="yes" checked={flag('isMajor')} /> 重大事项，报主要领导审定
            </label>
            {Object.entries(officeLabels).map(([office, label]) => (
              <label class="tick">
                <input type="checkbox" name={`office-${office}`} value="yes" checked={flag(`office-${office}`)} />{' '}
                {label}
              </label>
            ))}
          </fieldset>
          <JointUnit name={JOINT[0]} label="涉及其他单位的，转该单位联审" units={units} values={values} />
          <details class="fld" open={JOINT.slice(1).some((name) => (values[name] ?? '') !== '')}>
            <summary>再转其他单位联审</summary>
            <div class="unfolded">
              {JOINT.slice(1).map((name, at) => (
                <JointUnit name={name} label={`联审单位${at + 2}`} units={units} values={values} />
              ))}
            </div>
          </details>
          <details class="fld" open={(values['urgentReason'] ?? '') !== ''}>
            <summary>
              <b>突发事件，走加急通道</b>
            </summary>
            <div class="unfolded">
              <Field name="urgentSince" label="事件发生时间" type="datetime-local" value={values['urgentSince']} />
              <Field
                name="urgentReason"
                label="什么突发事件"
                maxlength={OPINION_MOST}
                value={values['urgentReason']}
                hint="减为一级审签，五关一关不少；5小时、48小时时限从发生时起算，事后列入补审"
              />
            </div>
          </details>
          <p class="acts">
            <button class="btn pri" type="submit" disabled={blocking > 0 || lacking.length > 0}>
              送审
            </button>
            <a class="btn" href={`/manuscripts/${manuscript.id}/edit`}>
              返回修改
            </a>
            {blocking > 0 && <span class="mut sm">{`文字检查有${blocking}处须先改正。`}</span>}
          </p>
        </form>
        <div class="stackv">
          <section class="card">
            <header>
              <h2>文字检查</h2>
              <p>
                {check.findings.length === 0
                  ? '没有提示'
                  : `须改正 ${blocking}，须确认 ${confirm}，共 ${check.findings.length}`}
              </p>
            </header>
            <div class="in">
              {check.findings.length === 0 && <p class="mut sm">没有发现须改正、须确认的地方。</p>}
              {check.notChecked.length > 0 && <p class="mut sm">{check.notChecked.map(({ why }) => why).join('')}</p>}
              <ol class="remarks">
                {check.findings.map((finding, at) => (
                  <li>
                    <FindingLine finding={finding} earlier={earlier} />
                    {mayIgnore && mayStand(finding) && (
                      <details>
                        <summary class="sm">属误报，以后在本单位不再提示</summary>
                        <form class="unfolded" method="post" action={`/manuscripts/${manuscript.id}/ignore`}>
                          <CsrfField csrf={csrf} />
                          <input type="hidden" name="rule" value={finding.rule} />
                          <input type="hidden" name="observed" value={finding.observed} />
                          <Field name="reason" id={`ignore-${at}`} label="理由" required maxlength={200} />
                          <button class="btn sml" type="submit">
                            忽略
                          </button>
                        </form>
                      </details>
                    )}
                  </li>
                ))}
              </ol>
              {check.links !== undefined && (
                <form class="acts" method="post" action={`/manuscripts/${manuscript.id}/submit/links`}>
                  <CsrfField csrf={csrf} />
                  <button class="btn sml" type="submit">
                    检查网址能否打开
                  </button>
                  <span class="mut sm">{`网址：${check.links}。送审时再检查一次。`}</span>
                </form>
              )}
            </div>
          </section>
          <section class="card">
            <header>
              <h2>按规则的审核环节</h2>
            </header>
            <ol class="gatelist in">
              {plan.map((step) => (
                <li>
                  <b>{step.name}</b>
                  <small>{`　${stepSignerLabels[step.signer]}`}</small>
                  <p class="sm">{step.gates.map((gate) => gateLabels[gate]).join('、')}</p>
                </li>
              ))}
            </ol>
          </section>
        </div>
      </div>
    </>
  )
}

// What stands at no words of the text is decided text by text, too.
const mayStand = (finding: TextFinding) =>
  isIgnorable(finding) &&
  finding.rule !== SOURCE_RULE &&
  finding.rule !== LINK_RULE &&
  !finding.rule.startsWith(ATTACHED)

type JointProps = Pick<Props, 'units' | 'values'> & { name: string; label: string }

const JointUnit = ({ name, label, units, values }: JointProps) => (
  <Select
    name={name}
    label={label}
    value={values[name] ?? ''}
    choices={[{ value: '', label: '不涉及' }, ...units.map((unit) => ({ value: unit.id, label: unit.name }))]}
  />
)

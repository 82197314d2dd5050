import { Differences, type FieldChange } from '../../registry/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import { Alert, CsrfField, Head } from '../../web/index.ts'
import {
  annex1Form,
  type Answers,
  type Defect,
  type FormDefinition,
  formsAsked,
  type FormField,
  rulesOf,
} from '../forms/index.ts'
import { Annex1FileCard } from './annex1-file.tsx'
import { OneField } from './one-field.tsx'

type Props = {
  csrf: string
  returnId: string
  unitName: string
  /** Absent: an account that is being added. */
  accountId?: string
  version?: number
  added: boolean
  answers: Answers
  defects: readonly Defect[]
  warnings: readonly string[]
  /** Shown once something was saved: before, an empty form would be red all over. */
  touched: boolean
  forms: readonly string[]
  problem?: string | undefined
  /** Where what is saved and what was typed part, after somebody else saved first. */
  differences?: readonly FieldChange[]
  /** Where the account stands already that was typed a second time. */
  standing?: string
  /** Which printing in force a saving would leave behind. */
  printed?: number
}

/** 附件1 and what 附件2 asks beyond it, of one account, as one form: nothing is asked twice. */
export function EntryForm(props: Props) {
  const { csrf, returnId, unitName, accountId, version, added, answers, warnings, forms, problem } = props
  const asked = formsAsked(forms, answers['platform'])
  return (
    <>
      <Head
        crumb={<a href={`/filing/returns/${returnId}`}>{unitName}</a>}
        title={accountId ? (answers['name'] ?? '（未填名称）') : '添加账号'}
        note="随时可以保存，填齐后打印。"
      >
        {accountId && added && (
          <form method="post" action={`/filing/returns/${returnId}/accounts/${accountId}/drop`}>
            <CsrfField csrf={csrf} />
            <input type="hidden" name="version" value={String(props.version ?? '')} />
            <button class="btn bad" type="submit">
              撤去这个账号
            </button>
          </form>
        )}
      </Head>
      {problem && (
        <Alert tone="fail" title={problem}>
          {props.standing && <a href={props.standing}>打开已有的账号</a>}
        </Alert>
      )}
      {props.printed !== undefined && (
        <Alert tone="warn" title={`已打印第${props.printed}次，保存后该打印件作废，须重新打印、签字盖章`} />
      )}
      {props.differences && <Differences what="填报内容" now="已保存" differences={props.differences} />}
      {warnings.length > 0 && (
        <Alert tone="warn" title="请核对">
          <ul>
            {warnings.map((says) => (
              <li>{says}</li>
            ))}
          </ul>
        </Alert>
      )}
      {forms.includes(annex1Form.id) && <Annex1FileCard csrf={csrf} returnId={returnId} accountId={accountId} />}
      <form
        class="stackv"
        method="post"
        action={`/filing/returns/${returnId}/accounts/${accountId ?? 'new'}`}
        data-unsaved
        data-contradictions={JSON.stringify(asked.flatMap(rulesOf))}
      >
        <CsrfField csrf={csrf} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        {asked.map((form) => (
          <FormCard form={form} {...props} />
        ))}
        <p class="hint">{sentences.countsNotScored}</p>
        <div class="alert warn live" data-warnings aria-live="polite" hidden>
          <b>请核对</b>
          <ul></ul>
        </div>
        <p class="acts">
          <button class="btn pri" type="submit">
            保存
          </button>
          <a class="btn" href={`/filing/returns/${returnId}`}>
            不保存，返回
          </a>
        </p>
      </form>
    </>
  )
}

function FormCard({ form, answers, defects, touched, standing, accountId, added }: Props & { form: FormDefinition }) {
  const errorOf = (key: string) => {
    // What is missing is not what it was refused for.
    if (standing !== undefined) return key === 'name' || key === 'platform' ? '与已有的账号相同。' : undefined
    const defect = touched ? defects.find(({ field }) => field === key) : undefined
    return defect && `${defect.wanted}。`
  }
  // The platform of an account that the ledger knows is the ledger's.
  const fixed = accountId !== undefined && !added ? ['platform'] : []
  return (
    <section class="card">
      <header>
        <h2>{form.id === 'annex1' ? `附件1　${form.title}` : form.id === 'annex2' ? '附件2另填' : form.title}</h2>
      </header>
      <div class="in">
        <div class="row">
          {form.groups
            .flatMap(({ fields }) => (isQuestions(fields) ? [] : fields))
            .map((field) => (
              <OneField
                field={field}
                answer={answers[field.key]}
                error={errorOf(field.key)}
                fixed={fixed.includes(field.key)}
              />
            ))}
        </div>
        {form.groups
          .filter(({ fields }) => isQuestions(fields))
          .map(({ printed, fields }) => (
            <Questions printed={printed} fields={fields} answers={answers} errorOf={errorOf} />
          ))}
      </div>
    </section>
  )
}

// 功能建设情况 and 信息更新情况: several questions with the same boxes to tick.
const isQuestions = (fields: readonly FormField[]) =>
  fields.length >= 5 && fields.every(({ kind }) => kind === 'choice')

type QuestionsProps = {
  printed: string
  fields: readonly FormField[]
  answers: Answers
  errorOf: (key: string) => string | undefined
}

/** 是□ 否□ 未涉及□, a line a question. */
function Questions({ printed, fields, answers, errorOf }: QuestionsProps) {
  return (
    <table class="asks">
      <caption>{printed}</caption>
      <tbody>
        {fields.map(({ key, printed: question, choices = {} }) => (
          <tr>
            <th scope="row" id={`q-${key}`}>
              {question}
              {errorOf(key) && <small class="errm">{errorOf(key)}</small>}
            </th>
            <td>
              <div role="radiogroup" aria-labelledby={`q-${key}`}>
                {Object.entries(choices).map(([value, word]) => (
                  <label class="tick">
                    <input type="radio" name={key} value={value} checked={answers[key] === value} />
                    <span>{word}</span>
                  </label>
                ))}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

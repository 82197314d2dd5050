import type { Unit } from '../../registry/index.ts'
import { Alert, CsrfField, Field, Head, Select } from '../../web/index.ts'
import { type Dispatch, lineMost, opennessLabels } from '../model.ts'
import type { DispatchContent } from '../words/content.ts'
import { sectionsOf } from '../words/editing.ts'

type Props = {
  csrf: string
  dispatch: Dispatch
  content: DispatchContent
  units: readonly Unit[]
  /** As it was sent, where it came back refused. */
  typed: Readonly<Record<string, string>> | undefined
  problem: string | undefined
}

/** 修改: the paper section by section. What stands in braces is bound to its source. */
export function EditPage({ csrf, dispatch, content, units, typed, problem }: Props) {
  const value = (name: string, kept: string) => typed?.[name] ?? kept
  const sections = sectionsOf(content)
  return (
    <>
      <Head
        crumb={<a href={`/circulars/${dispatch.id}`}>{dispatch.title}</a>}
        title="修改文稿"
        note="花括号内是系统给出的数字、日期和名称，可以移动或删除，不能改写；另写的数字会标明“手填”，须写明来源"
      />
      {problem && <Alert tone="fail" title={problem} />}
      <form method="post" action={`/circulars/${dispatch.id}/edit`}>
        <CsrfField csrf={csrf} />
        <input type="hidden" name="version" value={String(dispatch.version)} />
        <div class="stackv">
          <section class="card">
            <header>
              <h2>标题和主送</h2>
            </header>
            <div class="in">
              <Field
                name="title"
                label="标题"
                type="textarea"
                rows={2}
                required
                value={value('title', content.title.join('\n'))}
                hint="回行时词意完整，一行一段。"
              />
              <Field
                name="addressee"
                label="主送"
                required
                maxlength={lineMost}
                value={value('addressee', content.addressee)}
              />
            </div>
          </section>
          <section class="card">
            <header>
              <h2>正文</h2>
              <p>一段一行；标题和内容都清空的，该部分删去</p>
            </header>
            <div class="in">
              {[...sections, { level: 1 as const, heading: '', text: '' }].map(({ level, heading, text }, at) => (
                <fieldset class="fld">
                  <legend>{at === 0 ? '开头' : at === sections.length ? '增加一部分' : heading}</legend>
                  <input type="hidden" name={`level-${at}`} value={String(level)} />
                  {at > 0 && (
                    <Field
                      name={`heading-${at}`}
                      label={level === 1 ? '一级标题' : '二级标题'}
                      value={value(`heading-${at}`, heading)}
                    />
                  )}
                  <Field
                    name={`text-${at}`}
                    label="内容"
                    type="textarea"
                    rows={Math.min(14, Math.max(2, Math.ceil(text.length / 60)))}
                    value={value(`text-${at}`, text)}
                  />
                </fieldset>
              ))}
              <Field
                name="typedSource"
                label="手工录入数字的来源"
                value={value('typedSource', content.typedSource)}
                hint="正文里另写了数字的，写明取自哪里。"
              />
            </div>
          </section>
          <section class="card">
            <header>
              <h2>办理要素</h2>
            </header>
            <div class="in">
              <Field
                name="feedbackDays"
                label="反馈期限（工作日）"
                value={value('feedbackDays', content.feedback?.days ? String(content.feedback.days) : '')}
                hint="自今日起算；不要求反馈的留空。正文中的期限随之变化。"
              />
              <Select
                name="openness"
                label="公开属性"
                required
                value={value('openness', content.openness)}
                choices={Object.entries(opennessLabels).map(([name, label]) => ({ value: name, label }))}
              />
              <Field
                name="opennessReason"
                label="公开属性的理由"
                value={value('opennessReason', content.opennessReason)}
                hint="依申请公开、不予公开的须写明理由。"
              />
              <Field name="copiesTo" label="抄送" maxlength={lineMost} value={value('copiesTo', content.copiesTo)} />
              <Field
                name="countersign"
                label="会签单位"
                maxlength={lineMost}
                value={value('countersign', content.countersign)}
                hint="不需要会签的留空。"
              />
            </div>
          </section>
          {dispatch.variant !== 'self-check' && <Recipients content={content} units={units} typed={typed} />}
          <p class="acts">
            <button class="btn pri" type="submit">
              保存文稿
            </button>
            <a class="btn" href={`/circulars/${dispatch.id}`}>
              不保存
            </a>
          </p>
        </div>
      </form>
    </>
  )
}

function Recipients({ content, units, typed }: Pick<Props, 'content' | 'units' | 'typed'>) {
  const sends = (id: string) =>
    typed ? (typed['to'] ?? '').includes(id) : content.recipients.some(({ unitId }) => unitId === id)
  const answers = (id: string) =>
    typed ? (typed['answering'] ?? '').includes(id) : content.recipients.some((one) => one.unitId === id && one.answers)
  return (
    <section class="card">
      <header>
        <h2>发送单位</h2>
        <p>{`签收 ${content.recipients.length} 个，要求反馈 ${content.recipients.filter((one) => one.answers).length} 个`}</p>
      </header>
      <details class="in" open={typed !== undefined}>
        <summary>调整发送单位</summary>
        <table>
          <thead>
            <tr>
              <th>单位</th>
              <th>签收</th>
              <th>要求反馈</th>
            </tr>
          </thead>
          <tbody>
            {units.map(({ id, name }) => (
              <tr>
                <td>{name}</td>
                <td>
                  <input type="checkbox" name="to" value={id} checked={sends(id)} aria-label={`${name}：签收`} />
                </td>
                <td>
                  <input
                    type="checkbox"
                    name="answering"
                    value={id}
                    checked={answers(id)}
                    aria-label={`${name}：要求反馈`}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}

import { formatDayZh } from '../../calendar/index.ts'
import { Alert, Field, Head, shownMinute } from '../../web/index.ts'
import { numberText } from '../document-number.ts'
import {
  clearances,
  type DispatchStep,
  opennessLabels,
  type Signature,
  signatureLabels,
  signatures,
  standingSignatures,
  variantLabels,
} from '../model.ts'
import { typedNumbers, typedWords } from '../words/figures.ts'
import { DispatchMark } from './marks.tsx'
import { Note, StepForm } from './step-form.tsx'
import { type DispatchView, typedIn } from './view.ts'

/** 发文稿纸: what the paper is, who signed which step, and the step that is due. */
export function SheetPage(view: DispatchView) {
  const { dispatch, problem } = view
  return (
    <>
      <Head
        crumb={<a href={`/circulars/${dispatch.id}`}>{dispatch.title}</a>}
        title={
          <>
            发文稿纸 <DispatchMark state={dispatch.state} box />
          </>
        }
        note="拟稿、核稿、会签、保密审查、签发由不同的人签字；签发以后编号、印发"
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <Facts {...view} />
        <Signatures {...view} />
        <Forms {...view} />
      </div>
    </>
  )
}

function Facts({ dispatch, content, steps }: DispatchView) {
  const typed = typedNumbers(content)
  const skipped = steps.findLast(({ action }) => action === 'number')?.facts
  const rows: [string, string][] = [
    ['发文机关', dispatch.issuer],
    ['文种', variantLabels[dispatch.variant]],
    ['标题', dispatch.title],
    ['主送', content.addressee],
    ['抄送', content.copiesTo || '无'],
    [
      '附件',
      content.annexes.map(({ title }, at, all) => `${all.length > 1 ? `${at + 1}.` : ''}${title}`).join('　') || '无',
    ],
    ['公开属性', [opennessLabels[content.openness], content.opennessReason].filter(Boolean).join('：')],
    ['会签单位', content.countersign || '无'],
    ['反馈期限', content.feedback ? `${formatDayZh(content.feedback.by)}前` : '不要求反馈'],
    ['手工录入的数字', typed.length > 0 ? typedWords(typed) : '无，数字均取自报告和附件'],
    ['文稿', `第 ${dispatch.draft} 稿`],
    ['成文日期', dispatch.signedOn ? formatDayZh(dispatch.signedOn) : '签发之日'],
    ['发文字号', dispatch.number ? numberText(dispatch.number) : '签发后由文书编号'],
  ]
  return (
    <section class="card">
      <header>
        <h2>要素</h2>
        <p>
          <a href={`/circulars/${dispatch.id}`}>查看文稿</a>
        </p>
      </header>
      <dl class="in dl">
        {rows.map(([term, words]) => (
          <>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </>
        ))}
      </dl>
      {typeof skipped?.['skippedFrom'] === 'number' && (
        <div class="in">
          <Alert tone="warn" title={`发文字号跳过了 ${skippedWords(skipped)}`}>
            请核对发文登记，确认其已用于其他文件。
          </Alert>
        </div>
      )}
    </section>
  )
}

const skippedWords = ({ skippedFrom, skippedTo }: Readonly<Record<string, unknown>>) =>
  skippedFrom === skippedTo ? `${String(skippedFrom)}号` : `${String(skippedFrom)}号至${String(skippedTo)}号`

function Signatures({ steps, names, content, c }: DispatchView) {
  const standing = standingSignatures(steps)
  const back = steps.findLast(({ action }) => action === 'return')
  const shown = signatures.filter((one) => one !== 'countersign' || content.countersign !== '')
  const rowOf = (signature: Signature): DispatchStep | undefined => standing.find(({ action }) => action === signature)
  return (
    <section class="card">
      <header>
        <h2>签字</h2>
        <p>{standing.length > 0 ? `所签均为第 ${standing[0]!.draft} 稿` : '尚未送核稿'}</p>
      </header>
      {back && standing.length === 0 && (
        <div class="in">
          <Alert tone="warn" title={`${names.get(back.by) ?? '系统用户'}退回拟稿`}>
            {back.note}
          </Alert>
        </div>
      )}
      <table class="cards">
        <thead>
          <tr>
            <th>环节</th>
            <th>签字</th>
            <th>时间</th>
            <th>意见</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((signature) => {
            const step = rowOf(signature)
            return (
              <tr>
                <td class="t">{signatureLabels[signature]}</td>
                <td data-l="签字">{step ? (names.get(step.by) ?? '系统用户') : '—'}</td>
                <td class="num" data-l="时间">
                  {step ? shownMinute(c, step.at) : '—'}
                </td>
                <td class="full">{step?.note ?? (step ? '同意' : '—')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Forms(view: DispatchView) {
  const { dispatch, nextNumber, can } = view
  return (
    <>
      <StepForm view={view} action="submit" hint="送核稿即为拟稿签字。送出后文稿不能修改，退回后可以再改。" />
      <StepForm view={view} action="check" hint="请打开文稿逐段核对，数字以指向的来源为准。">
        <Note view={view} action="check" label="核稿意见" />
      </StepForm>
      <StepForm view={view} action="countersign" hint={`会签单位：${view.content.countersign}。`}>
        <Note view={view} action="countersign" label="会签意见" />
      </StepForm>
      <StepForm view={view} action="clear" label="保密审查通过" hint="逐项确认后签字；有一项不能确认的，退回拟稿。">
        {Object.entries(clearances).map(([name, label]) => (
          <label class="opt">
            <input type="checkbox" name={`clear-${name}`} value="yes" />
            <span>{label}</span>
          </label>
        ))}
        <Note view={view} action="clear" label="审查意见" />
      </StepForm>
      <StepForm view={view} action="sign" hint="签发后文字固定，签发当日为成文日期。系统不加盖印章、不代签名。">
        <Note view={view} action="sign" label="签发意见" />
      </StepForm>
      <StepForm
        view={view}
        action="number"
        folded={dispatch.state === 'numbered'}
        label={dispatch.state === 'numbered' ? '改正发文字号' : '编号'}
        hint={
          nextNumber === undefined
            ? '该发文机关还没有登记代字，请负责人先在“发文机关”中登记。'
            : `按发文登记填写。本系统中下一个可用的是${nextNumber}，用过的不能再用。`
        }
      >
        <Field
          name="number"
          label="发文字号"
          required
          value={typedIn(view, 'number')['number'] ?? (dispatch.number ? numberText(dispatch.number) : undefined)}
          hint={nextNumber ? `如：${nextNumber}。年份用六角括号，序号不加“第”、不编虚位。` : undefined}
        />
      </StepForm>
      <StepForm
        view={view}
        action="issue"
        hint="印发后文字不再改动，Word、PDF 和附表即行存档，单位在工作台看到并签收；有误的另发更正通知。"
      />
      {can('return') && (
        <StepForm view={view} action="return" bad folded hint="退回后所签各环节作废，修改后重新送核稿。">
          <Note view={view} action="return" label="退回的理由" required />
        </StepForm>
      )}
      <StepForm view={view} action="discard" bad folded hint="作废后不再办理，记录保留。">
        <Note view={view} action="discard" label="作废的理由" required />
      </StepForm>
    </>
  )
}

import {
  gateLabels,
  kindLabels,
  maskText,
  type Severity,
  severityLabels,
  type TextCheck,
  type TextFinding,
} from '../../../textcheck/index.ts'
import { Alert, CsrfField, Empty, Field, Head, type Mark, Select, Status } from '../../../web/index.ts'
import { type Earlier, earlierKey } from '../earlier.ts'
import { REASON_MOST } from '../model.ts'
import { isIgnorable } from '../ignorable.ts'

const marks: Readonly<Record<Severity, Mark>> = { block: 'fail', confirm: 'warn', advise: 'pend' }

type Props = {
  csrf: string
  text: string
  check?: TextCheck | undefined
  earlier: Earlier
  /** How far the person's decisions reach: nothing, the own unit, the district. */
  scopes: readonly { value: string; label: string }[]
  /** What was let stand in this text. */
  standing: readonly { id: string; observed: string; words: string; mayUndo: boolean }[]
  typed: { reason?: string | undefined; scope?: string | undefined }
  problem?: string | undefined
  done?: string | undefined
}

/** 检查一段文字: pasted, looked through, never kept. */
export function CheckPage({ csrf, text, check, problem, done, ...told }: Props) {
  return (
    <>
      <Head
        title="文字检查"
        note="粘贴一段文字，检查个人信息、涉密标志、文号、日期、数字、标点、链接、用词和错别字；文字不保存、不外传，结果供核对"
      />
      {problem && <Alert tone="fail" title={problem} />}
      {done && <Alert tone="pass" title={done} />}
      <form method="post" action="/text-check" class="stackv">
        <CsrfField csrf={csrf} />
        <section class="card">
          <div class="in">
            <Field name="text" label="要检查的文字" type="textarea" rows={10} value={text} hint="严禁粘贴涉密内容。" />
            <button class="btn pri" type="submit">
              检查
            </button>
          </div>
        </section>
        {check && <Result text={text} check={check} {...told} />}
      </form>
    </>
  )
}

type ResultProps = Required<Pick<Props, 'text' | 'earlier' | 'scopes' | 'standing' | 'typed'>> & { check: TextCheck }

function Result({ text, check: { findings, notChecked }, earlier, scopes, standing, typed }: ResultProps) {
  const personal = findings.some(({ kind }) => kind === 'privacy')
  return (
    <>
      <section class="card">
        <header>
          <h2>检查结果</h2>
          <p>{findings.length === 0 ? '没有提示' : `${findings.length} 处提示，逐处核对`}</p>
        </header>
        <div class="in">
          {notChecked.map(({ why }) => (
            <p class="mut sm">{why}</p>
          ))}
          {findings.length === 0 ? <Empty title="没有发现问题" /> : <MarkedText text={text} findings={findings} />}
        </div>
      </section>
      {findings.length > 0 && (
        <section class="card">
          <header>
            <h2>逐处说明</h2>
          </header>
          <div class="in">
            {scopes.length > 0 && (
              <div class="row">
                <Field
                  name="reason"
                  label="忽略的理由"
                  maxlength={REASON_MOST}
                  value={typed.reason}
                  hint="认定可以保留的，写明理由，再按该条的“忽略”；同样的文字和提示以后都不再出现，可以撤回。"
                />
                <Select name="scope" label="忽略的范围" choices={scopes} value={typed.scope} />
              </div>
            )}
            <ol class="remarks">
              {findings.map((finding, at) => (
                <Card
                  finding={finding}
                  at={at}
                  said={earlier.get(earlierKey(finding)) ?? []}
                  mayIgnore={scopes.length > 0}
                  alike={findings.filter((one) => earlierKey(one) === earlierKey(finding)).length}
                />
              ))}
            </ol>
          </div>
        </section>
      )}
      {standing.length > 0 && (
        <section class="card">
          <header>
            <h2>本篇中已忽略的提示</h2>
          </header>
          <ul class="in remarks">
            {standing.map(({ id, observed, words, mayUndo }) => (
              <li>
                <b>{observed}</b> <small>{words}</small>{' '}
                {mayUndo && (
                  <button class="btn sm" type="submit" name="undo" value={id} aria-label={`撤回对“${observed}”的忽略`}>
                    撤回
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {personal && (
        <section class="card">
          <div class="in">
            <Field
              name="masked"
              label="个人信息脱敏后的全文"
              type="textarea"
              rows={6}
              readonly
              value={maskText(text, findings)}
              hint="可复制使用。"
            />
          </div>
        </section>
      )}
    </>
  )
}

type CardProps = { finding: TextFinding; at: number; said: readonly string[]; mayIgnore: boolean; alike: number }

/** One finding: what, where, why, on what it rests, what was said of it before. */
function Card({ finding, at, said, mayIgnore, alike }: CardProps) {
  const { observed, severity, kind, gate, why, source, paragraph, rule } = finding
  const ignorable = mayIgnore && isIgnorable(finding)
  const change = changeOf(finding)
  return (
    <li id={`card-${at}`}>
      <Status mark={marks[severity]} word={severityLabels[severity]} />{' '}
      <a href={`#place-${at}`}>{observed === '' ? '（不显示原文）' : observed}</a>
      {change !== undefined && <b>{change}</b>}{' '}
      {ignorable && (
        <button class="btn sm" type="submit" name="ignore" value={`${at}:${rule}`} aria-label={`忽略“${observed}”`}>
          {alike > 1 ? `本篇 ${alike} 处全部忽略` : '忽略'}
        </button>
      )}
      <small>{why}</small>
      <small>{`第${paragraph}段　${gateLabels[gate]}·${kindLabels[kind]}　依据：${source}`}</small>
      {said.map((words) => (
        <small>{`此前：${words}`}</small>
      ))}
    </li>
  )
}

// Personal data is shown masked, which is what it should become.
function changeOf({ observed, suggestion }: TextFinding): string | undefined {
  if (suggestion === undefined) return undefined
  if (suggestion === observed) return '（须脱敏）'
  return suggestion === '' ? ' → 删去' : ` → ${suggestion}`
}

/** The text with its findings marked; personal data stands masked, secrets not at all. */
function MarkedText({ text, findings }: { text: string; findings: readonly TextFinding[] }) {
  const pieces = []
  let from = 0
  for (const [at, { start, end, severity, why, kind, observed }] of findings.entries()) {
    if (start < from) continue
    pieces.push(text.slice(from, start))
    const words = kind === 'privacy' || kind === 'secrecy' ? observed || '（不显示）' : text.slice(start, end) || '▯'
    pieces.push(
      <mark id={`place-${at}`} class={severity} title={why}>
        <a href={`#card-${at}`}>{words}</a>
      </mark>,
    )
    from = Math.max(end, start)
  }
  pieces.push(text.slice(from))
  return <p class="marked">{pieces}</p>
}

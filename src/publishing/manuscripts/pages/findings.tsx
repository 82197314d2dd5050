import { Status } from '../../../web/index.ts'
import { gateLabels } from '../../gates/model.ts'
import { severityLabels, type TextCheck, type TextFinding } from '../../../textcheck/index.ts'
import { SOURCE_RULE } from '../check-words.ts'
import type { Round, Step } from '../model.ts'
import type { MarkedPlace } from '../rich-text/plain.ts'
import { severityMarks } from './words.tsx'

/** Where findings stand in the text, for marks in place. */
export const placesOf = (findings: readonly TextFinding[]): MarkedPlace[] =>
  findings.map(({ start, end, severity, why }, at) => ({ start, end, id: `f${at}`, tone: severity, label: why }))

// What is masked here is to be masked there, too.
const Suggestion = ({ finding: { suggestion, observed } }: { finding: TextFinding }) =>
  suggestion === undefined ? null : <b>{suggestion === observed ? ' 建议脱敏' : ` → ${suggestion}`}</b>

/** One thing the machine says: what, why, and how sure it is that it matters. */
export const FindingLine = ({ finding, at }: { finding: TextFinding; at: number }) => (
  <>
    <Status mark={severityMarks[finding.severity]} word={severityLabels[finding.severity]} />{' '}
    {finding.start < 0 && (finding.rule === SOURCE_RULE ? '稿源' : '标题中')}
    {finding.start < 0 ? <b>{finding.observed}</b> : <a href={`#f${at}`}>{finding.observed || '（不显示原文）'}</a>}
    <Suggestion finding={finding} />
    <small>{`${finding.why}　${gateLabels[finding.gate]}　依据：${finding.source}`}</small>
  </>
)

type Props = { round: Round; steps: readonly Step[]; words: ReadonlyMap<string, string> }

/** What the check said of the version that was submitted, and what people said to it. */
export function FindingsCard({ round, steps, words }: Props) {
  const reasons = new Map(
    steps
      .filter((step) => step.round === round.number)
      .flatMap(({ gates }) => gates.flatMap(({ confirmed }) => confirmed))
      .map(({ finding, reasonId }) => [finding, words.get(reasonId) ?? '已删除']),
  )
  const { findings, notChecked } = round
  return (
    <section class="card">
      <header>
        <h2>送审时的文字检查</h2>
        <p>{findings.length === 0 ? '没有提示' : `${findings.length} 处提示，供审核参考`}</p>
      </header>
      <div class="in">
        {notChecked.length > 0 && <p class="mut sm">{notChecked.map(({ why }) => why).join('')}</p>}
        <ol class="remarks">
          {findings.map((finding, at) => (
            <li>
              <FindingLine finding={finding} at={at} />
              {reasons.has(at) && <small>{`审核人确认：${reasons.get(at) ?? ''}`}</small>}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

/** The list beside the editor; the script marks the places and leads to them. */
export const LiveFindings = ({ check: { findings, notChecked } }: { check: TextCheck }) => (
  <>
    {notChecked.length > 0 && <p class="mut sm">{notChecked.map(({ why }) => why).join('')}</p>}
    {findings.length === 0 && <p class="sm">没有提示。</p>}
    <ol class="remarks">
      {findings.map((finding) => (
        <li data-start={String(finding.start)} data-end={String(finding.end)} data-tone={finding.severity}>
          <Status mark={severityMarks[finding.severity]} word={severityLabels[finding.severity]} />{' '}
          <button class="btn txt" type="button">
            {finding.observed || '（不显示原文）'}
          </button>
          <Suggestion finding={finding} />
          <small>{`${finding.why}　依据：${finding.source}`}</small>
        </li>
      ))}
    </ol>
  </>
)

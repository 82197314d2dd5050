import { Status } from '../../../web/index.ts'
import { type Earlier, earlierKey } from '../../lexicons/earlier.ts'
import { gateLabels } from '../../gates/model.ts'
import { severityLabels, type TextFinding } from '../../../textcheck/index.ts'
import { ATTACHED } from '../attached/check-attachments.ts'
import { SOURCE_RULE, type WordsCheck } from '../check-words.ts'
import type { Round, Step } from '../model.ts'
import type { MarkedPlace } from '../rich-text/plain.ts'
import { severityMarks } from './words.tsx'

/** Where findings stand in the text, for marks in place. */
export const placesOf = (findings: readonly TextFinding[]): MarkedPlace[] =>
  findings.map(({ start, end, severity, why }, at) => ({ start, end, id: `f${at}`, tone: severity, label: why }))

// What is masked here is to be masked there, too.
const Suggestion = ({ finding: { suggestion, observed } }: { finding: TextFinding }) =>
  suggestion === undefined ? null : <b>{suggestion === observed ? ' 建议脱敏' : ` → ${suggestion}`}</b>

type LineProps = {
  finding: TextFinding
  /** Its place in the list, where the text stands beside it with its marks. */
  at?: number | undefined
  earlier?: Earlier | undefined
}

/** One thing the machine says: what, why, how sure it is that it matters, and what was said of the same words before. */
export const FindingLine = ({ finding, at, earlier }: LineProps) => (
  <>
    <Status mark={severityMarks[finding.severity]} word={severityLabels[finding.severity]} />{' '}
    {finding.start < 0 && whereOf(finding)}
    {finding.start < 0 || at === undefined ? (
      <b>{finding.observed || '（不显示原文）'}</b>
    ) : (
      <a href={`#f${at}`}>{finding.observed || '（不显示原文）'}</a>
    )}
    <Suggestion finding={finding} />
    <small>{`${finding.why}　${gateLabels[finding.gate]}　依据：${finding.source}`}</small>
    <Before finding={finding} earlier={earlier} />
  </>
)

const whereOf = ({ rule }: TextFinding): string =>
  rule === SOURCE_RULE ? '稿源：' : rule.startsWith(ATTACHED) ? '附件中：' : '标题中：'

const Before = ({ finding, earlier }: { finding: TextFinding; earlier: Earlier | undefined }) => (
  <>
    {(earlier?.get(earlierKey(finding)) ?? []).map((words) => (
      <small>{`此前：${words}`}</small>
    ))}
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
        {findings.length === 0 && <p class="mut sm">没有发现须改正、须确认的地方。</p>}
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

/** How many findings say the same of the same words: one decision, or one change, does for all of them. */
const alikeIn = (findings: readonly TextFinding[], { rule, observed, suggestion }: TextFinding) =>
  findings.filter((one) => one.rule === rule && one.observed === observed && one.suggestion === suggestion).length

type LiveProps = { check: WordsCheck; earlier: Earlier }

/**
 * The list beside the editor; the script marks the places, leads to them, and puts what is suggested in their stead. Where
 * personal data is found, what it should become is what is shown.
 */
export const LiveFindings = ({ check: { findings, notChecked, links }, earlier }: LiveProps) => (
  <>
    {notChecked.length > 0 && <p class="mut sm">{notChecked.map(({ why }) => why).join('')}</p>}
    {findings.length === 0 && <p class="sm">没有提示。</p>}
    <ol class="remarks">
      {findings.map((finding) => {
        const { start, end, severity, observed, suggestion, rule, kind, why, source } = finding
        const alike = alikeIn(findings, finding)
        const words = kind === 'privacy' ? '脱敏' : suggestion === '' ? '删去' : `改为“${suggestion ?? ''}”`
        return (
          <li
            data-start={String(start)}
            data-end={String(end)}
            data-tone={severity}
            {...(suggestion !== undefined && { 'data-change': suggestion, 'data-alike': `${rule} ${observed}` })}
          >
            <Status mark={severityMarks[severity]} word={severityLabels[severity]} /> {isAboutSource(rule) && '稿源：'}
            {start < 0 && !isAboutSource(rule) && '标题中：'}
            {isAboutSource(rule) ? (
              <b>{observed}</b>
            ) : (
              <button class="btn txt" type="button" data-find>
                {observed || '（不显示原文）'}
              </button>
            )}
            <small>{`${why}　依据：${source}`}</small>
            <Before finding={finding} earlier={earlier} />
            {suggestion !== undefined && (
              <span class="acts">
                <button class="btn sml" type="button" data-put="one">
                  {words}
                </button>
                {alike > 1 && <button class="btn sml" type="button" data-put="all">{`${alike}处一并${words}`}</button>}
              </span>
            )}
          </li>
        )
      })}
    </ol>
    {links !== undefined && <p class="sm" data-links-said>{`网址：${links}`}</p>}
  </>
)

const isAboutSource = (rule: string) => rule === SOURCE_RULE

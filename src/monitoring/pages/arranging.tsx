import type { Child } from 'hono/jsx'
import { Alert, CsrfField, Field, shownMinute, Status, type WebContext } from '../../web/index.ts'
import type { FindingDetail } from '../finding-detail.ts'
import { indicatorOf } from '../indicators/index.ts'
import { classLabels } from '../model.ts'
import { ProblemWords } from './problems.tsx'
import { factLine, findingMarks, partWords } from './words.ts'

type Props = { c: WebContext; detail: FindingDetail; names: ReadonlyMap<string, string>; barred: boolean }

/** How the finding stands beside others: its whole, its parts, what was put with it or what stands for it. Empty where it stands alone. */
export function Standing({ c, detail: { finding, arrangement, checkpoint }, names }: Omit<Props, 'barred'>): Child {
  const { parts, merged, last } = arrangement
  const isBack = finding.mergedInto !== null && finding.mergedInto === finding.partOf
  if (finding.part === 0 && finding.mergedInto === null && parts.length === 0 && merged.length === 0) return null
  const told = last && `${names.get(last.by) ?? ''}　${shownMinute(c, last.at)}　${last.reason}`
  const lines = [...parts, ...merged]
  return (
    <section class="card">
      <header>
        <h2>{parts.length > 0 ? '拆分' : merged.length > 0 ? '并入本条的线索' : '拆分和并入'}</h2>
        {told && <p>{told}</p>}
      </header>
      {finding.part > 0 && !isBack && (
        <p class="in">
          {`本条是拆分后的第 ${finding.part} 部分，单独复核。`}
          <a class="btn sml" href={`/review/${finding.partOf}`}>
            查看原线索
          </a>
        </p>
      )}
      {finding.mergedInto && (
        <p class="in">
          {isBack ? '拆分已撤销，本部分回到原线索一并复核。' : '本条已并入另一条线索，随其一并复核，证据仍保留在本页。'}
          <a class="btn sml" href={`/review/${finding.mergedInto}`}>
            查看该线索
          </a>
        </p>
      )}
      {lines.length > 0 && (
        <table class="cards">
          <thead class="vh">
            <tr>
              <th>线索</th>
              <th>状态</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((one) => (
              <tr>
                <td class="t">
                  <a href={`/review/${one.id}`}>{`${indicatorOf(one.indicator).label}${partWords(one)}`}</a>
                  <small>{factLine(one.indicator, one.facts, checkpoint)}</small>
                </td>
                <td class="s">
                  <Status {...findingMarks[one.state]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** 拆分、并入 and their undoing, for who may; each opens by its key. Empty where nothing of it can be done. */
export function Arranging({ c, detail, barred }: Omit<Props, 'names'>): Child {
  const { finding, indicator, problems, arrangement, checkpoint } = detail
  if (barred || finding.refuted || finding.firstConfirmedBy !== null) return null
  const isBack = finding.mergedInto !== null && finding.mergedInto === finding.partOf
  if (finding.state === 'split' || (finding.state === 'merged' && !isBack))
    return (
      <Step c={c} detail={detail} step="undo" word={finding.state === 'split' ? '撤销拆分' : '撤销并入'} keyName="U">
        <p class="hint">各条都还没有作出决定时可以撤销，撤销后恢复原状，经过留痕。</p>
      </Step>
    )
  if (finding.state !== 'candidate' && finding.state !== 'needs-evidence') return null
  const standing = problems.filter(({ withdrawnBy }) => withdrawnBy === null)
  const splits = indicator.reported && finding.part === 0 && standing.length > 1 && arrangement.merged.length === 0
  return (
    <>
      {splits && (
        <Step c={c} detail={detail} step="split" word="拆分" keyName="S">
          <p class="hint">不是同一件事的，分成几部分，各部分单独复核；分在同一部分的一并复核。</p>
          {standing.map((problem, at) => (
            <div class="fld">
              <label for={`part-${problem.id}`}>
                {`${problem.seenOn}　`}
                <ProblemWords problem={problem} />
              </label>
              <select id={`part-${problem.id}`} name={`part-${problem.id}`}>
                {standing.map((_, part) => (
                  <option value={String(part + 1)} selected={part === at}>
                    {`第 ${part + 1} 部分`}
                  </option>
                ))}
              </select>
            </div>
          ))}
        </Step>
      )}
      {arrangement.others.length > 0 && (
        <Step c={c} detail={detail} step="merge" word="并入" keyName="M">
          <p class="hint">与本条实为一件事的，勾选后并入本条：由本条一并复核、只计一次，各自的证据都保留。</p>
          {arrangement.others.map((one) => (
            <label class="opt">
              <input type="checkbox" name={`merge-${one.id}`} value={String(one.version)} />
              <span>
                <b>{`${indicatorOf(one.indicator).label}${partWords(one)}　${classLabels[one.class]}`}</b>
                <small>{factLine(one.indicator, one.facts, checkpoint)}</small>
              </span>
            </label>
          ))}
        </Step>
      )}
    </>
  )
}

type StepProps = { c: WebContext; detail: FindingDetail; step: string; word: string; keyName: string; children: Child }

const Step = ({ c, detail: { finding }, step, word, keyName, children }: StepProps) => (
  <details class="card">
    <summary class="in" data-key={keyName}>
      {`${word} `}
      <kbd class="desk">{keyName}</kbd>
    </summary>
    <form class="in stack" method="post" action={`/review/${finding.id}/${step}`} data-unsaved>
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(finding.version)} />
      {children}
      <Field name="arranged" label={`${word}理由`} type="textarea" rows={2} required maxlength={500} />
      <button class="btn" type="submit">
        {word}
      </button>
    </form>
  </details>
)

/** What was refused of a step, said above the finding; the boxes are ticked anew, for what they stood for may have changed. */
export const Refused = ({ problem, reason }: { problem: string; reason: string }) => (
  <Alert tone="fail" title={problem}>
    {reason && `您写的理由：${reason}`}
  </Alert>
)

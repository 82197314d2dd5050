import { may, namesOfUsers } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import type { Child } from 'hono/jsx'
import { Alert, CsrfField, Field, shownMinute, type WebContext } from '../../web/index.ts'
import type { FindingDetail } from '../finding-detail.ts'
import { indicatorOf } from '../indicators/index.ts'
import { findingStateLabels } from '../model.ts'
import { correctionsOf, type FindingCorrection } from '../review-quality.ts'

/** 更正: what was put right of a finding after its month was closed, and the form for who may. Empty while the month is open. */
export async function correctionCard(c: WebContext, { finding }: FindingDetail, closed: boolean): Promise<Child> {
  const { actor, session, deps } = c.var
  const { districtId } = session
  if (!closed) return null
  const corrections = await correctionsOf(deps.db, districtId, { findingId: finding.id })
  const names = await namesOfUsers(
    deps,
    districtId,
    corrections.map(({ correctedBy }) => correctedBy),
  )
  const state = corrections[0]?.toState ?? finding.state
  const to = state === 'confirmed' ? 'dismissed' : state === 'dismissed' ? 'confirmed' : undefined
  const corrects = to !== undefined && may(actor, 'month.close', { districtId })
  if (corrections.length === 0 && !corrects) return null
  return (
    <section class="card">
      <header>
        <h2>更正</h2>
      </header>
      <div class="in stack">
        {corrections.map((one) => (
          <p>{`${names.get(one.correctedBy) ?? ''} ${shownMinute(c, one.correctedAt)} ${wordsOf(one)}`}</p>
        ))}
        {corrects && (
          <details>
            <summary>{`更正为“${findingStateLabels[to]}”`}</summary>
            <form method="post" action={`/review/${finding.id}/correct`}>
              <CsrfField csrf={c.var.session.csrf} />
              <input type="hidden" name="to" value={to} />
              <Field
                name="correction"
                label="更正理由"
                type="textarea"
                rows={2}
                required
                hint="已办结的月份和已印发的报告不变，更正列在其旁，并印入更正说明。只写单位和账号，不写人员姓名。"
              />
              <button class="btn" type="submit">
                更正
              </button>
            </form>
          </details>
        )}
      </div>
    </section>
  )
}

const wordsOf = ({ fromState, toState, reason }: FindingCorrection) =>
  `由“${findingStateLabels[fromState]}”更正为“${findingStateLabels[toState]}”：${reason}`

/** Above a report: findings of its months that were corrected since, and the paper of them. Empty where there are none. */
export async function correctionsAlert(c: WebContext, months: readonly Month[], paper?: Child): Promise<Child> {
  const { deps, session } = c.var
  const corrections = await correctionsOf(deps.db, session.districtId, { months })
  if (corrections.length === 0) return null
  return (
    <Alert tone="warn" title={`本季度有 ${corrections.length} 条复核结论在办结后作了更正，报告原文不变`}>
      {corrections.map((one) => (
        <>
          {`${monthZh(one.month)} ${one.accountName} ${indicatorOf(one.indicator).label}：${wordsOf(one)}`}
          <br />
        </>
      ))}
      {paper}
    </Alert>
  )
}

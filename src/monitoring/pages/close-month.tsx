import { permit } from '../../access/index.ts'
import { lastDayOf, monthZh } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert, CsrfField, Head, render, type WebContext } from '../../web/index.ts'
import { monthOverview, type MonthOverview } from '../month-overview.ts'
import { closeMonth } from '../verbs/close-month.ts'
import { monthParam, percent } from './words.ts'

/** The step before a month is closed: what is closed, what it means, and what still stands in the way. */
export async function closingPage(c: WebContext, problem?: string, status = 200): Promise<Response> {
  const { actor, session, deps } = c.var
  permit(actor, 'month.close', { districtId: session.districtId })
  const month = monthParam(c.req.param('month'))
  const overview = await monthOverview(deps.db, session.districtId, month)
  const { verdicts, coverage, findings, run } = overview
  const obstacle = obstacleOf(overview)
  const { judged, registered } = coverage ?? { judged: 0, registered: 0 }
  return render(
    c,
    <>
      <Head crumb={<a href={`/months/${month}`}>{`${monthZh(month)}监测`}</a>} title={`${monthZh(month)}办结`} />
      {problem && (
        <Alert tone="fail" title={problem}>
          <a href={`/months/${month}`}>返回本月监测逐项办理</a>
        </Alert>
      )}
      <form class="card" method="post" action={`/months/${month}/close`}>
        <div class="in prose stack">
          <CsrfField csrf={session.csrf} />
          <p>
            办结后，本月的判定、巡查和复核决定不再变动，不能重新判定，也不能补充巡查；季度报告以办结的结果为准。办结不能撤回，办结人和时间记入留痕。
          </p>
          <dl class="dl">
            <dt>监测时间点</dt>
            <dd>{run ? `${run.checkpoint} 24:00` : `${lastDayOf(month)} 24:00，尚未判定`}</dd>
            <dt>采集覆盖</dt>
            <dd>{`${percent(judged, registered)}（${judged}/${registered}）`}</dd>
            <dt>判定</dt>
            <dd>{`合格 ${verdicts.qualified}，不合格 ${verdicts.unqualified}，待复核 ${verdicts.pending}，暂不判定 ${verdicts.unknown}`}</dd>
            <dt>线索</dt>
            <dd>{`已确认 ${findings.confirmed} 条，已排除 ${findings.dismissed} 条，待复核 ${findings.candidate} 条，待补证 ${findings['needs-evidence']} 条`}</dd>
          </dl>
          <p class="acts">
            <button class="btn pri" type="submit" disabled={obstacle !== undefined}>
              办结本月监测
            </button>
            <a class="btn" href={`/months/${month}`}>
              暂不办结
            </a>
            {obstacle && <span>{obstacle}</span>}
          </p>
        </div>
      </form>
    </>,
    { title: `${monthZh(month)}办结`, current: '/months' },
    status,
  )
}

// What the page can see at once; the verb looks closer, at unseen accounts and at data newer than the check.
function obstacleOf({ month, run, closing, findings }: MonthOverview): string | undefined {
  if (closing) return '本月已办结。'
  if (run?.checkpoint !== lastDayOf(month)) return '还未作月末判定。'
  const waiting = [
    ...(findings.candidate > 0 ? [`${findings.candidate} 条线索待复核`] : []),
    ...(findings['needs-evidence'] > 0 ? [`${findings['needs-evidence']} 条线索待补证`] : []),
  ]
  return waiting.length > 0 ? `还有 ${waiting.join('、')}。` : undefined
}

/** Closes the month; what still stands in the way is said on the same page. */
export async function close(c: WebContext): Promise<Response> {
  const { actor, session, deps } = c.var
  const month = monthParam(c.req.param('month'))
  try {
    await closeMonth(deps, actor, { districtId: session.districtId, month })
    return c.redirect(`/months/${month}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return closingPage(c, error.message, error.status)
  }
}

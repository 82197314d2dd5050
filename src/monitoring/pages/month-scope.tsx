import { type Quarter, quarterZh } from '../../calendar/index.ts'
import type { MonthOverview } from '../month-overview.ts'

/** 口径: what the numbers of a month are counted over, and accounts that are not judged, by their number only. */
export function Scope({
  overview: { coverage, filingUnknown },
  quarter,
}: {
  overview: MonthOverview
  quarter: Quarter
}) {
  if (!coverage) return null
  return (
    <section class="card">
      <header>
        <h2>口径</h2>
      </header>
      <div class="in">
        <dl class="dl">
          <dt>应检账号</dt>
          <dd>{`${coverage.registered} 个，通知范围内在运行和关停办理中的账号`}</dd>
          <dt>已采集</dt>
          <dd>{`${coverage.judged} 个，有发布数据或人工巡查记录`}</dd>
          {filingUnknown > 0 && (
            <>
              <dt>待核备案</dt>
              <dd>{`${filingUnknown} 个，备案情况尚未核对，核对前作为提示，不影响合格与否`}</dd>
            </>
          )}
          <dt>移交线索</dt>
          <dd>{`${coverage.leads} 个，不在通知范围，不判定、不点名`}</dd>
          {(coverage.unsettled ?? 0) > 0 && (
            <>
              <dt>类型待核实</dt>
              <dd>{`${coverage.unsettled} 个，主办单位类型尚未核实，核实前不判定、不点名`}</dd>
            </>
          )}
          <dt>不再监测</dt>
          <dd>{`${coverage.ceased} 个，已关停或注销`}</dd>
          <dt>计入</dt>
          <dd>{`${quarterZh(quarter)}报告`}</dd>
        </dl>
      </div>
    </section>
  )
}

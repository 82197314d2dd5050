import { civilDate, month } from '../../src/calendar/index.ts'
import { listFindings } from '../../src/monitoring/findings.ts'
import type { Decision, FindingRow } from '../../src/monitoring/model.ts'
import { decideFinding } from '../../src/monitoring/verbs/decide-finding.ts'
import { mergeFindings, undoMerge } from '../../src/monitoring/verbs/merge-findings.ts'
import { type ProblemInput, reportProblem } from '../../src/monitoring/verbs/report-problem.ts'
import { runCheck } from '../../src/monitoring/verbs/run-check.ts'
import { splitFinding, undoSplit } from '../../src/monitoring/verbs/split-finding.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'

export const supervisor = actorOf('supervisor')
export const [first, second, third] = ['一', '二', '三'].map((name) => actorOf('reviewer', `user:复核${name}`)) as [
  typeof supervisor,
  typeof supervisor,
  typeof supervisor,
]
export const september = month('2026-09')
export const severe = 'N-NM-01a'
export const source = 'N-123-01'

/** An account with two reported severe wordings and, under another indicator, one more problem. */
export async function reportedAccount() {
  const district = await monitoredDistrict()
  const unit = await district.unit('临湖区水务局', { duties: { direct: 'vacant', staff: 'vacant' } })
  const accountId = await district.account(unit, '临湖水务', { platform: 'wechat_official' })
  await district.posts(accountId, '2026-09-28')
  const report = (what: string, more: Partial<ProblemInput> = {}) =>
    reportProblem(district.deps, first, {
      districtId,
      accountId,
      indicator: severe,
      seenOn: civilDate('2026-09-10'),
      what,
      ...more,
    })
  const problems = [(await report('标题有误')).id, (await report('正文有误')).id]
  await report('转载来源不明', { indicator: source })
  const check = () => runCheck(district.deps, supervisor, { districtId, month: september })
  await check()
  const all = async () => (await listFindings(district.deps.db, districtId, { month: september })).findings
  const one = async (indicator: string, part = 0) =>
    (await all()).find((finding) => finding.indicator === indicator && finding.part === part)!
  const states = async () =>
    Object.fromEntries(
      (await all())
        .filter(({ indicator }) => [severe, source].includes(indicator))
        .map(({ indicator, part, state }) => [`${indicator}/${part}`, state]),
    )
  const split = async (parts: string[][] = problems.map((id) => [id]), by = second) => {
    const { id: findingId, version } = await one(severe)
    return splitFinding(district.deps, by, { districtId, findingId, version, parts, reason: '两处不是一件事' })
  }
  const merge = async (into: FindingRow, merged: FindingRow[], by = second) =>
    mergeFindings(district.deps, by, {
      districtId,
      findingId: into.id,
      version: into.version,
      merged: merged.map(({ id, version }) => ({ id, version })),
      reason: '同一篇文章',
    })
  const decide = (finding: FindingRow, decision: Decision, by = second) =>
    decideFinding(district.deps, by, {
      districtId,
      findingId: finding.id,
      decision,
      version: finding.version,
      reason: '核对原文',
    })
  const undo = async (finding: FindingRow, by = second) =>
    (finding.state === 'split' ? undoSplit : undoMerge)(district.deps, by, {
      districtId,
      findingId: finding.id,
      reason: '看错',
    })
  return { ...district, accountId, problems, report, check, all, one, states, split, merge, decide, undo }
}

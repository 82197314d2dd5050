import type { CivilDate } from '../calendar/index.ts'
import type { ReportFacts, ReportFinding } from './model.ts'

/** One problem of an account or, where it is a fact of the unit, of a unit: told once, however many months it lasted. */
export type ReportProblem = {
  /** As last confirmed: its names, its sentence. */
  last: ReportFinding
  /** As confirmed month by month, the earliest first. */
  all: ReportFinding[]
  /** The checkpoints at which it was confirmed, the earliest first. */
  checkpoints: CivilDate[]
}

/** The problems of a quarter, in the order of its findings: vetoes first, then by kind. */
export function problemsOf({ findings }: Pick<ReportFacts, 'findings'>): ReportProblem[] {
  const whose = ({ about, unitId, accountId }: ReportFinding) => (about === 'unit' ? unitId : accountId)
  const groups = Map.groupBy(findings, (finding) => `${finding.indicator} ${whose(finding)}`)
  return [...groups.values()].map((own) => {
    const months = own.toSorted((a, b) => (a.checkpoint < b.checkpoint ? -1 : 1))
    return { last: months.at(-1)!, all: months, checkpoints: [...new Set(months.map(({ checkpoint }) => checkpoint))] }
  })
}

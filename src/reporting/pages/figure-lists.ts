import { monthZh } from '../../calendar/index.ts'
import { type UnitKind, unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import type { ReportFacts } from '../model.ts'
import { figureHref } from './bound-text.tsx'

/** Where the list behind a number stands, when the report itself kept the count alone. */
export type ListLink = { href: string; label: string }

type Asked = {
  facts: ReportFacts
  /** The last quarter's newest version that this person is shown. */
  previousId: string | undefined
  mayOpenLedger: boolean
  mayOpenReview: boolean
}

/**
 * Lists of a number that a report counts without naming: the ledger and the bench as they are now, the last quarter's report
 * as it was. Only those that this person may open.
 */
export function listsElsewhere(figure: string, { facts, previousId, mayOpenLedger, mayOpenReview }: Asked): ListLink[] {
  if (figure.startsWith('previous-'))
    return previousId
      ? [{ href: figureHref(previousId, figure.slice('previous-'.length)), label: '上季度报告的名单' }]
      : []
  if (figure === 'unreviewed')
    return mayOpenReview
      ? facts.months
          .filter(({ unreviewed }) => unreviewed !== 0)
          .map(({ month }) => ({ href: `/review?month=${month}`, label: `${monthZh(month)}待复核的线索` }))
      : []
  if (!mayOpenLedger) return []
  if (figure === 'filing-unknown') return [{ href: '/accounts?filing=unknown', label: '台账中备案未核实的账号' }]
  if (figure === 'unsettled') return [ofKind('unknown')]
  if (figure === 'leads')
    return unitKindCodes.filter((kind) => kind !== 'unknown' && !unitKinds[kind].inScope).map((kind) => ofKind(kind))
  return []
}

const ofKind = (kind: UnitKind): ListLink => ({
  href: `/accounts?kind=${kind}`,
  label: `台账中${unitKinds[kind].label}的账号`,
})

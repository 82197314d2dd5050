import { formatMonthDayZh, lastDayOf } from '../calendar/index.ts'
import type { ReportFacts, ReportMonth } from './model.ts'

/** What has to be done before a report can be taken as final, month by month; empty where nothing has. */
export function openWork({
  months,
  unreviewed,
  compiledOn,
}: Pick<ReportFacts, 'months' | 'unreviewed' | 'compiledOn'>): string {
  const named = (wanted: (month: ReportMonth) => boolean) => months.filter(wanted).map(nameOf).join('、')
  const unchecked = named(({ state }) => state === 'unchecked')
  const open = named(({ state }) => state === 'checked')
  const waiting = months.flatMap((month) => (month.unreviewed ? [`${nameOf(month)}${month.unreviewed}条`] : []))
  const end = lastDayOf(months.at(-1)!.month)
  const parts = [
    compiledOn < end ? `编制时本季度还没有结束（${formatMonthDayZh(end)}止）` : '',
    unreviewed > 0 ? `还有${unreviewed}条线索未人工复核${waiting.length > 0 ? `（${waiting.join('、')}）` : ''}` : '',
    unchecked ? `${unchecked}尚未开展监测` : '',
    open ? `${open}监测尚未办结` : '',
  ]
  return parts.filter(Boolean).join('，')
}

const nameOf = ({ month }: ReportMonth) => `${Number(month.slice(5))}月`

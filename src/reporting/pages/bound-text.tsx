import { formatDayZh, type Instant } from '../../calendar/index.ts'
import { figureRows } from '../figure-rows.ts'
import { figureWords } from '../figure-words.ts'
import type { Bound, ReportFacts, TypedNumber } from '../model.ts'

/** Whose report a piece of text is of, and how its people and moments are called. */
export type Told = {
  id: string
  facts: ReportFacts
  nameOf: (id: string) => string
  minute: (at: Instant) => string
}

export const figureHref = (id: string, figure: string) => `/reports/${id}/figures/${encodeURIComponent(figure)}`

/** A sentence of a report: each number with what it counts, of which rows, as of when, and the way to them. */
export const Said = ({ runs, of }: { runs: readonly Bound[]; of: Told }) => (
  <>{runs.map((run) => (typeof run === 'string' ? run : <BoundWord run={run} of={of} />))}</>
)

function BoundWord({ run, of }: { run: Exclude<Bound, string>; of: Told }) {
  if ('typed' in run)
    return (
      <span class="bn hand" tabindex={0}>
        {run.text}
        <span class="pop">{typedWords(run, of)}</span>
      </span>
    )
  if (!('figure' in run)) return <>{run.text}</>
  const { label, meaning } = figureWords(of.facts, run.figure)
  return (
    <span class="bn" tabindex={0}>
      {run.text}
      <span class="pop">
        <b>{label}</b>
        {`　${meaning}${asOf(of.facts)}`}
        <br />
        <a href={figureHref(of.id, run.figure)}>{figureRows(of.facts, run.figure) ? '查看名单' : '查看口径'}</a>
      </span>
    </span>
  )
}

/** As of when: a version's rows never change after it was made. */
export const asOf = ({ cutOff, compiledOn }: Pick<ReportFacts, 'cutOff' | 'compiledOn'>) =>
  `统计截至${formatDayZh(cutOff)}，按${formatDayZh(compiledOn)}编制时的监测结果和复核意见。`

export const typedWords = ({ typed, by, at }: TypedNumber, { nameOf, minute }: Pick<Told, 'nameOf' | 'minute'>) =>
  `手工录入：${typed}。${nameOf(by)}，${minute(at)}。`

/** Every number of a report that was typed by hand. */
export const typedIn = (runs: readonly Bound[]): TypedNumber[] =>
  runs.filter((run): run is TypedNumber => typeof run === 'object' && 'typed' in run)

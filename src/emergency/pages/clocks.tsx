import { formatMinute } from '../../calendar/index.ts'
import { type Mark, Status } from '../../web/index.ts'
import { type Case, type State, stateLabels } from '../model.ts'
import type { Clock, Standing } from '../rules.ts'
import { standingWords } from '../words.ts'

const clockMarks: Readonly<Record<Standing, Mark>> = {
  waiting: 'unkn',
  now: 'fail',
  running: 'warn',
  overdue: 'fail',
  met: 'pass',
  late: 'fail',
  done: 'pass',
  waived: 'unkn',
}

export const ClockMark = ({ clock }: { clock: Clock }) => (
  <Status mark={clockMarks[clock.standing]} word={standingWords(clock)} />
)

/** The clocks of a case: what runs, until when, how it was kept, and the paper that gives the number. */
export const Clocks = ({ clocks }: { clocks: readonly Clock[] }) => (
  <section class="clocks" aria-label="时限">
    {clocks.map((clock) => (
      <div class={clockMarks[clock.standing]}>
        <h2>{clock.label}</h2>
        <p class="v">
          <ClockMark clock={clock} />
        </p>
        <p>{timesOf(clock)}</p>
        <p class="mut">{clock.source}</p>
      </div>
    ))}
  </section>
)

function timesOf({ startsAt, dueAt, doneAt }: Clock): string {
  const parts = [
    ...(startsAt ? [`${formatMinute(startsAt)} 起算`] : []),
    ...(dueAt ? [`${formatMinute(dueAt)} 到期`] : []),
    ...(doneAt ? [`${formatMinute(doneAt)} 完成`] : []),
  ]
  return parts.join('，') || '作风险提示后起算'
}

const stateMarks: Partial<Record<State, Mark>> = { concluded: 'pend', closed: 'pass' }

export const CaseMark = ({ one: { state }, box }: { one: Pick<Case, 'state'>; box?: boolean }) => (
  <Status mark={stateMarks[state] ?? 'warn'} word={stateLabels[state]} {...(box && { box })} />
)

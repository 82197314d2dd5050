import type { Child } from 'hono/jsx'
import { formatDayZh } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head, Pager, pageSize, shownMinute, type WebContext } from '../../web/index.ts'
import {
  nextYearState,
  type ScoreYear,
  scoreTitle,
  type YearAction,
  yearActionLabels,
  type YearState,
  yearStateLabels,
  yearStepLabels,
} from '../model.ts'
import type { YearStep } from '../queries/years.ts'
import type { YearScore } from '../score-year.ts'
import { GradeMark, pointsWords } from './words.tsx'

export type BoardView = {
  c: WebContext
  year: number
  found: ScoreYear | undefined
  steps: readonly YearStep[]
  score: YearScore | undefined
  page: number
  waiting: number
  may: (action: YearAction) => boolean
  maySeeSchemes: boolean
  typed: Readonly<Record<string, string>>
  problem: string | undefined
  trail: Child
}

/** A year: how far it is, what every unit has, in the order of the ledger. Nobody is ranked. */
export function BoardPage(view: BoardView) {
  const { year, found, score, problem, trail, waiting, maySeeSchemes } = view
  const asOf = view.c.req.query('as-of')
  const files = (format: string) => `/score/${year}/paper/${format}${asOf ? `?as-of=${asOf}` : ''}`
  return (
    <>
      <Head title={`${year}${scoreTitle}`} note="结果报区绩效主管部门，由其决定如何使用；不按得分排列名次">
        {maySeeSchemes && (
          <a class="btn" href="/score/schemes">
            评分方案
          </a>
        )}
        {score && (
          <>
            <a class="btn" href={files('pdf')}>
              评分表 PDF
            </a>
            <a class="btn" href={files('docx')}>
              Word
            </a>
            <a class="btn" href={files('xlsx')}>
              Excel
            </a>
            {found?.state === 'final' && (
              <a class="btn" href={`/score/${year}/files/archive`}>
                归档包
              </a>
            )}
          </>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <YearSteps {...view} />
      {score && score.asOf !== view.c.var.deps.clock.today() && (
        <Alert tone="pend" title={`这是${formatDayZh(score.asOf)}的结果`}>
          按当日有效的方案和当日已知的事项重新计算，以后的更正、申诉不计在内。
        </Alert>
      )}
      {waiting > 0 && (
        <Alert tone="pend" title={`有${waiting}件登记、更正或申诉等待处理`}>
          {' '}
          <a href={`/score/${year}/entries`}>逐件查看</a>
        </Alert>
      )}
      <div class="stackv">
        <Units {...view} />
        {found && <StepForm {...view} found={found} />}
        {trail}
      </div>
    </>
  )
}

const shownStates = Object.keys(yearStateLabels) as YearState[]

function YearSteps({ c, found, steps }: BoardView) {
  const at = found ? shownStates.indexOf(found.state) : -1
  return (
    <ol class="steps" aria-label="年度评分进度">
      {shownStates.map((state, place) => {
        const last = steps.findLast((step) => step.state === state)
        return (
          <li
            class={place <= at ? 'done' : place === at + 1 ? 'now' : undefined}
            aria-current={place === at + 1 ? 'step' : undefined}
          >
            <b>{yearStepLabels[state]}</b>
            <small>{last && place <= at ? shownMinute(c, last.at) : '—'}</small>
          </li>
        )
      })}
    </ol>
  )
}

function Units({ c, year, score, page }: BoardView) {
  const shown = score?.units.slice((page - 1) * pageSize, page * pageSize) ?? []
  const asOf = c.req.query('as-of')
  return (
    <section class="card">
      <header>
        <h2>各单位得分</h2>
        {score && (
          <p>
            {`《${score.scheme.scheme.name}》第${score.scheme.serial}版，${score.frozenOn ? `${formatDayZh(score.frozenOn)}前的事项已封存` : '数据未封存，为试算'}`}
          </p>
        )}
      </header>
      <form class="filter" method="get" action="/score">
        <label class="vh" for="year">
          年度
        </label>
        <input id="year" name="year" value={String(year)} inputmode="numeric" maxlength={4} size={6} />
        <label for="as-of">截至</label>
        <input id="as-of" type="date" name="as-of" value={asOf ?? ''} />
        <button class="btn" type="submit">
          重新计算
        </button>
      </form>
      {!score ? (
        <Empty title={`${year}年还没有锁定的评分方案`}>由监管员拟定方案，经主管单位审定后由负责人锁定。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>单位</th>
              <th class="r">得分</th>
              <th>等次</th>
              <th>扣分、加分的项目</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr>
                <td class="t">
                  <a class="nm" href={`/score/${year}/units/${one.unitId}${asOf ? `?as-of=${asOf}` : ''}`}>
                    {one.name}
                  </a>
                </td>
                <td class="num r" data-l="得分">
                  {one.points === null ? '—' : one.points}
                </td>
                <td class="s">
                  <GradeMark score={one} />
                </td>
                <td class="full">
                  {one.points === null
                    ? pointsWords(one)
                    : one.items
                        .filter(({ full, points, item }) => item !== 'rounding' && (full === null || points < full))
                        .map(({ label, full, points }) => `${label} ${full === null ? points : `${points}/${full}`}`)
                        .join('，') || '没有扣分'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {score && <Pager c={c} page={page} total={score.units.length} />}
    </section>
  )
}

const hints: Partial<Record<YearAction, string>> = {
  freeze: '封存后，各处记录的变化不再影响结果；要改变结果，只能提出登记、更正或申诉，经第二人确认。',
  score: '按锁定的方案计算，并留存结果的摘要，以后可以核对。',
  report: '开放以后，各单位看到自己的得分和每一分的来由，可以补报加分材料。',
  panel: '评审组的每一处更正都要写明理由，由提出人以外的人确认。',
  publish: '向各单位告知结果，并说明申诉办法。',
  appeal: '单位可以就某一计分事项申诉；申诉成立的，以新的事项改变结果，原记录不变。',
  finish: '确定以后不再变化，报区绩效主管部门。',
}

function StepForm({ c, year, found, may, typed }: BoardView & { found: ScoreYear }) {
  const [action] = (Object.keys(nextYearState[found.state]) as YearAction[]).filter((one) => one !== 'lock')
  if (!action || !may(action)) return null
  return (
    <section class="card">
      <header>
        <h2>{yearActionLabels[action]}</h2>
      </header>
      <form class="in" method="post" action={`/score/${year}/steps`}>
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="version" value={String(found.version)} />
        <p class="mut">{hints[action]}</p>
        {action === 'freeze' && (
          <Field
            name="frozenOn"
            label="封存至"
            type="date"
            required
            value={typed['frozenOn']}
            hint="这一天及以前发生的事项计入。年度没有结束就封存的，须写明理由。"
          />
        )}
        <Field name="note" label="说明" type="textarea" rows={2} value={typed['note']} />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value={action}>
            {yearActionLabels[action]}
          </button>
        </p>
      </form>
    </section>
  )
}

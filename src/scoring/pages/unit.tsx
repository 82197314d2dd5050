import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Child } from 'hono/jsx'
import { Alert, Empty, Head, type WebContext } from '../../web/index.ts'
import { linesOf } from '../lines.ts'
import { eventKinds, type ScoreEntry, type ScoreEvent, scoreTitle } from '../model.ts'
import type { UnitScore } from '../rules.ts'
import type { YearScore } from '../score-year.ts'
import { Entries } from './entries.tsx'
import { EntryForms, type FormsView } from './entry-forms.tsx'
import { GradeMark, pointsWords, schemeWords } from './words.tsx'

export type UnitView = FormsView & {
  c: WebContext
  year: number
  score: YearScore
  own: UnitScore
  entries: readonly ScoreEntry[]
  names: ReadonlyMap<string, string>
  hrefOf: (event: ScoreEvent) => string | undefined
  crumb: boolean
  mayDecide: boolean
  asOf: CivilDate | undefined
  problem: string | undefined
  trail: Child
}

/** One unit's year: every point down to what it stands on and who confirmed it. */
export function UnitPage(view: UnitView) {
  const { year, score, own, problem, crumb, asOf } = view
  const query = asOf ? `?as-of=${asOf}` : ''
  return (
    <>
      <Head
        crumb={crumb && <a href={`/score?year=${year}`}>年度评分</a>}
        title={
          <>
            {own.name} <GradeMark score={own} box />
          </>
        }
        note={`${year}${scoreTitle}　${pointsWords(own)}　截至${formatDayZh(score.asOf)}`}
      >
        <a class="btn" href={`/score/${year}/units/${own.unitId}/paper/pdf${query}`}>
          说明函 PDF
        </a>
        <a class="btn" href={`/score/${year}/units/${own.unitId}/paper/docx${query}`}>
          Word
        </a>
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      {own.why && (
        <Alert tone={own.passed === false ? 'fail' : 'unkn'} title={own.why}>
          {own.vetoes.length === 0 ? '不知道的不当作没有问题，也不当作满分。' : ''}
        </Alert>
      )}
      <div class="stackv">
        <Items {...view} />
        <Events {...view} />
        <Accounts {...view} />
        <Entries {...view} />
        <EntryForms {...view} />
        {view.trail}
      </div>
    </>
  )
}

const Items = ({ own, score }: UnitView) => (
  <section class="card">
    <header>
      <h2>得分构成</h2>
      <p>
        <a href={`/score/schemes/${score.scheme.id}`}>{`《${score.scheme.scheme.name}》第${score.scheme.serial}版`}</a>
        {`　${score.scheme.paper ?? ''}`}
      </p>
    </header>
    {own.items.length === 0 ? (
      <Empty title={own.why ?? '没有得分'} />
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>项目</th>
            <th class="r">分值</th>
            <th class="r">得分</th>
            <th class="r">计分事项</th>
          </tr>
        </thead>
        <tbody>
          {own.items.map(({ label, full, points, events }) => (
            <tr>
              <td class="t">{label}</td>
              <td class="num r" data-l="分值">
                {full ?? '—'}
              </td>
              <td class="num r" data-l="得分">
                {points}
              </td>
              <td class="num r" data-l="计分事项">
                {events.length}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <footer>
      <span>{schemeWords(score.scheme.scheme).join('；')}。</span>
    </footer>
  </section>
)

const Events = ({ own, score, hrefOf, names }: UnitView) => {
  const lines = linesOf(own, score.events)
  return (
    <section class="card">
      <header>
        <h2>计分事项</h2>
        <p>都经人员确认；系统单独发现的不计分</p>
      </header>
      {lines.length === 0 ? (
        <Empty title="没有计分事项">没有经确认的问题，也没有加分登记。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>日期</th>
              <th>事项</th>
              <th>项目</th>
              <th class="r">计分</th>
              <th>确认</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ event, item, words, worth }) => {
              const href = hrefOf(event)
              const title = event.title || words || eventKinds[event.kind]
              return (
                <tr>
                  <td class="num" data-l="日期">
                    {event.on}
                  </td>
                  <td class="t">
                    {href ? (
                      <a class="nm" href={href}>
                        {title}
                      </a>
                    ) : (
                      <b>{title}</b>
                    )}
                    <small>
                      {[eventKinds[event.kind], event.count > 1 ? `${event.count}处` : ''].filter(Boolean).join('　')}
                    </small>
                  </td>
                  <td class="full">
                    {item}
                    {words && <small>{words}</small>}
                  </td>
                  <td class="num r" data-l="计分">
                    {worth}
                  </td>
                  <td data-l="确认">{(event.confirmedBy && names.get(event.confirmedBy)) ?? '系统用户'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}

const Accounts = ({ own }: UnitView) =>
  own.accounts.length < 2 ? null : (
    <section class="card">
      <header>
        <h2>各账号得分</h2>
        <p>未计上级通报另扣和加分</p>
      </header>
      <table class="cards">
        <thead>
          <tr>
            <th>账号</th>
            <th class="r">得分</th>
          </tr>
        </thead>
        <tbody>
          {own.accounts.map(({ accountId, name, points, main }) => (
            <tr>
              <td class="t">
                <a class="nm" href={`/accounts/${accountId}`}>
                  {name || '账号'}
                </a>
                {main && <small>主账号</small>}
              </td>
              <td class="num r" data-l="得分">
                {points}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )

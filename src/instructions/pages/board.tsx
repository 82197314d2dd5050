import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { Empty, FilterBy, Head, Pager, SearchBox, type WebContext } from '../../web/index.ts'
import { type Instruction, taskStateLabels } from '../model.ts'
import type { TaskRow } from '../queries.ts'
import { dueWords, InstructionMark, paperName, TaskMark } from './marks.tsx'

type Props = {
  c: WebContext
  /** Instructions of which something is to be done before a unit has it; empty for a unit. */
  waiting: readonly Instruction[]
  rows: readonly TaskRow[]
  total: number
  page: number
  today: CivilDate
  names: ReadonlyMap<string, string>
  unit: boolean
}

/** 批示办理: instructions that wait for the office, and the tasks that came of them, the nearest deadline on top. */
export const BoardPage = ({ c, waiting, rows, total, page, today, names, unit }: Props) => (
  <>
    <Head
      title="批示办理"
      note={
        unit
          ? '区领导批示后交本单位办理的事项，请在时限前反馈'
          : '区领导在季度报告上的批示，交办到单位，办理情况写入下一季度报告'
      }
    />
    {waiting.length > 0 && (
      <section class="card todo gap">
        <header>
          <h2>待办理的批示</h2>
          <p>{`${waiting.length} 件`}</p>
        </header>
        <ul>
          {waiting.map((one) => (
            <li>
              <div>
                <a href={`/instructions/${one.id}`}>{`${paperName(one)}上的批示`}</a>
                <small>{`${names.get(one.leaderId) ?? '区领导'}　${formatDayZh(one.givenOn)}批示　${nextWords(one)}`}</small>
              </div>
              <InstructionMark state={one.state} />
            </li>
          ))}
        </ul>
      </section>
    )}
    <section class="card">
      <header>
        <h2>交办事项</h2>
        <p>{`${total} 项`}</p>
      </header>
      <form class="filter" method="get" action="/instructions">
        <SearchBox c={c} label={unit ? '交办要点' : '交办要点、承办单位'} />
        <FilterBy
          c={c}
          name="state"
          label="办理情况"
          labels={{ pending: '未办结', late: '已逾期', ...taskStateLabels }}
        />
        <button class="btn" type="submit">
          筛选
        </button>
      </form>
      {rows.length === 0 ? (
        <Empty title="没有符合条件的交办事项">
          {unit ? '监管单位交办以后列在这里。' : '季度报告呈批以后，批示入库、核对，再交办到单位。'}
        </Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>交办要点</th>
              {!unit && <th>承办单位</th>}
              <th>来源</th>
              <th>办理时限</th>
              <th>办理情况</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <td class="t">
                  <a class="nm" href={`/instructions/${row.instructionId}#task-${row.serial}`}>
                    {row.essentials}
                  </a>
                </td>
                {!unit && <td data-l="承办单位">{row.unitName}</td>}
                <td data-l="来源">{paperName(row)}</td>
                <td class="num" data-l="办理时限">
                  {dueWords(row, today)}
                </td>
                <td class="s">
                  <TaskMark task={row} today={today} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} />
    </section>
  </>
)

const nextWords = ({ state }: Instruction): string =>
  state === 'to-transcribe'
    ? '照原件录入文字'
    : state === 'to-check'
      ? '由录入人以外的人对照原件核对'
      : '交办到单位，或者注明无需交办'

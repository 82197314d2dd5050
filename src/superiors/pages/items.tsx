import type { Instant } from '../../calendar/index.ts'
import { circularLevels } from '../../rectification/index.ts'
import { Empty, FilterBy, Head, Pager, SearchBox, type WebContext } from '../../web/index.ts'
import { itemStateLabels } from '../model.ts'
import type { ItemRow } from '../queries.ts'
import { dueWords, ItemMark, PartMark } from './marks.tsx'

type Props = {
  c: WebContext
  rows: readonly ItemRow[]
  total: number
  page: number
  now: Instant
  mayEnter: boolean
  maySet: boolean
  mayRehearse: boolean
  /** A unit sees what was passed on to it. */
  unit: boolean
}

/** 上级交办: what is open first, the nearest hour on top. */
export function ItemsPage({ c, rows, total, page, now, mayEnter, maySet, mayRehearse, unit }: Props) {
  return (
    <>
      <Head
        title="上级交办"
        note={unit ? '监管单位分办到本单位的上级交办，请在时限前反馈' : '从上级的时限倒排各环节，夜间、休息日照常计时'}
      >
        {maySet && (
          <a class="btn" href="/superiors/settings">
            倒排时限
          </a>
        )}
        {mayRehearse && (
          <a class="btn" href="/inspection">
            迎检预演和材料
          </a>
        )}
        {mayEnter && (
          <a class="btn pri" href="/superiors/new">
            登记交办
          </a>
        )}
      </Head>
      <section class="card">
        <form class="filter" method="get" action="/superiors">
          <SearchBox c={c} label="事项、交办机关、单位" />
          <FilterBy c={c} name="state" label="办理情况" labels={{ open: '未办结', ...itemStateLabels }} />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {rows.length === 0 ? (
          <Empty title="没有符合条件的交办事项">
            {unit ? '监管单位分办以后列在这里。' : '接到国家、省、市的交办后，在这里登记，写明到时分的时限。'}
          </Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>事项</th>
                <th>交办机关</th>
                <th>时限</th>
                <th>{unit ? '本单位' : '单位反馈'}</th>
                <th>办理情况</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr>
                  <td class="t">
                    <a class="nm" href={`/superiors/${row.id}`}>
                      {row.title}
                    </a>
                    {row.letterNumber && !unit && <small>{row.letterNumber}</small>}
                  </td>
                  <td data-l="交办机关">
                    {row.issuer}
                    <small>{circularLevels[row.level]}</small>
                  </td>
                  <td data-l="时限">{dueWords(row, now)}</td>
                  <td class="full">
                    {unit ? (
                      row.own && <PartMark state={row.own} />
                    ) : (
                      <>
                        {`已反馈 ${row.answered} 个，共 ${row.parts} 个`}
                        <small>{row.units.join('、')}</small>
                      </>
                    )}
                  </td>
                  <td class="s">
                    <ItemMark item={row} now={now} />
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
}

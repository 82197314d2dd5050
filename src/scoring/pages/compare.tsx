import { Alert, Head, Pager, pageSize, type WebContext } from '../../web/index.ts'
import type { StoredScheme } from '../queries/years.ts'
import type { UnitScore } from '../rules.ts'
import { pointsWords } from './words.tsx'

type Props = {
  c: WebContext
  stored: StoredScheme
  other: StoredScheme | undefined
  year: number
  scores: readonly [readonly UnitScore[], readonly UnitScore[]] | undefined
  page: number
}

/** 试算比较: what a scheme would have made of a year, beside the one in force. Nothing of it is kept. */
export function ComparePage({ c, stored, other, year, scores, page }: Props) {
  const [now, then] = scores ?? [[], []]
  const shown = then.slice((page - 1) * pageSize, page * pageSize)
  const differ = then.filter((one, at) => one.points !== now[at]?.points).length
  return (
    <>
      <Head
        crumb={<a href={`/score/schemes/${stored.id}`}>{stored.scheme.name}</a>}
        title="试算比较"
        note={`${year}年的事项，按两个方案分别计算；只供比较，不保存`}
      />
      <section class="card">
        <form class="filter" method="get" action={`/score/schemes/${stored.id}/compare`}>
          <label for="year">年度</label>
          <input id="year" name="year" value={String(year)} inputmode="numeric" maxlength={4} size={6} />
          <button class="btn" type="submit">
            试算
          </button>
        </form>
        {!other || !scores ? (
          <Alert tone="unkn" title={`${year}年没有锁定的方案，没有可以比较的`} />
        ) : (
          <>
            <table class="cards">
              <thead>
                <tr>
                  <th>单位</th>
                  <th class="r">{`现行（第${other.serial}版）`}</th>
                  <th class="r">{`本方案（第${stored.serial}版）`}</th>
                  <th class="r">相差</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one, at) => {
                  const was = now[(page - 1) * pageSize + at]!
                  const both = one.points !== null && was.points !== null
                  return (
                    <tr>
                      <td class="t">{one.name}</td>
                      <td class="num r" data-l="现行">
                        {pointsWords(was)}
                      </td>
                      <td class="num r" data-l="本方案">
                        {pointsWords(one)}
                      </td>
                      <td class="num r" data-l="相差">
                        {both ? Math.round((one.points! - was.points!) * 100) / 100 : '—'}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
            <p class="in">{`共 ${then.length} 个单位，${differ} 个结果不同。`}</p>
            <Pager c={c} page={page} total={then.length} />
          </>
        )}
      </section>
    </>
  )
}

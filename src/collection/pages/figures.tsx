import { sentences } from '../../vocabulary/sentences.ts'
import { seriesLabels } from '../handed/kinds.ts'
import type { FigureRow } from '../running/page-queries.ts'

/** Series that only the platforms' interfaces bring; the others are called as in the files that people hand over. */
const otherLabels: Readonly<Record<string, string>> = {
  'article-reads': '文章阅读',
  'article-shares': '文章分享',
  'article-summary': '文章概况',
  comment: '留言',
}
const kindLabels = { metric: '其他统计', message: '留言', profile: '账号资料' } as const

const labelOf = ({ kind, series }: FigureRow) => seriesLabels.get(series) ?? otherLabels[series] ?? kindLabels[kind]

const valueLabels: Readonly<Record<string, string>> = {
  count: '累计',
  new: '新增',
  cancelled: '取消',
  net: '净增',
  users: '人数',
  messages: '次数',
  articles: '篇数',
  sum: '合计',
}

const valuesOf = ({ value }: FigureRow) =>
  Object.entries(valueLabels)
    .flatMap(([name, label]) => {
      const found = value?.[name]
      return typeof found === 'number' ? `${label} ${found.toLocaleString('zh-CN')}` : []
    })
    .join('，')

/** What was collected of an account beside its posts, and from where: the newest of each series. */
export const Figures = ({ figures }: { figures: readonly FigureRow[] }) => (
  <section class="card">
    <header>
      <h2>统计和留言</h2>
      <p>{sentences.countsNotScored}</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>内容</th>
          <th class="r">条数</th>
          <th>最近一天</th>
          <th>最近数值</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((row) => (
          <tr>
            <td class="t">
              {labelOf(row)}
              <small>{row.sources.join('、')}</small>
            </td>
            <td data-l="条数" class="r num">
              {row.entries}
            </td>
            <td data-l="最近一天" class="num">
              {row.newest}
            </td>
            <td data-l="最近数值">{valuesOf(row) || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

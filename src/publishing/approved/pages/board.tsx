import { formatMinute, type Month, monthZh } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Empty, FilterBy, Head, Pager, pageSize, SearchBox, Select, type WebContext } from '../../../web/index.ts'
import { numberWords } from '../../manuscripts/model.ts'
import { type MatchedPost, type Standing, standingLabels, standings, type UnpublishedText } from '../model.ts'
import { StandingMark, UnpublishedMark, whenWords, whyWords } from './marks.tsx'

type Props = {
  c: WebContext
  month: Month
  months: readonly Month[]
  /** All of the month, and those that are shown. */
  posts: readonly MatchedPost[]
  shown: readonly MatchedPost[]
  unpublished: readonly UnpublishedText[]
  page: number
  /** Units that write their manuscripts here now. */
  units: readonly string[]
  office: boolean
  numberOf: (manuscriptId: string) => number | undefined
}

/** 审发一致: collected posts beside what was approved, and what was approved and stands nowhere. */
export function BoardPage(props: Props) {
  const { month, units, office, unpublished } = props
  return (
    <>
      <Head
        title="审发一致"
        note="启用先审后发的单位，采集到的帖文与审定稿逐篇比对；存疑的由复核员决定。没有启用的单位不作判断"
      >
        <a class="btn" href="/approved/samples">
          发布审签单抽查
        </a>
      </Head>
      <div class="stackv">
        <Posts {...props} />
        {unpublished.length > 0 && <Unpublished month={month} rows={unpublished} />}
        {office && (
          <section class="card">
            <header>
              <h2>已启用先审后发的单位</h2>
              <p>{`${units.length} 个。启用与否由单位自愿，不计入考核`}</p>
            </header>
            <p class="in">{units.length > 0 ? units.join('、') : '还没有单位启用，可以抽查发布审签单。'}</p>
          </section>
        )}
      </div>
    </>
  )
}

const countWords = (posts: readonly MatchedPost[]): string =>
  standings
    .map((one): [Standing, number] => [one, posts.filter(({ standing }) => standing === one).length])
    .flatMap(([one, count]) => (count > 0 ? `${standingLabels[one]} ${count}` : []))
    .join('，')

function Posts({ c, month, months, posts, shown, page, numberOf }: Props) {
  return (
    <section class="card">
      <header>
        <h2>已发布的帖文</h2>
        <p>{posts.length > 0 ? `${monthZh(month)} ${posts.length} 篇：${countWords(posts)}` : monthZh(month)}</p>
      </header>
      <form class="filter" method="get" action="/approved">
        <SearchBox c={c} label="标题、账号、单位" />
        <Select
          bare
          name="month"
          label="月份"
          value={month}
          choices={months.map((one) => ({ value: one, label: monthZh(one) }))}
        />
        <FilterBy c={c} name="standing" label="情况" labels={standingLabels} />
        <button class="btn" type="submit">
          筛选
        </button>
      </form>
      {shown.length === 0 ? (
        <Empty title={posts.length === 0 ? '这个月没有可以比对的帖文' : '没有符合条件的帖文'}>
          {posts.length === 0 ? '只比对单位启用先审后发以后发布、系统采集到的帖文。' : ''}
        </Empty>
      ) : (
        <table class="cards long">
          <thead>
            <tr>
              <th>帖文</th>
              <th>发布时间</th>
              <th>对应稿件</th>
              <th>比对</th>
              <th>情况</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice((page - 1) * pageSize, page * pageSize).map((post) => (
              <tr>
                <td class="t">
                  <a class="nm" href={`/approved/posts/${post.accountId}/${post.id}`}>
                    {post.title.trim() || '（无标题）'}
                  </a>
                  <small>{`${post.unitName}　${post.accountName}（${platforms[post.platform].label}）`}</small>
                </td>
                <td class="num" data-l="发布时间">
                  {whenWords(post)}
                </td>
                <td data-l="对应稿件">{numberText(post.manuscriptId, numberOf)}</td>
                <td data-l="比对">{whyWords(post)}</td>
                <td class="s">
                  <StandingMark standing={post.standing} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={shown.length} />
    </section>
  )
}

const numberText = (id: string | null, numberOf: Props['numberOf']): string => {
  const number = id === null ? undefined : numberOf(id)
  return number === undefined ? '—' : numberWords(number)
}

const Unpublished = ({ month, rows }: { month: Month; rows: readonly UnpublishedText[] }) => (
  <section class="card">
    <header>
      <h2>审定后没有见到发布的稿件</h2>
      <p>{`${monthZh(month)}审定，只作提示，不作为问题`}</p>
    </header>
    <table class="cards long">
      <thead>
        <tr>
          <th>稿件</th>
          <th>发布账号</th>
          <th>审定时间</th>
          <th>情况</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr>
            <td class="t">
              {one.title}
              <small>{`${numberWords(one.number)}　${one.unitName}`}</small>
            </td>
            <td data-l="发布账号">{`${one.accountName}（${platforms[one.platform].label}）`}</td>
            <td class="num" data-l="审定时间">
              {formatMinute(one.approvedAt)}
            </td>
            <td class="s">
              <UnpublishedMark standing={one.standing} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

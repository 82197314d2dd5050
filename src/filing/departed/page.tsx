import type { Child } from 'hono/jsx'
import type { PersonValues } from '../../access/index.ts'
import { maskPhone } from '../../access/index.ts'
import { dayOf, formatDayZh } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Head, Pager, SearchBox, Select, Status, type WebContext } from '../../web/index.ts'
import { postLabel } from '../handover/posts.ts'
import { earlyReasons, erasedBecauseLabels } from './erase.ts'
import type { DepartedFilter, DepartedRow, HeldPostName } from './queries.ts'
import { erasedFrom } from './rules.ts'

type Props = {
  c: WebContext
  rows: readonly DepartedRow[]
  total: number
  page: number
  filter: Pick<DepartedFilter, 'state' | 'kind'>
  people: ReadonlyMap<string, PersonValues>
  years: number
  period: Child
  problem?: string | undefined
}

/** 个人信息: who left, until when the record is kept, what was erased and why. Phones only masked. */
export function DepartedPage(props: Props) {
  const { c, rows, total, page, filter, period, problem } = props
  return (
    <>
      <Head title="个人信息" note="不再任职的人员，到期自动删除姓名和联系方式；删除后不能恢复，留痕核验不受影响" />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <section class="card">
          <form class="filter" method="get" action="/people">
            <SearchBox c={c} label="原岗位的单位、账号" />
            <Select
              bare
              name="kind"
              label="范围"
              value={filter.kind}
              choices={[
                { value: 'people', label: '离任人员' },
                { value: 'records', label: '更新前的旧记录、办件记录' },
              ]}
            />
            <Select
              bare
              name="state"
              label="情况"
              value={filter.state}
              choices={[
                { value: 'kept', label: '保存中' },
                { value: 'erased', label: '已删除' },
              ]}
            />
            <button class="btn" type="submit">
              筛选
            </button>
          </form>
          {rows.length === 0 ? (
            <Empty title="没有符合条件的人员">台账中换人或空缺后，原任职人员列在这里，到期自动删除。</Empty>
          ) : (
            <Rows {...props} />
          )}
          <Pager c={c} page={page} total={total} path="/people" />
        </section>
        {period}
        <p class="mut">
          已打印、签字的报送表、备案表、交接单是归档材料，按档案保管期限另行保存，不在这里删除。系统用户的姓名随用户保存，供留痕核验。
        </p>
      </div>
    </>
  )
}

function Rows({ c, rows, filter, people, years }: Props) {
  const isErased = filter.state === 'erased'
  return (
    <table class="cards">
      <thead>
        <tr>
          <th>姓名</th>
          <th>原岗位</th>
          <th>离任日期</th>
          <th>{isErased ? '删除日期' : '保存至'}</th>
          <th>{isErased ? '原因' : '办理'}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { id, leftAt, erasedAt, because } = row
          const { name, phone } = people.get(id) ?? {}
          const shown = name ?? (erasedAt ? '已删除' : '未登记姓名')
          return (
            <tr>
              <td class="t">
                {shown}
                {phone && <small class="num">{maskPhone(phone)}</small>}
              </td>
              <td class="full">{postsText(row)}</td>
              <td data-l="离任">{formatDayZh(dayOf(leftAt))}</td>
              <td data-l={isErased ? '删除' : '保存至'}>
                {formatDayZh(erasedAt ? dayOf(erasedAt) : erasedFrom(dayOf(leftAt), years))}
              </td>
              <td class="s">
                {because ? (
                  <Status mark="unkn" word={erasedBecauseLabels[because]} />
                ) : (
                  <EraseForm id={id} name={shown} csrf={c.var.session.csrf} />
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function postsText({ posts, renewed }: DepartedRow) {
  if (posts.length === 0) return <span class="mut">{renewed ? '同一人员更新前的旧记录' : '办件时填写'}</span>
  return posts.map((post) => <div>{postText(post)}</div>)
}

const postText = ({ duty, unitName, accountName, platform }: HeldPostName) =>
  `${unitName ?? ''}　${postLabel(duty, accountName === null ? null : { name: accountName, platform: platform ?? '' })}`

// Opened first, then chosen: erasing can't be undone.
const EraseForm = ({ id, name, csrf }: { id: string; name: string; csrf: string }) => (
  <details>
    <summary aria-label={`提前删除${name}`}>提前删除</summary>
    <form method="post" action={`/people/${id}/erase`}>
      <CsrfField csrf={csrf} />
      <label class="opt">
        <input type="checkbox" name="sure" value="yes" required />
        <span>
          <b>确认删除</b>
          <small>{`删除${name}的姓名和联系方式，不能恢复。`}</small>
        </span>
      </label>
      <p class="acts">
        {Object.entries(earlyReasons).map(([value, label]) => (
          <button class="btn bad" type="submit" name="because" value={value} aria-label={`删除${name}：${label}`}>
            {label}
          </button>
        ))}
      </p>
    </form>
  </details>
)

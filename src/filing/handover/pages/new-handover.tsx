import type { CivilDate } from '../../../calendar/index.ts'
import { firstChoice, type PickedUnits, tooMany } from '../../../registry/index.ts'
import { Alert, CsrfField, Empty, Field, Head, SearchBox, Select, type WebContext } from '../../../web/index.ts'
import { postKey, postLabel } from '../posts.ts'
import type { HeldPost } from '../queries/holders.ts'

type Props = {
  csrf: string
  c: WebContext
  units: PickedUnits
  unitId: string | undefined
  posts: readonly HeldPost[]
  names: ReadonlyMap<string, string>
  today: CivilDate
  values: { posts: readonly string[]; incomingName: string; changedOn: string }
  problem?: string | undefined
}

/** 发起交接: which unit, which posts of one person, to whom. */
export function NewHandoverPage(props: Props) {
  const { c, units, unitId, problem } = props
  return (
    <>
      <Head
        crumb={<a href="/handovers">人员交接</a>}
        title="发起交接"
        note="人员将要离任、台账还没有变更的，先在这里发起；台账已经变更的，系统自动列出"
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {(units.search !== undefined || units.rows.length > 1) && (
          <form class="card" method="get" action="/handovers/new">
            <div class="filter">
              {units.search !== undefined && <SearchBox c={c} label="单位名称" />}
              <Select
                bare
                name="unitId"
                label="单位"
                value={unitId}
                choices={[
                  { value: '', label: firstChoice(units) },
                  ...units.rows.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
              <button class="btn" type="submit">
                {units.search === undefined ? '选定单位' : '查找、选定单位'}
              </button>
            </div>
            {tooMany(units) && <p class="in mut">{tooMany(units)}</p>}
          </form>
        )}
        {unitId && <PostsForm {...props} />}
      </div>
    </>
  )
}

function PostsForm({ csrf, unitId, posts, names, today, values }: Props) {
  if (posts.length === 0)
    return (
      <section class="card">
        <Empty title="台账中没有该单位的责任人或账号联系人">请先在单位页、账号页登记人员。</Empty>
      </section>
    )
  return (
    <form class="card" method="post" action="/handovers/new">
      <div class="in">
        <CsrfField csrf={csrf} />
        <input type="hidden" name="unitId" value={unitId} />
        <fieldset class="fld">
          <legend class="lab req">交接岗位（选同一人担任的）</legend>
          <ul class="plain">
            {posts.map((post) => (
              <li>
                <label class="tick">
                  <input
                    type="checkbox"
                    name="posts"
                    value={postKey(post)}
                    checked={values.posts.includes(postKey(post))}
                  />
                  {`${names.get(post.personId) ?? '（未登记姓名）'}　${postLabel(post.duty, post.accountName === null ? null : { name: post.accountName, platform: post.platform ?? '' })}`}
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <div class="row">
          <Field name="incomingName" label="接收人" value={values.incomingName} hint="尚未确定的可以以后填写。" />
          <Field name="changedOn" label="变动日期" type="date" required value={values.changedOn || today} />
        </div>
        <p class="acts">
          <button class="btn pri" type="submit">
            发起交接
          </button>
          <a class="btn" href="/handovers">
            返回
          </a>
        </p>
      </div>
    </form>
  )
}

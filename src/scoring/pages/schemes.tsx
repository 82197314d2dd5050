import { Alert, CsrfField, Empty, Field, Head, Select, shownMinute, Status, type WebContext } from '../../web/index.ts'
import type { StoredScheme } from '../queries/years.ts'
import { templates } from '../templates.ts'

type ListProps = {
  c: WebContext
  schemes: readonly StoredScheme[]
  mayPrepare: boolean
  year: number
  problem: string | undefined
  typed: Readonly<Record<string, string>>
}

export const SchemeMark = ({ state }: Pick<StoredScheme, 'state'>) =>
  state === 'locked' ? <Status mark="pass" word="已锁定" /> : <Status mark="pend" word="草稿" />

/** 评分方案, the newest year on top, and where a new one begins. */
export const SchemesPage = ({ c, schemes, mayPrepare, year, problem, typed }: ListProps) => (
  <>
    <Head
      crumb={<a href="/score">年度评分</a>}
      title="评分方案"
      note="经主管单位审定后锁定，数据封存前可以换新版本；粉丝、阅读、点赞、转发不得作为计分项目"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <div class="stackv">
      <section class="card">
        {schemes.length === 0 ? (
          <Empty title="还没有评分方案">从模板开始，逐项核对分值和依据。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>方案</th>
                <th>年度</th>
                <th>依据</th>
                <th>状态</th>
              </tr>
            </thead>
            <tbody>
              {schemes.map((one) => (
                <tr>
                  <td class="t">
                    <a class="nm" href={`/score/schemes/${one.id}`}>
                      {one.scheme.name}
                    </a>
                    <small>{`第${one.serial}版`}</small>
                  </td>
                  <td class="num" data-l="年度">
                    {one.year}
                  </td>
                  <td class="full">{one.paper ?? one.scheme.basis}</td>
                  <td class="s">
                    <SchemeMark state={one.state} />
                    {one.lockedAt && <small>{shownMinute(c, one.lockedAt)}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {mayPrepare && (
        <section class="card">
          <header>
            <h2>拟定新方案</h2>
          </header>
          <form class="in" method="post" action="/score/schemes">
            <CsrfField csrf={c.var.session.csrf} />
            <Field name="year" label="年度" required value={typed['year'] ?? String(year)} maxlength={4} />
            <Select
              name="from"
              label="从哪里开始"
              value={typed['from']}
              choices={[
                ...Object.entries(templates).map(([value, { name, basis }]) => ({ value, label: `${name}：${basis}` })),
                ...schemes.map(({ id, scheme, serial, year: of }) => ({
                  value: id,
                  label: `复制 ${of}年《${scheme.name}》第${serial}版`,
                })),
              ]}
            />
            <p class="acts">
              <button class="btn pri" type="submit">
                新建草稿
              </button>
            </p>
          </form>
        </section>
      )}
    </div>
  </>
)

import { formatDayZh } from '../../../calendar/index.ts'
import type { MetAccount } from '../../../collection/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, CsrfField, Empty, Head, Pager, type WebContext } from '../../../web/index.ts'
import { metIn } from '../from-collection.ts'

type Props = {
  c: WebContext
  rows: readonly MetAccount[]
  total: number
  page: number
  mayRun: boolean
  problem?: string | undefined
}

/** 系统采集中遇到的账号: named in files that were handed over, unknown to the ledger when they were imported. */
export const MetPage = ({ c, rows, total, page, mayRun, problem }: Props) => (
  <>
    <Head
      crumb={<a href="/concealment">瞒报漏报核查</a>}
      title="系统采集中遇到的账号"
      note="采集文件写有账号名称、导入时台账中没有的；只登记账号，不登记作者、留言人等个人"
    />
    {problem && <Alert tone="fail" title={problem} />}
    {mayRun && total > 0 && (
      <form class="card gap" method="post" action="/concealment/collected">
        <div class="in">
          <CsrfField csrf={c.var.session.csrf} />
          <p>{`将以下 ${total} 个账号作为一份清单，与今天的台账比对；其间已登记台账的，结果为“已登记”。`}</p>
          <p class="acts">
            <button class="btn pri" type="submit">
              开展核查
            </button>
          </p>
        </div>
      </form>
    )}
    <section class="card">
      {rows.length === 0 ? (
        <Empty title="没有遇到台账以外的账号">导入采集文件时，对不上台账的账号名称列在这里。</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th>账号</th>
              <th>平台</th>
              <th>所列单位</th>
              <th>来源</th>
              <th>最近遇到</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr>
                <td class="t">
                  {one.name || one.identifier}
                  {one.name !== '' && one.identifier && <small>{one.identifier}</small>}
                </td>
                <td data-l="平台">{one.platform ? platforms[one.platform].label : '未写明'}</td>
                <td data-l="所列单位">{one.unitName ?? '—'}</td>
                <td data-l="来源">{metIn({ ...one, link: null })}</td>
                <td class="num" data-l="最近遇到">
                  {formatDayZh(one.lastMetOn)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager c={c} page={page} total={total} path="/concealment/collected" />
    </section>
  </>
)

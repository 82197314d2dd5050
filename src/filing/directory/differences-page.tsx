import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, Empty, Head, Pager, type WebContext } from '../../web/index.ts'
import type { DifferingAccount, FiledDifference } from './differences.ts'

const WHAT_TO_DO =
  '公开名录以备案为准。名称、认证主体、主办单位确有变化的，由主办单位办理变更备案；账号标识、主页链接在下一次报送中填报；台账登记有误的，把台账改回。'

export type DifferingFact = Omit<DifferingAccount, 'differences'> & { difference: FiledDifference }

/** 台账与备案不一致: each account with what was filed beside what the ledger has. */
export function DifferencesPage(props: {
  c: WebContext
  rows: readonly DifferingFact[]
  total: number
  page: number
  mayFile: boolean
}) {
  const { c, rows, total, page, mayFile } = props
  return (
    <>
      <Head title="台账与备案不一致" note="已受理的备案所载内容，与台账现有登记逐项比对" />
      <Alert tone="warn" title={WHAT_TO_DO} />
      <section class="card">
        {rows.length === 0 ? (
          <Empty title="没有不一致的账号">已备案账号的台账登记都与备案一致。</Empty>
        ) : (
          <table class="cards cells">
            <thead>
              <tr>
                <th>账号</th>
                <th>项目</th>
                <th>备案内容</th>
                <th>台账现有</th>
                <th>办理</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ account, unitName, number, difference }) => (
                <tr>
                  <td class="t">
                    <a href={`/accounts/${account.id}`}>{account.name}</a>
                    <span class="mut">{`　${platforms[account.platform].label}　${unitName}　备案号 ${number}`}</span>
                  </td>
                  <Cells {...difference} />
                  <td data-l="办理">
                    {!difference.byCase ? (
                      '下次报送'
                    ) : mayFile ? (
                      <a href={`/cases/new?kind=change&accountId=${account.id}`}>办理变更备案</a>
                    ) : (
                      '主办单位办理变更备案'
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} path="/filing/differences" />
      </section>
    </>
  )
}

const Cells = ({ label, filed, ledger }: FiledDifference) => (
  <>
    <td data-l="项目">{label}</td>
    <td data-l="备案内容">{filed}</td>
    <td class="found" data-l="台账现有">
      {ledger || '未填'}
    </td>
  </>
)

/** The same on the page of one account. */
export const DifferencesPanel = ({ found }: { found: DifferingAccount }) => (
  <section class="card">
    <header>
      <h2>与备案不一致</h2>
      <p>{`备案号 ${found.number}`}</p>
    </header>
    <table class="cards cells">
      <thead>
        <tr>
          <th>项目</th>
          <th>备案内容</th>
          <th>台账现有</th>
        </tr>
      </thead>
      <tbody>
        {found.differences.map((difference) => (
          <tr>
            <Cells {...difference} />
          </tr>
        ))}
      </tbody>
    </table>
    <p class="in hint">{WHAT_TO_DO}</p>
  </section>
)

import { notJudgedWords } from '../../vocabulary/units.ts'
import type { PersonValues } from '../../access/index.ts'
import { printPreciseDate } from '../../calendar/index.ts'
import { platformCodes, platforms } from '../../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { Empty, Head, Pager, Select, SortHead, type WebContext } from '../../web/index.ts'
import {
  type Disposition,
  dispositionLabels,
  dispositions,
  filingStateLabels,
  filingStates,
  runningStateLabels,
  runningStates,
} from '../model.ts'
import type { AccountFilter, AccountRow, Page } from '../queries/list-accounts.ts'
import { FilingMark, RunningMark } from './marks.tsx'

type Props = {
  c: WebContext
  list: Page<AccountRow>
  filter: AccountFilter
  people: ReadonlyMap<string, PersonValues>
  mayEdit: boolean
  mayImport: boolean
  mayExport: boolean
  mayConfirm: boolean
}

/** 台账: every account, found, filtered and sorted by the server, 50 a page. */
export function AccountsPage({ c, list, filter, people, mayEdit, mayImport, mayExport, mayConfirm }: Props) {
  return (
    <>
      <Head title="台账" note={`符合条件的账号 ${list.total} 个`}>
        {mayConfirm && (
          <a class="btn" href="/purposes">
            用途待确认
          </a>
        )}
        {mayImport && (
          <a class="btn" href="/imports">
            导入附件2
          </a>
        )}
        {mayExport && (
          <a class="btn" href="/accounts/export">
            导出附件2
          </a>
        )}
        {mayEdit && (
          <a class="btn pri" href="/accounts/new">
            登记账号
          </a>
        )}
      </Head>
      <section class="card">
        <FilterForm filter={filter} />
        {list.rows.length === 0 ? (
          <NothingFound filtered={list.total === 0 && Object.keys(c.req.query()).length > 0} mayImport={mayImport} />
        ) : (
          <AccountTable c={c} list={list} filter={filter} people={people} />
        )}
        <Pager c={c} page={list.page} total={list.total} />
      </section>
    </>
  )
}

const all = (label: string) => ({ value: '', label })

function FilterForm({ filter }: { filter: AccountFilter }) {
  return (
    <form class="filter" method="get" action="/accounts">
      <label class="vh" for="search">
        账号名称、单位、认证主体
      </label>
      <input type="search" id="search" name="q" value={filter.search} placeholder="账号名称、单位、认证主体" />
      <Select
        bare
        name="platform"
        label="平台"
        value={filter.platform}
        choices={[all('全部平台'), ...platformCodes.map((value) => ({ value, label: platforms[value].label }))]}
      />
      <Select
        bare
        name="kind"
        label="单位类型"
        value={filter.unitKind}
        choices={[all('全部单位类型'), ...unitKindCodes.map((value) => ({ value, label: unitKinds[value].label }))]}
      />
      <Select
        bare
        name="state"
        label="运行状态"
        value={filter.runningState}
        choices={[
          all('在册（不含已注销）'),
          ...runningStates.map((value) => ({ value, label: runningStateLabels[value] })),
        ]}
      />
      <Select
        bare
        name="filing"
        label="备案状态"
        value={filter.filingState}
        choices={[all('全部备案状态'), ...filingStates.map((value) => ({ value, label: filingStateLabels[value] }))]}
      />
      <Select
        bare
        name="disposition"
        label="整改措施"
        value={filter.disposition}
        choices={[
          all('全部整改措施'),
          { value: 'none', label: '未填' },
          ...dispositions.map((value: Disposition) => ({ value, label: dispositionLabels[value] })),
        ]}
      />
      <button class="btn" type="submit">
        筛选
      </button>
    </form>
  )
}

function NothingFound({ filtered, mayImport }: { filtered: boolean; mayImport: boolean }) {
  if (filtered) return <Empty title="没有符合条件的账号">请放宽条件，或核对账号名称。</Empty>
  return (
    <Empty title="台账还是空的">
      {mayImport ? '导入各单位报送的附件2，或逐个登记。' : '请联系本级监管员登记。'}
      {mayImport && (
        <p>
          <a class="btn" href="/imports">
            导入附件2
          </a>
        </p>
      )}
    </Empty>
  )
}

function AccountTable({ c, list, filter, people }: Pick<Props, 'c' | 'list' | 'filter' | 'people'>) {
  const sort = { by: filter.order ?? 'unit', descending: filter.descending === true }
  return (
    <table class="cards stick">
      <thead>
        <tr>
          <SortHead c={c} by="name" label="账号名称" sort={sort} />
          <SortHead c={c} by="platform" label="平台" sort={sort} />
          <SortHead c={c} by="unit" label="主办单位" sort={sort} />
          <th>备案状态</th>
          <th>运行状态</th>
          <th>整改措施</th>
          <SortHead c={c} by="opened" label="开通时间" sort={sort} />
          <th>工作人员</th>
        </tr>
      </thead>
      <tbody>
        {list.rows.map((row) => (
          <tr>
            <td class="t">
              <a class="nm" href={`/accounts/${row.id}`}>
                {row.name}
              </a>
            </td>
            <td class="nw">{platforms[row.platform].label}</td>
            <td>
              <a href={`/units/${row.unitId}`}>{row.unitName}</a>
              {!row.inScope && <small>{notJudgedWords(row.unitKind)}</small>}
            </td>
            <td class="s">
              <FilingMark state={row.filingState} />
            </td>
            <td data-l="运行状态">
              <RunningMark state={row.runningState} claimed={row.stateIsClaimed} />
            </td>
            <td class="hid">{row.disposition ? dispositionLabels[row.disposition] : <span class="mut">未填</span>}</td>
            <td class="num" data-l="开通时间">
              {row.openedOn ? (
                printPreciseDate({ day: row.openedOn, precision: row.openedPrecision ?? 'day' })
              ) : (
                <span class="mut">未填</span>
              )}
            </td>
            <td class="hid">{people.get(row.staffPersonId ?? '')?.name ?? <span class="mut">未填</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

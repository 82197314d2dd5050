import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { Empty, Head, Pager, Select, SortHead, type WebContext } from '../../web/index.ts'
import { unitStateLabels } from '../model.ts'
import type { Page } from '../queries/list-accounts.ts'
import type { UnitFilter, UnitRow } from '../queries/list-units.ts'
import { DutiesMark } from './marks.tsx'

/** 主办单位: who runs accounts, and whether somebody answers for them. */
export function UnitsPage({
  c,
  list,
  filter,
  mayEdit,
}: {
  c: WebContext
  list: Page<UnitRow>
  filter: UnitFilter
  mayEdit: boolean
}) {
  const sort = { by: filter.order ?? 'name', descending: filter.descending === true }
  return (
    <>
      <Head title="主办单位" note={`共 ${list.total} 个单位`}>
        {mayEdit && (
          <a class="btn pri" href="/units/new">
            登记单位
          </a>
        )}
      </Head>
      <section class="card">
        <form class="filter" method="get" action="/units">
          <label class="vh" for="search">
            单位名称或代码
          </label>
          <input type="search" id="search" name="q" value={filter.search} placeholder="单位名称或代码" />
          <Select
            bare
            name="kind"
            label="单位类型"
            value={filter.kind}
            choices={[
              { value: '', label: '全部单位类型' },
              ...unitKindCodes.map((value) => ({ value, label: unitKinds[value].label })),
            ]}
          />
          <Select
            bare
            name="duties"
            label="责任人"
            value={filter.incomplete ? 'incomplete' : ''}
            choices={[
              { value: '', label: '责任人不限' },
              { value: 'incomplete', label: '责任人未填全' },
            ]}
          />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {list.rows.length === 0 ? (
          <Empty title="没有符合条件的单位">导入附件2 时可以一并建立单位。</Empty>
        ) : (
          <table class="cards stick">
            <thead>
              <tr>
                <th>代码</th>
                <SortHead c={c} by="name" label="单位名称" sort={sort} />
                <SortHead c={c} by="kind" label="单位类型" sort={sort} />
                <SortHead c={c} by="accounts" label="账号" sort={sort} right />
                <th>三级责任人</th>
                <th>状态</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((unit) => (
                <tr>
                  <td class="num hid">{unit.code}</td>
                  <td class="t">
                    <a class="nm" href={`/units/${unit.id}`}>
                      {unit.name}
                    </a>
                  </td>
                  <td>
                    {unitKinds[unit.kind].label}
                    {!unit.inScope && (
                      <small>{unit.kind === 'unknown' ? '核实前不监测、不点名' : '不属本级监管'}</small>
                    )}
                  </td>
                  <td class="r" data-l="账号">
                    {unit.accounts}
                  </td>
                  <td class="s">
                    <DutiesMark duties={unit.duties} />
                  </td>
                  <td class="hid">{unitStateLabels[unit.state]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={list.page} total={list.total} />
      </section>
    </>
  )
}

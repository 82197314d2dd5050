import { platforms } from '../../vocabulary/platforms.ts'
import { Alert, CsrfField, Head, SearchBox, Select, type WebContext } from '../../web/index.ts'
import { caseKindLabels } from '../cases/model.ts'
import { mostPicked, type PickedAccount, type PickedUnit } from '../cases/pick.ts'

type BeginProps = {
  c: WebContext
  units: { rows: readonly PickedUnit[]; total: number }
  accounts: { rows: readonly PickedAccount[]; total: number }
  /** What was looked for; of one unit alone everything is offered at once, and `search` is undefined. */
  search: string | undefined
  values: Readonly<Record<'kind' | 'unitId' | 'accountId', string>>
  problem?: { code: string; message: string } | undefined
}

const accountFaults = [
  'case.account-required',
  'case.account-not-asked',
  'case.account-of-other-unit',
  'case.account-busy',
  'case.account-gone',
]
const unitFaults = ['case.unit-required', 'case.unit-out-of-scope', 'case.unit-gone']

/** 申请备案: which unit, which matter, of which account. A district has hundreds of units: they are looked for first. */
export const BeginPage = (props: BeginProps) => (
  <>
    <Head
      crumb={<a href="/cases">备案事项</a>}
      title="申请备案"
      note="开设账号先批后开；名称、认证主体、主办单位变化的，办理变更。"
    />
    {props.problem && ![...accountFaults, ...unitFaults].includes(props.problem.code) && (
      <Alert tone="fail" title={props.problem.message} />
    )}
    <div class="stackv">
      {props.search !== undefined && <FindCard {...props} search={props.search} />}
      <ChoiceForm {...props} />
    </div>
  </>
)

const FindCard = ({ c, search, units, accounts }: BeginProps & { search: string }) => (
  <section class="card">
    <header>
      <h2>查找单位、账号</h2>
      {search !== '' && <p>{`单位 ${units.total} 个，账号 ${accounts.total} 个`}</p>}
    </header>
    <form class="filter" method="get" action="/cases/new">
      <SearchBox c={c} label="单位、账号名称" />
      <button class="btn" type="submit">
        查找
      </button>
    </form>
    {Math.max(units.total, accounts.total) > mostPicked && (
      <p class="in mut">{`下面只列前${mostPicked}个，没有要找的，请把名称写得更完整。`}</p>
    )}
  </section>
)

function ChoiceForm({ c, search, units, accounts, values, problem }: BeginProps) {
  const first = search === '' && values.accountId === '' ? '请先查找' : '请选择'
  return (
    <form class="card" method="post" action="/cases/new">
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        {search !== undefined && <input type="hidden" name="q" value={search} />}
        <div class="row">
          <Select
            name="kind"
            label="事项"
            required
            value={values.kind}
            choices={Object.entries(caseKindLabels).map(([value, label]) => ({ value, label }))}
          />
          <Select
            name="unitId"
            label="主办单位"
            value={values.unitId}
            error={faultIn(problem, unitFaults)}
            hint="已选定账号的，可以不选。"
            choices={[{ value: '', label: first }, ...units.rows.map(({ id, name }) => ({ value: id, label: name }))]}
          />
          <Select
            name="accountId"
            label="账号"
            value={values.accountId}
            error={faultIn(problem, accountFaults)}
            hint="开设新账号的不选。"
            choices={[
              { value: '', label: '不选（开设）' },
              ...accounts.rows.map(({ id, name, unitName, platform }) => ({
                value: id,
                label: `${name}（${platforms[platform].label}，${unitName}）`,
              })),
            ]}
          />
        </div>
        <p class="acts">
          <button class="btn pri" type="submit">
            开始填报
          </button>
          <a class="btn" href="/cases">
            返回
          </a>
        </p>
      </div>
    </form>
  )
}

const faultIn = (problem: BeginProps['problem'], codes: readonly string[]) =>
  problem && codes.includes(problem.code) ? problem.message : undefined

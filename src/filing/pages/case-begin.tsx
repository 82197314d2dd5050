import { Alert, CsrfField, Head, Select } from '../../web/index.ts'
import { caseKindLabels } from '../cases/model.ts'

type BeginProps = {
  csrf: string
  units: readonly { id: string; name: string }[]
  accounts: readonly { id: string; name: string; unitName: string; platform: string }[]
  values: Readonly<Record<string, string>>
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

/** 申请备案: which unit, which matter, of which account. */
export const BeginPage = ({ csrf, units, accounts, values, problem }: BeginProps) => (
  <>
    <Head
      crumb={<a href="/cases">备案事项</a>}
      title="申请备案"
      note="开设账号先批后开；名称、认证主体、主办单位变化的，办理变更。"
    />
    {problem && ![...accountFaults, ...unitFaults].includes(problem.code) && (
      <Alert tone="fail" title={problem.message} />
    )}
    <form class="card" method="post" action="/cases/new">
      <div class="in">
        <CsrfField csrf={csrf} />
        <div class="row">
          <Select
            name="kind"
            label="事项"
            required
            value={values['kind']}
            choices={Object.entries(caseKindLabels).map(([value, label]) => ({ value, label }))}
          />
          <Select
            name="unitId"
            label="主办单位"
            value={values['unitId']}
            error={faultIn(problem, unitFaults)}
            hint="选了账号的可以不选。"
            choices={[{ value: '', label: '请选择' }, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
          />
          <Select
            name="accountId"
            label="账号"
            value={values['accountId']}
            error={faultIn(problem, accountFaults)}
            hint="开设新账号的不选。"
            choices={[
              { value: '', label: '不选（开设）' },
              ...accounts.map(({ id, name, unitName, platform }) => ({
                value: id,
                label: `${name}（${platform}，${unitName}）`,
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
  </>
)

const faultIn = (problem: BeginProps['problem'], codes: readonly string[]) =>
  problem && codes.includes(problem.code) ? problem.message : undefined

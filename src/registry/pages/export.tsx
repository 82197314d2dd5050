import { Alert, CsrfField, Head, Select } from '../../web/index.ts'
import { PhonesChoice } from './phones-choice.tsx'

type Props = {
  csrf: string
  units: readonly { id: string; name: string }[]
  mayReveal: boolean
  problem?: string | undefined
  typed: Readonly<Record<string, string>>
}

/** 导出附件2: which units, one sheet each or one 汇总表, and what whole phone numbers are for. */
export const ExportPage = ({ csrf, units, mayReveal, problem, typed }: Props) => (
  <>
    <Head
      crumb={<a href="/accounts">台账</a>}
      title="导出附件2"
      note="与通知所附表样一致；联系方式遮盖的表再导入时，不改变台账中的号码"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action="/accounts/export">
      <div class="in">
        <CsrfField csrf={csrf} />
        <div class="row">
          <Select
            name="unitId"
            label="单位"
            value={typed['unitId']}
            choices={[
              ...(units.length > 1 ? [{ value: '', label: '全部单位' }] : []),
              ...units.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Select
            name="layout"
            label="格式"
            value={typed['layout']}
            choices={[
              { value: 'units', label: '一个单位一张表' },
              { value: 'district', label: '汇总表' },
            ]}
          />
        </div>
        <PhonesChoice mayReveal={mayReveal} typed={typed} />
        <p class="acts">
          <button class="btn pri" type="submit">
            导出
          </button>
        </p>
      </div>
    </form>
  </>
)

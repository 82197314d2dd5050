import { PhonesChoice } from '../../../registry/index.ts'
import { Alert, CsrfField, Head, Select } from '../../../web/index.ts'

type Props = {
  csrf: string
  units: readonly { id: string; name: string }[]
  mayReveal: boolean
  problem?: string | undefined
  typed?: Readonly<Record<string, string>> | undefined
}

/** 导出报送表: which units, how many sheets, and what whole phone numbers are for. */
export const SheetPage = ({ csrf, units, mayReveal, problem, typed = {} }: Props) => (
  <>
    <Head
      crumb={<a href="/national">全国系统填报</a>}
      title="导出报送表"
      note="按全国系统所需栏目从台账生成，不需另行填写；不属本级监管范围的单位不列入"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <form class="card" method="post" action="/national/sheet">
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
              { value: 'unit', label: '一个单位一张表' },
              { value: 'all', label: '全部单位一张表' },
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

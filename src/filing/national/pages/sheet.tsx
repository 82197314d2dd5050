import { Alert, CsrfField, Field, Head, Select } from '../../../web/index.ts'

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
        {mayReveal ? (
          <>
            <Select
              name="phones"
              label="联系方式"
              value={typed['phones']}
              choices={[
                { value: 'masked', label: '遮盖（138****1234）' },
                { value: 'full', label: '完整' },
              ]}
            />
            <Field
              name="purpose"
              label="用途"
              value={typed['purpose']}
              maxlength={80}
              hint="导出完整联系方式的必须写明。用途和导出人、导出时间印在每页，并留痕备查。"
            />
          </>
        ) : (
          <p class="mut">表中手机号码经过遮盖。</p>
        )}
        <p class="acts">
          <button class="btn pri" type="submit">
            导出
          </button>
        </p>
      </div>
    </form>
  </>
)

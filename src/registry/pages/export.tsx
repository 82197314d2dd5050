import { Alert, Head } from '../../web/index.ts'
import { type ExportAsked, ExportForm } from './export-form.tsx'

/** 导出附件2: which units, one sheet each or one 汇总表, and what whole phone numbers are for. */
export const ExportPage = ({ problem, ...asked }: ExportAsked) => (
  <>
    <Head
      crumb={<a href="/accounts">台账</a>}
      title="导出附件2"
      note="与通知所附表样一致；联系方式遮盖的表再导入时，不改变台账中的号码"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <ExportForm
      {...asked}
      action="/accounts/export"
      layouts={[
        { value: 'units', label: '一个单位一张表' },
        { value: 'district', label: '汇总表' },
      ]}
    />
  </>
)

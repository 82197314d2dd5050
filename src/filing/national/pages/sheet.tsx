import { type ExportAsked, ExportForm } from '../../../registry/index.ts'
import { Alert, Head } from '../../../web/index.ts'
import { SHEETS_A_BOOK } from '../verbs/export-national.ts'

/** 导出报送表: which units, how many sheets, and what whole phone numbers are for. */
export const SheetPage = ({ problem, ...asked }: ExportAsked) => (
  <>
    <Head
      crumb={<a href="/national">全国系统填报</a>}
      title="导出报送表"
      note="按全国系统所需栏目从台账生成，不需另行填写；不属本级监管范围的单位不列入"
    />
    {problem && <Alert tone="fail" title={problem} />}
    <ExportForm
      {...asked}
      action="/national/sheet"
      layouts={[
        { value: 'unit', label: '一个单位一张表' },
        { value: 'all', label: '全部单位一张表' },
      ]}
      layoutHint={`一个单位一张表的，每册最多${SHEETS_A_BOOK}个单位；超过的分册导出，打包为一个压缩文件。`}
    />
  </>
)

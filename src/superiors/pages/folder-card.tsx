import { type Month, monthZh, type Quarter, quarterZh } from '../../calendar/index.ts'
import { CsrfField, Field, Select } from '../../web/index.ts'

type Props = {
  csrf: string
  months: readonly Month[]
  quarters: readonly Quarter[]
  mayReveal: boolean
  typed: Readonly<Record<string, string>>
}

/** 迎检材料: of which time, and with or without what names people. */
export const FolderCard = ({ csrf, months, quarters, mayReveal, typed }: Props) => (
  <section class="card" id="folder">
    <header>
      <h2>导出迎检材料</h2>
      <p>台账、备案材料、监测结果、整改、提醒、季度报告、上级通报和交办、预演结果，附目录和SHA-256</p>
    </header>
    <form class="in" method="post" action="/inspection/folder">
      <CsrfField csrf={csrf} />
      <Select
        name="period"
        label="期间"
        required
        value={typed['period']}
        choices={[
          ...quarters.map((value) => ({ value, label: quarterZh(value) })),
          ...months.map((value) => ({ value, label: monthZh(value) })),
        ]}
      />
      {mayReveal && (
        <>
          <label class="fld">
            <input type="checkbox" name="phones" value="full" checked={typed['phones'] === 'full'} />
            收入完整联系方式、签字盖章件和载有责任人员姓名的文件
          </label>
          <Field
            name="purpose"
            label="用途"
            maxlength={80}
            value={typed['purpose']}
            hint="收入个人信息的须写明用途，印在目录和台账每页，并留痕。不勾选的脱敏导出，不能脱敏的文件只列目录。"
          />
        </>
      )}
      <p class="mut">文件较多时需要几分钟，整理完即开始下载，其间请勿关闭本页。</p>
      <p class="acts">
        <button class="btn pri" type="submit">
          导出
        </button>
      </p>
    </form>
  </section>
)

import { type Choice, CsrfField, Field, Select } from '../../web/index.ts'

/** What a page that exports knows of who asks and of what was typed before. */
export type ExportAsked = {
  csrf: string
  units: readonly { id: string; name: string }[]
  mayReveal: boolean
  problem?: string | undefined
  typed: Readonly<Record<string, string>>
}
type Props = Omit<ExportAsked, 'problem'> & { action: string; layouts: readonly Choice[]; layoutHint?: string }

/** The form of a sheet out of the ledger: which units, how many sheets, and what whole phone numbers are for. */
export const ExportForm = ({ csrf, units, action, layouts, layoutHint, ...phones }: Props) => (
  <form class="card" method="post" action={action}>
    <div class="in">
      <CsrfField csrf={csrf} />
      <div class="row">
        <Select
          name="unitId"
          label="单位"
          value={phones.typed['unitId']}
          choices={[
            ...(units.length > 1 ? [{ value: '', label: '全部单位' }] : []),
            ...units.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Select name="layout" label="格式" value={phones.typed['layout']} hint={layoutHint} choices={layouts} />
      </div>
      <PhonesChoice {...phones} />
      <p class="acts">
        <button class="btn pri" type="submit">
          导出
        </button>
      </p>
    </div>
  </form>
)

/** Masked, or in full for a purpose: asked wherever phones leave in a file (rulebook (h)4). */
const PhonesChoice = ({ mayReveal, typed }: Pick<Props, 'mayReveal' | 'typed'>) =>
  mayReveal ? (
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
  )

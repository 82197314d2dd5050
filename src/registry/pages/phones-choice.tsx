import { Field, Select } from '../../web/index.ts'

type Props = { mayReveal: boolean; typed: Readonly<Record<string, string>> }

/** Masked, or in full for a purpose: asked wherever phones leave in a file (rulebook (h)4). */
export const PhonesChoice = ({ mayReveal, typed }: Props) =>
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

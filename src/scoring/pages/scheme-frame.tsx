import { Field, Select } from '../../web/index.ts'
import type { SchemeView } from './scheme.tsx'

/** 总则 of a scheme that is still a draft: points, gates, veto, bonus, rounding. */
export const Frame = ({ stored: { scheme }, typed }: SchemeView) => {
  const value = (name: string, was: string | number | null) => typed[name] ?? (was === null ? '' : String(was))
  return (
    <section class="card">
      <header>
        <h2>总则</h2>
      </header>
      <div class="in">
        <Field name="name" label="方案名称" required value={value('name', scheme.name)} />
        <Field name="basis" label="依据" required value={value('basis', scheme.basis)} />
        <div class="row">
          <Field name="base" label="满分" required value={value('base', scheme.base)} />
          <Field name="pass" label="合格线" required value={value('pass', scheme.gates.pass)} />
          <Select
            name="veto.effect"
            label="单项否决"
            value={value('veto.effect', scheme.veto.effect)}
            choices={[
              { value: 'unqualified', label: '不合格，不再评分' },
              { value: 'unit-points', label: '单位记下列分数' },
              { value: 'account-points', label: '该账号记下列分数' },
            ]}
          />
          <Field name="veto.points" label="单项否决记分" value={value('veto.points', scheme.veto.points)} />
          <Field
            name="bonus.gate"
            label="加分门槛"
            value={value('bonus.gate', scheme.bonus.gate)}
            hint="超过才加分；不填为不设门槛。"
          />
          <Field
            name="bonus.cap"
            label="加分上限"
            value={value('bonus.cap', scheme.bonus.cap)}
            hint="不填为不设上限。"
          />
          <Select
            name="unitFrom"
            label="单位得分"
            value={value('unitFrom', scheme.unitFrom.how)}
            choices={[
              { value: 'mean', label: '账号平均' },
              { value: 'main', label: '主账号与其余账号按比例' },
            ]}
          />
          <Field
            name="main"
            label="主账号所占比例（%）"
            value={value('main', scheme.unitFrom.how === 'main' ? scheme.unitFrom.main : 60)}
          />
          <Select
            name="digits"
            label="保留小数"
            value={value('digits', scheme.rounding.digits)}
            choices={['0', '1', '2'].map((digits) => ({ value: digits, label: `${digits}位` }))}
          />
          <Select
            name="mode"
            label="取整"
            value={value('mode', scheme.rounding.mode)}
            choices={[
              { value: 'round', label: '四舍五入' },
              { value: 'truncate', label: '去尾' },
            ]}
          />
          <Select
            name="ties"
            label="并列（需要名次时）"
            value={value('ties', scheme.ties)}
            choices={[
              { value: 'shared', label: '1、1、3' },
              { value: 'dense', label: '1、1、2' },
            ]}
          />
        </div>
      </div>
    </section>
  )
}

import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { Alert, CsrfField, Field, type FormValues, Head } from '../../web/index.ts'
import type { Burden } from '../campaigns/burden.ts'
import { annex1Form, annex2Form, fieldsOf, govAppForm } from '../forms/index.ts'
import { type FilingForm, filingForms, formLabels } from '../model.ts'
import { BurdenCard } from './burden.tsx'

type Props = {
  csrf: string
  id?: string
  version?: number
  values: FormValues
  errors?: Record<string, string>
  problem?: string | undefined
  /** Of what is chosen here: how much it asks, and what was asked within twelve months. */
  burden: Burden
}

const fieldCounts: Readonly<Record<FilingForm, number>> = {
  annex1: fieldsOf(annex1Form).length,
  annex2: fieldsOf(annex2Form).length,
}

const isRepeated = ({ forms }: Burden) =>
  forms.some(({ id, asked }) => id !== govAppForm.id && asked.some(({ before }) => before.length > 0))

const among = (values: FormValues, name: string, value: string) => [values[name] ?? []].flat().includes(value)

/** 拟定专项排查: on which basis, of whom, what, until when; and what units were asked already. */
export function CampaignForm({ csrf, id, version, values, errors = {}, problem, burden }: Props) {
  const text = (name: string) => String(values[name] ?? '')
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={text(name)} error={errors[name]} {...more} />
  )
  return (
    <>
      <Head
        crumb={<a href={id ? `/filing/campaigns/${id}` : '/filing'}>{id ? '返回专项排查' : '备案报送'}</a>}
        title={id ? '修改专项排查' : '拟定专项排查'}
        note="拟定后须经负责人批准，各单位才会收到。"
      />
      {problem && <Alert tone="fail" title={problem} />}
      {isRepeated(burden) && <Alert tone="warn" title="12个月内已布置过相同内容，再次布置须写明理由" />}
      <form
        class="stackv"
        method="post"
        action={id ? `/filing/campaigns/${id}/edit` : '/filing/campaigns/new'}
        data-unsaved
      >
        <CsrfField csrf={csrf} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        <BurdenCard burden={burden} />
        <section class="card">
          <header>
            <h2>依据和时限</h2>
          </header>
          <div class="in row">
            {field('title', '名称', { required: true, maxlength: 80 })}
            {field('basis', '依据', { required: true })}
            {field('basisNumber', '依据文号', { required: true, hint: '没有依据文号的填报不得布置。' })}
            {field('filingUntil', '报送截止日期', { type: 'date', required: true, hint: '当日24:00前报送为按时。' })}
            {field('cleanupUntil', '清理整合截止日期', { type: 'date' })}
            {field('countedUntil', '统计时间截至', { type: 'date', hint: '印在附件2注9；不填为报送截止日期。' })}
            {field('reminderDays', '提前几天提醒', { hint: '如 7、3、1、0；0为截止当天。' })}
            {field('contact', '联系人及电话', { required: true })}
          </div>
        </section>
        <section class="card">
          <header>
            <h2>报送范围</h2>
          </header>
          <div class="in">
            <fieldset class={errors['unitKinds'] ? 'fld err' : 'fld'}>
              <legend class="lab">单位类型</legend>
              <span class="checks">
                {unitKindCodes
                  .filter((kind) => unitKinds[kind].inScope)
                  .map((kind) => (
                    <label>
                      <input type="checkbox" name="unitKinds" value={kind} checked={among(values, 'unitKinds', kind)} />
                      {unitKinds[kind].label}
                    </label>
                  ))}
              </span>
              {errors['unitKinds'] && <p class="errm">{errors['unitKinds']}</p>}
            </fieldset>
            <fieldset class={errors['forms'] ? 'fld err' : 'fld'}>
              <legend class="lab">所报表格</legend>
              {filingForms.map((form) => (
                <label class="opt">
                  <input type="checkbox" name="forms" value={form} checked={among(values, 'forms', form)} />
                  <span>
                    {formLabels[form]}
                    <small>{`每个账号${fieldCounts[form]}项，台账已有的自动填好`}</small>
                  </span>
                </label>
              ))}
              {errors['forms'] && <p class="errm">{errors['forms']}</p>}
            </fieldset>
            {field('repeatReason', '再次填报的理由', {
              type: 'textarea',
              hint: '12个月内布置过相同表格的，须写明理由，各单位都能看到。',
            })}
            <p class="acts">
              <button class="btn pri" type="submit">
                保存
              </button>
              <a class="btn" href={id ? `/filing/campaigns/${id}` : '/filing'}>
                不保存，返回
              </a>
            </p>
          </div>
        </section>
      </form>
    </>
  )
}

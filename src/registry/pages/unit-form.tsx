import { type UnitKind, unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { Alert, CsrfField, Field, type FormValues, Head, Select } from '../../web/index.ts'
import type { FieldChange } from '../annex2/outcome.ts'
import { type Unit, unitStateLabels } from '../model.ts'
import { SHOWN } from '../untouched.ts'
import { Differences } from './differences.tsx'

type Props = {
  csrf: string
  id?: string
  version?: number
  values: FormValues
  errors?: Record<string, string>
  problem?: string | undefined
  units: readonly Unit[]
  /** Where the register and what was typed part, after somebody else saved first. */
  differences?: readonly FieldChange[]
  /** What the form showed when it was opened, as `shownField` writes it. */
  shown?: string | undefined
}

/** A unit's own facts. Kinds outside the notice say so. */
export function UnitForm({ csrf, id, version, values, errors = {}, problem, units, differences, shown }: Props) {
  const text = (name: string) => String(values[name] ?? '')
  const others = [
    { value: '', label: '无' },
    ...units.filter((unit) => unit.id !== id).map((unit) => ({ value: unit.id, label: unit.name })),
  ]
  return (
    <>
      <Head
        crumb={<a href={id ? `/units/${id}` : '/units'}>{id ? '返回单位' : '主办单位'}</a>}
        title={id ? '修改单位' : '登记单位'}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {differences && <Differences what="单位登记" renewed={shown !== undefined} differences={differences} />}
      <form class="card" method="post" action={id ? `/units/${id}/edit` : '/units/new'} data-unsaved>
        <div class="in">
          <CsrfField csrf={csrf} />
          {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
          {shown && <input type="hidden" name={SHOWN} value={shown} />}
          <div class="row">
            <Field name="name" label="单位全称" value={text('name')} required error={errors['name']} />
            <Field name="shortName" label="简称" value={text('shortName')} error={errors['shortName']} />
            <Select
              name="kind"
              label="单位类型"
              required
              value={text('kind')}
              error={errors['kind']}
              choices={[
                { value: '', label: '请选择' },
                ...unitKindCodes.map((value) => ({
                  value,
                  label: kindChoice(value),
                })),
              ]}
            />
            <Field name="code" label="单位代码" value={text('code')} hint="留空时自动编号。" error={errors['code']} />
            <Select name="parentId" label="上级单位" value={text('parentId')} choices={others} />
            <Select
              name="publicFacing"
              label="是否对外服务"
              value={text('publicFacing')}
              choices={[
                { value: 'yes', label: '是' },
                { value: 'no', label: '否' },
              ]}
            />
            <Select
              name="state"
              label="状态"
              value={text('state')}
              choices={Object.entries(unitStateLabels).map(([value, label]) => ({ value, label }))}
            />
            <Select
              name="mergedInto"
              label="并入单位"
              value={text('mergedInto')}
              choices={others}
              hint="状态为“已合并”时填写。"
            />
          </div>
          <p class="acts">
            <button class="btn pri" type="submit">
              保存
            </button>
            <a class="btn" href={id ? `/units/${id}` : '/units'}>
              不保存，返回
            </a>
          </p>
        </div>
      </form>
    </>
  )
}

/** What a unit's form says, in words: its labels and the labels of its choices. */
export function unitWords(values: FormValues, units: readonly Unit[]): { label: string; text: string }[] {
  const text = (name: string) => String(values[name] ?? '').trim()
  const unitName = (id: string) => units.find((unit) => unit.id === id)?.name ?? ''
  const word = (labels: Readonly<Record<string, string>>, name: string) => labels[text(name)] ?? text(name)
  return [
    { label: '单位全称', text: text('name') },
    { label: '简称', text: text('shortName') },
    { label: '单位类型', text: unitKinds[text('kind') as UnitKind]?.label ?? '' },
    { label: '单位代码', text: text('code') },
    { label: '上级单位', text: unitName(text('parentId')) },
    { label: '是否对外服务', text: word({ yes: '是', no: '否' }, 'publicFacing') },
    { label: '状态', text: word(unitStateLabels, 'state') },
    { label: '并入单位', text: unitName(text('mergedInto')) },
  ]
}

const kindChoice = (kind: UnitKind) =>
  kind === 'unknown'
    ? `${unitKinds.unknown.label}（核实前不监测、不点名）`
    : `${unitKinds[kind].label}${unitKinds[kind].inScope ? '' : '（不属本级监管，移交线索）'}`

/** Kinds of units; `inScope` is notice 一: 区人民政府各部门及下属参公事业单位; 乡镇、街道、场 are addressees of 二（二）. */
type UnitKindFacts = { label: string; inScope: boolean }

const unitKindTable = {
  department: { label: '区政府部门', inScope: true },
  civil_managed_institution: { label: '参公事业单位', inScope: true },
  institution: { label: '其他事业单位', inScope: true },
  township: { label: '乡镇', inScope: true },
  subdistrict: { label: '街道', inScope: true },
  farm: { label: '场', inScope: true },
  // The next four stand outside this notice: their accounts become 移交线索, are never judged and never named.
  vertical: { label: '垂直管理单位', inScope: false },
  party: { label: '党委部门', inScope: false },
  mass_organisation: { label: '群团', inScope: false },
  state_enterprise: { label: '国企', inScope: false },
  // Nobody has settled yet what it is: neither judged nor named, and no 移交线索 either, until a person says.
  unknown: { label: '类型待核实', inScope: false },
} as const satisfies Record<string, UnitKindFacts>

export type UnitKind = keyof typeof unitKindTable
export const unitKinds: Readonly<Record<UnitKind, UnitKindFacts>> = unitKindTable
/** Why the accounts of a unit are not judged; undefined: they are. For lists, after the unit's name. */
export const notJudgedWords = (kind: UnitKind): string | undefined =>
  kind === 'unknown'
    ? '单位类型待核实，核实前不监测、不点名'
    : unitKinds[kind].inScope
      ? undefined
      : '不属本级监管，移交线索'

export const unitKindCodes = Object.keys(unitKindTable) as UnitKind[]

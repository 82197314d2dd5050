import { civilDate } from '../../calendar/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import type { CleanupFacts } from '../model.ts'
import type { CleanupRule } from './define.ts'

const shared = { id: 'CL-2', label: '原则上不单独开设', level: 'district', region: '本区', certainty: '原文' } as const
const source = '通知二（二）'
const clause = '县级政府部门及乡镇（街道）原则上不单独开设政务新媒体'
const says = ({ unit }: CleanupFacts) => `主办单位为${unitKinds[unit.kind].label}，原则上不单独开设，保留须说明理由。`
const margin = '按单位类型判定，不计数量'
const wouldChange = '并入区级主账号，或经批准说明保留理由。'

/** CL-2 as the notice of 2019 says it: departments, townships and subdistricts. */
export const noOwnAccount2019: CleanupRule = {
  ...shared,
  class: 'in-principle',
  from: civilDate('2019-06-17'),
  until: civilDate('2022-01-01'),
  source,
  clause,
  judge: (facts) =>
    ['department', 'township', 'subdistrict'].includes(facts.unit.kind)
      ? { disposition: 'close', says: says(facts), facts: { unitKind: facts.unit.kind }, margin, wouldChange }
      : undefined,
}

/** CL-2 since the plan of 2022 counts townships and subdistricts in: for them it is a hint, for departments it holds. */
export const noOwnAccount2022: CleanupRule = {
  ...shared,
  class: 'in-principle',
  clause,
  from: civilDate('2022-01-01'),
  certainty: '二手',
  source: `${source}；2022年矩阵建设方案`,
  judge: (facts) =>
    facts.unit.kind === 'department'
      ? { disposition: 'close', says: says(facts), facts: { unitKind: facts.unit.kind }, margin, wouldChange }
      : undefined,
}

/** The hint that is left for townships and subdistricts. */
export const townshipInMatrix: CleanupRule = {
  ...shared,
  class: 'hint',
  from: civilDate('2022-01-01'),
  certainty: '二手',
  source: '2022年矩阵建设方案',
  clause: '各镇（街道）为全区政务新媒体矩阵成员',
  judge: ({ unit }) =>
    unit.kind === 'township' || unit.kind === 'subdistrict'
      ? {
          disposition: null,
          says: '2019年通知原则上不单独开设；2022年起列为矩阵成员，保留的应接入全区矩阵。',
          facts: { unitKind: unit.kind },
          margin,
          wouldChange: '接入全区矩阵。',
        }
      : undefined,
}

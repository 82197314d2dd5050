import { civilDate } from '../../calendar/index.ts'
import type { RuleSet } from './rule-set.ts'

/**
 * The rules of the 2019 notice with the national indicators it stands on. In force since the day of the notice; the
 * national two weeks since 国办秘函〔2019〕19号. Boundaries: rulebook (i)2. Never edited after use.
 */
export const junshan2019v1: RuleSet = {
  id: 'junshan-2019',
  version: '1',
  level: 'district',
  region: '君山区',
  effectiveFrom: civilDate('2019-06-16'),
  indicators: ['N-NM-02a', 'D-JS-01', 'D-JS-12', 'D-JS-10', 'CL-7', 'D-JS-06'],
  thresholds: {
    maxSilentDays: {
      value: 14,
      source: '国办秘函〔2019〕19号：监测时间点前2周内无更新',
      certainty: '二手',
      effectiveFrom: civilDate('2019-04-01'),
    },
    // rulebook (i)2
    strictFourteen: {
      value: false,
      source: '系统建议口径：按日期差计算，第14日仍在2周之内，主管单位可以从严',
      certainty: '推导',
      effectiveFrom: civilDate('2019-04-01'),
    },
    // rulebook D5, D-JS-06
    warnAtDays: {
      value: [7, 10, 13],
      source: '系统建议值：7、10、13天预警，主管单位可以调整',
      certainty: '建议',
      effectiveFrom: civilDate('2019-06-16'),
    },
  },
}

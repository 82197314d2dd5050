import { civilDate } from '../../calendar/index.ts'
import { junshan2019v1 } from './junshan-2019-v1.ts'
import type { RuleSet } from './rule-set.ts'

/**
 * The whole inspection: all indicators of the rulebook, national, provincial and of the notice, beside those of version 1.
 * Drafts and templates stand in it and judge only where a district adopts them. In force since the third quarter of 2026.
 * Never edited after use.
 */
export const junshan2019v2: RuleSet = {
  ...junshan2019v1,
  version: '2',
  effectiveFrom: civilDate('2026-07-01'),
  indicators: [
    'N-NM-01a',
    'N-NM-01b',
    'N-NM-01c',
    'N-NM-01d',
    'N-NM-02a',
    'N-NM-02b',
    'N-NM-03a',
    'N-NM-03b',
    'D-JS-01',
    'D-JS-02',
    'B-01',
    'B-02',
    'B-03',
    'B-04',
    'N-WS-01',
    'N-WS-02',
    'N-WS-03',
    'N-WS-04',
    'N-WS-05',
    'N-WS-06',
    'N-NM-05',
    'N-NM-06',
    'N-NM-07',
    'N-123-01',
    'N-123-02',
    'N-123-03',
    'N-123-04',
    'CL-7',
    'D-JS-03',
    'D-JS-04',
    'D-JS-07',
    'D-JS-08',
    'D-JS-09',
    'D-JS-10',
    'D-JS-11',
    'D-JS-12',
    'B-05',
    'B-06',
    'L-01',
    'L-03',
    'L-07',
    'L-09',
    'L-10',
    'L-11',
    'L-15',
    'L-16',
    'L-17',
    'L-18',
    'N-NM-08',
    'D-JS-13',
    'D-JS-06',
    'B-07',
    'P-HN-02',
    'P-HN-03',
    'P-HN-04',
    'P-HN-05',
  ],
  thresholds: {
    ...junshan2019v1.thresholds,
    numbers: {
      // rulebook (g): natural days, 种子未写工作日，从严
      replyDays: {
        value: 7,
        source: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》附件1：政民互动类栏目是否7日内予以回复',
        certainty: '原文',
        effectiveFrom: civilDate('2019-06-16'),
      },
    },
  },
}

import { clauseOf, GUOBANFA_123, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 因发布内容不当引发严重负面舆情: decided on the material of who judges 舆情. */
export const publicOutcry = defineReported({
  id: 'N-NM-01d',
  label: '引发严重负面舆情',
  class: 'veto',
  level: 'national',
  method: 'human',
  twoReviewers: true,
  clause: `${GUOBAN_19} 政务新媒体检查指标 单项否决：因发布内容不当引发严重负面舆情`,
  basis: [
    clauseOf(GUOBAN_19, '因发布内容不当引发严重负面舆情', '记忆'),
    clauseOf(`${GUOBANFA_123} 五（三）`, '破坏网络传播秩序、损害公众权益等突出问题，要严肃追责问责', '原文'),
  ],
  says: '该账号因发布内容不当引发严重负面舆情',
  mend: '由有关部门认定；认定不属于的予以排除。',
})

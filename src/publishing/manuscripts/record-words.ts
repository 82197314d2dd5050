import type { RecordWords } from '../../web/index.ts'
import { classLabels } from '../gates/model.ts'
import { stateLabels } from './model.ts'

/** For the trail. */
export const manuscriptRecordWords: RecordWords = {
  manuscript: {
    ...stateLabels,
    ...classLabels,
    number: '稿件编号',
    textNumber: '版本',
    digest: '校验码',
    class: '分类',
    round: '审次',
    step: '审核环节',
    steps: '审核环节',
    gates: '各关结论',
    findings: '文字检查提示数',
    confirmed: '确认的提示数',
    reason: '理由',
    urgent: '突发事件',
    accountId: '账号',
    link: '发布链接',
    publishedAt: '发布时间',
    removedAt: '删除时间',
    correctsId: '所更正的稿件',
    file: '文件摘要',
  },
}

import type { RecordWords } from '../../web/index.ts'
import { sampleOutcomeLabels } from './model.ts'

/** For the trail. */
export const approvedRecordWords: RecordWords = {
  approved: { accountId: '账号', digest: '正文摘要', letters: '字数' },
  'review-sample': {
    ...sampleOutcomeLabels,
    from: '发布日期自',
    to: '至',
    of: '可抽篇数',
    count: '抽取篇数',
    dueOn: '报送期限',
    outcome: '结论',
    reason: '依据',
    sha256: '文件摘要',
  },
}

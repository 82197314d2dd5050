import type { RecordWords } from '../../web/index.ts'
import { askedStateLabels } from './model.ts'

/** For the trail. */
export const repostRecordWords: RecordWords = {
  repost: {
    ...askedStateLabels,
    title: '需转载内容的标题',
    source: '稿源',
    link: '链接',
    issuedOn: '布置日期',
    dueAt: '转载时限',
    doneAt: '转载时间',
    accounts: '账号数',
  },
}

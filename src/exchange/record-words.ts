import type { RecordWords } from '../web/index.ts'

/** For the trail. */
export const exchangeRecordWords: RecordWords = {
  exchange: {
    to: '收件单位',
    from: '发件单位',
    digest: '摘要',
    answers: '所答复的交办',
    serial: '第几次反馈',
    file: '附件摘要',
  },
  'exchange-token': { peer: '对方' },
  'exchange-link': { auto: '自动收发' },
  'exchange-key': { code: '行政区划代码', name: '单位' },
}

import type { RecordWords } from '../web/index.ts'
import { actionLabels, channelLabels, kindLabels, stateLabels } from './model.ts'
import { guideElements } from './services/model.ts'

/** For the trail. */
export const engagementRecordWords: RecordWords = {
  message: {
    ...kindLabels,
    ...channelLabels,
    ...stateLabels,
    ...actionLabels,
    kind: '类别',
    channel: '渠道',
    askedOn: '提问日期',
    askedAt: '提问时间',
    repliedOn: '答复日期',
    repliedAt: '答复时间',
    dueOn: '答复期限',
    unitId: '办理单位',
    textDigest: '留言摘要',
    replyDigest: '答复摘要',
    before: '更正前',
    after: '更正后',
    count: '删除的文字',
    messages: '留言',
  },
  district: { entered: '新登记', matched: '已有人登记', answered: '补登答复', gone: '平台上已看不到' },
  import: {
    new: '新登记',
    answered: '补登答复',
    known: '已有',
    refused: '不合要求',
    lookedUntil: '已核对至',
    looked: '已核对的账号数',
    messages: '撤回的留言',
    answers: '撤回的答复',
    looks: '撤回的核对记录',
  },
  'message-look': { office: '监管单位核对', unit: '主办单位自行核对', until: '已核对至', side: '由谁核对' },
  service: {
    ...guideElements,
    place: '链接或者菜单路径',
    usable: '能否使用',
    lookedAt: '核查时间',
    missing: '指南缺少的要素',
    lookId: '核查记录',
  },
}

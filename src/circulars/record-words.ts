import type { RecordWords } from '../web/index.ts'
import { actionLabels, opennessLabels, stateLabels, variantLabels } from './model.ts'

/** For the trail. */
export const circularRecordWords: RecordWords = {
  'issuing-body': { name: '发文机关', flag: '发文机关标志', marks: '发文机关代字' },
  dispatch: {
    ...variantLabels,
    ...opennessLabels,
    ...actionLabels,
    ...stateLabels,
    variant: '文种',
    issuer: '发文机关',
    title: '标题',
    draft: '文稿',
    reportId: '季度报告',
    correctsId: '更正、撤回的原文',
    openness: '公开属性',
    signedOn: '成文日期',
    number: '发文字号',
    voidedNumber: '撤销的发文字号',
    skippedFrom: '跳过的号自',
    skippedTo: '跳过的号至',
    issuedOn: '印发日期',
    files: '印发的文件',
    enteredForUnit: '代录',
    lateBy: '迟报天数',
    units: '催报的单位',
    extendedUnit: '延期的单位',
    dueOn: '反馈期限',
    feedbackBy: '反馈期限',
    answered: '已反馈单位数',
    late: '迟报单位数',
    missing: '未签收、未反馈的单位',
    kind: '文件',
  },
}

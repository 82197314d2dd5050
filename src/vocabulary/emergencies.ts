/** 应急处置 in the office's words: for its own room, and for what an archive says of an account. */

export const emergencyKinds = {
  content: '严重表述错误',
  impostor: '假冒账号',
  stolen: '账号被盗',
  secret: '泄密',
  'grave-event': '特别重大、重大突发事件',
  opinion: '其他政务舆情',
} as const

export const emergencySteps = {
  call: '风险提示',
  answer: '单位答复',
  preserve: '固定证据',
  fix: '删除或更正',
  verify: '核实为假冒',
  request: '请求平台处置',
  transfer: '移送',
  remove: '平台处置',
  recover: '收回账号',
  publish: '发布权威信息',
  brief: '举行新闻发布会',
  respond: '回应',
  link: '关联监测线索',
  amend: '补记、更正',
  conclude: '处置结论',
  close: '结案',
} as const

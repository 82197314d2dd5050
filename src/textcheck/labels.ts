import type { FindingKind, Gate, Severity } from './model.ts'

export const gateLabels: Readonly<Record<Gate, string>> = {
  political: '政治关',
  legal: '法律关',
  policy: '政策关',
  secrecy: '保密关',
  wording: '文字关',
}

export const severityLabels: Readonly<Record<Severity, string>> = {
  block: '不得发布',
  confirm: '请确认',
  advise: '建议修改',
}

export const kindLabels: Readonly<Record<FindingKind, string>> = {
  privacy: '个人信息',
  secrecy: '涉密、内部内容',
  lexicon: '词库',
  typo: '错别字',
  number: '数字',
  date: '日期',
  'document-number': '文号',
  punctuation: '标点',
  grammar: '用词',
  character: '字符',
  link: '链接',
}

import { defineRule } from '../model.ts'

const GAPS: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/(?<=年)第(?=季度)/gu, '“第”与“季度”之间缺少数字，请补全。'],
  [/连续(?=个(?:季度|月|年度|工作日))/gu, '“连续”与“个”之间缺少数字，请补全。'],
  [
    /(?<=[\u4e00-\u9fff])(?:[xX×＊*]{2,})(?=(?:单位|部门|局|镇|街道|市|县|区|年|月|日|同志|公司))/gu,
    '模板中的待填内容还没有填写，请补全。',
  ],
  [
    /[（(【[]\s*(?:待填|待补充|待定稿|此处填写|请填写|插入)[^）)】\]\n]{0,20}[）)】\]]/gu,
    '模板中的待填内容还没有填写，请补全。',
  ],
]

/** A number or a name that the template left open. */
export const missingNumber = defineRule({
  id: 'missing-number',
  kind: 'number',
  gate: 'wording',
  severity: 'confirm',
  source: '政务新媒体通报实例',
  *find(text) {
    for (const [pattern, why] of GAPS)
      for (const { 0: found, index } of text.matchAll(pattern))
        yield { start: index, end: index + found.length, confidence: 0.85, why }
  },
})

import { defineRule } from '../model.ts'

const GARBLED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\ufffd+/gu, '此处有无法识别的字符（乱码），请从原稿重新粘贴。'],
  [/(?:锟斤拷)+|(?:烫烫)+|(?:屯屯屯)+/gu, '此处像是编码转换造成的乱码，请从原稿重新粘贴。'],
  [/[\ue000-\uf8ff]+/gu, '此处是字体自造字，换一台设备可能显示为空白或别的字，请改用标准字符。'],
  [/&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|#\d{2,5});/gu, '此处残留网页代码，请改成正常的文字或符号。'],
  [/<\/?(?:p|br|span|div|strong|font|a|img|section)\b[^<>\n]{0,200}>/giu, '此处残留网页标签，请删除。'],
]

/** 乱码: letters lost on the way from one program to another, and markup that shows. */
export const garbled = defineRule({
  id: 'garbled',
  kind: 'character',
  gate: 'wording',
  severity: 'confirm',
  source: '政务新媒体通报实例',
  *find(text) {
    for (const [pattern, why] of GARBLED)
      for (const { 0: found, index } of text.matchAll(pattern))
        yield { start: index, end: index + found.length, confidence: 0.95, why }
  },
})

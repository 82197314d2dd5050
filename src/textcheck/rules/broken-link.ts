import { defineRule } from '../model.ts'
import { hostOf, writtenAddresses } from './addresses.ts'

const MISWRITTEN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/https?：\/{0,2}[\w.-]*/giu, '网址里用了中文冒号，公众打不开，请改为“:”。'],
  [/(?<![a-z])(?:htp|htttps?|htpps?|hhttps?|ttps?|htps):\/\/[\w.-]*/giu, '网址开头写错，应为 http:// 或 https://。'],
  [/https?:\/(?!\/)[\w.-]+/giu, '网址开头少了一个“/”。'],
  [/https?:\/\/https?:?\/?\/?[\w.-]*/giu, '网址开头重复。'],
  [/https?:\/\/(?=[\s\u4e00-\u9fff，。；）)]|$)/giu, '网址没有写完，请补全。'],
  [/www[。．，,][\w-]+[.。．][\w.]+/giu, '网址里用了中文句号或逗号，公众打不开，请改为“.”。'],
]

/** Addresses that no browser opens. Whether a right address answers is looked at by collection, never here. */
export const brokenLink = defineRule({
  id: 'broken-link',
  kind: 'link',
  gate: 'wording',
  severity: 'confirm',
  source: 'RFC 3986',
  *find(text) {
    if (!/http|htp|ttp|www/iu.test(text)) return
    for (const [pattern, why] of MISWRITTEN)
      for (const { 0: found, index } of text.matchAll(pattern))
        yield { start: index, end: index + found.length, confidence: 0.95, why }
    for (const { start, end, text: address } of writtenAddresses(text)) {
      if (!/^(?:https?:\/\/|www\.)/i.test(address)) continue
      const host = hostOf(address)
      const why = host === undefined ? undefined : brokenHost(host)
      if (why) yield { start, end, confidence: 0.9, why }
    }
  },
})

function brokenHost(host: string): string | undefined {
  if (host.startsWith('[')) return undefined
  if (!host.includes('.') && host !== 'localhost') return '网址没有域名后缀，公众打不开，请补全。'
  if (/\.\.|^\.|\.$|_\.|-\./.test(host)) return '域名写法有误，公众打不开，请核对。'
  if (/\.(?:con|cmo|ocm|cn\d)$/.test(host)) return '域名后缀写错，请核对。'
  return undefined
}

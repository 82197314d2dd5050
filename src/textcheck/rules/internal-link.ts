import { defineRule, type Found, type RuleContext } from '../model.ts'
import { hostOf, writtenAddresses } from './addresses.ts'

const PATH = /(?<![\w/])(?:[A-Za-z]:\\[\w\u4e00-\u9fff][^\s，。；]{1,80}|\\\\[\w.-]{2,40}\\[^\s，。；]{1,80})/gu

/** Addresses that open only inside the office: private addresses (RFC 1918, 6890), localhost, files of a machine. */
export const internalLink = defineRule({
  id: 'internal-link',
  kind: 'link',
  gate: 'secrecy',
  severity: 'block',
  source: 'RFC 1918、RFC 6890；党政机关网站安全要求',
  *find(text) {
    for (const { start, end, text: address } of writtenAddresses(text)) {
      const why = insideOf(address)
      if (why) yield { start, end, confidence: 0.97, why }
    }
    for (const { 0: found, index } of text.matchAll(PATH))
      yield {
        start: index,
        end: index + found.length,
        confidence: 0.9,
        why: '这是本机或内部共享文件的路径，公众打不开，也会暴露内部信息，请删除。',
      }
  },
})

/** The same of links that stand behind words. */
export const internalLinkBehind = defineRule({
  ...internalLink,
  id: 'internal-link-behind',
  reads: 'stored',
  *find(_text: string, { links }: RuleContext): Generator<Found> {
    for (const { href, start, end } of links) {
      const why = insideOf(href.trim())
      const observed = href.trim().slice(0, 200)
      if (why)
        yield { start, end, observed, confidence: 0.97, why: `这几个字后面的链接打开的${why.replace(/^这/, '')}` }
    }
  },
})

function insideOf(address: string): string | undefined {
  if (/^file:/i.test(address)) return '这是本机文件的地址，公众打不开，请删除或换成公开地址。'
  if (/^(?:javascript|data|vbscript):/i.test(address)) return '这不是网址，而是一段程序，不得发布。'
  const host = hostOf(address)
  if (host === undefined) return undefined
  if (
    host === 'localhost' ||
    host === '[::1]' ||
    /\.(?:local|lan|internal|intranet|corp|home)$/.test(host) ||
    isPrivate(host)
  )
    return '这是内部网络的地址，公众打不开，也会暴露内部信息，请换成公开地址。'
  return undefined
}

function isPrivate(host: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host)
  const [a, b] = [Number(parts?.[1]), Number(parts?.[2])]
  if (parts)
    return (
      a === 10 ||
      a === 127 ||
      a === 0 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128)
    )
  return /^\[f[cde]/.test(host)
}

import { defineRule, type Found, type RuleContext } from '../model.ts'
import { hostOf, writtenAddresses } from './addresses.ts'

const SHORTENERS = new Set(
  't.cn url.cn dwz.cn bit.ly tinyurl.com suo.im goo.gl u.to is.gd t.co 3.cn w.url.cn suo.nz'.split(' '),
)

/** Hosts that look like another: gov.cn look-alikes, punycode, letters of several scripts in one name (Unicode TR 39). */
export const falseHost = defineRule({
  id: 'false-host',
  kind: 'link',
  gate: 'secrecy',
  severity: 'confirm',
  source: 'Unicode TR 39；政府网站域名管理规定',
  *find(text) {
    for (const { start, end, text: address } of writtenAddresses(text)) {
      const said = behindName(address) ?? falseness(hostOf(address))
      if (said) yield { start, end, ...said }
    }
  },
})

/** The same of links that stand behind words, and links whose words show another address than the one they open. */
export const falseHostBehind = defineRule({
  ...falseHost,
  id: 'false-host-behind',
  reads: 'stored',
  *find(text: string, { links }: RuleContext): Generator<Found> {
    for (const { href, start, end } of links) {
      const host = hostOf(href.trim())
      // The address is what is wrong: words like “这里” stand on other links too.
      const observed = href.trim().slice(0, 200)
      const said = behindName(href.trim()) ?? falseness(host)
      if (said) yield { start, end, observed, ...said }
      const [shown] = writtenAddresses(text.slice(start, end))
      const other = shown && hostOf(shown.text)
      if (host && other && other.replace(/^www\./, '') !== host.replace(/^www\./, ''))
        yield {
          start,
          end,
          observed,
          confidence: 0.95,
          why: `文字显示的网址是 ${other}，实际打开的是 ${host}，请核对。`,
        }
    }
  },
})

type Said = Pick<Found, 'confidence' | 'why' | 'severity'>

/** https://www.gov.cn@example.com: what stands before @ is a name to sign in with, and no site (RFC 3986 3.2.1). */
function behindName(address: string): Said | undefined {
  const host = /^[a-z][a-z\d+.-]*:\/\/[^/?#@\s]*@/iu.test(address) ? hostOf(address) : undefined
  if (host === undefined) return undefined
  return { confidence: 0.95, why: `网址里“@”前面的不是网站，实际打开的是 ${host}，可能冒充其他网站，请核对。` }
}

function falseness(host: string | undefined): Said | undefined {
  if (host === undefined) return undefined
  if (/(?:^|\.)xn--/.test(host))
    return { confidence: 0.9, why: '域名使用了转码字符（xn--），可能冒充其他网站，请核对。' }
  // oxlint-disable-next-line no-control-regex
  if (/[^\x00-\x7f]/.test(host) && /[a-z]/.test(host))
    return { confidence: 0.95, why: '域名里混有形似英文的其他文字，可能冒充其他网站，请核对。' }
  if (looksLikeGovernment(host))
    return { confidence: 0.9, why: `${host} 像政府网站而不是，政府网站的域名以 .gov.cn 结尾，请核对。` }
  if (SHORTENERS.has(host))
    return { confidence: 0.7, severity: 'advise', why: '短链接看不出指向哪里，请改用完整网址。' }
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host))
    return { confidence: 0.6, severity: 'advise', why: '网址用的是IP地址而不是域名，公众无法辨认归属，请核对。' }
  return undefined
}

function looksLikeGovernment(host: string): boolean {
  if (/(?:^|\.)gov\.cn$/.test(host) || /\.gov\.(?:hk|mo)$/.test(host)) return false
  return /g[o0]v[.-]?cn|(?:^|[.-])g[o0]v\.(?:com|cm|c|on|ch|co|con|net|org|cc)(?:\.|$)|\.g0v\.|\.gvo\.cn$|\.gov\.cn\./.test(
    host,
  )
}

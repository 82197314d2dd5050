import { BlockList, isIP } from 'node:net'

// IANA special-purpose registries (RFC 6890 and what came after it), and what clouds answer secrets at.
const ipv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Answers a cloud's metadata although it looks public.
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
]
const ipv6: readonly (readonly [string, number])[] = [
  ['::', 128],
  ['::1', 128],
  ['::', 96],
  // NAT64 of a network's own: which of its bits are the inner IPv4 address, only that network knows.
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

const blocked = new BlockList()
for (const [net, bits] of ipv4) blocked.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of ipv6) blocked.addSubnet(net, bits, 'ipv6')

/** True of an address (already resolved, in any valid notation) that no request from here may be sent to. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 0) return true
  if (family === 4) return blocked.check(bare, 'ipv4')
  const inner = embeddedIpv4(bare)
  return inner === undefined ? blocked.check(bare, 'ipv6') : blocked.check(inner, 'ipv4')
}

// An IPv4 address may travel inside an IPv6 one: mapped, translated (NAT64), 6to4.
function embeddedIpv4(address: string): string | undefined {
  const groups = expanded(address)
  const [a, b, c, d, e, f, g = 0, h = 0] = groups
  const zeros = (...list: (number | undefined)[]) => list.every((group) => group === 0)
  if (zeros(a, b, c, d, e) && f === 0xffff) return dotted(g, h)
  if (zeros(a, b, c, d) && e === 0xffff && f === 0) return dotted(g, h)
  if (a === 0x64 && b === 0xff9b && zeros(c, d, e, f)) return dotted(g, h)
  if (a === 0x2002) return dotted(b ?? 0, c ?? 0)
  return undefined
}

const dotted = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.')

function expanded(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((part) => part.toString(16)).join(':'),
  )
  const [left = '', right] = plain.split('::')
  const parts = (text: string) => text.split(':').filter(Boolean)
  const [head, tail] = [parts(left), parts(right ?? '')]
  const middle = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...middle, ...tail].map((part) => Number.parseInt(part, 16))
}

/** Hosts of an intranet that an installation may reach although they are private: `host`, `host:port`. */
export type AllowedHosts = ReadonlySet<string>

/** Those that the installation names in GOVMEDIA_ALLOW_HOSTS, with commas between them. */
export const allowedHosts = (named = process.env['GOVMEDIA_ALLOW_HOSTS'] ?? ''): AllowedHosts =>
  new Set(named.split(',').flatMap((host) => host.trim() || []))

/** The address of a request, or why none is sent there. Only http and https, no user and password in the address. */
export function checkedUrl(text: string): URL | { refused: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) return { refused: '网址无法识别' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { refused: '只能访问 http 和 https 网址' }
  if (url.username !== '' || url.password !== '') return { refused: '网址中不能带用户名和密码' }
  if (url.hostname === '') return { refused: '网址缺少主机名' }
  return url
}

/** True where the host is written as a number and not as a name, in the form the URL standard brings it to. */
export const isLiteral = ({ hostname }: URL): boolean => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0

export const isAllowed = ({ hostname, host }: URL, allow: AllowedHosts): boolean =>
  allow.has(hostname) || allow.has(host)

/** What of an address that an office sets up can't be sent to, as a sentence; undefined: nothing. */
export function addressFault(url: string, allow: AllowedHosts): string | undefined {
  if (!URL.canParse(url)) return '不是完整的网址'
  const parsed = new URL(url)
  if (parsed.username !== '' || parsed.password !== '') return '网址中不能带用户名和密码'
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && isAllowed(parsed, allow)))
    return '应为 https；内部网络的 http 地址，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名'
  return undefined
}

import { plainText } from '../vocabulary/plain-text.ts'
import type { ProviderSettings } from './model.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True of an address on this very machine, the only one that may be spoken to without TLS. */
export const isLoopback = ({ hostname }: URL): boolean => loopback.has(hostname)

/** Whether an address of the web is fit for credentials: https, or this very machine; no user, password or fragment in it. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}

/** This program's own address: fit for credentials, and no path, so that nothing is guessed when one is put behind it. */
export const isOwnAddress = (text: string): boolean => isSafeAddress(text) && new URL(text).origin === text

/** RFC 4515, 3: what has a meaning in a filter is written as `\` and two digits. All beyond ASCII is, too, octet by octet. */
export const escapeFilterValue = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((octet) =>
      octet < 0x20 || octet > 0x7e || '*()\\'.includes(String.fromCharCode(octet))
        ? `\\${octet.toString(16).padStart(2, '0')}`
        : String.fromCharCode(octet),
    )
    .join('')

/** The filter for one typed name. */
export const filterFor = (filter: string, login: string): string =>
  filter.replaceAll('{login}', () => escapeFilterValue(login))

/** Where a kept secret would be sent, as what; it isn't sent anywhere else than it was typed for. */
export function secretGoesTo(provider: ProviderSettings): string {
  switch (provider.kind) {
    case 'oidc':
      return JSON.stringify([provider.settings.issuer, provider.settings.clientId])
    case 'ldap':
      return JSON.stringify([provider.settings.url, provider.settings.startTls, provider.settings.bindDn])
    case 'cas':
      return ''
  }
}

/** Within what an identity is one person's. Where this changes, the same word may be somebody else. */
export function namesWithin(provider: ProviderSettings): string {
  switch (provider.kind) {
    case 'oidc':
      return provider.settings.issuer
    case 'cas':
      return provider.settings.url
    case 'ldap':
      return JSON.stringify([provider.settings.baseDn.toLowerCase(), provider.settings.subject.toLowerCase()])
  }
}

/** An identity as it is kept: 1 to 255 signs, none of them a control; undefined for anything else. Spaces count: they may tell two apart. */
export const subjectOf = (found: unknown): string | undefined =>
  // oxlint-disable-next-line no-control-regex
  typeof found === 'string' && found.isWellFormed() && /^[^\u0000-\u001f\u007f]{1,255}$/.test(found) ? found : undefined

/** How a provider calls somebody, for the administrator who links: what there is of name and login, one line, cut. */
export function shownAs(...found: readonly unknown[]): string {
  const words = found.flatMap((word) => (typeof word === 'string' ? plainText(word).replace(/\s+/g, ' ').trim() : []))
  const [first = '', ...others] = [...new Set(words.filter(Boolean))]
  const text = others.length > 0 ? `${first}（${others.join('，')}）` : first
  return [...text].slice(0, 80).join('')
}

/** Whether what was asked for there is among what the office accepts in place of a second factor. */
export const isStrong = (accepted: readonly string[], found: readonly unknown[]): boolean =>
  found.flat().some((one) => typeof one === 'string' && accepted.includes(one))

import { type Platform, platforms, readPlatform } from '../../vocabulary/platforms.ts'

/** Under which keys values of sheet and ledger are compared: writing habits fall away, facts stay. */

/** Half width, lower case, no blanks, and nothing else taken away: of a name, one letter may be another account. */
export const folded = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()

/** Several identifiers may stand in one cell: 微信号 and 原始ID. */
export const identifierKeys = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[\s、，,;；|/]+/u)
    .map((word) =>
      word
        .replace(/^(?:id|uid|微信号|原始id|抖音号|快手号|账号)[:：]/iu, '')
        .replace(/^@/u, '')
        .toLowerCase(),
    )
    .filter((word) => word !== '')

/** An address without its scheme, www. and the slash behind; case counts only behind the host. */
export function linkKey(text: string): string {
  const [, host = '', rest = ''] =
    /^(?:https?:\/\/)?(?:www\.)?([^/?#]*)(.*)$/iu.exec(text.normalize('NFKC').trim()) ?? []
  return host.toLowerCase() + rest.replace(/\/+$/u, '')
}

/** Digits of each number; a masked one keeps its stars. */
export const phoneKeys = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[、,;/\n]+/u)
    .map((one) => one.replace(/[^\d*]/gu, '').replace(/^86(?=1\d{10}$)/u, ''))
    .filter((one) => one !== '')

/** 公众号 and 订阅号 are one platform when accounts are looked for. */
export const familyOf = (label: string): string => {
  const code: Platform | undefined = readPlatform(label)
  return code ? platforms[code].family : folded(label)
}

/** What of an account's facts may stand before the public. Some accounts are registered under somebody's own phone. */

const MOBILE = /(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)/u

const holdsPhone = (text: string): boolean => MOBILE.test(text.normalize('NFKC'))

/** An identifier that looks like a mobile number is nobody's business; what stands beside it in the cell stays. */
export function publicIdentifier(identifier: string | null): string | null {
  const words = (identifier ?? '').split(/[\s、，,;；|]+/u).filter((word) => word !== '' && !holdsPhone(word))
  return words.join('、') || null
}

/** A link that can be followed and holds no mobile number. Anything but http and https would run something else. */
export function publicLink(link: string | null): string | null {
  const text = link?.trim() ?? ''
  return /^https?:\/\/[^\s"<>\\]+$/iu.test(text) && !holdsPhone(text) ? text : null
}

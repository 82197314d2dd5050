/** Personal data as lists show it (rulebook (h)4): enough to know which one is meant, not enough to use it. */

const plainDigits = (text: string) => text.normalize('NFKC').replaceAll(/[\s\-‐-―－.()（）]/gu, '')

/** All but the first and last characters as stars; gaps don't tell how a number was grouped. */
export function maskMiddle(text: string, first: number, last: number): string {
  const bare = [...plainDigits(text)]
  const hidden = Math.max(1, bare.length - first - last)
  return bare.length <= first + last
    ? '*'.repeat(bare.length)
    : `${bare.slice(0, first).join('')}${'*'.repeat(hidden)}${bare.slice(bare.length - last).join('')}`
}

/** 138****1234; a country code before it is left off. */
export const maskMobile = (text: string): string => maskMiddle(plainDigits(text).slice(-11), 3, 4)

/** 35*************123: the province and the last three, as circulars print it; 15 digits likewise. */
export const maskIdentity = (text: string): string => maskMiddle(text, 2, 3)

/** l***@example.cn; a name of one letter would stand there whole. */
export const maskMail = (text: string): string => {
  const at = text.indexOf('@')
  return `${at > 1 ? text.slice(0, 1) : ''}***${text.slice(at)}`
}

/** The text with every finding about personal data in its masked form; everything else stays as it was. */
export function maskText(
  text: string,
  findings: readonly {
    readonly start: number
    readonly end: number
    readonly kind: string
    readonly observed: string
  }[],
): string {
  let [masked, from] = ['', 0]
  for (const { start, end, kind, observed } of findings.toSorted((a, b) => a.start - b.start)) {
    if (kind !== 'privacy' || end <= from) continue
    // What reaches beyond a finding before it has no form of its own.
    masked += start < from ? '*'.repeat(end - from) : text.slice(from, start) + observed
    from = end
  }
  return masked + text.slice(from)
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * How a post's number is written in its address on weibo.com: from the right, each seven decimal digits are four of base 62.
 * Known from practice, not from the documentation; it makes a post of the API and one of a file the same.
 */
export function weiboPath(mid: string): string {
  const parts: string[] = []
  for (let end = mid.length; end > 0; end -= 7) {
    const written = base62(Number(mid.slice(Math.max(0, end - 7), end)))
    parts.unshift(end > 7 ? written.padStart(4, '0') : written)
  }
  return parts.join('')
}

function base62(value: number): string {
  const rest = Math.floor(value / 62)
  return (rest > 0 ? base62(rest) : '') + DIGITS.charAt(value % 62)
}

/** A digit in either width, for patterns; papers and pages mix them. */
export const D = '[0-9０-９]'

const CHINESE = '零一二三四五六七八九'

/** The value of a small count written in digits or Chinese (`12`, `十二`, `两`); undefined for anything else. */
export function countOf(written: string): number | undefined {
  const plain = written.normalize('NFKC')
  if (/^\d{1,9}$/.test(plain)) return Number(plain)
  const unit = (letter: string) => (letter === '两' ? 2 : CHINESE.indexOf(letter.replace('〇', '零')))
  if (/^[零〇一二两三四五六七八九]$/.test(plain)) return unit(plain)
  const tens = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(plain)
  return tens ? (tens[1] ? unit(tens[1]) : 1) * 10 + (tens[2] ? unit(tens[2]) : 0) : undefined
}

/** Such a count, as a pattern. */
export const COUNT = '(?:[0-9０-９]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])'

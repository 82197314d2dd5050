import type { PublishedSum } from './read-cases.ts'

export type SumResult = 'agrees' | 'rounded' | 'truncated' | 'contradicts' | 'possible' | 'not-a-sum'

/**
 * Recomputes a printed sum from the figures that stand in it: `1+6=7`, `8/10=80.000%`, `不合格个数可能取值=[43]（共471）` beside
 * a rate. Says how the printed figure agrees with what comes out.
 */
export function recomputed({ computed, published }: Pick<PublishedSum, 'computed' | 'published'>): SumResult {
  const possible = /\[([\d,\s]+)\]（共(\d+)）/.exec(computed)
  if (possible) return possibleCounts(possible, String(published))
  const sum = /^([\d+]+)(?:=|$)/.exec(computed)
  const part = /^(\d+)\/(\d+)/.exec(computed)
  if (part) return rateResult(Number(part[1]) / Number(part[2]), String(published))
  if (!sum) return 'not-a-sum'
  const total = sum[1]!.split('+').reduce((all, one) => all + Number(one), 0)
  return total === Number(/\d+/.exec(String(published))?.[0]) ? 'agrees' : 'contradicts'
}

function rateResult(rate: number, published: string): SumResult {
  const [, printed, decimals = ''] = /^(\d+(?:\.(\d+))?)%$/.exec(published) ?? []
  if (printed === undefined) return 'not-a-sum'
  const places = decimals.length
  if ((rate * 100).toFixed(places) === printed) return rate * 100 === Number(printed) ? 'agrees' : 'rounded'
  const cut = (Math.floor(rate * 100 * 10 ** places) / 10 ** places).toFixed(places)
  return cut === printed ? 'truncated' : 'contradicts'
}

/** Which numbers of failures print the rate: exactly those the transcription lists, or it contradicts. */
function possibleCounts([, listed, total]: RegExpExecArray, published: string): SumResult {
  const all = Number(total)
  const fits = Array.from({ length: all + 1 }, (_, failures) => failures).filter((failures) =>
    ['agrees', 'rounded'].includes(rateResult((all - failures) / all, published)),
  )
  return fits.length > 0 && fits.join() === listed!.replaceAll(' ', '') ? 'possible' : 'contradicts'
}

/**
 * Shares as screens and papers print them: per cent with one decimal, rounded half up in whole numbers, so that no binary
 * fraction decides a printed digit and every place prints the same digit for the same two counts.
 */

/** Per mille of a share; undefined over nothing. */
export function perMille(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.floor((part * 2000 + whole) / (2 * whole))
}

/** `93.3` (without the sign); undefined over nothing, so that no sentence prints a rate of nothing. */
export function percentText(part: number, whole: number): string | undefined {
  const share = perMille(part, whole)
  return share === undefined ? undefined : (share / 10).toFixed(1)
}

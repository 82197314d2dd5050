/**
 * Shares as screens and papers print them: per cent with one decimal, rounded half up in whole numbers, so that no binary
 * fraction decides a printed digit and every place prints the same digit for the same two counts.
 */

/** Per mille of a share; undefined over nothing. All and nothing are said only where it is all or nothing: 1999 of 2000 is 99.9 %. */
export function perMille(part: number, whole: number): number | undefined {
  if (whole === 0) return undefined
  const rounded = Math.floor((part * 2000 + whole) / (2 * whole))
  if (part < whole && rounded === 1000) return 999
  return part > 0 && rounded === 0 ? 1 : rounded
}

/** `93.3` (without the sign); undefined over nothing, so that no sentence prints a rate of nothing. */
export function percentText(part: number, whole: number): string | undefined {
  const share = perMille(part, whole)
  return share === undefined ? undefined : (share / 10).toFixed(1)
}

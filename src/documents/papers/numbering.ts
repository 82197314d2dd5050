const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** 1 to 99 as an ordinal of a heading is written: 三, 十, 十二, 三十. */
export function chineseOrdinal(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 99) throw new RangeError(`no heading number for ${n}`)
  const tens = Math.floor(n / 10)
  return (tens > 1 ? DIGITS[tens] : '') + (tens > 0 ? '十' : '') + DIGITS[n % 10]
}

/** Numbers headings in reading order; a heading starts the count of the levels below it anew (GB/T 9704-2012 7.3.3). */
export function headingNumbers(): (level: 1 | 2 | 3) => string {
  const counts = [0, 0, 0]
  return (level) => {
    counts[level - 1] = (counts[level - 1] ?? 0) + 1
    counts.fill(0, level)
    const n = counts[level - 1] ?? 1
    if (level === 3) return `${n}.`
    return level === 1 ? `${chineseOrdinal(n)}、` : `（${chineseOrdinal(n)}）`
  }
}

/** An exact part: points are shared out and averaged without losing a hundredth. `d` is positive. */
export type Fraction = { n: bigint; d: bigint }

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))

function fraction(n: bigint, d: bigint): Fraction {
  const by = gcd(n, d)
  return by > 1n ? { n: n / by, d: d / by } : { n, d }
}

/** A number as schemes write points: up to two decimals, exactly. */
export const points = (value: number): Fraction => fraction(BigInt(Math.round(value * 100)), 100n)

export const zero: Fraction = { n: 0n, d: 1n }
export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
/** Refuses nothing: callers divide by counts and sums that are above zero. */
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.n < 0n ? fraction(-a.n * b.d, a.d * -b.n) : fraction(a.n * b.d, a.d * b.n)
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)
export const most = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b)
export const sum = (all: readonly Fraction[]): Fraction => all.reduce(plus, zero)

/** 取整: half away from zero (四舍五入), or cut off (去尾). */
export type Rounding = { digits: 0 | 1 | 2; mode: 'round' | 'truncate' }

/** A number of so many decimals. */
export function rounded({ n, d }: Fraction, { digits, mode }: Rounding): number {
  const scale = 10n ** BigInt(digits)
  const size = (n < 0n ? -n : n) * scale
  const whole = mode === 'round' ? (size * 2n + d) / (d * 2n) : size / d
  const value = Number(whole) / Number(scale)
  return n < 0n && value !== 0 ? -value : value
}

import { print } from './press.ts'

/** The five states of an account, and blue for what is none of them; colours as on the screen. */
export type Tone = 'pass' | 'warn' | 'fail' | 'pend' | 'unkn' | 'blue'

/** `null` is unknown: a gap, never a zero. `provisional`: positions drawn hollow because the figure may still change. */
export type Series = { name: string; tone: Tone; values: (number | null)[]; provisional?: number[] }

export type ChartOptions = {
  /** Short and unique on its page: ids inside the drawing begin with it. */
  id: string
  /** What the drawing shows, in words, for those who can't see it. */
  label: string
  /** Names of the columns: platforms, months, quarters. */
  categories: string[]
  series: Series[]
  /** Written behind every figure: 个, %. */
  unit?: string
  /** px; 560 x 260 unless told. */
  width?: number
  height?: number
}

export type Chart = { shape: 'bars' | 'trend' } & ChartOptions

/** Bars side by side with their figures, an SVG for page, docx and pdf alike: no script, no style, same input, same bytes. */
export function renderBarChart(options: ChartOptions): Promise<string> {
  return print({ kind: 'chart', chart: { shape: 'bars', ...options } })
}

/** Lines over time, each named at its end; what is unknown interrupts the line. Otherwise as `renderBarChart`. */
export function renderTrend(options: ChartOptions): Promise<string> {
  return print({ kind: 'chart', chart: { shape: 'trend', ...options } })
}

import { init, type EChartsOption } from 'echarts/dist/echarts.esm.min.mjs'
import type { BarSeriesOption, LineSeriesOption } from 'echarts'
import type { Chart, Series, Tone } from './chart.ts'

// The colours of tokens.css: --pass, --warn, --fail, --pend, --unkn, --blue; --ink-2, --ink-3, --line.
const TONES: Record<Tone, string> = {
  pass: '#1c6a42',
  warn: '#855000',
  fail: '#b3261e',
  pend: '#4a479c',
  unkn: '#565e68',
  blue: '#1a5296',
}
// Areas are calmer than signs and get lighter from fail to unknown, so that they differ in black and white too.
const FILLS: Record<Tone, string> = {
  pass: '#8fbfa5',
  warn: '#e2b25a',
  fail: '#b3261e',
  pend: '#b3b1dc',
  unkn: '#dfe2e6',
  blue: '#9cbbdd',
}
const INK = '#434b55'
const LINE = '#dfe2e6'
// A white edge, so that no line of the grid runs through a word.
const OFF_THE_GRID = { textBorderColor: '#fff', textBorderWidth: 3 }
const FONT = 'PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, SimHei, sans-serif'

/** Draws a chart on the server (ECharts, SVG). */
export function drawChart(chart: Chart): string {
  const { width = 560, height = 260 } = chart
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    drawing.setOption(optionOf(chart))
    return plainSvg(drawing.renderToSVGString({ useViewBox: true }), chart, { width, height })
  } finally {
    drawing.dispose()
  }
}

function optionOf(chart: Chart): EChartsOption {
  const { categories, series, unit = '', width = 560 } = chart
  const words = { color: INK, fontSize: 12, fontFamily: FONT }
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    legend: {
      top: 0,
      left: 'center',
      itemWidth: 12,
      itemHeight: 12,
      textStyle: words,
      show: chart.shape === 'bars' && series.length > 1,
    },
    grid: {
      // A trend's axis has a name above the figure of its highest point.
      top: chart.shape === 'trend' ? 52 : 40,
      left: 8,
      right: chart.shape === 'trend' ? 84 : 8,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: INK } },
      axisLabel: { ...words, interval: 0, width: Math.floor((width - 60) / categories.length), overflow: 'break' },
    },
    yAxis: {
      type: 'value',
      ...(unit === '%' ? percentAxis(chart) : { minInterval: 1 }),
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: { ...words, fontSize: 11, formatter: `{value}${unit}` },
    },
    series: series.map((one, at) =>
      chart.shape === 'bars' ? barsOf(one) : trendOf(one, unit, series.toSpliced(at, 1)),
    ),
  }
}

// Ends at 100 % with even steps, and leaves room below the lowest figure.
function percentAxis({ shape, series }: Chart) {
  const values = series.flatMap((one) => one.values).filter((value) => value !== null)
  const lowest = shape === 'trend' ? Math.min(100, ...values) : 0
  const interval = lowest >= 75 ? 5 : lowest >= 50 ? 10 : 20
  const min = Math.max(0, Math.ceil(lowest / interval - 1.4) * interval)
  // A cut axis makes small changes look large: the drawing says so itself.
  const words = { align: 'left' as const, color: INK, fontSize: 11, fontFamily: FONT }
  return { min, max: 100, interval, ...(min > 0 && { name: `纵轴自${min}%起`, nameGap: 26, nameTextStyle: words }) }
}

// Side by side, not stacked: 2 beside 48 keeps its figure. Every figure is written, nought as well; unknown has none.
function barsOf({ name, tone, values }: Series): BarSeriesOption {
  return {
    type: 'bar',
    name,
    barMaxWidth: 28,
    barGap: '8%',
    itemStyle: { color: FILLS[tone], borderColor: TONES[tone], borderWidth: 1 },
    data: values,
    label: { ...OFF_THE_GRID, show: true, position: 'top', color: INK, fontSize: 11, fontFamily: FONT },
  }
}

function trendOf(
  { name, tone, values, provisional = [] }: Series,
  unit: string,
  others: readonly Series[],
): LineSeriesOption {
  const color = TONES[tone]
  // The figure of the upper point stands above its line, that of the lower one below.
  const isLower = (value: number | null, point: number) =>
    others.some((other) => (other.values[point] ?? -1) > (value ?? 0))
  return {
    type: 'line',
    name,
    connectNulls: false,
    symbol: 'circle',
    symbolSize: 7,
    lineStyle: { color, width: 2 },
    itemStyle: { color },
    data: values.map((value, point) => ({
      value,
      label: { position: isLower(value, point) ? 'bottom' : 'top' },
      ...(provisional.includes(point) && { itemStyle: { color: '#fff', borderColor: color, borderWidth: 2 } }),
    })),
    label: {
      ...OFF_THE_GRID,
      show: true,
      formatter: `{c}${unit}`,
      color: INK,
      fontSize: 11,
      fontFamily: FONT,
    },
    endLabel: { ...OFF_THE_GRID, show: true, formatter: '{a}', color, fontSize: 12, fontFamily: FONT, offset: [4, 0] },
  }
}

/**
 * The drawing without what a strict page refuses (style elements and attributes) and what differs from run to run
 * (counters in ids), with its size and its words for a screen reader.
 */
function plainSvg(svg: string, { id, label }: Chart, { width, height }: { width: number; height: number }): string {
  return svg
    .replaceAll(/<style[\s\S]*?<\/style>/gu, '')
    .replaceAll(/\s(?:class|ecmeta_[a-z_]+)="[^"]*"/gu, '')
    .replaceAll(/\sstyle="([^"]*)"/gu, (_, style: string) => attributesOf(style))
    .replaceAll(/zr\d+-/gu, `${id}-`)
    .replace(/<svg\b[^>]*>/u, `${svgHead(width, height, label)}<title>${escaped(label)}</title>`)
}

function svgHead(width: number, height: number, label: string): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} role="img" aria-label="${escaped(label)}">`
}

function attributesOf(style: string): string {
  return style
    .split(';')
    .map((rule) => rule.split(':').map((side) => side.trim()))
    .map(([name, value]) => (name && value && !name.startsWith('-') ? ` ${name}="${value}"` : ''))
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

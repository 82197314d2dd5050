import { afterAll, describe, expect, it } from 'vitest'
import { renderBarChart, renderTrend } from './chart.ts'
import { stopPress } from './press.ts'

const bars = {
  id: 'platforms',
  label: '各平台合格<情况>',
  categories: ['微信公众号', '抖音号'],
  unit: '个',
  series: [
    { name: '合格', tone: 'pass' as const, values: [48, null] },
    { name: '不合格', tone: 'fail' as const, values: [2, 0] },
  ],
}
const wordsOf = (svg: string) => [...svg.matchAll(/<text\b[^>]*>([^<]*)<\/text>/gu)].map(([, words]) => words)

describe('charts', () => {
  afterAll(stopPress)

  it('is a drawing without script, style or anything from elsewhere, so that a strict page shows it', async () => {
    const svg = await renderBarChart(bars)
    expect(svg).not.toMatch(/<script|<style|\sstyle=|\sclass=|\son[a-z]+=|href="http/u)
    expect(svg).toMatch(/^<svg [^>]*width="560" height="260"[^>]*role="img" aria-label="各平台合格&lt;情况&gt;"/u)
  })

  it('draws the same chart the same way, in a new press too', async () => {
    const first = await renderBarChart(bars)
    stopPress()
    expect(await renderBarChart(bars)).toBe(first)
  })

  it('writes every figure, nought as well, and leaves out what is unknown', async () => {
    const words = wordsOf(await renderBarChart(bars))
    for (const word of ['48', '2', '0', '合格', '不合格', '微信公众号', '抖音号']) expect(words).toContain(word)
    expect(words.join()).not.toMatch(/null|NaN/u)
  })

  it('names a line at its end and interrupts it where a quarter is unknown', async () => {
    const series = [{ name: '合格率', tone: 'blue' as const, values: [90, 91, null, 94.4, 96.3], provisional: [4] }]
    const svg = await renderTrend({
      ...bars,
      id: 'rate',
      categories: ['一', '二', '三', '四', '五'],
      unit: '%',
      series,
    })
    expect(wordsOf(svg)).toEqual(expect.arrayContaining(['合格率', '94.4%', '96.3%', '纵轴自85%起']))
    // No line of the grid is seen through a word beside the lines: each has a white edge under its ink.
    const besides = [...svg.matchAll(/<text\b([^>]*)>(?:合格率|[\d.]+%)<\/text>/gu)].map(([, look]) => look ?? '')
    const edged = besides.filter((look) => look.includes('stroke="#fff"') && look.includes('paint-order="stroke"'))
    expect(edged).toHaveLength(5)
    // One path from the first to the second quarter, one from the fourth to the fifth, in two strokes of one line.
    const line = /<path d="([^"]*)"[^>]*stroke="#1a5296"[^>]*stroke-width="2"/u.exec(svg)?.[1] ?? ''
    expect(line.match(/M/gu)).toHaveLength(2)
  })
})

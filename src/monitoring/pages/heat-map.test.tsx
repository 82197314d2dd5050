import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../../../tests/support/browser.ts'
import { month } from '../../calendar/index.ts'
import { SilentDays } from '../../web/components/bars.tsx'
import { styleSheets } from '../../web/assets.ts'
import { type HeatRow, HeatMap } from './heat-map.tsx'

const styles = styleSheets
  .map((name) => readFileSync(new URL(`../../web/static/${name}`, import.meta.url), 'utf8'))
  .join('\n')

/** Twenty-two accounts, each red on every day so that its row has something to be seen by. */
const rowsOf = (days: number): HeatRow[] =>
  Array.from({ length: 22 }, (_, at) => ({
    name: `临湖账号${at + 1}`,
    platform: '微博',
    silentDays: 20,
    unknown: false,
    fails: true,
    levels: Array.from({ length: days }, () => 4 as const),
    updates: [],
  }))

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

it.each([[1], [12], [28], [30], [31]])(
  'shows the days of each account on the row of its name at every width, %i days of the month told',
  async (days) => {
    const page = await browser.newPage()
    const map = <HeatMap heat={{ rows: rowsOf(days), failsAt: 15 }} month={month('2026-11')} />
    await page.setContent(
      await html`<style>
          ${raw(styles)}
        </style>
        <body>
          ${map}
        </body>`,
    )
    for (const width of [390, 430, 768, 1366, 1920]) {
      await page.setViewportSize({ width, height: 800 })
      const places = await page.evaluate(`(() => {
        const middles = (all) => [...all].map((one) => { const box = one.getBoundingClientRect(); return box.top + box.height / 2 })
        return [middles(document.querySelectorAll('.heat > svg text[text-anchor]')), middles(document.querySelectorAll('.heat .fig path.h4'))]
      })()`)
      const [names, grids] = places as [number[], number[]]
      expect([names.length, grids.length]).toEqual([22, 22])
      // A row is 20 high: what stands further off than a third of it begins to stand beside another account.
      for (const [at, name] of names.entries())
        expect(Math.abs(name - grids[at]!), `${width} wide, row ${at + 1}`).toBeLessThan(7)
    }
    await page.close()
  },
)

it('shows all 31 days without scrolling in 长者模式 and on paper', async () => {
  const page = await browser.newPage()
  await page.setContent(
    await html`<html data-mode="elder">
      <style>
        ${raw(styles)}
      </style>
      <body>
        <div id="place">${<HeatMap heat={{ rows: rowsOf(31), failsAt: 15 }} month={month('2026-10')} />}</div>
      </body>
    </html>`,
  )
  // What the map has beside the to-do list at 1366 in 长者模式, and between the margins of A4.
  for (const [width, media] of [
    [622, 'screen'],
    [605, 'print'],
  ] as const) {
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.emulateMedia({ media })
    const hidden = await page.evaluate(`(() => {
      document.querySelector('#place').style.width = '${width}px'
      const fig = document.querySelector('.heat .fig')
      return fig.scrollWidth - fig.clientWidth
    })()`)
    expect(hidden, media).toBe(0)
  }
  await page.close()
})

it('keeps a number of days off its bar in 长者模式', async () => {
  const page = await browser.newPage()
  const limits = { mostSilentDays: 14, warnAtDays: [7] }
  await page.setContent(
    await html`<html data-mode="elder">
      <style>
        ${raw(styles)}
      </style>
      <body>
        <table>
          <tr>
            <td>${<SilentDays days={21} limits={limits} />}</td>
          </tr>
        </table>
      </body>
    </html>`,
  )
  const overrun = await page.evaluate(`(() => {
    const number = document.querySelector('.days b')
    return number.scrollWidth - number.clientWidth
  })()`)
  expect(overrun).toBe(0)
  await page.close()
})

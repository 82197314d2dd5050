import { expect, test } from '@playwright/test'
import { launchBrowser } from '../support/browser.ts'

// Journeys and pictures are worth nothing when every character is the same empty box.
test('浏览器把汉字显示成汉字，黑体与宋体各是各的字形', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent('<meta charset="utf-8"><canvas width="60" height="60"></canvas>')
  const pictures = await page.evaluate(() => {
    const pen = document.querySelector('canvas')?.getContext('2d', { willReadFrequently: true })
    if (!pen) throw new Error('no canvas')
    const draw = (font: string, text: string) => {
      pen.clearRect(0, 0, 60, 60)
      pen.font = `48px ${font}`
      pen.fillText(text, 4, 48)
      return pen.getImageData(0, 0, 60, 60).data.join(',')
    }
    return [draw('sans-serif', '政'), draw('sans-serif', '务'), draw('serif', '政'), draw('sans-serif', '\u{10FFFD}')]
  })
  await browser.close()
  expect(new Set(pictures).size).toBe(4)
})

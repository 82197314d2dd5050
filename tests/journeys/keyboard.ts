import type { Page } from '@playwright/test'

/** Where the keyboard stands: what a person there sees and what a reader says. */
export type Stop = { words: string; tag: string; faults: string[] }

/** No page has more places than this: whoever is still on his way goes in circles. */
const MOST_STOPS = 600

/** Where the keyboard is now; undefined at the head of the page, where nothing was reached yet. */
export const stopOf = (page: Page): Promise<Stop | undefined> =>
  page.evaluate(() => {
    const place = document.activeElement
    if (!(place instanceof HTMLElement) || place === document.body) return undefined
    const labels = (place as Partial<HTMLInputElement>).labels
    const label = [...(labels ?? [])].map(({ textContent }) => textContent).join('')
    const words = (place.getAttribute('aria-label') ?? (label || place.innerText || '')).trim().replace(/\s+/g, ' ')
    const { boxShadow, outlineStyle, outlineColor } = getComputedStyle(place)
    // A part of a field, such as the calendar of a day, is marked by the browser itself.
    const part = place instanceof HTMLInputElement && /^(date|time|month|datetime-local)$/.test(place.type)
    const ring = part || boxShadow !== 'none' || (outlineStyle !== 'none' && outlineColor !== 'rgba(0, 0, 0, 0)')
    const boxes = [...place.getClientRects()].filter(({ width, height }) => width > 0 && height > 0)
    const seen = boxes.some(({ left, top, width, height }) => {
      const found = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20))
      return found !== null && (place.contains(found) || found.contains(place))
    })
    const faults = [...(ring || place.id === 'main' ? [] : ['没有焦点框']), ...(seen ? [] : ['看不见'])]
    return { words, tag: place.tagName, faults }
  })

/** Goes on with the Tab key alone until a place with these words; says where it went where there is none. */
export async function tabTo(page: Page, words: string | RegExp, backwards = false): Promise<Stop> {
  const passed: string[] = []
  for (let turn = 0; turn < MOST_STOPS; turn += 1) {
    await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab')
    const stop = await stopOf(page)
    if (!stop) continue
    if (stop.faults.length > 0) throw new Error(`${stop.tag} “${stop.words}”：${stop.faults.join('、')}`)
    if (typeof words === 'string' ? stop.words === words : words.test(stop.words)) return stop
    passed.push(stop.words)
  }
  throw new Error(`no place “${String(words)}” on the way: ${[...new Set(passed)].join('、')}`)
}

/** Walks a page from its head to its end, and tells what is out of order, unseen or never reached. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    Object.assign(window, { walked: [] })
  })
  const faults: string[] = []
  for (let turn = 0; turn < MOST_STOPS; turn += 1) {
    await page.keyboard.press('Tab')
    const step = await page.evaluate(stepOn)
    if (step === 'same') continue
    if (step === 'end') return [...faults, ...(await page.evaluate(unreached))]
    const stop = await stopOf(page)
    const found = [...(stop?.faults ?? []), ...(step === 'back' ? ['跳回前面'] : [])]
    if (stop && found.length > 0) faults.push(`${stop.tag} “${stop.words.slice(0, 30)}”：${found.join('、')}`)
  }
  return [...faults, '走不出去']
}

// Inside the page: notes the place, and says whether it stands before the one left, or whether the round is over.
function stepOn(): 'on' | 'same' | 'back' | 'end' {
  const { walked } = window as unknown as { walked: Element[] }
  const place = document.activeElement
  if (!place || place === document.body || walked[0] === place) return 'end'
  const last = walked.at(-1)
  if (last === place) return 'same'
  walked.push(place)
  if (!last) return 'on'
  return last.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING ? 'on' : 'back'
}

function unreached(): string[] {
  const { walked } = window as unknown as { walked: Element[] }
  const groups = new Set(walked.map((one) => (one instanceof HTMLInputElement && one.type === 'radio' ? one.name : '')))
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  return [...document.querySelectorAll<HTMLElement>(wanted)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled, [tabindex="-1"]'))
    .filter((one) => !walked.includes(one))
    .filter((one) => !(one instanceof HTMLInputElement && one.type === 'radio' && groups.has(one.name)))
    .map((one) => `${one.tagName} “${one.innerText.slice(0, 30)}${one.getAttribute('name') ?? ''}”：走不到`)
}

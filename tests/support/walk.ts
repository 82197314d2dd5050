import type { Page } from 'playwright-core'

// Pages of the same kind differ in what stands for an id, a month or a quarter.
const shapeOf = (path: string) =>
  path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/\d{4}-\d{2}(?=\/|$)/g, '/:month')

const notPages =
  /^\/(?:display|static)\b|\/(?:export|opml)\b|\/files?(?:\/|$)|\/attachments\/|\/screenshot\/|\/paper\/|\/scans\/|\/sheet\/|^\/lexicons\/\w+\/sheet$|\/receipts\/|\/notice\/|\/keys\/own$|\.(?:json|atom|opml)$/

/**
 * The paths a signed-in person reaches by links from the front page: every entry of the directory and one page of each kind
 * behind it. Downloads and the display switch are left out.
 */
export async function reachablePages(page: Page): Promise<string[]> {
  const found = new Map([['/', '/']])
  for (const path of found.values()) {
    await page.goto(path)
    for (const link of await linksOf(page)) if (!found.has(shapeOf(link))) found.set(shapeOf(link), link)
  }
  return [...found.values()]
}

async function linksOf(page: Page): Promise<string[]> {
  const hrefs = await page
    .locator('a[href]')
    .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href))
  const here = new URL(page.url()).origin
  return hrefs
    .map((href) => new URL(href))
    .filter(({ origin, pathname }) => origin === here && !notPages.test(pathname))
    .map(({ pathname }) => pathname)
}

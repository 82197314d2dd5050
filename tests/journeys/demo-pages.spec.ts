import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey.ts'
import { reachablePages } from '../support/walk.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const sizes = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
]
const WIRE_MOST = 60_000

for (const [login, role] of [
  ['jianguan', 'supervisor'],
  ['fuhe', 'reviewer'],
  ['fuzeren', 'office head'],
  ['shenji', 'auditor'],
  ['guanli', 'administrator'],
  ['anquan', 'security officer'],
  ['tianbao', 'unit editor'],
  ['quling', 'district leader'],
  ['shiji', 'person of the city'],
] as const) {
  test(`every page of the ${role} is readable for everybody, on a PC and on a phone`, async ({ visitAs }) => {
    const page = await visitAs(login)
    const paths = await reachablePages(page)
    expect(paths.length).toBeGreaterThan(2)
    // Every page opened from here on brings the checker: handing its half megabyte over again costs as much as its run.
    await page.addInitScript(axe)
    const problems: string[] = []
    for (const mode of ['standard', 'elder']) {
      await page.goto(`/display?mode=${mode}&back=/`)
      for (const path of paths) {
        for (const problem of await problemsOf(page, path, mode)) problems.push(`${path} (${mode}): ${problem}`)
      }
    }
    expect(problems).toEqual([])
  })
}

test('what is open to everybody is readable without signing in, and comes as files', async ({ demo, visit }) => {
  const page = await visit(demo)
  await page.addInitScript(axe)
  const path = '/public-data/990106'
  const problems: string[] = []
  for (const mode of ['standard', 'elder']) {
    await page.goto(`/display?mode=${mode}&back=${path}`)
    for (const problem of await problemsOf(page, path, mode)) problems.push(`${mode}: ${problem}`)
  }
  expect(problems).toEqual([])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '账号名录.csv' }).click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toContain('临湖区')
})

async function problemsOf(page: Page, path: string, mode: string): Promise<string[]> {
  await page.setViewportSize(sizes[0]!)
  const { status, bytes } = await openWeighed(page, path)
  if (status !== 200) return [`answers ${status}`]
  const problems = bytes < WIRE_MOST ? [] : [`${bytes} bytes on the wire`]
  if (!(await page.getByText('演示数据').first().isVisible())) problems.push('does not say that it is a demonstration')
  const twice = await page.evaluate(idsUsedTwice)
  if (twice.length > 0) problems.push(`uses ${twice.join(', ')} twice, so that a label may lead to another field`)
  for (const size of sizes) {
    await page.setViewportSize(size)
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (beyond > 0) problems.push(`reaches ${beyond} px beyond the edge at ${size.width}`)
    // Orders over many rows are not given on phones: neither the order nor the boxes.
    if (size.width < 760 && (await page.locator('.bulk:visible, .cards .box:visible').count()) > 0)
      problems.push('offers an order over many rows on a phone')
    problems.push(...(await barriers(page, `${mode} ${size.width}`)).map((barrier) => `${barrier} at ${size.width}`))
  }
  return problems
}

/** Opens a page as a first visit, without a cache, and gives the bytes that came over the wire, heads included. */
async function openWeighed(page: Page, path: string): Promise<{ status: number | undefined; bytes: number }> {
  const wire = await page.context().newCDPSession(page)
  let bytes = 0
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await wire.send('Network.enable')
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
  const answer = await page.goto(path)
  await wire.detach()
  return { status: answer?.status(), bytes }
}

const lookedAt = new Set<string>()

/**
 * What WCAG 2.1 A and AA find. The page itself runs the checker, because its strict policy takes no script from outside.
 * A page that two people see with the same elements, one by one, is looked at once.
 */
async function barriers(page: Page, look: string): Promise<string[]> {
  const elements = `${look} ${await page.evaluate(skeleton)}`
  if (lookedAt.has(elements)) return []
  lookedAt.add(elements)
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof import('axe-core') }
    const found = await checker.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
      resultTypes: ['violations'],
    })
    return found.violations.map(({ id, nodes }) => `${id} (${nodes.length}) ${nodes[0]?.html.slice(0, 150)}`)
  })
}

/** Every element of the page outside the directory, with its attributes; addresses and values aside, which no reader hears. */
function skeleton(): string {
  const told = (element: Element) =>
    [...element.attributes]
      .filter(({ name }) => !['href', 'value', 'action'].includes(name))
      .map(({ name, value }) => `${name}=${value}`)
  const elements = [...document.querySelectorAll('body *')].filter((element) => !element.closest('nav'))
  return elements.map((element) => `${element.tagName} ${told(element).join(' ')}`).join('\n')
}

function idsUsedTwice(): string[] {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  return ids.filter((id, at) => ids.indexOf(id) !== at)
}

// Playwright reads what a fixture needs from its first parameter, which must be a pattern even when it is empty.
/* oxlint-disable no-empty-pattern */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from '@playwright/test'
import { launchBrowser } from './browser.ts'
import { serveProgram, type ServedProgram } from './served-program.ts'

export { expect } from '@playwright/test'

type Person = { login: string; password: string }
type Visit = (program: ServedProgram, options?: BrowserContextOptions) => Promise<Page>

type Journey = {
  /** A browser of its own at the program's door. Everything it asks for is watched until the test ends. */
  visit: Visit
  /** The same, signed in as a user of the demonstration. */
  visitAs: (login: string, options?: BrowserContextOptions) => Promise<Page>
  /** A program on an empty directory. */
  office: ServedProgram
}
type Shared = {
  /** The demonstration; made once for all journeys that need one. */
  demo: ServedProgram
}

/** Playwright's test with the program and people at their desks. */
export const test = base.extend<Journey, Shared & { browser: Browser }>({
  browser: [
    async ({}, use) => {
      const browser = await launchBrowser()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  demo: [
    async ({}, use) => {
      const program = await serveProgram({ demo: true })
      await use(program)
      await program.stop()
    },
    { scope: 'worker' },
  ],
  office: async ({}, use) => {
    const program = await serveProgram()
    await use(program)
    await program.stop()
  },
  visit: async ({ browser, contextOptions }, use) => {
    const visitors: { context: BrowserContext; complaints: string[] }[] = []
    await use(async (program, options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options, baseURL: program.url })
      visitors.push({ context, complaints: watch(context) })
      return context.newPage()
    })
    for (const { context } of visitors) await context.close()
    expect(
      visitors.flatMap(({ complaints }) => complaints),
      'what the browser complained of',
    ).toEqual([])
  },
  visitAs: async ({ demo, visit }, use) => {
    await use(async (login, options) => {
      const page = await visit(demo, options)
      await signIn(page, { login, password: demo.passwords.get(login) ?? '' })
      return page
    })
  },
})

/** Signs a person in at the front door. */
export async function signIn(page: Page, { login, password }: Person): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

/** Collects what must not happen: a request that leaves loopback, an asset that fails, an error on the console or in a script. */
function watch(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol !== 'data:' && hostname !== '127.0.0.1') complaints.push(`asked for ${request.url()}`)
  })
  context.on('response', (response) => {
    const isPage = response.request().resourceType() === 'document'
    if (response.status() >= (isPage ? 500 : 400)) complaints.push(`${response.status()} for ${response.url()}`)
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.on('console', (message) => {
    // A refused form answers 4xx with a page that says why; the browser notes that as an error of its own.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`${message.text()} (${message.location().url})`)
  })
  return complaints
}

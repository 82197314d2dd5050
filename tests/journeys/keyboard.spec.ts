import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey.ts'
import { keyboardFaults, stopOf, tabTo } from './keyboard.ts'

const main = (page: Page) => page.evaluate(() => document.activeElement?.closest('main') !== null)

/** Everything that a signed-in person opens on the way is opened by keys; the address bar is used once, for the door. */
async function signInByKeys(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await tabTo(page, '用户名')
  await page.keyboard.type(login)
  await tabTo(page, '密码')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

async function open(page: Page, link: string | RegExp): Promise<void> {
  await tabTo(page, link)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

/** Down the list of a choice until it stands on these words. */
async function chooseByArrows(page: Page, words: string): Promise<void> {
  const chosen = () =>
    page.locator('select:focus').evaluate((list) => (list as HTMLSelectElement).selectedOptions[0]?.text)
  const most = await page.locator('select:focus option').count()
  for (let turn = 0; turn < most && (await chosen()) !== words; turn += 1) await page.keyboard.press('ArrowDown')
  expect(await chosen()).toBe(words)
}

test('an auditor finds an entry of the trail with the keyboard alone, and leaves', async ({ demo, visit }) => {
  const page = await visit(demo)
  await signInByKeys(page, 'shenji', demo.passwords.get('shenji') ?? '')

  // The first place of every page leads past its head and its directory.
  await tabTo(page, '跳到正文')
  await page.keyboard.press('Enter')
  expect(await main(page)).toBe(true)
  await page.keyboard.press('Tab')
  expect([await main(page), (await stopOf(page))?.faults]).toEqual([true, []])

  await page.reload()
  await open(page, '留痕核验')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('留痕核验')

  // A list: the filter, the next page, and what stands folded in a row.
  await tabTo(page, '办理人')
  await chooseByArrows(page, '许静言')
  await open(page, '筛选')
  await expect(page).toHaveURL(/[?&]\w+=/)
  await expect(page.locator('tbody tr').first()).toContainText('许静言')
  await open(page, '更早的记录')
  await expect(page.locator('tbody tr').first()).toContainText('许静言')
  await tabTo(page, '查看')
  await page.keyboard.press('Enter')
  await expect(page.locator('main details[open]').first()).toBeVisible()
  await page.keyboard.press('Tab')
  expect((await stopOf(page))?.faults).toEqual([])

  await tabTo(page, '退出', true)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('what was filled in wrong is where the keyboard goes on, and is mended there', async ({ demo, visit }) => {
  const page = await visit(demo)
  await signInByKeys(page, 'guanli', demo.passwords.get('guanli') ?? '')
  await open(page, '用户与权限')
  await tabTo(page, '姓名')
  await page.keyboard.type('试用人员')
  await tabTo(page, '用户名')
  await page.keyboard.type('不 行')
  await tabTo(page, '监管员')
  await page.keyboard.press('Space')
  await open(page, '建立')
  // Not at the head of the page, thirty places away: on the field, which says why.
  const stop = await stopOf(page)
  expect([stop?.words, stop?.faults]).toEqual(['用户名', []])
  await expect(page.locator(':focus')).toHaveAttribute('aria-describedby', /login-error/)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('shiyong')
  await open(page, '建立')
  expect(await main(page)).toBe(true)
  await expect(page.locator('main')).toContainText('shiyong')
})

for (const [login, paths] of [
  ['jianguan', ['/', '/accounts', '/cleanup', '/messages/looked', '/months/2026-09', '/exchange', '/reminders']],
  ['guanli', ['/', '/users', '/sso', '/api-tokens', '/webhooks', '/notify', '/backups', '/delegations']],
  ['shiji', ['/rollup', '/rollup/compare', '/overview', '/exchange/new']],
] as const) {
  test(`pages of ${login} are walked from head to end by Tab: in their order, seen, and out again`, async ({
    visitAs,
  }) => {
    const page = await visitAs(login)
    const faults: string[] = []
    for (const path of paths) {
      await page.goto(path)
      faults.push(...(await keyboardFaults(page)).map((fault) => `${path} ${fault}`))
    }
    expect(faults).toEqual([])
  })
}

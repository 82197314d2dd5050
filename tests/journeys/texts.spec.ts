import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey.ts'

const text = '老城区路名牌写作“修茸路”，请各单位核对。'

async function check(page: Page): Promise<void> {
  await page.goto('/text-check')
  await page.getByLabel('要检查的文字').fill(text)
  await page.getByRole('button', { name: '检查', exact: true }).click()
}

test('a false alarm is silenced for one unit only, is still said to everybody else, and comes back when that is taken back', async ({
  visitAs,
}) => {
  const editor = await visitAs('tianbao')
  await check(editor)
  await expect(editor.locator('mark')).toHaveText('修茸')
  await editor.getByLabel('忽略的理由').fill('路名牌原文如此')
  await editor.getByRole('button', { name: '忽略“修茸”' }).click()
  await expect(editor.getByText('已设为忽略')).toBeVisible()
  await expect(editor.locator('mark')).toHaveCount(0)
  const office = await visitAs('jianguan')
  await check(office)
  await expect(office.locator('mark')).toHaveText('修茸')
  await editor.getByRole('button', { name: '撤回对“修茸”的忽略' }).click()
  await expect(editor.locator('mark')).toHaveText('修茸')
  await expect(editor.getByText('路名牌原文如此），后撤回')).toBeVisible()
})

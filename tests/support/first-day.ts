import type { Page } from '@playwright/test'
import { expect, signIn } from './journey.ts'

/** The first password opens one page only, the one that changes it. */
export async function firstSignIn(page: Page, { login, oneTime }: { login: string; oneTime: string }): Promise<void> {
  await signIn(page, { login, password: oneTime })
  await expect(page.getByText('首次登录须先修改初始密码')).toBeVisible()
  await page.goto('/accounts')
  await expect(page).toHaveURL(/\/password$/)
  await page.getByLabel('当前密码').fill(oneTime)
  const own = '自己想好的一句话，写在心里'
  await page.getByLabel('新密码', { exact: true }).fill(own)
  await page.getByLabel('再填一遍新密码').fill(own)
  await page.getByRole('button', { name: '保存新密码' }).click()
  await expect(page).not.toHaveURL(/\/password$/)
}

/** 首次设置 of 云泽区. */
export async function setUpDistrict(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: '首次设置' })).toBeVisible()
  await page.getByLabel('行政区划代码').fill('990207')
  await page.getByLabel('地区名称').fill('云泽区')
  await page.getByLabel('承办单位').fill('云泽区行政审批服务局')
  await page.getByLabel('印发机关').fill('云泽区政务公开领导小组办公室')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '用户与权限' })).toBeVisible()
}

/** Returns the one-time password, which is shown on this answer and never again. */
export async function createUser(
  page: Page,
  role: string,
  { login, name, unit }: { login: string; name: string; unit?: string },
): Promise<string> {
  await page.goto('/users')
  const form = page.locator('form', { has: page.getByRole('heading', { name: '建立用户' }) })
  await form.getByLabel('姓名').fill(name)
  await form.getByLabel('用户名').fill(login)
  await form.getByLabel(role, { exact: true }).check()
  if (unit) await form.getByLabel('主办单位').selectOption({ label: unit })
  await form.getByRole('button', { name: '建立' }).click()
  const shown = page.locator('.alert', { hasText: '只显示这一次' })
  const password = await shown.locator('.code').innerText()
  await page.goto('/users')
  await expect(page.getByRole('cell', { name: login, exact: true })).toBeVisible()
  await expect(page.getByText(password)).toHaveCount(0)
  return password
}

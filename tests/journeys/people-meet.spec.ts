import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey.ts'

test('the second of two reviewers learns that the first has decided, and what was typed is kept', async ({
  visitAs,
}) => {
  const first = await visitAs('fuhe')
  const second = await visitAs('shenhe')
  const finding = await firstFinding(first)
  await first.goto(finding)
  await second.goto(finding)
  await decide(second, '排除', '截图显示当日仍有更新，待核')
  await decide(first, '需补证', '请补充账号主页截图')
  await first.getByRole('button', { name: /提交并看下一条/ }).click()
  await expect(first).not.toHaveURL(finding)
  await second.getByRole('button', { name: /提交并看下一条/ }).click()
  await expect(second.getByRole('alert')).toContainText('您的决定没有保存。下方是最新情况，您写的说明还在')
  await expect(second.getByLabel('说明')).toHaveValue('截图显示当日仍有更新，待核')
  await expect(second.getByText('请补充账号主页截图').first()).toBeVisible()
})

test('a unit sees its own accounts, and the address of another unit’s account leads nowhere', async ({ visitAs }) => {
  const supervisor = await visitAs('jianguan')
  const foreign = await addressOf(supervisor, '/accounts', '临湖城管')
  const foreignUnit = await addressOf(supervisor, '/units', '临湖区城市管理局')
  const editor = await visitAs('tianbao')
  await editor.goto('/accounts')
  await expect(editor.locator('table tbody tr')).toHaveCount(2)
  await expect(editor.locator('table tbody tr a.nm')).toHaveText(['临湖水务', '临湖水务'])
  for (const address of [foreign, `${foreign}/edit`, foreignUnit]) {
    const answer = await editor.goto(address)
    expect([403, 404], address).toContain(answer?.status())
    await expect(editor.getByText('城市管理局')).toHaveCount(0)
    await expect(editor.getByText('临湖城管')).toHaveCount(0)
  }
})

test('without scripts a reviewer signs in, looks an account up and decides', async ({ visitAs }) => {
  const page = await visitAs('fuhe', { javaScriptEnabled: false })
  await page.getByRole('searchbox').fill('平安临湖')
  await page.keyboard.press('Enter')
  await expect(page.locator('table tbody tr')).toHaveCount(3)
  const finding = await firstFinding(page)
  await page.goto(finding)
  await decide(page, '排除', '已电话核实，账号正在办理迁移')
  await page.getByRole('button', { name: /提交并看下一条/ }).click()
  await page.goto(finding)
  await expect(page.getByText('已电话核实，账号正在办理迁移').first()).toBeVisible()
})

async function firstFinding(page: Page): Promise<string> {
  await page.goto('/review')
  return (await page.getByRole('link', { name: '开始复核' }).getAttribute('href')) ?? ''
}

async function decide(page: Page, decision: string, reason: string): Promise<void> {
  await page.getByRole('radio', { name: decision }).check()
  await page.getByLabel('说明').fill(reason)
}

async function addressOf(page: Page, list: string, name: string): Promise<string> {
  await page.goto(`${list}?q=${encodeURIComponent(name)}`)
  return (await page.getByRole('link', { name, exact: true }).first().getAttribute('href')) ?? ''
}

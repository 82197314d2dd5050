import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { systemClock } from '../../src/calendar/index.ts'
import { inspectScan } from '../../src/files/index.ts'
import { pdfText, squeezed } from '../golden/papers/read-paper.ts'
import { createUser, firstSignIn, setUpDistrict } from '../support/first-day.ts'
import { expect, test } from '../support/journey.ts'

const today = systemClock().today()

test('an account administrator changes: handed over, signed by both, confirmed by the head of the unit', async ({
  office,
  visit,
}) => {
  const administrator = await visit(office)
  await firstSignIn(administrator, { login: 'admin', oneTime: office.firstPassword ?? '' })
  await setUpDistrict(administrator)
  const open = async (role: string, login: string, name: string, unit?: string) => {
    const oneTime = await createUser(administrator, role, { login, name, ...(unit && { unit }) })
    const page = await visit(office)
    await firstSignIn(page, { login, oneTime })
    return page
  }
  const supervisor = await open('监管员', 'jianguan', '江若宁')
  await registerUnit(supervisor)
  const editor = await open('填报人', 'tianbao', '温知遥', '云泽区水务局')
  const principal = await open('主要领导', 'zhuyao', '程望舒', '云泽区水务局')

  await nameAdministrator(supervisor, '许静言')
  await notice(supervisor, '没有新的人员变动')
  await nameAdministrator(supervisor, '陆知行')
  await notice(supervisor, '新列入人员交接 1 件')

  await editor.goto('/')
  await editor.getByRole('link', { name: /^账号管理员/ }).click()
  await expect(editor.getByText('不得填写密码').first()).toBeVisible()
  await expect(editor.locator('input[type="password"]')).toHaveCount(0)
  await expect(editor.getByLabel('接收人', { exact: true })).toHaveValue('陆知行')
  for (const matter of ['未办结事项', '手机号', '实名绑定', '账号密码', '账号资料'])
    await editor.getByRole('group', { name: matter }).getByLabel('是', { exact: true }).check()
  await editor.getByRole('button', { name: '保存清单' }).click()
  await expect(editor.getByText('请填写更换日期。').first()).toBeVisible()
  await editor.getByLabel('更换日期').fill(today)
  await editor.getByRole('button', { name: '保存清单' }).click()
  await editor.getByRole('button', { name: '生成交接单' }).click()

  const paper = await printed(editor)
  await editor.getByLabel('扫描件').setInputFiles({ name: '交接单.pdf', mimeType: 'application/pdf', buffer: paper })
  await editor.getByRole('button', { name: '上传扫描件' }).click()
  await expect(editor.getByText('已识别二维码')).toBeVisible()
  await editor.getByRole('button', { name: '提交确认' }).click()
  await expect(editor.getByRole('heading', { level: 1 })).toContainText('待确认')

  await principal.goto('/')
  await principal.getByRole('link', { name: /^账号管理员/ }).click()
  await principal.getByLabel('接收人已签字').check()
  await principal.getByRole('button', { name: '确认交接' }).click()
  await expect(principal.getByText('移交人、接收人均已签字')).toBeVisible()
  await principal.getByLabel('移交人已签字').check()
  await principal.getByLabel('接收人已签字').check()
  await principal.getByRole('button', { name: '确认交接' }).click()
  await expect(principal.getByRole('heading', { level: 1 })).toContainText('已交接')
})

test('what was not handed over in time stands among the clues as F-14, for a person to decide', async ({ visitAs }) => {
  const head = await visitAs('fuzeren')
  await head.goto('/accountability')
  const clue = head.getByRole('listitem').filter({ hasText: 'F-14 人员离任未交接' })
  await expect(clue).toContainText('逾期未登记更换密码')
  await expect(clue.getByRole('button', { name: '认定' })).toBeVisible()
  await clue.getByRole('link', { name: '查看交接' }).click()
  await expect(head.getByText('已过办结期限')).toBeVisible()
  await head.goto('/people')
  await expect(head.getByRole('row').nth(1)).toContainText(/\d{3}\*{4}\d{4}/)
})

async function registerUnit(page: Page): Promise<void> {
  await page.goto('/units/new')
  await page.getByLabel('单位全称').fill('云泽区水务局')
  await page.getByLabel('单位类型').selectOption({ label: '区政府部门' })
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '云泽区水务局' })).toBeVisible()
}

/** Registers 云泽水务, or changes it, with this 账号管理员. */
async function nameAdministrator(page: Page, name: string): Promise<void> {
  await page.goto('/accounts')
  const known = page.getByRole('link', { name: '云泽水务', exact: true })
  if ((await known.count()) > 0) {
    await known.click()
    await page.getByRole('link', { name: '修改登记' }).click()
  } else {
    await page.goto('/accounts/new')
    await page.getByLabel('主办单位').selectOption({ label: '云泽区水务局' })
    await page.getByLabel('名称', { exact: true }).fill('云泽水务')
    await page.getByLabel('平台', { exact: true }).selectOption({ label: '微信公众号' })
  }
  await page.getByLabel('账号管理员', { exact: true }).fill(name)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '云泽水务' })).toBeVisible()
}

async function notice(page: Page, words: string): Promise<void> {
  await page.goto('/handovers')
  await page.getByRole('button', { name: '核对人员变动' }).click()
  await expect(page.getByText(words)).toBeVisible()
}

/** The 交接单 as it is printed, with its code; a signed scan of it is handed in afterwards. */
async function printed(page: Page): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'PDF交接单' }).click()
  const bytes = await readFile(await (await download).path())
  const text = squeezed(await pdfText(new Uint8Array(bytes)))
  for (const words of ['人员交接单', '许静言', '陆知行', '移交人（签字）', '本单不填写密码'])
    expect(text).toContain(words)
  const { codes } = await inspectScan({ name: '打印件', bytes: new Uint8Array(bytes) })
  expect(codes[0]?.text).toMatch(/^GOVMEDIA:1:handover:2026:/)
  return bytes
}

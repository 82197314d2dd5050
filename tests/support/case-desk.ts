import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { inspectScan } from '../../src/files/index.ts'
import { expect } from './journey.ts'
import { photoOf } from './paper-photo.ts'

/** What people do with a case at their desks, wherever a journey needs one. */

/** 逐表核验 of a case: signer, seal, content. */
export async function see(page: Page, signer: string, seal: string, content: string): Promise<void> {
  await page.getByLabel(/签字人$/).selectOption({ label: signer })
  await page.getByLabel(/单位公章$/).selectOption({ label: seal })
  await page.getByLabel(/与打印内容$/).selectOption({ label: content })
  await page.getByRole('button', { name: '保存核验结果' }).click()
}

/** Printed, signed, scanned as a photo with its code, handed in. */
export async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '生成打印件' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'PDF打印件' }).click()
  const bytes = new Uint8Array(await readFile(await (await download).path()))
  const { codes } = await inspectScan({ name: '打印件', bytes })
  const buffer = await photoOf(codes[0]?.text ?? '')
  await page.getByLabel('扫描件').setInputFiles({ name: '备案表.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByRole('button', { name: '上传扫描件' }).click()
  await expect(page.getByText('已识别二维码')).toBeVisible()
  await page.getByRole('button', { name: '报送', exact: true }).click()
  await stands(page, '已报送')
}

/** An opinion, and the step it is given for. */
export async function say(page: Page, opinion: string, action: string): Promise<void> {
  await page.getByLabel('意见').fill(opinion)
  await page.getByRole('button', { name: action, exact: true }).click()
}

export const stands = (page: Page, state: string) =>
  expect(page.getByRole('heading', { level: 1 })).toContainText(state)

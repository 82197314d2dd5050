import { readFile } from 'node:fs/promises'
import { docxText } from '../golden/papers/read-paper.ts'
import { expect, test } from '../support/journey.ts'
import { photoOf } from '../support/paper-photo.ts'

const phone = { viewport: { width: 390, height: 844 } }

test('severe content found on the way is told, kept, deleted, reported and closed from a phone', async ({
  visitAs,
}) => {
  const page = await visitAs('jianguan', phone)
  const picture = async (name: string) => ({ name, mimeType: 'image/jpeg', buffer: await photoOf(name) })
  await page.goto('/emergency/new')
  await page.getByRole('link', { name: '严重表述错误' }).click()
  await page.getByLabel('账号、单位名称').fill('教育局')
  await page.getByRole('button', { name: '查找账号' }).click()
  await page.locator('main .todo a').first().click()
  await page.getByRole('button', { name: '登记，开始处置' }).click()
  await expect(page.getByText('应立即办理，已过0分钟')).toBeVisible()
  const path = new URL(page.url()).pathname

  // What is owed next stands open; the hours that are asked for are filled in.
  await page.getByLabel('提示对象').selectOption('直接责任人')
  await page.getByLabel('提示内容').fill('标题有误，请立即删除')
  await page.getByRole('button', { name: '登记风险提示' }).click()
  await expect(page.getByText('还有2小时')).toBeVisible()
  await page.getByLabel('答复内容').fill('已经通知编辑')
  await page.getByRole('button', { name: '登记单位答复' }).click()
  await page.getByLabel('截图或文件').setInputFiles(await picture('错误标题.jpg'))
  await page.getByRole('button', { name: '登记固定证据' }).click()
  await page.getByLabel('处置情况').fill('原文已删除')
  await page.getByLabel('处置证明').setInputFiles(await picture('已删除.jpg'))
  await page.getByRole('button', { name: '登记删除或更正' }).click()
  await expect(page.getByText('按时完成')).toBeVisible()
  await page.getByLabel('处置结论').fill('系录入差错，已删除')
  await page.getByRole('button', { name: '处置结论', exact: true }).click()
  await page.getByRole('button', { name: '结案', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('结案前须打印')
  const downloading = page.waitForEvent('download')
  await page.locator(`a[href="${path}/paper/report/docx"]`).click()
  const said = docxText(new Uint8Array(await readFile(await (await downloading).path())))
  for (const words of ['标题有误，请立即删除', '系录入差错，已删除', '风险提示1次，不计入问题数'])
    expect(said).toContain(words)
  await page.goto(path)
  await page.getByRole('button', { name: '结案', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已结案')

  // The unit that was told this morning reads until when to act; its case is the office's own.
  const unit = await visitAs('tianbao', phone)
  await expect(unit.getByText('收到风险提示 1 次')).toBeVisible()
  await expect(unit.getByText('请于 2026-10-12 10:44 前处置')).toBeVisible()
})

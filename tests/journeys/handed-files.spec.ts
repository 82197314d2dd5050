import { handedFiles } from '../support/handed-files.ts'
import { expect, test } from '../support/journey.ts'

test('an export of a back end is handed over, bound to its account, and taken back because it was the wrong one', async ({
  visitAs,
}) => {
  const page = await visitAs('jianguan')
  await page.goto('/imports')
  const card = page.locator('form.card', { hasText: '采集文件' })
  await card
    .getByLabel('选择文件')
    .setInputFiles({ name: '用户增长.csv', mimeType: 'text/csv', buffer: Buffer.from(handedFiles.users()) })
  await card.getByRole('button', { name: '预览' }).click()

  await expect(page.getByRole('heading', { level: 1, name: '选择账号' })).toBeVisible()
  await page.getByLabel('账号', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: '预览' }).click()
  await expect(page.getByText('公众号后台“用户分析”').first()).toBeVisible()
  await expect(page.getByRole('row', { name: /2026-09-01.*累计关注、关注增减/ })).toContainText('新增')
  await page.getByRole('button', { name: '写入' }).click()

  await page.getByRole('link', { name: '查看这次导入' }).click()
  await expect(page.getByText(/[\da-f]{64}/)).toBeVisible()
  await page.getByLabel('撤销原因').fill('选错了账号')
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await expect(page.getByText('原因：选错了账号')).toBeVisible()
  await expect(page.getByRole('button', { name: '撤销这次导入' })).toHaveCount(0)
  await page.getByRole('link', { name: '采集文件', exact: true }).click()
  await expect(page.getByRole('row', { name: /用户增长\.csv/ })).toContainText('已撤销')
})

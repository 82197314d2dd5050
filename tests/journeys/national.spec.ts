import { readFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import { expect, test } from '../support/journey.ts'

test('the national sheet goes out, comes back changed, and one difference is taken over into the ledger', async ({
  visitAs,
}) => {
  const page = await visitAs('jianguan')
  await page.goto('/national')
  await page.getByRole('link', { name: '导出报送表' }).click()
  await page.getByLabel('格式').selectOption({ label: '全部单位一张表' })
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  const changed = await withIdentifier(await readFile(await (await download).path()), '望湖街道', 'whjd-2026')

  await page.goto('/national/comparisons')
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.getByLabel('选择文件').setInputFiles({ name: '全国系统导出.xlsx', mimeType, buffer: changed })
  await page.getByRole('button', { name: '比对', exact: true }).click()
  // Everything else says what the ledger says.
  const row = page.getByRole('row', { name: /望湖街道/ })
  await expect(page.locator('tbody tr')).toHaveCount(1)
  await expect(row).toContainText('whjd-2026')
  await row.getByRole('button', { name: '以表为准' }).click()
  await page.getByLabel('处理情况').selectOption({ label: '全部处理情况' })
  await page.getByRole('button', { name: '筛选' }).click()
  await expect(page.getByRole('row', { name: /望湖街道/ })).toContainText('许静言')

  await page.getByRole('link', { name: '望湖街道', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '望湖街道' })).toBeVisible()
  await expect(page.getByText('whjd-2026')).toBeVisible()
})

/** The sheet with another identifier of one account, as an office would type it into the file. */
async function withIdentifier(bytes: Buffer, name: string, identifier: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
  const [sheet] = book.worksheets
  const heads = (sheet?.getRow(1).values as string[]) ?? []
  const [nameAt, identifierAt] = [heads.indexOf('账号名称'), heads.findIndex((head) => /ID|标识/.test(head ?? ''))]
  expect([nameAt, identifierAt].every((at) => at > 0)).toBe(true)
  sheet?.eachRow((row) => {
    if (row.getCell(nameAt).text === name) row.getCell(identifierAt).value = identifier
  })
  return Buffer.from(await book.xlsx.writeBuffer())
}

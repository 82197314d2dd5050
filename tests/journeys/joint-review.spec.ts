import { type Page } from '@playwright/test'
import { expect, test } from '../support/journey.ts'

const title = '临湖水源地保护范围调整的说明'

/** Signs everything that waits for a person in the manuscript of that name. */
const signAll = async (page: Page, step: string) => {
  await page.goto('/manuscripts')
  await page.locator('section', { hasText: '待本人审核' }).getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(step)
  for (const passed of await page.getByLabel('通过', { exact: true }).all()) await passed.check()
  await page.getByRole('button', { name: '签名提交' }).click()
}

test('a manuscript is read by another unit, by 宣传部门 and by 保密部门, each in its own step, before it is signed', async ({
  visitAs,
}) => {
  const leader = await visitAs('fenguan')
  await leader.goto('/manuscripts')
  await expect(leader.locator('section', { hasText: '待本人审核' })).not.toContainText(title)
  await signAll(await visitAs('lianshen'), '临湖区自然资源局联审')
  const propaganda = await visitAs('xuanchuan')
  await signAll(propaganda, '宣传部门会签')
  // The other office's step is not his.
  await propaganda.goto('/manuscripts')
  await expect(propaganda.getByText('待本人审核')).toHaveCount(0)
  await signAll(await visitAs('baomi'), '保密部门会签')
  await signAll(leader, '终审')
  await expect(leader.getByRole('heading', { level: 1 })).toContainText('待发布')
})

test('a unit that writes elsewhere hands in the 发布审签单 of a post that was drawn, and the office sees it', async ({
  visitAs,
}) => {
  const unit = await visitAs('choujian')
  await unit.getByRole('link', { name: '报送发布审签单' }).click()
  await unit.getByLabel('发布前的审签单').setInputFiles({
    name: '审签单.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    ),
  })
  await unit.getByRole('button', { name: '报送', exact: true }).click()
  await expect(unit.getByText('已报送，待判断')).toBeVisible()
  const office = await visitAs('jianguan')
  await office.goto('/approved/samples')
  await expect(office.locator('li', { hasText: '临湖区民政局' }).getByText('已报送，待判断')).toBeVisible()
})

import type { Page } from '@playwright/test'
import { unpackFiles } from '../../src/documents/index.ts'
import { expect, test } from '../support/journey.ts'
import { photoOf } from '../support/paper-photo.ts'

const water = '临湖区水务局'
/** A step of the year, on the page of the year. */
async function step(page: Page, name: string) {
  await page.goto('/score')
  await page.getByRole('button', { name }).click()
}
const pointsOn = async (page: Page, path: string) => {
  await page.goto(path)
  return page.locator('tr', { hasText: water }).locator('td').nth(1).innerText()
}

test('a year: frozen, scored, reported on, appealed against, final; the day before the appeal it is as it was', async ({
  visitAs,
}) => {
  test.setTimeout(120_000)
  const head = await visitAs('fuzeren')
  // Other journeys of this demonstration may have confirmed a finding of the unit before.
  const begun = Number(await pointsOn(head, '/score'))
  expect(begun).toBeGreaterThan(80)
  await head.getByLabel('封存至').fill('2026-10-12')
  await head.getByRole('button', { name: '封存数据' }).click()
  // Before the year is over, not without a reason; what was typed is still there.
  await expect(head.getByRole('alert')).toContainText('请写明理由和依据')
  await expect(head.getByLabel('封存至')).toHaveValue('2026-10-12')
  await head.getByLabel('说明').fill('本区考核期至10月12日，见临政办〔2026〕5号')
  await head.getByRole('button', { name: '封存数据' }).click()

  const desk = await visitAs('jianguan')
  const unit = await visitAs('tianbao')
  await step(desk, '系统评分')
  await unit.goto('/score')
  await expect(unit.getByText('系统评分后开放自查自报')).toBeVisible()
  await step(desk, '开放单位自查自报')

  await unit.goto('/score')
  await expect(unit.getByRole('heading', { level: 1 })).toContainText(water)
  await unit.getByLabel('事项').selectOption('praise-city')
  await unit.getByLabel('日期').fill('2026-07-01')
  await unit.getByLabel('依据和说明').fill('市政府办公室第二季度通报表扬')
  await unit.getByRole('button', { name: '报送' }).click()
  await expect(unit.getByRole('alert')).toContainText('加盖公章')
  await expect(unit.getByLabel('依据和说明')).toHaveValue('市政府办公室第二季度通报表扬')
  const file = { name: '表扬.jpg', mimeType: 'image/jpeg', buffer: await photoOf('通报表扬') }
  await unit.getByLabel('证明材料').setInputFiles(file)
  await unit.getByRole('button', { name: '报送' }).click()
  await expect(unit.getByText('待确认')).toBeVisible()

  await step(desk, '转评审组复核')
  await expect(desk.getByRole('alert')).toContainText('还有2件')
  await head.goto('/')
  await expect(head.getByRole('link', { name: /处理年度评分的登记、更正、申诉 2 件/ })).toBeVisible()
  for (const words of ['通报属实', '经核对签到表，属实']) {
    await head.goto('/score/2026/entries')
    await head.getByLabel('处理意见').first().fill(words)
    await head.getByRole('button', { name: '确认' }).first().click()
    await expect(head.getByText('已确认').first()).toBeVisible()
  }
  await step(desk, '转评审组复核')
  await step(head, '告知结果')
  expect(Number(await pointsOn(head, '/score'))).toBe(begun + 2)

  await unit.goto('/score')
  const option = unit.getByLabel('不应计入的事项').locator('option', { hasText: '2026年6月监测：内容不更新' })
  await unit.getByLabel('不应计入的事项').selectOption(await option.getAttribute('value'))
  await unit.getByLabel('申诉理由').fill('6月20日已发布，采集有误，见后台截图')
  await unit.getByRole('button', { name: '提出申诉' }).click()
  await step(desk, '开放申诉')
  await head.goto('/score/2026/entries')
  await expect(head.getByText('撤销“2026年6月监测：内容不更新”（2026-06-30）')).toBeVisible()
  await head.getByLabel('处理意见').fill('经核对后台记录，申诉成立')
  await head.getByRole('button', { name: '确认' }).click()
  await step(head, '确定结果')
  expect(Number(await pointsOn(head, '/score'))).toBe(begun + 4.5)
  await expect(head.getByText('确定结果').first()).toBeVisible()
  // Every point opens down to the finding, its evidence and who confirmed it.
  await head.getByRole('link', { name: water }).click()
  const line = head.locator('tr', { hasText: '2026年6月监测：内容不更新' })
  await expect(line).toContainText('已撤销，不计')
  await expect(line).toContainText('陆知行')
  await line.getByRole('link').click()
  await expect(head).toHaveURL(/\/review\//)

  // The year is closed by a package that says the same twice.
  const archive = async () => (await head.request.get(`${new URL(head.url()).origin}/score/2026/files/archive`)).body()
  const first = await archive()
  expect(unpackFiles(first).map(({ path }) => path)).toEqual([
    '2026年政务新媒体监管评分表.pdf',
    '2026年政务新媒体监管评分表.docx',
    '2026年政务新媒体监管评分表.xlsx',
    '评分结果.json',
    '评分方案.json',
    '计分事项.csv',
    '办理步骤.csv',
    '登记更正申诉.csv',
    '说明函.docx',
    '归档目录.csv',
    '清单.csv',
  ])
  expect(first.equals(await archive())).toBe(true)

  expect(await pointsOn(head, '/score?as-of=2026-10-11')).toBe('89.5')
  await expect(head.getByText('这是2026年10月11日的结果')).toBeVisible()
})

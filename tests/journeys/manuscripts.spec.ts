import { type Page } from '@playwright/test'
import { expect, test } from '../support/journey.ts'

const pass = async (page: Page, path: string, gates: readonly string[], confirm?: string) => {
  await page.goto(path)
  for (const gate of gates) await page.getByRole('group', { name: gate }).getByLabel('通过', { exact: true }).check()
  if (confirm) await page.getByLabel('确认这样写的理由').first().fill(confirm)
  await page.getByRole('button', { name: '签名提交' }).click()
}

test('what is typed into a new manuscript is kept before anybody saved it', async ({ visitAs }) => {
  const editor = await visitAs('tianbao')
  await editor.goto('/manuscripts/new')
  await editor.getByRole('textbox', { name: '正文' }).click()
  await editor.keyboard.type('临湖新港公园试开放。请游客错峰，沿线秸杆已清理。')
  await expect(editor.getByText('已自动保存为草稿')).toBeVisible({ timeout: 15_000 })
  await expect(editor).toHaveURL(/\/manuscripts\/[0-9a-f-]{36}\/edit$/)
  // From then on it is checked as every other.
  await expect(editor.getByRole('button', { name: '秸杆' })).toBeVisible({ timeout: 15_000 })
  const kept = new URL(editor.url()).pathname
  await editor.goto('/manuscripts')
  await editor.goto(kept)
  await expect(editor.getByLabel('标题')).toHaveValue('临湖新港公园试开放。请游客错峰，沿线秸杆已清理。'.slice(0, 30))
  await expect(editor.getByRole('textbox', { name: '正文' })).toContainText('临湖新港公园试开放')
})

test('a manuscript through five gates: checked while it is written, returned once with its remarks, approved on a phone, published', async ({
  visitAs,
}) => {
  const editor = await visitAs('tianbao')
  await editor.goto('/manuscripts')
  await editor.getByRole('link', { name: '起草稿件' }).click()
  await editor.getByLabel('标题').fill('关于城北片区停水检修的通知')
  await editor.getByRole('textbox', { name: '正文' }).click()
  await editor.keyboard.type('10月20日8时至18时，城北片区停水检修。')
  await editor.getByLabel('临湖水务（微信公众号）').check()
  await editor.getByRole('button', { name: '保存草稿' }).click()
  await editor.waitForURL('**/edit')
  const path = new URL(editor.url()).pathname.replace(/\/edit$/, '')
  await editor.getByRole('textbox', { name: '正文' }).click()
  await editor.keyboard.press('Control+End')
  await editor.keyboard.type('请清理沿线秸杆。')
  // The check and the saving come by themselves.
  await expect(editor.getByRole('button', { name: '秸杆' })).toBeVisible()
  await expect(editor.getByText(/已自动保存（第\d+版）/)).toBeVisible({ timeout: 15_000 })
  await editor.getByRole('button', { name: '保存', exact: true }).click()
  await editor.getByRole('link', { name: '送审' }).click()
  await editor.getByRole('button', { name: '送审' }).click()
  await expect(editor.getByRole('heading', { level: 1 })).toContainText('审核中')
  // Who wrote signs nothing.
  await editor.goto(`${path}/review`)
  await expect(editor.getByText('没有轮到本人的审核')).toBeVisible()

  const first = await visitAs('shengao')
  await first.goto('/')
  await first.getByRole('link', { name: '关于城北片区停水检修的通知' }).click()
  await expect(first.locator('mark')).toHaveText('秸杆')
  await first.getByRole('group', { name: '政策关' }).getByLabel('通过', { exact: true }).check()
  await first.getByRole('group', { name: '文字关' }).getByLabel('不通过').check()
  await first.getByLabel('文字关意见').fill('“秸杆”应为“秸秆”')
  await first.getByRole('button', { name: '签名提交' }).click()
  await expect(first.getByRole('heading', { level: 1 })).toContainText('已退回')

  await editor.goto(path)
  await expect(editor.getByText('“秸杆”应为“秸秆”').first()).toBeVisible()
  await editor.getByRole('link', { name: '修改' }).click()
  await editor.getByRole('textbox', { name: '正文' }).click()
  await editor.keyboard.press('Control+End')
  for (let at = 0; at < 3; at++) await editor.keyboard.press('Backspace')
  await editor.keyboard.type('秸秆。')
  await editor.getByRole('button', { name: '保存', exact: true }).click()
  await editor.goto(`${path}/submit`)
  await editor.getByRole('button', { name: '送审' }).click()

  await first.goto(`${path}/review`)
  // Who reviews again sees what was said the first time, and what has become of it.
  const since = first.locator('section', { has: first.getByRole('heading', { name: '与上次送审相比' }) })
  await expect(since).toContainText('文字关不通过：“秸杆”应为“秸秆”')
  await expect(since.locator('del')).toHaveText('杆')
  await expect(since.locator('ins')).toHaveText('秆')
  await pass(first, `${path}/review`, ['政策关', '文字关'])
  const second = await visitAs('fugao')
  await pass(second, `${path}/review`, ['法律关', '保密关', '文字关'])
  const leader = await visitAs('fenguan', { viewport: { width: 390, height: 844 } })
  await pass(leader, `${path}/review`, ['政治关', '保密关'])
  await expect(leader.getByRole('heading', { level: 1 })).toContainText('待发布')

  await editor.goto(path)
  await expect(editor.getByText(/sm3:[0-9a-f]{64}/)).toBeVisible()
  await editor.getByLabel('发布时间').fill('2026-10-12T08:59')
  await editor.getByLabel('发布链接').fill('https://demo.example.cn/16/1012')
  await editor.getByRole('button', { name: '保存', exact: true }).click()
  await expect(editor.getByRole('heading', { level: 1 })).toContainText('已发布')
  const sheet = await editor.request.get(`${path}/sheet/pdf`)
  expect([sheet.status(), sheet.headers()['content-type']]).toEqual([200, 'application/pdf'])
})

test('on a phone a reviewer sees what the machine marked, goes to it, says why one thing stands and returns the text for the other', async ({
  visitAs,
}) => {
  const editor = await visitAs('tianbao')
  await editor.goto('/manuscripts/new')
  await editor.getByLabel('标题').fill('走访城东社区的情况')
  await editor.getByRole('textbox', { name: '正文' }).click()
  for (const words of ['走访警钟常鸣小区居民。', '警钟常鸣小区已通水。', '沿线秸杆已清理。']) {
    await editor.keyboard.type(words)
    await editor.keyboard.press('Enter')
  }
  await editor.getByLabel('临湖水务（微信公众号）').check()
  await editor.getByRole('button', { name: '保存草稿' }).click()
  await editor.waitForURL('**/edit')
  const path = new URL(editor.url()).pathname.replace(/\/edit$/, '')
  await editor.goto(`${path}/submit`)
  await editor.getByRole('button', { name: '送审' }).click()
  await expect(editor.getByRole('heading', { level: 1 })).toContainText('审核中')

  const phone = await visitAs('shengao', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  await phone.goto('/')
  await phone.getByRole('link', { name: '走访城东社区的情况' }).tap()
  await expect(phone.locator('mark')).toHaveText(['警钟常鸣', '警钟常鸣', '秸杆'])
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBe(0)
  // From the remark to the words it means, which the phone shows then.
  const wording = phone.getByRole('group', { name: '文字关' })
  await wording.getByRole('link', { name: '秸杆' }).tap()
  await expect(phone.locator('mark', { hasText: '秸杆' })).toBeInViewport()
  await phone.getByRole('group', { name: '政策关' }).getByLabel('通过', { exact: true }).check()
  await wording.getByLabel('通过', { exact: true }).check()
  await wording.getByLabel('确认这样写的理由').first().fill('小区名称，引自地名录')
  await wording.getByLabel('后面同样的 1 处一并说明').check()
  await phone.getByRole('button', { name: '签名提交' }).tap()
  // The third mark is a fault, and a fault isn't let pass without a word.
  await expect(phone.getByText(/秸杆.*理由|理由.*秸杆/).first()).toBeVisible()
  await phone.getByRole('group', { name: '文字关' }).getByLabel('不通过').check()
  await phone.getByLabel('文字关意见').fill('“秸杆”应为“秸秆”')
  await phone.getByRole('button', { name: '签名提交' }).tap()
  await expect(phone.getByRole('heading', { level: 1 })).toContainText('已退回')

  await editor.goto(`${path}/edit`)
  await editor.getByRole('textbox', { name: '正文' }).click()
  await editor.keyboard.press('Control+End')
  await editor.getByRole('button', { name: '改为“秸秆”' }).click()
  await editor.getByRole('button', { name: '保存', exact: true }).click()
  await editor.goto(`${path}/submit`)
  await editor.getByRole('button', { name: '送审' }).click()
  // What he said the first time stands there when the text comes again.
  await phone.goto(`${path}/review`)
  await expect(phone.getByLabel('确认这样写的理由').first()).toHaveValue('小区名称，引自地名录')
  for (const gate of ['政策关', '文字关'])
    await phone.getByRole('group', { name: gate }).getByLabel('通过', { exact: true }).check()
  await phone.getByRole('button', { name: '签名提交' }).tap()
  await expect(phone.getByRole('heading', { level: 1 })).toContainText('审核中')
})

test('marks stand on the words they mean, in every paragraph; what is suggested is put in for all alike, and taken back', async ({
  visitAs,
}) => {
  const editor = await visitAs('tianbao')
  await editor.goto('/manuscripts/new')
  await editor.getByLabel('标题').fill('秋季禁烧公告')
  const text = editor.getByRole('textbox', { name: '正文' })
  await text.click()
  // As Word hands it out; the first thing that is done with a new manuscript.
  const pasted = `<style>p { color: red }</style><p class="MsoNormal"><o:p></o:p>联系人手机13812341234。</p>\n<p>禁烧秸杆，<a href="https://www.linhu-gov.cn/">这里</a>有说明。</p>\n<p>回收秸杆。</p>`
  await text.evaluate((box, html) => {
    const data = new DataTransfer()
    data.setData('text/html', html)
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, pasted)
  const marked = () =>
    editor.evaluate(() => {
      const kept = (CSS as unknown as { highlights: Map<string, Set<Range>> }).highlights.get('ms-confirm')
      return Array.from(kept ?? [], String)
    })
  await expect.poll(marked, { timeout: 15_000 }).toEqual(['13812341234', '秸杆', '这里', '秸杆'])
  await editor.getByRole('button', { name: '2处一并改为“秸秆”' }).first().click()
  await expect(text).toContainText('禁烧秸秆，这里有说明。')
  await expect.poll(marked, { timeout: 15_000 }).toEqual(['13812341234', '这里'])
  await editor.getByRole('button', { name: '脱敏' }).click()
  await expect(text).toContainText('联系人手机138****1234。')
  await editor.getByRole('button', { name: '撤销' }).click()
  await expect(text).toContainText('联系人手机13812341234。')
})

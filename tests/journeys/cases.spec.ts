import type { Page } from '@playwright/test'
import { handIn, say, see, stands } from '../support/case-desk.ts'
import { createUser, firstSignIn } from '../support/first-day.ts'
import { expect, test } from '../support/journey.ts'
import { photoOf } from '../support/paper-photo.ts'

// The day on which the demonstration stands.
const today = '2026-10-12'
const unit = '云渡乡人民政府'

test('a township opens an account: 例外理由, signed and sealed, four desks, the platform, the national system, the ledger', async ({
  demo,
  visit,
  visitAs,
}) => {
  const administrator = await visitAs('guanli')
  const oneTime = await createUser(administrator, '填报人', { login: 'yundu', name: '温知遥', unit })
  const editor = await visit(demo)
  await firstSignIn(editor, { login: 'yundu', oneTime })

  await begin(editor)
  const address = new URL(editor.url()).pathname
  await handIn(editor)

  const acceptor = await visitAs('shouli')
  await acceptor.goto(address)
  await see(acceptor, '其他人员', '已盖章', '一致')
  await say(acceptor, '材料齐全', '受理')
  // What the principal did not sign is not accepted, and the page says so.
  await expect(acceptor.getByRole('alert').first()).toContainText('由其他人员签字')
  await see(acceptor, '主要领导', '已盖章', '一致')
  await say(acceptor, '材料齐全', '受理')
  await stands(acceptor, '已受理')
  for (const [login, opinion, action, state] of [
    ['shenhe', '理由充分，拟同意', '审核', '已审核，待批准'],
    ['fuzeren', '同意作为例外单独开设', '批准', '已批准，待办理'],
  ] as const) {
    const desk = await visitAs(login)
    await desk.goto(address)
    await say(desk, opinion, action)
    await stands(desk, state)
  }

  await editor.goto(address)
  await editor.getByLabel('办理日期').fill(today)
  await editor.getByLabel('主页链接').fill('https://example.cn/wechat/yundu-minsheng')
  await editor.getByRole('button', { name: '登记', exact: true }).click()
  await stands(editor, '已在平台办理')
  await editor.getByLabel('主办单位填报日期').fill(today)
  const receipt = { name: '回执.jpg', mimeType: 'image/jpeg', buffer: await photoOf('全国系统回执') }
  await editor.getByLabel('回执截图').setInputFiles(receipt)
  await editor.getByRole('button', { name: '登记主办单位填报' }).click()
  // 主办单位与主管单位双方都要在全国系统填报: the case waits for the office.
  await stands(editor, '已在平台办理')
  await expect(editor.getByRole('link', { name: '查看回执' })).toBeVisible()

  await acceptor.goto('/')
  await acceptor.getByRole('link', { name: '在全国系统填报备案事项 1 件' }).first().click()
  await acceptor.goto(address)
  await acceptor.getByLabel('主管单位填报日期').fill(today)
  await acceptor.getByRole('button', { name: '登记主管单位填报' }).click()
  await expect(acceptor.getByRole('alert')).toContainText('请上传全国系统的回执截图')
  await acceptor.getByLabel('主管单位填报日期').fill(today)
  await acceptor.getByLabel('没有回执的原因').fill('主管单位页面不出具回执')
  await acceptor.getByRole('button', { name: '登记主管单位填报' }).click()
  await stands(acceptor, '全国系统已填报')
  await acceptor.getByRole('button', { name: '登记台账，编发备案号' }).click()
  await stands(acceptor, '已登记')
  await expect(acceptor.getByText(/备案号 990106-2026-\d{4}/)).toBeVisible()
  await acceptor.goto('/accounts?q=云渡民生')
  await expect(acceptor.getByRole('row', { name: /云渡民生/ })).toContainText('已备案')
  await acceptor.goto('/national?q=云渡民生')
  await expect(acceptor.getByRole('row', { name: /云渡民生/ })).toContainText('已报')
})

async function begin(page: Page): Promise<void> {
  await page.goto('/cases')
  await page.getByRole('link', { name: '申请备案' }).click()
  await page.getByLabel('事项').selectOption({ label: '开设' })
  await page.getByLabel('主办单位').selectOption({ label: unit })
  await page.getByRole('button', { name: '开始填报' }).click()
  const texts: Readonly<Record<string, string>> = {
    拟用名称: '云渡民生',
    拟认证主体: unit,
    开设理由: '公开便民事项',
    组织领导: '乡长总负责，分管副乡长主管',
    '经费保障（元/年）': '0',
    管理制度: '三审三校，值班值守',
    联系人: '温知遥',
    联系电话: '13800000021',
  }
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text)
  const choices = { 平台: '微信公众号', 用途: '发布类', 运维模式: '自营' }
  for (const [label, choice] of Object.entries(choices))
    await page.getByLabel(label, { exact: true }).selectOption({ label: choice })
  await page.getByRole('button', { name: '保存' }).click()
  // 通知二（二）: a township opens none of its own in principle.
  await expect(page.getByText('县级政府部门及乡镇（街道）确需单独开设的，须写明理由。')).toBeVisible()
  await expect(page.getByRole('button', { name: '生成打印件' })).toBeDisabled()
  await page.getByLabel('例外理由').fill('库区移民集中，区级账号难以覆盖')
  await page.getByRole('button', { name: '保存' }).click()
}

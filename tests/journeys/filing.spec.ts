import { readFile } from 'node:fs/promises'
import { createCanvas } from '@napi-rs/canvas'
import type { Page } from '@playwright/test'
import { addDays, systemClock } from '../../src/calendar/index.ts'
import { pdfText, squeezed } from '../golden/papers/read-paper.ts'
import { createUser, firstSignIn, setUpDistrict } from '../support/first-day.ts'
import { expect, test } from '../support/journey.ts'
import { photoOf } from '../support/paper-photo.ts'
import { inspectScan } from '../../src/files/index.ts'

const today = systemClock().today()
const title = '政务新媒体专项排查'

test('a campaign from its opening to the last 零报告, with one return sent back', async ({ office, visit }) => {
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
  await registerUnit(supervisor, '云泽区水务局')
  await registerUnit(supervisor, '云泽区民政局')
  await registerAccount(supervisor)
  const head = await open('负责人', 'fuzeren', '程望舒')
  const acceptor = await open('受理人', 'shouli', '苏映川')
  const editor = await open('填报人', 'tianbao', '温知遥', '云泽区水务局')

  await prepare(supervisor)
  await head.goto('/filing')
  await head.getByRole('link', { name: title }).click()
  await head.getByRole('button', { name: '批准并布置' }).click()
  await expect(head.getByText('已布置给2个单位')).toBeVisible()

  const codes = await fileForm(editor)
  await handIn(editor, await Promise.all(codes.map(photoOf)))
  await sendBack(acceptor)
  await editor.goto('/filing')
  await editor.getByRole('link', { name: title }).click()
  await expect(editor.getByText('共有1处需要补正，现一次性告知')).toBeVisible()
  await handIn(editor, await Promise.all(codes.map(photoOf)))
  await accept(acceptor, '云泽区水务局', 2)
  await editor.reload()
  await expect(editor.getByText('已受理，备案号')).toBeVisible()

  await enterZeroReport(supervisor)
  await accept(acceptor, '云泽区民政局', 1)
  await supervisor.goto('/filing')
  const line = supervisor.getByRole('row', { name: title })
  await expect(line).toContainText('2')
  await expect(line.getByRole('cell').nth(6)).toHaveText('2')

  await supervisor.goto('/accounts')
  await expect(supervisor.getByRole('row', { name: /云泽水务/ })).toContainText('已备案')

  // What was accepted opens again only with a reason, and comes back as a new printing.
  await acceptor.goto('/filing')
  await acceptor.getByRole('link', { name: title }).click()
  await acceptor.getByRole('link', { name: '云泽区水务局' }).click()
  await acceptor.getByRole('link', { name: '查看受理情况' }).click()
  await acceptor.getByLabel('重新补正的原因').fill('受理后发现粉丝量填错')
  await acceptor.getByLabel('或写明日期').fill(addDays(today, 3))
  await acceptor.getByRole('button', { name: '退回单位重新补正' }).click()
  await editor.reload()
  await expect(editor.getByRole('heading', { level: 1 })).toContainText('退回补正')
  await expect(editor.getByText('受理后发现粉丝量填错')).toBeVisible()
})

async function registerUnit(page: Page, name: string): Promise<void> {
  await page.goto('/units/new')
  await page.getByLabel('单位全称').fill(name)
  await page.getByLabel('单位类型').selectOption({ label: '区政府部门' })
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

async function registerAccount(page: Page): Promise<void> {
  await page.goto('/accounts/new')
  await page.getByLabel('主办单位').selectOption({ label: '云泽区水务局' })
  await page.getByLabel('名称', { exact: true }).fill('云泽水务')
  await page.getByLabel('平台', { exact: true }).selectOption({ label: '微信公众号' })
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '云泽水务' })).toBeVisible()
}

async function prepare(page: Page): Promise<void> {
  await page.goto('/filing')
  await page.getByRole('link', { name: '拟定专项排查' }).click()
  await page.getByLabel('名称').fill(title)
  await page.getByLabel('依据文号').fill('云政办〔2026〕6号')
  await page.getByLabel('报送截止日期').fill(addDays(today, 5))
  await page.getByLabel('清理整合截止日期').fill(addDays(today, 10))
  await page.getByLabel('联系人及电话').fill('云泽区行政审批服务局监管股')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('拟定人不能自己批准')).toBeVisible()
  await expect(page.getByText('2个单位，账号1个')).toBeVisible()
  await expect(page.getByRole('button', { name: '批准并布置' })).toHaveCount(0)
}

/** Fills in what the ledger can't know, prints, and returns the texts of the codes in the feet of 附件1 and 附件2. */
async function fileForm(page: Page): Promise<string[]> {
  await page.goto('/filing')
  await page.getByRole('link', { name: title }).click()
  await page.getByLabel('逐号填报').check()
  await page.getByRole('button', { name: '开始填报' }).click()
  await page.getByRole('link', { name: '云泽水务' }).click()
  // What the ledger knows is there already.
  await expect(page.getByLabel('政务新媒体名称')).toHaveValue('云泽水务')
  const texts: Readonly<Record<string, string>> = {
    开通时间: '2019年6月',
    粉丝量: '8412',
    阅读量: '约21万',
    '经费保障（元/年）': '0',
    分管领导: '许静言',
    分管领导联系方式: '13800000011',
    账号管理员: '陆知行',
    账号管理员联系方式: '2345678',
    认证主体: '云泽区水务局',
    负责人: '梁怀远',
    负责人联系电话: '2345678',
    联系人: '秦予安',
    联系人联系电话: '13800000012',
    运营单位: '云泽区水务局',
    推送频率: '每周3次',
    运营人数: '2',
  }
  for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text)
  const choices = { 阅读量口径: '累计', 运维模式: '自营', 有无专人: '有专人', 运营状态: '正常运营', 整改措施: '保留' }
  for (const [label, choice] of Object.entries(choices))
    await page.getByLabel(label, { exact: true }).selectOption({ label: choice })
  const groups = page.getByRole('radiogroup')
  await expect(groups).toHaveCount(13)
  for (let at = 0; at < 13; at++)
    await groups
      .nth(at)
      .getByLabel(at < 4 ? '是' : at === 4 ? '否' : '未涉及')
      .check()
  // Contradictions are told while one types.
  await page.getByRole('radiogroup', { name: '政务服务类' }).getByLabel('是', { exact: true }).check()
  await expect(page.getByText('而“是否可以在线办事”填是，请核对')).toBeVisible()
  await page.getByRole('radiogroup', { name: '政务服务类' }).getByLabel('未涉及').check()
  await expect(page.getByText('而“是否可以在线办事”填是，请核对')).toBeHidden()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText(/保存时间 .*，已填齐。/)).toBeVisible()
  await page.getByLabel('填报人').fill('温知遥')
  await page.getByLabel('联系电话').fill('13800000013')
  await page.getByRole('button', { name: '保存填报人' }).click()
  await page.getByRole('button', { name: '生成打印件' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'PDF打印件' }).click()
  const bytes = new Uint8Array(await readFile(await (await download).path()))
  const text = squeezed(await pdfText(bytes))
  for (const words of [
    '政务新媒体建设情况调查表',
    '云泽水务',
    '自营☑购买服务□',
    '政务新媒体排查及清理整合情况表',
    '单位主要领导（签字）',
  ])
    expect(text).toContain(words)
  // Both papers carry their code, and it can be read from what the printer prints.
  const { codes } = await inspectScan({ name: '打印件', bytes })
  expect(codes.map((code) => code.page)).toEqual([1, 2])
  expect(codes[1]?.text).toMatch(/^GOVMEDIA:1:annex2:2026:/)
  return codes.map((code) => code.text)
}

async function handIn(page: Page, scans: readonly Buffer[]): Promise<void> {
  for (const [at, buffer] of scans.entries()) {
    const name = `报送表${at + 1}.jpg`
    await page.getByLabel('扫描件').setInputFiles({ name, mimeType: 'image/jpeg', buffer })
    await page.getByRole('button', { name: '上传扫描件' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText(`已识别二维码：附件${at + 1}`)
    if (at === 0) await expect(page.getByText('没有扫描件：附件2')).toBeVisible()
  }
  await page.getByRole('button', { name: '报送', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已报送')
}

async function toCheck(page: Page, unit: string): Promise<void> {
  await page.goto('/filing')
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('link', { name: unit }).click()
  await page.getByRole('link', { name: '核验、受理' }).click()
  await expect(page.locator('.scan img')).toBeVisible()
}

async function sendBack(page: Page): Promise<void> {
  await toCheck(page, '云泽区水务局')
  await page.getByRole('button', { name: '受理', exact: true }).click()
  await expect(page.getByText('还没有核验签字、盖章和内容')).toBeVisible()
  await page.getByLabel('没有加盖单位公章。').check()
  await page.getByLabel('或写明日期').fill(addDays(today, 3))
  await page.getByRole('button', { name: '退回补正' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('退回补正')
}

async function accept(page: Page, unit: string, papers: number): Promise<void> {
  await toCheck(page, unit)
  const signers = page.getByLabel(/签字人$/)
  await expect(signers).toHaveCount(papers)
  for (let at = 0; at < papers; at++) {
    await signers.nth(at).selectOption({ label: '主要领导' })
    await page
      .getByLabel(/单位公章$/)
      .nth(at)
      .selectOption({ label: '已盖章' })
    await page
      .getByLabel(/与打印内容$/)
      .nth(at)
      .selectOption({ label: '一致' })
  }
  // A paper whose code could not be read is accepted where somebody found its page.
  const pages = page.getByLabel(/所在页$/)
  for (const one of await pages.all()) await one.selectOption({ label: '第1页' })
  await page.getByRole('button', { name: '保存核验结果' }).click()
  await page.getByRole('button', { name: '受理', exact: true }).click()
  await expect(page.getByText('已受理，备案号')).toBeVisible()
}

/** 代录: the unit filed on paper and never signed in. */
async function enterZeroReport(page: Page): Promise<void> {
  await page.goto('/filing')
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('link', { name: '云泽区民政局', exact: true }).click()
  await page.getByLabel('零报告').check()
  await page.getByRole('button', { name: '开始填报' }).click()
  await page.getByLabel('填报人').fill('白若溪')
  await page.getByLabel('联系电话').fill('13800000014')
  await page.getByRole('button', { name: '保存填报人' }).click()
  await page.getByRole('button', { name: '生成打印件' }).click()
  const canvas = createCanvas(400, 560)
  await page
    .getByLabel('扫描件')
    .setInputFiles({ name: '零报告.png', mimeType: 'image/png', buffer: await canvas.encode('png') })
  await page.getByRole('button', { name: '上传扫描件' }).click()
  await expect(page.getByText('未识别到二维码，由受理人核对')).toBeVisible()
  await page.getByRole('button', { name: '报送', exact: true }).click()
  await expect(page.getByText('代录').first()).toBeVisible()
}

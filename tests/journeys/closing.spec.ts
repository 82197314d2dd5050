import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { verifyArchive } from '../../src/cleanup/index.ts'
import { inspectScan } from '../../src/files/index.ts'
import { handIn, say, see, stands } from '../support/case-desk.ts'
import { closingOffice, june, july, password } from '../support/closing-office.ts'
import { expect, signIn, test } from '../support/journey.ts'
import { photoOf } from '../support/paper-photo.ts'
import { serveProgram } from '../support/served-program.ts'

const account = '云泽疾控'

test('an account is closed: found twice, decided, announced, archived, gone, looked for again, filed away', async ({
  visit,
}) => {
  // Three working days, each a start of the program.
  test.slow()
  const office = await closingOffice()
  /** One working day: the program on that day, with people at their desks. */
  const sitting = async (work: (open: (login: string) => Promise<Page>) => Promise<void>) => {
    const program = await serveProgram({ on: office.dataDir })
    await work(async (login) => {
      const page = await visit(program)
      await signIn(page, { login, password })
      await expect(page).not.toHaveURL(/sign-in/)
      return page
    })
    await program.stop()
  }
  let caseAddress = ''

  await sitting(async (open) => {
    const editor = await open('tianbao')
    await decide(await open('jianguan'), editor, await open('fuzeren'))
    caseAddress = await fileCase(editor, open)
    await toClosing(editor)
    await announce(editor)
    await archive(editor)
  })

  await office.check('2026-07-13', june)
  await sitting(async (open) => {
    const supervisor = await open('jianguan')
    expect(await isChecked(supervisor, '2026-06')).toBe(true)
    const editor = await open('tianbao')
    await deregister(editor, caseAddress)
    await registerCase(editor, await open('shouli'), caseAddress)
    await toClosing(supervisor)
    await expect(supervisor.getByText('账号停更后至注销完成前仍纳入监测')).toBeVisible()
    await look(await open('fuhe'))
    await supervisor.reload()
    await expect(supervisor.getByRole('button', { name: '核验注销' })).toBeDisabled()
    await supervisor.getByLabel('原因和处理情况').fill('主办单位提前一天注销，已约谈提醒')
    await supervisor.getByRole('button', { name: '保存说明' }).click()
    await supervisor.getByRole('button', { name: '核验注销' }).click()
    await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('已核验注销')
    await expect(supervisor.getByText('账号停更后至注销完成前仍纳入监测')).toHaveCount(0)
  })

  await office.check('2026-08-12', july)
  await sitting(async (open) => {
    const supervisor = await open('jianguan')
    expect(await isChecked(supervisor, '2026-07')).toBe(false)
    await supervisor.goto('/')
    await supervisor.getByRole('link', { name: '复查已注销账号 1 个' }).click()
    await expect(supervisor.getByRole('link', { name: account })).toBeVisible()
    await look(await open('fuhe'))
    await toClosing(supervisor)
    await supervisor.getByRole('button', { name: '复查：未再发现' }).click()
    await supervisor.getByRole('button', { name: '整卷归档' }).click()
    await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('已归档')
  })
  office.remove()
})

async function decide(supervisor: Page, editor: Page, head: Page): Promise<void> {
  await supervisor.goto('/cleanup')
  await supervisor.getByRole('button', { name: '生成清理建议' }).click()
  for (const [page, work] of [
    [editor, confirm],
    [head, approve],
  ] as const) {
    await page.goto('/cleanup')
    await page.getByRole('link', { name: account }).click()
    await expect(page.getByText('建议保留“健康云泽”').or(page.getByText('建议保留本账号'))).toBeVisible()
    await work(page)
  }
  await signSheet(head, supervisor, editor)
  await editor.reload()
  await editor.getByRole('button', { name: '开始办理关停注销' }).click()
  await expect(editor.getByText('没有关停、注销备案事项')).toBeVisible()
  await expect(editor.getByRole('button', { name: '登记停更公告' })).toBeDisabled()
}

/** 审定表: made and brought back by one, confirmed by another; until then nothing is carried out. */
async function signSheet(head: Page, supervisor: Page, editor: Page): Promise<void> {
  await head.goto('/cleanup/sheets')
  await head.getByRole('button', { name: '制表' }).click()
  await expect(head.getByRole('heading', { level: 1 })).toContainText('待签字盖章')
  await editor.reload()
  await expect(editor.getByText('已列入第1号审定表，签字盖章并经核对后办理。')).toBeVisible()
  await expect(editor.getByRole('button', { name: '开始办理关停注销' })).toHaveCount(0)
  const download = head.waitForEvent('download')
  await head.getByRole('link', { name: '审定表（PDF）' }).click()
  const bytes = new Uint8Array(await readFile(await (await download).path()))
  const { codes } = await inspectScan({ name: '审定表', bytes })
  const scan = async (code: string) => ({ name: '审定表.jpg', mimeType: 'image/jpeg', buffer: await photoOf(code) })
  await head.getByLabel('扫描件').setInputFiles(await scan((codes[0]?.text ?? '').replace(/.{4}(:\d+)?$/u, '0000$1')))
  await head.getByRole('button', { name: '上传' }).click()
  await expect(head.getByRole('alert').first()).toContainText('对不上')
  await head.getByLabel('扫描件').setInputFiles(await scan(codes[0]?.text ?? ''))
  await head.getByRole('button', { name: '上传' }).click()
  await expect(head.getByText('签章须由其他人核对')).toBeVisible()
  await supervisor.goto('/')
  await supervisor.getByRole('link', { name: '核对审定表签章 1 份' }).click()
  await supervisor.getByRole('link', { name: '第1号' }).click()
  for (const box of ['审定人已签字', '监管单位公章已加盖', '扫描件与打印内容一致'])
    await supervisor.getByLabel(box).check()
  await supervisor.getByRole('button', { name: '确认签章' }).click()
  await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('已签字盖章')
}

async function confirm(page: Page): Promise<void> {
  await page.getByLabel('整改措施').selectOption({ label: '注销' })
  await page.getByLabel('理由').fill('与“健康云泽”重复，并入后者')
  await page.getByRole('button', { name: '确认' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('待审定')
}

async function approve(page: Page): Promise<void> {
  await page.getByLabel('审定意见').selectOption({ label: '注销' })
  await page.getByLabel('或写明日期').fill('2026-08-31')
  await page.getByLabel('理由').fill('一平台一账号')
  await page.getByRole('button', { name: '审定', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已审定')
}

/** 注销备案 from the first word to the approval: the unit's paper, signed and sealed, then three desks. */
async function fileCase(editor: Page, open: (login: string) => Promise<Page>): Promise<string> {
  await editor.goto('/cases')
  await editor.getByRole('link', { name: '申请备案' }).click()
  await editor.getByLabel('事项').selectOption({ label: '注销' })
  const choice = await editor.getByLabel('账号', { exact: true }).getByRole('option', { name: account }).textContent()
  await editor.getByLabel('账号', { exact: true }).selectOption({ label: choice ?? '' })
  await editor.getByRole('button', { name: '开始填报' }).click()
  const texts = {
    关停注销理由: '同一平台重复开设',
    承接平台: '“健康云泽”微信公众号',
    拟停更日期: '2026年6月24日',
    联系人: '温知遥',
    联系电话: '19900001234',
  }
  for (const [label, text] of Object.entries(texts)) await editor.getByLabel(label, { exact: true }).fill(text)
  await editor.getByLabel('决定方式').selectOption({ label: '集体讨论' })
  await editor.getByRole('button', { name: '保存' }).click()
  await handIn(editor)
  const address = new URL(editor.url()).pathname
  const acceptor = await open('shouli')
  await acceptor.goto(address)
  await see(acceptor, '主要领导', '已盖章', '一致')
  await say(acceptor, '材料齐全', '受理')
  await stands(acceptor, '已受理')
  for (const [login, opinion, action, state] of [
    ['shenhe', '理由成立', '审核', '已审核，待批准'],
    ['fuzeren', '同意注销', '批准', '已批准，待办理'],
  ] as const) {
    const desk = await open(login)
    await desk.goto(address)
    await say(desk, opinion, action)
    await stands(desk, state)
  }
  return address
}

/** 全国系统关停 of both sides and 登记台账, after the platform's step was recorded. */
async function registerCase(editor: Page, acceptor: Page, address: string): Promise<void> {
  for (const [page, side] of [
    [editor, '主办单位'],
    [acceptor, '主管单位'],
  ] as const) {
    await page.goto(address)
    await page.getByLabel(`${side}填报日期`).fill('2026-07-13')
    await page.getByLabel('没有回执的原因').fill('全国系统未出具回执')
    await page.getByRole('button', { name: `登记${side}填报` }).click()
  }
  await stands(acceptor, '全国系统已填报')
  await acceptor.getByRole('button', { name: '登记台账，编发备案号' }).click()
  await stands(acceptor, '已登记')
}

async function toClosing(page: Page): Promise<void> {
  await page.goto('/closings')
  await page.getByRole('link', { name: account }).click()
  await expect(page.getByRole('list', { name: '办理进度' })).toBeVisible()
}

async function announce(page: Page): Promise<void> {
  const text = page.getByLabel('公告全文').first()
  await expect(text).toHaveValue(/将于2026年6月24日起停止发布信息.*敬请关注“健康云泽”微信公众号。/s)
  await page.getByRole('button', { name: '登记停更公告' }).click()
  await expect(page.getByText('请填写公告链接，或上传公告截图。')).toBeVisible()
  await page.getByLabel('公告链接').first().fill('https://www.example.gov.cn/notice/1')
  await page.getByRole('button', { name: '登记停更公告' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已公告停更')
  // Fifteen working days after 2026-06-16, 端午 left out.
  await expect(page.getByText('15个工作日，至2026年7月8日')).toBeVisible()
}

async function archive(page: Page): Promise<void> {
  await page.getByRole('button', { name: '生成归档包' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载归档包' }).click()
  const verdict = verifyArchive('归档包', await readFile(await (await download).path()))
  expect(verdict).toMatchObject({ whole: true, manifest: { account: { name: account } } })
  await expect(page.getByText(verdict.sha256)).toBeVisible()
}

async function deregister(page: Page, caseAddress: string): Promise<void> {
  await page.goto(caseAddress)
  await page.getByLabel('办理日期').fill('2026-07-08')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已在平台办理')
  await toClosing(page)
  // The last day of the period still belongs to it: recorded as it was, and not taken in silence.
  await expect(page.getByText('公告期未满即注销')).toBeVisible()
  await expect(page.getByRole('button', { name: '保存说明' })).toHaveCount(0)
}

async function look(page: Page): Promise<void> {
  await toClosing(page)
  await page.getByLabel('查看结果').selectOption({ label: '账号已不存在' })
  await page.getByRole('button', { name: '登记查看结果' }).click()
  await expect(page.getByText('最近查看')).toContainText('账号已不存在')
}

/** True when the month's check counted the account. */
async function isChecked(page: Page, of: string): Promise<boolean> {
  await page.goto(`/months/${of}`)
  await expect(page.getByText('健康云泽').first()).toBeVisible()
  return (await page.getByText(account).count()) > 0
}

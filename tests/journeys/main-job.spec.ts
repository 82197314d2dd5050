import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import {
  addDays,
  addMonths,
  firstDayOf,
  lastDayOf,
  type Month,
  monthOf,
  systemClock,
} from '../../src/calendar/index.ts'
import { expect, test } from '../support/journey.ts'
import { docxText, pdfText, squeezed } from '../golden/papers/read-paper.ts'
import { createUser, firstSignIn, setUpDistrict } from '../support/first-day.ts'
import { workbookOf } from '../support/sheets.ts'

const month = addMonths(monthOf(systemClock().today()), -1)
const monthWords = `${month.slice(0, 4)}年${Number(month.slice(5))}月`

test('an empty directory becomes a district whose quarter is reported', async ({ office, visit }) => {
  const administrator = await visit(office)
  await firstSignIn(administrator, { login: 'admin', oneTime: office.firstPassword ?? '' })
  await setUpDistrict(administrator)
  const supervisorPassword = await createUser(administrator, '监管员', { login: 'jianguan', name: '江若宁' })
  const reviewerPassword = await createUser(administrator, '复核员', { login: 'fuhe', name: '温知遥' })
  await createUser(administrator, '负责人', { login: 'fuzeren', name: '程望舒' })

  const supervisor = await visit(office)
  await firstSignIn(supervisor, { login: 'jianguan', oneTime: supervisorPassword })
  await importLedger(supervisor)
  await importPosts(supervisor)
  await checkMonth(supervisor)
  await patrolTheUncollected(supervisor)

  const reviewer = await visit(office)
  await firstSignIn(reviewer, { login: 'fuhe', oneTime: reviewerPassword })
  await reviewByKeys(reviewer)
  await compileAndDownload(supervisor)
})

/** Title, head of two rows, a unit merged over its accounts, full-width digits, one cell that holds no number, notes below. */
const messyLedger = () =>
  workbookOf({
    name: '附件2',
    rows: [
      ['云泽区政务新媒体排查及清理整合情况表'],
      ['序号', '名 称', '主办单位', '', '', '认证主体', '平台类型', '粉丝量', '开通\n时间'],
      ['', '', '单位名称', '负责人', '联系电话', '', '', '', ''],
      [1, '云泽水务', '云泽区水务局', '苏映川', '13800000011', '云泽区水务局', '微信公众号', '约1.7万', '2019.6'],
      [2, '云泽水务（新浪微博）', '', '苏映川', '13800000011', '云泽区水务局', '', '１２３４', '2019年6月'],
      [3, '云泽教育 ', '云泽区教育局', '白若溪', '13800000012', '云泽区教育局', '抖音', '若干', '2020.3'],
      [4, '云泽教育发布', '', '白若溪', '13800000012', '云泽教育科技有限公司', '微信公众号', 8412, '2020.3'],
      [5, '石桥镇发布', '石桥镇人民政府', '何清和', '13800000013', '石桥镇人民政府', '微信公众号', '1.2万', '2018年'],
      ['注：粉丝量按填表当日填写。'],
    ],
    merges: ['A1:I1', 'C2:E2', 'C4:C5', 'C6:C7', 'A9:I9'],
  })

async function importLedger(page: Page): Promise<void> {
  await page.goto('/imports')
  await upload(page, '附件2', { name: '附件2（汇总）.xlsx', bytes: await messyLedger() })
  const rejected = page.getByRole('row', { name: /若干/ })
  await expect(rejected).toContainText('附件2　H6')
  await expect(rejected).toContainText('应填数字')
  await page.getByRole('button', { name: '写入', exact: true }).click()
  await expect(page.getByText('没有写入')).toBeVisible()
  await page.getByLabel('不合要求的行不写入，其余写入').check()
  await page.getByLabel('一并建立这些单位').check()
  await page.getByRole('button', { name: '写入', exact: true }).click()
  await expect(page.getByText('附件2已写入')).toBeVisible()
  await page.getByRole('link', { name: '查看台账' }).click()
  await expect(page).toHaveURL(/\/accounts$/)
  const ledger = page.getByRole('table')
  for (const [name, accounts] of [
    ['云泽水务', 2],
    ['云泽教育发布', 1],
    ['石桥镇发布', 1],
    ['云泽教育', 0],
  ] as const)
    await expect(ledger.getByRole('link', { name, exact: true })).toHaveCount(accounts)
}

/** Two accounts to the end of the month, one silent since its fifth day; 云泽教育发布 is in no file. */
function posts(of: Month): string {
  const line = (account: string, platform: string, day: string, at: number) =>
    `${account},${platform},第${at}期便民提示,https://example.org/${encodeURIComponent(platform)}/${account === '云泽水务' ? 'w' : 's'}${at},${day} 09:30`
  const lively = ['石桥镇发布,微信公众号', '云泽水务,新浪微博'].flatMap((account) =>
    Array.from({ length: 9 }, (_, at) => {
      const [name = '', platform = ''] = account.split(',')
      return line(name, platform, addDays(lastDayOf(of), -3 * at), at)
    }),
  )
  const silent = [line('云泽水务', '微信公众号', addDays(firstDayOf(of), 4), 99)]
  return ['账号,平台,标题,链接,发布时间', ...lively, ...silent].join('\n')
}

async function importPosts(page: Page): Promise<void> {
  await page.goto('/imports')
  await page.getByLabel('文件完整覆盖的起始日期').fill(firstDayOf(month))
  await page.getByLabel('截止日期').fill(lastDayOf(month))
  await upload(page, '采集文件', { name: '发布数据.csv', bytes: Buffer.from(posts(month)) })
  await expect(page.getByRole('heading', { name: '采集文件导入预览' })).toBeVisible()
  await page.getByRole('button', { name: '写入', exact: true }).click()
  await expect(page.getByText('采集文件已写入')).toBeVisible()
  await page.getByRole('link', { name: '开展判定' }).click()
  await expect(page).toHaveURL(/\/months$/)
}

async function upload(page: Page, card: string, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
  const form = page.locator('form.card', { has: page.getByRole('heading', { name: card }) })
  await form.getByLabel('选择文件').setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) })
  await form.getByRole('button', { name: '预览' }).click()
}

async function checkMonth(page: Page): Promise<void> {
  await page.getByLabel('月份', { exact: true }).selectOption(month)
  await page.getByRole('button', { name: '开始判定' }).click()
  await expect(page.getByRole('heading', { name: `${monthWords}监测` })).toBeVisible()
  // Nobody loads the page again: its progress does when the run ends.
  await expect(page.getByText('1 个账号暂不判定，不算未更新')).toBeVisible({ timeout: 20_000 })
}

async function patrolTheUncollected(page: Page): Promise<void> {
  await page.getByRole('link', { name: '人工巡查' }).first().click()
  await expect(page.getByRole('heading', { name: '云泽教育发布' })).toBeVisible()
  await page.getByLabel('最后更新日期').fill(addDays(lastDayOf(month), -2))
  await page.getByRole('button', { name: /登记并看下一个/ }).click()
  await expect(page.getByRole('heading', { name: '云泽教育发布' })).toHaveCount(0)
  await page.goto(`/months/${month}`)
  await page.getByRole('button', { name: '重新判定' }).click()
  await expect(page.getByText('个账号暂不判定，不算未更新')).toHaveCount(0, { timeout: 20_000 })
}

/** Confirms what is silent and dismisses the rest, without a mouse. */
async function reviewByKeys(page: Page): Promise<void> {
  await page.goto('/review')
  await tabTo(page, page.getByRole('link', { name: '开始复核' }))
  await page.keyboard.press('Enter')
  for (let left = 2; left > 0; left--) {
    await expect(page).toHaveURL(/\/review\/[0-9a-f-]{36}$/)
    // Keys are heard once the page has loaded whole.
    await page.waitForLoadState()
    const before = page.url()
    if (await page.getByRole('heading', { level: 1 }).filter({ hasText: '云泽水务' }).isVisible()) {
      await page.keyboard.press('1')
      await expect(page.getByRole('radio', { name: '确认不合格' })).toBeChecked()
    } else {
      await page.keyboard.press('2')
      await expect(page.getByRole('radio', { name: '排除' })).toBeChecked()
      await page.keyboard.press('e')
      await page.keyboard.type('认证主体正在变更，已收到申请材料')
      // Out of the field by a key, so that another decision can still be chosen.
      await page.keyboard.press('Escape')
      await page.keyboard.press('3')
      await expect(page.getByRole('radio', { name: '需补证' })).toBeChecked()
      await page.keyboard.press('2')
    }
    await page.keyboard.press('Control+Enter')
    await expect(page).not.toHaveURL(before)
  }
  await expect(page.getByText('本月线索已全部复核')).toBeVisible()
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error('sixty steps of the Tab key do not reach it')
}

async function compileAndDownload(page: Page): Promise<void> {
  await page.goto('/reports')
  await page.getByRole('button', { name: '编制报告' }).click()
  const row = page.getByRole('row', { name: /第 1 版/ })
  await expect(row).toBeVisible({ timeout: 20_000 })
  await row.getByRole('link', { name: /季度/ }).click()
  const pdf = await download(page, '下载 PDF')
  const docx = await download(page, '下载 Word')
  const xlsx = await download(page, '下载附表')
  expect(magic(pdf)).toBe('%PDF')
  expect(magic(docx)).toBe('PK\u0003\u0004')
  expect(magic(xlsx)).toBe('PK\u0003\u0004')
  const text = squeezed(await pdfText(pdf))
  expect(text).toContain('云泽水务')
  expect(text).not.toContain('教育科技有限公司')
  expect(squeezed(docxText(docx))).toContain('云泽水务')
}

async function download(page: Page, link: string): Promise<Uint8Array> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()])
  return new Uint8Array(await readFile(await file.path()))
}

const magic = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString('latin1')

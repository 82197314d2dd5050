import type { Page } from '@playwright/test'
import { expect } from './journey.ts'

/** Steps of a quarter in the demonstration, each at its own person's desk. They close September: a journey that takes them runs last. */

type VisitAs = (login: string, options?: { viewport: { width: number; height: number } }) => Promise<Page>

/** What nobody saw is patrolled, what the machine found is confirmed, September is closed. */
export async function closeSeptember(visitAs: VisitAs): Promise<void> {
  const supervisor = await visitAs('jianguan')
  await supervisor.goto('/patrol?month=2026-09')
  const record = supervisor.getByRole('button', { name: /登记并看下一个/ })
  while (await record.isVisible()) {
    await supervisor.getByLabel('最后更新日期').fill('2026-09-29')
    await Promise.all([supervisor.waitForNavigation(), record.click()])
  }
  await supervisor.goto('/months/2026-09')
  const again = supervisor.getByRole('button', { name: '重新判定' })
  if (await again.isVisible()) {
    await again.click()
    await expect(supervisor.getByText('个账号暂不判定，不算未更新')).toHaveCount(0, { timeout: 20_000 })
  }
  const reviewer = await visitAs('fuhe')
  for (const list of ['/review?month=2026-09', '/review?month=2026-09&state=needs-evidence']) {
    await reviewer.goto(list)
    while (await reviewer.getByRole('link', { name: '开始复核' }).isVisible()) {
      await reviewer.getByRole('link', { name: '开始复核' }).click()
      await reviewer.getByRole('radio', { name: /^确认/ }).check()
      await reviewer.getByRole('button', { name: /提交并看下一条/ }).click()
      await reviewer.goto(list)
    }
  }
  await supervisor.goto('/months/2026-09/close')
  await supervisor.getByRole('button', { name: '办结本月监测' }).click()
  await expect(supervisor).toHaveURL(/\/months\/2026-09$/)
}

/** 第三季度: compiled by one person, taken as final by another; answers the path of the report. */
export async function finalThirdQuarter(visitAs: VisitAs): Promise<string> {
  const supervisor = await visitAs('jianguan')
  await supervisor.goto('/reports?quarter=2026Q3')
  const versions = supervisor.getByRole('row', { name: /2026年第三季度/ })
  const before = await versions.count()
  await supervisor.getByRole('button', { name: '编制报告' }).click()
  await expect(versions).toHaveCount(before + 1, { timeout: 20_000 })
  await versions.first().getByRole('link', { name: /季度/ }).click()
  const path = new URL(supervisor.url()).pathname
  const head = await visitAs('fuzeren')
  await head.goto(`${path}/final`)
  await head.getByRole('button', { name: '审定为定稿' }).click()
  await expect(head.getByRole('heading', { level: 1 })).toContainText('定稿')
  return path
}

/** 呈批 to the district leader, who writes on his phone; answers the page he wrote on, as he sees it. */
export async function instructByPhone(visitAs: VisitAs, path: string, words: string): Promise<Page> {
  const head = await visitAs('fuzeren')
  await head.goto(path)
  await head.getByRole('link', { name: '呈批', exact: true }).click()
  await expect(head.getByLabel('拟办意见')).toHaveValue(/妥否，请批示/)
  await head.getByRole('button', { name: '呈批' }).click()
  await expect(head.getByRole('list', { name: '办理进度' })).toContainText('呈批10月12日')

  const leader = await visitAs('quling', { viewport: { width: 390, height: 844 } })
  await leader.goto('/')
  await leader.getByRole('link', { name: '批阅2026年第三季度监测报告' }).click()
  await leader.getByLabel('批示', { exact: true }).fill(words)
  // A touch puts the words into the box; only the button at the thumb sends them.
  await leader.getByRole('button', { name: '请抓紧整改' }).click()
  await expect(leader.getByLabel('批示', { exact: true })).toHaveValue(`${words}。请抓紧整改`)
  await leader.getByRole('button', { name: '提交批示' }).click()
  await expect(leader.getByRole('heading', { name: '已作批示' })).toBeVisible()
  return leader
}

/** 交办 of what was written, to one unit; answers the path of the instruction. */
export async function assignTo(
  visitAs: VisitAs,
  path: string,
  { unit, essentials, dueOn }: { unit: string; essentials: string; dueOn: string },
): Promise<string> {
  const supervisor = await visitAs('jianguan')
  await supervisor.goto(path)
  await supervisor.getByRole('link', { name: /批示$/ }).first().click()
  await supervisor.getByLabel('承办单位').selectOption(unit)
  await supervisor.getByLabel('交办要点').fill(essentials)
  await supervisor.getByLabel('办理时限').fill(dueOn)
  await supervisor.getByRole('button', { name: '交办', exact: true }).click()
  await expect(supervisor.getByText(`1. ${essentials}`)).toBeVisible()
  return new URL(supervisor.url()).pathname
}

import type { Page } from '@playwright/test'
import { month } from '../../src/calendar/index.ts'
import { expect, signIn, test } from '../support/journey.ts'
import { quarterPlace, town } from '../support/quarter-place.ts'

const number = '临政务公开办〔2026〕1号'

test('a quarter: report, a leader’s word from his phone, 通报 by five hands, receipts, a late answer, the next report', async ({
  visit,
}) => {
  const place = await quarterPlace()
  try {
    let program = await place.on('2026-10-12T09:00:00+08:00')
    const as = async (login: string, options = {}): Promise<Page> => {
      const page = await visit(program, options)
      await signIn(page, { login, password: place.passwords.get(login)! })
      return page
    }
    const supervisor = await as('jianguan')
    await compile(supervisor)
    const report = new URL(supervisor.url()).pathname

    const head = await as('fuzeren')
    await head.goto(`${report}/final`)
    await head.getByRole('button', { name: '审定为定稿' }).click()
    await head.goto(`${report}/submit`)
    await head.getByRole('button', { name: '呈批', exact: true }).click()

    const leader = await as('quling', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
    await leader.goto('/')
    await leader.getByRole('link', { name: '批阅2026年第三季度监测报告' }).tap()
    await leader.getByLabel('批示', { exact: true }).fill('水务局账号为什么又停更，要有人负责')
    // A touch puts the words into the box; only the button at the thumb sends them.
    await leader.getByRole('button', { name: '请抓紧整改' }).tap()
    await leader.getByRole('button', { name: '提交批示' }).tap()
    await expect(leader.getByText('水务局账号为什么又停更，要有人负责。请抓紧整改')).toBeVisible()
    await expect(leader.getByText('已收到您的批示，共 1 件')).toBeVisible()
    await assign(supervisor, report, { unit: '临湖区水务局', essentials: '查明再次停更的原因，明确责任人' })

    await supervisor.goto('/circulars/new')
    await supervisor.getByRole('button', { name: '拟稿' }).first().click()
    const circular = new URL(supervisor.url()).pathname
    await expect(supervisor.getByText('签发以前，各页均印有“送审稿”字样')).toBeVisible()
    await sign(supervisor, circular, '送核稿')
    await sign(await as('shenhe'), circular, '核稿')
    const reviewer = await as('fuhe')
    await reviewer.goto(`${circular}/sheet`)
    for (const box of await reviewer.getByRole('checkbox').all()) await box.check()
    await reviewer.getByRole('button', { name: '保密审查通过' }).click()
    await sign(await as('qianfa'), circular, '签发')
    await supervisor.goto(`${circular}/sheet`)
    await supervisor.getByLabel('发文字号').fill(number)
    await supervisor.getByRole('button', { name: '编号', exact: true }).click()
    await supervisor.getByRole('button', { name: '印发', exact: true }).click()
    await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('已印发，待反馈')

    const water = await as('tianbao')
    await water.goto('/')
    await water.getByRole('link', { name: '关于2026年第三季度全区政务新媒体监测情况的通报' }).click()
    await water.getByRole('button', { name: '签收' }).click()
    await expect(water.getByText(/10-12 09:\d\d签收/u)).toBeVisible()
    // The unit reads what it is to do, and not a word of what was written.
    await water.goto('/')
    await water.getByRole('link', { name: '查明再次停更的原因，明确责任人' }).click()
    await expect(water.locator('main')).not.toContainText('为什么又停更')
    await water.getByLabel('办理情况').fill('值班人员离岗未交接，已明确两人轮值')
    await water.getByRole('button', { name: '反馈办理情况' }).click()
    await expect(water.getByText('已反馈，待审核')).toBeVisible()
    const other = await as(town.login)
    await other.goto(circular)
    await other.getByRole('button', { name: '签收' }).click()
    await answer(other, '账号已按程序办理注销，停更公告已发布')
    await expect(other.getByText('已反馈')).toBeVisible()

    // Three months on: the day for answers is long over.
    await place.rest()
    await place.check(month('2026-10'))
    program = await place.on('2027-01-05T09:00:00+08:00')
    const late = await as('tianbao')
    await late.goto(circular)
    await expect(late.getByText('逾期未反馈')).toBeVisible()
    await answer(late, '已恢复更新，明确两名值班人员')
    await expect(late.getByText(/迟报\d+天/u)).toBeVisible()
    const office = await as('jianguan')
    await office.goto('/circulars')
    await expect(office.getByText(/签收 2\/\d+，反馈 2\/\d+，迟报 1/u)).toBeVisible()
    await office.goto(circular)
    await office.getByText('办结', { exact: true }).first().click()
    await office.getByLabel('未收齐即办结的理由').fill('其余单位已当面送达')
    await office.getByRole('button', { name: '办结', exact: true }).click()
    await expect(office.getByRole('heading', { level: 1 })).toContainText('已办结')

    await compile(office)
    const words = office.locator('article.doc')
    await expect(words).toContainText(`上季度通报（${number}，2026年10月12日印发）要求反馈的单位`)
    await expect(words).toContainText(/迟报1.*临湖区水务局/u)
    await expect(words).toContainText(/交办事项1.*项，涉及承办单位1.*个，其中已办结0.*项、已反馈待审核1.*项/u)
  } finally {
    await place.end()
  }
})

async function compile(page: Page): Promise<void> {
  await page.goto('/reports')
  await page.getByRole('button', { name: '编制报告' }).click()
  const row = page.getByRole('row', { name: /第 1 版/ }).first()
  await expect(row.getByText(/草稿|送审稿/u)).toBeVisible({ timeout: 20_000 })
  await row.getByRole('link', { name: /季度/ }).first().click()
}

/** 交办 of the one instruction on a report, to one unit. */
async function assign(page: Page, report: string, task: { unit: string; essentials: string }): Promise<void> {
  await page.goto(report)
  await page.getByRole('link', { name: /批示$/u }).first().click()
  await page.getByLabel('承办单位').selectOption(task.unit)
  await page.getByLabel('交办要点').fill(task.essentials)
  await page.getByLabel('办理时限').fill('2026-10-23')
  await page.getByRole('button', { name: '交办', exact: true }).click()
  await expect(page.getByText(`1. ${task.essentials}`)).toBeVisible()
}

async function sign(page: Page, circular: string, step: string): Promise<void> {
  await page.goto(`${circular}/sheet`)
  await page.getByRole('button', { name: step, exact: true }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
}

async function answer(page: Page, words: string): Promise<void> {
  await page.getByLabel('整改、落实情况').fill(words)
  await page.getByRole('button', { name: '反馈', exact: true }).click()
}

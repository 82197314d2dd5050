import { expect, test } from '../support/journey.ts'

test('a leader sees the district on one page, opens a number, and sees it change while it stands open', async ({
  visitAs,
}) => {
  const leader = await visitAs('quling')
  await leader.getByRole('link', { name: '全区总览' }).click()
  await expect(leader.getByRole('heading', { level: 1 })).toHaveText('临湖区政务新媒体总览')
  const verdicts = leader.getByRole('region', { name: '判定情况' })
  const pending = verdicts.locator('.legend').getByRole('link', { name: /^待复核/ })
  const before = Number(/\d+/.exec((await pending.textContent()) ?? '')?.[0])
  expect(before).toBeGreaterThan(0)

  await pending.click()
  await expect(leader.locator('main')).toContainText(`共 ${before} 条`)
  await leader.getByRole('link', { name: '全区总览' }).first().click()

  const reviewer = await visitAs('fuhe')
  await reviewer.goto('/review?month=2026-09&indicator=N-NM-02a')
  await reviewer.getByRole('link', { name: '开始复核' }).click()
  await reviewer.waitForLoadState()
  await reviewer.getByRole('radio', { name: '确认不合格' }).check()
  await reviewer.keyboard.press('Control+Enter')

  await expect(verdicts.locator('.legend').getByRole('link', { name: /^不合格/ })).toContainText('1', {
    timeout: 15_000,
  })
  await expect(pending).toContainText(String(before - 1))
  await expect(leader.getByRole('region', { name: '未解决的问题' })).toContainText('尚未下达')

  // On paper (A4 without its margins) every number stands inside its card: one that is cut reads as another.
  await leader.setViewportSize({ width: 703, height: 1000 })
  await leader.emulateMedia({ media: 'print' })
  const cut = await verdicts.evaluate((card) => {
    const edge = card.getBoundingClientRect().right
    return [...card.querySelectorAll('td, th')].filter((cell) => cell.getBoundingClientRect().right > edge + 0.5).length
  })
  expect(cut).toBe(0)
})

import { expect, test } from '../support/journey.ts'
import { assignTo, closeSeptember, finalThirdQuarter, instructByPhone } from '../support/quarter-steps.ts'

// The last of all journeys by its name: it closes the month that the others leave open.
test('a quarter goes from its last month to the leader’s phone, and what he writes becomes a unit’s task', async ({
  visitAs,
}) => {
  await closeSeptember(visitAs)
  const path = await finalThirdQuarter(visitAs)
  const words = '水务局两个账号为什么又停更，要有人负责'
  const leader = await instructByPhone(visitAs, path, words)
  const beyond = await leader.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(beyond).toBe(0)

  const task = { unit: '临湖区水务局', essentials: '查明再次停更的原因，明确责任人', dueOn: '2026-10-23' }
  const instruction = await assignTo(visitAs, path, task)
  const unit = await visitAs('tianbao')
  await unit.goto('/')
  await unit.getByRole('link', { name: task.essentials }).click()
  await expect(unit.locator('main')).not.toContainText('为什么又停更')
  await unit.getByLabel('办理情况').fill('值班人员离岗未交接，已明确两人轮值')
  await unit.getByRole('button', { name: '反馈办理情况' }).click()
  await expect(unit.getByText('已反馈，待审核')).toBeVisible()

  const head = await visitAs('fuzeren')
  await head.goto(instruction)
  await head.getByRole('button', { name: '临湖区水务局：审核办结' }).click()
  await expect(head.getByText('共 1 项，已办结 1 项')).toBeVisible()
  await leader.reload()
  await expect(leader.getByText('已办结')).toBeVisible()
})

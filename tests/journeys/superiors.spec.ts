import { readFile } from 'node:fs/promises'
import { pdfText, squeezed } from '../golden/papers/read-paper.ts'
import { expect, test } from '../support/journey.ts'

test('a superior’s hour is kept: answered by the unit, checked, compiled, signed by the head, sent', async ({
  visitAs,
}) => {
  const unit = await visitAs('tianbao')
  await unit.goto('/')
  await unit.getByRole('link', { name: '核实国庆假期政务新媒体值班和更新情况' }).click()
  const path = new URL(unit.url()).pathname
  await unit.getByLabel('反馈情况').fill('国庆期间每日有人值守，10月3日、6日各更新一次')
  await unit.getByRole('button', { name: '反馈', exact: true }).click()
  await expect(unit.getByText('已反馈，待核对')).toBeVisible()

  const supervisor = await visitAs('jianguan')
  await supervisor.goto(path)
  for (const name of ['临湖区水务局', '临湖区城市管理局'])
    await supervisor.getByRole('button', { name: `${name}：核对无误` }).click()
  await supervisor.getByRole('button', { name: '汇总核对，生成反馈函' }).click()
  await supervisor.getByText('修改文字').click()
  await supervisor.getByLabel('核查处理情况').fill('经核查，2个单位均安排了值守，全区共有300个账号')
  await supervisor.getByRole('button', { name: '保存为新一版' }).click()
  // A number without a source is named, and what was typed stays.
  await expect(supervisor.getByRole('alert')).toContainText('反馈函中的300')
  await expect(supervisor.getByLabel('核查处理情况')).toHaveValue(/300个账号/)
  await supervisor.getByLabel('核查处理情况').fill('经核查，2个单位均安排了值守')
  await supervisor.getByRole('button', { name: '保存为新一版' }).click()
  await expect(supervisor.getByRole('button', { name: '审签' })).toHaveCount(0)

  const head = await visitAs('fuzeren')
  await head.goto(path)
  await head.getByLabel('发文字号').fill('临审批函〔2026〕13号')
  await head.getByRole('button', { name: '审签' }).click()
  const download = head.waitForEvent('download')
  await head.getByRole('link', { name: '第3版PDF' }).click()
  const text = squeezed(await pdfText(new Uint8Array(await readFile(await (await download).path()))))
  for (const words of ['临审批函〔2026〕13号', '国庆期间每日有人值守', '电话反馈', '系统所载情况'])
    expect(text).toContain(words)

  await supervisor.goto(path)
  await supervisor.getByLabel('报送时间').fill('2026-10-12T09:00')
  await supervisor.getByLabel('报送方式').fill('市工作平台')
  await supervisor.getByRole('button', { name: '登记报送' }).click()
  await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('已报送')
})

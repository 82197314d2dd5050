import { readFile } from 'node:fs/promises'
import { pdfText, squeezed } from '../golden/papers/read-paper.ts'
import { expect, test } from '../support/journey.ts'
import { photoOf } from '../support/paper-photo.ts'

test('a confirmed problem is put right: ordered, signed, acknowledged, fixed with proof, rechecked, closed', async ({
  visitAs,
}) => {
  const supervisor = await visitAs('jianguan')
  await supervisor.goto('/orders/new?quarter=2026Q2')
  const unit = supervisor.locator('section', { has: supervisor.getByRole('heading', { name: '临湖区自然资源局' }) })
  await unit.getByRole('button', { name: '拟制，送签发' }).click()
  await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('待签发')
  await expect(supervisor.getByRole('button', { name: '签发下达' })).toHaveCount(0)
  const path = new URL(supervisor.url()).pathname

  const head = await visitAs('fuzeren')
  await head.goto('/')
  await head.getByRole('link', { name: /^签发整改通知/ }).click()
  await head.goto(path)
  // The number that comes next is offered.
  await expect(head.getByLabel('发文字号')).toHaveValue('临政公开办〔2026〕4号')
  await head.getByRole('button', { name: '签发下达' }).click()
  await expect(head.getByRole('heading', { level: 1 })).toContainText('临政公开办〔2026〕4号')
  const download = head.waitForEvent('download')
  await head.getByRole('link', { name: 'PDF' }).click()
  const text = squeezed(await pdfText(new Uint8Array(await readFile(await (await download).path()))))
  for (const words of [
    '2026年4月、2026年5月、2026年6月监测均已确认',
    '临湖区政务公开领导小组办公室文件',
    '2026年10月26日（10个工作日内）',
    '第一责任人：',
  ])
    expect(text).toContain(words)

  // 代录: this unit never signs in.
  await supervisor.goto(path)
  await supervisor.getByRole('button', { name: '签收' }).click()
  const fix = supervisor.locator('section', { has: supervisor.getByRole('heading', { name: '报送整改情况' }) })
  await fix.getByLabel('整改情况').fill('已恢复更新，每周三篇')
  await fix.getByLabel('证明材料').setInputFiles({
    name: '整改情况.jpg',
    mimeType: 'image/jpeg',
    buffer: await photoOf('整改情况'),
  })
  await fix.getByRole('button', { name: '报送整改情况' }).click()
  await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('待复查')
  // Who reported it does not recheck it, and loses nothing of what was typed.
  await supervisor.getByLabel('复查意见').fill('已打开账号核对')
  await supervisor.getByRole('button', { name: '复查合格' }).click()
  await expect(supervisor.getByText('经办人不能复核自己经办的事项')).toBeVisible()
  await expect(supervisor.getByLabel('复查意见')).toHaveValue('已打开账号核对')

  const reviewer = await visitAs('fuhe')
  await reviewer.goto(path)
  await expect(reviewer.getByText('系统最近一次判定').first()).toBeVisible()
  await reviewer.getByLabel('复查意见').fill('已打开账号核对，更新正常')
  await reviewer.getByRole('button', { name: '复查合格' }).click()
  await supervisor.goto(path)
  await supervisor.getByRole('button', { name: '销号' }).click()
  await expect(supervisor.getByRole('heading', { level: 1 })).toContainText('已销号')
  // Over is over: what the machine says of later months is no part of it.
  await expect(supervisor.getByText('系统最近一次判定')).toHaveCount(0)
})

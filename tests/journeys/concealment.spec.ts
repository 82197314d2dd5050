import { expect, test } from '../support/journey.ts'

const list = [
  '平台,账号名称,账号ID,认证主体,主页链接,发现日期,是否可访问,备注',
  '抖音,南汀街道便民,ntjdbm,南汀街道办事处,https://example.cn/douyin/ntjdbm,2026-10-11,是,群众反映',
].join('\n')

test('a list of found accounts: the machine points, a second person decides, F-01 is on record', async ({
  visitAs,
}) => {
  const supervisor = await visitAs('jianguan')
  await supervisor.goto('/concealment')
  await supervisor
    .getByLabel('账号清单')
    .setInputFiles({ name: '网上发现账号.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
  await supervisor.getByRole('button', { name: '开展核查' }).click()
  await supervisor.getByRole('link', { name: '南汀街道便民' }).click()
  await expect(supervisor.getByText('系统判断：疑似未备案')).toBeVisible()
  // Who brought the list does not decide it.
  await expect(supervisor.getByRole('button', { name: '核实认定' })).toHaveCount(0)

  const examiner = await visitAs('shenhe')
  await examiner.goto(new URL(supervisor.url()).pathname)
  await examiner.getByLabel('理由', { exact: true }).fill('电话核实，确由该街道运营')
  await examiner.getByRole('button', { name: '核实认定' }).click()
  await expect(examiner.getByRole('row', { name: /南汀街道便民/ })).toContainText('已核实')

  const head = await visitAs('fuzeren')
  await head.goto('/accountability')
  const trigger = head.getByRole('listitem').filter({ hasText: '南汀街道便民' })
  await expect(trigger).toContainText('F-01')
  await expect(trigger).toContainText('南汀街道办事处')
})

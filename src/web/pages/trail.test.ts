import { expect, it } from 'vitest'
import { sceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict } from '../../../tests/support/scene.ts'
import { instant } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'

it('the trail is searched by person, matter and day, and calls accounts by their names', async () => {
  const { deps, scene, get } = await sceneDesk('trail-page', [])
  const auditor = await scene.signIn('auditor')
  const accountId = scene.accounts['临湖区教育局/wechat_official/临湖教育'] ?? ''
  const record = (action: string, at: string, after: object) =>
    inTransaction(deps.db, async (tx) =>
      append(tx, deps.ids, {
        districtId: sceneDistrict,
        actor: auditor.actor,
        action,
        subject: { kind: 'account', id: accountId },
        after,
        at: instant(at),
      }),
    )
  await record('account.changed', '2026-10-10T16:30:00Z', { accountId, pushFrequency: '每日一次' })
  await record('purpose.confirmed', '2026-10-11T16:30:00Z', { accountId, pushFrequency: '每周一次' })
  const rows = async (query: string) => {
    const page = await (await get(`/trail${query}`, auditor)).text()
    return { page, found: ['每日一次', '每周一次'].filter((words) => page.includes(words)) }
  }
  const all = await rows('')
  expect(all.found).toEqual(['每日一次', '每周一次'])
  expect(all.page).toContain(`<a href="/accounts/${accountId}">临湖教育（微信公众号）</a>`)
  expect(all.page).toMatch(/账号：<\/span>临湖教育（微信公众号）/)
  expect((await rows('?action=account.changed')).found).toEqual(['每日一次'])
  // Half past midnight of the 11th here, and of the 12th.
  expect((await rows('?day=2026-10-11')).found).toEqual(['每日一次'])
  expect((await rows('?day=2026-10-12')).found).toEqual(['每周一次'])
  expect((await rows('?day=2026-10-13')).page).toContain('没有符合条件的记录')
  expect((await rows(`?person=${auditor.actor.id}`)).found).toEqual(['每日一次', '每周一次'])
})

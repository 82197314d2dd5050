import type { Actor, Deps } from '../../access/index.ts'
import { civilDate, instantFromLocal } from '../../calendar/index.ts'
import { setDuty, stateRepost } from '../../publishing/index.ts'
import type { Account } from '../../registry/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

/** 转载任务: one that is over, with a unit's own word on it, and one that runs. */
export async function playReposts({ deps, stage, actors }: Cast, accounts: readonly Account[]): Promise<void> {
  const [supervisor, editor] = [actors.get('supervisor')!, actors.get('unit_editor')!]
  stage.to('2026-10-10T16:45:00+08:00')
  const source = '临湖区人民政府网站'
  const over = await setDuty(deps, supervisor, {
    districtId,
    title: '关于国庆假期服务安排的公告',
    source,
    link: 'https://demo.example.cn/gov/0924',
    issuedOn: civilDate('2026-09-24'),
    dueAt: instantFromLocal('2026-09-30 17:00')!,
    of: { platforms: ['wechat_official'] },
  })
  await setDuty(deps, supervisor, {
    districtId,
    title: '临湖区2026年秋冬季森林防火公告',
    source,
    issuedOn: civilDate('2026-10-10'),
    dueAt: instantFromLocal('2026-10-14 17:00')!,
    of: { platforms: ['weibo', 'wechat_official', 'wechat_subscription'] },
  })
  const own = accounts.find(({ name, platform }) => name === '临湖水务' && platform === 'wechat_official')!
  stage.to('2026-10-10T16:52:00+08:00')
  await stateRepost(deps, editor, {
    districtId,
    dutyId: over.id,
    accountId: own.id,
    version: 1,
    action: 'claim',
    doneAt: instantFromLocal('2026-09-29 16:20')!,
    link: 'https://demo.example.cn/16/0929',
  })
}

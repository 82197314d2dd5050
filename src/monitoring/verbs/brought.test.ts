import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { changeSetting } from '../../access/index.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant, month } from '../../calendar/index.ts'
import { importPosts } from '../../collection/index.ts'
import { checkService, enterService, recordMessage, stateLooked } from '../../engagement/index.ts'
import { setDuty } from '../../publishing/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { adoptionKey } from '../rule-sets/rule-set.ts'
import { listFindings } from '../findings.ts'
import { decideFinding } from './decide-finding.ts'
import { recordPatrol } from './record-patrol.ts'
import { runCheck } from './run-check.ts'

const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')
const september = month('2026-09')

async function place() {
  const district = await monitoredDistrict()
  const { deps } = district
  const unitId = await district.unit('临湖区水务局')
  const accountId = await district.account(unitId, '临湖水务', { platform: 'wechat_official' })
  const other = await district.account(unitId, '临湖河道', { platform: 'weibo' })
  await district.posts(accountId, '2026-09-28')
  const valueOf = async (indicator: string, of = accountId) => {
    const { accounts } = await runCheck(deps, supervisor, { districtId, month: september })
    return accounts.find(({ id }) => id === of)?.results.find((one) => one.indicator === indicator)?.value
  }
  const message = (on: string, repliedOn?: string) =>
    recordMessage(deps, supervisor, {
      districtId,
      accountId,
      kind: 'question',
      channel: 'comment',
      asked: { on: civilDate(on), at: null },
      text: `${on}的提问${repliedOn ?? ''}`,
      ...(repliedOn && { replied: { on: civilDate(repliedOn), at: null, text: '已办' } }),
    })
  const looked = (until: string) => stateLooked(deps, supervisor, { districtId, accountId, until: civilDate(until) })
  const decide = async (indicator: string, by: typeof reviewer) => {
    const { findings } = await listFindings(deps.db, districtId, { month: september, indicator })
    const { id, version } = findings[0]!
    return decideFinding(deps, by, { districtId, findingId: id, decision: 'confirm', version })
  }
  return { ...district, accountId, other, valueOf, message, looked, decide }
}

it('judges messages only where the district keeps them, and calls nothing answered that nobody looked through', async () => {
  const { valueOf, message, looked, other } = await place()
  expect(await valueOf('D-JS-07')).toBeUndefined()
  await message('2026-09-01', '2026-09-03')
  expect([await valueOf('D-JS-07'), await valueOf('D-JS-07', other)]).toEqual(['unknown', 'unknown'])
  await looked('2026-09-30')
  expect([await valueOf('D-JS-07'), await valueOf('D-JS-07', other)]).toEqual(['pass', 'unknown'])
})

it('finds a message that was left, and whoever entered it doesn’t decide', async () => {
  const { valueOf, message, looked, decide } = await place()
  await message('2026-09-01')
  await looked('2026-09-30')
  expect(await valueOf('D-JS-07')).toBe('fail')
  await expect(decide('D-JS-07', actorOf('reviewer', supervisor.id))).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  expect(await decide('D-JS-07', reviewer)).toMatchObject({ state: 'confirmed' })
})

it('judges service entries by their latest look, and not an account that has none', async () => {
  const { deps, accountId, other, valueOf, decide } = await place()
  const { id: entryId } = await enterService(deps, supervisor, {
    districtId,
    accountId,
    name: '水费查询',
    place: '菜单',
  })
  expect([await valueOf('D-JS-08'), await valueOf('D-JS-08', other)]).toEqual(['unknown', undefined])
  const check = (at: string, usable: boolean) =>
    checkService(deps, supervisor, { districtId, entryId, lookedAt: instant(at), usable })
  await check('2026-09-20T02:00:00Z', false)
  expect(await valueOf('D-JS-08')).toBe('fail')
  await expect(decide('D-JS-08', actorOf('reviewer', supervisor.id))).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await check('2026-09-25T02:00:00Z', true)
  expect(await valueOf('D-JS-08')).toBe('pass')
})

it('takes a way to ask for known a quarter long, and whoever looked doesn’t decide', async () => {
  const { deps, accountId, valueOf, decide } = await place()
  const look = (at: string, hasInteraction: boolean) =>
    recordPatrol(deps, supervisor, {
      districtId,
      accountId,
      checkedAt: instant(at),
      reachable: 'open',
      lastUpdateOn: civilDate(at.slice(0, 10)),
      hasInteraction,
    })
  expect(await valueOf('N-NM-03a')).toBe('unknown')
  await look('2026-06-20T02:00:00Z', false)
  expect(await valueOf('N-NM-03a')).toBe('unknown')
  await look('2026-07-05T02:00:00Z', false)
  expect(await valueOf('N-NM-03a')).toBe('fail')
  await expect(decide('N-NM-03a', actorOf('reviewer', supervisor.id))).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await look('2026-09-05T02:00:00Z', true)
  expect(await valueOf('N-NM-03a')).toBe('pass')
})

it('counts updates a week where the district set a number, and finds nobody short on days that nobody saw', async () => {
  const { deps, accountId, posts, collected, at, valueOf } = await place()
  expect(await valueOf('L-01')).toBeUndefined()
  const setting = { districtId, key: 'minPostsPerWeek', value: 1, source: '区办〔2026〕1号' }
  const earlier = at('2026-09-01T01:00:00.000Z')
  await changeSetting(earlier, actorOf('office_head'), { ...setting, effectiveFrom: civilDate('2026-09-01') })
  expect(await valueOf('L-01')).toBe('unknown')
  // The last two weeks alone say nothing of the two before.
  await collected(accountId, '2026-09-16', '2026-09-30')
  expect(await valueOf('L-01')).toBe('unknown')
  await collected(accountId, '2026-09-01', '2026-09-15')
  expect(await valueOf('L-01')).toBe('fail')
  await posts(accountId, '2026-09-03', '2026-09-12', '2026-09-18')
  expect(await valueOf('L-01')).toBe('pass')
  expect(deps).toBeDefined()
})

it('is the same by messages that the database tells in another order', async () => {
  const { deps, message, looked } = await place()
  for (const replied of ['2026-09-03', '2026-09-04', '2026-09-05']) await message('2026-09-01', replied)
  await looked('2026-09-30')
  await runCheck(deps, supervisor, { districtId, month: september })
  // The answers of first and last changed hands: the same three messages.
  await sql`update message set replied_on = case replied_on when '2026-09-03' then date '2026-09-05'
    when '2026-09-05' then date '2026-09-03' else replied_on end`.execute(deps.db)
  await runCheck(deps, supervisor, { districtId, month: september, incremental: true })
  const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
  expect(event!.after).toMatchObject({ rejudged: { accounts: 0, why: {} } })
})

it('finds a repost that was not made, and neither who asked for it nor who brought its days decides', async () => {
  const { deps, at, accountId, valueOf, decide } = await place()
  await changeSetting(at('2026-09-01T01:00:00.000Z'), actorOf('office_head'), {
    districtId,
    key: adoptionKey('L-07'),
    value: true,
    effectiveFrom: civilDate('2026-09-01'),
    source: '本区文件',
  })
  const duty = { districtId, title: '关于做好国庆假期安全生产工作的提示', source: '区政府网站' }
  await setDuty(deps, actorOf('supervisor', 'user:布置'), {
    ...duty,
    issuedOn: civilDate('2026-09-02'),
    dueAt: instant('2026-09-04T09:00:00.000Z'),
    of: { ids: [accountId] },
  })
  const bytes = new TextEncoder().encode(
    [
      '账号,标题,链接,发布时间',
      ...[1, 3, 6].map((day) => `临湖水务,巡河,https://example.cn/${day},2026-09-0${day}`),
    ].join('\n'),
  )
  await importPosts(deps, actorOf('supervisor', 'user:导入'), { districtId, fileName: '补录.csv', bytes })
  expect(await valueOf('L-07')).toBe('fail')
  for (const maker of ['user:布置', 'user:导入'])
    await expect(decide('L-07', actorOf('reviewer', maker))).rejects.toMatchObject({ code: 'access.maker-is-checker' })
  expect(await decide('L-07', reviewer)).toMatchObject({ state: 'confirmed' })
})

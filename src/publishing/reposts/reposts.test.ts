import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instantFromLocal } from '../../calendar/index.ts'
import { askedAccounts, findDuty, keyOf, repostsOwed, repostStates } from './queries.ts'
import { repostFacts } from './facts.ts'
import { setDuty, withdrawDuty } from './verbs/set-duty.ts'
import { stateRepost } from './verbs/state-repost.ts'

const supervisor = actorOf('supervisor')
const at = (text: string) => instantFromLocal(text)!
const day = civilDate
const september = { from: day('2026-09-01'), to: day('2026-09-30') }
const title = '关于做好2026年国庆假期安全生产工作的提示'

it('a duty is read from what was collected, a unit may claim, the office decides, and months see only what is sure', async () => {
  const { deps, unit, account, collected } = await monitoredDistrict()
  const unitId = await unit('临湖区水务局')
  const names = [
    '临湖水务',
    '临湖供水',
    '临湖河长',
    '临湖排水',
    '临湖节水',
    '临湖水文',
    '临湖灌溉',
    '临湖水质',
  ] as const
  const ids = new Map<string, string>()
  for (const name of names) ids.set(name, await account(unitId, name))
  const idOf = (name: (typeof names)[number]) => ids.get(name)!
  const post = async (name: (typeof names)[number], on: string, told: string) => {
    const [id, moment] = [deps.ids.next(), at(`${on} 12:00`)]
    const made = {
      district_id: districtId,
      account_id: idOf(name),
      id,
      link_key: id,
      title: told,
      published_at: moment,
    }
    const found = { published_on: day(on), time_precision: 'moment', first_seen_at: moment }
    await deps.db
      .insertInto('post')
      .values({ ...made, ...found })
      .execute()
  }
  await post('临湖水务', '2026-09-21', `【转载】${title}`)
  await post('临湖供水', '2026-09-24', title)
  await post('临湖河长', '2026-09-21', '巡河')
  await post('临湖排水', '2026-09-21', '做好国庆假期安全生产工作的提示')
  for (const name of ['临湖供水', '临湖河长', '临湖排水'] as const)
    await collected(idOf(name), '2026-09-15', '2026-09-30')
  // Looked at to the last day, but not to its last hour; looked at throughout, and one post says nothing of what it is.
  await collected(idOf('临湖灌溉'), '2026-09-15', '2026-09-22')
  await collected(idOf('临湖水质'), '2026-09-15', '2026-09-30')
  await post('临湖水质', '2026-09-21', '')
  const input = {
    districtId,
    title,
    source: '临湖区人民政府网站',
    issuedOn: day('2026-09-20'),
    dueAt: at('2026-09-22 17:00'),
    of: { platforms: ['weibo' as const] },
  }
  await expect(setDuty(deps, actorOf('unit_editor'), input)).rejects.toMatchObject({ code: 'access.denied' })
  for (const [over, code] of [
    [{ title: '通知！！' }, 'repost.title-short'],
    [{ source: ' ' }, 'repost.field'],
    [{ link: 'javascript:alert(1)' }, 'repost.link'],
    [{ issuedOn: day('2026-10-13') }, 'repost.issued-in-future'],
    [{ dueAt: at('2026-09-19 17:00') }, 'repost.due-before-issued'],
    [{ of: { platforms: [] } }, 'repost.nobody-asked'],
  ] as const)
    await expect(setDuty(deps, supervisor, { ...input, ...over })).rejects.toMatchObject({ code })
  const paused = await account(unitId, '临湖旧号', { running_state: 'closing' })
  await expect(setDuty(deps, supervisor, { ...input, of: { ids: [paused, idOf('临湖水务')] } })).rejects.toMatchObject({
    code: 'repost.not-running',
  })
  const { id: dutyId, accounts } = await setDuty(deps, supervisor, { ...input, of: { ids: [...ids.values()] } })
  expect(accounts).toBe(8)

  const standings = async () => {
    const duty = (await findDuty(deps.db, districtId, dutyId))!
    const asked = await askedAccounts(deps.db, { districtId }, [dutyId])
    const states = await repostStates(deps.db, districtId, [duty], asked, deps.clock.now())
    return Object.fromEntries(asked.map((one) => [one.accountName, states.get(keyOf(one))?.standing]))
  }
  expect(await standings()).toEqual({
    临湖水务: 'done',
    临湖供水: 'late',
    临湖河长: 'missed',
    临湖排水: 'likely',
    临湖节水: 'unlooked',
    临湖水文: 'unlooked',
    临湖灌溉: 'unlooked',
    临湖水质: 'unlooked',
  })

  const editor = { ...actorOf('unit_editor'), unitId }
  const word = { districtId, dutyId, version: 1 }
  const claim = { ...word, accountId: idOf('临湖节水'), action: 'claim' as const, doneAt: at('2026-09-21 10:00') }
  for (const [over, code] of [
    [{ doneAt: undefined }, 'repost.time-unreadable'],
    [{ doneAt: at('2026-10-13 09:00') }, 'repost.done-in-future'],
    [{ doneAt: at('2026-09-19 23:59') }, 'repost.done-before-issued'],
    [{ version: 2 }, 'record.changed-meanwhile'],
    [{ action: 'confirm' as const }, 'access.denied'],
  ] as const)
    await expect(stateRepost(deps, editor, { ...claim, ...over })).rejects.toMatchObject({ code })
  const other = { ...editor, unitId: await unit('临湖区教育局') }
  await expect(stateRepost(deps, other, claim)).rejects.toMatchObject({ code: 'access.denied' })
  await stateRepost(deps, editor, claim)
  expect((await standings())['临湖节水']).toBe('claimed')
  const facts = async () => {
    const found = await repostFacts(deps.db, districtId, september)
    return Object.fromEntries(
      names.map((name) => [name, found.get(idOf(name))?.map(({ doneOn }) => doneOn ?? String(doneOn))]),
    )
  }
  expect(await facts()).toEqual({
    临湖水务: ['2026-09-21'],
    临湖供水: ['2026-09-24'],
    临湖河长: ['undefined'],
    临湖排水: ['null'],
    临湖节水: ['null'],
    临湖水文: ['null'],
    临湖灌溉: ['null'],
    临湖水质: ['null'],
  })
  await stateRepost(deps, supervisor, { ...claim, version: 2, action: 'confirm' })
  await expect(stateRepost(deps, editor, { ...claim, version: 3 })).rejects.toMatchObject({
    code: 'repost.action-not-allowed',
  })
  const excuse = { ...word, accountId: idOf('临湖水文'), action: 'excuse' as const }
  await expect(stateRepost(deps, supervisor, excuse)).rejects.toMatchObject({ code: 'repost.field' })
  await stateRepost(deps, supervisor, { ...excuse, reason: '专业数据账号，不转载' })
  await deps.db
    .updateTable('collection_span')
    .set({ collected_at: at('2026-09-22 17:00') })
    .where('account_id', '=', idOf('临湖灌溉'))
    .execute()
  expect(await standings()).toMatchObject({ 临湖灌溉: 'missed' })
  expect(await facts()).toMatchObject({ 临湖节水: ['2026-09-21'], 临湖水文: undefined })
  expect(await repostsOwed(deps.db, { districtId, unitId }, deps.clock.now())).toMatchObject([{ dutyId, accounts: 3 }])

  await withdrawDuty(deps, supervisor, { districtId, dutyId, version: 1, reason: '布置有误' })
  await expect(
    stateRepost(deps, supervisor, { ...excuse, version: 2, action: 'reset', reason: '重核' }),
  ).rejects.toMatchObject({
    code: 'repost.withdrawn',
  })
  expect(await repostFacts(deps.db, districtId, september)).toEqual(new Map())
})

import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Action, type Actor, may, openPeople, type Role, roles, withWords } from '../../access/index.ts'
import { addDays, type CivilDate, civilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { accountCard, unitCard } from '../queries/cards.ts'
import { type AccountInput } from '../decide-account.ts'
import { readAccounts } from '../queries/accounts.ts'
import { saveAccount, saveAccountWithin } from './save-account.ts'
import { saveUnit } from './save-unit.ts'
import { setDuty } from './set-duty.ts'

const supervisor = actorOf('supervisor')

async function registered() {
  const made = await monitoredDistrict()
  const unit = await saveUnit(made.deps, supervisor, { districtId, name: '临湖区水务局', kind: 'department' })
  const account = (facts: Partial<AccountInput['facts']> = {}, more: Partial<AccountInput> = {}) =>
    saveAccount(made.deps, supervisor, {
      districtId,
      unitId: unit.id,
      facts: { name: '临湖水务', platform: 'wechat_official', ...facts },
      ...more,
    })
  /** As a case or a closing moves it. */
  const move = (more: Partial<AccountInput>) =>
    inTransaction(made.deps.db, (tx) =>
      saveAccountWithin(tx, made.deps, supervisor, {
        districtId,
        unitId: unit.id,
        facts: { name: '临湖水务', platform: 'wechat_official' },
        ...more,
      }),
    )
  const reader = { db: made.deps.db, vault: made.deps.vault }
  return { ...made, unit, account, move, reader }
}

describe('registering a unit', () => {
  it('numbers units that come without a code and keeps the change in the trail', async () => {
    const { deps, unit } = await registered()
    expect(unit).toMatchObject({ code: 'DW001', state: 'active', version: 1 })
    const changed = await saveUnit(deps, supervisor, { ...unit, districtId, shortName: '水务局' })
    expect(changed).toMatchObject({ shortName: '水务局', version: 2 })
    const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
    expect(event).toMatchObject({ action: 'unit.changed', before: { shortName: null }, after: { shortName: '水务局' } })
  })

  it('refuses a name or a code twice, and a change made on an old page', async () => {
    const { deps, unit } = await registered()
    const save = (input: object) =>
      saveUnit(deps, supervisor, { districtId, name: '临湖区教育局', kind: 'department', ...input })
    await expect(save({ name: ' 临湖区 水务局' })).rejects.toMatchObject({ code: 'unit.already-registered' })
    await expect(save({ code: 'DW001' })).rejects.toMatchObject({ code: 'unit.code-taken' })
    await expect(save({ id: unit.id, version: 7 })).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await expect(save({ name: '局' })).rejects.toMatchObject({ code: 'unit.not-valid' })
    await expect(save({ state: 'merged' })).rejects.toMatchObject({ code: 'unit.not-valid' })
    await expect(save({ id: unit.id, version: 1, parentId: unit.id })).rejects.toMatchObject({
      code: 'unit.parent-circle',
    })
    await expect(save({ parentId: deps.ids.next() })).rejects.toMatchObject({ code: 'unit.not-valid' })
  })

  it.each([
    ['merged into the other', { state: 'merged' as const }, 'mergedInto', 'unit.merged-circle', '并入'],
    ['below the other', {}, 'parentId', 'unit.parent-circle', '的上级单位是'],
  ])('refuses that of three units each is %s in a circle, and says the way', async (_what, facts, by, code, link) => {
    const { deps } = await registered()
    const unit = (name: string, more: object = {}) =>
      saveUnit(deps, supervisor, { districtId, name, kind: 'department', ...more })
    const first = await unit('临湖区文化局')
    const second = await unit('临湖区旅游局', { ...facts, [by]: first.id })
    const third = await unit('临湖区体育局', { ...facts, [by]: second.id })
    const back = unit('临湖区文化局', { id: first.id, version: 1, ...facts, [by]: third.id })
    const way = ['临湖区文化局', '临湖区体育局', '临湖区旅游局', '临湖区文化局']
    const words = way.slice(1).map((name, at) => `“${way[at]}”${link}“${name}”`)
    await expect(back).rejects.toMatchObject({ code, params: { way: words.join('，') } })
    // Three in a row are no circle.
    await unit('临湖区体育局', { id: third.id, version: 1, ...facts, [by]: second.id })
  })
})

describe('the three responsible people', () => {
  it('are unknown until somebody says who they are, or that there is none', async () => {
    const { deps, unit, reader } = await registered()
    const states = async () => (await unitCard(reader, { districtId }, unit.id)).duties.map(({ state }) => state)
    expect(await states()).toEqual(['unknown', 'unknown', 'unknown'])
    await setDuty(deps, supervisor, {
      districtId,
      unitId: unit.id,
      duty: 'primary',
      state: 'filled',
      name: '顾望之',
      phone: '13800000001',
    })
    await setDuty(deps, supervisor, { districtId, unitId: unit.id, duty: 'staff', state: 'vacant' })
    expect(await states()).toEqual(['filled', 'unknown', 'vacant'])
    const card = await unitCard(reader, { districtId }, unit.id)
    expect(card.duties[0]?.person).toMatchObject({ name: '顾望之', phone: '138****0001' })
    expect(JSON.stringify(await latestEvents(deps.db, districtId, { limit: 5 }))).not.toMatch(/顾望之|13800000001/)
  })

  it('keeps the phone when the masked one comes back from a page, and leaves no event where nothing changed', async () => {
    const { deps, unit, count } = await registered()
    const filled = { districtId, unitId: unit.id, duty: 'direct', state: 'filled', name: '顾望之' } as const
    const first = await setDuty(deps, supervisor, { ...filled, phone: '13800000001' })
    const events = await count('trail_event')
    const { version } = first
    expect(await setDuty(deps, supervisor, { ...filled, version, phone: '138****0001' })).toEqual(first)
    expect(await count('trail_event')).toBe(events)
  })
})

describe('a responsible person', () => {
  it('named by two people side by side is one of the two, and the other one hears of it', async () => {
    const { deps, unit, reader } = await registered()
    const name = (who: string) =>
      setDuty(deps, supervisor, { districtId, unitId: unit.id, duty: 'primary', state: 'filled', name: who })
    const answers = await Promise.allSettled([name('顾望之'), name('方书遥')])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'record.changed-meanwhile' },
    })
    const card = await unitCard(reader, { districtId }, unit.id)
    expect(card.duties[0]).toMatchObject({
      version: 1,
      person: { name: answers[0]?.status === 'fulfilled' ? '顾望之' : '方书遥' },
    })
  })

  it('who gets another phone is not open under the earlier one; who follows somebody else leaves that record alone', async () => {
    const { deps, unit } = await registered()
    const set = (name: string, phone: string, version: number) =>
      setDuty(deps, supervisor, { districtId, unitId: unit.id, duty: 'primary', state: 'filled', name, phone, version })
    await set('方书遥', '13800000001', 0)
    await set('方书遥', '13800000002', 1)
    const open = async () => {
      const all = await deps.db.selectFrom('person').select('id').execute()
      const people = await openPeople(
        deps.db,
        deps.vault,
        districtId,
        all.map(({ id }) => id),
      )
      return [...people.values()].map(({ name, phone }) => `${name} ${phone}`)
    }
    expect(await open()).toEqual(['方书遥 13800000002'])
    await set('顾望之', '13800000003', 2)
    expect((await open()).sort()).toEqual(['方书遥 13800000002', '顾望之 13800000003'])
  })
})

describe('registering an account', () => {
  it('keeps what was entered, people sealed and phones masked', async () => {
    const { account, reader } = await registered()
    const saved = await account(
      { followers: 8412, openedOn: civilDate('2019-06-01'), openedPrecision: 'month', budgetYuan: '12000' },
      { people: { principal: { name: '顾望之', phone: '13800000001' } } },
    )
    expect(saved.hints).toEqual([])
    const card = await accountCard(reader, { districtId }, saved.account.id)
    expect(card.account).toMatchObject({
      followers: 8412,
      followersPrecision: 'exact',
      budgetYuan: '12000.00',
      filingState: 'unknown',
      version: 1,
    })
    expect(card.contacts[0]).toMatchObject({ duty: 'principal', person: { name: '顾望之', phone: '138****0001' } })
  })

  it('registers a second account on one platform and hints at it', async () => {
    const { account } = await registered()
    await account()
    const second = await account({ name: '水润临湖', platform: 'wechat_subscription' })
    expect(second.hints).toEqual([
      '该单位在同一平台上已登记“临湖水务”（微信公众号）。一个单位原则上在同一平台上只开设一个账号，请在清理整合中明确去留。',
    ])
  })

  it('refuses as a name what a sheet takes for the line of its sums', async () => {
    const { account } = await registered()
    await expect(account({ name: '合计' })).rejects.toMatchObject({
      code: 'account.not-valid',
      message: expect.stringContaining('“合计”是表内合计行的用字') as string,
    })
  })

  it('takes today as 开通时间, and no later day', async () => {
    const { account, deps } = await registered()
    const opened = (openedOn: CivilDate) => account({ name: `临湖${openedOn}`, openedOn, openedPrecision: 'day' })
    expect((await opened(deps.clock.today())).account.openedOn).toBe(deps.clock.today())
    await expect(opened(addDays(deps.clock.today(), 1))).rejects.toMatchObject({
      code: 'account.not-valid',
      message: expect.stringContaining('开通时间不能晚于今天') as string,
    })
  })

  it('takes the platform out of the name, and refuses the same account twice', async () => {
    const { account } = await registered()
    expect((await account({ name: '临湖水务（抖音号）', platform: 'douyin' })).account.name).toBe('临湖水务')
    await expect(account({ platform: 'douyin' })).rejects.toMatchObject({ code: 'account.already-registered' })
  })

  it('lets nobody overwrite what somebody else has just saved', async () => {
    const { account } = await registered()
    const { id } = (await account()).account
    expect((await account({ name: '水润临湖' }, { id, version: 1 })).account).toMatchObject({
      renamedFrom: '临湖水务',
      version: 2,
    })
    await expect(account({ name: '临湖水利' }, { id, version: 1 })).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
  })

  it('keeps only what changed in the trail', async () => {
    const { account, deps } = await registered()
    const { id } = (await account({ followers: 5 })).account
    await account({ followers: 6 }, { id, version: 1 })
    const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
    expect(event).toMatchObject({ action: 'account.changed', before: { followers: 5 }, after: { followers: 6 } })
    expect(event?.after).toEqual({ followers: 6 })
  })

  it('closes and deregisters only step by step', async () => {
    const { account, move } = await registered()
    const { id } = (await account()).account
    await expect(move({ id, version: 1, runningState: 'deregistered' })).rejects.toMatchObject({
      code: 'account.state-not-allowed',
    })
    expect((await move({ id, version: 1, runningState: 'closing' })).account.runningState).toBe('closing')
  })

  it.each([
    ['no day', undefined, undefined, 'account.not-valid'],
    ['a day that lies ahead', '2026-10-13', undefined, 'account.not-valid'],
    ['a day before the account was opened', '2026-08-31', '2026-09-01', 'account.not-valid'],
    ['today', '2026-10-12', undefined, undefined],
    ['the day itself, typed in weeks later', '2026-09-20', '2026-09-01', undefined],
  ])('注销 with %s', async (_what, ceased, opened, code) => {
    const { account, move } = await registered()
    const { id } = (await account(opened ? { openedOn: civilDate(opened) } : {})).account
    await move({ id, version: 1, runningState: 'closing' })
    await move({ id, version: 2, runningState: 'closed' })
    const ceasedOn = ceased === undefined ? undefined : civilDate(ceased)
    const saved = move({ id, version: 3, runningState: 'deregistered', ceasedOn }).then(
      (one) => one.account.ceasedOn,
      (error: { code: string }) => error.code,
    )
    expect(await saved).toBe(code ?? ceased)
  })

  it('puts the day of 注销 right later, and the trail tells both days', async () => {
    const { account, move, deps } = await registered()
    const { id } = (await account()).account
    await move({ id, version: 1, runningState: 'closing' })
    await move({ id, version: 2, runningState: 'closed' })
    await move({ id, version: 3, runningState: 'deregistered', ceasedOn: civilDate('2026-10-10') })
    await account({}, { id, version: 4, ceasedOn: civilDate('2026-09-20') })
    await account({ followers: 1 }, { id, version: 5 })
    const [, event] = await latestEvents(deps.db, districtId, { limit: 2 })
    expect(event).toMatchObject({ before: { ceasedOn: '2026-10-10' }, after: { ceasedOn: '2026-09-20' } })
    const [kept] = await readAccounts(deps.db, districtId, { orIds: [id] })
    expect(kept).toMatchObject({ runningState: 'deregistered', ceasedOn: '2026-09-20' })
  })

  it.each(['closing', 'closed', 'deregistered'] as const)(
    'an account that runs is not called %s by the form: a case or a closing does that',
    async (runningState) => {
      const { account, deps } = await registered()
      const { id } = (await account()).account
      const by = { id, version: 1, runningState, stateReason: '不再使用', ceasedOn: civilDate('2026-10-01') }
      await expect(account({}, by)).rejects.toMatchObject({ code: 'account.state-by-procedure' })
      expect(await readAccounts(deps.db, districtId, { orIds: [id] })).toMatchObject([{ runningState: 'running' }])
    },
  )

  it('an account that is gone already is registered with its day and a reason, and stands as somebody’s word', async () => {
    const { account, move, reader } = await registered()
    const gone = { runningState: 'deregistered' as const, ceasedOn: civilDate('2025-03-01') }
    await expect(account({}, gone)).rejects.toMatchObject({ code: 'account.state-reason-required' })
    const { id } = (await account({}, { ...gone, stateReason: '2025年机构改革时注销' })).account
    const claims = async () => (await accountCard(reader, { districtId }, id)).claims
    expect(await claims()).toMatchObject([
      { fact: 'running-state', value: 'deregistered', reason: '2025年机构改革时注销', statedBy: supervisor.id },
    ])
    // What a person finds afterwards takes the place of the word.
    await move({ id, version: 1, runningState: 'closed', foundAgain: true })
    expect(await claims()).toEqual([])
  })

  it('is called 已备案 by hand with a basis only, and no longer otherwise once it has a number', async () => {
    const { account, move, reader } = await registered()
    const { id } = (await account()).account
    const named = (version: number, filingState: 'filed' | 'unfiled', filingBasis?: string) =>
      account({}, { id, version, filingState, ...(filingBasis && { filingBasis }) })
    await expect(named(1, 'filed')).rejects.toMatchObject({ code: 'account.filing-basis-required' })
    await named(1, 'filed', '2020年备案名单第12号')
    const claims = async () => (await accountCard(reader, { districtId }, id)).claims
    expect(await claims()).toMatchObject([{ fact: 'filing-state', reason: '2020年备案名单第12号' }])
    await named(2, 'unfiled')
    expect(await claims()).toEqual([])
    await named(3, 'filed', '2020年备案名单第12号')
    await move({ id, version: 4, filingState: 'filed' })
    expect(await claims()).toEqual([])
    await expect(named(5, 'unfiled')).rejects.toMatchObject({ code: 'account.state-by-procedure' })
  })

  it('changes nothing by hand that was filed, but for a slip with its reason', async () => {
    const { account, move, deps } = await registered()
    const known = { identifier: 'lhsw', certifiedEntity: '临湖区水务局' }
    const { id } = (await account(known)).account
    // Somebody's word is no filing.
    await account(known, { id, version: 1, filingState: 'filed', filingBasis: '2020年备案名单第12号' })
    await account({ identifier: 'lhsw1' }, { id, version: 2 })
    await move({ id, version: 3, filingState: 'filed' })
    const other = await saveUnit(deps, supervisor, { districtId, name: '临湖区教育局', kind: 'department' })
    const refused: [Partial<AccountInput['facts']>, Partial<AccountInput>, string][] = [
      [{ name: '临湖水利' }, {}, '名称'],
      [{ identifier: 'lhsw2' }, {}, '账号标识'],
      [{ identifier: null }, {}, '账号标识'],
      [{ certifiedEntity: '临湖区水利局' }, {}, '认证主体'],
      [{ platform: 'weibo' }, {}, '平台'],
      [{}, { unitId: other.id }, '主办单位'],
      [{ name: '临湖水利' }, { slipReason: '　 ' }, '名称'],
    ]
    for (const [facts, more, fields] of refused)
      await expect(account(facts, { id, version: 4, ...more }), fields).rejects.toMatchObject({
        code: 'account.filed-by-case',
        params: { fields },
      })
    // What is empty may be filled in, and what no filing says stays free.
    await account({ profileUrl: 'https://weibo.com/u/1', followers: 7 }, { id, version: 4 })
    await account({ profileUrl: null, followers: 7 }, { id, version: 5, slipReason: '链接多打一位' })
    const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
    expect(JSON.stringify(event)).not.toContain('链接多打一位')
    expect(await withWords(deps, districtId, [event!])).toMatchObject([{ after: { slipReason: '链接多打一位' } }])
    // A case changes it without asking.
    await move({ id, version: 6, facts: { name: '临湖水利', platform: 'wechat_official' }, filingState: 'filed' })
  })

  it('names all faults at once', async () => {
    const { account } = await registered()
    const run = account({ followers: -1, profileUrl: 'weibo', openedOn: civilDate('2027-01-01') })
    await expect(run).rejects.toMatchObject({
      code: 'account.not-valid',
      message: expect.stringMatching(/粉丝量.*开通时间.*主页链接/),
    })
  })

  it('takes a person away, or another one in', async () => {
    const { account, reader } = await registered()
    const { id } = (await account({}, { people: { contact: { name: '方书遥', phone: '13800000001' } } })).account
    await account({}, { id, version: 1, people: { contact: { name: '顾望之' } } })
    expect((await accountCard(reader, { districtId }, id)).contacts[1]?.person).toMatchObject({
      name: '顾望之',
      phone: null,
    })
    await account({}, { id, version: 2, people: { contact: null } })
    expect((await accountCard(reader, { districtId }, id)).contacts[1]?.person).toBeNull()
  })
})

describe('who may', () => {
  const editors: Record<
    string,
    (deps: Parameters<typeof saveUnit>[0], actor: Actor, unitId: string) => Promise<unknown>
  > = {
    'register a unit': (deps, actor) => saveUnit(deps, actor, { districtId, name: '临湖区教育局', kind: 'department' }),
    'register an account': (deps, actor, unitId) =>
      saveAccount(deps, actor, { districtId, unitId, facts: { name: '临湖教育', platform: 'weibo' } }),
    'name a responsible person': (deps, actor, unitId) =>
      setDuty(deps, actor, { districtId, unitId, duty: 'staff', state: 'vacant' }),
  }
  it.each(Object.keys(editors))('%s: those with 登记、修改台账, nobody else', async (what) => {
    const { deps, unit } = await registered()
    const action: Action = 'ledger.edit'
    for (const role of roles as readonly Role[]) {
      const actor = actorOf(role)
      if (may(actor, action, { districtId })) continue
      await expect(editors[what]?.(deps, actor, unit.id)).rejects.toMatchObject({ code: 'access.denied' })
    }
    await expect(editors[what]?.(deps, actorOf('acceptor'), unit.id)).resolves.toBeDefined()
    await expect(editors[what]?.(deps, { ...supervisor, districtId: '990200' }, unit.id)).rejects.toMatchObject({
      code: 'access.denied',
    })
  })
})

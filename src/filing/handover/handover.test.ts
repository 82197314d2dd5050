import { sayDuty } from '../../../tests/support/duties.ts'
import { describe, expect, it } from 'vitest'
import { blank, supervisor } from '../../../tests/support/asked-district.ts'
import { workbookOf } from '../../../tests/support/sheets.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Actor, changeSetting, type Role, roles } from '../../access/index.ts'
import { civilDate, dueAtEndOf } from '../../calendar/index.ts'
import { seedCalendar } from '../../holidays/index.ts'
import { importAccounts, saveAccount } from '../../registry/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { decideTrigger, listTriggers } from '../triggers/index.ts'
import type { ChecklistAnswers } from './model.ts'
import { readHandoverPrint } from './content.ts'
import { readHandover } from './queries/handovers.ts'
import { listHandovers } from './queries/lists.ts'
import { confirmHandover, dismissHandover, sendHandoverBack } from './verbs/decide-handover.ts'
import { type Filled, fillHandover } from './verbs/fill-handover.ts'
import { submitHandover, uploadHandoverScan } from './verbs/hand-in.ts'
import { keepHandovers } from './verbs/keep-handovers.ts'
import { openHandover, type OpenHandoverInput } from './verbs/open-handover.ts'
import { printHandover } from './verbs/print-handover.ts'

const system: Actor = { ...actorOf('operator'), kind: 'system', id: 'system' }
const answers: ChecklistAnswers = {
  tasks: { answer: 'yes', note: '', on: '' },
  phone: { answer: 'yes', note: '', on: '' },
  binding: { answer: 'yes', note: '', on: '' },
  passwords: { answer: 'yes', note: '', on: '2026-10-12' },
  materials: { answer: 'na', note: '无纸质资料', on: '' },
}
const filled: Filled = { answers, incomingName: '陆知行', signing: 'both', witnessName: '', absenceReason: '' }
const signed = { outgoing: true, incoming: true, witness: false }
const tasks = [{ kind: '专项排查', title: '2026年专项排查', note: '填报中', href: '/filing' }]

/** 水务局 with 许静言 as 账号管理员 of 临湖水务, looked at once, on Monday 2026-10-12. */
async function office() {
  const place = await monitoredDistrict()
  await seedCalendar(place.deps.db, place.deps.wall.now())
  const unitId = await place.unit('临湖区水务局')
  const accountId = await place.account(unitId, '临湖水务', { platform: 'weibo' })
  const { deps } = place
  let version = 1
  const admin = async (name: string | null, phone = '13800001111') => {
    const people = { admin: name === null ? null : { name, phone } }
    const facts = { name: '临湖水务', platform: 'weibo' as const }
    await saveAccount(deps, supervisor, { districtId, id: accountId, unitId, version: version++, facts, people })
  }
  const look = async (at = deps) => {
    const { handovers, raised } = await keepHandovers(at, system, districtId)
    return { proposed: handovers.length, raised }
  }
  await admin('许静言')
  await look()
  const all = async () =>
    (await listHandovers(deps.db, { districtId }, { offset: 0, limit: 20 }, deps.clock.now())).rows
  const editor = { ...actorOf('unit_editor'), unitId }
  const principal = { ...actorOf('unit_principal'), unitId }
  const only = async () => (await readHandover(deps.db, districtId, (await all())[0]?.id ?? ''))!
  const here = async () => {
    const { one } = await only()
    return { districtId, handoverId: one.id, version: one.version }
  }
  const steps = {
    fillIn: async (over: Partial<Filled> = {}) => fillHandover(deps, editor, { ...(await here()), ...filled, ...over }),
    print: async () => printHandover(deps, editor, { ...(await here()), tasks }),
    scan: async () => uploadHandoverScan(deps, editor, { ...(await here()), name: '交接单.png', bytes: blank }),
    submit: async () => submitHandover(deps, editor, await here()),
    confirm: async (actor: Actor = supervisor, over: object = {}) =>
      confirmHandover(deps, actor, { ...(await here()), signed: { ...signed, ...over } }),
    dismiss: async (actor: Actor = supervisor, reason = '更正姓名') =>
      dismissHandover(deps, actor, { ...(await here()), reason }),
  }
  const handedIn = async (over: Partial<Filled> = {}) => {
    await steps.fillIn(over)
    for (const step of ['print', 'scan', 'submit'] as const) await steps[step]()
  }
  return { ...place, ...steps, unitId, accountId, admin, look, all, only, here, editor, principal, handedIn }
}

describe('a change of people in the ledger', () => {
  it('proposes a handover with five working days, and only once', async () => {
    const place = await office()
    await place.admin('陆知行')
    expect(await place.look()).toEqual({ proposed: 1, raised: 0 })
    expect(await place.look()).toEqual({ proposed: 0, raised: 0 })
    const { one, posts } = await place.only()
    expect(one).toMatchObject({ state: 'proposed', origin: 'noticed', due: '2026-10-19T16:00:00.000Z' })
    expect(posts.map(({ label }) => label)).toEqual(['账号管理员（临湖水务，新浪微博）'])
    const [event] = await eventsOf(place.deps.db, districtId, { kind: 'handover', id: one.id }, { limit: 1 })
    expect(event).toMatchObject({ action: 'handover.noticed', actorId: 'system' })
    expect(JSON.stringify(event)).not.toMatch(/许静言|陆知行|1380000/)
  })

  it('is none when the same person only has another number', async () => {
    const place = await office()
    await place.admin('许静言', '13900002222')
    expect(await place.look()).toEqual({ proposed: 0, raised: 0 })
    await place.admin('陆知行')
    expect(await place.look()).toEqual({ proposed: 1, raised: 0 })
  })

  it('is one when a post falls vacant, and none when a vacant one is filled', async () => {
    const place = await office()
    const duty = { districtId, unitId: place.unitId, duty: 'direct' } as const
    await sayDuty(place.deps, supervisor, { ...duty, state: 'filled', name: '梁怀远' })
    expect(await place.look()).toMatchObject({ proposed: 0 })
    await sayDuty(place.deps, supervisor, { ...duty, state: 'vacant' })
    expect(await place.look()).toMatchObject({ proposed: 1 })
    await sayDuty(place.deps, supervisor, { ...duty, state: 'filled', name: '秦予安' })
    expect(await place.look()).toMatchObject({ proposed: 0 })
    expect((await place.only()).one.incomingPersonId).toBeNull()
  })

  it('of several posts of one person is one handover', async () => {
    const place = await office()
    const change = async (name: string) => {
      await place.admin(name)
      for (const duty of ['direct', 'staff'] as const)
        await sayDuty(place.deps, supervisor, { districtId, unitId: place.unitId, duty, state: 'filled', name })
    }
    await change('许静言')
    await place.look()
    await change('陆知行')
    expect(await place.look()).toMatchObject({ proposed: 1 })
    expect((await place.only()).posts.map(({ label }) => label)).toEqual([
      '直接责任人',
      '工作人员',
      '账号管理员（临湖水务，新浪微博）',
    ])
  })

  it('is found after an import of 附件2, too', async () => {
    const place = await office()
    const book = (name: string) =>
      workbookOf({
        name: '附件2',
        rows: [
          ['名称', '主办单位', '平台类型', '联系人及联系电话'],
          ['临湖水务', '临湖区水务局', '微博', `${name} 13800001111`],
        ],
      })
    const take = async (name: string) => {
      const bytes = await book(name)
      return importAccounts(place.deps, supervisor, { districtId, fileName: '附件2.xlsx', bytes })
    }
    expect((await take('白若溪')).state).toBe('written')
    expect(await place.look()).toMatchObject({ proposed: 0 })
    expect((await take('温知遥')).state).toBe('written')
    expect(await place.look()).toMatchObject({ proposed: 1 })
    expect((await place.only()).posts[0]?.label).toBe('联系人（临湖水务，新浪微博）')
  })

  it('takes the days that the district set, with its paper', async () => {
    const place = await office()
    await changeSetting(place.deps, actorOf('office_head'), {
      districtId,
      key: 'handoverWorkdays',
      value: 3,
      effectiveFrom: civilDate('2026-10-12'),
      source: '临政办〔2026〕9号',
    })
    await place.admin('陆知行')
    await place.look()
    expect((await place.only()).one.due).toBe('2026-10-15T16:00:00.000Z')
  })
})

describe('a handover that is opened', () => {
  const open = (place: Awaited<ReturnType<typeof office>>, actor: Actor) =>
    openHandover(place.deps, actor, {
      districtId,
      unitId: place.unitId,
      posts: [{ subjectId: place.accountId, duty: 'admin' }],
      incomingName: '陆知行',
      changedOn: civilDate('2026-10-12'),
    })
  const begun = (place: Awaited<ReturnType<typeof office>>, over: Partial<OpenHandoverInput>) =>
    openHandover(place.deps, supervisor, {
      districtId,
      unitId: place.unitId,
      posts: [{ subjectId: place.accountId, duty: 'admin' }],
      changedOn: civilDate('2026-10-12'),
      ...over,
    })

  it('is the one that the later change in the ledger belongs to', async () => {
    const place = await office()
    await open(place, place.editor)
    await expect(open(place, supervisor)).rejects.toMatchObject({ code: 'handover.begun-already' })
    await place.admin('陆知行')
    expect(await place.look()).toMatchObject({ proposed: 0 })
    await place.admin('秦予安')
    expect(await place.look()).toMatchObject({ proposed: 1 })
  })

  it.each([
    ['2026-10-12', '2026-10-19'],
    ['2026-10-09', '2026-10-15'],
  ])('of a change on %s is due on %s: working days run from the change, not from the typing', async (on, due) => {
    const place = await office()
    await begun(place, { changedOn: civilDate(on) })
    expect((await place.only()).one.due).toBe(dueAtEndOf(civilDate(due)))
  })

  it('is refused for a change that has not come, or from before the account, and for what is no unit', async () => {
    const place = await office()
    await place.deps.db
      .updateTable('account')
      .set({ opened_on: civilDate('2026-10-08') })
      .execute()
    const coming = begun(place, { changedOn: civilDate('2026-10-13') })
    await expect(coming).rejects.toMatchObject({ code: 'handover.changed-in-future' })
    const before = begun(place, { changedOn: civilDate('2026-10-07') })
    await expect(before).rejects.toMatchObject({ code: 'handover.changed-before-account' })
    await expect(begun(place, { unitId: 'x' })).rejects.toMatchObject({ code: 'record.not-found' })
    await begun(place, { changedOn: civilDate('2026-10-08') })
  })

  it('is of one person, who holds the posts', async () => {
    const place = await office()
    const unitPost = { subjectId: place.unitId, duty: 'direct' } as const
    const accountPost = { subjectId: place.accountId, duty: 'admin' } as const
    const begin = (posts: (typeof unitPost | typeof accountPost)[]) =>
      openHandover(place.deps, supervisor, {
        districtId,
        unitId: place.unitId,
        posts,
        changedOn: civilDate('2026-10-12'),
      })
    await expect(begin([])).rejects.toMatchObject({ code: 'handover.no-post' })
    await expect(begin([unitPost])).rejects.toMatchObject({ code: 'handover.no-post' })
    await sayDuty(place.deps, supervisor, {
      districtId,
      unitId: place.unitId,
      duty: 'direct',
      state: 'filled',
      name: '梁怀远',
    })
    await expect(begin([unitPost, accountPost])).rejects.toMatchObject({ code: 'handover.several-people' })
  })

  it('is for who files for the unit, and for nobody else', async () => {
    const place = await office()
    for (const role of roles.filter((one) => !['operator', 'unit_editor', 'supervisor'].includes(one)))
      await expect(open(place, { ...actorOf(role), unitId: place.unitId }), role).rejects.toMatchObject({
        code: 'access.denied',
      })
    const stranger = { ...actorOf('unit_editor'), unitId: '01990000-0000-7000-8000-000000000009' }
    await expect(open(place, stranger)).rejects.toMatchObject({ code: 'access.denied' })
    expect(await open(place, supervisor)).toEqual({ id: expect.any(String) })
  })
})

describe('the sheet', () => {
  const changed = async () => {
    const place = await office()
    await place.admin('陆知行')
    await place.look()
    return place
  }

  it('is filled in, printed with what is open, signed by both and confirmed by somebody else', async () => {
    const place = await changed()
    await place.handedIn()
    const { one } = await place.only()
    const content = await readHandoverPrint(place.deps.db, place.deps.vault, districtId, {
      handoverId: one.id,
      number: 1,
    })
    expect(content).toMatchObject({ outgoing: '许静言', incoming: '陆知行', tasks: [{ title: '2026年专项排查' }] })
    await expect(place.confirm(supervisor, { outgoing: false })).rejects.toMatchObject({ code: 'handover.not-signed' })
    await place.confirm(place.principal)
    expect((await place.only()).one).toMatchObject({ state: 'confirmed', decidedBy: 'user:unit_principal' })
  })

  it('keeps the person whom the ledger names, and makes no second record', async () => {
    const place = await changed()
    const before = (await place.only()).one.incomingPersonId
    await place.fillIn()
    expect((await place.only()).one.incomingPersonId).toBe(before)
  })

  it('is printed only whole, and printed anew after it was changed', async () => {
    const place = await changed()
    await place.fillIn({ answers: { ...answers, passwords: { answer: 'no', note: '尚未更换', on: '' } } })
    await expect(place.print()).rejects.toMatchObject({ code: 'handover.not-complete' })
    await place.fillIn()
    await place.print()
    await expect(place.submit()).rejects.toMatchObject({ code: 'handover.nothing-scanned' })
    await place.scan()
    await place.fillIn({ incomingName: '秦予安' })
    await place.print()
    await expect(place.submit()).rejects.toMatchObject({ code: 'handover.nothing-scanned' })
  })

  it('never keeps a password, not even in a remark', async () => {
    const place = await changed()
    const note = { answer: 'yes' as const, note: '新密码：Hu2026x', on: '2026-10-12' }
    await expect(place.fillIn({ answers: { ...answers, passwords: note } })).rejects.toMatchObject({
      code: 'handover.secret-in-note',
    })
    const spaced = { ...note, note: '新密码 Abc12345' }
    await expect(place.fillIn({ answers: { ...answers, phone: spaced } })).rejects.toMatchObject({
      code: 'handover.secret-in-note',
    })
    expect((await place.only()).one.answers).toEqual({})
  })

  it('is signed by a 监交人 where the outgoing person can’t, with the reason', async () => {
    const place = await changed()
    await place.fillIn({ signing: 'witnessed' })
    await expect(place.print()).rejects.toMatchObject({ code: 'handover.not-complete' })
    await place.handedIn({ signing: 'witnessed', witnessName: '梁怀远', absenceReason: '已调离本区' })
    await expect(place.confirm()).rejects.toMatchObject({ code: 'handover.not-signed' })
    await place.confirm(supervisor, { outgoing: false, witness: true })
    expect((await place.only()).one.state).toBe('confirmed')
  })

  it('goes back with a reason, and is not decided by who had a hand in it', async () => {
    const place = await changed()
    await place.handedIn()
    const both = { ...place.editor, roles: ['unit_editor', 'unit_principal'] as Role[] }
    await expect(place.confirm(both)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    const back = async (reason: string) => sendHandoverBack(place.deps, supervisor, { ...(await place.here()), reason })
    await expect(back(' ')).rejects.toMatchObject({ code: 'handover.reason-required' })
    await expect(back('密码 Hu2026x 不能登录')).rejects.toMatchObject({ code: 'handover.secret-in-note' })
    await back('接收人没有签字')
    const { one } = await place.only()
    expect(one).toMatchObject({ state: 'returned', decision: '接收人没有签字' })
    const trail = JSON.stringify(await eventsOf(place.deps.db, districtId, { kind: 'handover', id: one.id }))
    expect(trail).not.toContain('没有签字')
    expect(trail).toContain('reasonDigest')
  })

  it('is not needed where only a name was corrected; that is for somebody else to say', async () => {
    const place = await changed()
    await expect(place.dismiss(place.editor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(place.dismiss(supervisor, '')).rejects.toMatchObject({ code: 'handover.reason-required' })
    await place.dismiss()
    expect((await place.only()).one.state).toBe('dismissed')
    expect(await place.look(place.at('2026-11-02T01:00:00.000Z'))).toMatchObject({ raised: 0 })
  })

  it('is confirmed by the supervisor or the unit’s 主要领导, and by nobody else', async () => {
    const place = await changed()
    await place.handedIn()
    const others = roles.filter((role) => !['operator', 'supervisor', 'unit_principal'].includes(role))
    for (const role of others)
      await expect(place.confirm({ ...actorOf(role, 'user:other'), unitId: place.unitId }), role).rejects.toMatchObject(
        {
          code: 'access.denied',
        },
      )
    const stranger = { ...place.principal, unitId: '01990000-0000-7000-8000-000000000009' }
    await expect(place.confirm(stranger)).rejects.toMatchObject({ code: 'access.denied' })
    await place.confirm(supervisor)
    expect((await place.only()).one.state).toBe('confirmed')
  })
})

describe('overdue (F-14)', () => {
  const triggers = async (place: Awaited<ReturnType<typeof office>>) =>
    (await listTriggers(place.deps.db, { districtId })).rows

  it.each([
    ['2026-10-19T15:59:00.000Z', 0],
    ['2026-10-19T16:00:00.000Z', 1],
  ])('at %s raises %i, once, and a person decides', async (moment, raised) => {
    const place = await office()
    await place.admin('陆知行')
    await place.look()
    expect(await place.look(place.at(moment))).toEqual({ proposed: 0, raised })
    expect(await place.look(place.at(moment))).toEqual({ proposed: 0, raised: 0 })
    const rows = await triggers(place)
    expect(rows).toHaveLength(raised)
    if (!rows[0]) return
    expect(rows[0]).toMatchObject({
      rule: 'F-14',
      state: 'raised',
      accountName: '临湖水务',
      facts: { due: '2026-10-19', posts: '账号管理员（临湖水务，新浪微博）' },
    })
    expect(JSON.stringify(rows[0].facts)).not.toContain('许静言')
    await decideTrigger(place.deps, actorOf('office_head'), {
      districtId,
      triggerId: rows[0].id,
      state: 'dismissed',
      reason: '已书面说明',
      version: 1,
    })
    expect((await triggers(place))[0]?.state).toBe('dismissed')
  })

  it('raises nothing when a sheet was handed in that says the passwords were changed, and only the confirmation is late', async () => {
    const place = await office()
    await place.admin('陆知行')
    await place.look()
    await place.handedIn()
    expect(await place.look(place.at('2026-10-20T01:00:00.000Z'))).toMatchObject({ raised: 0 })
    const { rows } = await listHandovers(
      place.deps.db,
      { districtId },
      { state: 'overdue', offset: 0, limit: 9 },
      place.at('2026-10-20T01:00:00.000Z').clock.now(),
    )
    expect(rows).toHaveLength(1)
  })

  it('is not silenced by a draft that nobody signed', async () => {
    const place = await office()
    await place.admin('陆知行')
    await place.look()
    await place.fillIn({ answers: { ...answers, passwords: { answer: 'na', note: '不掌握', on: '' } } })
    expect(await place.look(place.at('2026-10-20T01:00:00.000Z'))).toMatchObject({ raised: 1 })
  })
})

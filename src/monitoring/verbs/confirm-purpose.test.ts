import { describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../../tests/support/database.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Actor, permissionTable, type Role, roles } from '../../access/index.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { migrate, readMigrations } from '../../database/migrate.ts'
import { type Purpose, readAccounts, saveAccount } from '../../registry/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { listFindings } from '../findings.ts'
import { purposesOf, waitingPurposes } from '../purpose-queries.ts'
import { effectiveMonths, purposeWords } from '../purposes.ts'
import { closeMonth } from './close-month.ts'
import { confirmPurpose } from './confirm-purpose.ts'
import { decideFinding } from './decide-finding.ts'
import { runCheck } from './run-check.ts'

const head = actorOf('office_head')
const reviewer = actorOf('reviewer')
const acceptor = actorOf('acceptor')

/** One account, seen every day since July, silent since 1 July: by the two weeks it fails in every month. */
async function silentAccount() {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局', { duties: { primary: 'filled', direct: 'filled', staff: 'filled' } })
  const facts = { platform: 'weibo', filing_state: 'filed', certified_entity: '临湖区水务局' } as const
  const id = await place.account(unitId, '临湖水务', facts)
  await place.posts(id, '2026-07-01')
  await place.collected(id, '2026-07-01', '2026-10-12')
  const check = (of: string, asOf?: string) =>
    runCheck(place.deps, actorOf('supervisor'), {
      districtId,
      month: month(of),
      ...(asOf && { asOf: civilDate(asOf) }),
    })
  const silence = async (of: string, asOf?: string) => {
    const [result] = (await check(of, asOf)).accounts[0]!.results
    return { value: result?.value, ...result?.facts }
  }
  const confirm = (purpose: Purpose, from: string, actor: Actor = head) =>
    confirmPurpose(place.deps, actor, {
      districtId,
      accountId: id,
      purpose,
      effectiveMonth: month(from),
      reason: '经核对菜单，只有办事入口',
    })
  const state = async (purpose: Purpose, actor: Actor = acceptor, statedBy?: string, deps = place.deps) => {
    const [account] = await readAccounts(deps.db, districtId, { orIds: [id] })
    const { version, name, platform } = account!
    const about = { districtId, unitId, id, version, ...(statedBy && { statedBy }) }
    return saveAccount(deps, actor, { ...about, facts: { name, platform, purpose } })
  }
  const waiting = async () =>
    (await waitingPurposes(place.deps.db, districtId, { offset: 0, limit: 50 })).rows.map((row) => row.accountId)
  const finding = async (of: string) =>
    (await listFindings(place.deps.db, districtId, { month: month(of), indicator: 'N-NM-02a' })).findings[0]
  return { ...place, id, unitId, check, silence, confirm, state, waiting, finding }
}

describe('用途由监管单位确认 (N-NM-04, docs/decisions/009)', () => {
  it.each([
    ['2026-08', undefined, 'fail', 'publish', false],
    ['2026-09', undefined, 'not-applicable', 'service', true],
    ['2026-10', '2026-10-12', 'not-applicable', 'service', true],
  ])(
    'confirmed as 办事类 from September on: judged in %s (%s): %s',
    async (of, asOf, value, purpose, purposeConfirmed) => {
      const { confirm, silence } = await silentAccount()
      await confirm('service', '2026-09')
      expect(await silence(of, asOf)).toMatchObject({ value, purpose, purposeConfirmed })
    },
  )

  it.each([
    ['2026-08', 'not-applicable'],
    ['2026-09', 'fail'],
  ] as const)('holds to the two weeks again from the month it is confirmed as 综合类: %s: %s', async (of, value) => {
    const { confirm, silence } = await silentAccount()
    await confirm('mixed', '2026-09')
    await confirm('service', '2026-08')
    expect(await silence(of)).toMatchObject({ value })
  })

  it('lets nobody escape by renaming: a unit that calls its account 办事类 is judged as before, and the finding says why', async () => {
    const { state, silence, finding } = await silentAccount()
    const before = await silence('2026-09')
    await state('service')
    expect(await silence('2026-09')).toEqual(before)
    expect(before).toMatchObject({ value: 'fail', silentDays: 91, purpose: 'publish', purposeConfirmed: false })
    expect(await finding('2026-09')).toMatchObject({ state: 'candidate', facts: { purposeConfirmed: false } })
  })

  it('leaves an older month as it was, byte for byte, whatever is confirmed for later ones', async () => {
    const { confirm, check, count } = await silentAccount()
    const before = JSON.stringify(await check('2026-08'))
    await confirm('service', '2026-09')
    expect(JSON.stringify(await check('2026-08'))).toBe(before)
    expect(await count('check_run')).toBe(1)
  })

  it('reaches into no closed month: the first one after it is the earliest', async () => {
    const { deps, check, finding, confirm, silence } = await silentAccount()
    await check('2026-08')
    const { id: findingId, version } = (await finding('2026-08'))!
    await decideFinding(deps, reviewer, { districtId, findingId, decision: 'confirm', version })
    await closeMonth(deps, actorOf('supervisor'), { districtId, month: month('2026-08') })
    await expect(confirm('service', '2026-08')).rejects.toMatchObject({ code: 'purpose.month-closed' })
    await expect(confirm('service', '2026-07')).rejects.toMatchObject({ code: 'purpose.month-closed' })
    await confirm('service', '2026-09')
    expect(await silence('2026-09')).toMatchObject({ value: 'not-applicable' })
    expect(await finding('2026-08')).toMatchObject({ state: 'confirmed' })
  })

  it.each([
    ['2026-10', null, { first: null, last: '2026-11' }],
    ['2026-12', '2026-11', { first: '2026-12', last: '2027-01' }],
  ])('in %s, with %s closed last, may begin in these months', (running, closed, months) => {
    expect(effectiveMonths(closed === null ? null : month(closed), month(running))).toEqual(months)
  })

  it('begins next month at the latest, and never without a reason', async () => {
    const { deps, id, confirm } = await silentAccount()
    await expect(confirm('service', '2026-12')).rejects.toMatchObject({ code: 'purpose.month-too-late' })
    await confirm('service', '2026-11')
    const input = { districtId, accountId: id, purpose: 'service' as const, effectiveMonth: month('2026-11') }
    await expect(confirmPurpose(deps, head, { ...input, reason: ' 办  事 ' })).rejects.toMatchObject({
      code: 'purpose.reason-required',
    })
  })

  it('keeps every confirmation with its reason, its month and who confirmed it, and records each', async () => {
    const { deps, id, confirm } = await silentAccount()
    await confirm('service', '2026-09')
    await confirm('publish', '2026-09', actorOf('examiner'))
    const history = await purposesOf(deps.db, districtId, id)
    expect(history.map(({ purpose, effectiveMonth, by }) => [purpose, effectiveMonth, by])).toEqual([
      ['publish', '2026-09', 'user:examiner'],
      ['service', '2026-09', 'user:office_head'],
    ])
    const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
    expect(event).toMatchObject({
      action: 'purpose.confirmed',
      after: { purpose: 'publish', effectiveMonth: '2026-09', reason: { digest: expect.stringMatching(/^sm3:/) } },
    })
  })

  it('is done only by those who may', async () => {
    const { confirm } = await silentAccount()
    const refused: Role[] = []
    for (const role of roles)
      await confirm('service', '2026-09', actorOf(role)).catch(
        ({ code }) => code === 'access.denied' && refused.push(role),
      )
    expect(refused).toEqual(roles.filter((role) => !permissionTable[role]['purpose.confirm']))
    expect(roles.filter((role) => !refused.includes(role))).toEqual(['supervisor', 'examiner', 'office_head'])
  })

  it('is never done by who entered the purpose, nor by who filled in the form behind it', async () => {
    const { confirm, state } = await silentAccount()
    const supervisor = actorOf('supervisor')
    await state('service', supervisor)
    await expect(confirm('service', '2026-09', supervisor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await state('mixed', acceptor, supervisor.id)
    await expect(confirm('mixed', '2026-09', supervisor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await confirm('mixed', '2026-09', head)
  })

  it('leaves who only changed other facts free to confirm', async () => {
    const { deps, id, unitId, state, confirm } = await silentAccount()
    await state('service')
    const facts = { name: '临湖水务', platform: 'weibo', pushFrequency: '每周2次' } as const
    await saveAccount(deps, actorOf('supervisor'), { districtId, unitId, id, version: 2, facts })
    await confirm('service', '2026-09', actorOf('supervisor'))
    expect(await purposesOf(deps.db, districtId, id)).toMatchObject([{ by: 'user:supervisor' }])
  })

  it('opens a decision again when the purpose under it changes, and not because older results told none', async () => {
    const { deps, check, finding, confirm, database, count } = await silentAccount()
    await check('2026-09')
    const { id: findingId, version } = (await finding('2026-09'))!
    await decideFinding(deps, reviewer, { districtId, findingId, decision: 'dismiss', reason: '账号为办事类', version })
    await database.owner((owner) =>
      owner.query(`update finding set facts = facts - array['purpose', 'purposeConfirmed']`),
    )
    await deps.db.updateTable('account').set({ filing_state: 'unfiled' }).execute()
    await check('2026-09')
    expect(await count('check_run')).toBe(2)
    expect(await finding('2026-09')).toMatchObject({ state: 'dismissed', factsChanged: false })
    await confirm('publish', '2026-09')
    await check('2026-09')
    expect(await finding('2026-09')).toMatchObject({ state: 'candidate', factsChanged: true })
  })
})

describe('用途待确认', () => {
  it('waits where a unit says 办事类, until the office has answered, and again when the unit says otherwise', async () => {
    const { at, id, state, confirm, waiting } = await silentAccount()
    await state('publish')
    expect(await waiting()).toEqual([])
    await state('service')
    expect(await waiting()).toEqual([id])
    await confirm('publish', '2026-10')
    expect(await waiting()).toEqual([])
    await state('mixed', acceptor, undefined, at('2026-10-12T02:00:00.000Z'))
    expect(await waiting()).toEqual([])
    await state('service', acceptor, undefined, at('2026-10-12T03:00:00.000Z'))
    expect(await waiting()).toEqual([id])
  })

  it('waits where 办事类 was only carried over from the ledger', async () => {
    const { deps, id, waiting, silence, confirm } = await silentAccount()
    const carried = { district_id: districtId, id, account_id: id, purpose: 'service', effective_month: '2018-12' }
    await deps.db
      .insertInto('purpose_confirmation')
      .values({ ...carried, reason: '沿用', confirmed_at: deps.wall.now() })
      .execute()
    expect(await silence('2026-09')).toMatchObject({ value: 'not-applicable', purposeConfirmed: true })
    expect(await waiting()).toEqual([id])
    await confirm('service', '2026-10')
    expect(await waiting()).toEqual([])
  })
})

it('carries over what an installation’s ledger said when confirmations came in: its months are judged as before', async () => {
  const database = await emptyDatabase()
  const all = readMigrations()
  const rows = await database.owner(async (owner) => {
    const before = all.findIndex(({ file }) => file === '012-purpose.sql')
    await migrate(owner, all.slice(0, before))
    await owner.query(`
      insert into district (id, name, short_name, office_name, issuing_office, created_at)
        values ('990100', '临湖区', '临湖', '办公室', '领导小组', now());
      insert into unit (district_id, id, code, name, kind, created_at, updated_at)
        values ('990100', gen_random_uuid(), '1', '临湖区水务局', 'department', now(), now());
      insert into account (district_id, id, unit_id, name, platform, purpose, created_at, updated_at)
        select '990100', gen_random_uuid(), id, account, 'weibo', t.purpose, now(), now()
        from unit, unnest(array['甲', '乙', '丙'], array['service', 'publish', null]) as t (account, purpose)`)
    await migrate(owner, all.slice(0, before + 1))
    return (
      await owner.query('select purpose, effective_month, confirmed_by from purpose_confirmation order by purpose')
    ).rows
  })
  expect(rows).toEqual([
    { purpose: 'publish', effective_month: '2018-12', confirmed_by: null },
    { purpose: 'service', effective_month: '2018-12', confirmed_by: null },
  ])
})

it.each([
  [{ purpose: 'publish', purposeConfirmed: false }, 'service', '未经监管单位确认，按发布类判定（单位自报办事类）'],
  [{ purpose: 'publish', purposeConfirmed: false }, null, '未经监管单位确认，按发布类判定（单位自报：未填）'],
  [{ purpose: 'mixed', purposeConfirmed: true }, 'service', '综合类，监管单位确认（单位自报办事类）'],
  [{}, 'service', '单位自报办事类'],
] as const)('a finding says of its purpose: %j, stated %s: %s', (facts, stated, words) => {
  expect(purposeWords(facts, stated)).toBe(words)
})

import { describe, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  monitoredDistrict,
  type MonitoredDistrict,
} from '../../../tests/support/monitored-district.ts'
import { permissionTable, type Role, roles } from '../../access/index.ts'
import { type CivilDate, civilDate, instant, month } from '../../calendar/index.ts'
import { importPosts, undoImport } from '../../collection/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readUnit, saveAccount, saveAccountWithin, saveUnit, setDuty } from '../../registry/index.ts'
import { eventsOf, latestEvents } from '../../trail/index.ts'
import { listFindings } from '../findings.ts'
import { standingOfRun } from '../page-queries.ts'
import { latestRun } from '../queries.ts'
import { unknownAccounts } from '../unseen.ts'
import { decideFinding } from './decide-finding.ts'
import { recordPatrol } from './record-patrol.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')
const supervisor = actorOf('supervisor')
const reviewer = actorOf('reviewer')
const check = (place: MonitoredDistrict, asOf?: string) =>
  runCheck(place.deps, supervisor, { districtId, month: september, ...(asOf ? { asOf: civilDate(asOf) } : {}) })
const findingsOf = async (place: MonitoredDistrict) =>
  (await listFindings(place.deps.db, districtId, { month: september })).findings

/** 13, 14 and 15 days silent, never collected; one account each. */
async function district() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局', { duties: { primary: 'filled', direct: 'filled', staff: 'filled' } })
  const silent = async (name: string, platform: 'weibo' | 'douyin' | 'kuaishou' | 'toutiao', last?: string) => {
    const id = await place.account(unit, name, { platform, filing_state: 'filed', certified_entity: '临湖区水务局' })
    if (last) await place.posts(id, last)
    if (last) await place.collected(id, '2026-09-01', '2026-10-01')
    return id
  }
  const ids = {
    thirteen: await silent('十三天', 'weibo', '2026-09-17'),
    fourteen: await silent('十四天', 'douyin', '2026-09-16'),
    fifteen: await silent('十五天', 'kuaishou', '2026-09-15'),
    unseen: await silent('未采集', 'toutiao'),
  }
  return { ...place, ...ids, unitId: unit }
}

it('judges each account at the last day 24:00 and prints coverage', async () => {
  const place = await district()
  const document = await check(place)
  expect(document).toMatchObject({
    district: districtId,
    month: '2026-09',
    checkpoint: '2026-09-30',
    rules: { id: 'junshan-2019', version: '2' },
    coverage: { registered: 4, judged: 3, unknown: 1, ratio: 0.75 },
  })
  expect(Object.fromEntries(document.accounts.map(({ name, verdict }) => [name, verdict]))).toEqual({
    十三天: 'qualified',
    十四天: 'qualified',
    十五天: 'unqualified',
    未采集: 'unknown',
  })
  const fifteen = document.accounts.find(({ id }) => id === place.fifteen)
  expect(fifteen?.results[0]).toMatchObject({
    indicator: 'N-NM-02a',
    class: 'veto',
    value: 'fail',
    margin: -1,
    facts: { silentDays: 15 },
  })
})

it('prints the same bytes for the same month and data, and writes no second run', async () => {
  const place = await district()
  const first = JSON.stringify(await check(place))
  expect(JSON.stringify(await check(place))).toBe(first)
  expect(await place.count('check_run')).toBe(1)
  const { id } = (await latestRun(place.deps.db, districtId, september))!
  const events = await eventsOf(place.deps.db, districtId, { kind: 'check', id })
  expect(events.map(({ action }) => action)).toEqual(['check.repeated', 'check.ran'])
})

it('is up to date again once it was judged again, also where nothing changed', async () => {
  const place = await district()
  await check(place)
  const run = (await latestRun(place.deps.db, districtId, september))!
  const later = place.at('2026-10-12T02:00:00.000Z')
  const seen = { districtId, accountId: place.fifteen, checkedAt: later.clock.now(), reachable: 'blocked' as const }
  await recordPatrol(later, reviewer, seen)
  expect(await standingOfRun(place.deps.db, districtId, run)).toEqual({ again: undefined, stale: true })
  await check({ ...place, deps: place.at('2026-10-12T03:00:00.000Z') })
  expect(await standingOfRun(place.deps.db, districtId, run)).toEqual({
    again: '2026-10-12T03:00:00.000Z',
    stale: false,
  })
})

it.each<[string, (place: Awaited<ReturnType<typeof district>>, later: MonitoredDistrict['deps']) => Promise<unknown>]>([
  [
    'an account',
    ({ thirteen, unitId }, later) =>
      saveAccount(later, supervisor, {
        districtId,
        unitId,
        id: thirteen,
        version: 1,
        facts: { name: '十三天', platform: 'weibo', certifiedEntity: '临湖区农业农村局' },
        slipReason: '登记笔误',
      }),
  ],
  [
    'a unit',
    async ({ unitId, deps }, later) => {
      const unit = (await readUnit(deps.db, districtId, unitId))!
      await saveUnit(later, supervisor, { districtId, ...unit, shortName: '水务' })
    },
  ],
  [
    'one of the responsible people',
    ({ unitId }, later) =>
      setDuty(later, supervisor, { districtId, unitId, duty: 'staff', version: 1, state: 'vacant' }),
  ],
])('may be out of date once %s was changed in the ledger', async (_what, change) => {
  const place = await district()
  await check(place)
  const run = (await latestRun(place.deps.db, districtId, september))!
  expect(await standingOfRun(place.deps.db, districtId, run)).toMatchObject({ stale: false })
  await change(place, place.at('2026-10-12T02:00:00.000Z'))
  expect(await standingOfRun(place.deps.db, districtId, run)).toMatchObject({ stale: true })
})

it('may be out of date once a file is taken back that it knew of', async () => {
  const place = await district()
  const bytes = new TextEncoder().encode('账号,标题,链接,发布时间\n十五天,停水,https://example.cn/1,2026-09-20')
  const early = { ...place.at('2026-10-12T00:30:00.000Z'), ids: place.deps.ids }
  const { importId } = await importPosts(early, supervisor, { districtId, fileName: '补录.csv', bytes })
  await check(place)
  const run = (await latestRun(place.deps.db, districtId, september))!
  expect((await standingOfRun(place.deps.db, districtId, run)).stale).toBe(false)
  const later = { ...place.at('2026-10-12T02:00:00.000Z'), ids: place.deps.ids }
  const nothingRests = () => Promise.resolve({ months: [], reports: [] })
  await undoImport(later, supervisor, { districtId, importId: importId ?? '', reason: '不是这个账号的' }, nothingRests)
  expect((await standingOfRun(place.deps.db, districtId, run)).stale).toBe(true)
})

it('asks again for a patroller or a reason where judging again after a look changed nothing', async () => {
  const place = await district()
  const at = (moment: string) => ({ ...place, deps: place.at(moment) })
  // A look in the middle of the window tells nothing of its end, and the same look a second time tells nothing new.
  const look = (moment: string) =>
    recordPatrol(place.at(moment), reviewer, {
      districtId,
      accountId: place.unseen,
      checkedAt: instant('2026-09-20T02:00:00.000Z'),
      reachable: 'open',
      lastUpdateOn: civilDate('2026-09-10'),
    })
  await look('2026-10-12T01:00:00.000Z')
  await check(at('2026-10-12T02:00:00.000Z'))
  const run = (await latestRun(place.deps.db, districtId, september))!
  const settled = async () => (await unknownAccounts(place.deps.db, districtId, [run.id])).map((one) => one.settled)
  expect(await settled()).toEqual([null])
  await look('2026-10-12T03:00:00.000Z')
  expect(await settled()).toEqual(['patrolled'])
  await check(at('2026-10-12T04:00:00.000Z'))
  expect(await latestRun(place.deps.db, districtId, september)).toMatchObject({ id: run.id })
  expect(await settled()).toEqual([null])
})

it('puts only failures before reviewers: not the unknown, not the warned', async () => {
  const place = await district()
  await check(place)
  expect((await findingsOf(place)).map(({ accountName, indicator, state }) => [accountName, indicator, state])).toEqual(
    [['十五天', 'N-NM-02a', 'candidate']],
  )
})

it('neither judges nor names accounts outside the notice, nor deregistered ones; counts them apart', async () => {
  const place = await district()
  await place.account(await place.unit('临湖区税务局', { kind: 'vertical' }), '临湖税务')
  await place.account(place.unitId, '旧号', { running_state: 'deregistered' })
  const document = await check(place)
  expect(document.coverage.registered).toBe(4)
  expect(JSON.stringify(document)).not.toContain('临湖税务')
  expect((await latestRun(place.deps.db, districtId, september))?.coverage).toMatchObject({
    leads: 1,
    ceased: 1,
    unsettled: 0,
  })
})

it('neither judges nor names accounts of a unit whose kind is still to be settled, nor calls them 移交线索', async () => {
  const place = await district()
  await place.account(await place.unit('新桥社区', { kind: 'unknown' }), '新桥社区发布')
  const document = await check(place)
  expect(document.coverage.registered).toBe(4)
  expect(JSON.stringify(document)).not.toContain('新桥社区')
  expect((await latestRun(place.deps.db, districtId, september))?.coverage).toMatchObject({ leads: 0, unsettled: 1 })
})

describe('which day is judged', () => {
  it.each([
    ['the month is not over on its last day', '2026-09-30T15:59:00.000Z', undefined, 'check.month-not-over'],
    ['a day of another month', '2026-10-12T01:00:00.000Z', '2026-10-01', 'check.day-outside-month'],
    ['a day that lies ahead', '2026-09-20T01:00:00.000Z', '2026-09-21', 'check.day-in-future'],
  ])('refuses: %s', async (_what, now, asOf, code) => {
    const place = await district()
    await expect(check({ ...place, deps: place.at(now) }, asOf)).rejects.toMatchObject({ code })
  })

  it('judges the month as soon as its last day is over', async () => {
    const place = await district()
    expect((await check({ ...place, deps: place.at('2026-09-30T16:00:00.000Z') })).checkpoint).toBe('2026-09-30')
  })

  it('judges a running month at a named day, today included', async () => {
    const place = await district()
    const document = await check({ ...place, deps: place.at('2026-09-30T02:00:00.000Z') }, '2026-09-30')
    expect(document.accounts.find(({ id }) => id === place.fifteen)?.verdict).toBe('unqualified')
  })

  it('keeps a look back at an earlier day apart: the bench shows the latest checkpoint', async () => {
    const place = await district()
    await check(place)
    expect((await check(place, '2026-09-29')).accounts.every(({ verdict }) => verdict !== 'unqualified')).toBe(true)
    expect((await findingsOf(place)).map(({ state }) => state)).toEqual(['candidate'])
    expect((await latestRun(place.deps.db, districtId, september))?.checkpoint).toBe('2026-09-30')
  })
})

describe('when data change after a check', () => {
  it('withdraws a candidate whose fact is gone, and brings it back when the fact is', async () => {
    const place = await district()
    await check(place)
    await place.posts(place.fifteen, '2026-09-28')
    await check(place)
    expect(await findingsOf(place)).toMatchObject([{ state: 'withdrawn', version: 2 }])
    await place.database.db
      .deleteFrom('post')
      .where('account_id', '=', place.fifteen)
      .where('published_on', '=', civilDate('2026-09-28'))
      .execute()
    await check(place)
    expect(await findingsOf(place)).toMatchObject([{ state: 'candidate', version: 3 }])
  })

  it('asks a person again where the fact under a confirmation is gone, and never takes it back by itself', async () => {
    const place = await district()
    await check(place)
    const [finding] = await findingsOf(place)
    await decideFinding(place.deps, reviewer, {
      districtId,
      findingId: finding!.id,
      decision: 'confirm',
      version: finding!.version,
    })
    await place.posts(place.fifteen, '2026-09-28')
    for (let again = 0; again < 2; again++) {
      await check(place, again === 0 ? undefined : '2026-09-30')
      expect(await findingsOf(place)).toMatchObject([
        { state: 'needs-evidence', factsChanged: true, facts: { silentDays: 15 } },
      ])
      await place.posts(place.fifteen, '2026-09-29')
    }
  })

  it('asks a person again where the account fails on other facts than those that were dismissed', async () => {
    const place = await district()
    await check(place)
    const [finding] = await findingsOf(place)
    const decision = { districtId, findingId: finding!.id, decision: 'dismiss', reason: '采集漏项' } as const
    await decideFinding(place.deps, reviewer, { ...decision, version: finding!.version })
    await place.database.db.deleteFrom('post').where('account_id', '=', place.fifteen).execute()
    await place.posts(place.fifteen, '2026-09-11')
    await check(place)
    expect(await findingsOf(place)).toMatchObject([
      { state: 'candidate', reason: '采集漏项', factsChanged: true, facts: { silentDays: 19 } },
    ])
  })

  it('renews the facts of an open candidate', async () => {
    const place = await district()
    await place.database.db.deleteFrom('post').where('account_id', '=', place.fifteen).execute()
    await check(place)
    expect(await findingsOf(place)).toMatchObject([{ facts: { silentDays: null }, version: 1 }])
    await place.posts(place.fifteen, '2026-09-10')
    await check(place)
    expect(await findingsOf(place)).toMatchObject([{ facts: { silentDays: 20 }, version: 2, factsChanged: false }])
  })
})

it('checks one district and month at a time: four at once give one run', async () => {
  const place = await district()
  const connected = () => place.database.db.selectFrom('district').select('id').execute()
  await Promise.all([connected(), connected(), connected(), connected()])
  const documents = await Promise.all([check(place), check(place), check(place), check(place)])
  expect(new Set(documents.map((document) => JSON.stringify(document))).size).toBe(1)
  expect(await place.count('check_run')).toBe(1)
})

it('holds no account against a unit for another that it is closing', async () => {
  const place = await district()
  await place.account(place.unitId, '将关停', { platform: 'weibo', running_state: 'closing' })
  const { accounts } = await check(place)
  const duplicates = (name: string) =>
    accounts.find((one) => one.name === name)?.results.find(({ indicator }) => indicator === 'D-JS-12')?.value
  expect([duplicates('十三天'), duplicates('将关停')]).toEqual(['pass', 'not-applicable'])
})

it('uses the district’s own threshold from the day it is in force', async () => {
  const place = await district()
  const setting = {
    district_id: districtId,
    key: 'strictFourteen',
    source: '区办〔2026〕1号',
    changed_by: 'x',
    changed_at: place.deps.wall.now(),
  }
  await place.database.db
    .insertInto('district_setting')
    .values({ ...setting, value: 'true', effective_from: civilDate('2026-09-30') })
    .execute()
  const document = await check(place)
  expect(document.accounts.find(({ id }) => id === place.fourteen)).toMatchObject({
    verdict: 'unqualified',
    results: expect.arrayContaining([
      expect.objectContaining({
        indicator: 'N-NM-02a',
        threshold: expect.objectContaining({ strict: true, source: '区办〔2026〕1号' }),
      }),
    ]),
  })
  expect((await check(place, '2026-09-29')).accounts.find(({ id }) => id === place.fifteen)?.verdict).toBe('qualified')
})

it('leaves one event with counts and digest, and shows its progress', async () => {
  const place = await district()
  const messages: string[] = []
  await runCheck(place.deps, supervisor, {
    districtId,
    month: september,
    onProgress: ({ message }) => messages.push(message),
  })
  expect(await latestEvents(place.deps.db, districtId)).toMatchObject([
    { action: 'check.ran', after: { candidates: 1, coverage: { unknown: 1 } } },
  ])
  expect(messages.at(-1)).toBe('判定完成：4 个账号，线索 1 条')
})

it('is run only by those who may', async () => {
  const place = await district()
  const refused: Role[] = []
  for (const role of roles)
    await runCheck(place.deps, actorOf(role), { districtId, month: september }).catch(
      ({ code }) => code === 'access.denied' && refused.push(role),
    )
  expect(refused).toEqual(roles.filter((role) => !permissionTable[role]['check.run']))
})

it('finds the accounts of a unit that was merged, and counts them with those of the unit that took it over', async () => {
  const place = await monitoredDistrict()
  const [old, middle, into] = [
    await place.unit('临湖区文化馆'),
    await place.unit('临湖区文化局'),
    await place.unit('临湖区文化和旅游局'),
  ]
  for (const [unit, name, entity] of [
    [old, '临湖文化馆', '临湖区文化馆'],
    [into, '临湖文旅', '临湖区文化和旅游局'],
  ] as const)
    await place.account(unit, name, { platform: 'weibo', certified_entity: entity })
  const merge = (id: string, name: string, mergedInto: string) =>
    saveUnit(place.deps, supervisor, {
      districtId,
      id,
      version: 1,
      name,
      kind: 'department',
      state: 'merged',
      mergedInto,
    })
  const failed = async () =>
    Object.fromEntries(
      (await check(place)).accounts.map(({ name, results }) => [
        name,
        results.filter(({ value }) => value === 'fail').map(({ indicator }) => indicator),
      ]),
    )
  expect(await failed()).toEqual({ 临湖文化馆: [], 临湖文旅: [] })
  await merge(old, '临湖区文化馆', middle)
  await merge(middle, '临湖区文化局', into)
  expect(await failed()).toEqual({ 临湖文化馆: ['CL-7', 'D-JS-12'], 临湖文旅: ['D-JS-12'] })
})

describe('a month that is judged again later', () => {
  type Place = MonitoredDistrict & { unitId: string; fifteen: string }
  type Move = { runningState: 'closing' | 'closed' | 'deregistered'; ceasedOn?: CivilDate }
  const move = (place: Place, on: string, version: number, to: Move) =>
    inTransaction(place.deps.db, (tx) =>
      saveAccountWithin(tx, place.at(`${on}T01:00:00.000Z`), supervisor, {
        districtId,
        unitId: place.unitId,
        id: place.fifteen,
        version,
        facts: { name: '十五天', platform: 'kuaishou' },
        ...to,
      }),
    )

  // The checkpoint is the end of the day: one that is gone during it is gone. What was typed when decides nothing.
  it.each([
    ['2026-10-01', '2026-10-01', 4],
    ['2026-10-01', '2026-10-09', 4],
    ['2026-09-30', '2026-09-30', 3],
    ['2026-09-30', '2026-10-09', 3],
    ['2026-09-20', '2026-10-09', 3],
  ])('deregistered on %s and entered on %s: %i accounts were there at the end of 09-30', async (day, typed, there) => {
    const place = await district()
    await move(place, '2026-09-01', 1, { runningState: 'closing' })
    await move(place, '2026-09-02', 2, { runningState: 'closed' })
    await move(place, typed, 3, { runningState: 'deregistered', ceasedOn: civilDate(day) })
    expect((await check(place)).coverage.registered).toBe(there)
  })

  it.each(['closing', 'closed'] as const)(
    'judges an account that is %s until it is gone (sentence 8)',
    async (state) => {
      const place = await district()
      await place.database.db
        .updateTable('account')
        .set({ running_state: state, operating_status: 'stopped' })
        .where('id', '=', place.fifteen)
        .execute()
      const judged = (await check(place)).accounts.find(({ id }) => id === place.fifteen)
      expect(judged).toMatchObject({ verdict: 'unqualified' })
    },
  )

  it('has no place for an account that was opened after its checkpoint', async () => {
    const place = await district()
    const facts = { name: '新号', platform: 'weibo' as const, openedOn: civilDate('2026-10-08') }
    await saveAccount(place.deps, supervisor, { districtId, unitId: place.unitId, facts })
    expect((await check(place)).accounts.map(({ name }) => name)).not.toContain('新号')
  })
})

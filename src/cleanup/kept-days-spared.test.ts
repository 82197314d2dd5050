import { describe, expect, it } from 'vitest'
import { askedDistrict } from '../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { changeSetting, type Deps } from '../access/index.ts'
import { addDays, civilDate, instant, month } from '../calendar/index.ts'
import { importPosts } from '../collection/index.ts'
import { confirmPurpose, decideFinding, listFindings, recordPatrol, runCheck } from '../monitoring/index.ts'
import { readAccounts, readUnits, saveAccount, saveUnit } from '../registry/index.ts'
import { keepDays, type KeptAsOf } from './index.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')
const day = civilDate('2026-06-26')
const clockAt = (time: string) => `${day}T${time}:00+08:00`

/** An office on 26 June, with turns of the rounds of one running program. */
async function office() {
  const place = await monitoredDistrict(clockAt('09:00'))
  const unitId = await place.unit('临湖区水务局')
  const accountId = await place.account(unitId, '临湖水务', { platform: 'weibo', certified_entity: '临湖区水务局' })
  await place.posts(accountId, '2026-05-01')
  await place.collected(accountId, '2026-05-01', '2026-06-25')
  const at = (time: string): Deps => ({ ...place.at(clockAt(time)), ids: place.deps.ids })
  return { ...place, unitId, accountId, now: at, ...turning(place.deps, at) }
}

function turning({ db }: Deps, at: (time: string) => Deps) {
  const memory: KeptAsOf = new Map()
  return {
    /** Whether this turn wrote the day anew, and that what stands there is what the rules say at this moment. */
    async turn(time: string): Promise<boolean> {
      await keepDays(at(time), actorOf('operator'), districtId, memory)
      const kept = await db
        .selectFrom('cleanup_day_kept')
        .select(['kept_at', 'digest'])
        .where('as_of', '=', day)
        .executeTakeFirstOrThrow()
      return kept.kept_at === at(time).wall.now()
    },
    /** A program that has just started remembers nothing. */
    restart: () => memory.clear(),
  }
}

type Office = Awaited<ReturnType<typeof office>>

const firstAccount = async ({ deps, accountId }: Office) =>
  (await readAccounts(deps.db, districtId, { orIds: [accountId] })).find(({ id }) => id === accountId)!

const changes: Readonly<Record<string, (place: Office) => Promise<unknown>>> = {
  'an account is changed': async (place) => {
    const { name, platform, version } = await firstAccount(place)
    const { unitId, accountId: id } = place
    const facts = { name: `${name}发布`, platform }
    return saveAccount(place.now('10:10'), supervisor, { districtId, unitId, id, version, facts })
  },
  'an account is registered': ({ now, unitId }) =>
    saveAccount(now('10:10'), supervisor, { districtId, unitId, facts: { name: '临湖供水', platform: 'douyin' } }),
  'a unit is abolished': async ({ now, deps }) => {
    const [unit] = await readUnits(deps.db, districtId)
    const { id, version, name, kind } = unit!
    return saveUnit(now('10:10'), supervisor, { districtId, id, version, name, kind, state: 'abolished' })
  },
  'posts are imported': ({ now }) =>
    importPosts(now('10:10'), supervisor, {
      districtId,
      fileName: '六月.csv',
      bytes: new TextEncoder().encode('账号,平台,标题,发布时间\n临湖水务,微博,防汛,2026-06-25'),
      acceptValid: true,
    }),
  'an account is looked at by a person': ({ now, accountId }) =>
    recordPatrol(now('10:10'), supervisor, {
      districtId,
      accountId,
      checkedAt: instant('2026-06-26T02:00:00.000Z'),
      reachable: 'open',
      hasInteraction: true,
      lastUpdateOn: civilDate('2026-06-20'),
    }),
  'a month is checked and its finding confirmed': async ({ now, deps }) => {
    const may = month('2026-05')
    await runCheck(now('10:10'), supervisor, { districtId, month: may })
    const { findings } = await listFindings(deps.db, districtId, { month: may, indicator: 'N-NM-02a' })
    const [{ id, version } = { id: '', version: 0 }] = findings
    return decideFinding(now('10:10'), actorOf('reviewer'), {
      districtId,
      findingId: id,
      version,
      decision: 'confirm',
    })
  },
  'a purpose is confirmed': ({ now, accountId }) =>
    confirmPurpose(now('10:10'), officeHead, {
      districtId,
      accountId,
      purpose: 'service',
      effectiveMonth: month('2026-06'),
      reason: '经核对菜单，只有办事入口',
    }),
  'the district sets its own days': ({ now }) =>
    changeSetting(now('10:10'), officeHead, {
      districtId,
      key: 'cleanupSilentDays',
      value: 30,
      effectiveFrom: day,
      source: '临政办〔2026〕8号',
    }),
}

describe('the proposals of a day', () => {
  it('are not reckoned anew while nothing has happened, but on the next day and by a program that has just started', async () => {
    const { turn, restart, now } = await office()
    expect([await turn('09:00'), await turn('10:01'), await turn('23:41')]).toEqual([true, false, false])
    restart()
    expect(await turn('23:51')).toBe(true)
    const tomorrow = addDays(day, 1)
    const next = { ...now('23:51'), clock: { ...now('23:51').clock, today: () => tomorrow } }
    await keepDays(next, actorOf('operator'), districtId, new Map([[districtId, `${day} 0`]]))
    expect(await next.db.selectFrom('cleanup_day_kept').select('as_of').orderBy('as_of').execute()).toEqual([
      { as_of: day },
      { as_of: tomorrow },
    ])
  })

  it.each(Object.keys(changes))('are reckoned anew after %s, once', async (kind) => {
    const place = await office()
    await place.turn('09:00')
    await changes[kind]?.(place)
    expect([await place.turn('10:20'), await place.turn('23:41')]).toEqual([true, false])
    place.restart()
    const { digest: seen } = await digestOf(place.deps)
    await place.turn('23:51')
    // The turn that noticed wrote what a program without any memory writes.
    expect((await digestOf(place.deps)).digest).toBe(seen)
  })

  it('are reckoned anew after a return was accepted', async () => {
    const place = await askedDistrict()
    await place.handedIn()
    await place.check()
    const { turn } = turning(place.deps, (time) => ({ ...place.at(clockAt(time)), ids: place.deps.ids }))
    expect([await turn('09:00'), await turn('10:01')]).toEqual([true, false])
    await place.accept()
    expect(await turn('10:11')).toBe(true)
  })

  it('say another thing after a change that matters to them', async () => {
    const place = await office()
    await place.turn('09:00')
    const before = (await digestOf(place.deps)).digest
    await changes['the district sets its own days']?.(place)
    await place.turn('10:20')
    expect((await digestOf(place.deps)).digest).not.toBe(before)
  })
})

const digestOf = ({ db }: Deps) =>
  db.selectFrom('cleanup_day_kept').select('digest').where('as_of', '=', day).executeTakeFirstOrThrow()

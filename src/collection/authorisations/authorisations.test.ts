import { describe, expect, it } from 'vitest'
import { failing } from '../../../tests/support/failing.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { type Deps, roles } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import type { Outgoing } from '../../outgoing/index.ts'
import { virtualClock } from '../../../tests/support/simulated-day.ts'
import { collectDue } from '../running/collect-due.ts'
import { listTargets } from '../running/page-queries.ts'
import { testLook } from '../running/test-look.ts'
import { addSource, addTarget, changeTarget } from '../sources/set-up.ts'
import { confirmListing } from '../verbs/confirm-listing.ts'
import { recordAuthorisation } from '../verbs/record-authorisation.ts'
import { replaceSecrets } from '../verbs/replace-secrets.ts'
import { revokeAuthorisation } from '../verbs/revoke-authorisation.ts'
import { type Grant, standingOf, standingOfAll } from './model.ts'
import { authorisationsOf } from './queries.ts'

const supervisor = actorOf('supervisor')
const unit = 'unit-a'
const grant = (more: Partial<Grant> = {}): Grant => ({
  unitId: unit,
  signedOn: civilDate('2026-03-01'),
  validUntil: civilDate('2026-10-12'),
  revokedOn: null,
  ...more,
})

describe('a 授权书', () => {
  it.each([
    ['on the day it was signed', '2026-03-01', {}, 'in-force'],
    ['the day before', '2026-02-28', {}, 'not-yet'],
    ['on its last day', '2026-10-12', {}, 'in-force'],
    ['the day after', '2026-10-13', {}, 'expired'],
    ['the day before it is taken back', '2026-05-31', { revokedOn: civilDate('2026-06-01') }, 'in-force'],
    ['on the day it is taken back', '2026-06-01', { revokedOn: civilDate('2026-06-01') }, 'revoked'],
    ['of the unit that sponsored the account before', '2026-05-01', { unitId: 'unit-b' }, 'other-unit'],
  ] as const)('%s', (_what, day, more, wanted) => {
    expect(standingOf(grant(more), unit, civilDate(day))).toBe(wanted)
  })

  it('any one in force will do; else the newest says why not; none at all is none', () => {
    const today = civilDate('2026-06-01')
    const revoked = grant({ signedOn: civilDate('2026-05-01'), revokedOn: civilDate('2026-05-20') })
    const expired = grant({ signedOn: civilDate('2025-01-01'), validUntil: civilDate('2025-12-31') })
    expect(standingOfAll([revoked, grant()], unit, today)).toBe('in-force')
    expect(standingOfAll([expired, revoked], unit, today)).toBe('revoked')
    expect(standingOfAll([], unit, today)).toBe('none')
  })
})

const SECRET = 'Ab3"secret/of-the-unit'
const NEXT = 'another-secret-of-the-unit'
const scan = { name: '授权书.pdf', bytes: Buffer.from('%PDF-1.7\n%%EOF') }

async function place() {
  const district = await monitoredDistrict('2026-10-12T01:00:00.000Z')
  const accountId = await district.account(await district.unit('临湖区水务局'), '临湖水务')
  const source = await addSource(district.deps, supervisor, { districtId, kind: 'weixin', name: '', settings: {} })
  const { id: targetId } = await addTarget(district.deps, supervisor, {
    districtId,
    accountId,
    sourceId: source.id,
    target: { appid: 'wx0000000000000001' },
    secrets: { appSecret: SECRET },
  })
  const asked: string[] = []
  let answer = (outgoing: Outgoing): unknown =>
    outgoing.url.includes('stable_token') ? { access_token: 'token' } : { total_count: 0, item: [], list: [] }
  const send = async (outgoing: Outgoing) => {
    asked.push(`${outgoing.url} ${String(outgoing.body)}`)
    const body = Buffer.from(JSON.stringify(await answer(outgoing)))
    return { kind: 'reply' as const, url: outgoing.url, status: 200, headers: {}, body }
  }
  const work = {
    send,
    atPace: <T>(_host: string, run: () => Promise<T>) => run(),
    worker: '00000000-0000-7000-8000-000000000001',
    decisiveDays: [7, 10, 13, 15],
    onDefect: failing,
  }
  const at = (moment: string): Deps => ({ ...district.at(moment), ids: district.deps.ids })
  const look = async (deps: Deps = district.deps) => {
    await deps.db.updateTable('collection_target').set({ next_at: deps.wall.now() }).execute()
    const { targets } = await collectDue(deps, supervisor, districtId, work)
    return targets[0]
  }
  const authorise = (more: object = {}, deps = district.deps) =>
    recordAuthorisation(deps, supervisor, {
      districtId,
      accountId,
      sourceKind: 'weixin',
      scan,
      signedOn: civilDate('2026-10-01'),
      validUntil: civilDate('2026-12-31'),
      ...more,
    })
  const revoke = (authorisationId: string, more: object = {}, deps = district.deps) =>
    revokeAuthorisation(deps, supervisor, {
      districtId,
      accountId,
      authorisationId,
      revokedOn: civilDate('2026-10-12'),
      reason: '运营单位来函撤回',
      ...more,
    })
  const target = () =>
    district.deps.db.selectFrom('collection_target').selectAll().where('id', '=', targetId).executeTakeFirstOrThrow()
  const everything = () =>
    district.database.owner(async (owner) => {
      const { rows } = await owner.query(`select tablename as name from pg_tables where schemaname = 'public'`)
      let text = ''
      for (const { name } of rows)
        text += (await owner.query(`select coalesce(string_agg(t::text, ' '), '') as text from "${name}" t`)).rows[0]
          .text
      return text
    })
  return {
    ...district,
    at,
    accountId,
    targetId,
    look,
    authorise,
    revoke,
    target,
    everything,
    asked,
    work,
    answerWith: (next: typeof answer) => {
      answer = next
    },
  }
}

describe('an operator’s API', () => {
  it('is not asked before a 授权书 is recorded, after it is taken back, nor when it has lapsed', async () => {
    const { look, authorise, revoke, asked, at } = await place()
    expect(await look()).toMatchObject({ outcome: 'unauthorised', why: '未登记授权书' })
    const { id } = await authorise({ validUntil: civilDate('2026-10-31') })
    expect(asked).toEqual([])
    expect(await look()).toMatchObject({ outcome: 'ok' })
    const requests = asked.length
    expect(requests).toBeGreaterThan(1)
    expect(await look(at('2026-10-31T15:59:59.000Z'))).toMatchObject({ outcome: 'ok' })
    const through = asked.length
    expect(await look(at('2026-10-31T16:00:00.000Z'))).toMatchObject({ outcome: 'unauthorised', why: '授权书已到期' })
    await revoke(id)
    expect(await look()).toMatchObject({ outcome: 'unauthorised', why: '授权书已撤回' })
    expect(asked).toHaveLength(through)
  })

  it('is not asked on the strength of a paper of another platform or of the unit that sponsored the account before', async () => {
    const { look, authorise, unit: makeUnit, deps, asked, accountId } = await place()
    await authorise({ sourceKind: 'weibo' })
    expect(await look()).toMatchObject({ outcome: 'unauthorised', why: '未登记授权书' })
    await authorise()
    const other = await makeUnit('临湖区城管局')
    await deps.db.updateTable('account').set({ unit_id: other }).where('id', '=', accountId).execute()
    expect(await look()).toMatchObject({ why: '授权书由原主办单位出具，现主办单位未授权' })
    expect(asked).toEqual([])
  })

  it('is not tried out either without one', async () => {
    const { deps, accountId, asked, work, authorise } = await place()
    const trial = () =>
      testLook(deps, supervisor, {
        districtId,
        accountId,
        kind: 'weixin',
        target: { appid: 'wx0000000000000001' },
        secrets: { appSecret: SECRET },
        send: work.send,
      })
    expect(await trial()).toMatchObject({ outcome: 'unauthorised', why: '未登记授权书' })
    expect(asked).toEqual([])
    await authorise()
    expect(await trial()).toMatchObject({ outcome: 'ok' })
  })

  it('is asked at once when its paper is recorded, and its credentials are destroyed when it is taken back', async () => {
    const { look, authorise, revoke, target, deps } = await place()
    await look()
    expect((await target()).next_at > deps.wall.now()).toBe(true)
    const first = await authorise()
    expect(await target()).toMatchObject({ next_at: deps.wall.now(), failures: 0 })
    const second = await authorise()
    await revoke(first.id)
    expect((await target()).secrets).not.toBeNull()
    await revoke(second.id)
    expect(await target()).toMatchObject({ secrets: null, secrets_key: null })
    await authorise()
    expect(await look()).toMatchObject({ outcome: 'unauthorised', why: '未填写凭据' })
  })

  it('keeps the paper, who recorded it, and why it was taken back', async () => {
    const { deps, authorise, revoke, accountId, count } = await place()
    const { id } = await authorise()
    await revoke(id, { revokedOn: civilDate('2026-10-11') })
    expect(await authorisationsOf(deps.db, districtId, accountId)).toMatchObject([
      {
        id,
        unitName: '临湖区水务局',
        recordedBy: 'user:supervisor',
        revokedOn: '2026-10-11',
        revokedReason: '运营单位来函撤回',
      },
    ])
    expect(await count('stored_file')).toBe(1)
  })

  it.each([
    ['public sources', { sourceKind: 'feed' }, 'authorisation.not-needed'],
    ['a day to come', { signedOn: civilDate('2026-10-13') }, 'authorisation.dates'],
    ['an end before its beginning', { validUntil: civilDate('2026-09-30') }, 'authorisation.dates'],
    [
      'one that has lapsed',
      { signedOn: civilDate('2026-09-01'), validUntil: civilDate('2026-10-11') },
      'authorisation.expired',
    ],
    ['a paper that is none', { scan: { name: 'a.txt', bytes: Buffer.from('授权') } }, 'file.kind-not-accepted'],
    ['an account that isn’t in the ledger', { accountId: '018f0000-0000-7000-8000-00000000dead' }, 'record.not-found'],
  ])('refuses to record %s', async (_what, more, code) => {
    const { authorise } = await place()
    await expect(authorise(more)).rejects.toMatchObject({ code })
  })

  it('refuses to take one back twice, without a reason, or on a day to come', async () => {
    const { authorise, revoke } = await place()
    const { id } = await authorise()
    await expect(revoke(id, { reason: '　' })).rejects.toMatchObject({ code: 'authorisation.reason-missing' })
    await expect(revoke(id, { revokedOn: civilDate('2026-10-13') })).rejects.toMatchObject({
      code: 'authorisation.revoked-later',
    })
    await revoke(id)
    await expect(revoke(id)).rejects.toMatchObject({ code: 'authorisation.revoked-already' })
  })

  it('only a 监管员 records and takes back', async () => {
    const { deps, accountId } = await place()
    const recording = {
      districtId,
      accountId,
      sourceKind: 'weixin',
      scan,
      signedOn: civilDate('2026-10-01'),
      validUntil: civilDate('2026-12-31'),
    }
    const revoking = {
      districtId,
      accountId,
      authorisationId: accountId,
      revokedOn: civilDate('2026-10-12'),
      reason: '来函',
    }
    for (const role of roles.filter((one) => one !== 'supervisor')) {
      const denied = { code: 'access.denied' }
      await expect(recordAuthorisation(deps, actorOf(role), recording)).rejects.toMatchObject(denied)
      await expect(revokeAuthorisation(deps, actorOf(role), revoking)).rejects.toMatchObject(denied)
    }
  })
})

describe('a look of several requests', () => {
  it('sends each of them at the pace of its host', async () => {
    const here = await place()
    await here.authorise()
    const hosts: string[] = []
    const atPace = <T>(host: string, run: () => Promise<T>) => (hosts.push(host), run())
    await collectDue(here.deps, supervisor, districtId, { ...here.work, atPace })
    expect(here.asked.length).toBeGreaterThan(3)
    expect(hosts).toEqual(here.asked.map(() => 'api.weixin.qq.com'))
  })

  it('is not taken over by another worker while answers come, however long it takes', async () => {
    const here = await place()
    await here.authorise()
    const clock = virtualClock(Date.parse(here.deps.wall.now()))
    const deps = { ...here.deps, clock, wall: clock }
    const other = { ...here.work, worker: '00000000-0000-7000-8000-000000000002' }
    const taken: number[] = []
    here.answerWith(async (outgoing) => {
      clock.set(clock.ms() + 4 * 60_000)
      taken.push((await collectDue(deps, supervisor, districtId, other)).due)
      return outgoing.url.includes('stable_token') ? { access_token: 'token' } : { total_count: 0, item: [], list: [] }
    })
    expect(await collectDue(deps, supervisor, districtId, here.work)).toMatchObject({ due: 1, outcomes: { ok: 1 } })
    expect(taken.length).toBeGreaterThan(3)
    expect(taken).toEqual(taken.map(() => 0))
  })
})

describe('what a person decides while a look is under way', () => {
  type Decided = Awaited<ReturnType<typeof place>> & {
    seen: { districtId: string; accountId: string; targetId: string; version: number }
  }
  const decisions: Record<string, (place: Decided, paper: string) => Promise<unknown>> = {
    'stops it': (here) => changeTarget(here.deps, supervisor, { ...here.seen, state: 'off' }),
    'sets it going anew': (here) => changeTarget(here.deps, supervisor, { ...here.seen, state: 'on' }),
    'replaces its credentials': (here) =>
      replaceSecrets(here.deps, supervisor, { ...here.seen, secrets: { appSecret: `${SECRET}x` } }),
    'says that its list is whole': (here) => confirmListing(here.deps, supervisor, { ...here.seen, listsAll: true }),
    'records another 授权书': (here) => here.authorise(),
    'takes its 授权书 back': (here, paper) => here.revoke(paper),
  }

  it.each(Object.entries(decisions))('stands, and the look is not heard, when somebody %s', async (_what, decide) => {
    const here = await place()
    const { id } = await here.authorise()
    const { version } = await here.target()
    const { accountId, targetId } = here
    let after: unknown
    here.answerWith(async (outgoing) => {
      if (after === undefined) {
        await decide({ ...here, seen: { districtId, accountId, targetId, version } }, id)
        after = await here.target()
      }
      return outgoing.url.includes('stable_token') ? { access_token: 'token' } : { total_count: 0, item: [], list: [] }
    })
    // What is due anew is looked at anew at once; of that second batch nothing is kept, so that the first is seen alone.
    let batches = 0
    const once = { ...here.work, isStopping: () => batches++ > 0 }
    expect(await collectDue(here.deps, supervisor, districtId, once)).toMatchObject({ targets: [] })
    expect(after).toMatchObject({ claimed_by: null, claimed_until: null, last_outcome: null })
    const claim = { claimed_by: null, claimed_until: null }
    expect({ ...(await here.target()), ...claim }).toEqual(after)
  })

  it('is not refused because a look ended since the page was opened', async () => {
    const { deps, accountId, targetId, authorise, look, target } = await place()
    await authorise()
    const { version } = await target()
    expect(await look()).toMatchObject({ outcome: 'ok' })
    await changeTarget(deps, supervisor, { districtId, accountId, targetId, version, state: 'off' })
    expect(await target()).toMatchObject({ state: 'off' })
  })
})

describe('credentials', () => {
  it('are sent to the platform and stand nowhere else: not in tables, trail, memory, answers or lists', async () => {
    const { look, authorise, asked, everything, deps, accountId, target, targetId } = await place()
    await authorise()
    const seen = await look()
    expect(asked[0]).toContain(JSON.stringify(SECRET))
    await replaceSecrets(deps, supervisor, {
      districtId,
      accountId,
      targetId,
      version: (await target()).version,
      secrets: { appSecret: NEXT },
    })
    const told = JSON.stringify([seen, await look()])
    const rows = await listTargets(deps.db, districtId, { accountId, now: deps.wall.now(), offset: 0, limit: 10 })
    expect(asked.at(-2)).not.toContain(SECRET)
    const all = `${await everything()} ${told} ${JSON.stringify(rows)}`
    expect(all).toContain('appSecret')
    for (const secret of [SECRET, NEXT]) {
      expect(all).not.toContain(secret)
      expect(all).not.toContain(JSON.stringify(secret).slice(1, -1))
      expect(all).not.toContain(Buffer.from(secret).toString('hex'))
      expect(all).not.toContain(Buffer.from(secret).toString('base64'))
    }
  })

  it('that the other side sends back are not kept', async () => {
    const { look, authorise, answerWith, everything, count } = await place()
    await authorise()
    answerWith(({ url }) =>
      url.includes('stable_token')
        ? { access_token: 'token' }
        : {
            total_count: 1,
            item: [
              {
                article_id: SECRET,
                content: { news_item: [{ title: `密钥 ${SECRET}`, url: 'https://mp.weixin.qq.com/s/x' }] },
              },
            ],
          },
    )
    expect(await look()).toMatchObject({ outcome: 'malformed', why: '应答中含有凭据，未保存' })
    expect(await count('post')).toBe(0)
    expect(await everything()).not.toContain('secret/of-the-unit')
  })

  it('belong to one target: sealed ones can’t be put beside another', async () => {
    const { deps, look, authorise, asked, accountId } = await place()
    await authorise()
    await deps.db.updateTable('collection_target').set({ id: accountId }).execute()
    expect(await look()).toMatchObject({ outcome: 'unauthorised', why: '凭据无法读取，请更换' })
    expect(asked).toEqual([])
  })

  it('that are missing are asked for by name, and what was typed is not repeated', async () => {
    const { deps, accountId, targetId, target } = await place()
    const { version } = await target()
    const replacing = replaceSecrets(deps, supervisor, {
      districtId,
      accountId,
      targetId,
      version,
      secrets: { appSecret: ' ', other: NEXT },
    })
    await expect(replacing).rejects.toMatchObject({ code: 'sources.secrets-missing' })
    await expect(replacing).rejects.toThrow('AppSecret')
    await expect(replacing).rejects.not.toThrow(NEXT)
    const stale = replaceSecrets(deps, supervisor, {
      districtId,
      accountId,
      targetId,
      version: version + 1,
      secrets: { appSecret: NEXT },
    })
    await expect(stale).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
  })

  it('only who may set up sources replaces them, or says that a list is whole', async () => {
    const { deps, accountId, targetId, target, authorise, look } = await place()
    const change = async () => ({ districtId, accountId, targetId, version: (await target()).version })
    for (const role of roles.filter((one) => one !== 'supervisor' && one !== 'operator')) {
      await expect(
        replaceSecrets(deps, actorOf(role), { ...(await change()), secrets: { appSecret: NEXT } }),
      ).rejects.toMatchObject({ code: 'access.denied' })
      await expect(confirmListing(deps, actorOf(role), { ...(await change()), listsAll: true })).rejects.toMatchObject({
        code: 'access.denied',
      })
    }
    await authorise()
    await look()
    expect(await deps.db.selectFrom('collection_span').selectAll().execute()).toEqual([])
    await confirmListing(deps, supervisor, { ...(await change()), listsAll: true })
    expect((await target()).target).toEqual({ appid: 'wx0000000000000001', listsAll: true })
  })
})

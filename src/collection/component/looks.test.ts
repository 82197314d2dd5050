import { describe, expect, it } from 'vitest'
import { componentPlace, grantedPlace, start } from '../../../tests/support/component-place.ts'
import { failing } from '../../../tests/support/failing.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { componentSettings } from '../../../tests/support/platforms/component.ts'
import { collectDue } from '../running/collect-due.ts'
import { replaceSecrets } from '../verbs/replace-secrets.ts'
import { setWindow } from '../verbs/set-window.ts'
import { startGrant, takeGrant } from '../verbs/take-grant.ts'
import { grantsOf } from './queries.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const supervisor = actorOf('supervisor')

describe('a 第三方平台', () => {
  it('reads a 公众号 by the right that its administrator gave, without an AppSecret', async () => {
    const here = await grantedPlace()
    const { targets } = await here.look()
    expect(targets).toMatchObject([{ account: '临湖水务', outcome: 'ok' }])
    expect(targets[0]!.newPosts).toBeGreaterThan(0)
    expect(await here.secrets()).toEqual({ secrets: { refreshToken: here.component.refreshTokenOf(here.appid) } })
    expect((await here.target()).target).toEqual({ appid: here.appid, listsAll: false, through: 'component' })
    expect(await grantsOf(here.deps.db, districtId)).toMatchObject([
      { appid: here.appid, state: 'given', accountName: '临湖水务' },
    ])
  })

  it('gives WeChat’s page for this very 公众号, which comes back to the account', async () => {
    const { deps, component, receive, asked, appid, accountId } = await componentPlace()
    await receive(component.deliverTicket())
    const url = new URL((await startGrant(deps, supervisor, asked)).url)
    expect(url.origin + url.pathname).toBe('https://mp.weixin.qq.com/cgi-bin/componentloginpage')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      component_appid: componentSettings.appid,
      pre_auth_code: expect.stringContaining('preauthcode@@@'),
      biz_appid: appid,
      auth_type: '1',
      redirect_uri: `${componentSettings.address}/sources/accounts/${accountId}/api/grants/${appid}`,
    })
  })

  it('asks for its own token once, and again only when it has lapsed or is refused', async () => {
    const here = await grantedPlace()
    const own = () => here.component.calls.filter((call) => call === 'api_component_token').length
    expect(own()).toBe(1)
    await here.lookAgain()
    here.clock.set(start + 109 * MINUTE)
    await here.lookAgain()
    expect(own()).toBe(1)
    here.clock.set(start + 111 * MINUTE)
    expect(await here.lookAgain()).toMatchObject({ outcome: 'ok' })
    expect(own()).toBe(2)
    here.component.expireTokens()
    expect(await here.lookAgain()).toMatchObject({ outcome: 'ok' })
    expect(own()).toBe(3)
  })

  it('keeps a refresh token that came in place of the one before, even of a look that saw nothing', async () => {
    const here = await grantedPlace()
    here.component.renewRefreshTokens()
    for (const fault of [null, 'quota', null] as const) {
      const before = await here.secrets()
      here.simulator.force(fault)
      expect(await here.lookAgain()).toMatchObject({ outcome: fault === null ? 'ok' : 'quota-exhausted' })
      expect(await here.secrets()).not.toEqual(before)
      expect(await here.secrets()).toEqual({ secrets: { refreshToken: here.component.refreshTokenOf(here.appid) } })
    }
  })

  it('keeps it when a 维护时段 begins in the middle of the look, and when the program ends', async () => {
    const here = await grantedPlace()
    here.component.renewRefreshTokens()
    const before = await here.secrets()
    const inTheMiddle = (begin: () => Promise<unknown>, isStopping = () => false) =>
      collectDue(here.deps, supervisor, districtId, {
        send: async (outgoing, limits) => {
          const reply = await here.simulator.send(outgoing, limits)
          if (outgoing.url.includes('api_authorizer_token')) await begin()
          return reply
        },
        atPace: (_host, run) => run(),
        worker: '00000000-0000-7000-8000-000000000001',
        decisiveDays: [],
        onDefect: failing,
        isStopping,
      })
    let stopping = false
    await inTheMiddle(
      () => Promise.resolve((stopping = true)),
      () => stopping,
    )
    const kept = { secrets: { refreshToken: here.component.refreshTokenOf(here.appid) } }
    expect(await here.secrets()).toEqual(kept)
    expect(kept).not.toEqual(before)
    await here.due()
    const window = { kind: 'daily', from: 9 * 60, to: 10 * 60, reason: '演练' } as const
    const collected = await inTheMiddle(() => setWindow(here.deps, supervisor, { districtId, ...window }))
    expect(collected).toMatchObject({ targets: [], waitsFor: { reason: '演练' } })
    expect(await here.secrets()).toEqual({ secrets: { refreshToken: here.component.refreshTokenOf(here.appid) } })
    expect(await here.secrets()).not.toEqual(kept)
  })

  it('does not overwrite what a person entered meanwhile', async () => {
    const here = await grantedPlace()
    here.component.renewRefreshTokens()
    const { id: targetId, version } = await here.target()
    const change = { districtId, accountId: here.accountId, targetId, version, secrets: { appSecret: 'of-the-unit-1' } }
    await collectDue(here.deps, supervisor, districtId, {
      send: async (outgoing, limits) => {
        const reply = await here.simulator.send(outgoing, limits)
        const { state } = await here.target()
        if (outgoing.url.includes('api_authorizer_token') && state === 'on')
          await replaceSecrets(here.deps, supervisor, change).catch(() => undefined)
        return reply
      },
      atPace: (_host, run) => run(),
      worker: '00000000-0000-7000-8000-000000000001',
      decisiveDays: [],
      onDefect: failing,
    })
    expect(await here.secrets()).toEqual({ secrets: { appSecret: 'of-the-unit-1' } })
    // Read by itself again: no right given to a platform is asked for.
    expect((await here.target()).target).toEqual({ appid: here.appid, listsAll: false })
  })

  it('is asked nothing without a 授权书 in force, nor in a 维护时段', async () => {
    const here = await componentPlace({ paper: false })
    await here.receive(here.component.deliverTicket())
    const code = here.component.scan(here.appid)
    for (const ask of [startGrant, takeGrant] as const)
      await expect(ask(here.deps, supervisor, { ...here.asked, code })).rejects.toMatchObject({
        code: 'component.paper-missing',
      })
    await here.sign()
    await setWindow(here.deps, supervisor, { districtId, kind: 'daily', from: 0, to: 20 * 60, reason: '演练' })
    await expect(takeGrant(here.deps, supervisor, { ...here.asked, code })).rejects.toMatchObject({
      code: 'sources.maintenance',
    })
    expect(here.component.calls).toEqual([])
  })

  it('keeps nothing where another 公众号 was scanned, or the code is good no more', async () => {
    const { deps, component, receive, asked } = await componentPlace()
    await receive(component.deliverTicket())
    const other = component.scan('wx0000000000000099')
    const take = (code: string) => takeGrant(deps, supervisor, { ...asked, code })
    await expect(take(other)).rejects.toMatchObject({ code: 'component.other-account' })
    await expect(take(other)).rejects.toMatchObject({ code: 'component.unanswered' })
    expect(await deps.db.selectFrom('collection_target').select('id').execute()).toEqual([])
  })
})

describe('a look through it', () => {
  it.each([
    [61003, 'unauthorised'],
    [61004, 'unauthorised'],
    [61005, 'unreachable'],
    [61006, 'unreachable'],
    [61007, 'unauthorised'],
    [61011, 'unauthorised'],
    [61023, 'unauthorised'],
    [40001, 'unauthorised'],
    [42001, 'unauthorised'],
    [45009, 'quota-exhausted'],
    [-1, 'unreachable'],
    [61999, 'malformed'],
  ] as const)('%i: %s', async (code, outcome) => {
    const here = await grantedPlace()
    here.component.refuseWith(code)
    const seen = await here.lookAgain()
    expect(seen).toMatchObject({ outcome, newPosts: 0 })
    expect(seen?.why).toContain(String(code))
  })

  it('says that no ticket has come for twelve hours, and goes on by itself with the next', async () => {
    const here = await grantedPlace()
    here.clock.set(start + 13 * HOUR)
    for (let time = 0; time < 6; time++) {
      const seen = (await here.look()).targets[0]
      expect(seen).toMatchObject({ outcome: 'unreachable', why: '超过12小时没有收到第三方平台的验证票据' })
      here.clock.set(here.clock.ms() + 24 * HOUR)
    }
    expect(await here.target()).toMatchObject({ state: 'on' })
    await here.receive(here.component.deliverTicket())
    expect((await here.look()).targets).toMatchObject([{ outcome: 'ok' }])
  })

  it('is cut off in the middle like any other, and says nothing of the account', async () => {
    const here = await grantedPlace()
    here.clock.set(start + 3 * HOUR)
    for (const [fault, outcome] of [
      ['reset', 'unreachable'],
      ['truncated-gzip', 'malformed'],
      ['captcha', 'blocked'],
      ['too-many-429', 'rate-limited'],
    ] as const) {
      here.simulator.force(fault)
      expect(await here.lookAgain()).toMatchObject({ outcome, newPosts: 0 })
    }
  })

  it('replaces a token of the 公众号 that lapsed in the middle of it', async () => {
    const here = await grantedPlace()
    let lapsed = false
    const send: typeof here.simulator.send = async (outgoing, limits) => {
      if (!lapsed && outgoing.url.includes('batchget')) {
        lapsed = true
        here.component.expireTokens()
      }
      return here.simulator.send(outgoing, limits)
    }
    const work = { send, worker: '00000000-0000-7000-8000-000000000001', decisiveDays: [], onDefect: failing }
    const { targets } = await collectDue(here.deps, supervisor, districtId, { ...work, atPace: (_host, run) => run() })
    expect(targets).toMatchObject([{ outcome: 'ok' }])
    expect(lapsed).toBe(true)
  })

  it('leaves nothing behind where the other side sends a secret of the platform back', async () => {
    const here = await grantedPlace()
    const send: typeof here.simulator.send = async (outgoing, limits) => {
      const reply = await here.simulator.send(outgoing, limits)
      if (reply.kind !== 'reply' || !outgoing.url.includes('batchget')) return reply
      const leak = {
        title: `用 ${componentSettings.appSecret} 登录`,
        url: 'https://mp.weixin.qq.com/s?__biz=B&mid=1&idx=1&sn=0',
      }
      return {
        ...reply,
        body: Buffer.from(JSON.stringify({ item: [{ article_id: 'A', content: { news_item: [leak] } }] })),
      }
    }
    const work = { send, worker: '00000000-0000-7000-8000-000000000001', decisiveDays: [], onDefect: failing }
    const { targets } = await collectDue(here.deps, supervisor, districtId, { ...work, atPace: (_host, run) => run() })
    expect(targets).toMatchObject([{ outcome: 'malformed', why: '应答中含有凭据，未保存', newPosts: 0 }])
  })
})

import { describe, expect, it } from 'vitest'
import { allText } from '../../../tests/support/collecting-place.ts'
import { componentPlace, grantedPlace, start } from '../../../tests/support/component-place.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { componentSettings } from '../../../tests/support/platforms/component.ts'
import { roles, vaultWith } from '../../access/index.ts'
import { month } from '../../calendar/index.ts'
import { gapsOf, whyUnseen } from '../running/gaps.ts'
import { changeTarget } from '../sources/set-up.ts'
import { replaceSecrets } from '../verbs/replace-secrets.ts'
import { removeComponent, setComponent } from '../verbs/set-component.ts'
import { startGrant, takeGrant } from '../verbs/take-grant.ts'
import { componentShown } from './queries.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const supervisor = actorOf('supervisor')

describe('a right that is taken back', () => {
  it('holds the account at once, with the reason on its page and in the log of days, and deletes nothing', async () => {
    const here = await grantedPlace()
    await here.look()
    const posts = await here.count('post')
    const sealed = (await here.target()).secrets
    here.clock.set(start + HOUR)
    expect(await here.receive(here.component.withdraw(here.appid))).toEqual({ came: 'taken' })
    const held = await here.target()
    expect(held).toMatchObject({ state: 'held', last_outcome: 'unauthorised' })
    expect(held.held_reason).toContain('公众号管理员已取消对第三方平台的授权（2026-10-12 10:00）')
    expect([await here.count('post'), held.secrets]).toEqual([posts, sealed])
    const { days } = await gapsOf(here.deps.db, districtId, here.accountId, {
      month: month('2026-10'),
      today: here.clock.today(),
      now: here.clock.now(),
    })
    expect(whyUnseen(days.at(-1)!)).toContain('授权失效 1 次')
    expect((await here.look()).due).toBe(0)
    const trail = await here.deps.db
      .selectFrom('trail_event')
      .select(['action', 'actor_id'])
      .where('action', '=', 'sources.grant-withdrawn')
      .execute()
    expect(trail).toEqual([{ action: 'sources.grant-withdrawn', actor_id: 'system' }])
  })

  it('changes nothing when it comes again, and goes on after another scan', async () => {
    const here = await grantedPlace()
    here.clock.set(start + HOUR)
    const taken = here.component.withdraw(here.appid)
    await here.receive(taken)
    const { version } = await here.target()
    await here.receive(taken)
    expect((await here.target()).version).toBe(version)
    here.clock.set(start + HOUR + 5 * MINUTE)
    await here.grant()
    expect(await here.target()).toMatchObject({ state: 'on', held_reason: null })
    // What was said before the scan, sent once more, within the time in which it is heard.
    expect(await here.receive(taken)).toEqual({ came: 'taken' })
    expect(await here.target()).toMatchObject({ state: 'on' })
    expect((await here.look()).targets).toMatchObject([{ outcome: 'ok' }])
  })

  it('holds no account that is read by its own AppSecret, nor one that a person stopped', async () => {
    const here = await grantedPlace()
    const { id: targetId, version } = await here.target()
    const seen = { districtId, accountId: here.accountId, targetId }
    await changeTarget(here.deps, supervisor, { ...seen, version, state: 'off' })
    here.clock.set(start + HOUR)
    await here.receive(here.component.withdraw(here.appid))
    expect(await here.target()).toMatchObject({ state: 'off', held_reason: null })
    await replaceSecrets(here.deps, supervisor, {
      ...seen,
      version: version + 1,
      secrets: { appSecret: 'of-the-unit-1' },
    })
    await changeTarget(here.deps, supervisor, { ...seen, version: version + 2, state: 'on' })
    here.clock.set(start + 2 * HOUR)
    await here.receive(here.component.withdraw(here.appid))
    expect(await here.target()).toMatchObject({ state: 'on' })
  })
})

describe('what comes to the address', () => {
  it('is not there without a platform, and another’s is not there either', async () => {
    const here = await componentPlace({ configured: false })
    expect(await here.receive(here.component.deliverTicket())).toEqual({ came: 'absent' })
    await setComponent(here.deps, supervisor, { districtId, version: undefined, settings: componentSettings })
    expect(await here.receive(here.component.deliverTicket(), 'wx0000000000000009')).toEqual({ came: 'absent' })
    expect(await here.receive(here.component.deliverTicket())).toEqual({ came: 'taken' })
  })

  it('is refused with a wrong signature, key, recipient or time, or when it is too long, and keeps nothing', async () => {
    const { component, receive, deps } = await componentPlace()
    const now = Math.floor(start / 1000)
    const good = component.deliverTicket()
    const wrong = [
      component.deliverTicket({ token: 'another' }),
      component.deliverTicket({ aesKey: componentSettings.aesKey.toUpperCase() }),
      component.deliverTicket({ appid: 'wx0000000000000009' }),
      component.deliverTicket({ timestamp: now - 601 }),
      component.deliverTicket({ timestamp: now + 601 }),
      { ...good, query: {} },
      { ...good, body: '' },
      {
        ...good,
        body: good.body.replace('</xml>', `<x>${'x'.repeat(20_000)}</x></xml>`),
      },
      { ...good, body: `<!DOCTYPE a [<!ENTITY b "c">]>${good.body}` },
      { ...good, body: good.body.replace(/(<Encrypt><!\[CDATA\[).{8}/, '$1AAAAAAAA') },
    ]
    for (const one of wrong) expect(await receive(one)).toEqual({ came: 'refused' })
    expect(await componentShown(deps.db, districtId)).toMatchObject({ ticketAt: null })
    expect(await receive(component.deliverTicket({ timestamp: now - 599 }))).toEqual({ came: 'taken' })
  })

  it('keeps the newest ticket, whatever comes again or late', async () => {
    const here = await componentPlace()
    const now = Math.floor(start / 1000)
    const first = here.component.deliverTicket()
    const second = here.component.deliverTicket({ createdAt: now + 60 })
    for (const one of [second, first, second, first]) await here.receive(one)
    expect(await componentShown(here.deps.db, districtId)).toMatchObject({ ticketAt: '2026-10-12T01:01:00.000Z' })
    await here.grant()
    expect((await here.look()).targets).toMatchObject([{ outcome: 'ok' }])
  })

  it('is taken and told by its name alone where nobody knows its kind', async () => {
    const { component, receive } = await componentPlace()
    const strange = component.deliver({ InfoType: 'notify_of_next_year', Secret: 'x' })
    expect(await receive(strange)).toEqual({ came: 'unknown', name: 'notify_of_next_year' })
    expect(await receive(component.enclosed('no xml'))).toEqual({ came: 'unknown', name: '' })
  })

  it('is heard in every district in which the platform stands', async () => {
    const here = await componentPlace()
    const at = here.clock.now()
    const other = { id: '990200', name: '临江区', short_name: '临江', office_name: '临江办', issuing_office: '临江办' }
    await here.deps.db
      .insertInto('district')
      .values({ ...other, created_at: at })
      .execute()
    const operator = actorOf('operator')
    await setComponent(here.deps, operator, { districtId: other.id, version: undefined, settings: componentSettings })
    await here.receive(here.component.deliverTicket())
    for (const id of [districtId, other.id])
      expect(await componentShown(here.deps.db, id)).toMatchObject({ ticketAt: at })
  })
})

describe('the settings of a platform', () => {
  it('stand sealed, and neither the database nor the trail nor a page’s query holds a secret', async () => {
    const here = await grantedPlace()
    await here.look()
    const text = await allText(here)
    const { appSecret, token, aesKey } = componentSettings
    for (const secret of [appSecret, token, aesKey, 'ticket@@@', 'component-token', 'refresh-of'])
      expect(text).not.toContain(secret)
    expect(JSON.stringify(await componentShown(here.deps.db, districtId))).not.toMatch(/secret/i)
  })

  it('are replaced by who saw them last, forget the ticket, and make due what waited', async () => {
    const here = await grantedPlace()
    here.component.refuseWith(61004)
    for (let time = 0; time < 5; time++) {
      await here.look()
      here.clock.set(here.clock.ms() + 12 * HOUR - 1)
      await here.receive(here.component.deliverTicket())
    }
    expect(await here.target()).toMatchObject({ state: 'held' })
    const replace = (version: number | undefined, settings: Record<string, string> = componentSettings) =>
      setComponent(here.deps, supervisor, { districtId, version, settings })
    await expect(replace(undefined)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await expect(replace(7)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await expect(replace(1, { ...componentSettings, aesKey: 'short' })).rejects.toMatchObject({
      code: 'component.not-valid',
    })
    await replace(1)
    expect(await componentShown(here.deps.db, districtId)).toMatchObject({ ticketAt: null, version: 2 })
    expect(await here.target()).toMatchObject({ state: 'on', held_reason: null, failures: 0 })
  })

  it('are heard by the Token and key before for an hour, and by them alone no longer', async () => {
    const here = await componentPlace()
    const { token, aesKey } = componentSettings
    const fresh = { token: 'another-token', aesKey: [...aesKey].toReversed().join('') }
    const settings = { ...componentSettings, ...fresh }
    await setComponent(here.deps, supervisor, { districtId, version: 1, settings })
    // What changes nothing of them doesn't lengthen the hour, and doesn't end it.
    await setComponent(here.deps, supervisor, {
      districtId,
      version: 2,
      settings: { ...settings, appSecret: 'b'.repeat(32) },
    })
    const came = async (by: object) => (await here.receive(here.component.deliverTicket(by))).came
    for (const by of [fresh, { token, aesKey }, { ...fresh, aesKey }]) expect(await came(by)).toBe('taken')
    expect(await came({ ...fresh, token: 'a third' })).toBe('refused')
    here.clock.set(start + HOUR)
    expect(await came(fresh)).toBe('taken')
    for (const by of [
      { token, aesKey },
      { ...fresh, aesKey },
      { ...fresh, token },
    ])
      expect(await came(by)).toBe('refused')
    const appid = 'wxc000000000000009'
    await setComponent(here.deps, supervisor, { districtId, version: 3, settings: { ...componentSettings, appid } })
    expect((await here.receive(here.component.deliverTicket({ ...fresh, appid }), appid)).came).toBe('refused')
  })

  it('that another vault sealed are said to be unreadable, and stand in no other district’s way', async () => {
    const here = await grantedPlace()
    const other = { id: '990200', name: '临江区', short_name: '临江', office_name: '临江办', issuing_office: '临江办' }
    const created_at = here.clock.now()
    await here.deps.db
      .insertInto('district')
      .values({ ...other, created_at })
      .execute()
    const settings = { districtId: other.id, version: undefined, settings: componentSettings }
    await setComponent({ ...here.deps, vault: vaultWith(Buffer.alloc(32, 9)) }, actorOf('operator'), settings)
    here.clock.set(start + HOUR)
    expect(await here.receive(here.component.deliverTicket())).toEqual({ came: 'taken' })
    await here.deps.db
      .updateTable('weixin_component')
      .set(({ ref }) => ({ secrets: ref('secrets_key') }))
      .execute()
    expect(await here.receive(here.component.deliverTicket())).toEqual({ came: 'refused' })
    expect(await here.lookAgain()).toMatchObject({
      outcome: 'unauthorised',
      why: '第三方平台的凭据无法读取，请核对密钥文件或重新设置第三方平台',
    })
    await expect(startGrant(here.deps, supervisor, here.asked)).rejects.toMatchObject({ code: 'component.unanswered' })
  })

  it('do not release what its administrator took back', async () => {
    const here = await grantedPlace()
    here.clock.set(start + HOUR)
    await here.receive(here.component.withdraw(here.appid))
    await setComponent(here.deps, supervisor, { districtId, version: 1, settings: componentSettings })
    expect(await here.target()).toMatchObject({ state: 'held' })
  })

  it('are destroyed when the platform is removed: nothing is heard, and accounts say why they aren’t read', async () => {
    const here = await grantedPlace()
    await removeComponent(here.deps, supervisor, { districtId, version: 1 })
    expect(await here.receive(here.component.deliverTicket())).toEqual({ came: 'absent' })
    expect(await here.lookAgain()).toMatchObject({ outcome: 'unauthorised', why: '本系统没有设置第三方平台' })
    await expect(startGrant(here.deps, supervisor, here.asked)).rejects.toMatchObject({ code: 'component.none' })
  })

  it('are changed, and scans begun and ended, by who sets sources only', async () => {
    const here = await componentPlace()
    const may = ['supervisor', 'operator']
    for (const role of roles.filter((one) => !may.includes(one))) {
      const actor = actorOf(role)
      const settings = { districtId, version: 1, settings: componentSettings }
      const denied = { code: 'access.denied' }
      await expect(setComponent(here.deps, actor, settings)).rejects.toMatchObject(denied)
      await expect(removeComponent(here.deps, actor, settings)).rejects.toMatchObject(denied)
      await expect(startGrant(here.deps, actor, here.asked)).rejects.toMatchObject(denied)
      await expect(takeGrant(here.deps, actor, { ...here.asked, code: 'x' })).rejects.toMatchObject(denied)
    }
  })
})

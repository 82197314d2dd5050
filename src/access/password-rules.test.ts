import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, officer, operator } from '../../tests/support/access-place.ts'
import { changePassword, changePolicy, type Deps, readSession, resetPassword, signIn } from './index.ts'
import { requireGoodPassword } from './password-rules.ts'

const refused = (password: string, profile: 'modern' | 'protected', role: 'reviewer' | 'office_head' = 'reviewer') =>
  requireGoodPassword(password, { login: 'linhu-jg', roles: [role], profile }).then(
    () => undefined,
    ({ code }: { code: string }) => code,
  )

describe('a new password', () => {
  it.each([
    // ASVS 5.0, 6.2.1
    ['湖边七个字符也', 'access.password-too-short'],
    ['x'.repeat(201), 'access.password-too-long'],
    ['my-LINHU-JG-2026', 'access.password-has-login'],
    // 6.2.4
    ['iloveyou1', 'access.password-common'],
    ['Liverpool1', 'access.password-common'],
    ['aaaaaaaabbbb', 'access.password-common'],
    ['1234qwer', 'access.password-common'],
    ['87654321', 'access.password-common'],
    ['asdfghjkl0987', 'access.password-common'],
    ['1qaz2wsx3edc', 'access.password-common'],
    ['zhengwu@2026', 'access.password-common'],
    ['Govmedia2026!', 'access.password-common'],
    ['admin12345', 'access.password-common'],
    ['19870615', 'access.password-common'],
    ['13812341234', 'access.password-common'],
    ['430611198706151234', 'access.password-common'],
  ])('“%s” is refused under either rule', async (password, code) => {
    expect(await refused(password, 'modern')).toBe(code)
    expect(await refused(password, 'protected')).toBe(code)
  })

  it('may be a sentence, and needs no mixture of signs, where length is what counts', async () => {
    for (const good of ['湖边的第一场雪很', 'correct horse battery', 'tangerine-ferry', '三月去看油菜花吧'])
      expect(await refused(good, 'modern'), good).toBeUndefined()
  })

  it('needs twelve characters where a role is privileged, eight elsewhere', async () => {
    expect(await refused('湖边的第一场雪很', 'modern', 'reviewer')).toBeUndefined()
    expect(await refused('湖边的第一场雪下得很', 'modern', 'office_head')).toBe('access.password-too-short')
    expect(await refused('湖边的第一场雪下得很大呢', 'modern', 'office_head')).toBeUndefined()
  })

  it('needs three kinds of signs under 等保', async () => {
    expect(await refused('tangerine-ferry', 'protected')).toBe('access.password-too-plain')
    expect(await refused('tangerine7ferry', 'protected')).toBe('access.password-too-plain')
    expect(await refused('Tangerine7ferry', 'protected')).toBeUndefined()
    expect(await refused('tangerine7-ferry', 'protected')).toBeUndefined()
    expect(await refused('TANGERINE7-FERRY', 'protected')).toBeUndefined()
  })
})

const rule = (deps: Deps, passwords: 'modern' | 'protected') =>
  changePolicy(deps, officer('security_officer'), { districtId, changes: { passwords } })

/** Somebody who signs in now: what the session says. */
const sessionOf = async (deps: Deps, password: string) =>
  (await readSession(deps, (await signIn(deps, { login: 'lu', password })).token, 'r'))!

describe('rotation', () => {
  it('is forced under 等保 after 90 days, and never otherwise', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('lu', 'reviewer')
    const { csrf: keepCsrf } = await sessionOf(deps, password)
    await changePassword(deps, actor, { current: password, next: 'Tangerine7ferry', keepCsrf })
    await rule(deps, 'protected')
    wall.to('2027-01-10T00:59:59Z')
    expect(await sessionOf(deps, 'Tangerine7ferry')).toMatchObject({ mustChangePassword: false, passwordOver: false })
    wall.to('2027-01-10T01:00:00Z')
    expect(await sessionOf(deps, 'Tangerine7ferry')).toMatchObject({ mustChangePassword: true, passwordOver: true })
    await rule(deps, 'modern')
    expect(await sessionOf(deps, 'Tangerine7ferry')).toMatchObject({ mustChangePassword: false, passwordOver: false })
  })

  it('leads to none of the last five passwords, also those of before the rule', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('lu', 'reviewer')
    const { csrf: keepCsrf } = await sessionOf(deps, password)
    const names = ['Tangerine7ferry', 'Almond7orchard', 'Walnut7harbour', 'Juniper7window', 'Cypress7lantern']
    let current = password
    for (const [at, next] of names.entries()) {
      wall.to(`2026-10-12T02:0${at}:00Z`)
      await changePassword(deps, actor, { current, next, keepCsrf })
      current = next
    }
    await rule(deps, 'protected')
    wall.to('2026-10-12T03:00:00Z')
    for (const next of names.slice(0, 4))
      await expect(changePassword(deps, actor, { current, next, keepCsrf }), next).rejects.toMatchObject({
        code: 'access.password-used-before',
      })
    await expect(changePassword(deps, actor, { current, next: current, keepCsrf })).rejects.toMatchObject({
      code: 'access.password-unchanged',
    })
    await changePassword(deps, actor, { current, next: 'Hawthorn7bridge', keepCsrf })
    // Six back is free again.
    wall.to('2026-10-12T04:00:00Z')
    await changePassword(deps, actor, { current: 'Hawthorn7bridge', next: 'Tangerine7ferry', keepCsrf })
    await rule(deps, 'modern')
    await changePassword(deps, actor, { current: 'Tangerine7ferry', next: 'Hawthorn7bridge', keepCsrf })
  })
})

describe('a first password', () => {
  it('is over after a fortnight, said to who has it and to nobody else', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { id, password } = await hire('lu', 'reviewer')
    wall.to('2026-10-26T01:00:00Z')
    expect(await sessionOf(deps, password)).toMatchObject({ mustChangePassword: true })
    wall.to('2026-10-26T01:00:01Z')
    await expect(signIn(deps, { login: 'lu', password })).rejects.toMatchObject({ code: 'access.first-password-over' })
    await expect(signIn(deps, { login: 'lu', password: 'guess' })).rejects.toMatchObject({
      code: 'access.wrong-credentials',
    })
    const { password: next } = await resetPassword(deps, operator, { districtId, userId: id })
    expect(await sessionOf(deps, next)).toMatchObject({ mustChangePassword: true })
  })
})

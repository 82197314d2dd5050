import { describe, expect, it } from 'vitest'
import { operator } from '../../../tests/support/access-place.ts'
import { ssoPlace } from '../../../tests/support/sso-place.ts'
import { createUser, readSession, resetPassword, signIn, type Role } from '../../access/index.ts'
import { listLinks, listProviders, recognise, setProvider, shareProvider, switchProvider } from '../../sso/index.ts'
import { latestEvents, systemChain } from '../../trail/index.ts'

const city = '990000'
const typed = {
  kind: 'oidc',
  label: '市统一身份认证平台',
  secret: 'a-secret-word',
  strong: '',
  issuer: 'https://id.example.gov.cn',
  clientId: 'govmedia',
  publicUrl: 'https://media.example.gov.cn',
}

/** A city above the district, with one who looks after its people, and one who only looks. */
async function cityOffice() {
  const place = await ssoPlace({ now: '2026-10-12T01:00:00Z' })
  const { deps } = place
  const hireAbove = (login: string, ...roles: Role[]) =>
    createUser(deps, operator, { districtId: city, login, displayName: `${login}同志`, roles })
  const enter = async ({ login, id, password }: { login: string; id: string; password: string }) => {
    await deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', id).execute()
    const { token } = await signIn(deps, { login, password })
    const session = (await readSession(deps, token, 'r'))!
    const headers = { cookie: `govmedia_session=${token}`, host: '127.0.0.1:8080' }
    const post = (path: string, fields: Record<string, string | string[]>) => {
      const body = new URLSearchParams({ _csrf: session.csrf })
      for (const [name, values] of Object.entries(fields)) for (const one of [values].flat()) body.append(name, one)
      return place.app.request(path, { method: 'POST', headers, body })
    }
    return { session, post, get: (path: string) => place.app.request(path, { headers }) }
  }
  const chief = await hireAbove('shiguan', 'upper_office', 'administrator')
  const looker = await hireAbove('shiji', 'upper_office')
  return {
    ...place,
    looker,
    chief: await enter({ login: 'shiguan', ...chief }),
    other: await enter({ login: 'shiji', ...looker }),
    enter,
  }
}

describe('an administrator of a city', () => {
  it('sets a provider up for that level and links its people alone', async () => {
    const { deps, chief, looker, hire } = await cityOffice()
    const at = (await chief.post('/sso/providers', typed)).headers.get('location')!
    expect((await chief.post(`${at}/switch`, { to: 'on' })).status).toBe(303)
    const [provider] = await listProviders(deps.db, city)
    expect(provider).toMatchObject({ districtId: city, enabled: true })

    const waits = { subject: 'sub-shi', shown: '石岚', strong: false }
    await expect(recognise(deps, provider!, waits)).rejects.toMatchObject({ code: 'sso.not-linked' })
    const page = await (await chief.get('/sso')).text()
    expect(page).toContain('石岚')
    expect(page).toContain('value="shiji"')
    const identity = { providerId: provider!.id, subject: 'sub-shi' }
    expect((await chief.post('/sso/links', { ...identity, login: 'shiji', passwordOff: 'on' })).status).toBe(303)
    expect(await listLinks(deps, city)).toMatchObject([{ userId: looker.id, passwordOff: true }])
    expect(await recognise(deps, provider!, waits)).toMatchObject({ userId: looker.id, districtId: city })
    expect((await latestEvents(deps.db, systemChain)).map(({ action }) => action)).toContain('sso.linked')

    // Nobody of a district is theirs to link.
    await hire('xu', 'supervisor')
    const foreign = await chief.post('/sso/links', { ...identity, subject: 'sub-xu', login: 'xu' })
    expect(foreign.status).toBe(404)
  })

  it('may use what the operator has shared with everybody', async () => {
    const { deps, chief, addProvider } = await cityOffice()
    const { label: _, kind: __, secret: ___, strong: ____, ...settings } = typed
    const id = await addProvider({ kind: 'oidc', settings: { ...settings, strong: [] } }, 'word')
    const before = await chief.post('/sso/links', { providerId: id, subject: 's1', login: 'shiji' })
    expect(before.status).toBe(404)
    await shareProvider(deps, operator, { id })
    expect((await chief.post('/sso/links', { providerId: id, subject: 's1', login: 'shiji' })).status).toBe(303)
  })

  it('keeps one administrator of the level who has a password', async () => {
    const { deps, chief, enter } = await cityOffice()
    const id = await setProvider(deps, operator, {
      districtId: city,
      label: 'CAS',
      kind: 'cas',
      settings: { url: 'https://cas.example.gov.cn', publicUrl: typed.publicUrl, strong: [] },
    })
    await switchProvider(deps, operator, { districtId: city, id, enabled: true })
    await chief.post('/users', { login: 'er', displayName: '二号', roles: ['upper_office', 'administrator'] })
    const second = await deps.db.selectFrom('app_user').select('id').where('login', '=', 'er').executeTakeFirstOrThrow()
    const given = await resetPassword(deps, operator, { districtId: city, userId: second.id })
    const two = await enter({ login: 'er', id: second.id, ...given })
    const link = { providerId: id, passwordOff: 'on' }
    expect((await chief.post('/sso/links', { ...link, subject: 'er', login: 'er' })).status).toBe(303)
    // The second one, still signed in, can't take the first one's password away: then nobody's would be left.
    const last = await two.post('/sso/links', { ...link, subject: 'one', login: 'shiguan' })
    expect([last.status, await last.text()]).toEqual([409, expect.stringContaining('能用密码登录')])
  })

  it('gives the roles of that level and no other, and reaches nobody of a district', async () => {
    const { deps, chief, other, hire, looker } = await cityOffice()
    expect(await (await chief.get('/users')).text()).toContain('shiji')
    expect((await chief.get(`/users/${looker.id}`)).status).toBe(200)
    const { id } = await hire('xu', 'supervisor')
    expect((await chief.get(`/users/${id}`)).status).toBe(404)
    expect((await chief.post(`/users/${id}/password`, {})).status).toBe(404)
    // What isn't offered is not taken: a role of a district is dropped, and nothing is left to give.
    expect((await chief.post('/users', { login: 'neu', displayName: '新', roles: 'supervisor' })).status).toBe(422)
    expect((await chief.post('/users', { login: 'neu', displayName: '新', roles: 'upper_office' })).status).toBe(200)
    const made = await deps.db
      .selectFrom('app_user')
      .select('district_id')
      .where('login', '=', 'neu')
      .executeTakeFirst()
    expect(made).toEqual({ district_id: city })
    for (const path of ['/users', '/sso']) expect((await other.get(path)).status, path).toBe(403)
  })
})

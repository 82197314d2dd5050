import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, operator } from '../../../tests/support/access-place.ts'
import { latestEvents } from '../../trail/index.ts'
import type { Refusal } from '../../vocabulary/refusals/index.ts'
import { continueSignIn, createUser, type Deps, readSession, setDisabled, signIn, signOut } from '../index.ts'
import { networkOf, unknownVisitor } from './attempts.ts'
import { identifyByPassword } from './identify.ts'

const guess = (deps: Deps, login: string, address = 'unknown', mark?: string) =>
  signIn(deps, { login, password: 'wrong', visitor: { address, ...(mark && { mark }) } }).then(
    () => ({ code: 'in', status: 0, message: '' }),
    ({ code, status, message }: Refusal) => ({ code, status, message }),
  )
const locked = 'access.locked-out'

describe('signing in', () => {
  it('gives a session that carries name, roles and district', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const { next, token, mustChangePassword } = await signIn(deps, { login: ' xu ', password })
    expect([next, mustChangePassword]).toEqual(['session', true])
    expect(await readSession(deps, token, 'r2')).toMatchObject({
      user: { login: 'xu', displayName: 'xu同志', roleLabels: ['监管员'] },
      districtName: '临湖区',
      actor: { roles: ['supervisor'] },
    })
    await signOut(deps, token)
    expect(await readSession(deps, token, 'r2')).toBeUndefined()
  })

  it('answers the same under a name that nobody bears or whose user is disabled', async () => {
    const { deps, wall, hire } = await accessPlace()
    await hire('xu', 'supervisor')
    const gone = await hire('gone', 'supervisor')
    await setDisabled(deps, operator, { districtId, userId: gone.id, disabled: true })
    const story = async (login: string) => {
      const answers = []
      wall.to('2026-10-12T01:00:00Z')
      for (let n = 0; n < 6; n++) answers.push(await guess(deps, login))
      wall.to('2026-10-12T01:00:30Z')
      answers.push(await guess(deps, login))
      wall.to('2026-10-12T01:01:01Z')
      for (let n = 0; n < 3; n++) answers.push(await guess(deps, login))
      const beside = await Promise.all(Array.from({ length: 8 }, () => guess(deps, `${login} `)))
      return [...answers, ...beside.map(({ code }) => code).sort()]
    }
    const known = await story('xu')
    expect(known.slice(0, 8).map((one) => (one as { code: string }).code)).toEqual([
      ...Array<string>(5).fill('access.wrong-credentials'),
      locked,
      locked,
      'access.wrong-credentials',
    ])
    expect(await story('nobody')).toEqual(known)
    expect(await story('gone')).toEqual(known)
  })

  it('locks after five failures for a minute, then for longer each time, never over a quarter of an hour', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    for (let n = 0; n < 5; n++) expect((await guess(deps, 'xu')).code).toBe('access.wrong-credentials')
    let minute = 0
    for (const wait of [1, 2, 4, 8, 15, 15]) {
      const refused = await signIn(deps, { login: 'xu', password }).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: locked, params: { minutes: wait } })
      minute += wait
      wall.to(new Date(Date.parse('2026-10-12T01:00:00Z') + minute * 60_000).toISOString())
      expect((await guess(deps, 'xu')).code).toBe('access.wrong-credentials')
    }
    const told = (await latestEvents(deps.db, districtId)).filter(({ action }) => action === 'user.locked-out')
    expect(told).toHaveLength(1)
    wall.to('2026-10-12T03:00:00Z')
    await expect(signIn(deps, { login: 'xu', password })).resolves.toBeDefined()
    // What went well is a new beginning.
    for (let n = 0; n < 5; n++) expect((await guess(deps, 'xu')).code).toBe('access.wrong-credentials')
  })

  it('holds a network up that tries one password under name after name, and forgets one failure a minute', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const from = (login: string, address = '10.0.0.7') => guess(deps, login, address).then(({ code }) => code)
    const tried = await Promise.all(Array.from({ length: 70 }, (_, n) => from(`name${n}`)))
    expect(tried.filter((code) => code === 'access.wrong-credentials')).toHaveLength(60)
    expect(tried.filter((code) => code === 'access.network-held')).toHaveLength(10)
    const right = (address: string) => signIn(deps, { login: 'xu', password, visitor: { address } })
    await expect(right('10.0.0.7')).rejects.toMatchObject({ code: 'access.network-held' })
    await expect(right('10.0.0.8')).resolves.toBeDefined()
    // Who asks every half minute is let through as often as who waits.
    wall.to('2026-10-12T01:00:30Z')
    expect(await from('one')).toBe('access.network-held')
    wall.to('2026-10-12T01:01:00Z')
    expect([await from('one'), await from('two')]).toEqual(['access.wrong-credentials', 'access.network-held'])
    wall.to('2026-10-12T01:02:00Z')
    // What goes well is no failure.
    await right('10.0.0.7')
    expect([await from('one'), await from('two')]).toEqual(['access.wrong-credentials', 'access.network-held'])
  })

  it('holds no network up for what a clock counted that was ahead', async () => {
    const { deps, wall } = await accessPlace()
    wall.to('2026-10-15T01:00:00Z')
    for (let n = 0; n < 61; n++) await guess(deps, `name${n}`, '10.0.0.7')
    expect((await guess(deps, 'one', '10.0.0.7')).code).toBe('access.network-held')
    wall.to('2026-10-12T01:00:00Z')
    expect((await guess(deps, 'one', '10.0.0.7')).code).toBe('access.wrong-credentials')
  })

  it('leaves a browser alone that signed in before, whatever its network tries', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const visitor = { address: '10.0.0.7' }
    const { mark } = await signIn(deps, { login: 'xu', password, visitor })
    expect(mark).toBeDefined()
    for (let n = 0; n < 61; n++) await guess(deps, `name${n}`, visitor.address)
    expect((await guess(deps, 'new', visitor.address)).code).toBe('access.network-held')
    await expect(signIn(deps, { login: 'xu', password, visitor: { ...visitor, mark: mark! } })).resolves.toBeDefined()
  })

  it('can’t be locked by whoever tries from elsewhere', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    for (let n = 0; n < 20; n++) await guess(deps, 'xu', '203.0.113.9')
    expect((await guess(deps, 'xu', '203.0.113.9')).code).toBe(locked)
    await expect(signIn(deps, { login: 'xu', password, visitor: { address: '10.1.1.1' } })).resolves.toMatchObject({
      next: 'session',
    })
  })

  it('nor by whoever sits in the same network, once the browser is known', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const visitor = { address: '10.1.1.1' }
    const { mark } = await signIn(deps, { login: 'xu', password, visitor })
    for (let n = 0; n < 8; n++) await guess(deps, 'xu', '10.1.1.1')
    await expect(signIn(deps, { login: 'xu', password, visitor })).rejects.toMatchObject({ code: locked })
    const own = { ...visitor, mark: mark! }
    await expect(signIn(deps, { login: 'xu', password, visitor: own })).resolves.not.toHaveProperty('mark')
    // A mark of one's own is none for somebody else's name.
    const { password: other } = await hire('lu', 'reviewer')
    for (let n = 0; n < 6; n++) await guess(deps, 'lu', '10.1.1.2', mark)
    expect((await guess(deps, 'lu', '10.1.1.2')).code).toBe(locked)
    await expect(
      signIn(deps, { login: 'lu', password: other, visitor: { address: '10.1.1.2', mark: 'planted' } }),
    ).rejects.toMatchObject({ code: locked })
  })

  it('counts a whole IPv6 network as one place', async () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:ffff::1'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('::ffff:10.0.0.1')).toBe('::ffff:10.0.0.1')
  })

  it('lets nobody who comes to a name that was tried before pay for it', async () => {
    const { deps, hire } = await accessPlace()
    for (let n = 0; n < 6; n++) await guess(deps, 'xu')
    const { password } = await hire('xu', 'supervisor')
    await expect(signIn(deps, { login: 'xu', password })).resolves.toMatchObject({ mustChangePassword: true })
  })

  it('locks also when forty guesses are sent side by side, and the right one among the late ones does not get in', async () => {
    const { deps, hire } = await accessPlace()
    const { password } = await hire('xu', 'supervisor')
    const guesses = await Promise.all(Array.from({ length: 40 }, () => guess(deps, 'xu')))
    expect(guesses.filter(({ code }) => code === 'access.wrong-credentials')).toHaveLength(5)
    expect(guesses.filter(({ code }) => code === locked)).toHaveLength(35)
    await expect(signIn(deps, { login: 'xu', password })).rejects.toMatchObject({ code: locked })
  })

  it('keeps neither names nor places that were tried, and forgets both after half a day', async () => {
    const { deps, wall } = await accessPlace()
    await guess(deps, 'typed-a-password-here', '203.0.113.9')
    const rows = () => deps.db.selectFrom('sign_in_attempt').selectAll().execute()
    // The name from its place, and the place under whatever name.
    const first = await rows()
    expect(first).toHaveLength(2)
    expect(JSON.stringify(first)).not.toMatch(/typed|203/)
    wall.to('2026-10-12T13:00:01Z')
    await guess(deps, 'somebody-else')
    const later = await rows()
    expect(later).toHaveLength(2)
    const isOld = ({ source_mac }: { source_mac: Buffer }) => first.some((one) => one.source_mac.equals(source_mac))
    expect(later.filter(isOld)).toEqual([])
  })

  it('does not open a session with a password that was changed meanwhile', async () => {
    const { deps, hire } = await accessPlace()
    const { id, password } = await hire('xu', 'supervisor')
    const identified = await identifyByPassword(deps, { login: 'xu', password, visitor: unknownVisitor })
    await deps.db.updateTable('app_user').set({ password_hash: 'another' }).where('id', '=', id).execute()
    const outcome = await continueSignIn(deps, identified, unknownVisitor).catch((error: Refusal) => error.code)
    const sessions = await deps.db.selectFrom('session').select('id').execute()
    expect([outcome, sessions.length]).toEqual(['access.wrong-credentials', 0])
  })

  it('is another name for everybody', async () => {
    const { deps, hire } = await accessPlace()
    await hire('xu', 'supervisor')
    const twin = { districtId, login: 'xu', displayName: '甲', roles: ['reviewer'] as const }
    await expect(createUser(deps, operator, twin)).rejects.toMatchObject({ code: 'access.login-taken' })
  })
})

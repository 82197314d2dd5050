import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, officer, operator } from '../../tests/support/access-place.ts'
import {
  answerSecondFactor,
  changePolicy,
  continueSignIn,
  openDistrict,
  readSession,
  resetPassword,
  type Role,
  roles,
  setDisabled,
  setRoles,
  signIn,
  unknownVisitor,
} from '../access/index.ts'
import { latestEvents, systemChain } from '../trail/index.ts'
import {
  dismissPending,
  emergencyAdministrators,
  findProvider,
  linkIdentity,
  listLinks,
  listPending,
  listProviders,
  pendingSince,
  type ProviderInput,
  recognise,
  removeProvider,
  setProvider,
  shareProvider,
  switchPassword,
  switchProvider,
  unlinkIdentity,
} from './index.ts'
import { mostPending, openSecret } from './queries.ts'

const settings = {
  issuer: 'https://id.example.gov.cn',
  clientId: 'govmedia',
  publicUrl: 'https://media.example.gov.cn',
  strong: [] as string[],
}
const oidc = (over: Partial<ProviderInput> = {}): ProviderInput =>
  ({ districtId, label: '区统一身份认证平台', kind: 'oidc', settings, secret: 'word', ...over }) as ProviderInput

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? error,
  )

async function office() {
  const place = await accessPlace()
  const { deps } = place
  const id = await setProvider(deps, operator, oidc())
  await switchProvider(deps, operator, { districtId, id, enabled: true })
  const provider = (await findProvider(deps.db, id))!
  const link = (subject: string, userId: string) =>
    linkIdentity(deps, operator, { districtId, providerId: id, subject, userId })
  const vouch = (subject: string, strong = false) =>
    recognise(deps, provider, { subject, shown: `${subject}某`, strong })
  const told = async () => (await latestEvents(deps.db, districtId)).map(({ action }) => action)
  return { ...place, id, provider, link, vouch, told }
}

describe('a provider', () => {
  it('is set up by administrators of its district and by the operator alone, switched off', async () => {
    const { deps } = await accessPlace()
    for (const role of roles.filter((one) => !['administrator', 'operator'].includes(one)))
      expect(await code(setProvider(deps, officer(role), oidc()))).toBe('access.denied')
    expect(await code(setProvider(deps, officer('administrator', { districtId: '990200' }), oidc()))).toBe(
      'access.denied',
    )
    await setProvider(deps, officer('administrator'), oidc())
    expect(await listProviders(deps.db, districtId)).toMatchObject([{ enabled: false, hasSecret: true, settings }])
  })

  it('keeps its secret sealed, and out of the trail', async () => {
    const { deps, id } = await office()
    expect(await openSecret(deps, id)).toBe('word')
    const kept = await deps.db.selectFrom('sso_provider').selectAll().execute()
    const events = await latestEvents(deps.db, districtId)
    expect(JSON.stringify([kept.map((row) => row.secret?.toString('latin1')), events])).not.toContain('word')
    expect(events.find(({ action }) => action === 'sso.provider-set')?.after).toMatchObject({ secretsReplaced: true })
  })

  it('sends a kept secret nowhere else than it was typed for', async () => {
    const { deps, id } = await office()
    const change = (over: object, secret?: string) =>
      code(setProvider(deps, operator, oidc({ id, secret, settings: { ...settings, ...over } })))
    expect(await change({ publicUrl: 'https://other.example.gov.cn' })).toBe('done')
    expect(await change({ issuer: 'https://evil.example' })).toBe('sso.secret-again')
    expect(await change({ clientId: 'another' })).toBe('sso.secret-again')
    expect(await change({ issuer: 'https://other.example' }, 'new')).toBe('done')
    expect(await openSecret(deps, id)).toBe('new')
    expect(await code(setProvider(deps, operator, oidc({ label: '另一个', secret: undefined })))).toBe(
      'sso.secret-missing',
    )
  })

  it('is not exchanged for another while somebody is linked, as the same word may be somebody else there', async () => {
    const { deps, id, hire, link } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await link('s1', userId)
    const moved = oidc({ id, settings: { ...settings, issuer: 'https://other.example' } })
    expect(await code(setProvider(deps, operator, moved))).toBe('sso.has-links')
    await unlinkIdentity(deps, operator, { districtId, providerId: id, subject: 's1' })
    expect(await code(setProvider(deps, operator, moved))).toBe('done')
  })

  it('bears a name of its own', async () => {
    const { deps } = await office()
    expect(await code(setProvider(deps, operator, oidc()))).toBe('sso.label-taken')
  })

  it('of another district is none here; the installation’s is everybody’s, and the operator’s to change', async () => {
    const { deps, id, hire } = await office()
    await openDistrict(deps, operator, {
      id: '990200',
      name: '望湖区',
      shortName: '望湖',
      officeName: '望湖区行政审批服务局',
      issuingOffice: '望湖区政务公开领导小组办公室',
    })
    const theirs = officer('administrator', { districtId: '990200' })
    const place = { districtId: '990200', id }
    expect(await listProviders(deps.db, '990200')).toEqual([])
    expect(await code(switchProvider(deps, theirs, { ...place, enabled: false }))).toBe('sso.unknown')
    const { id: userId } = await hire('xu', 'supervisor')
    const identity = { providerId: id, subject: 's1', userId }
    expect(await code(linkIdentity(deps, theirs, { districtId: '990200', ...identity }))).toBe('sso.unknown')
    expect(await code(shareProvider(deps, officer('administrator'), { id }))).toBe('access.denied')
    await shareProvider(deps, operator, { id })
    expect(await listProviders(deps.db, '990200')).toMatchObject([{ id, districtId: systemChain }])
    for (const [who, of] of [
      [theirs, '990200'],
      [officer('administrator'), districtId],
    ] as const) {
      expect(await code(switchProvider(deps, who, { districtId: of, id, enabled: false }))).toBe('sso.unknown')
      expect(await code(switchProvider(deps, who, { districtId: systemChain, id, enabled: false }))).toBe(
        'access.denied',
      )
    }
    // A user is linked by the administrator of their own district alone.
    expect(await code(linkIdentity(deps, theirs, { districtId: '990200', ...identity }))).toBe('access.unknown-user')
    expect(await code(linkIdentity(deps, officer('administrator'), { districtId, ...identity }))).toBe('done')
  })

  it('that was removed lets nobody in any more and leaves no secret', async () => {
    const { deps, id, hire, link, vouch } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await link('s1', userId)
    const { token } = await continueSignIn(deps, await vouch('s1'), unknownVisitor)
    await removeProvider(deps, operator, { districtId, id })
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    expect(await code(vouch('s1'))).not.toBe('done')
    expect(await listProviders(deps.db)).toEqual([])
    expect(await openSecret(deps, id)).toBeUndefined()
    expect(await deps.db.selectFrom('sso_identity').selectAll().execute()).toEqual([])
  })
})

describe('an identity', () => {
  it('is not given to the account of whom the administrator stands in for', async () => {
    const { deps, id, hire } = await office()
    const { id: userId } = await hire('guan', 'administrator')
    const deputy = officer('administrator', { id: 'user:deputy', onBehalfOf: userId })
    const own = { districtId, providerId: id, subject: 's1', userId }
    expect(await code(linkIdentity(deps, deputy, own))).toBe('access.own-account')
    expect(await code(linkIdentity(deps, officer('administrator'), own))).toBe('done')
  })

  it('is linked by an administrator alone, which stands in the trail', async () => {
    const { deps, id, hire, told } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    const input = { districtId, providerId: id, subject: 's1', userId }
    for (const role of roles.filter((one) => !['administrator', 'operator'].includes(one)))
      expect(await code(linkIdentity(deps, officer(role), input))).toBe('access.denied')
    await linkIdentity(deps, officer('administrator'), input)
    expect(await told()).toContain('sso.linked')
    expect(await listLinks(deps, districtId)).toMatchObject([
      { subject: 's1', login: 'xu', name: 'xu同志', passwordOff: false, lastUsedAt: null },
    ])
  })

  it('is refused twice, for another’s, and a second one for the same user', async () => {
    const { hire, link } = await office()
    const [xu, lu] = [await hire('xu', 'supervisor'), await hire('lu', 'reviewer')]
    await link('s1', xu.id)
    expect(await code(link('s1', xu.id))).toBe('sso.already-linked')
    expect(await code(link('s1', lu.id))).toBe('sso.linked-elsewhere')
    expect(await code(link('s2', xu.id))).toBe('sso.user-has-another')
    // Capitals and blanks make another identity.
    expect(await code(link('S1', lu.id))).toBe('done')
    for (const odd of ['', 'a\nb', 'x'.repeat(256)]) expect(await code(link(odd, lu.id))).toBe('sso.bad-subject')
  })

  it('linked from two sides at once is one user’s', async () => {
    const { hire, link } = await office()
    const [xu, lu] = [await hire('xu', 'supervisor'), await hire('lu', 'reviewer')]
    const answers = await Promise.all([code(link('s1', xu.id)), code(link('s1', lu.id))])
    expect(answers.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(['done', 'sso.linked-elsewhere'])
  })

  it('signs its user in, and gives neither user nor right to anybody else', async () => {
    const { deps, hire, link, vouch, told } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await link('s1', userId)
    const identified = await vouch('s1')
    const { token } = await continueSignIn(deps, identified, unknownVisitor)
    expect(await readSession(deps, token, 'r')).toMatchObject({
      user: { login: 'xu' },
      actor: { roles: ['supervisor'] },
    })
    expect(await told()).toContain('user.vouched-for')
    const before = await deps.db.selectFrom('app_user').select('id').execute()
    expect(await code(vouch('s2'))).toBe('sso.not-linked')
    expect(await deps.db.selectFrom('app_user').select('id').execute()).toEqual(before)
  })

  it('keeps a disabled user out, and everybody while the provider is off', async () => {
    const { deps, id, hire, link, vouch } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await link('s1', userId)
    await setDisabled(deps, operator, { districtId, userId, disabled: true })
    expect(await code(vouch('s1'))).toBe('sso.user-disabled')
    await setDisabled(deps, operator, { districtId, userId, disabled: false })
    await switchProvider(deps, operator, { districtId, id, enabled: false })
    expect(await code(vouch('s1'))).toBe('sso.off')
  })

  it('taken away ends the sessions of its user', async () => {
    const { deps, id, hire, link, vouch } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await link('s1', userId)
    const { token } = await continueSignIn(deps, await vouch('s1'), unknownVisitor)
    const place = { districtId, providerId: id, subject: 's1' }
    expect(await code(unlinkIdentity(deps, officer('supervisor'), place))).toBe('access.denied')
    await unlinkIdentity(deps, operator, place)
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    expect(await code(vouch('s1'))).toBe('sso.not-linked')
    expect(await code(unlinkIdentity(deps, operator, place))).toBe('sso.link-unknown')
  })
})

describe('the second factor', () => {
  it('lets nobody go on whose link was taken away while the code was asked for', async () => {
    const { deps, id, hire, link, vouch } = await office()
    const { id: userId } = await hire('guan', 'administrator')
    await link('s1', userId)
    const { wrappedKey, sealed } = deps.vault.sealBytes(Buffer.from('secret'), 'test')
    const at = deps.wall.now()
    await deps.db
      .insertInto('second_factor')
      .values({ user_id: userId, wrapped_key: wrappedKey, sealed, begun_at: at, enrolled_at: at })
      .execute()
    const { token } = await continueSignIn(deps, await vouch('s1'), unknownVisitor)
    await unlinkIdentity(deps, operator, { districtId, providerId: id, subject: 's1' })
    expect(await code(answerSecondFactor(deps, { token, code: '000000' }))).toBe('access.step-over')
  })

  it('is asked for behind a provider as behind a password, unless more was asked for there and the office takes that', async () => {
    const { deps, hire, link, vouch } = await office()
    const { id: userId } = await hire('guan', 'administrator')
    await link('s1', userId)
    const { wrappedKey, sealed } = deps.vault.sealBytes(Buffer.from('secret'), 'test')
    const at = deps.wall.now()
    await deps.db
      .insertInto('second_factor')
      .values({ user_id: userId, wrapped_key: wrappedKey, sealed, begun_at: at, enrolled_at: at })
      .execute()
    const next = async (strong: boolean) => (await continueSignIn(deps, await vouch('s1', strong), unknownVisitor)).next
    expect([await next(false), await next(true)]).toEqual(['second-factor', 'session'])
  })

  it('needs not be set up here by who has one there', async () => {
    const { deps, hire, link, vouch } = await office()
    const { id: userId } = await hire('guan', 'administrator')
    await link('s1', userId)
    await changePolicy(deps, operator, { districtId, changes: { secondFactor: 'everybody' } })
    const mustEnrol = async (strong: boolean) => {
      const { token } = await continueSignIn(deps, await vouch('s1', strong), unknownVisitor)
      return (await readSession(deps, token, 'r'))?.mustEnrol
    }
    expect([await mustEnrol(false), await mustEnrol(true)]).toEqual([true, false])
  })
})

describe('待关联', () => {
  it('holds who was vouched for, once each, sealed, for a fortnight', async () => {
    const { deps, wall, id, vouch } = await office()
    const list = () => listPending(deps, [id], pendingSince(deps.wall.now()))
    await code(vouch('s1'))
    await code(vouch('s1'))
    expect(await list()).toMatchObject([{ subject: 's1', shown: 's1某', times: 2 }])
    const [row] = await deps.db.selectFrom('sso_pending').selectAll().execute()
    expect(row!.shown.toString('latin1')).not.toContain(Buffer.from('某').toString('latin1'))
    wall.to('2026-10-26T00:59:59Z')
    expect(await list()).toHaveLength(1)
    wall.to('2026-10-26T01:00:00Z')
    expect(await list()).toEqual([])
    await code(vouch('s2'))
    expect(await deps.db.selectFrom('sso_pending').select('subject').execute()).toEqual([{ subject: 's2' }])
  })

  it('holds no more than two hundred of a provider, the newest', async () => {
    const { deps, wall, id, vouch } = await office()
    for (let n = 0; n < mostPending + 2; n++) {
      wall.to(new Date(Date.parse('2026-10-12T01:00:00Z') + n * 1000).toISOString())
      await code(vouch(`s${n}`))
    }
    const kept = await listPending(deps, [id], pendingSince(deps.wall.now()))
    expect(kept).toHaveLength(mostPending)
    expect(kept.map(({ subject }) => subject)).not.toContain('s1')
    expect(kept[0]!.subject).toBe(`s${mostPending + 1}`)
  })

  it('lets somebody go when they are linked or passed over', async () => {
    const { deps, id, hire, link, vouch, told } = await office()
    const { id: userId } = await hire('xu', 'supervisor')
    await code(vouch('s1'))
    await code(vouch('s2'))
    await link('s1', userId)
    const input = { districtId, providerId: id, subject: 's2' }
    expect(await code(dismissPending(deps, officer('reviewer'), input))).toBe('access.denied')
    await dismissPending(deps, operator, input)
    expect(await listPending(deps, [id], pendingSince(deps.wall.now()))).toEqual([])
    expect(await told()).toContain('sso.pending-dismissed')
  })
})

describe('a password that is taken away', () => {
  const off = { districtId, off: true }

  async function twoAdministrators() {
    const place = await office()
    const [guan, an, xu] = [
      await place.hire('guan', 'administrator'),
      await place.hire('an', 'administrator'),
      await place.hire('xu', 'supervisor'),
    ]
    return { ...place, guan, an, xu }
  }

  it('is refused to its right owner with a sentence, to everybody else as before', async () => {
    const { deps, xu, link, vouch, told } = await twoAdministrators()
    expect(await code(switchPassword(deps, operator, { ...off, userId: xu.id }))).toBe('sso.password-needed')
    await link('s1', xu.id)
    await switchPassword(deps, operator, { ...off, userId: xu.id })
    expect(await told()).toContain('user.password-off')
    expect(await code(signIn(deps, { login: 'xu', password: xu.password }))).toBe('access.password-off')
    expect(await code(signIn(deps, { login: 'xu', password: 'wrong' }))).toBe('access.wrong-credentials')
    // Nobody is asked to change a password they don't have.
    const { token, mustChangePassword } = await continueSignIn(deps, await vouch('s1'), unknownVisitor)
    expect([mustChangePassword, (await readSession(deps, token, 'r'))?.mustChangePassword]).toEqual([false, false])
  })

  it('comes back by an administrator, also with a new one', async () => {
    const { deps, xu, link } = await twoAdministrators()
    await link('s1', xu.id)
    await switchPassword(deps, operator, { ...off, userId: xu.id })
    await switchPassword(deps, operator, { districtId, userId: xu.id, off: false })
    expect(await code(signIn(deps, { login: 'xu', password: xu.password }))).toBe('done')
    await switchPassword(deps, operator, { ...off, userId: xu.id })
    const { password } = await resetPassword(deps, operator, { districtId, userId: xu.id })
    expect(await code(signIn(deps, { login: 'xu', password }))).toBe('done')
  })

  it('is never the last administrator’s, by whatever way', async () => {
    const { deps, guan, an, link } = await twoAdministrators()
    await link('s1', guan.id)
    await link('s2', an.id)
    await switchPassword(deps, operator, { ...off, userId: guan.id })
    const last = { districtId, userId: an.id }
    expect(await code(switchPassword(deps, operator, { ...last, off: true }))).toBe('access.emergency-administrator')
    expect(await code(setDisabled(deps, operator, { ...last, disabled: true }))).toBe('access.emergency-administrator')
    const roleSet: Role[] = ['supervisor']
    expect(await code(setRoles(deps, operator, { ...last, roles: roleSet }))).toBe('access.emergency-administrator')
    expect(await emergencyAdministrators(deps.db)).toEqual([{ districtId, logins: ['an'] }])
    // Nobody does it to themselves.
    expect(await code(switchPassword(deps, guan.actor, { ...off, userId: guan.id }))).toBe('access.own-account')
  })

  it('taken from both administrators at once is one’s', async () => {
    const { deps, guan, an, link } = await twoAdministrators()
    await link('s1', guan.id)
    await link('s2', an.id)
    const answers = await Promise.all(
      [guan, an].map(({ id }) => code(switchPassword(deps, operator, { ...off, userId: id }))),
    )
    expect(answers.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(['access.emergency-administrator', 'done'])
  })

  it('keeps the provider on that somebody depends on', async () => {
    const { deps, id, xu, link } = await twoAdministrators()
    await link('s1', xu.id)
    await switchPassword(deps, operator, { ...off, userId: xu.id })
    expect(await code(switchProvider(deps, operator, { districtId, id, enabled: false }))).toBe('sso.still-needed')
    expect(await code(removeProvider(deps, operator, { districtId, id }))).toBe('sso.still-needed')
    await switchPassword(deps, operator, { districtId, userId: xu.id, off: false })
    expect(await code(switchProvider(deps, operator, { districtId, id, enabled: false }))).toBe('done')
  })
})

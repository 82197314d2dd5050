import { describe, expect, it } from 'vitest'
import { accessPlace, officeDistrict as districtId, officer, operator } from '../../../tests/support/access-place.ts'
import { instant } from '../../calendar/index.ts'
import type { Deps } from '../deps.ts'
import { latestEvents } from '../../trail/index.ts'
import {
  type Actor,
  answerSecondFactor,
  beginSecondFactor,
  changePolicy,
  confirmPerson,
  enrolSecondFactor,
  factorState,
  pendingSecret,
  readSession,
  removeSecondFactor,
  renewRecoveryCodes,
  resetPassword,
  resetSecondFactor,
  signIn,
} from '../index.ts'
import { codeAt, enrolmentUri, newRecoveryCode, recoveryDigest, stepOf } from './codes.ts'

// RFC 6238, appendix B: the ASCII secret 12345678901234567890; the last six of the eight digits printed there.
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('codes', () => {
  it.each([
    ['2005-03-18T01:58:29Z', '081804'],
    ['2005-03-18T01:58:31Z', '050471'],
    ['2009-02-13T23:31:30Z', '005924'],
    ['2033-05-18T03:33:20Z', '279037'],
  ])('at %s is %s, as RFC 6238 prints', (moment, code) => {
    expect(codeAt(rfcSecret, instant(moment))).toBe(code)
    expect(stepOf(rfcSecret, code, instant(moment))).toBe(Math.floor(Date.parse(moment) / 30_000))
  })

  it('hold for half a minute before and behind, not longer', () => {
    const code = codeAt(rfcSecret, instant('2026-10-12T01:00:00Z'))
    const fits = (moment: string) => stepOf(rfcSecret, code, instant(moment)) !== undefined
    expect(fits('2026-10-12T00:59:29Z')).toBe(false)
    expect(fits('2026-10-12T00:59:30Z')).toBe(true)
    expect(fits('2026-10-12T01:00:59Z')).toBe(true)
    expect(fits('2026-10-12T01:01:00Z')).toBe(false)
  })

  it('of another form are none', () => {
    for (const typed of ['', '12345', '1234567', 'abcdef', '１２３４５６', '-12345'])
      expect(stepOf(rfcSecret, typed, instant('2026-10-12T01:00:00Z'))).toBeUndefined()
  })

  it('reach the telephone under the platform’s name', () => {
    const uri = new URL(enrolmentUri(rfcSecret, 'guanli'))
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', rfcSecret])
    expect(decodeURIComponent(uri.pathname)).toContain('guanli')
  })

  it('from paper are long, differ, and are read however their groups were typed', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCode)
    expect(new Set(codes).size).toBe(200)
    for (const code of codes) expect(code).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/)
    const [one = ''] = codes
    expect(recoveryDigest(` ${one.replaceAll('-', ' ').toUpperCase()} `)).toEqual(recoveryDigest(one))
  })
})

/** Somebody with a second factor, and the secret their telephone has. */
async function enrolled(deps: Deps, actor: Actor, login: string) {
  await beginSecondFactor(deps, actor)
  const { text } = (await pendingSecret(deps, { id: actor.id, login }))!
  const codes = await enrolSecondFactor(deps, actor, codeAt(text, deps.wall.now()))
  return { text, codes }
}

describe('a second factor', () => {
  it('is asked for behind the password once its first code was given, not before', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    await beginSecondFactor(deps, actor)
    expect((await signIn(deps, { login: 'guan', password })).next).toBe('session')
    const { text } = (await pendingSecret(deps, { id: actor.id, login: 'guan' }))!
    await expect(enrolSecondFactor(deps, actor, '000000')).rejects.toMatchObject({ code: 'second-factor.wrong-code' })
    await enrolSecondFactor(deps, actor, codeAt(text, wall.now()))
    expect(await pendingSecret(deps, { id: actor.id, login: 'guan' })).toBeUndefined()
    wall.to('2026-10-12T01:01:00Z')
    const { next, token } = await signIn(deps, { login: 'guan', password })
    expect(next).toBe('second-factor')
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    const opened = await answerSecondFactor(deps, { token, code: codeAt(text, wall.now()) })
    expect(await readSession(deps, opened.token, 'r')).toMatchObject({ user: { login: 'guan' } })
    // The step is over.
    await expect(answerSecondFactor(deps, { token, code: codeAt(text, wall.now()) })).rejects.toMatchObject({
      code: 'access.step-over',
    })
  })

  it('lies sealed', async () => {
    const { deps, hire } = await accessPlace()
    const { actor } = await hire('guan', 'administrator')
    const { text, codes } = await enrolled(deps, actor, 'guan')
    const kept = [
      ...(await deps.db.selectFrom('second_factor').selectAll().execute()),
      ...(await deps.db.selectFrom('recovery_code').selectAll().execute()),
      ...(await latestEvents(deps.db, districtId)),
    ]
    const bytes = JSON.stringify(kept, (_, value: unknown) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : value,
    )
    expect(bytes).not.toContain(text)
    for (const code of codes) expect(bytes).not.toContain(code.replaceAll('-', ''))
  })

  it('takes no code twice, neither the one of the enrolment nor one that comes side by side', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    const { text } = await enrolled(deps, actor, 'guan')
    const step = async () => (await signIn(deps, { login: 'guan', password })).token
    const used = codeAt(text, wall.now())
    await expect(answerSecondFactor(deps, { token: await step(), code: used })).rejects.toMatchObject({
      code: 'second-factor.wrong-code',
    })
    wall.to('2026-10-12T01:01:00Z')
    const tokens = [await step(), await step(), await step()]
    const code = codeAt(text, wall.now())
    const answers = await Promise.allSettled(tokens.map((token) => answerSecondFactor(deps, { token, code })))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    // Nor an older one within the window.
    wall.to('2026-10-12T01:01:30Z')
    await expect(answerSecondFactor(deps, { token: await step(), code })).rejects.toMatchObject({
      code: 'second-factor.wrong-code',
    })
  })

  it('is answered from paper once for each code, and that stands in the trail', async () => {
    const { deps, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    const { codes } = await enrolled(deps, actor, 'guan')
    expect(codes).toHaveLength(10)
    const answer = async () =>
      answerSecondFactor(deps, { token: (await signIn(deps, { login: 'guan', password })).token, code: codes[0]! })
    await answer()
    await expect(answer()).rejects.toMatchObject({ code: 'second-factor.wrong-code' })
    expect(await factorState(deps.db, actor.id)).toMatchObject({ codesLeft: 9 })
    expect((await latestEvents(deps.db, districtId)).map(({ action }) => action)).toContain('user.recovery-code-used')
    const renewed = await renewRecoveryCodes(deps, actor)
    expect(renewed).not.toContain(codes[1])
    const old = { token: (await signIn(deps, { login: 'guan', password })).token, code: codes[1]! }
    await expect(answerSecondFactor(deps, old)).rejects.toMatchObject({ code: 'second-factor.wrong-code' })
  })

  it('waits after five wrong codes whatever the place, but not for a browser that is known', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    const home = await signIn(deps, { login: 'guan', password, visitor: { address: '10.1.1.1' } })
    const { text } = await enrolled(deps, actor, 'guan')
    wall.to('2026-10-12T01:01:00Z')
    const tryFrom = async (address: string, code: string, mark?: string) => {
      const visitor = { address, ...(mark && { mark }) }
      const { token } = await signIn(deps, { login: 'guan', password, visitor })
      return answerSecondFactor(deps, { token, code, visitor }).then(
        () => 'in',
        ({ code: refused }: { code: string }) => refused,
      )
    }
    const tried = []
    for (let n = 0; n < 6; n++) tried.push(await tryFrom(`203.0.113.${n}`, '000000'))
    expect(tried).toEqual([...Array<string>(5).fill('second-factor.wrong-code'), 'access.locked-out'])
    const right = codeAt(text, wall.now())
    expect(await tryFrom('203.0.113.99', right)).toBe('access.locked-out')
    expect(await tryFrom('203.0.113.99', right, home.mark)).toBe('in')
  })

  it('asks again from the beginning after ten minutes, or when the password was reset meanwhile', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    const { text } = await enrolled(deps, actor, 'guan')
    const { token } = await signIn(deps, { login: 'guan', password })
    wall.to('2026-10-12T01:10:00Z')
    const late = { token, code: codeAt(text, wall.now()) }
    await expect(answerSecondFactor(deps, late)).rejects.toMatchObject({ code: 'access.step-over' })
    const { token: fresh } = await signIn(deps, { login: 'guan', password })
    await resetPassword(deps, operator, { districtId, userId: actor.id })
    await expect(answerSecondFactor(deps, { ...late, token: fresh })).rejects.toMatchObject({
      code: 'access.step-over',
    })
  })

  it('serves as the answer to who sits there, a code from paper doesn’t', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    const { token } = await signIn(deps, { login: 'guan', password })
    const { text, codes } = await enrolled(deps, actor, 'guan')
    wall.to('2026-10-12T01:20:00Z')
    const session = (await readSession(deps, token, 'r'))!
    await expect(confirmPerson(deps, session, codes[0]!)).rejects.toMatchObject({ code: 'access.confirm-wrong' })
    await confirmPerson(deps, session, codeAt(text, wall.now()))
    expect((await readSession(deps, token, 'r'))!.actor.unconfirmed).toBeUndefined()
  })

  it('is taken away by oneself only when it is sure who sits there, and by another administrator', async () => {
    const { deps, hire } = await accessPlace()
    const { actor, password } = await hire('guan', 'administrator')
    const { token } = await signIn(deps, { login: 'guan', password })
    await enrolled(deps, actor, 'guan')
    await expect(beginSecondFactor(deps, actor)).rejects.toMatchObject({ code: 'second-factor.there-already' })
    await expect(removeSecondFactor(deps, { ...actor, unconfirmed: true })).rejects.toMatchObject({
      code: 'access.confirm-first',
    })
    const target = { districtId, userId: actor.id }
    await expect(resetSecondFactor(deps, actor, target)).rejects.toMatchObject({ code: 'access.own-account' })
    for (const role of ['security_officer', 'auditor', 'supervisor'] as const)
      await expect(resetSecondFactor(deps, officer(role), target)).rejects.toMatchObject({ code: 'access.denied' })
    const elsewhere = officer('administrator', { districtId: '990200' })
    await expect(resetSecondFactor(deps, elsewhere, target)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(resetSecondFactor(deps, elsewhere, { ...target, districtId: '990200' })).rejects.toMatchObject({
      code: 'access.unknown-user',
    })
    await resetSecondFactor(deps, officer('administrator'), target)
    expect(await readSession(deps, token, 'r')).toBeUndefined()
    expect((await signIn(deps, { login: 'guan', password })).next).toBe('session')
    await expect(resetSecondFactor(deps, operator, target)).rejects.toMatchObject({ code: 'second-factor.none' })
    await enrolled(deps, actor, 'guan')
    await removeSecondFactor(deps, actor)
    expect(await factorState(deps.db, actor.id)).toBeUndefined()
  })

  it('is asked of nobody at first, then of those roles the security officer says', async () => {
    const { deps, hire } = await accessPlace()
    const must = async (login: string, password: string) =>
      (await readSession(deps, (await signIn(deps, { login, password })).token, 'r'))!.mustEnrol
    const head = await hire('shen', 'office_head')
    const reviewer = await hire('lu', 'reviewer')
    const rule = (secondFactor: 'privileged' | 'everybody') =>
      changePolicy(deps, officer('security_officer'), { districtId, changes: { secondFactor } })
    expect(await must('shen', head.password)).toBe(false)
    await rule('privileged')
    expect([await must('shen', head.password), await must('lu', reviewer.password)]).toEqual([true, false])
    await rule('everybody')
    expect(await must('lu', reviewer.password)).toBe(true)
  })
})

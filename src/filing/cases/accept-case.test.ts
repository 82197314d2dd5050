import { describe, expect, it } from 'vitest'
import { acceptor } from '../../../tests/support/asked-district.ts'
import { examiner, office, opening, renaming } from '../../../tests/support/case-office.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { eventsOf } from '../../trail/index.ts'
import type { PaperCheck } from '../checking/checks.ts'
import { type Answers } from '../forms/index.ts'
import { listTriggers } from '../triggers/index.ts'
import { confirmOnCase, transcribeOnCase } from './accept-case.ts'
import type { CaseKind } from './model.ts'

const second = actorOf('acceptor', 'user:second')

/** A case that was handed in, with what the acceptor may do on its page. */
async function handedIn(kind: CaseKind = 'change', answers: Answers = renaming) {
  const place = await office(kind, answers)
  for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
  const transcribe = async (field: string, written: string, actor = acceptor) =>
    transcribeOnCase(place.deps, actor, { ...(await place.here()), field, written })
  const confirm = async (actor = second) => confirmOnCase(place.deps, actor, await place.here())
  return { ...place, transcribe, confirm }
}

describe('受理 of a case', () => {
  it.each<[Partial<PaperCheck>, string]>([
    [{ signedBy: 'nobody' }, 'paper.signature-missing'],
    [{ signedBy: 'other' }, 'paper.signature-wrong-role'],
    [{ sealed: false }, 'paper.seal-missing'],
    [{ matches: false }, 'paper.differs-from-print'],
  ])('refuses a paper that is %j', async (seen, refusal) => {
    const place = await handedIn()
    await place.check(seen)
    await expect(place.accept()).rejects.toMatchObject({
      code: refusal,
      params: { paper: '政务新媒体变更备案表' },
    })
    expect((await place.now()).state).toBe('submitted')
    await place.check()
    await place.accept()
  })

  it('refuses a paper that nobody looked at, also after it was printed anew', async () => {
    const place = await handedIn()
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.unchecked' })
    await place.check()
    for (const step of ['back', 'fillIn', 'print', 'upload', 'submit'] as const) await place[step]()
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.unchecked' })
  })

  it('looks anew at what is handed in anew, also of the same printing', async () => {
    const place = await handedIn()
    await place.check({ matches: false })
    await place.transcribe('newName', '临湖水利发布')
    await place.confirm()
    for (const step of ['back', 'upload', 'submit'] as const) await place[step]()
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.unchecked' })
    await place.check({ matches: false })
    // The new scan may have no pen on it.
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.differs-from-print' })
    await place.transcribe('newName', '临湖水利发布')
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.correction-unconfirmed' })
  })

  it('is for the acceptor alone, and only while it waits for 受理', async () => {
    const place = await handedIn()
    await expect(place.check({}, examiner)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(place.transcribe('reason', '更名', examiner)).rejects.toMatchObject({ code: 'access.denied' })
    await place.check()
    await place.accept()
    await expect(place.check()).rejects.toMatchObject({ code: 'case.action-not-allowed' })
    await expect(place.transcribe('reason', '更名')).rejects.toMatchObject({ code: 'case.action-not-allowed' })
  })
})

describe('手写更正 on a case', () => {
  it('counts once a second person has confirmed it, and goes into the ledger', async () => {
    const place = await handedIn()
    await place.check({ matches: false })
    await place.transcribe('newName', '临湖水利发布')
    await expect(place.accept()).rejects.toMatchObject({ code: 'paper.correction-unconfirmed', params: { count: 1 } })
    await expect(place.confirm(acceptor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await place.confirm()
    await place.accept()
    expect((await place.now()).answers['newName']).toBe('临湖水利发布')
    for (const step of ['review', 'approve', 'execute', 'national', 'register'] as const) await place[step]()
    expect(await place.account()).toMatchObject({ name: '临湖水利发布' })
  })

  it('of 变更日期 is what tells whether the case is late', async () => {
    const place = await handedIn()
    await place.check({ matches: false })
    await place.transcribe('changedOn', '2026-06-08')
    await place.confirm()
    await place.accept()
    // 06-08 is a Monday: the fifth working day is 06-15, and it was handed in on 06-16.
    expect((await place.now()).daysLate).toBe(1)
    expect((await listTriggers(place.deps.db, { districtId })).rows).toMatchObject([
      { rule: 'F-04', facts: { changedOn: '2026-06-08', filingUntil: '2026-06-15', filedOn: '2026-06-16' } },
    ])
  })

  it('says the word of a choice as it stands on paper', async () => {
    const place = await handedIn('open', opening)
    await place.check({ matches: false })
    await place.transcribe('platform', '新浪微博')
    await place.confirm()
    await place.accept()
    expect((await place.now()).answers['platform']).toBe('weibo')
  })

  it.each([
    ['what was printed anyway', 'newName', '临湖水利', 'paper.correction-same'],
    ['what can’t be read', 'changedOn', '上个月', 'paper.correction-not-valid'],
    ['a field that is not on the form', 'platform', '新浪微博', 'record.not-found'],
  ])('is refused for %s', async (_what, field, written, refusal) => {
    const place = await handedIn()
    await expect(place.transcribe(field, written)).rejects.toMatchObject({ code: refusal })
  })

  it('that leaves nothing to change makes no form that could be accepted', async () => {
    const place = await handedIn()
    await place.check({ matches: false })
    await place.transcribe('newName', '')
    await place.confirm()
    await expect(place.accept()).rejects.toMatchObject({ code: 'return.corrected-not-complete' })
  })

  it('keeps names and phones out of the trail', async () => {
    const place = await handedIn()
    await place.transcribe('contactPhone', '13800009999')
    const trail = JSON.stringify(await eventsOf(place.deps.db, districtId, { kind: 'case', id: place.caseId }))
    expect(trail).toContain('contactPhone')
    expect(trail).not.toContain('13800009999')
  })
})

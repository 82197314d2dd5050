import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { officeHead, supervisor } from '../../../../tests/support/asked-district.ts'
import { closingDistrict } from '../../../../tests/support/closing-district.ts'
import { actorOf, districtId } from '../../../../tests/support/monitored-district.ts'
import { addDays, civilDate, month } from '../../../calendar/index.ts'
import { oneRow } from '../../../database/index.ts'
import { readCase } from '../../../filing/cases/records.ts'
import { listTriggers } from '../../../filing/triggers/index.ts'
import { runCheck } from '../../../monitoring/index.ts'
import { type ClosingAction, nextClosingState } from '../model.ts'
import { listClosings, waitingClosings } from '../queries.ts'
import { beginClosing } from './begin-closing.ts'
import { publishAnnouncement } from './announce.ts'
import { verifyGone } from './verify-gone.ts'

type Place = Awaited<ReturnType<typeof closingDistrict>>

/** 公告期 from 2026-06-18 (端午 06-19 to 06-21): the fifteenth working day is 2026-07-10. */
async function announced(place: Place) {
  const { id: caseId } = await place.openCase()
  await place.approve(caseId)
  const closing = place.of(await place.begin())
  await closing.publish()
  return { caseId, closing }
}

async function verified(place: Place) {
  const { caseId, closing } = await announced(place)
  await closing.archive()
  await place.execute(caseId, '2026-07-13')
  await place.look('2026-07-20', 'gone')
  await closing.verify()
  return { caseId, closing }
}

/** All that the trail holds of closings, as text. */
const trailOf = async ({ deps }: Place) =>
  JSON.stringify(
    await deps.db.selectFrom('trail_event').select('after').where('subject_kind', '=', 'closing').execute(),
  )

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

describe('关停注销: from the decision to the account that is gone', () => {
  it('goes all the way, each day a fact of its own, and is monitored until it is gone', async () => {
    const place = await closingDistrict()
    const registered = async (of: string, today: string) =>
      (await runCheck(place.on(today), supervisor, { districtId, month: month(of) })).coverage.registered
    const { caseId, closing } = await announced(place)
    await closing.archive()
    await closing.publishFinal()
    await place.execute(caseId, '2026-07-13')
    // 停更 is not 免检: between 停更日 and the day it was verified gone it is checked (closure cases F2).
    expect((await place.account()).runningState).toBe('closed')
    expect(await registered('2026-06', '2026-07-14')).toBe(1)
    await place.look('2026-07-20', 'gone')
    await closing.verify()
    expect(await place.account()).toEqual({ runningState: 'deregistered', ceasedOn: '2026-07-13' })
    expect(await registered('2026-08', '2026-09-01')).toBe(0)
    await place.look('2026-08-19', 'gone')
    await closing.recheck()
    await closing.file()
    expect((await closing.now()).closing).toMatchObject({ state: 'archived', explained: [] })
    const [pause] = (await closing.now()).announcements
    expect(pause).toMatchObject({ stopsOn: '2026-06-24', publishedOn: '2026-06-18' })
    expect((await closing.now()).deregistration?.executedOn).toBe('2026-07-13')
  })

  it('begins with a ground only: a decided item, a case, or an account under closure in the ledger', async () => {
    const place = await closingDistrict()
    await expect(place.begin()).rejects.toMatchObject({ code: 'closing.no-ground' })
    await place.openCase()
    await place.begin()
    await expect(place.begin()).rejects.toMatchObject({ code: 'closing.begun-already' })
  })

  it('is begun by the unit or the office, not by a stranger', async () => {
    const place = await closingDistrict()
    await place.openCase()
    const begin = (actor: ReturnType<typeof actorOf>) =>
      codeOf(beginClosing(place.deps, actor, { districtId, accountId: place.accountId }))
    expect(await begin(actorOf('reviewer'))).toBe('access.denied')
    expect(await begin({ ...actorOf('unit_editor'), unitId: place.deps.ids.next() })).toBe('access.denied')
    expect(await begin(supervisor)).toBe('done')
  })

  it('goes on with 注销 where it began with 关停', async () => {
    const place = await closingDistrict()
    const { id: suspension } = await place.openCase('suspend')
    await place.approve(suspension)
    const closing = place.of(await place.begin())
    await closing.publish()
    await closing.archive()
    await place.execute(suspension, '2026-06-24')
    await place.look('2026-07-20', 'gone')
    await expect(closing.verify()).rejects.toMatchObject({ code: 'closing.not-deregistered' })
    const { id: deregistration } = await place.openCase('deregister', '2026-06-25')
    await place.approve(deregistration, '2026-06-25')
    await place.execute(deregistration, '2026-07-13')
    await closing.verify()
    expect(await place.account()).toMatchObject({ runningState: 'deregistered' })
  })

  it('is withdrawn with a reason, never once the account is gone from its platform', async () => {
    const place = await closingDistrict()
    const { caseId, closing } = await announced(place)
    await expect(closing.withdraw(' ')).rejects.toMatchObject({ code: 'closing.reason-required' })
    await place.execute(caseId, '2026-07-13')
    await expect(closing.withdraw()).rejects.toMatchObject({ code: 'closing.gone-already' })
  })

  it('withdrawn it takes its approved case along: the account runs again, and another case can be begun', async () => {
    const place = await closingDistrict()
    const { id: caseId } = await place.openCase()
    await place.approve(caseId)
    const closing = place.of(await place.begin())
    expect((await place.account()).runningState).toBe('closing')
    await closing.withdraw()
    expect((await place.account()).runningState).toBe('running')
    expect((await closing.now()).closing.withdrawnReason).toBe('改为保留')
    expect(await trailOf(place)).toContain('"reasonDigest":"sm3:')
    expect(await trailOf(place)).not.toContain('改为保留')
    expect((await readCase(place.deps.db, place.deps.vault, districtId, caseId))?.one.state).toBe('withdrawn')
    const { id } = await place.openCase()
    await place.approve(id)
    await place.begin()
  })

  it('keeps what was done on the platform: a 关停 that was registered stands when the closing is withdrawn', async () => {
    const place = await closingDistrict()
    const { id: caseId } = await place.openCase('suspend')
    await place.approve(caseId)
    const closing = place.of(await place.begin())
    await place.execute(caseId, '2026-06-17')
    await closing.withdraw()
    expect((await place.account()).runningState).toBe('closed')
    await place.begin()
  })

  it.each([
    ['2026-07-24', 0],
    ['2026-07-25', 1],
  ])('without a clean-up item is due ten working days after 公告期: on %s %i are overdue', async (today, overdue) => {
    const place = await closingDistrict()
    const { closing } = await announced(place)
    // 公告期 ends on 2026-07-10.
    expect((await closing.now()).closing.dueOn).toBe('2026-07-24')
    const only = { state: 'overdue', offset: 0, limit: 9 } as const
    const { total } = await listClosings(place.deps.db, { districtId }, civilDate(today), only)
    expect(total).toBe(overdue)
  })
})

describe('公告', () => {
  it('is recorded only after the filing was approved, with a day that has come and a proof', async () => {
    const place = await closingDistrict()
    const { id: caseId } = await place.openCase()
    const closing = place.of(await place.begin())
    await expect(closing.publish()).rejects.toMatchObject({ code: 'closing.not-approved' })
    await place.approve(caseId)
    await expect(closing.publish('2026-06-19', { recordedOn: '2026-06-18' })).rejects.toMatchObject({
      code: 'closing.published-in-future',
    })
    const bare = { ...(await closing.here()), kind: 'pause' as const, on: civilDate('2026-06-18') }
    const publish = (more: object) =>
      codeOf(publishAnnouncement(place.on('2026-06-18'), place.editor, { ...bare, ...more }))
    expect(await publish({ stopsOn: civilDate('2026-06-24') })).toBe('closing.publication-unproven')
    expect(await publish({ link: 'https://www.example.gov.cn/1' })).toBe('closing.stop-day-required')
    expect(await publish({ link: 'weibo', stopsOn: civilDate('2026-06-24') })).toBe('case.url-required')
  })

  it('is kept as it was published and not edited afterwards', async () => {
    const place = await closingDistrict()
    const { id: caseId } = await place.openCase()
    await place.approve(caseId)
    const closing = place.of(await place.begin())
    await closing.draft('关于停更的公告：【承接平台】')
    await expect(closing.publish()).rejects.toMatchObject({ code: 'closing.text-has-gaps' })
    await closing.draft('关于停更的公告：改定稿')
    await closing.publish()
    await expect(closing.draft('再改')).rejects.toMatchObject({ code: 'closing.published-already' })
    expect((await closing.now()).announcements[0]?.body).toBe('关于停更的公告：改定稿')
    await closing.publishFinal()
    await expect(closing.publishFinal()).rejects.toMatchObject({ code: 'closing.published-already' })
  })
})

describe('次序问题', () => {
  it('does not take 注销 within the period in silence: the day stands, and a person has to say something to it', async () => {
    const place = await closingDistrict()
    const { caseId, closing } = await announced(place)
    await place.execute(caseId, '2026-07-10')
    await closing.archive('2026-07-11')
    await place.look('2026-07-20', 'gone')
    await expect(closing.verify()).rejects.toMatchObject({ code: 'closing.faults-open' })
    await expect(closing.explain('')).rejects.toMatchObject({ code: 'closing.explanation-required' })
    const executor = { ...supervisor, id: place.editor.id }
    await expect(closing.explain('误操作', executor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await closing.explain()
    await closing.verify()
    expect((await closing.now()).closing.explained).toEqual([
      'deregistered-within-period',
      'deregistered-before-archive',
    ])
    expect((await closing.now()).closing.explanation).toBe('主办单位误操作，已约谈')
    expect(await trailOf(place)).toContain('"noteDigest":"sm3:')
    expect(await trailOf(place)).not.toContain('误操作')
  })

  it('has nothing to explain where all was in order', async () => {
    const { closing } = await announced(await closingDistrict())
    await expect(closing.explain()).rejects.toMatchObject({ code: 'closing.nothing-to-explain' })
  })
})

describe('核验注销', () => {
  it('wants a look of somebody else after the account was deregistered', async () => {
    const place = await closingDistrict()
    const { caseId, closing } = await announced(place)
    await closing.archive()
    await place.execute(caseId, '2026-07-13')
    await place.look('2026-07-12', 'gone')
    expect(await codeOf(closing.verify())).toBe('closing.not-looked-for')
    await place.look('2026-07-14', 'open')
    expect(await codeOf(closing.verify())).toBe('closing.not-looked-for')
    await place.look('2026-07-15', 'gone', { ...actorOf('reviewer'), id: place.editor.id })
    expect(await codeOf(closing.verify())).toBe('closing.not-looked-for')
    await place.look('2026-07-16', 'gone')
    expect(await codeOf(closing.verify('2026-07-20', { ...supervisor, id: place.editor.id }))).toBe(
      'access.maker-is-checker',
    )
    expect(await codeOf(verifyGone(place.on('2026-07-20'), place.editor, await closing.here()))).toBe('access.denied')
    expect(await codeOf(verifyGone(place.on('2026-07-20'), actorOf('reviewer'), await closing.here()))).toBe(
      'access.denied',
    )
    expect(await codeOf(closing.verify('2026-07-20', officeHead))).toBe('done')
  })
})

describe('注销后复查', () => {
  it.each([
    ['2026-08-18', 'closing.recheck-too-early'],
    ['2026-08-19', 'done'],
  ])('thirty days after 2026-07-20, on %s: %s', async (day, outcome) => {
    const place = await closingDistrict()
    const { closing } = await verified(place)
    await place.look(day, 'gone')
    expect(await codeOf(closing.recheck(day))).toBe(outcome)
  })

  it('is made by somebody else than who recorded the deregistration, and with a look of somebody else', async () => {
    const place = await closingDistrict()
    const { closing } = await verified(place)
    const maker = { ...supervisor, id: (await closing.now()).deregistration!.executedBy! }
    await place.look('2026-08-19', 'gone', maker)
    await expect(closing.recheck('2026-08-19', maker)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await expect(closing.recheck()).rejects.toMatchObject({ code: 'closing.recheck-too-early' })
    await place.look('2026-08-20', 'gone')
    await closing.recheck('2026-08-20')
    expect(await closing.state()).toBe('rechecked')
  })

  it('is asked for from its day on, and overdue from the next', async () => {
    const place = await closingDistrict()
    await verified(place)
    const asked = async (day: string) => {
      const today = civilDate(day)
      const { recheck } = await oneRow(place.deps.db, waitingClosings({ districtId }, today))
      const { total } = await listClosings(place.deps.db, { districtId }, today, {
        state: 'overdue',
        offset: 0,
        limit: 9,
      })
      return [recheck, total]
    }
    expect(await asked('2026-08-18')).toEqual([0, 0])
    expect(await asked('2026-08-19')).toEqual([1, 0])
    expect(await asked(addDays(civilDate('2026-08-19'), 1))).toEqual([1, 1])
  })

  it('that finds the account again opens the closing, monitors the account and raises a clue once', async () => {
    const place = await closingDistrict()
    const { closing } = await verified(place)
    await expect(closing.findAgain()).rejects.toMatchObject({ code: 'closing.not-seen-again' })
    await place.look('2026-08-18', 'open')
    await place.look('2026-08-19', 'gone')
    expect(await oneRow(place.deps.db, waitingClosings({ districtId }, civilDate('2026-08-19')))).toMatchObject({
      seenAgain: 1,
    })
    await expect(closing.recheck()).rejects.toMatchObject({ code: 'closing.seen-again' })
    await closing.findAgain()
    expect(await closing.state()).toBe('reappeared')
    expect(await place.account()).toEqual({ runningState: 'closed', ceasedOn: null })
    expect((await listTriggers(place.deps.db, { districtId })).rows).toMatchObject([
      {
        rule: 'F-01',
        accountName: '临湖节水',
        facts: { fact: '私自重新上线', ceasedOn: '2026-07-13', discoveredOn: '2026-08-18' },
      },
    ])
    await closing.verify('2026-08-20')
    expect(await place.account()).toEqual({ runningState: 'deregistered', ceasedOn: '2026-08-19' })
    expect(await oneRow(place.deps.db, waitingClosings({ districtId }, civilDate('2026-08-20')))).toMatchObject({
      seenAgain: 0,
    })
  })

  it('is known from the look alone: a clue at once, and once, however the account was entered as 已注销', async () => {
    const place = await closingDistrict()
    const set = (ceased: string) =>
      place.deps.db
        .updateTable('account')
        .set({ running_state: 'deregistered', ceased_on: civilDate(ceased) })
        .where('id', '=', place.accountId)
        .execute()
    const clues = async () => (await listTriggers(place.deps.db, { districtId })).rows
    await set('2026-07-13')
    await place.look('2026-07-13', 'open')
    await place.look('2026-07-14', 'gone')
    expect(await clues()).toEqual([])
    expect(await codeOf(place.begin('2026-07-14', supervisor))).toBe('case.account-gone')
    await place.look('2026-07-15', 'open')
    await place.look('2026-07-16', 'open')
    expect(await clues()).toMatchObject([
      {
        rule: 'F-01',
        accountName: '临湖节水',
        state: 'raised',
        facts: { fact: '私自重新上线', ceasedOn: '2026-07-13', discoveredOn: '2026-07-15' },
      },
    ])

    // Its unit doesn't open it by itself; who verifies closings puts it back under monitoring.
    expect(await codeOf(place.begin('2026-07-17'))).toBe('access.denied')
    const closing = place.of(await place.begin('2026-07-17', supervisor))
    expect((await closing.now()).closing).toMatchObject({ state: 'reappeared', reappearedOn: '2026-07-16' })
    expect(await place.account()).toEqual({ runningState: 'closed', ceasedOn: null })
    expect(await clues()).toHaveLength(1)
  })

  it('found by a look and said by a person is one clue', async () => {
    const place = await closingDistrict()
    const { closing } = await verified(place)
    await place.look('2026-08-18', 'open')
    const clues = async () => (await listTriggers(place.deps.db, { districtId })).rows
    expect(await clues()).toMatchObject([{ rule: 'F-01', facts: { discoveredOn: '2026-08-18' } }])
    await closing.findAgain()
    expect(await clues()).toHaveLength(1)
  })
})

describe('the table of states', () => {
  it('no order of steps reaches a state that the table does not allow', async () => {
    const actions = [
      'draft',
      'publish',
      'publish-final',
      'archive-content',
      'explain',
      'verify',
      'recheck',
      'find-again',
      'file',
      'withdraw',
    ] as const satisfies ClosingAction[]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actions), { minLength: 4, maxLength: 7 }), async (walk) => {
        const place = await closingDistrict()
        const { id: caseId } = await place.openCase()
        await place.approve(caseId)
        const closing = place.of(await place.begin())
        await place.execute(caseId, '2026-07-13')
        await place.look('2026-07-20', 'gone')
        const steps: Record<(typeof actions)[number], () => Promise<unknown>> = {
          draft: () => closing.draft(),
          publish: () => closing.publish(),
          'publish-final': () => closing.publishFinal(),
          'archive-content': () => closing.archive(),
          explain: () => closing.explain(),
          verify: () => closing.verify(),
          recheck: () => closing.recheck(),
          'find-again': () => closing.findAgain(),
          file: () => closing.file(),
          withdraw: () => closing.withdraw(),
        }
        for (const step of ['publish', 'archive-content', ...walk] as const) {
          const before = await closing.state()
          const outcome = await codeOf(steps[step]())
          const next = nextClosingState[before][step]
          expect(await closing.state()).toBe(outcome === 'done' ? next : before)
          expect(outcome === 'closing.action-not-allowed').toBe(next === undefined)
          // The world goes on between the steps: the account comes up again, and is gone again.
          if (step === 'verify' && outcome === 'done') await place.look('2026-08-18', 'open')
          if (step === 'find-again' && outcome === 'done') await place.look('2026-08-19', 'gone')
        }
      }),
      { numRuns: 3 },
    )
  }, 120_000)
})

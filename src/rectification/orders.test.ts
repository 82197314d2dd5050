import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { checkedDistrict } from '../../tests/support/checked-district.ts'
import { blank } from '../../tests/support/asked-district.ts'
import { actorOf, districtId } from '../../tests/support/monitored-district.ts'
import { docxText, pdfText, squeezed } from '../../tests/golden/papers/read-paper.ts'
import type { Actor } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { paperText, stopPress } from '../documents/index.ts'
import { listTriggers } from '../filing/triggers/list.ts'
import { seedCalendar } from '../holidays/index.ts'
import { decideFinding } from '../monitoring/index.ts'
import { inTransaction } from '../database/index.ts'
import { eventsOf } from '../trail/index.ts'
import { orderFeedbackDeadlines } from './deadlines.ts'
import { nextOrderState, type OrderAction, type OrderState } from './model.ts'
import { paperOf, printOrder } from './print-order.ts'
import { turnedFindings } from './queries/findings.ts'
import { listOrders, ordersOfFindings, unresolvedOrders } from './queries/lists.ts'
import { readOrder, stepsOf } from './queries/orders.ts'
import { acknowledgeOrder, contestOrder, reportFixed, reportStopped } from './verbs/answer-order.ts'
import { escalateOrder, remindOrder } from './verbs/chase-order.ts'
import { closeOrder, decideAppeal, maintainOrder, recheckOrder, withdrawOrder } from './verbs/decide-order.ts'
import { draftOrder } from './verbs/draft-order.ts'
import { issueOrder } from './verbs/issue-order.ts'
import { proposeRepeated } from './verbs/propose-repeats.ts'

const supervisor = actorOf('supervisor')
const head = actorOf('office_head')
const issuer = actorOf('issuer')
const examiner = actorOf('examiner')
const reviewer = actorOf('reviewer')
afterAll(stopPress)

async function office() {
  const place = await checkedDistrict()
  await seedCalendar(place.deps.db, place.deps.wall.now())
  await place.decide('confirm')
  const finding = await place.open()
  const { unit_id: unitId } = await place.deps.db
    .selectFrom('account')
    .select('unit_id')
    .where('id', '=', place.silent)
    .executeTakeFirstOrThrow()
  const editor: Actor = { ...actorOf('unit_editor'), unitId }
  let deps = place.deps
  const at = (moment: string) => {
    deps = { ...place.at(moment), ids: place.deps.ids, dataDir: place.deps.dataDir }
  }
  let orderId = ''
  const now = async () => (await readOrder(deps.db, districtId, orderId))!
  const here = async () => ({ districtId, orderId, version: (await now()).version })
  const file = { name: '证明.png', bytes: blank }
  const steps = {
    draft: async (who: Actor = supervisor) => {
      ;({ id: orderId } = await draftOrder(deps, who, { districtId, findingIds: [finding.id], form: 'notice' }))
    },
    issue: async (number = '临政公开办〔2026〕1号', who: Actor = head) =>
      issueOrder(deps, who, { ...(await here()), number }),
    acknowledge: async (who: Actor = editor) => acknowledgeOrder(deps, who, await here()),
    stop: async () => reportStopped(deps, editor, { ...(await here()), note: '已恢复更新' }),
    contest: async (who: Actor = editor) => contestOrder(deps, who, { ...(await here()), note: '当日发过图文', file }),
    appeal: async (upheld: boolean, who: Actor = examiner) =>
      decideAppeal(deps, who, { ...(await here()), note: '经核对后台', upheld }),
    fix: async (who: Actor = editor) => reportFixed(deps, who, { ...(await here()), note: '已发布3篇', file }),
    recheck: async (passed: boolean, who: Actor = reviewer) =>
      recheckOrder(deps, who, { ...(await here()), note: '已打开账号核对', passed }),
    close: async (who: Actor = supervisor) => closeOrder(deps, who, await here()),
    remind: async () => remindOrder(deps, supervisor, { ...(await here()), note: '请抓紧' }),
    escalate: async () => escalateOrder(deps, supervisor, { ...(await here()), note: '催办无果' }),
    withdraw: async (who: Actor = head) => withdrawOrder(deps, who, { ...(await here()), note: '依据已变' }),
    maintain: async () => maintainOrder(deps, head, { ...(await here()), note: '补采集后仍成立' }),
  }
  const triggers = async () => (await listTriggers(deps.db, { districtId })).rows.map(({ rule }) => rule).sort()
  return { ...place, ...steps, unitId, editor, finding, now, here, at, triggers, deps: () => deps }
}
type Office = Awaited<ReturnType<typeof office>>

let place: Office
beforeEach(async () => {
  place = await office()
})

const issued = async () => {
  await place.draft()
  await place.issue()
}

describe('an order', () => {
  it('goes from a confirmed finding to its closing: signed, acknowledged, stopped, fixed with proof, rechecked', async () => {
    await issued()
    // A veto is stopped within 3 working days and answered within 10 (rulebook C4): 2026-10-12 is a Monday.
    expect(await place.now()).toMatchObject({
      state: 'issued',
      class: 'veto',
      stopBy: '2026-10-15',
      feedbackBy: '2026-10-26',
    })
    for (const step of [place.acknowledge, place.stop, place.fix]) await step()
    await place.recheck(true)
    await place.close()
    const steps = await stepsOf(place.deps().db, districtId, (await place.now()).id)
    expect(steps.map(({ state }) => state)).toEqual([
      'drafted',
      'issued',
      'acknowledged',
      'acknowledged',
      'fixed',
      'passed',
      'closed',
    ])
    expect(steps[4]).toMatchObject({ note: '已发布3篇', fileName: '证明.png', by: place.editor.id })
    // The recheck is kept beside what the machine said last.
    expect(steps[5]!.facts['results']).toMatchObject([{ indicator: 'N-NM-02a', value: 'fail' }])
    // F-05 was touched when it went out; nothing was decided by it.
    expect(await place.triggers()).toEqual(['F-05'])
  })

  it('never lets who made a step check it', async () => {
    await place.draft(supervisor)
    await expect(place.issue(undefined, { ...head, id: supervisor.id })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    await place.issue()
    await place.acknowledge()
    await place.contest()
    for (const who of [head, { ...examiner, id: supervisor.id }, { ...examiner, id: place.editor.id }])
      await expect(place.appeal(false, who)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await place.appeal(false)
    // 代录: the supervisor reported it for the unit, and doesn't recheck it.
    await place.fix(supervisor)
    await expect(place.recheck(true, supervisor)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await place.recheck(true)
  })

  it('is for who has the right, for a unit its own alone', async () => {
    await place.draft()
    await expect(place.issue(undefined, supervisor)).rejects.toMatchObject({ code: 'access.denied' })
    await place.issue(undefined, issuer)
    const stranger = { ...place.editor, id: 'user:stranger', unitId: '00000000-0000-7000-8000-000000000000' }
    await expect(place.acknowledge(stranger)).rejects.toMatchObject({ code: 'access.denied' })
    const subject = { kind: 'order', id: (await place.now()).id }
    const kept = await eventsOf(place.deps().db, districtId, subject, { limit: 9 })
    expect(kept.filter(({ action }) => action === 'order.refused')).toHaveLength(2)
    await place.acknowledge()
  })

  it('takes no step that its state does not allow, and nobody overwrites another', async () => {
    await issued()
    const seen = await place.here()
    await expect(place.fix()).rejects.toMatchObject({ code: 'order.action-not-allowed' })
    await place.acknowledge()
    await expect(acknowledgeOrder(place.deps(), place.editor, seen)).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    // Every state but a draft and two of the ends can fall with what it rests on.
    const falls = (Object.keys(nextOrderState) as OrderState[]).filter((state) => 'maintain' in nextOrderState[state])
    expect(falls).toHaveLength(8)
    const actions = new Set(Object.values(nextOrderState).flatMap((next) => Object.keys(next) as OrderAction[]))
    expect(actions.size).toBe(14)
  })

  it('is refused where nobody confirmed, twice for one finding, and for an account that is gone', async () => {
    const { db } = place.deps()
    await place.draft()
    await expect(place.draft()).rejects.toMatchObject({ code: 'order.finding-ordered' })
    // A draft that is withdrawn frees its findings.
    await place.withdraw(supervisor)
    await db.updateTable('account').set({ running_state: 'deregistered' }).where('id', '=', place.silent).execute()
    await expect(place.draft()).rejects.toMatchObject({ code: 'order.account-gone' })
    await db.updateTable('account').set({ running_state: 'closing' }).where('id', '=', place.silent).execute()
    await place.draft()
    await place.decide('needs-evidence', '截图看不清')
    await expect(place.issue()).rejects.toMatchObject({ code: 'order.finding-not-confirmed' })
    await place.withdraw(supervisor)
    await expect(place.draft()).rejects.toMatchObject({ code: 'order.finding-not-confirmed' })
  })

  it('carries a number of its year that was not given out before', async () => {
    await place.draft()
    await expect(place.issue('临政公开办〔2026〕第1号')).rejects.toMatchObject({ code: 'order.number-unreadable' })
    await expect(place.issue('临政公开办〔2025〕1号')).rejects.toMatchObject({ code: 'order.number-other-year' })
    expect((await place.now()).state).toBe('drafted')
  })
})

describe('an appeal', () => {
  it('that is upheld ends the order, and its finding may be ordered anew under another number', async () => {
    await issued()
    await place.acknowledge()
    await place.contest()
    await place.appeal(true)
    expect((await place.now()).state).toBe('upheld')
    await place.draft()
    await expect(place.issue()).rejects.toMatchObject({ code: 'order.number-taken' })
    await place.issue('临政公开办〔2026〕2号')
    expect(await ordersOfFindings(place.deps().db, districtId, [place.finding.id])).toMatchObject(
      new Map([[place.finding.id, { number: '临政公开办〔2026〕2号' }]]),
    )
  })

  it('that is rejected leaves the unit its days, and a few more where fewer are left; it is made once', async () => {
    await issued()
    await place.acknowledge()
    await place.contest()
    place.at('2026-10-23T01:00:00.000Z')
    await place.appeal(false)
    expect(await place.now()).toMatchObject({ state: 'rejected', feedbackBy: '2026-10-30' })
    await expect(place.contest()).rejects.toMatchObject({ code: 'order.action-not-allowed' })
  })
})

describe('an order that is late', () => {
  const late = async () =>
    (await listOrders(place.deps().db, { districtId }, { lateAt: place.deps().clock.now(), offset: 0, limit: 9 })).total

  it('is reminded of, counted, then escalated once, and listed for the next circular as of each day', async () => {
    await issued()
    await place.acknowledge()
    await place.stop()
    place.at('2026-10-27T02:00:00.000Z')
    expect(await late()).toBe(1)
    await expect(place.escalate()).rejects.toMatchObject({ code: 'order.not-reminded' })
    await place.remind()
    await place.escalate()
    await expect(place.escalate()).rejects.toMatchObject({ code: 'order.escalated-already' })
    expect(await place.triggers()).toEqual(['F-05', 'F-12'])
    place.at('2026-10-29T02:00:00.000Z')
    await place.fix()
    place.at('2026-10-30T02:00:00.000Z')
    await place.recheck(false)
    place.at('2026-11-02T02:00:00.000Z')
    await place.fix()
    await place.recheck(true)
    const on = async (day: string) =>
      (await unresolvedOrders(place.deps().db, districtId, civilDate(day))).map(({ feedbackBy, failed }) => [
        feedbackBy,
        failed,
      ])
    // As it stood on each day: in time, late, fixed and not yet looked at, failed with a new day, passed.
    expect([await on('2026-10-25'), await on('2026-10-27'), await on('2026-10-29')]).toEqual([
      [],
      [['2026-10-26', false]],
      [],
    ])
    expect([await on('2026-10-30'), await on('2026-11-02')]).toEqual([[['2026-11-06', true]], []])
  })

  it('is not escalated in time, nor while the office owes the next step', async () => {
    await issued()
    await place.remind()
    await expect(place.escalate()).rejects.toMatchObject({ code: 'order.not-late' })
    await place.acknowledge()
    await place.fix()
    place.at('2026-11-27T02:00:00.000Z')
    expect(await late()).toBe(0)
  })

  it('has a day marked 暂定 where the year has no official holidays yet', async () => {
    place.at('2026-12-25T02:00:00.000Z')
    await issued()
    const text = paperText(await paperOf(place.deps(), districtId, await place.now(), false))
    expect(text).toContain('2026年12月30日（3个工作日内）前止住')
    const day = civilDate('2026-12-25')
    const [open] = await orderFeedbackDeadlines.open(place.deps().db, districtId, day)
    expect(open).toMatchObject({ from: day, days: 10, kind: 'working' })
    // A notice that moves the day moves the order, and the paper that went out keeps what it was printed with.
    const after = { day: civilDate('2027-01-12'), provisional: false }
    await inTransaction(place.deps().db, (tx) =>
      orderFeedbackDeadlines.move(tx, place.deps(), supervisor, districtId, [
        { ...open!, before: { day, provisional: true }, after },
      ]),
    )
    expect((await place.now()).feedbackBy).toBe('2027-01-12')
    expect(paperText(await paperOf(place.deps(), districtId, await place.now(), false))).toBe(text)
    expect(text).toMatch(/2027年1月\d+日（10个工作日内，暂定）前完成整改/)
  })
})

describe('what an order rests on', () => {
  it('that is turned over marks the order with who and why until a person says what becomes of it', async () => {
    await issued()
    const turned = () => turnedFindings(place.deps().db, districtId)
    expect(await turned()).toEqual([])
    await expect(place.maintain()).rejects.toMatchObject({ code: 'order.basis-stands' })
    place.at('2026-10-13T02:00:00.000Z')
    const { id: findingId, version } = await place.open()
    const input = { districtId, findingId, decision: 'needs-evidence' as const, reason: '截图看不清', version }
    await decideFinding(place.deps(), { ...reviewer, id: 'user:second' }, input)
    expect(await turned()).toMatchObject([
      { findingId, state: 'needs-evidence', reason: '截图看不清', decidedBy: 'user:second' },
    ])
    place.at('2026-10-14T02:00:00.000Z')
    await place.maintain()
    expect(await turned()).toEqual([])
    place.at('2026-10-15T02:00:00.000Z')
    await decideFinding(place.deps(), reviewer, {
      ...input,
      decision: 'dismiss',
      reason: '后台有图文',
      version: version + 1,
    })
    expect(await turned()).toMatchObject([{ state: 'dismissed' }])
    await place.withdraw()
    expect((await place.now()).state).toBe('withdrawn')
    expect(await turned()).toEqual([])
  })

  it('that is put right after its month was closed marks the order, and is ordered no more', async () => {
    await place.draft()
    const draft = await place.now()
    await place.issue()
    await place
      .deps()
      .db.insertInto('finding_correction')
      .values({
        district_id: districtId,
        id: place.deps().ids.next(),
        finding_id: place.finding.id,
        to_state: 'dismissed',
        reason: '后台记录证明当日有更新',
        corrected_by: 'user:second',
        corrected_at: place.deps().wall.now(),
      })
      .execute()
    const turned = await turnedFindings(place.deps().db, districtId)
    expect(turned).toMatchObject([{ orderId: draft.id, state: 'dismissed', decidedBy: 'user:second', refuted: false }])
    await place.withdraw()
    await expect(place.draft()).rejects.toMatchObject({ code: 'order.finding-not-confirmed' })
  })
})

describe('the paper', () => {
  it('says the same in docx and pdf, names people by role on the sealed paper alone, and prints the same again', async () => {
    const { db } = place.deps()
    await issued()
    const order = await place.now()
    const text = paperText(await paperOf(place.deps(), districtId, order, true))
    for (const words of [
      '临政公开办〔2026〕1号',
      '沉默（新浪微博）',
      '第一责任人：未登记',
      '2026年10月26日（10个工作日内）',
    ])
      expect(text).toContain(words)
    const print = async (format: 'docx' | 'pdf') =>
      (await printOrder(place.deps(), districtId, order, { format, demo: true })).bytes
    const [docx, pdf] = [await print('docx'), await print('pdf')]
    expect(squeezed(docxText(docx))).toBe(squeezed(text))
    expect(squeezed(await pdfText(pdf))).toBe(squeezed(text))
    await db.updateTable('account').set({ name: '改名以后' }).where('id', '=', place.silent).execute()
    place.at('2026-11-20T02:00:00.000Z')
    expect(paperText(await paperOf(place.deps(), districtId, order, true))).toBe(text)
  })
})

it('the same problem confirmed three times in twelve months is put up for closing once, and nobody has decided it', async () => {
  const { db, ids } = place.deps()
  const {
    account_id,
    indicator,
    class: weighs,
    facts,
    run_id,
  } = await db
    .selectFrom('finding')
    .select(['account_id', 'indicator', 'class', 'facts', 'run_id'])
    .where('id', '=', place.finding.id)
    .executeTakeFirstOrThrow()
  const earlier = async (month: string) =>
    db
      .insertInto('finding')
      .values({
        district_id: districtId,
        id: ids.next(),
        month,
        run_id,
        account_id,
        indicator,
        class: weighs,
        facts: JSON.stringify(facts),
        state: 'confirmed',
        created_at: place.deps().clock.now(),
      })
      .execute()
  const put = async () => (await proposeRepeated(place.deps(), supervisor, districtId)).added
  await earlier('2025-10')
  await earlier('2026-05')
  // Thirteen months apart from the first.
  expect(await put()).toBe(0)
  await earlier('2026-07')
  expect([await put(), await put()]).toEqual([1, 0])
  const items = await db.selectFrom('cleanup_item').select(['account_id', 'state', 'disposition', 'proposal']).execute()
  expect(items).toMatchObject([
    { account_id: place.silent, state: 'proposed', disposition: 'close', proposal: { disposition: 'close' } },
  ])
  expect(JSON.stringify(items[0]!.proposal)).toContain('确认3次：2026年5月、2026年7月、2026年9月')
})

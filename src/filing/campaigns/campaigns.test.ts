import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { listTriggers } from '../triggers/index.ts'
import { type CampaignInput, prepareCampaign } from './prepare.ts'
import { campaignBoard, listCampaigns, readCampaign } from './queries.ts'
import { planReminders, remindables, remindChosen } from './remind-chosen.ts'
import { closeCampaign, keepCampaigns, openCampaign } from './run.ts'
import { rejectCampaign, sendCampaignBack, withdrawCampaign } from './turn-down.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')

// The notice's own days, a few years on: dated 6月16日, returns by 6月21日, clean-up by 6月26日.
const wanted: CampaignInput = {
  districtId,
  title: '2026年政务新媒体专项排查',
  basis: '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》',
  basisNumber: '临政办〔2026〕6号',
  unitKinds: ['department', 'township'],
  forms: ['annex1', 'annex2'],
  filingUntil: civilDate('2026-06-21'),
  cleanupUntil: civilDate('2026-06-26'),
  reminderDays: [3, 1],
  contact: '区行政审批服务局监管股 0730-2345678',
}

async function district() {
  const place = await monitoredDistrict()
  await place.unit('临湖区水务局')
  await place.unit('石埠镇人民政府', { kind: 'township' })
  await place.unit('临湖区委宣传部', { kind: 'party' })
  const on = (moment: string) => place.at(moment)
  const start = on('2026-06-16T01:00:00.000Z')
  const drafted = async (more: Partial<CampaignInput> = {}) =>
    (await prepareCampaign(start, supervisor, { ...wanted, ...more })).id
  const opened = async () => {
    const campaignId = await drafted()
    await openCampaign(start, officeHead, { districtId, campaignId, version: 1 })
    return campaignId
  }
  const campaign = async (id: string) => (await readCampaign(place.deps.db, districtId, id))!
  return { ...place, on, start, drafted, opened, campaign }
}

describe('专项排查', () => {
  it('asks each unit in scope for one return, once somebody else has approved it', async () => {
    const { start, drafted, campaign, deps } = await district()
    const campaignId = await drafted()
    const own = { ...officeHead, id: supervisor.id }
    await expect(openCampaign(start, own, { districtId, campaignId, version: 1 })).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    expect(await openCampaign(start, officeHead, { districtId, campaignId, version: 1 })).toEqual({ units: 2 })
    const { rows } = await campaignBoard(deps.db, districtId, await campaign(campaignId), start.clock.now(), {
      offset: 0,
      limit: 50,
    })
    expect(rows.map(({ unitName, state }) => [unitName, state])).toEqual([
      ['临湖区水务局', 'not-started'],
      ['石埠镇人民政府', 'not-started'],
    ])
    expect((await latestEvents(deps.db, districtId, { limit: 2 })).map(({ action }) => action)).toContain(
      'campaign.opened',
    )
  })

  it('goes back with a reason, and waits again once it was changed', async () => {
    const { start, drafted, campaign, deps } = await district()
    const campaignId = await drafted()
    const named = { districtId, campaignId, version: 1 }
    const reason = '清理整合截止日期过紧，请延后'
    await expect(sendCampaignBack(start, officeHead, { ...named, reason: ' ' })).rejects.toMatchObject({
      code: 'campaign.reason-required',
    })
    await sendCampaignBack(start, officeHead, { ...named, reason })
    expect(await campaign(campaignId)).toMatchObject({
      state: 'returned',
      decidedBy: officeHead.id,
      decisionReason: reason,
    })
    const [event] = await latestEvents(deps.db, districtId, { limit: 1 })
    expect(event).toMatchObject({ action: 'campaign.sent-back' })
    expect(JSON.stringify(event)).not.toContain('过紧')
    await expect(openCampaign(start, officeHead, { ...named, version: 2 })).rejects.toMatchObject({
      code: 'campaign.action-not-allowed',
    })
    await prepareCampaign(start, supervisor, { ...wanted, id: campaignId, version: 2 })
    expect(await openCampaign(start, officeHead, { ...named, version: 3 })).toEqual({ units: 2 })
  })

  it('is approved by nobody who ever had it in hand, also when somebody else changed it last', async () => {
    const { start, drafted } = await district()
    const id = await drafted()
    const colleague = { ...supervisor, id: 'user:colleague' }
    await prepareCampaign(start, colleague, { ...wanted, id, version: 1 })
    for (const maker of [supervisor, colleague]) {
      const head = { ...officeHead, id: maker.id }
      const input = { districtId, campaignId: id, version: 2, reason: '不再布置' }
      await expect(openCampaign(start, head, input)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
      await expect(rejectCampaign(start, head, input)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    }
  })

  it('is withdrawn by who drafted it, and keeps its title from nobody', async () => {
    const { start, drafted, campaign } = await district()
    const campaignId = await drafted()
    const input = { districtId, campaignId, version: 1, reason: '区里另有安排' }
    const colleague = { ...supervisor, id: 'user:colleague' }
    await expect(withdrawCampaign(start, colleague, input)).rejects.toMatchObject({ code: 'campaign.not-drafter' })
    await withdrawCampaign(start, supervisor, input)
    expect((await campaign(campaignId)).state).toBe('withdrawn')
    const again = await drafted()
    await rejectCampaign(start, officeHead, { districtId, campaignId: again, version: 1, reason: '不再布置' })
    expect((await campaign(again)).state).toBe('rejected')
    expect(await drafted()).not.toBe(again)
  })

  it.each<[string, Partial<CampaignInput>, string]>([
    ['without 依据文号', { basisNumber: ' ' }, 'campaign.basis-required'],
    ['with a deadline in the past', { filingUntil: civilDate('2026-06-15') }, 'campaign.deadline-past'],
    ['with clean-up before filing', { cleanupUntil: civilDate('2026-06-20') }, 'campaign.deadlines-disordered'],
    ['for units outside the notice', { unitKinds: ['party'] }, 'campaign.not-valid'],
    ['for nobody', { unitKinds: [] }, 'campaign.not-valid'],
    ['without forms', { forms: [] }, 'campaign.not-valid'],
    ['without somebody to ask', { contact: '' }, 'campaign.not-valid'],
  ])('is refused %s', async (_how, more, code) => {
    const { drafted } = await district()
    await expect(drafted(more)).rejects.toMatchObject({ code })
  })

  it('is not refused on the last day itself', async () => {
    const { drafted } = await district()
    expect(await drafted({ filingUntil: civilDate('2026-06-16') })).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('asks again within twelve months only with a reason', async () => {
    const { on, opened } = await district()
    await opened()
    const again = {
      ...wanted,
      title: '2027年专项排查',
      filingUntil: civilDate('2027-06-10'),
      cleanupUntil: civilDate('2027-07-20'),
    }
    const soon = on('2027-06-01T01:00:00.000Z')
    await expect(prepareCampaign(soon, supervisor, again)).rejects.toMatchObject({
      code: 'campaign.repeat-reason-required',
    })
    await prepareCampaign(soon, supervisor, { ...again, repeatReason: '机构改革后账号变动较大' })
    const later = on('2027-06-17T01:00:00.000Z')
    await prepareCampaign(later, supervisor, { ...again, title: '另一次', filingUntil: civilDate('2027-07-01') })
  })

  it('is not opened in silence where another one asked the same while it lay', async () => {
    const { start, drafted } = await district()
    const [first, second] = [await drafted(), await drafted({ title: '另一次专项排查' })]
    await openCampaign(start, officeHead, { districtId, campaignId: first, version: 1 })
    await expect(openCampaign(start, officeHead, { districtId, campaignId: second, version: 1 })).rejects.toMatchObject(
      { code: 'campaign.repeat-reason-required' },
    )
  })

  it('keeps two people apart: an old version and a second title are refused', async () => {
    const { start, drafted } = await district()
    const id = await drafted()
    await prepareCampaign(start, supervisor, { ...wanted, id, version: 1, contact: '另一部门' })
    await expect(prepareCampaign(start, supervisor, { ...wanted, id, version: 1 })).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    await expect(drafted()).rejects.toMatchObject({ code: 'campaign.titled-already' })
  })

  it('is not opened when its days have passed while it lay', async () => {
    const { on, drafted } = await district()
    const campaignId = await drafted()
    const open = (moment: string) => openCampaign(on(moment), officeHead, { districtId, campaignId, version: 1 })
    await expect(open('2026-06-21T16:00:00.000Z')).rejects.toMatchObject({ code: 'campaign.deadline-past' })
    await open('2026-06-21T15:59:00.000Z')
  })
})

describe('who has not answered', () => {
  it('is reminded on the configured days, once a day, and each reminder is recorded', async () => {
    const { on, opened, count } = await district()
    await opened()
    const keep = (moment: string) => keepCampaigns(on(moment), supervisor, districtId)
    expect(await keep('2026-06-17T01:00:00.000Z')).toEqual({ reminded: 0, overdue: 0 })
    expect(await keep('2026-06-18T01:00:00.000Z')).toEqual({ reminded: 2, overdue: 0 })
    const events = await count('trail_event')
    expect(await keep('2026-06-18T09:00:00.000Z')).toEqual({ reminded: 0, overdue: 0 })
    expect(await count('trail_event')).toBe(events)
    expect(await keep('2026-06-20T01:00:00.000Z')).toEqual({ reminded: 2, overdue: 0 })
  })

  it('costs a round no more statements when there are many', async () => {
    const { on, opened, unit, deps } = await district()
    const campaign_id = await opened()
    let asked = 0
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => ((asked += 1), node),
      transformResult: ({ result }) => Promise.resolve(result),
    }
    const moment = on('2026-06-18T01:00:00.000Z')
    const round = async () => {
      await keepCampaigns(moment, supervisor, districtId)
      asked = 0
      await keepCampaigns({ ...moment, db: deps.db.withPlugin(counting) }, supervisor, districtId)
      return asked
    }
    const ofTwo = await round()
    for (let at = 0; at < 20; at += 1) {
      const filed = { district_id: districtId, campaign_id, unit_id: await unit(`第${at}局`), state: 'not-started' }
      await deps.db
        .insertInto('filing_return')
        .values({ ...filed, id: deps.ids.next() })
        .execute()
    }
    expect(await round()).toBe(ofTwo)
    expect(ofTwo).toBeGreaterThan(0)
  })

  describe('is reminded by hand', () => {
    async function board() {
      const place = await district()
      const campaignId = await place.opened()
      const day = place.on('2026-06-19T01:00:00.000Z')
      const rows = () => remindables(day.db, districtId, { id: campaignId, left: 2 }, 'unanswered')
      const remind = (held: readonly { id: string; version: number }[], actor = supervisor) =>
        remindChosen(day, actor, { districtId, campaignId, rows: held })
      const touch = (id: string) =>
        day.db.updateTable('filing_return').set({ state: 'drafting', version: 2 }).where('id', '=', id).execute()
      const answer = (id: string) =>
        day.db.updateTable('filing_return').set({ first_submitted_at: day.clock.now() }).where('id', '=', id).execute()
      return { ...place, rows, remind, touch, answer }
    }

    it('as the preview says, once a day', async () => {
      const { rows, remind } = await board()
      const before = await rows()
      expect(planReminders(before).map(({ row, refusal }) => [row.unitName, refusal])).toEqual([
        ['临湖区水务局', null],
        ['石埠镇人民政府', null],
      ])
      expect((await remind(before)).map(({ refusal }) => refusal)).toEqual([null, null])
      expect((await rows()).map(({ reminders }) => reminders)).toEqual([1, 1])
      expect(planReminders(await rows()).every(({ refusal }) => refusal?.includes('今天已提醒过'))).toBe(true)
      expect((await remind(await rows())).every(({ refusal }) => refusal?.includes('今天已提醒过'))).toBe(true)
    })

    it('row by row: what was changed since the preview is refused, and the others are reminded', async () => {
      const { rows, remind, touch } = await board()
      const before = await rows()
      await touch(before[0]!.id)
      const [changed, kept] = await remind(before)
      expect(changed?.refusal).toContain('刚刚被其他人修改')
      expect(kept?.refusal).toBeNull()
      expect((await rows()).map(({ reminders }) => reminders)).toEqual([0, 1])
    })

    it('and not who has answered', async () => {
      const { rows, remind, answer } = await board()
      const before = await rows()
      await answer(before[0]!.id)
      expect((await remind(before)).map(({ refusal }) => refusal)).toEqual(['该单位已经报送，不必催报。', null])
    })

    it('by whom the office has named, and for somebody', async () => {
      const { rows, remind } = await board()
      await expect(remind(await rows(), officeHead)).rejects.toMatchObject({ code: 'access.denied' })
      await expect(remind([])).rejects.toMatchObject({ code: 'reminder.nothing-chosen' })
    })
  })

  it('raises F-04 from the first minute after the deadline, once a unit', async () => {
    const { on, opened, deps } = await district()
    await opened()
    expect(await keepCampaigns(on('2026-06-21T15:59:59.999Z'), supervisor, districtId)).toMatchObject({ overdue: 0 })
    expect(await keepCampaigns(on('2026-06-21T16:00:00.000Z'), supervisor, districtId)).toMatchObject({ overdue: 2 })
    await keepCampaigns(on('2026-06-22T16:00:00.000Z'), supervisor, districtId)
    const { rows, total } = await listTriggers(deps.db, { districtId })
    expect(total).toBe(2)
    expect(rows[0]).toMatchObject({ rule: 'F-04', state: 'raised', facts: { filingUntil: '2026-06-21' } })
  })

  it('stays on record when the campaign ends', async () => {
    const { on, opened, deps, campaign } = await district()
    const campaignId = await opened()
    const late = on('2026-06-30T01:00:00.000Z')
    await closeCampaign(late, officeHead, { districtId, campaignId, version: 2 })
    expect(await campaign(campaignId)).toMatchObject({ state: 'closed' })
    expect((await listTriggers(deps.db, { districtId })).total).toBe(2)
    await expect(closeCampaign(late, officeHead, { districtId, campaignId, version: 3 })).rejects.toMatchObject({
      code: 'campaign.action-not-allowed',
    })
    const all = { offset: 0, limit: 9 }
    const { rows } = await listCampaigns(deps.db, { districtId }, late.clock.now(), all)
    const [row] = rows
    expect(row).toMatchObject({ total: 2, late: 2, counts: { 'not-started': 2 } })
  })
})

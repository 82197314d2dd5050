import { describe, expect, it } from 'vitest'
import { askedDistrict, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { instant } from '../../calendar/index.ts'
import { paperText } from '../../documents/index.ts'
import { eventsOf } from '../../trail/index.ts'
import { remindedAt } from '../returns/records.ts'
import { campaignBoard } from './queries.ts'
import { callsOf, recordCall } from './calls.ts'
import { reminderNotice } from './notice.ts'

const noon = instant('2026-06-19T04:00:00.000Z')

async function place() {
  const district = await askedDistrict()
  const day = district.at('2026-06-19T06:00:00.000Z')
  const call = (over: object = {}, actor = supervisor) =>
    recordCall(day, actor, {
      districtId,
      returnId: district.returnId,
      calledAt: noon,
      spokeTo: ' 许静言 ',
      said: '答应明天报送',
      ...over,
    })
  const calls = () => callsOf(district.deps.db, district.deps.vault, districtId, district.returnId)
  return { ...district, day, call, calls }
}

describe('电话催报', () => {
  it('is on record with who called when, who answered and what was said; the trail names nobody', async () => {
    const { call, calls, deps, returnId, campaign, day } = await place()
    await call()
    expect(await calls()).toMatchObject([
      { calledAt: noon, calledBy: supervisor.id, spokeTo: '许静言', said: '答应明天报送' },
    ])
    const [event] = await eventsOf(deps.db, districtId, { kind: 'return', id: returnId })
    expect(event).toMatchObject({ action: 'return.called', actorId: supervisor.id, after: { calledAt: noon } })
    expect(JSON.stringify(event)).not.toMatch(/许静言|答应/)
    expect(await remindedAt(deps.db, districtId, returnId)).toBe(noon)
    const board = await campaignBoard(deps.db, districtId, campaign, day.clock.now(), { offset: 0, limit: 9 })
    expect(board.rows).toMatchObject([{ reminders: 0, calls: 1 }])
  })

  it.each([
    ['without who answered', { spokeTo: ' ' }, 'return.call-to-required'],
    ['that is still to come', { calledAt: instant('2026-06-19T06:00:00.001Z') }, 'return.call-in-future'],
    ['before the campaign began', { calledAt: instant('2026-06-16T00:59:00.000Z') }, 'return.call-before-opening'],
  ])('is refused %s', async (_how, over, code) => {
    const { call, calls } = await place()
    await expect(call(over)).rejects.toMatchObject({ code })
    expect(await calls()).toEqual([])
  })

  it('is for who reminds, and only of a unit that owes something', async () => {
    const { call, handedIn, back } = await place()
    await expect(call({}, officeHead)).rejects.toMatchObject({ code: 'access.denied' })
    await handedIn()
    await expect(call()).rejects.toMatchObject({ code: 'return.answered-already' })
    await back()
    await call()
  })
})

describe('催报通知', () => {
  const textOf = async ({ at, campaign }: Awaited<ReturnType<typeof place>>, moment: string) =>
    paperText(await reminderNotice(at(moment), districtId, campaign, { demo: false }))

  it('says of each unit what is missing and until when', async () => {
    const asked = await place()
    const before = await textOf(asked, '2026-06-20T01:00:00.000Z')
    for (const words of [
      '临湖区水务局',
      '尚未填报；台账中账号1个',
      '2026年6月21日',
      '还有1天',
      '临政办〔2026〕6号',
      '附件1《政务新媒体建设情况调查表》',
    ])
      expect(before).toContain(words)
    expect(await textOf(asked, '2026-06-21T01:00:00.000Z')).toContain('今天截止')
    expect(await textOf(asked, '2026-06-21T16:00:00.000Z')).toContain('已逾期1天')
    await asked.whole()
    await asked.print()
    expect(await textOf(asked, '2026-06-20T01:00:00.000Z')).toContain('已打印，尚未报送签字盖章的扫描件')
  })

  it('names what was sent back with its own day, and nobody who owes nothing', async () => {
    const asked = await place()
    await asked.handedIn()
    await expect(textOf(asked, '2026-06-19T01:00:00.000Z')).rejects.toMatchObject({ code: 'campaign.nobody-owes' })
    await asked.back()
    expect(await textOf(asked, '2026-06-19T01:00:00.000Z')).toContain('退回补正（2处），尚未重新报送')
  })
})

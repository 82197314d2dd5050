import type { Actor, Deps } from '../../access/index.ts'
import { instant } from '../../calendar/index.ts'
import {
  acceptPart,
  answerPart,
  compileItem,
  distributeItem,
  enterItem,
  sendItem,
  signItem,
} from '../../superiors/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor>; units: ReadonlyMap<string, string> }
const at = (text: string) => instant(`${text}:00+08:00`)

/** 省局交办 after its circular: answered by the unit, signed, and sent in time. */
export async function playSentItem({ deps, stage, actors, units }: Cast): Promise<void> {
  const [supervisor, head, editor] = ['supervisor', 'office_head', 'unit_editor'].map((role) => actors.get(role)!)
  const { id: circularId } = await deps.db
    .selectFrom('upper_circular')
    .select('id')
    .where('district_id', '=', districtId)
    .executeTakeFirstOrThrow()
  stage.to('2026-08-20T10:00:00+08:00')
  const { id: itemId } = await enterItem(deps, supervisor!, {
    districtId,
    level: 'province',
    issuer: '某省政务管理服务局',
    channel: 'document',
    channelName: '某政务函〔2026〕36号',
    title: '核查临湖水务微博未更新情况',
    asked: '请核查通报所列账号未更新的原因和整改情况，于2026年8月21日17时前书面反馈。',
    receivedAt: at('2026-08-20T09:30'),
    dueAt: at('2026-08-21T17:00'),
    late: false,
    named: '临湖区水务局｜临湖水务｜新浪微博｜说明未更新的原因和整改情况',
    circularId,
  })
  const item = (version: number) => ({ districtId, itemId, version })
  const part = (version: number) => ({ ...item(version), unitId: units.get('临湖区水务局')! })
  await distributeItem(deps, supervisor!, item(1))
  stage.to('2026-08-20T16:20:00+08:00')
  await answerPart(deps, editor!, { ...part(1), note: '6月账号管理员休假期间未更新，7月6日已恢复更新，并通过复查' })
  stage.to('2026-08-21T09:10:00+08:00')
  await acceptPart(deps, supervisor!, part(2))
  await compileItem(deps, supervisor!, item(2))
  stage.to('2026-08-21T10:40:00+08:00')
  await signItem(deps, head!, { ...item(3), number: '临审批函〔2026〕12号' })
  stage.to('2026-08-21T11:05:00+08:00')
  await sendItem(deps, supervisor!, { ...item(4), sentAt: at('2026-08-21T11:00'), how: '省工作平台' })
}

/** 市里电话交办 on the morning of the demonstration, due at five: passed on to two units, one has answered. */
export async function playItemOfToday({ deps, stage, actors, units }: Cast): Promise<void> {
  const supervisor = actors.get('supervisor')!
  stage.to('2026-10-12T08:53:00+08:00')
  const { id: itemId } = await enterItem(deps, supervisor, {
    districtId,
    level: 'city',
    issuer: '某市政府办公室政务公开科',
    channel: 'phone',
    channelName: '',
    title: '核实国庆假期政务新媒体值班和更新情况',
    asked: '请核实有关账号国庆假期的更新和留言值守情况，今日17:00前反馈。',
    receivedAt: at('2026-10-12T08:30'),
    dueAt: at('2026-10-12T17:00'),
    late: false,
    named: [
      '临湖区水务局｜临湖水务｜新浪微博｜国庆期间更新和留言值守情况',
      '临湖区城市管理局｜国庆期间更新和留言值守情况',
    ].join('\n'),
  })
  await distributeItem(deps, supervisor, { districtId, itemId, version: 1 })
  stage.to('2026-10-12T08:57:00+08:00')
  const unitId = units.get('临湖区城市管理局')!
  const note = '国庆期间安排两人轮值，每日查看留言，没有超期未答复的留言'
  await answerPart(deps, supervisor, { districtId, itemId, unitId, version: 1, note })
}

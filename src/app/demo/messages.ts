import { type Actor, changeSetting, type Deps } from '../../access/index.ts'
import { type CivilDate, civilDate, instantFromLocal } from '../../calendar/index.ts'
import {
  assignMessage,
  type Channel,
  checkService,
  errorFormKey,
  enterService,
  handBackMessage,
  invalidateMessage,
  type MessageKind,
  receiveError,
  recordMessage,
  rewriteReply,
  stateLooked,
  transferMessage,
} from '../../engagement/index.ts'
import type { Account } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor>; units: ReadonlyMap<string, string> }

type Where = readonly [name: string, platform: Platform]
const police: Where = ['平安临湖', 'weibo']
const service: Where = ['临湖政务', 'wechat_service']
const water: Where = ['临湖水务', 'wechat_official']
const schools: Where = ['临湖教育', 'wechat_official']
const tourism: Where = ['临湖文旅', 'weibo']

/** What was asked where, when, and when it was answered; a time without minutes is known by its day alone. */
type DemoMessage = {
  of: Where
  kind: MessageKind
  channel: Exclude<Channel, 'form' | 'mailbox'>
  asked: string
  text: string
  replied?: readonly [at: string, text: string]
}

const july: readonly DemoMessage[] = [
  {
    of: service,
    kind: 'simple',
    channel: 'message',
    asked: '2026-07-02 09:12',
    text: '大厅周六上班吗？',
    replied: ['2026-07-02 10:40', '周六上午9点至12点延时服务。'],
  },
  {
    of: service,
    kind: 'question',
    channel: 'message',
    asked: '2026-07-06 15:30',
    text: '个体户变更经营地址要带什么材料？',
    replied: ['2026-07-08 11:05', '带营业执照正副本和新址证明，也可以网上办。'],
  },
  {
    of: police,
    kind: 'question',
    channel: 'comment',
    asked: '2026-07-09 20:18',
    text: '居住证到期可以网上续签吗？',
    replied: ['2026-07-13 09:00', '可以，在“办事”菜单选择居住证签注。'],
  },
  {
    of: police,
    kind: 'complaint',
    channel: 'private',
    asked: '2026-07-15 22:41',
    text: '夜里飙车扰民，请管一管。',
    replied: ['2026-07-27 16:20', '已安排夜间巡查，感谢反映。'],
  },
  {
    of: water,
    kind: 'help',
    channel: 'message',
    asked: '2026-07-18 08:05',
    text: '我们小区停水两天了。',
    replied: ['2026-07-18 14:30', '主管抢修，今晚恢复供水。'],
  },
  {
    of: schools,
    kind: 'question',
    channel: 'message',
    asked: '2026-07-21',
    text: '秋季转学什么时候办？',
    replied: ['2026-07-24', '8月20日起在学校所在地办理。'],
  },
  {
    of: schools,
    kind: 'suggestion',
    channel: 'message',
    asked: '2026-07-25 12:00',
    text: '建议公布校车路线。',
    replied: ['2026-07-30 17:00', '已转各校，开学前公布。'],
  },
]

const august: readonly DemoMessage[] = [
  {
    of: service,
    kind: 'question',
    channel: 'message',
    asked: '2026-08-03 10:22',
    text: '新生儿“一件事”在哪里办？',
    replied: ['2026-08-04 09:15', '在“办事”菜单第一项。'],
  },
  {
    of: service,
    kind: 'complaint',
    channel: 'message',
    asked: '2026-08-11 16:48',
    text: '窗口让跑了三趟。',
    replied: ['2026-08-17 15:10', '已核实并向您致歉，材料清单已更正。'],
  },
  { of: service, kind: 'question', channel: 'message', asked: '2026-08-13 07:30', text: '招代理，日结，加我微信' },
  {
    of: police,
    kind: 'help',
    channel: 'private',
    asked: '2026-08-14 21:03',
    text: '老人走失，请帮忙转发。',
    replied: ['2026-08-14 21:20', '已转发并联系辖区派出所，请保持电话畅通。'],
  },
  {
    of: police,
    kind: 'question',
    channel: 'comment',
    asked: '2026-08-19 18:00',
    text: '电动车上牌要预约吗？',
    replied: ['2026-08-31 09:40', '不需要预约，工作日直接办理。'],
  },
  {
    of: water,
    kind: 'complaint',
    channel: 'message',
    asked: '2026-08-20 09:50',
    text: '水费比上月多了一倍。',
    replied: ['2026-08-26 10:00', '经查为表具故障，多收部分已退。'],
  },
  {
    of: schools,
    kind: 'question',
    channel: 'message',
    asked: '2026-08-26 13:37',
    text: '外来务工子女入学需要居住证吗？',
    replied: ['2026-08-28 08:55', '需要，也可以用居住登记证明。'],
  },
]

const september: readonly DemoMessage[] = [
  {
    of: service,
    kind: 'simple',
    channel: 'message',
    asked: '2026-09-01 11:11',
    text: '医保窗口电话多少？',
    replied: ['2026-09-01 15:00', '请拨打大厅总机转医保窗口。'],
  },
  {
    of: service,
    kind: 'suggestion',
    channel: 'message',
    asked: '2026-09-07 09:00',
    text: '建议增加充电宝。',
    replied: ['2026-09-10 16:30', '已在一楼增设。'],
  },
  {
    of: police,
    kind: 'question',
    channel: 'comment',
    asked: '2026-09-10 19:26',
    text: '驾驶证换证照片有什么要求？',
    replied: ['2026-09-16 10:10', '白底彩色，可以现场拍摄。'],
  },
  // Nobody answers, and the office has looked: overdue.
  { of: water, kind: 'complaint', channel: 'message', asked: '2026-09-15 08:40', text: '水质发黄，孩子不敢喝。' },
  { of: water, kind: 'help', channel: 'message', asked: '2026-09-21 17:55', text: '水表井盖坏了，怕摔着人。' },
  // Sent to the wrong unit: handed back, assigned, transferred.
  { of: water, kind: 'complaint', channel: 'message', asked: '2026-09-24 10:05', text: '河边有人乱倒建筑垃圾。' },
  // The last days lie behind 国庆.
  { of: schools, kind: 'question', channel: 'message', asked: '2026-09-25 09:30', text: '课后服务怎么报名？' },
  // Nobody has looked through this account: whether they were answered isn't known.
  { of: tourism, kind: 'question', channel: 'comment', asked: '2026-09-12 21:00', text: '湖心岛的船几点开？' },
  { of: tourism, kind: 'error', channel: 'comment', asked: '2026-09-20', text: '海报上的日期和正文不一致。' },
  {
    of: police,
    kind: 'question',
    channel: 'comment',
    asked: '2026-09-28 22:15',
    text: '国庆期间车管所上班吗？',
    replied: ['2026-09-29 08:30', '10月1日至7日休息，10月8日照常。'],
  },
]

/** 互动回应 of the third quarter, entered month by month; the last scene leaves what waits on 12 October. */
export async function playMessages(
  cast: Cast,
  accounts: readonly Account[],
  month: 'july' | 'august' | 'september',
): Promise<void> {
  const { deps, stage, actors } = cast
  const supervisor = actors.get('supervisor')!
  const idOf = ([name, platform]: Where) =>
    accounts.find((account) => account.name === name && account.platform === platform)!.id
  const scenes = {
    july: ['2026-08-03T15:00', july],
    august: ['2026-09-03T15:00', august],
    september: ['2026-10-10T16:20', september],
  } as const
  const [moment, messages] = scenes[month]
  stage.to(`${moment}:00+08:00`)
  const made: string[] = []
  for (const { of, kind, channel, asked, text, replied } of messages)
    made.push(
      (
        await recordMessage(deps, supervisor, {
          districtId,
          accountId: idOf(of),
          kind,
          channel,
          asked: timeIn(asked),
          text,
          ...(replied && { replied: { ...timeIn(replied[0]), text: replied[1] } }),
        })
      ).id,
    )
  const looked = { july: '2026-07-31', august: '2026-08-31', september: '2026-10-09' }[month]
  for (const of of [service, police, water, schools])
    await stateLooked(deps, supervisor, { districtId, accountId: idOf(of), until: civilDate(looked) })
  if (month === 'august')
    await invalidateMessage(deps, supervisor, { ...at(made[2]!, 1), reason: '广告，没有实际诉求' })
  if (month === 'july') await openErrorForm(cast)
  if (month === 'september') {
    await playTransfer(cast, made[5]!)
    await receiveError(deps, {
      districtId,
      account: '临湖发布，微信公众号',
      link: 'https://demo.example.cn/22/0929',
      what: '国庆值班表里水务局的电话少了一位。',
      code: '7Q2M-4XKD-9TNA-0WRB',
      requestId: 'demo',
    })
  }
  if (month === 'july')
    await rewriteReply(deps, supervisor, {
      ...at(made[4]!, 1),
      text: '主管已抢修完毕，7月18日晚恢复供水，给您带来不便，敬请谅解。',
    })
}

const openErrorForm = ({ deps, actors }: Cast) =>
  changeSetting(deps, actors.get('office_head')!, {
    districtId,
    key: errorFormKey,
    value: true,
    effectiveFrom: deps.clock.today(),
    source: '演示数据：临湖区政务公开领导小组办公室通知',
  })

async function playTransfer({ deps, actors, units }: Cast, messageId: string): Promise<void> {
  const [supervisor, editor] = [actors.get('supervisor')!, actors.get('unit_editor')!]
  await handBackMessage(deps, editor, { ...at(messageId, 1), reason: '建筑垃圾不属于本单位职责' })
  await assignMessage(deps, supervisor, { ...at(messageId, 2), unitId: units.get('临湖区自然资源局')! })
  await transferMessage(deps, supervisor, {
    ...at(messageId, 3),
    unitId: units.get('临湖区城市管理局')!,
    reason: '建筑垃圾处置由城管部门负责',
  })
}

/** 办事入口: one that works with gaps in its guide, one that is broken, one that nobody has opened. */
export async function playServices({ deps, stage, actors }: Cast, accounts: readonly Account[]): Promise<void> {
  const supervisor = actors.get('supervisor')!
  const idOf = (name: string) => accounts.find((account) => account.name === name)!.id
  stage.to('2026-10-10T16:40:00+08:00')
  const enter = (account: string, name: string, place: string) =>
    enterService(deps, supervisor, { districtId, accountId: idOf(account), name, place })
  const query = await enter('临湖政务', '办件进度查询', '菜单“办事”›“进度查询”')
  const booking = await enter('临湖政务', '预约取号', 'https://demo.example.cn/yuyue')
  await enter('临湖办事', '社保缴费证明打印', '首页›“社保”›“证明打印”')
  const lookedAt = instantFromLocal('2026-09-29 15:00')!
  const check = (entryId: string, usable: boolean) => ({ districtId, entryId, lookedAt, usable })
  await checkService(deps, supervisor, { ...check(query.id, true), missing: ['fee', 'phone'] })
  await checkService(deps, supervisor, { ...check(booking.id, false), note: '打开后提示“系统维护”，次日复看仍打不开' })
}

const at = (messageId: string, version: number) => ({ districtId, messageId, version })

const timeIn = (text: string) => ({
  on: text.slice(0, 10) as CivilDate,
  at: text.length > 10 ? instantFromLocal(text)! : null,
})

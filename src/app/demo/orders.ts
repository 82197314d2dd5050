import type { Actor, Deps } from '../../access/index.ts'
import { qrPng } from '../../files/index.ts'
import { decideTrigger } from '../../filing/index.ts'
import { listFindings } from '../../monitoring/index.ts'
import {
  acknowledgeOrder,
  closeOrder,
  contestOrder,
  draftOrder,
  enterCircular,
  issueOrder,
  listOrders,
  makeStatement,
  notifyUnit,
  openCase,
  recheckOrder,
  remindOrder,
  remindWarned,
  reportFixed,
} from '../../rectification/index.ts'
import { civilDate, month } from '../../calendar/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

/** Drafts an order out of what was confirmed of a unit in a month, and has it issued in the afternoon. */
async function order({ deps, stage, actors }: Cast, of: string, unitName: string, on: string, number: string) {
  const [supervisor, head] = [actors.get('supervisor')!, actors.get('office_head')!]
  const { findings } = await listFindings(deps.db, districtId, { month: month(of), states: ['confirmed'] })
  const own = findings.filter((one) => one.unitName === unitName)
  stage.to(`${on}T09:00:00+08:00`)
  const findingIds = own.map(({ id }) => id)
  const { id: orderId } = await draftOrder(deps, supervisor, { districtId, findingIds, form: 'notice' })
  stage.to(`${on}T15:00:00+08:00`)
  await issueOrder(deps, head, { districtId, orderId, version: 1, number: `临政公开办〔2026〕${number}号` })
  // An order moves one version a step; nobody else is at work in a demonstration.
  return (version: number, note = '') => ({ districtId, orderId, version, note })
}

/** The first order: fixed by the unit itself within its days. */
export async function playFirstOrder(cast: Cast) {
  const { deps, stage, actors } = cast
  const editor = actors.get('unit_editor')!
  const at = await order(cast, '2026-06', '临湖区水务局', '2026-07-09', '1')
  stage.to('2026-07-10T09:20:00+08:00')
  await acknowledgeOrder(deps, editor, at(2))
  stage.to('2026-07-13T16:00:00+08:00')
  const file = { name: '整改情况（签字盖章）.png', bytes: await qrPng('演示整改证明') }
  await reportFixed(deps, editor, { ...at(3, '7月6日起恢复更新，每周两篇，已明确专人'), file })
  return at
}

/** Rechecked and closed once July was checked. */
export async function playFirstOrderClosed(
  { deps, stage, actors }: Cast,
  at: Awaited<ReturnType<typeof playFirstOrder>>,
): Promise<void> {
  stage.to('2026-08-03T10:30:00+08:00')
  await recheckOrder(deps, actors.get('reviewer')!, { ...at(4, '已打开账号核对，7月判定通过'), passed: true })
  await closeOrder(deps, actors.get('supervisor')!, at(5))
}

/** Two of August: one that is late and was reminded of, one whose appeal waits. The supervisor enters for units that never sign in. */
export async function playLaterOrders(cast: Cast): Promise<{ late: LaterOrder; contested: LaterOrder }> {
  const { deps, stage, actors } = cast
  const late = await order(cast, '2026-08', '临湖区城市管理局', '2026-09-08', '2')
  const contested = await order(cast, '2026-08', '临湖区卫生健康局', '2026-09-09', '3')
  stage.to('2026-09-10T08:40:00+08:00')
  for (const at of [late, contested]) await acknowledgeOrder(deps, actors.get('supervisor')!, at(2))
  return { late, contested }
}
type LaterOrder = Awaited<ReturnType<typeof order>>

export async function playContested({ deps, stage, actors }: Cast, at: LaterOrder): Promise<void> {
  stage.to('2026-09-18T10:00:00+08:00')
  const file = { name: '情况说明（盖章）.png', bytes: await qrPng('演示申诉证据') }
  await contestOrder(deps, actors.get('supervisor')!, { ...at(3, '“临湖疾控”由区疾控中心另行认证，拟申请保留'), file })
}

export async function playReminded({ deps, stage, actors }: Cast, at: LaterOrder): Promise<void> {
  stage.to('2026-09-23T09:30:00+08:00')
  await remindOrder(deps, actors.get('supervisor')!, at(3, '已过反馈期限，请于本周内报送整改情况'))
}

/** A circular of the province that names a unit and takes points: F-11, which waits for a person. */
export async function playCircular({ deps, stage, actors }: Cast): Promise<void> {
  stage.to('2026-08-20T09:00:00+08:00')
  await enterCircular(deps, actors.get('supervisor')!, {
    districtId,
    level: 'province',
    issuer: '某省政务管理服务局',
    title: '关于2026年第二季度政务新媒体检查情况的通报',
    number: '某政务函〔2026〕36号',
    issuedOn: civilDate('2026-08-18'),
    pointsDeducted: true,
    named: '临湖区水务局｜临湖水务｜新浪微博｜监测时间点前2周内无更新',
    file: { name: '省通报（演示）.png', bytes: await qrPng('演示上级通报') },
  })
}

/** 提醒 of an account that September warned of and that is qualified all the same. */
export async function playReminder({ deps, stage, actors }: Cast): Promise<void> {
  stage.to('2026-10-08T09:00:00+08:00')
  const { id } = await deps.db
    .selectFrom('account')
    .select('id')
    .where('district_id', '=', districtId)
    .where('name', '=', '临湖民政')
    .executeTakeFirstOrThrow()
  await remindWarned(deps, actors.get('supervisor')!, { districtId, month: month('2026-09'), accountIds: [id] })
}

/** 责任追究 out of that circular and the first order: told, stated by the unit, and waiting for who decides. */
export async function playHearing({ deps, stage, actors, units }: Cast & { units: ReadonlyMap<string, string> }) {
  const [supervisor, head] = [actors.get('supervisor')!, actors.get('office_head')!]
  const unitId = units.get('临湖区水务局')!
  const { id: triggerId, version } = await deps.db
    .selectFrom('accountability_trigger')
    .select(['id', 'version'])
    .where('district_id', '=', districtId)
    .where('rule', '=', 'F-11')
    .executeTakeFirstOrThrow()
  const { rows } = await listOrders(deps.db, { districtId, unitId }, { offset: 0, limit: 1 })
  stage.to('2026-08-25T10:00:00+08:00')
  await decideTrigger(deps, head, { districtId, triggerId, state: 'upheld', reason: '省通报属实', version })
  stage.to('2026-08-26T09:00:00+08:00')
  const { id: caseId } = await openCase(deps, supervisor, {
    districtId,
    unitId,
    triggerIds: [triggerId],
    orderIds: rows.map(({ id }) => id),
    circularIds: [],
    note: '6月内容不更新，被省通报扣分',
  })
  await notifyUnit(deps, supervisor, { districtId, caseId, version: 1, note: '拟按管理不到位处理，请陈述申辩' })
  stage.to('2026-08-28T15:00:00+08:00')
  await makeStatement(deps, actors.get('unit_editor')!, {
    districtId,
    caseId,
    version: 2,
    note: '6月账号管理员休假，7月6日已恢复更新并通过复查，已安排两人轮值',
  })
}

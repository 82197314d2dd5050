import type { Actor, Deps } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import {
  acceptTask,
  answerTask,
  assignTask,
  checkTranscription,
  takeTaskBack,
  transcribe,
} from '../../instructions/index.ts'
import { instructReport, submitReport } from '../../reporting/index.ts'
import { demoDistrict } from './cast.ts'
import { handwrittenBox } from './handwriting.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor>; units: ReadonlyMap<string, string> }

/** 二季度: submitted, written on twice, by phone and by hand, and given out to four units. */
export async function playInstructions({ deps, stage, actors, units }: Cast, reportId: string) {
  const [supervisor, head, leader] = ['supervisor', 'office_head', 'district_leader'].map((role) => actors.get(role)!)
  stage.to('2026-07-14T09:00:00+08:00')
  await submitReport(deps, head!, {
    districtId,
    reportId,
    leaderId: leader!.id,
    opinion:
      '（一）拟同意报告，以区政务公开领导小组办公室名义通报各单位。\n（二）拟责成有关单位逐项整改，书面反馈，下季度逐一复查。\n妥否，请批示。',
  })
  stage.to('2026-07-15T08:20:00+08:00')
  const typed = await instructReport(deps, leader!, {
    districtId,
    reportId,
    words: '同意。水务局微博停更近一个月，要查明原因，管理责任压到人；文旅体局抖音号同样。下季度我要看复查结果。',
    photos: [],
  })
  stage.to('2026-07-15T15:00:00+08:00')
  const photo = await instructReport(deps, supervisor!, {
    districtId,
    reportId,
    photos: [{ name: '批示原件.png', bytes: await handwrittenBox() }],
    givenOn: civilDate('2026-07-15'),
  })
  const [first, second] = [typed, photo].map(({ id }) => ({ districtId, instructionId: id }))
  await transcribe(deps, supervisor!, {
    ...second!,
    version: 1,
    words: '乡镇账号更新也要抓。看不到的账号九月底前拿出办法。',
  })
  stage.to('2026-07-16T09:00:00+08:00')
  await checkTranscription(deps, head!, { ...second!, version: 2 })
  const assign = async (to: typeof first, version: number, unit: string, essentials: string, dueOn: string) => {
    const unitId = units.get(unit)!
    await assignTask(deps, supervisor!, { ...to!, version, unitId, essentials, dueOn: civilDate(dueOn) })
  }
  await assign(first, 1, '临湖区水务局', '查明新浪微博6月停止更新的原因，明确更新责任人', '2026-07-24')
  await assign(first, 2, '临湖区文化旅游体育局', '查明抖音号5月停止更新的原因，明确更新责任人', '2026-07-24')
  await assign(first, 3, '临湖区水务局', '提出微博与公众号整合运维方案', '2026-10-16')
  await assign(second, 3, '荷叶洲镇人民政府', '排定视频号更新计划，每两周至少更新一次', '2026-09-30')
  await assign(second, 4, '临湖区城市管理局', '配合开展未采集账号人工巡查', '2026-09-30')
}

/** What became of the tasks until October: done in time, answered late, taken back, late, still open. */
export async function playInstructionTasks({ deps, stage, actors, units }: Cast): Promise<void> {
  const [supervisor, head, editor] = ['supervisor', 'office_head', 'unit_editor'].map((role) => actors.get(role)!)
  const tasks = await deps.db
    .selectFrom('instruction_task')
    .select(['id', 'instruction_id as instructionId', 'unit_id as unitId', 'serial', 'due_on as dueOn'])
    .where('district_id', '=', districtId)
    .execute()
  const taskOf = (unit: string, serial: number) => {
    const { id: taskId, instructionId } = tasks.find((one) => one.unitId === units.get(unit) && one.serial === serial)!
    return { districtId, instructionId, taskId }
  }
  const water = taskOf('临湖区水务局', 1)
  stage.to('2026-07-22T16:00:00+08:00')
  await answerTask(deps, editor!, {
    ...water,
    version: 1,
    note: '停更因账号管理员休假、无人顶岗。已明确两人轮值，7月6日恢复更新。',
  })
  stage.to('2026-07-23T09:30:00+08:00')
  await acceptTask(deps, supervisor!, { ...water, version: 2 })
  stage.to('2026-07-29T10:00:00+08:00')
  const note = '抖音号由文化馆代管，人员调整后未交接。已收回本局管理，明确一名更新责任人。'
  await answerTask(deps, supervisor!, { ...taskOf('临湖区文化旅游体育局', 2), version: 1, note })
  stage.to('2026-07-31T10:00:00+08:00')
  await takeTaskBack(deps, head!, {
    ...taskOf('临湖区城市管理局', 2),
    version: 1,
    note: '未采集账号已由监管单位自行巡查，不再要求该局配合',
  })
}

import type { Actor, Deps } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { decideEntry, enterForScore, lockScheme, saveScheme, templates } from '../../scoring/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

/** The year's scheme, drawn up by the desk and locked by the head before anything was found. */
export async function playScheme({ deps, stage, actors }: Cast): Promise<void> {
  stage.to('2026-04-01T10:00:00+08:00')
  const scheme = { ...templates.district, name: '临湖区政务新媒体年度监管评分方案' }
  const { id } = await saveScheme(deps, actors.get('supervisor')!, { districtId, year: 2026, scheme })
  stage.to('2026-04-01T16:00:00+08:00')
  const paper = '临政办〔2026〕5号'
  await lockScheme(deps, actors.get('office_head')!, { districtId, id, version: 1, paper })
}

/** 人工登记 of the year so far: a training that a unit missed, confirmed; another that waits. */
export async function playRecords({ deps, stage, actors, units }: Cast & { units: ReadonlyMap<string, string> }) {
  stage.to('2026-10-08T10:00:00+08:00')
  const record = {
    districtId,
    year: 2026,
    origin: 'record',
    kind: 'training-missing',
    on: civilDate('2026-05-20'),
  } as const
  const [missed, waits] = ['临湖区水务局', '临湖区城市管理局'].map((name) => units.get(name)!)
  const { id } = await enterForScore(deps, actors.get('supervisor')!, {
    ...record,
    unitId: missed!,
    note: '未派人参加5月20日全区培训，见签到表',
  })
  await enterForScore(deps, actors.get('supervisor')!, {
    ...record,
    unitId: waits!,
    note: '未派人参加5月20日全区培训，称已请假，待核对',
  })
  stage.to('2026-10-08T15:00:00+08:00')
  const decision = '经核对签到表，属实'
  await decideEntry(deps, actors.get('office_head')!, { districtId, id, confirmed: true, decision })
}

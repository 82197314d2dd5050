import type { Actor, Deps } from '../../access/index.ts'
import {
  acknowledgeDispatch,
  answerDispatch,
  checkDispatch,
  clearDispatch,
  closeDispatch,
  draftDispatch,
  issueDispatch,
  numberDispatch,
  readDispatch,
  receiptsOf,
  registerBody,
  remindUnits,
  signDispatch,
  submitDispatch,
} from '../../circulars/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor>; units: ReadonlyMap<string, string> }

/** 二季度通报: drafted from the final report, signed round the desks, numbered and issued on 17 July. */
export async function playIssuedCircular({ deps, stage, actors }: Cast, reportId: string): Promise<string> {
  const [supervisor, head] = [actors.get('supervisor')!, actors.get('office_head')!]
  stage.to('2026-07-17T09:00:00+08:00')
  await registerBody(deps, head, {
    districtId,
    name: demoDistrict.issuingOffice,
    flag: '',
    marks: '临政务公开办、临政务公开办函',
  })
  const { id: dispatchId } = await draftDispatch(deps, supervisor, {
    districtId,
    variant: 'circular',
    issuer: demoDistrict.issuingOffice,
    reportId,
  })
  const of = (version: number) => ({ districtId, dispatchId, version })
  stage.to('2026-07-17T10:20:00+08:00')
  await submitDispatch(deps, supervisor, of(1))
  stage.to('2026-07-17T11:00:00+08:00')
  await checkDispatch(deps, actors.get('examiner')!, { ...of(2), note: '数字与报告核对一致' })
  stage.to('2026-07-17T14:40:00+08:00')
  const confirmed = ['openness', 'secrets', 'people']
  await clearDispatch(deps, actors.get('reviewer')!, { ...of(3), confirmed })
  stage.to('2026-07-17T15:30:00+08:00')
  await signDispatch(deps, actors.get('issuer')!, of(4))
  stage.to('2026-07-17T16:00:00+08:00')
  await numberDispatch(deps, supervisor, { ...of(5), number: '临政务公开办〔2026〕2号' })
  stage.to('2026-07-17T16:10:00+08:00')
  await issueDispatch(deps, supervisor, { ...of(6), demo: true })
  return dispatchId
}

/** Every unit signs, and one answers in time. */
export async function playReceivedCircular(cast: Cast, dispatchId: string): Promise<void> {
  const { deps, stage, actors, units } = cast
  const [supervisor, editor] = [actors.get('supervisor')!, actors.get('unit_editor')!]
  const water = units.get('临湖区水务局')!
  const of = { districtId, dispatchId }
  stage.to('2026-07-20T09:10:00+08:00')
  for (const { unitId } of await receiptsOf(deps.db, districtId, dispatchId))
    await acknowledgeDispatch(deps, unitId === water ? editor : supervisor, { ...of, unitId })
  const asked = (await receiptsOf(deps.db, districtId, dispatchId)).filter(({ answers }) => answers)
  stage.to('2026-07-21T10:00:00+08:00')
  if (asked.some(({ unitId }) => unitId === water))
    await answerDispatch(deps, editor, {
      ...of,
      unitId: water,
      note: '已于7月6日恢复更新，明确两名值班人员，纳入每周检查',
    })
}

/** The others answer late, after they were reminded; the office reads it and closes the paper. */
export async function playAnsweredCircular({ deps, stage, actors }: Cast, dispatchId: string): Promise<void> {
  const supervisor = actors.get('supervisor')!
  const of = { districtId, dispatchId }
  const version = async () => (await readDispatch(deps.db, districtId, dispatchId))!.version
  const missing = (await receiptsOf(deps.db, districtId, dispatchId)).filter(
    ({ answers, answeredAt }) => answers && answeredAt === null,
  )
  if (missing.length > 0) {
    stage.to('2026-08-03T17:10:00+08:00')
    await remindUnits(deps, supervisor, { ...of, version: await version() })
    stage.to('2026-08-04T15:00:00+08:00')
    for (const { unitId } of missing)
      await answerDispatch(deps, supervisor, { ...of, unitId, note: '已按通报要求完成整改，对其他账号一并作了自查' })
  }
  stage.to('2026-08-05T09:30:00+08:00')
  await closeDispatch(deps, supervisor, { ...of, version: await version() })
}

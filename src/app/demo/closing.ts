import type { Actor, Deps } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { archiveContent, beginClosing, publishAnnouncement, readClosing, recheckGone } from '../../cleanup/index.ts'
import {
  acceptCase,
  checkCase,
  approveCase,
  beginCase,
  caseCode,
  printCase,
  readCasePrint,
  reviewCase,
  submitCase,
  uploadCaseScan,
} from '../../filing/index.ts'
import { readAccounts, readUnits } from '../../registry/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'
import { signedPaper } from './signed-paper.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

const answers = {
  contactName: '郭清和',
  contactPhone: '19900007316',
  reason: '乡镇原则上不单独开设，抖音号无力维护，并入镇微信公众号',
  decision: 'meeting',
  successor: '“石埠镇发布”微信公众号',
  stopsOn: '2026年9月12日',
}

/** 石埠镇's second account: its 注销 filed on paper and approved, the closing begun. */
export async function playClosing({ deps, stage, actors }: Cast): Promise<{ closingId: string }> {
  const [supervisor, acceptor, examiner, head] = ['supervisor', 'acceptor', 'examiner', 'office_head'].map((role) =>
    actors.get(role)!,
  ) as [Actor, Actor, Actor, Actor]
  stage.to('2026-09-04T09:30:00+08:00')
  const { unitId, accountId } = await whatCloses(deps)
  const { id: caseId } = await beginCase(deps, supervisor, {
    districtId,
    unitId,
    kind: 'deregister',
    accountId,
    answers,
  })
  // A case moves one version a step; nobody else is at work in a demonstration.
  const at = (version: number, opinion = '') => ({ districtId, caseId, version, opinion })
  await printCase(deps, supervisor, at(1))
  const content = (await readCasePrint(deps.db, deps.vault, districtId, { caseId, number: 1 }))!
  const bytes = await signedPaper(caseCode({ caseId, number: 1, content }))
  const scan = { name: '注销备案表（签字盖章）.png', bytes }
  await uploadCaseScan(deps, supervisor, { ...at(2), ...scan })
  await submitCase(deps, supervisor, at(3))
  await checkCase(deps, acceptor, { ...at(4), check: { signedBy: 'principal', sealed: true, matches: true } })
  await acceptCase(deps, acceptor, at(5, '签字盖章齐全'))
  stage.to('2026-09-07T10:00:00+08:00')
  await reviewCase(deps, examiner, at(6, '理由成立，承接平台明确'))
  await approveCase(deps, head, at(7, '同意注销，请先行公告'))
  const { id: closingId } = await beginClosing(deps, supervisor, { districtId, accountId })
  return { closingId }
}

/** Announced the day before it stops publishing. */
export async function playPause({ deps, stage, actors }: Cast, { closingId }: { closingId: string }): Promise<void> {
  stage.to('2026-09-11T16:00:00+08:00')
  await publishAnnouncement(deps, actors.get('supervisor')!, {
    districtId,
    closingId,
    version: 1,
    kind: 'pause',
    on: civilDate('2026-09-11'),
    stopsOn: civilDate('2026-09-12'),
    link: 'https://demo.example.cn/notices/20260911',
  })
}

/** On 12 October the period is over (2026-10-09), the content is archived, and the platform is what comes next. */
export async function playArchive({ deps, stage, actors }: Cast, { closingId }: { closingId: string }): Promise<void> {
  stage.to('2026-10-12T08:25:00+08:00')
  const file = await readClosing(deps.db, districtId, closingId)
  await archiveContent(deps, actors.get('supervisor')!, { districtId, closingId, version: file!.closing.version })
}

/** Somebody presses 注销后复查 long before it is its turn: it is refused, and stands in the closing's 办理记录. */
export async function playTooEarly({ deps, stage, actors }: Cast, { closingId }: { closingId: string }): Promise<void> {
  stage.to('2026-10-12T08:40:00+08:00')
  const file = await readClosing(deps.db, districtId, closingId)
  const early = recheckGone(deps, actors.get('supervisor')!, {
    districtId,
    closingId,
    version: file!.closing.version,
  })
  await early.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

async function whatCloses({ db }: Deps): Promise<{ unitId: string; accountId: string }> {
  const unit = (await readUnits(db, districtId)).find(({ name }) => name === '石埠镇人民政府')!
  const accounts = await readAccounts(db, districtId, { unitIds: [unit.id] })
  return { unitId: unit.id, accountId: accounts.find(({ platform }) => platform === 'douyin')!.id }
}

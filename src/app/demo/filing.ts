import type { Actor, Deps } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import {
  confirmSheet,
  decideItem,
  listItems,
  makeSheet,
  readSheet,
  sheetCode,
  takeSheetScan,
  wordsIntoItems,
} from '../../cleanup/index.ts'
import {
  acceptReturn,
  checkPapers,
  chooseKind,
  paperCode,
  papersOf,
  printReturn,
  readEntries,
  readPrint,
  returnsOwed,
  saveEntry,
  saveReporter,
  submitReturn,
  uploadScan,
} from '../../filing/index.ts'
import type { Disposition } from '../../registry/index.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'
import { signedPaper } from './signed-paper.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor>; units: ReadonlyMap<string, string> }

const filingUnit = '临湖区民政局'

/** What 附件1 asks and the ledger has no place for. */
const answers = {
  leaderPhone: '19900002648',
  adminName: '冯砚秋',
  adminPhone: '19900003975',
  dynamics14d: 'yes',
  notices6m: 'yes',
  policies6m: 'yes',
  personnel1y: 'na',
  plans1y: 'na',
  others: 'na',
  onlineService: 'na',
  reply7d: 'yes',
  keepReason: '低保、养老等政策面向群众发布，区级平台没有对应栏目',
}

/** 民政局 answers on paper: typed in for it by the supervisor, signed and sealed, accepted the same day. */
export async function playFiledReturn({ deps, stage, actors, units }: Cast): Promise<void> {
  const [supervisor, acceptor] = [actors.get('supervisor')!, actors.get('acceptor')!]
  stage.to('2026-10-10T09:20:00+08:00')
  const [owed] = await returnsOwed(deps.db, districtId, units.get(filingUnit)!)
  const returnId = owed!.id
  // A return moves one version a step; nobody else is at work in a demonstration.
  const at = (version: number) => ({ districtId, returnId, version })
  await chooseKind(deps, supervisor, { ...at(1), kind: 'full' })
  for (const { accountId, version, answers: known } of await readEntries(deps.db, deps.vault, districtId, returnId))
    await saveEntry(deps, supervisor, {
      districtId,
      returnId,
      accountId,
      version,
      answers: { ...known, ...answers },
    })
  await saveReporter(deps, supervisor, { ...at(2), name: '纪云舒', phone: '19900005182' })
  await printReturn(deps, supervisor, at(3))
  const content = (await readPrint(deps.db, deps.vault, districtId, { returnId, number: 1 }))!
  const papers = papersOf(content)
  for (const [nth, paper] of papers.entries()) {
    const bytes = await signedPaper(paperCode(paper, { returnId, number: 1, content }))
    await uploadScan(deps, supervisor, { ...at(4 + nth), name: `${paper.title}.png`, bytes })
  }
  await submitReturn(deps, supervisor, at(4 + papers.length))
  stage.to('2026-10-10T15:10:00+08:00')
  const checks = papers.map(({ key }) => ({ paper: key, signedBy: 'principal' as const, sealed: true, matches: true }))
  await checkPapers(deps, acceptor, { ...at(5 + papers.length), checks })
  await acceptReturn(deps, acceptor, at(6 + papers.length), wordsIntoItems)
}

const decisions: readonly { account: string; disposition: Disposition; reason: string; workingDays?: number }[] = [
  { account: '临湖民政', disposition: 'keep', reason: '政策面向群众发布，更新正常，同意保留' },
  { account: '临湖林业', disposition: 'change', reason: '区林业局已并入区自然资源局，认证主体须变更', workingDays: 20 },
]

/** 审定表第1号: two accounts decided by the head of the office, signed and sealed, and confirmed by the supervisor. */
export async function playDecisionSheet({ deps, stage, actors }: Cast): Promise<void> {
  const [supervisor, head] = [actors.get('supervisor')!, actors.get('office_head')!]
  const asOf = civilDate('2026-10-12')
  stage.to('2026-10-12T08:22:00+08:00')
  const { rows: items } = await listItems(deps.db, { districtId }, asOf, { asOf, offset: 0, limit: 100 })
  for (const { account, ...decision } of decisions) {
    const { id: itemId, version } = items.find(({ accountName }) => accountName === account)!
    await decideItem(deps, head, { districtId, itemId, version, ...decision })
  }
  const { id: sheetId } = await makeSheet(deps, head, { districtId, asOf })
  const sheet = (await readSheet(deps.db, districtId, sheetId))!
  const bytes = await signedPaper(sheetCode(sheet))
  await takeSheetScan(deps, head, { districtId, sheetId, version: 1, name: '第1号审定表（签字盖章）.png', bytes })
  stage.to('2026-10-12T08:24:00+08:00')
  await confirmSheet(deps, supervisor, {
    districtId,
    sheetId,
    version: 2,
    seen: { signed: true, sealed: true, matches: true },
  })
}

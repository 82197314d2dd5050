import { type Actor, createUser, type Deps, openDistrict, type Role } from '../../access/index.ts'
import { addDays, type CivilDate, civilDate, firstDayOf, lastDayOf, type Month, month } from '../../calendar/index.ts'
import { importPosts } from '../../collection/index.ts'
import { writeCsv } from '../../documents/index.ts'
import { closeMonth, decideFinding, listFindings, patrolBench, recordPatrol, runCheck } from '../../monitoring/index.ts'
import { saveAccount, saveUnit } from '../../registry/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import type { UnitKind } from '../../vocabulary/units.ts'
import { postTitles } from './cast.ts'
import { demoPassword, keepPassword } from './people.ts'
import type { Stage } from './seeded.ts'

/** Two small districts beside the demonstration's own, and a person of the city above all three: 各地区汇总 has what to add up. */

export const demoCity = '990100'

export type NeighbourUser = { login: string; displayName: string; role: Role; place: string }
export const neighbourUsers: readonly NeighbourUser[] = [
  { login: 'yunxi', displayName: '贺清和', role: 'supervisor', place: '990107' },
  { login: 'yunxifh', displayName: '程思齐', role: 'reviewer', place: '990107' },
  { login: 'shipu', displayName: '苏知秋', role: 'supervisor', place: '990108' },
  { login: 'shiji', displayName: '市级主管', role: 'upper_office', place: demoCity },
]

type NeighbourAccount = { name: string; platform: Platform; silentFrom?: string; unseen?: boolean }
type NeighbourUnit = { name: string; kind: UnitKind; accounts: readonly NeighbourAccount[] }
type Neighbour = { id: string; name: string; shortName: string; units: readonly NeighbourUnit[] }

const yunxi: Neighbour = {
  id: '990107',
  name: '云溪区',
  shortName: '云溪',
  units: [
    {
      name: '云溪区行政审批服务局',
      kind: 'department',
      accounts: [{ name: '云溪政务', platform: 'wechat_official' }],
    },
    {
      name: '云溪区教育局',
      kind: 'department',
      accounts: [
        { name: '云溪教育', platform: 'wechat_official' },
        { name: '云溪教育', platform: 'douyin', unseen: true },
      ],
    },
    {
      name: '云溪区公安局',
      kind: 'department',
      accounts: [
        { name: '平安云溪', platform: 'weibo' },
        { name: '平安云溪', platform: 'wechat_official' },
      ],
    },
    {
      name: '桃溪镇人民政府',
      kind: 'township',
      // Silent from the middle of August: two months of the quarter find it.
      accounts: [{ name: '桃溪镇', platform: 'wechat_official', silentFrom: '2026-08-12' }],
    },
    { name: '沙洲街道办事处', kind: 'subdistrict', accounts: [{ name: '沙洲街道', platform: 'wechat_official' }] },
  ],
}

/** Has entered its ledger and checked nothing yet. */
const shipu: Neighbour = {
  id: '990108',
  name: '石浦县',
  shortName: '石浦',
  units: [
    {
      name: '石浦县政务服务局',
      kind: 'department',
      accounts: [
        { name: '石浦政务', platform: 'wechat_official' },
        { name: '石浦政务', platform: 'weibo' },
      ],
    },
    { name: '荻浦镇人民政府', kind: 'township', accounts: [{ name: '荻浦镇', platform: 'wechat_official' }] },
  ],
}

/** Opens the two districts and makes the city's person; one is checked and reviewed for the third quarter, its September not closed. */
export async function playNeighbours(deps: Deps, stage: Stage, operator: Actor): Promise<void> {
  stage.to('2026-10-05T09:00:00+08:00')
  for (const place of [yunxi, shipu]) await openNeighbour(deps, operator, place)
  const actors = new Map<string, Actor>()
  for (const user of neighbourUsers) actors.set(user.login, await makeNeighbour(deps, operator, user))
  await fillLedger(deps, actors.get('yunxi')!, yunxi)
  await fillLedger(deps, actors.get('shipu')!, shipu)
  for (const of of ['2026-07', '2026-08', '2026-09'].map((text) => month(text))) {
    const covers = { from: firstDayOf(of), to: lastDayOf(of) }
    const [supervisor, reviewer] = [actors.get('yunxi')!, actors.get('yunxifh')!]
    await importPosts(deps, supervisor, {
      districtId: yunxi.id,
      fileName: `云溪区发布数据-${of}.csv`,
      bytes: postsOf(yunxi, covers),
      acceptValid: true,
      covers,
    })
    await runCheck(deps, supervisor, { districtId: yunxi.id, month: of })
    const isOpen = of === '2026-09'
    if (!isOpen) await patrolUnseen(deps, supervisor, of)
    const { findings } = await listFindings(deps.db, yunxi.id, { month: of, states: ['candidate'] })
    for (const { id, version } of findings)
      await decideFinding(deps, reviewer, { districtId: yunxi.id, findingId: id, decision: 'confirm', version })
    if (!isOpen) await closeMonth(deps, supervisor, { districtId: yunxi.id, month: of })
  }
}

// September's unseen account is left for the one who signs in.
async function patrolUnseen(deps: Deps, supervisor: Actor, of: Month): Promise<void> {
  const { tasks } = await patrolBench(deps.db, yunxi.id, of, deps.clock.today())
  for (const { accountId } of tasks)
    await recordPatrol(deps, supervisor, {
      districtId: yunxi.id,
      accountId,
      checkedAt: deps.wall.now(),
      reachable: 'open',
      lastUpdateOn: lastDayOf(of),
      until: lastDayOf(of),
      hasInteraction: true,
    })
  await runCheck(deps, supervisor, { districtId: yunxi.id, month: of })
}

const openNeighbour = (deps: Deps, operator: Actor, { id, name, shortName, units }: Neighbour) =>
  openDistrict(deps, operator, {
    id,
    name,
    shortName,
    officeName: units[0]!.name,
    issuingOffice: `${name}政务公开领导小组办公室`,
  })

async function makeNeighbour(deps: Deps, operator: Actor, user: NeighbourUser): Promise<Actor> {
  const { login, displayName, role, place } = user
  const { id } = await createUser(
    deps,
    operator,
    { districtId: place, unitId: null, login, displayName, roles: [role] },
    demoPassword(login),
  )
  await keepPassword(deps, id, login)
  return { kind: 'user', id, districtId: place, unitId: null, roles: [role], requestId: deps.ids.next() }
}

async function fillLedger(deps: Deps, supervisor: Actor, { id: districtId, units }: Neighbour): Promise<void> {
  for (const { name, kind, accounts } of units) {
    const { id: unitId } = await saveUnit(deps, supervisor, { districtId, name, shortName: name, kind })
    for (const { name: own, platform } of accounts)
      await saveAccount(deps, supervisor, {
        districtId,
        unitId,
        facts: { name: own, platform, purpose: 'publish', certifiedEntity: name, operatingStatus: 'normal' },
        filingState: 'filed',
        filingBasis: '演示数据：此前已备案，原备案号未录入',
      })
  }
}

/** Every third day a post of each account that a machine reaches. */
function postsOf({ units }: Neighbour, { from, to }: { from: CivilDate; to: CivilDate }): Uint8Array {
  const rows: string[][] = []
  for (const [at, { name, platform, silentFrom }] of units
    .flatMap(({ accounts }) => accounts)
    .filter(({ unseen }) => !unseen)
    .entries())
    for (let day = addDays(civilDate('2026-07-01'), at % 3), number = 0; day <= to; day = addDays(day, 3), number++)
      if (day >= from && (silentFrom === undefined || day < silentFrom))
        rows.push([
          name,
          platforms[platform].label,
          postTitles[(at + number) % postTitles.length]!,
          `https://demo.example.cn/yunxi/${at + 1}/${number}`,
          `${day} 10:00`,
        ])
  return writeCsv([['账号', '平台', '标题', '链接', '发布时间'], ...rows])
}

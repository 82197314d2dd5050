import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, createUser, type Deps, openDistrict, operatorActor, type Role } from '../../src/access/index.ts'
import { openWorkplace } from '../../src/app/workplace.ts'
import { civilDate, fixedClock, instant, type Month, month } from '../../src/calendar/index.ts'
import { importPosts } from '../../src/collection/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { runCheck } from '../../src/monitoring/index.ts'
import { saveAccount, saveUnit } from '../../src/registry/index.ts'

const districtId = '990207'
const morning = (day: string) => instant(`${day}T09:00:00+08:00`)
export const password = '自己想好的一句话，写在心里'

const people: readonly (readonly [login: string, name: string, role: Role])[] = [
  ['jianguan', '江若宁', 'supervisor'],
  ['fuzeren', '程望舒', 'office_head'],
  ['shouli', '苏映川', 'acceptor'],
  ['shenhe', '白若溪', 'examiner'],
  ['fuhe', '温以宁', 'reviewer'],
  ['tianbao', '温知遥', 'unit_editor'],
]

/** An office on a day of one's choice, in a directory that outlives its sittings. */
export async function closingOffice() {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'govmedia-closing-')))
  const actors = new Map<string, Actor>()

  /** Works on the directory as of a day, and leaves the program's own clock there. */
  async function on<T>(day: string, work: (deps: Deps) => Promise<T>): Promise<T> {
    const workplace = await openWorkplace({ dataDir, role: 'cli' })
    try {
      const clock = fixedClock(morning(day))
      // Real time stays real, as in the program: what was written first is older.
      const done = await work({ ...workplace.deps, clock })
      const value = JSON.stringify(morning(day))
      await workplace.deps.db
        .insertInto('installation_setting')
        .values({ key: 'demo-clock', value, changed_at: morning(day) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
      return done
    } finally {
      await workplace.close()
    }
  }

  await on('2026-06-16', (deps) => furnish(deps, actors))

  return {
    dataDir,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
    check: (day: string, of: Month) =>
      on(day, (deps) => runCheck(deps, actors.get('jianguan')!, { districtId, month: of })),
  }
}

async function furnish(deps: Deps, actors: Map<string, Actor>): Promise<void> {
  await seedCalendar(deps.db, deps.wall.now())
  const operator = operatorActor('journey', deps.ids.next())
  await openDistrict(deps, operator, {
    id: districtId,
    name: '云泽区',
    shortName: '云泽',
    officeName: '云泽区行政审批服务局',
    issuingOffice: '云泽区政务公开领导小组办公室',
  })
  const { id: unitId } = await saveUnit(deps, operator, {
    districtId,
    name: '云泽区疾病预防控制中心',
    shortName: '区疾控中心',
    kind: 'civil_managed_institution',
  })
  for (const name of ['健康云泽', '云泽疾控'])
    await saveAccount(deps, operator, {
      districtId,
      unitId,
      facts: {
        name,
        platform: 'wechat_official',
        purpose: 'publish',
        certifiedEntity: '云泽区疾病预防控制中心',
        followers: 5_200,
        followersOn: civilDate('2026-06-01'),
      },
      filingState: 'filed',
      filingBasis: '原备案名单',
    })
  for (const [login, displayName, role] of people) {
    const own = role.startsWith('unit_') ? unitId : null
    const { id } = await createUser(
      deps,
      operator,
      { districtId, unitId: own, login, displayName, roles: [role] },
      password,
    )
    actors.set(login, { kind: 'user', id, districtId, unitId: own, roles: [role], requestId: 'journey' })
  }
  await deps.db.updateTable('app_user').set({ must_change_password: false }).execute()
  const lines = ['健康云泽', '云泽疾控'].flatMap((name) =>
    ['2026-06-05', '2026-06-12', '2026-06-15'].map(
      (day) => `${name},微信公众号,${day}工作动态,https://example.cn/${encodeURIComponent(name)}/${day},${day} 10:00`,
    ),
  )
  await importPosts(deps, actors.get('jianguan')!, {
    districtId,
    fileName: '发布数据.csv',
    bytes: new TextEncoder().encode(['账号,平台,标题,链接,发布时间', ...lines].join('\n')),
    covers: { from: civilDate('2026-04-01'), to: civilDate('2026-06-16') },
  })
}

export const june = month('2026-06')
export const july = month('2026-07')

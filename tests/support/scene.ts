import { createHash } from 'node:crypto'
import type { Actor, Deps, Role } from '../../src/access/index.ts'
import { addDays, civilDate, type CivilDate, month } from '../../src/calendar/index.ts'
import { importPosts } from '../../src/collection/index.ts'
import { runCheck } from '../../src/monitoring/index.ts'
import { type Platform, platforms } from '../../src/vocabulary/platforms.ts'
import type { UnitKind } from '../../src/vocabulary/units.ts'

export const sceneDistrict = '990100'
export const sceneMonth = month('2026-09')
/** Business and real time of the scene: the second Friday of October. */
export const sceneNow = '2026-10-09T01:00:00.000Z'

type AccountPlan = {
  name: string
  platform: Platform
  /** Days of September with a post; empty: none. */
  posts: readonly number[]
  /** Last day of September that was looked at; absent: never looked at. */
  until?: number
  more?: { purpose?: string; filing_state?: string; certified_entity?: string; running_state?: string }
}

const every = (step: number, until: number) =>
  Array.from({ length: Math.floor((until - 1) / step) + 1 }, (_, at) => 1 + at * step)

/** Six fictional units with twelve accounts: silent 21, 19, 15, 14 and 13 days, lively, unseen, doubled, unfiled. */
const plan: Readonly<Record<string, { kind: UnitKind; vacant?: true; accounts: readonly AccountPlan[] }>> = {
  临湖区水务局: {
    kind: 'department',
    accounts: [
      { name: '临湖水务', platform: 'weibo', posts: [9], until: 30 },
      { name: '临湖水务', platform: 'wechat_official', posts: [1, 2, 4, 7, 9, 12, 15], until: 30 },
    ],
  },
  石埠镇人民政府: {
    kind: 'township',
    vacant: true,
    accounts: [
      { name: '石埠镇', platform: 'wechat_official', posts: [1, 4, 9, 11], until: 30 },
      { name: '石埠镇', platform: 'douyin', posts: [1, 2, 3, 5, 6, 9, 16], until: 30 },
    ],
  },
  云渡乡人民政府: {
    kind: 'township',
    accounts: [
      { name: '云渡乡', platform: 'kuaishou', posts: [] },
      {
        name: '云渡发布',
        platform: 'wechat_official',
        posts: every(3, 28),
        until: 30,
        more: { certified_entity: '云渡文化传播有限公司' },
      },
    ],
  },
  望湖街道办事处: {
    kind: 'subdistrict',
    accounts: [
      { name: '望湖街道', platform: 'wechat_official', posts: every(2, 30), until: 30 },
      { name: '荷叶洲', platform: 'wechat_channels', posts: [1, 2, 6, 8, 9], until: 10 },
    ],
  },
  临湖区教育局: {
    kind: 'department',
    accounts: [
      { name: '临湖教育', platform: 'wechat_official', posts: every(1, 30), until: 30 },
      {
        name: '临湖教育服务',
        platform: 'wechat_official',
        posts: every(4, 25),
        until: 30,
        more: { filing_state: 'unfiled' },
      },
    ],
  },
  临湖区民政局: {
    kind: 'department',
    accounts: [
      { name: '临湖民政', platform: 'wechat_official', posts: [1, 4, 6, 11, 12, 17], until: 30 },
      { name: '临湖民政办事', platform: 'wechat_miniprogram', posts: [], more: { purpose: 'service' } },
    ],
  },
}

export type SignedIn = { id: string; actor: Actor; csrf: string; token: string; headers: Record<string, string> }
export type Scene = {
  deps: Deps
  units: Record<string, string>
  /** By `单位/平台代码/名称`. */
  accounts: Record<string, string>
  /** A person of a role with an open session. */
  signIn: (role: Role, of?: { unit?: string; name?: string }) => Promise<SignedIn>
}

/** Builds the scene in an empty, migrated database and, unless told otherwise, runs September's check. */
export async function buildScene(deps: Deps, { check = true } = {}): Promise<Scene> {
  const at = deps.clock.now()
  await deps.db
    .insertInto('district')
    .values({
      id: sceneDistrict,
      name: '临湖区',
      short_name: '临湖',
      office_name: '临湖区行政审批服务局　政务公开科',
      issuing_office: '临湖区政务公开领导小组办公室',
      created_at: at,
    })
    .execute()
  const scene: Scene = { deps, units: {}, accounts: {}, signIn: (role, of = {}) => openSession(deps, scene, role, of) }
  for (const [name, unit] of Object.entries(plan)) await addUnit(scene, name, unit)
  await importSeptember(scene)
  if (check)
    await runCheck(deps, await scenePerson(scene, 'supervisor'), { districtId: sceneDistrict, month: sceneMonth })
  return scene
}

const scenePerson = async (scene: Scene, role: Role) => (await scene.signIn(role, { name: `场景${role}` })).actor

async function addUnit({ deps, units, accounts }: Scene, name: string, unit: (typeof plan)[string]): Promise<void> {
  const [id, at] = [deps.ids.next(), deps.clock.now()]
  const created = { district_id: sceneDistrict, created_at: at, updated_at: at }
  units[name] = id
  await deps.db
    .insertInto('unit')
    .values({ ...created, id, code: id, name, kind: unit.kind })
    .execute()
  for (const duty of ['primary', 'direct', 'staff']) {
    const vacant = unit.vacant === true && duty === 'staff'
    const person_id = vacant ? null : deps.ids.next()
    if (person_id)
      await deps.db.insertInto('person').values({ district_id: sceneDistrict, id: person_id, created_at: at }).execute()
    await deps.db
      .insertInto('unit_duty')
      .values({
        district_id: sceneDistrict,
        unit_id: id,
        duty,
        state: vacant ? 'vacant' : 'filled',
        person_id,
        changed_at: at,
      })
      .execute()
  }
  for (const { name: own, platform, more } of unit.accounts) {
    const accountId = deps.ids.next()
    accounts[`${name}/${platform}/${own}`] = accountId
    const profile_url = `https://example.cn/${platform}/${accountId.slice(-6)}`
    const facts = { purpose: 'publish', filing_state: 'filed', certified_entity: name, profile_url, ...more }
    await deps.db
      .insertInto('account')
      .values({ ...created, id: accountId, unit_id: id, name: own, platform, ...facts })
      .execute()
    const confirmed = { district_id: sceneDistrict, id: accountId, account_id: accountId, purpose: facts.purpose }
    await deps.db
      .insertInto('purpose_confirmation')
      .values({ ...confirmed, effective_month: '2026-01', reason: '台账已登记，沿用', confirmed_at: at })
      .execute()
  }
}

const day = (date: number): CivilDate => civilDate(`2026-09-${String(date).padStart(2, '0')}`)
const titles = ['便民服务事项调整', '安全检查情况', '政策解读', '工作动态', '活动预告']

// Files of one last day each, as an office would bring them: most until the 30th, one until the 10th.
async function importSeptember(scene: Scene): Promise<void> {
  const actor = await scenePerson(scene, 'supervisor')
  const all = Object.values(plan).flatMap(({ accounts }) => accounts)
  const untils = new Set(all.flatMap(({ until }) => until ?? []))
  for (const until of untils) {
    const rows = all
      .filter((account) => account.until === until)
      .flatMap(({ name, platform, posts }) =>
        posts.map((date, at) =>
          [
            name,
            platforms[platform].label,
            `${titles[at % titles.length]}（9月${date}日）`,
            `https://example.cn/${platform}/${encodeURIComponent(name)}/${date}`,
            `${day(date)} 17:20`,
          ].join(','),
        ),
      )
    const bytes = new TextEncoder().encode(['账号,平台,标题,链接,发布时间', ...rows].join('\n'))
    const covers = { from: addDays(day(1), -20), to: day(until) }
    const fileName = `9月发布数据（截至${until}日）.csv`
    const { outcome, rejected } = await importPosts(scene.deps, actor, {
      districtId: sceneDistrict,
      fileName,
      bytes,
      covers,
    })
    if (outcome !== 'written') throw new Error(`the scene's posts were ${outcome}: ${JSON.stringify(rejected[0])}`)
  }
}

/** A person of a role with an open session, in a district of the scene's code. */
export async function openSession(
  deps: Deps,
  scene: Pick<Scene, 'units'>,
  role: Role,
  { unit, name = role }: { unit?: string; name?: string },
): Promise<SignedIn> {
  const at = deps.wall.now()
  const [id, csrf, token] = [deps.ids.next(), deps.ids.next(), deps.ids.next()]
  const unitId = unit ? scene.units[unit]! : null
  await deps.db
    .insertInto('app_user')
    .values({
      id,
      district_id: sceneDistrict,
      unit_id: unitId,
      login: `${name}-${id.slice(-8)}`,
      password_hash: '不能登录',
      must_change_password: false,
      created_at: at,
    })
    .execute()
  await deps.db.insertInto('user_role').values({ user_id: id, role, granted_at: at }).execute()
  await deps.db
    .insertInto('session')
    .values({
      token_digest: createHash('sha256').update(token).digest(),
      user_id: id,
      csrf,
      created_at: at,
      confirmed_at: at,
      last_seen_at: at,
      expires_at: addDaysTo(at, 30),
    })
    .execute()
  const actor: Actor = { kind: 'user', id, districtId: sceneDistrict, unitId, roles: [role], requestId: 'scene' }
  return { id, actor, csrf, token, headers: { host: 'localhost', cookie: `govmedia_session=${token}` } }
}

const addDaysTo = (at: ReturnType<Deps['wall']['now']>, days: number) =>
  new Date(Date.parse(at) + days * 86_400_000).toISOString() as typeof at

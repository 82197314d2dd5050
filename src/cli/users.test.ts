import { beforeEach, expect, it } from 'vitest'
import { atTerminal } from '../../tests/support/terminal.ts'
import { cloneDatabase } from '../../tests/support/database.ts'
import { createUser, type Deps, openDistrict, operatorActor, signIn, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'

const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
const operator = operatorActor('test', 'r1')
let deps: Deps
let said: string[]

const run = (...words: string[]) => atTerminal(deps, words, { results: said, said })

const passwordSaid = () => /一次性密码：(\S+?)（/.exec(said.at(-1) ?? '')?.[1] ?? ''

beforeEach(async () => {
  const { db } = await cloneDatabase()
  const ids = seededIds('users-command', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/nonexistent' }
  said = []
  await openDistrict(deps, operator, {
    id: '990106',
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  })
  await createUser(deps, operator, { districtId: '990106', login: 'xu', displayName: '许静言', roles: ['supervisor'] })
})

it('at the terminal the operator finds a district without an administrator and gives it one', async () => {
  expect(await run('users', 'list')).toBe(0)
  expect(said).toEqual(['xu  许静言  990106  主管单位  监管员  正常'])
  expect(await run('users', 'add-role', 'xu', '系统管理员')).toBe(0)
  expect(await run('users', 'list')).toBe(0)
  expect(said.at(-1)).toContain('系统管理员、监管员')
})

it('at the terminal the operator lets somebody in again who lost the password', async () => {
  expect(await run('users', 'reset-password', 'xu')).toBe(0)
  await expect(signIn(deps, { login: 'xu', password: passwordSaid() })).resolves.toMatchObject({
    mustChangePassword: true,
  })
})

it('at the terminal the operator makes a person of the city, and nobody else does', async () => {
  expect(await run('users', 'create', '--login', 'shi', '--name', '石岚', '--above', '990000')).toBe(0)
  await expect(signIn(deps, { login: 'shi', password: passwordSaid() })).resolves.toBeDefined()
  expect(await run('users', 'create', '--login', 'li', '--name', '李木', '--above', '990000', '--as', 'xu')).toBe(1)
  expect(said.at(-1)).toContain('没有“管理用户与权限”的权限')
})

it.each([
  [['users', 'add-role', 'xu', '皇帝'], '没有“皇帝”这个角色'],
  [['users', 'add-role', 'nobody', '监管员'], '没有找到该用户'],
  [['users', 'create', '--login', 'li', '--name', '李木', '--above', '110000'], '上级主管部门'],
])('what cannot be done is said: %j', async (words, sentence) => {
  expect(await run(...words)).toBe(1)
  expect(said.at(-1)).toContain(sentence)
})

it('at the terminal the operator sees and sets what holds for signing in, within its bounds', async () => {
  expect(await run('security', 'set', '--district', '990106', '--idle', '20', '--passwords', 'protected')).toBe(0)
  said = []
  expect(await run('security', 'show', '--district', '990106', '--json')).toBe(0)
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ idleMinutes: 20, passwords: 'protected', absoluteHours: 12 })
  expect(await run('security', 'set', '--idle', '4')).toBe(1)
  expect(said.at(-1)).toContain('至少5分钟')
  expect(await run('security', 'set')).toBe(2)
  expect(await run('security', 'set', '--idle', '20', '--as', 'xu')).toBe(1)
})

it('at the terminal the operator takes away a second factor whose telephone is lost', async () => {
  expect(await run('users', 'reset-second-factor', 'xu')).toBe(1)
  expect(said.at(-1)).toContain('没有启用动态口令')
  const { id } = await deps.db.selectFrom('app_user').select('id').where('login', '=', 'xu').executeTakeFirstOrThrow()
  const sealed = {
    wrapped_key: Buffer.alloc(1),
    sealed: Buffer.alloc(1),
    begun_at: clock.now(),
    enrolled_at: clock.now(),
  }
  await deps.db
    .insertInto('second_factor')
    .values({ user_id: id, ...sealed })
    .execute()
  expect(await run('users', 'reset-second-factor', 'xu')).toBe(0)
  expect(await deps.db.selectFrom('second_factor').select('user_id').execute()).toEqual([])
})

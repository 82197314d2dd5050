import { beforeEach, expect, it } from 'vitest'
import { atTerminal } from '../../tests/support/terminal.ts'
import { cloneDatabase } from '../../tests/support/database.ts'
import { type Deps, openDistrict, operatorActor, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'

const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
let deps: Deps
let results: string[]
let said: string[]

const run = (...words: string[]) => atTerminal(deps, words, { results, said })

beforeEach(async () => {
  const { db } = await cloneDatabase()
  const ids = seededIds('tokens-command', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/nonexistent' }
  await openDistrict(deps, operatorActor('test', 'r1'), {
    id: '990106',
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  })
  ;[results, said] = [[], []]
})

it('the operator makes a token that stands alone on stdout, lists it without showing it, and revokes it', async () => {
  expect(await run('tokens', 'create', '数据共享平台', '--scopes', 'ledger,orders', '--until', '2027-01-31')).toBe(0)
  expect(results).toHaveLength(1)
  const [token = ''] = results
  expect(token).toMatch(/^gm_990106_[\w-]{43}$/)
  expect(await run('tokens', 'list', '--json')).toBe(0)
  const [listed] = JSON.parse(results.at(-1)!) as { id: string; scopes: string[]; state: string; expiresOn: string }[]
  expect(listed).toMatchObject({ scopes: ['ledger', 'orders'], state: 'valid', expiresOn: '2027-01-31' })
  expect(results.at(-1)).not.toContain(token.slice(10))
  expect(await run('tokens', 'revoke', listed!.id)).toBe(0)
  expect(await run('tokens', 'list')).toBe(0)
  expect(results.at(-1)).toContain('已撤销')
  expect(await run('tokens', 'revoke', listed!.id)).toBe(1)
})

it('a token for nothing, for what there isn’t or for too long is no token', async () => {
  expect(await run('tokens', 'create', '数据共享平台')).toBe(2)
  expect(await run('tokens', 'create', '数据共享平台', '--scopes', 'everything')).toBe(2)
  expect(said.join()).toContain('没有“everything”这项内容')
  expect(await run('tokens', 'create', '数据共享平台', '--scopes', 'ledger', '--until', '2028-01-01')).toBe(1)
  expect(said.join()).toContain('最长一年')
  expect(results).toEqual([])
})

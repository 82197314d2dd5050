import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { atTerminal } from '../../tests/support/terminal.ts'
import { cloneDatabase } from '../../tests/support/database.ts'
import { type Deps, openDistrict, operatorActor, vaultWith } from '../access/index.ts'
import { openRoutes } from '../api/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb, serveWeb } from '../web/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'govmedia-packages-'))
const file = (name: string) => join(folder, name)
const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
let results: string[] = []
let said: string[] = []
let below: Deps
let above: Deps
let server: Awaited<ReturnType<typeof serveWeb>>

const installation = async (seed: number): Promise<Deps> => {
  const { db } = await cloneDatabase({ forFile: true })
  const vault = vaultWith(Buffer.alloc(32, seed))
  return { db, clock, wall: clock, ids: seededIds(`packages-${seed}`, clock), vault, dataDir: folder }
}

const run = (deps: Deps, ...words: string[]) => atTerminal(deps, words, { results, said })

beforeAll(async () => {
  vi.stubEnv('GOVMEDIA_ALLOW_HOSTS', '127.0.0.1')
  ;[below, above] = [await installation(7), await installation(9)]
  await openDistrict(below, operatorActor('test', 'r1'), {
    id: '990106',
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  })
  const { app } = createWeb({
    deps: above,
    pageDeps: above,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: openRoutes(),
    logDefect: (error) => expect.fail(String(error)),
  })
  server = await serveWeb(app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  ;[results, said] = [[], []]
})

/** Each side has the other's key, compared. */
async function trustEachOther(): Promise<void> {
  const key = async (deps: Deps, ...words: string[]) => {
    expect(await run(deps, 'package', 'key', ...words, '--json')).toBe(0)
    return (JSON.parse(results.at(-1)!) as { fingerprint: string }).fingerprint
  }
  const lower = await key(below, '--out', file('lower.json'))
  const upper = await key(above, '--place', '990000', '--name', '某省政务管理服务局', '--out', file('upper.json'))
  expect(await run(below, 'package', 'trust', file('upper.json'), '--fingerprint', upper)).toBe(0)
  expect(await run(above, 'package', 'trust', file('lower.json'), '--place', '990000', '--fingerprint', lower)).toBe(0)
}

it('two offices are joined from their terminals, go to one another, and are parted again', async () => {
  expect(await run(above, 'package', 'token', '--place', '990000', '--for', '990106')).toBe(1)
  await trustEachOther()
  results = []
  expect(await run(above, 'package', 'token', '--place', '990000', '--for', '990106', '--until', '2027-01-31')).toBe(0)
  const [token = ''] = results
  expect(token).toMatch(/^gx_990000_[\w-]{43}$/)
  writeFileSync(file('token'), `${token}\n`)
  expect(await run(below, 'package', 'exchange', '--with', '990000')).toBe(1)
  expect(said.join()).toContain('没有设置与该单位在线收发')
  const link = ['package', 'link', '--to', '990000', '--url', server.url, '--token', file('token')]
  expect(await run(below, ...link, '--auto')).toBe(0)
  expect(await run(below, 'package', 'link', '--json')).toBe(0)
  expect(JSON.parse(results.at(-1)!)).toMatchObject([{ peerCode: '990000', auto: true, why: null }])
  expect(results.at(-1)).not.toContain(readFileSync(file('token'), 'utf8').trim())
  expect(await run(below, 'package', 'exchange', '--with', '990000', '--json')).toBe(0)
  const nothing = { done: 0, refused: 0, why: null }
  expect(JSON.parse(results.at(-1)!)).toEqual({ fetched: nothing, sent: nothing })
  expect(await run(above, 'package', 'token', '--place', '990000', '--list', '--json')).toBe(0)
  const [{ id }] = JSON.parse(results.at(-1)!) as [{ id: string }]
  expect(await run(above, 'package', 'token', '--place', '990000', '--revoke', id)).toBe(0)
  expect(await run(below, 'package', 'exchange', '--with', '990000')).toBe(0)
  expect(results.at(-1)).toContain('令牌已被撤销')
  expect(await run(below, 'package', 'link', '--to', '990000', '--remove')).toBe(0)
  expect(await run(below, 'package', 'exchange', '--with', '990000')).toBe(1)
})

it('what is left out is said', async () => {
  expect(await run(above, 'package', 'token', '--place', '990000')).toBe(2)
  expect(await run(above, 'package', 'token', '--place', '990000', '--for', '990106', '--until', '明年')).toBe(2)
  expect(await run(above, 'package', 'token', '--place', '990000', '--revoke', 'x')).toBe(1)
  expect(await run(below, 'package', 'link', '--to', '990000')).toBe(2)
  expect(await run(below, 'package', 'exchange')).toBe(2)
})

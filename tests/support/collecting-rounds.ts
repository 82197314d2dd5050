import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Actor, type Deps, operatorActor, vaultWith } from '../../src/access/index.ts'
import { addMs, fixedClock, instant } from '../../src/calendar/index.ts'
import { addSource } from '../../src/collection/sources/set-up.ts'
import { type Db, openDatabase, systemIds } from '../../src/database/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { startScript } from './programs.ts'
import { quickFolder } from './quick-folder.ts'

export const collectorDistrict = '990100'
export const collectorActor: Actor = operatorActor('kill-test', 'kill-test')

const ACCOUNTS = 120
const start = instant('2026-10-12T01:00:00.000Z')
/** Longer than a claim holds: what a killed worker held is free in the next round. */
const BETWEEN_MS = 15 * 60_000

/** What came of one round: whether the worker was killed at work, and what is wrong after its successor has finished. */
export type CollectingRound = {
  killed: boolean
  lost: string[]
  doubled: string[]
  stuck: number
  brokenChains: string[]
}

/**
 * Kills a collecting worker in mid-work, `rounds` times on one data directory. Each round every account has a new post; a
 * second worker comes when the claims have lapsed, and then every post ever published has to be kept exactly once.
 */
export async function collectingRounds(rounds: number, random: () => number): Promise<CollectingRound[]> {
  const dataDir = mkdtempSync(join(quickFolder(), 'collecting-rounds-'))
  const served = { posts: 1 }
  const server = createServer((request, response) => {
    const account = /(\d+)/.exec(request.url ?? '')?.[1] ?? ''
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feedOf(account, served.posts))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const database = await openDatabase({ dataDir, role: 'serve' })
  const results: CollectingRound[] = []
  try {
    await enter(database.db, dataDir, url)
    for (let round = 0; round < rounds; round++) {
      served.posts = round + 1
      const at = addMs(start, round * 2 * BETWEEN_MS)
      const killed = await workAndKill([dataDir, url, at], random)
      await workThrough([dataDir, url, addMs(at, BETWEEN_MS)])
      results.push({ killed, ...(await inspect(database.db, served.posts)) })
      await database.db.updateTable('collection_target').set({ next_at: at }).execute()
    }
    return results
  } finally {
    await database.close()
    server.closeAllConnections()
    server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const titleOf = (account: string, number: number) => `${account}/${number}`
function feedOf(account: string, posts: number): string {
  const items = Array.from({ length: Math.min(posts, 20) }, (_, at) => posts - at).map(
    (number) =>
      `<item><title>${titleOf(account, number)}</title><link>https://posts.example/${account}/${number}</link><pubDate>Mon, 12 Oct 2026 00:00:00 GMT</pubDate></item>`,
  )
  return `<rss version="2.0"><channel><title>${account}</title>${items.join('')}</channel></rss>`
}

async function enter(db: Db, dataDir: string, url: string): Promise<void> {
  const clock = fixedClock(start)
  const ids = systemIds()
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const created = { created_at: start, updated_at: start }
  const district_id = collectorDistrict
  await db
    .insertInto('district')
    .values({
      id: district_id,
      name: '临湖区',
      short_name: '临湖',
      office_name: '临湖区行政审批服务局',
      issuing_office: '临湖区政务公开领导小组办公室',
      created_at: start,
    })
    .execute()
  const unit_id = ids.next()
  await db
    .insertInto('unit')
    .values({ district_id, id: unit_id, code: 'K', name: '临湖区水务局', kind: 'department', ...created })
    .execute()
  const source = await addSource(deps, collectorActor, {
    districtId: district_id,
    kind: 'feed',
    name: '',
    settings: {},
  })
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => ({ n, id: ids.next() }))
  await db
    .insertInto('account')
    .values(
      accounts.map(({ n, id }) => ({ district_id, id, unit_id, name: `账号${n}`, platform: 'toutiao', ...created })),
    )
    .execute()
  await db
    .insertInto('collection_target')
    .values(
      accounts.map(({ n, id }) => ({
        district_id,
        account_id: id,
        id: ids.next(),
        source_id: source.id,
        target: JSON.stringify({ url: `${url}/${n}` }),
        state: 'on',
        next_at: start,
        created_by: 'kill-test',
        created_at: start,
      })),
    )
    .execute()
}

const LONGEST_WORK_MS = 500

async function workAndKill(args: string[], random: () => number): Promise<boolean> {
  const worker = startScript('kill-collector.ts', args)
  await worker.lines.next()
  await pause(random() * LONGEST_WORK_MS)
  worker.process.kill('SIGKILL')
  return (await worker.ended) === null
}

async function workThrough(args: string[]): Promise<void> {
  const worker = startScript('kill-collector.ts', args)
  const code = await worker.ended
  if (code !== 0) throw new Error(`the second worker ended with ${code}`)
}

async function inspect(db: Db, posts: number): Promise<Omit<CollectingRound, 'killed'>> {
  const kept = await db.selectFrom('post').select('title').execute()
  const titles = new Set(kept.map(({ title }) => title))
  const wanted = Array.from({ length: ACCOUNTS }, (_, n) =>
    Array.from({ length: posts }, (_one, at) => titleOf(String(n), at + 1)),
  ).flat()
  const due = await db
    .selectFrom('collection_target')
    .select('claimed_until')
    .where('claimed_by', 'is not', null)
    .execute()
  const chains = await verifyTrail(db, collectorDistrict)
  return {
    lost: wanted.filter((title) => !titles.has(title)),
    doubled: kept.map(({ title }) => title).filter((title, at, all) => all.indexOf(title) !== at),
    stuck: due.length,
    brokenChains: chains.filter((chain) => !chain.whole).map((chain) => chain.districtId),
  }
}

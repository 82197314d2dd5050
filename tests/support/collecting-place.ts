import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import type { Deps } from '../../src/access/index.ts'
import { paced } from '../../src/collection/running/pace.ts'
import { collectDue } from '../../src/collection/running/collect-due.ts'
import { addSource, addTarget } from '../../src/collection/sources/set-up.ts'
import { openSender, type Sender } from '../../src/outgoing/index.ts'
import { failing } from './failing.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'

const supervisor = actorOf('supervisor')

/** A website on loopback that answers as it is told, and a district in which accounts are looked at there. */
export function collectingPlace() {
  let answer = (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end()
  let port = 0
  let sender: Sender
  const server = createServer((request, response) => answer(request, response))
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    ;({ port } = server.address() as AddressInfo)
    const hosts = ['127.0.0.1', 'mp.weixin.qq.com'].map((host) => `${host}:${port}`)
    sender = openSender({
      allow: new Set(hosts),
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    })
  })
  afterAll(async () => {
    await sender.close()
    await new Promise((done) => server.close(done))
  })
  return {
    serve(body: string, headers: Record<string, string> = {}, status = 200) {
      answer = (_request, response) => void response.writeHead(status, headers).end(body)
    },
    /** One account, looked at with one source of this kind. */
    async open(kind: 'feed' | 'page' | 'site', path = '/a', host = '127.0.0.1') {
      const district = await monitoredDistrict('2026-10-12T01:00:00.000Z')
      const { deps } = district
      const unitId = await district.unit('临湖区水务局')
      const accountId = await district.account(unitId, '临湖水务')
      const { id: sourceId } = await addSource(deps, supervisor, { districtId, kind, name: '来源', settings: {} })
      const watch = async (account: string, url = `http://${host}:${port}${path}`) =>
        (await addTarget(deps, supervisor, { districtId, accountId: account, sourceId, target: { url } })).id
      const targetId = await watch(accountId)
      const at = (moment: string): Deps => ({ ...district.at(moment), ids: deps.ids })
      const look = (moment?: string) =>
        collectDue(moment ? at(moment) : deps, supervisor, districtId, {
          send: sender.send,
          atPace: paced({ atOnce: 4, betweenMs: 0 }),
          worker: '00000000-0000-7000-8000-000000000001',
          decisiveDays: [7, 10, 13, 14],
          onDefect: failing,
        })
      return { ...district, at, unitId, accountId, targetId, watch, look }
    },
  }
}

/** Everything that a database holds, as text. */
export async function allText({
  database,
}: Pick<Awaited<ReturnType<typeof monitoredDistrict>>, 'database'>): Promise<string> {
  return database.owner(async (owner) => {
    const { rows } = await owner.query(
      `select tablename from pg_tables where schemaname in ('public', 'pgboss') order by tablename`,
    )
    const found: string[] = []
    for (const { tablename } of rows as { tablename: string }[]) {
      const { rows: content } = await owner
        .query(`select t::text as row from "${tablename}" t`)
        .catch(() => ({ rows: [] }))
      found.push(...(content as { row: string }[]).map(({ row }) => row))
    }
    return found.join('\n')
  })
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Deps } from '../../src/access/index.ts'
import { civilDate } from '../../src/calendar/index.ts'
import { spansOf } from '../../src/collection/queries.ts'
import { collectDue, type Collecting } from '../../src/collection/running/collect-due.ts'
import { paced } from '../../src/collection/running/pace.ts'
import { addSource, addTarget } from '../../src/collection/sources/set-up.ts'
import { openSender, type Sender } from '../../src/outgoing/index.ts'
import { atFileEnd } from './file-end.ts'
import { actorOf, districtId, monitoredDistrict } from './monitored-district.ts'

export const supervisor = actorOf('supervisor')
export const whole = { from: civilDate('2026-09-01'), to: civilDate('2026-10-12') }

type Answer = (request: IncomingMessage, response: ServerResponse) => void
let answer: Answer
export let address: string
export let sender: Sender
const server = createServer((request, response) => answer(request, response))
async function opened(): Promise<void> {
  answer = (_request, response) => response.writeHead(500).end()
  if (server.listening) return
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  address = `http://127.0.0.1:${port}`
  sender = openSender({ allow: new Set([`127.0.0.1:${port}`]) })
}
atFileEnd(async () => {
  if (!server.listening) return
  await sender.close()
  await new Promise((done) => server.close(done))
})

export const item = (day: string, id = day) =>
  `<item><title>${id}</title><link>https://a.example/${id}</link>${day && `<pubDate>${day}T10:00:00+08:00</pubDate>`}</item>`
export const feed = (...items: string[]) => `<rss><channel><title>临湖水务</title>${items.join('')}</channel></rss>`
/** What the server says to the next requests; without a word it stumbles. */
export const answerBy = (next: Answer) => {
  answer = next
}
export const serve = (body: string, headers: Record<string, string> = {}) => {
  answer = (_request, response) => response.writeHead(200, headers).end(body)
}

/** A district with one account and its feed on a server of our own. */
export async function place() {
  await opened()
  const district = await monitoredDistrict('2026-10-12T01:00:00.000Z')
  const accountId = await district.account(await district.unit('临湖区水务局'), '临湖水务')
  const source = await addSource(district.deps, supervisor, { districtId, kind: 'feed', name: '订阅', settings: {} })
  const sees = (id: string, path: string) =>
    addTarget(district.deps, supervisor, {
      districtId,
      accountId: id,
      sourceId: source.id,
      target: { url: `${address}${path}` },
    })
  const { id: targetId } = await sees(accountId, '/feed.xml')
  /** A second account of the district, with a feed of its own. */
  const beside = async (path: string) => {
    const id = await district.account(await district.unit('临湖区教育局'), '临湖教育')
    return { accountId: id, targetId: (await sees(id, path)).id }
  }
  const defects: unknown[] = []
  const look = (
    deps: Deps = district.deps,
    worker = '00000000-0000-7000-8000-000000000001',
    more: Partial<Collecting> = {},
  ) =>
    collectDue(deps, supervisor, districtId, {
      send: sender.send,
      atPace: paced({ atOnce: 4, betweenMs: 0 }),
      worker,
      decisiveDays: [7, 10, 13, 15],
      onDefect: (error) => defects.push(error),
      ...more,
    })
  const at = (moment: string) => ({ ...district.at(moment), ids: district.deps.ids })
  const spans = async () =>
    (await spansOf(district.deps.db, districtId, accountId, whole)).map(({ from, to }) => `${from} ${to}`).sort()
  const target = () =>
    district.deps.db.selectFrom('collection_target').selectAll().where('id', '=', targetId).executeTakeFirstOrThrow()
  return { ...district, at, accountId, targetId, beside, look, defects, spans, target }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { type Deps, openDistrict, operatorActor, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { listEndpoints } from '../webhooks/endpoints.ts'
import { setEndpoint, switchEndpoint } from '../webhooks/verbs/set-endpoint.ts'
import { startPushing } from './pushing.ts'

const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
const operator = operatorActor('test', 'r1')
const districtId = '990106'

it('the program pushes a district’s news by itself, and stops after the message under way', async () => {
  const heard = Promise.withResolvers<string>()
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString('utf8')))
    request.on('end', () => {
      response.writeHead(204).end()
      heard.resolve(body)
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  onTestFinished(() => void receiver.close())
  const { port } = receiver.address() as AddressInfo
  const { db } = await cloneDatabase()
  const ids = seededIds('pushing', clock)
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/none' }
  await openDistrict(deps, operator, {
    id: districtId,
    name: '临湖区',
    shortName: '临湖',
    officeName: '临湖区行政审批服务局',
    issuingOffice: '临湖区政务公开领导小组办公室',
  })
  const url = `http://127.0.0.1:${port}/hook`
  const wanted = { districtId, name: '考核系统', url, events: ['month.closed' as const] }
  const { id } = await setEndpoint(deps, operator, wanted, new Set(['127.0.0.1']))
  await switchEndpoint(deps, operator, { districtId, id, enabled: true })
  await db.transaction().execute((tx) =>
    append(tx, ids, {
      districtId,
      actor: operator,
      action: 'month.closed',
      subject: { kind: 'month', id: '2026-09' },
      at: clock.now(),
    }),
  )
  const stop = startPushing(deps, (error) => heard.reject(error), '127.0.0.1')
  const { type, data } = JSON.parse(await heard.promise) as { type: string; data: { link: string } }
  await stop()
  expect([type, data.link]).toEqual(['month.closed', '/api/v1/months/2026-09/verdicts'])
  expect((await listEndpoints(db, districtId))[0]?.sentAt).toBe(clock.now())
})

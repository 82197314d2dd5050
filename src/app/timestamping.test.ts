import { writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { collectingPlace } from '../../tests/support/collecting-place.ts'
import { startStamping, timestampAuthority } from './timestamping.ts'

let answer: (response: ServerResponse) => void
const server = createServer((_request, response) => answer(response))
let host = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((done) => server.close(done)))

const site = collectingPlace()
async function kept() {
  const place = await site.open('site')
  site.serve('<html>out of order</html>', {}, 500)
  await place.look()
  const stamps = () => place.deps.db.selectFrom('evidence_stamp').select(['state', 'why']).execute()
  return { ...place, stamps }
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 200 && !(await done()); look++) await pause(50)
}

it('the running program asks the authority that is set, at an intranet only where it was named', async () => {
  answer = (response) => response.writeHead(503).end()
  for (const [allowed, why] of [
    ['', '时间戳机构未应答：该网址指向内部网络，未访问'],
    [host, '时间戳机构应答状态 503'],
  ] as const) {
    const { deps, stamps } = await kept()
    const defects: unknown[] = []
    const authority = { url: `http://${host}/tsa`, trusted: [] }
    const stop = startStamping(deps, (error) => defects.push(error), { authority, allowed })
    await until(async () => (await stamps()).length > 0)
    await stop()
    expect(await stamps()).toEqual([{ state: 'failed', why }])
    expect(defects).toEqual([])
  }
})

it('a program that ends while it waits for the authority notes no failure', async () => {
  let asked = false
  answer = () => (asked = true)
  const { deps, stamps } = await kept()
  const defects: unknown[] = []
  const authority = { url: `http://${host}/tsa`, trusted: [] }
  const stop = startStamping(deps, (error) => defects.push(error), { authority, allowed: host })
  await until(() => Promise.resolve(asked))
  await stop()
  expect([await stamps(), defects]).toEqual([[], []])
})

it('no authority is set unless it is named; one that is set wrong is refused', async () => {
  const { deps } = await site.open('site')
  const path = join(deps.dataDir, 'ca.pem')
  writeFileSync(path, 'no certificate')
  expect(timestampAuthority({})).toBeUndefined()
  expect(timestampAuthority({ GOVMEDIA_TSA_URL: 'https://tsa.example/' })).toEqual({
    url: 'https://tsa.example/',
    trusted: [],
  })
  for (const env of [
    { GOVMEDIA_TSA_URL: 'tsa.example' },
    { GOVMEDIA_TSA_URL: 'https://tsa.example/', GOVMEDIA_TSA_CA: path },
    { GOVMEDIA_TSA_URL: 'https://tsa.example/', GOVMEDIA_TSA_CA: `${path}.gone` },
  ])
    expect(() => timestampAuthority(env)).toThrow(expect.objectContaining({ code: 'timestamps.settings' }))
})

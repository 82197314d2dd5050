import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { createWeb, serveWeb } from '../../src/web/index.ts'
import { cloneDatabase } from '../support/database.ts'
import { hostileInput } from '../support/hostile/inputs.ts'
import { memoryOf } from '../support/hostile/memory.ts'
import { quickFolder } from '../support/quick-folder.ts'
import { sceneNow } from '../support/scene.ts'

// A share of the hostile inputs: 20 in `npm test`, 200 in `npm run soak`.
const inputs = Math.ceil(Number(process.env['GOVMEDIA_HOSTILE_INPUTS'] ?? 220) / 11)
const LONGEST_MS = 5_000

let dataDir: string
let server: Awaited<ReturnType<typeof serveWeb>>
const defects: string[] = []
beforeAll(async () => {
  dataDir = mkdtempSync(join(quickFolder(), 'raw-'))
  const { db } = await cloneDatabase({ forFile: true })
  const clock = fixedClock(instant(sceneNow))
  const deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('raw', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  const { app } = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('none')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: allRoutes,
    logDefect: (error) => defects.push(String(error)),
  })
  server = await serveWeb(app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Sends bytes as they are and answers what comes back until the other side ends, or nothing more comes. */
function send(bytes: Uint8Array | string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(server.port, '127.0.0.1')
    let answer = ''
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('data', (piece) => {
      answer += piece.toString('latin1')
      // A whole answer is all that is waited for.
      if (answer.includes('\r\n\r\n')) socket.end()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => done(answer))
    setTimeout(() => fail(new Error('hung')), LONGEST_MS).unref()
    socket.end(bytes)
  })
}

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${more}\r\n`
const form = (headers: string, body: string) =>
  `POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${headers}\r\n${body}`
const cases: Record<string, string> = {
  'a path that climbs, unencoded': get('/static/../../package.json'),
  'a path that climbs, encoded': get('/static/%2e%2e/%2e%2e/package.json'),
  'a path of another machine':
    'GET http://evil.example/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  'no path': 'GET  HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'two slashes': get('//evil.example/'),
  'a path that is no text': get('/%ff%fe'),
  'a very long path': get(`/${'a'.repeat(20_000)}`),
  'a very long header': get('/sign-in', `X-A: ${'a'.repeat(70_000)}\r\n`),
  'a thousand headers': get('/sign-in', 'X-A: b\r\n'.repeat(3_000)),
  'no Host': 'GET /sign-in HTTP/1.1\r\n\r\n',
  'two Hosts': get('/sign-in', 'Host: evil.example\r\n'),
  'a header that is split': get('/sign-in', 'X-A: b\r\n Set-Cookie: x=1\r\n'),
  TRACE: 'TRACE /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Secret: geheim\r\nConnection: close\r\n\r\n',
  CONNECT: 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
  PUT: 'PUT /accounts/new HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx',
  'a method of its own': 'HACK /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'length and chunks at once': form(
    'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
    '0\r\n\r\nGET /users HTTP/1.1\r\n\r\n',
  ),
  'two lengths': form('Content-Length: 5\r\nContent-Length: 50\r\n', 'login'),
  'a negative length': form('Content-Length: -1\r\n', 'x'),
  'broken chunks': form('Transfer-Encoding: chunked\r\n', 'zz\r\nlogin=1\r\n'),
  'a body that never comes': form('Content-Length: 100000\r\n', 'login=1'),
  'a multipart without its end': form(
    'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 30\r\n',
    '--x\r\nContent-Disposition: form',
  ),
  'a multipart without a boundary': form('Content-Type: multipart/form-data\r\nContent-Length: 3\r\n', '--x'),
  'a JSON that is none': form('Content-Type: application/json\r\nContent-Length: 4\r\n', '{"a"'),
  'thousands of fields': form(
    'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n',
    'a=1&'.repeat(50_000),
  ),
  'fields that would be methods': form(
    'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 47\r\n',
    '__proto__=1&constructor=1&toString=1&login[]=2&',
  ),
  NUL: get('/sign-in?back=%00'),
  'HTTP 0.9': 'GET /sign-in\r\n',
  TLS: '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
}

describe('a connection', () => {
  it.each(Object.keys(cases))('with %s is answered or closed, and never by a failure', async (name) => {
    const answer = await send(cases[name]!)
    expect(answer, defects.at(-1)).not.toMatch(/^HTTP\/1\.1 5/)
    expect(answer).not.toMatch(/"dependencies"|geheim|set-cookie: x=1|location: (?:https?:)?\/\/evil/i)
    expect(answer).not.toMatch(/^server:|^x-powered-by:/im)
    expect(await send(get('/healthz'))).toMatch(/^HTTP\/1\.1 200/)
  })

  it(
    `of ${inputs} mutated requests leaves the server answering, in its time and memory`,
    async () => {
      const good = Object.values(cases).map((text) => new Uint8Array(Buffer.from(text, 'latin1')))
      const before = memoryOf()
      for (let n = 0; n < inputs; n++)
        expect(await send(hostileInput(n, good)), `${n} ${defects.at(-1)}`).not.toMatch(/^HTTP\/1\.1 5/)
      expect(await send(get('/healthz'))).toMatch(/^HTTP\/1\.1 200/)
      expect(memoryOf() - before).toBeLessThan(300 * 1024 * 1024)
      expect(defects).toEqual([])
    },
    30_000 + inputs * LONGEST_MS,
  )
})

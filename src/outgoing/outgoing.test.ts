import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isPrivateAddress, openSender, type Sender } from './index.ts'

let server: Server
let port: number
let requests: IncomingMessage[] = []
const senders: Sender[] = []

beforeAll(async () => {
  server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((done) => server.close(done)))
afterEach(async () => {
  requests = []
  await Promise.all(senders.splice(0).map((one) => one.close()))
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  requests.push(request)
  const url = new URL(request.url ?? '/', 'http://x')
  const path = url.pathname
  const gzip = { 'content-encoding': 'gzip' }
  if (path === '/to')
    response
      .writeHead(Number(url.searchParams.get('status') ?? 302), { location: url.searchParams.get('where') ?? '' })
      .end()
  else if (path === '/loop') response.writeHead(301, { location: '/loop' }).end()
  else if (path === '/gzip') response.writeHead(200, gzip).end(gzipSync('临湖发布'))
  else if (path === '/twice')
    response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('临湖发布')))
  else if (path === '/thrice')
    response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end(gzipSync(gzipSync(gzipSync('临湖发布'))))
  else if (path === '/cut') response.writeHead(200, gzip).end(gzipSync('临湖发布'.repeat(999)).subarray(0, 20))
  else if (path === '/bomb') response.writeHead(200, gzip).end(gzipSync(Buffer.alloc(40 * 1024 * 1024)))
  else if (path === '/large') response.writeHead(200).end(Buffer.alloc(9 * 1024 * 1024))
  else if (path === '/slow') response.writeHead(200).write('a')
  else if (path === '/never') return
  else if (path === '/reset') request.socket.destroy()
  else response.writeHead(200, { 'x-method': request.method }).end('临湖发布')
}

function sender(options: Parameters<typeof openSender>[0] = {}): Sender {
  const made = openSender(options)
  senders.push(made)
  return made
}
/** A sender of an intranet, which may reach the server of this test by its name. */
const inside = () =>
  sender({
    allow: new Set([`feeds.example:${port}`, `other.example:${port}`]),
    resolve: (host) => Promise.resolve(host.endsWith('.example') ? [{ address: '127.0.0.1', family: 4 }] : []),
  })
const at = (path: string) => `http://feeds.example:${port}${path}`

describe('addresses that no request is sent to', () => {
  // Loopback, private, link-local, metadata, in every spelling that some library takes for an address.
  const spellings = [
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0x7f.1',
    '0177.0.0.1',
    '0177.1',
    '017700000001',
    '127.0.0.1.',
    '127.255.255.254',
    '0',
    '0.0.0.0',
    '000.000.000.000',
    '１２７.０.０.１',
    '127。0。0。1',
    'localhost',
    'LOCALHOST',
    'localhost.',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::a00:1]',
    '[64:ff9b:1:a00:0:100:808:808]',
    '[64:ff9b:1::808:808]',
    '[2002:7f00:1::]',
    '[2002:a00:1::1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fec0::1]',
    '[ff02::1]',
    '10.0.0.1',
    '10.255.255.255',
    '012.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.168.257',
    '3232235777',
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '[::ffff:169.254.169.254]',
    '[fd00:ec2::254]',
    '100.64.0.1',
    '100.100.100.200',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '192.0.2.1',
    '203.0.113.9',
  ]
  it.each(spellings)('%s', async (host) => {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    const reply = await sender({ resolve }).send({ url: `http://${host}:${port}/` })
    expect(reply).toMatchObject({ kind: 'no-reply', failure: 'refused-address' })
    expect(requests).toHaveLength(0)
  })

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '2400:3200::1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '11.0.0.1',
    '223.255.255.255',
  ])('%s is public', (address) => expect(isPrivateAddress(address)).toBe(false))

  it.each([
    ['ftp://feeds.example/'],
    ['file:///etc/passwd'],
    ['gopher://feeds.example/'],
    ['http://user:pass@feeds.example/'],
    ['javascript:alert(1)'],
    ['not an address'],
    ['http:///'],
  ])('%s is no address of a page', async (url) => {
    expect(await inside().send({ url })).toMatchObject({ failure: 'refused-address' })
  })

  it('a name is refused when one of its answers is private, and asked only once', async () => {
    let asked = 0
    const resolve = () => {
      asked += 1
      return Promise.resolve([
        { address: '8.8.8.8', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ])
    }
    expect(await sender({ resolve }).send({ url: 'http://a.example/' })).toMatchObject({ failure: 'refused-address' })
    expect(asked).toBe(1)
  })

  it('a redirect goes through the same door', async () => {
    for (const where of [
      `http://127.0.0.1:${port}/`,
      `http://0x7f.1:${port}/`,
      'file:///etc/passwd',
      `//[::1]:${port}/`,
    ])
      expect(await inside().send({ url: at(`/to?where=${encodeURIComponent(where)}`) })).toMatchObject({
        failure: 'refused-address',
      })
    expect(requests.every(({ url }) => url?.startsWith('/to'))).toBe(true)
  })
})

describe('a request', () => {
  it('is answered with status, headers and the body unpacked', async () => {
    expect(await inside().send({ url: at('/') })).toMatchObject({ kind: 'reply', status: 200, url: at('/') })
    for (const path of ['/gzip', '/twice']) {
      const reply = await inside().send({ url: at(path) })
      expect(reply.kind === 'reply' && reply.body.toString()).toBe('临湖发布')
    }
  })

  it('follows redirects as far as allowed, and tells another host nothing that was meant for the first', async () => {
    const where = encodeURIComponent(`http://other.example:${port}/end`)
    const headers = { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k', 'access-token': 't', accept: '*/*' }
    const reply = await inside().send({ url: at(`/to?where=${where}`), headers })
    expect(reply).toMatchObject({ status: 200, url: `http://other.example:${port}/end` })
    expect(requests.at(-1)?.headers).toMatchObject({ accept: '*/*', host: `other.example:${port}` })
    for (const name of ['authorization', 'cookie', 'x-api-key', 'access-token'])
      expect(requests.at(-1)?.headers[name]).toBeUndefined()
    expect(await inside().send({ url: at('/loop') })).toMatchObject({ failure: 'unreachable', why: '转向超过 5 次' })
  })

  it('sends what it carries to no other host, whatever the redirect asks', async () => {
    const where = encodeURIComponent(`http://other.example:${port}/end`)
    const request = { url: at(`/to?status=307&where=${where}`), method: 'POST' as const, body: 'a credential' }
    expect(await inside().send(request)).toMatchObject({ failure: 'unreachable', why: '转向到其他主机，内容未发送' })
    expect(requests.every(({ headers }) => headers['host'] !== `other.example:${port}`)).toBe(true)
  })

  it.each([
    ['/bomb', 'too-large', '解压后超过 32 MB'],
    ['/large', 'too-large', '应答超过 8 MB'],
    ['/thrice', 'malformed', '应答压缩数据不完整或有误'],
    ['/cut', 'malformed', '应答压缩数据不完整或有误'],
    ['/reset', 'unreachable', '连接中断'],
  ])('to %s is %s', async (path, failure, why) => {
    expect(await inside().send({ url: at(path) })).toMatchObject({ kind: 'no-reply', failure, why })
  })

  it.each(['/slow', '/never'])('to %s ends when its time is over', async (path) => {
    expect(await inside().send({ url: at(path) }, { totalMs: 300 })).toMatchObject({
      failure: 'unreachable',
      why: '超时未应答',
    })
  })

  it('to a server of names that never answers ends too', async () => {
    const resolve = () => new Promise<never>(() => {})
    expect(await sender({ resolve }).send({ url: 'http://a.example/' }, { totalMs: 100 })).toMatchObject({
      failure: 'unreachable',
    })
  })

  it('to a name that nobody knows is unreachable', async () => {
    expect(await inside().send({ url: 'http://nobody.invalid/' })).toMatchObject({ why: '找不到该主机' })
  })
})

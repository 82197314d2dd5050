import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectingPlace } from '../../../tests/support/collecting-place.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { roles } from '../../access/index.ts'
import { addHours, fixedClock, systemClock } from '../../calendar/index.ts'
import { openSender, type Sender } from '../../outgoing/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { evidenceOf, stampToken } from './queries.ts'
import { openEvidence } from './read.ts'
import { stampEvidence } from './stamp.ts'
import { certificatesIn, readTimestampReply, timestampRequest, verifyToken } from './timestamp.ts'

const system = actorOf('operator', 'system', 'system')
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
// Without openssl there is no authority to ask: these tests say so by being counted as skipped.
const needed = { skip: !hasOpenssl }

let folder = ''
let server: Server
let url = ''
let sender: Sender
/** What the authority does with a request; by default it signs. */
let answer: (request: Buffer) => { status?: number; body: Buffer } = () => ({ body: Buffer.alloc(0) })
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })

const settings = `
[tsa]
default_tsa = one
[one]
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
certs = ./ca.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[stamping]
extendedKeyUsage = critical,timeStamping
[other]
extendedKeyUsage = critical,serverAuth
`

/** A certificate authority, and a signer of time stamps under it. */
function makeAuthority(): void {
  writeFileSync(join(folder, 'tsa.cnf'), settings)
  writeFileSync(join(folder, 'serial'), '01\n')
  const key = (name: string, subject: string) =>
    openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      subject,
    )
  const sign = (name: string, part: string, ...by: string[]) =>
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-days',
      '2',
      '-extfile',
      'tsa.cnf',
      '-extensions',
      part,
      '-out',
      `${name}.pem`,
      ...by,
    )
  for (const name of ['ca', 'stranger']) {
    key(name, `/CN=${name}`)
    sign(name, 'ca', '-signkey', `${name}.key`)
  }
  key('tsa', '/CN=Test Time Stamping')
  sign('tsa', 'stamping', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial')
}

const signed = (request: Buffer): Buffer => {
  writeFileSync(join(folder, 'request.tsq'), request)
  openssl('ts', '-reply', '-queryfile', 'request.tsq', '-config', 'tsa.cnf', '-section', 'one', '-out', 'reply.tsr')
  return readFileSync(join(folder, 'reply.tsr'))
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'govmedia-tsa-'))
  if (hasOpenssl) makeAuthority()
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { status = 200, body } = answer(Buffer.concat(parts))
      response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}/tsa`
  sender = openSender({ allow: new Set([`127.0.0.1:${port}`]) })
}, 60_000)
afterAll(async () => {
  await sender.close()
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true, force: true })
})

const site = collectingPlace()
const trusted = (name = 'ca') => certificatesIn(readFileSync(join(folder, `${name}.pem`), 'utf8'))

/** A district with one page kept, whose wall clock is real: authorities live in real time. */
async function kept() {
  const place = await site.open('page')
  site.serve(
    '<html><head><meta property="article:published_time" content="2026-10-10T08:00:00+08:00"></head><body><h1>防汛提示</h1><div><p>注意安全</p></div></body></html>',
    { 'content-type': 'text/html; charset=utf-8' },
  )
  await place.look()
  const deps = { ...place.deps, wall: systemClock() }
  const row = async () => (await evidenceOf(deps.db, districtId, place.accountId, { limit: 1 }))[0]!
  const stamp = (anchors = trusted(), with_ = deps) =>
    stampEvidence(with_, system, districtId, { authority: { url, trusted: anchors }, send: sender.send })
  return { ...place, deps, row, stamp }
}

describe('a time stamp', () => {
  it('is asked for over the SHA-256, verified, kept, and can be verified by anybody again', needed, async () => {
    const { deps, row, stamp } = await kept()
    answer = (request) => ({ body: signed(request) })
    expect(await stamp()).toEqual({ stamped: 1, failed: 0 })
    const one = await row()
    expect(one.stamp).toMatchObject({ state: 'stamped', signer: 'Test Time Stamping', isTrusted: true, authority: url })
    const token = await stampToken(deps.db, districtId, one.sha256)
    const opened = await openEvidence(deps, districtId, one)
    const document = Buffer.from(opened.state === 'whole' ? opened.document : '')
    expect(await verifyToken(token!, { document, trusted: trusted() })).toMatchObject({
      stampedAt: one.stamp?.stampedAt,
    })
    writeFileSync(join(folder, 'kept.token'), token!)
    const said = openssl('ts', '-verify', '-digest', one.sha256, '-in', 'kept.token', '-token_in', '-CAfile', 'ca.pem')
    expect(said.toString()).toContain('Verification: OK')
    expect((await latestEvents(deps.db, districtId))[0]).toMatchObject({
      action: 'evidence.stamped',
      after: { count: 1 },
    })
    expect(await stamp()).toEqual({ stamped: 0, failed: 0 })
  })

  it('without certificates to trust is kept as signed by somebody unchecked', needed, async () => {
    const { row, stamp } = await kept()
    answer = (request) => ({ body: signed(request) })
    await stamp([])
    expect((await row()).stamp).toMatchObject({ state: 'stamped', isTrusted: false })
  })

  it('of a signer who leads to nobody trusted is refused', needed, async () => {
    const { row, stamp } = await kept()
    answer = (request) => ({ body: signed(request) })
    expect(await stamp(trusted('stranger'))).toEqual({ stamped: 0, failed: 1 })
    expect((await row()).stamp).toMatchObject({ state: 'failed', why: expect.stringContaining('信任范围') })
  })

  it('that fails says why, is tried again later, and then stands', needed, async () => {
    const { deps, row, stamp } = await kept()
    answer = () => ({ status: 503, body: Buffer.alloc(0) })
    expect(await stamp()).toEqual({ stamped: 0, failed: 1 })
    expect((await row()).stamp).toMatchObject({ state: 'failed', tries: 1, why: '时间戳机构应答状态 503' })
    answer = (request) => ({ body: signed(request) })
    expect(await stamp()).toEqual({ stamped: 0, failed: 0 })
    const later = { ...deps, wall: fixedClock(addHours(deps.wall.now(), 0.14)) }
    expect(await stamp(trusted(), later)).toEqual({ stamped: 1, failed: 0 })
    expect((await row()).stamp).toMatchObject({ state: 'stamped', tries: 2, why: null })
  })

  it.each([
    ['nothing', () => Buffer.alloc(0)],
    ['a page', () => Buffer.from('<html>')],
    [
      'a stamp over something else',
      () => signed(timestampRequest(Buffer.from('other'), Buffer.from('01020304', 'hex'))),
    ],
    ['one with its signature changed', (request: Buffer) => flipped(signed(request), -10)],
    ['one with its time changed', (request: Buffer) => changedYear(signed(request))],
  ])('is not taken from an authority that answers with %s', needed, async (_what, body) => {
    const { row, stamp } = await kept()
    answer = (request) => ({ body: body(request) })
    expect(await stamp()).toEqual({ stamped: 0, failed: 1 })
    expect((await row()).stamp).toMatchObject({ state: 'failed' })
  })

  it('is not taken for another request of the same document', needed, async () => {
    const document = Buffer.from('同一份文件')
    const [nonce, other] = [Buffer.from('0102030405', 'hex'), Buffer.from('0102030406', 'hex')]
    const reply = signed(timestampRequest(document, nonce))
    expect(await readTimestampReply(reply, { document, nonce, trusted: trusted() })).toMatchObject({ isTrusted: true })
    expect(await readTimestampReply(reply, { document, nonce: other, trusted: trusted() })).toEqual({
      failed: '时间戳与本次申请不符',
    })
  })

  it('is asked for by the program alone', async () => {
    const { deps } = await site.open('page')
    for (const role of roles.filter((one) => one !== 'operator'))
      await expect(
        stampEvidence(deps, actorOf(role), districtId, { authority: { url, trusted: [] }, send: sender.send }),
        role,
      ).rejects.toMatchObject({ code: 'access.denied' })
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  const index = copy.length + at
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}

/** The first GeneralizedTime in a reply, a year earlier. */
function changedYear(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.indexOf(/20\d{12}Z/.exec(copy.toString('latin1'))?.[0] ?? '', 0, 'latin1')
  copy.write('2019', at, 'latin1')
  return copy
}

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { fileAccount } from '../../../tests/support/filed-account.ts'
import { savePerson } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import type { Answers } from '../forms/index.ts'
import { directoryEntries } from './entries.ts'
import { buildDirectory, verifyDirectory } from './index.ts'
import { publicIdentifier, publicLink } from './public-words.ts'

const supervisor = actorOf('supervisor')
const folder = await mkdtemp(join(tmpdir(), 'govmedia-directory-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function district() {
  const place = await monitoredDistrict()
  const { deps } = place
  const unit = await place.unit('临湖区水务局')
  const party = await place.unit('临湖区委宣传部', { kind: 'party' })
  const filed = { filing_state: 'filed', profile_url: 'https://demo.example.cn/1?a=1&b=2' }
  const account = await place.account(unit, '临湖水务<官方>', { platform: 'wechat_official', ...filed })
  const closed = await place.account(unit, '水务抢修', {
    platform: 'weibo',
    filing_state: 'filed',
    running_state: 'closed',
  })
  await place.account(unit, '未备案号', { platform: 'weibo' })
  const gone = await place.account(unit, '已注销号', { platform: 'douyin', ...filed, running_state: 'deregistered' })
  const partys = await place.account(party, '党委号', { platform: 'weibo', ...filed })
  const file = (accountId: string, unitId: string, serial: number, answers: Answers) =>
    fileAccount(deps, { accountId, unitId, serial, answers })
  await file(account, unit, 1, {
    name: '临湖水务<官方>',
    platform: 'wechat_official',
    profileUrl: filed.profile_url,
    identifier: 'lhsw',
  })
  await file(closed, unit, 2, { name: '水务抢修', platform: 'weibo' })
  await file(gone, unit, 3, { name: '已注销号', platform: 'douyin' })
  await file(partys, party, 4, { name: '党委号', platform: 'weibo' })
  await place.account(unit, '口头已备案号', { platform: 'weibo', ...filed })
  const putBehind = (accountId: string, duty: string, values: { name: string; phone: string; qq?: string }) =>
    inTransaction(deps.db, async (tx) => {
      const { id } = await savePerson(tx, deps, districtId, values)
      const link = { district_id: districtId, account_id: accountId, duty, person_id: id }
      await tx
        .insertInto('account_contact')
        .values({ ...link, changed_at: deps.wall.now() })
        .execute()
    })
  const build = (name: string, more = {}) =>
    buildDirectory({ ...deps, ...more }, supervisor, { districtId, out: join(folder, name) })
  return { ...place, unitId: unit, account, closed, file, putBehind, build }
}

async function everything(path: string): Promise<Map<string, string>> {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const names = files.map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(names.map((name) => readFile(name, 'utf8')))
  return new Map(names.map((name, at) => [name.slice(path.length + 1), texts[at] ?? '']))
}

describe('the public directory', () => {
  it('says what was accepted, whatever a hand edit of the ledger says since', async () => {
    const { deps, account, unit, build } = await district()
    const other = await unit('临湖区教育局')
    const edited = { name: '改名', identifier: 'other', profile_url: 'https://evil.example/', renamed_from: '假名' }
    await build('filed')
    await deps.db
      .updateTable('account')
      .set({ ...edited, unit_id: other })
      .where('id', '=', account)
      .execute()
    const [entry] = (await directoryEntries(deps, districtId)).filter(({ id }) => id === account)
    expect(entry).toMatchObject({
      name: '临湖水务<官方>',
      formerNames: [],
      identifier: 'lhsw',
      url: 'https://demo.example.cn/1?a=1&b=2',
      unit: '临湖区水务局',
    })
    await build('edited')
    expect(await everything(join(folder, 'edited'))).toEqual(await everything(join(folder, 'filed')))
  })

  it('knows an account by the names under which it was filed before', async () => {
    const { deps, account, unitId, build } = await district()
    for (const [at, name] of ['临湖水利', '临湖水政'].entries())
      await fileAccount(deps, {
        accountId: account,
        unitId,
        serial: 5 + at,
        answers: { name, platform: 'wechat_official' },
      })
    const [entry] = (await directoryEntries(deps, districtId)).filter(({ id }) => id === account)
    expect(entry).toMatchObject({ name: '临湖水政', formerNames: ['临湖水务<官方>', '临湖水利'], identifier: 'lhsw' })
    await build('former')
    const page = (await everything(join(folder, 'former'))).get('index.html')
    expect(page).toContain('曾用名　临湖水务&lt;官方&gt;、临湖水利')
  })

  it('holds what was filed and is there, of units inside the notice, and says what is closed', async () => {
    const { build, account, closed } = await district()
    expect(await build('one')).toMatchObject({ accounts: 2 })
    const files = await everything(join(folder, 'one'))
    expect([...files.keys()].sort()).toEqual(
      [
        'MANIFEST.json',
        'MANIFEST.sig',
        'README.txt',
        'accounts.atom',
        'accounts.json',
        'directory.css',
        'index.html',
        'lookup.js',
        'public-key.pem',
        `qr/${account}.svg`,
        `qr/${closed}.svg`,
      ].sort(),
    )
    const all = [...files.values()].join('\n')
    expect(all).toContain('临湖水务&lt;官方&gt;')
    expect(all).not.toMatch(/未备案号|已注销号|党委号|口头已备案号/)
    const page = files.get('index.html') ?? ''
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).not.toContain('<官方>')
    expect(page).toMatch(/data-state="closed"[\s\S]*已关停/)
    const { accounts } = JSON.parse(files.get('accounts.json') ?? '') as { accounts: Record<string, unknown>[] }
    expect(accounts.map(({ name, state, platformLabel }) => [name, state, platformLabel])).toEqual([
      ['临湖水务<官方>', 'running', '微信公众号'],
      ['水务抢修', 'closed', '新浪微博'],
    ])
  })

  it('never holds anything of a person, whoever stands behind the accounts', async () => {
    const { build, account, unitId, file, putBehind } = await district()
    const given = fc.sample(
      fc.record({
        name: fc.string({ unit: fc.constantFrom(...Array.from('欧阳慕容司徒诸葛端木')), minLength: 3, maxLength: 4 }),
        phone: fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String),
        qq: fc.integer({ min: 10_000_000, max: 999_999_999 }).map(String),
      }),
      { numRuns: 4, seed: 20_261_012 },
    )
    const duties = ['principal', 'contact', 'leader', 'admin']
    for (const [at, person] of given.entries()) await putBehind(account, duties[at] ?? '', person)
    // The office filed the account under somebody's own phone.
    const phone = given[0]?.phone ?? ''
    const profileUrl = `https://demo.example.cn/${given[1]?.phone}`
    const answers = { name: '临湖水务', platform: 'wechat_official', identifier: `lhsw、${phone}`, profileUrl }
    await file(account, unitId, 5, answers)
    await build('people')
    const all = [...(await everything(join(folder, 'people'))).values()].join('\n')
    expect(all).toContain('lhsw')
    for (const { name, phone: number, qq } of given)
      for (const word of [name, number, qq]) expect([word, all.includes(word)]).toEqual([word, false])
  })

  it('is a feed by RFC 4287: ids, times and links where the standard wants them', async () => {
    const { build, account } = await district()
    await build('feed')
    const atom = await readFile(join(folder, 'feed', 'accounts.atom'), 'utf8')
    const entries = atom.match(/<entry>[\s\S]*?<\/entry>/g) ?? []
    const head = atom.replace(/<entry>[\s\S]*<\/entry>/, '')
    expect(entries.length).toBe(2)
    for (const part of [head, ...entries]) {
      expect(
        part.match(/<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}<\/id>/g),
      ).toHaveLength(1)
      expect(part.match(/<title>[^<]+<\/title>/g)).toHaveLength(1)
      expect(part.match(/<updated>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z<\/updated>/g)).toHaveLength(1)
      expect(part.match(/<link rel="alternate" type="text\/html" href="index\.html[^"]*"\/>/g)).toHaveLength(1)
      expect(part).toMatch(/<author><name>[^<]+<\/name><\/author>/)
    }
    expect(atom).toContain(`<link rel="related" href="https://demo.example.cn/1?a=1&amp;b=2"/>`)
    expect(atom).toContain(`href="index.html#a-${account}"`)
  })

  it('is the same to the byte for the same filings', async () => {
    const { build } = await district()
    expect(await build('second')).toEqual(await build('first'))
    expect(await everything(join(folder, 'second'))).toEqual(await everything(join(folder, 'first')))
  })

  it('takes the place of an earlier one whole, and never of a folder that is something else', async () => {
    const { build } = await district()
    await build('again')
    await writeFile(join(folder, 'again', 'qr', 'left-over.svg'), '')
    await build('again')
    expect((await readdir(folder)).filter((name) => name.startsWith('again'))).toEqual(['again'])
    expect(await readdir(join(folder, 'again', 'qr'))).not.toContain('left-over.svg')
    expect((await stat(join(folder, 'again'))).mode & 0o777).toBe(0o755)
    await expect(build('.')).rejects.toMatchObject({ code: 'directory.folder-not-empty' })
  })

  it('is built by who may', async () => {
    const { deps } = await district()
    const out = join(folder, 'forbidden')
    await expect(buildDirectory(deps, actorOf('reviewer'), { districtId, out })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })
})

describe('its signature', () => {
  it('is whole as built, and tells every file that was changed, added, taken away or forged', async () => {
    const { build } = await district()
    const at = join(folder, 'signed')
    const change = async (path: string, text: string) => {
      await build('signed')
      await writeFile(join(at, path), text)
      return (await verifyDirectory(at)).faults
    }
    await build('signed')
    const whole = await verifyDirectory(at)
    expect(whole).toMatchObject({ whole: true, faults: [] })
    expect(await readFile(join(at, 'index.html'), 'utf8')).toContain(whole.fingerprint)
    expect(await change('accounts.json', '{}')).toEqual(['accounts.json'])
    expect(await change('qr/new.svg', '<svg/>')).toEqual(['qr/new.svg'])
    expect(await change('MANIFEST.sig', 'x')).toEqual(['MANIFEST.sig'])
    expect(await change('public-key.pem', 'x')).toEqual(['public-key.pem', 'MANIFEST.sig'])
    const manifest = await readFile(join(at, 'MANIFEST.json'), 'utf8')
    expect(await change('MANIFEST.json', manifest.replace('"accounts": 2', '"accounts": 3'))).toEqual(['MANIFEST.sig'])
    await build('signed')
    await rm(join(at, 'lookup.js'))
    expect((await verifyDirectory(at)).faults).toEqual(['lookup.js'])
    expect((await verifyDirectory(join(folder, 'nothing'))).whole).toBe(false)
  })

  it('tells a folder that somebody else signed, for who kept the key', async () => {
    const { build } = await district()
    await build('own')
    const pem = await readFile(join(folder, 'own', 'public-key.pem'), 'utf8')
    const elsewhere = await mkdtemp(join(folder, 'keys-'))
    await build('forged', { dataDir: elsewhere })
    expect((await verifyDirectory(join(folder, 'forged'))).whole).toBe(true)
    expect((await verifyDirectory(join(folder, 'forged'), pem)).faults).toEqual(['public-key.pem', 'MANIFEST.sig'])
    expect((await verifyDirectory(join(folder, 'own'), pem)).whole).toBe(true)
    expect((await stat(join(elsewhere, 'keys', 'directory-ed25519.pem'))).mode & 0o777).toBe(0o600)
  })

  // No part of the product: where a machine has it, its word is asked as well.
  const program = 'openssl'
  const openssl = spawnSync(program, ['version'], { encoding: 'utf8' }).stdout ?? ''
  it.runIf(openssl.startsWith('OpenSSL 3.'))('is verified with the words of README.txt', async () => {
    const { build } = await district()
    await build('openssl')
    const cwd = join(folder, 'openssl')
    const line = /^ {2}openssl (.+)$/m.exec(await readFile(join(cwd, 'README.txt'), 'utf8'))?.[1] ?? ''
    expect(execFileSync(program, line.split(' '), { cwd, encoding: 'utf8' })).toContain('Verified Successfully')
  })
})

describe('what the public may see', () => {
  it.each([
    ['gh_11aa', 'gh_11aa'],
    ['13800001111', null],
    ['lhsw 138-0000-1111', 'lhsw'],
    ['lhsw、+8613800001111', 'lhsw'],
    ['1234567890', '1234567890'],
    ['138000011112', '138000011112'],
    [null, null],
  ])('of an identifier %s: %s', (found, shown) => expect(publicIdentifier(found)).toBe(shown))

  it.each([
    ['https://weibo.com/u/1234567890', true],
    ['http://demo.example.cn/a', true],
    ['https://demo.example.cn/13800001111', false],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['demo.example.cn', false],
  ])('the link %s: %s', (link, shown) => expect(publicLink(link) !== null).toBe(shown))
})

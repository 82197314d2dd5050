import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { savePerson } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { buildDirectory, directoryFaults } from './build.ts'

const supervisor = actorOf('supervisor')
const folder = await mkdtemp(join(tmpdir(), 'govmedia-directory-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function district() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const party = await place.unit('临湖区委宣传部', { kind: 'party' })
  const filed = { filing_state: 'filed', profile_url: 'https://demo.example.cn/1?a=1&b=2' }
  const account = await place.account(unit, '临湖水务<官方>', { platform: 'wechat_official', ...filed })
  await place.account(unit, '未备案号', { platform: 'weibo' })
  await place.account(unit, '已注销号', { platform: 'douyin', ...filed, running_state: 'deregistered' })
  await place.account(party, '党委号', { platform: 'weibo', ...filed })
  await inTransaction(place.deps.db, async (tx) => {
    const { id } = await savePerson(tx, place.deps, districtId, { name: '许静言', phone: '13800001111' })
    await tx
      .insertInto('account_contact')
      .values({
        district_id: districtId,
        account_id: account,
        duty: 'admin',
        person_id: id,
        changed_at: place.deps.wall.now(),
      })
      .execute()
  })
  const build = (name: string) => buildDirectory(place.deps, supervisor, { districtId, out: join(folder, name) })
  return { ...place, account, build }
}

const everything = async (path: string) => {
  const files = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')))
  return new Map(files.map((entry, at) => [join(entry.parentPath, entry.name).slice(path.length), texts[at] ?? '']))
}

describe('the public directory', () => {
  it('holds what was filed and is there, of units inside the notice, and nobody’s name or phone', async () => {
    const { build, account } = await district()
    expect(await build('one')).toMatchObject({ accounts: 1 })
    const files = await everything(join(folder, 'one'))
    expect([...files.keys()].sort()).toEqual([
      '/MANIFEST.json',
      '/MANIFEST.sig',
      '/accounts.atom',
      '/accounts.json',
      '/directory.css',
      '/directory.js',
      '/index.html',
      '/public-key.pem',
      `/qr/${account}.svg`,
    ])
    const all = [...files.values()].join('\n')
    expect(all).toContain('临湖水务&lt;官方&gt;')
    expect(all).not.toMatch(/许静言|1380000|未备案号|已注销号|党委号/)
    expect(files.get('/index.html')).not.toContain('<官方>')
  })

  it('is the same to the byte for the same filings, and signed', async () => {
    const { build } = await district()
    const one = await build('first')
    const two = await build('second')
    expect(two).toEqual(one)
    expect(await directoryFaults(join(folder, 'first'))).toEqual([])
    await writeFile(join(folder, 'first', 'accounts.json'), '{}')
    expect(await directoryFaults(join(folder, 'first'))).toEqual(['accounts.json'])
    await writeFile(
      join(folder, 'second', 'MANIFEST.json'),
      (await readFile(join(folder, 'second', 'MANIFEST.json'), 'utf8')).replace('"accounts": 1', '"accounts": 2'),
    )
    expect(await directoryFaults(join(folder, 'second'))).toEqual(['MANIFEST.sig'])
  })

  it('takes the place of an earlier one, and never of a folder that is something else', async () => {
    const { build } = await district()
    await build('again')
    await build('again')
    expect((await readdir(folder)).filter((name) => name.startsWith('again'))).toEqual(['again'])
    await expect(build('.')).rejects.toMatchObject({ code: 'directory.folder-not-empty' })
  })
})

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { blank, supervisor } from '../../../../tests/support/asked-district.ts'
import { closingDistrict } from '../../../../tests/support/closing-district.ts'
import { civilDate } from '../../../calendar/index.ts'
import { districtId } from '../../../../tests/support/monitored-district.ts'
import { inTransaction } from '../../../database/index.ts'
import { unpackFiles } from '../../../documents/index.ts'
import { readStoredFile, saveFiles } from '../../../files/index.ts'
import { eventsOf } from '../../../trail/index.ts'
import { verifyArchive } from './verify-archive.ts'

/** 公告期 from 2026-06-18 (端午 06-19 to 06-21): the fifteenth working day is 2026-07-10. */
async function announced(place: Awaited<ReturnType<typeof closingDistrict>>) {
  const { id: caseId } = await place.openCase()
  await place.approve(caseId)
  const closing = place.of(await place.begin())
  await closing.publish()
  return { closing }
}

describe('注销前归档', () => {
  it('holds ledger, posts, looks, filings and trail, without names and phones, and is verified to the byte', async () => {
    const place = await closingDistrict()
    await place.posts(place.accountId, '2026-06-01', '2026-06-10')
    await place.look('2026-06-17', 'open')
    const { closing } = await announced(place)
    await closing.archive()
    const [archive] = (await closing.now()).archives
    const { bytes } = await readStoredFile(place.deps, districtId, archive!.fileId)
    expect(verifyArchive('归档.zip', bytes)).toMatchObject({ whole: true, sha256: archive!.sha256, faults: [] })
    const files = new Map(unpackFiles(bytes).map((file) => [file.path, Buffer.from(file.bytes).toString('utf8')]))
    expect(files.get('发布内容.csv')).toContain('2026-06-10 的内容')
    expect(files.get('巡查记录.csv')).toContain('可以打开')
    expect(files.get('备案.json')).toContain('“临湖发布”微信公众号')
    expect(files.get('留痕.json')).toContain('closing.publish')
    expect(files.get('停更公告.txt')).toContain('国办发〔2018〕123号')
    expect(JSON.parse(files.get('台账.json')!)).toMatchObject({ 名称: '临湖节水', 运行状态: '关停办理中' })
    for (const text of files.values()) expect(text).not.toMatch(/许静言|13800001111/)
  })

  it('holds the signed papers and pictures themselves, and a list that says of each where it lies', async () => {
    const place = await closingDistrict()
    const { closing } = await announced(place)
    await closing.archive()
    const [archive] = (await closing.now()).archives
    const { bytes } = await readStoredFile(place.deps, districtId, archive!.fileId)
    const files = new Map(unpackFiles(bytes).map((file) => [file.path, Buffer.from(file.bytes)]))
    expect(files.get('签字盖章件/001 注销备案签字盖章件.png')).toEqual(Buffer.from(blank))
    expect(files.has('图片/002 停更公告.png')).toBe(true)
    const list = files.get('附件清单.csv')!.toString('utf8')
    expect(list).toMatch(/1,注销备案签字盖章件,备案表\.png,\d+,[0-9a-f]{64},签字盖章件\/001 注销备案签字盖章件\.png/)
  })

  it('with papers that fill more than one volume comes in several, each downloaded and verified by itself', async () => {
    const place = await closingDistrict()
    const { closing } = await announced(place)
    const noise = () => randomBytes(9 * 1024 * 1024)
    const heavy = (name: string) => ({ name, bytes: Buffer.concat([Buffer.from('%PDF-1.7\n'), noise()]) })
    const files = await inTransaction(place.deps.db, (tx) =>
      saveFiles(
        tx,
        place.deps,
        ['甲.pdf', '乙.pdf'].map((name) => ({ districtId, actor: supervisor, ...heavy(name) })),
      ),
    )
    await place.deps.db
      .insertInto('national_report')
      .values(
        files.map(({ id }) => ({
          district_id: districtId,
          id: place.deps.ids.next(),
          account_id: place.accountId,
          status: 'reported',
          side: 'unit',
          reported_on: civilDate('2026-06-20'),
          receipt_file_id: id,
          recorded_by: 'u',
          recorded_at: place.deps.clock.now(),
        })),
      )
      .execute()
    await closing.archive()
    const { archives } = await closing.now()
    expect(archives.map(({ volume, volumes }) => [volume, volumes])).toEqual([
      [1, 2],
      [2, 2],
    ])
    const verdicts = await Promise.all(
      archives.map(async ({ fileId }) => {
        const { name, bytes } = await readStoredFile(place.deps, districtId, fileId)
        return { name, ...verifyArchive(name, bytes) }
      }),
    )
    expect(verdicts).toMatchObject([
      { whole: true, name: '临湖节水-抖音-注销前归档-2026-06-30.zip', manifest: { volume: 1 } },
      { whole: true, name: '临湖节水-抖音-注销前归档-2026-06-30-第2卷.zip', manifest: { volume: 2 } },
    ])
    const [event] = await eventsOf(place.deps.db, districtId, { kind: 'closing', id: (await closing.here()).closingId })
    expect(event).toMatchObject({ after: { volumes: verdicts.map(({ sha256 }) => ({ sha256 })) } })
  }, 60_000)

  it('made anew it stands beside the earlier one', async () => {
    const place = await closingDistrict()
    const { closing } = await announced(place)
    await closing.archive('2026-06-30')
    await closing.archive('2026-07-01')
    expect((await closing.now()).archives.map(({ madeOn }) => madeOn)).toEqual(['2026-06-30', '2026-07-01'])
  })
})

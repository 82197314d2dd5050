import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { blank, supervisor } from '../../../../tests/support/asked-district.ts'
import { closingDistrict } from '../../../../tests/support/closing-district.ts'
import { districtId } from '../../../../tests/support/monitored-district.ts'
import { inTransaction } from '../../../database/index.ts'
import { unpackFiles } from '../../../documents/index.ts'
import { readStoredFile, saveFile } from '../../../files/index.ts'
import { attachmentParts } from './attachments.ts'
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

  it('leaves out what is too large, and says where that lies', async () => {
    const place = await closingDistrict()
    const save = async (name: string, bytes: Uint8Array) =>
      (
        await inTransaction(place.deps.db, (tx) =>
          saveFile(tx, place.deps, { districtId, name, bytes, actor: supervisor, accept: ['png'] }),
        )
      ).id
    const wide = await createCanvas(400, 400).encode('png')
    const small = await createCanvas(10, 10).encode('png')
    const attachments = [
      { folder: '签字盖章件' as const, what: '大图', fileId: await save('大图.png', wide) },
      { folder: '签字盖章件' as const, what: '小图', fileId: await save('小图.png', small) },
    ]
    const parts = await Array.fromAsync(
      attachmentParts(place.deps.db, place.deps, { districtId, attachments }, () => wide.byteLength - 1),
    )
    expect(parts.map(({ path }) => path)).toEqual(['签字盖章件/002 小图.png', '附件清单.csv'])
    const list = Buffer.concat((await Array.fromAsync(parts[1]!.text)).map((piece) => Buffer.from(piece)))
    expect(list.toString('utf8')).toMatch(/1,大图,大图\.png,.*,未收入（归档包容量所限），保存在系统中/)
  })

  it('made anew it stands beside the earlier one', async () => {
    const place = await closingDistrict()
    const { closing } = await announced(place)
    await closing.archive('2026-06-30')
    await closing.archive('2026-07-01')
    expect((await closing.now()).archives.map(({ madeOn }) => madeOn)).toEqual(['2026-06-30', '2026-07-01'])
  })
})

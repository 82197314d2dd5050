import { describe, expect, it } from 'vitest'
import { type PackedFile, packFiles, unpackFiles } from '../../../documents/index.ts'
import { maskName } from './masked.ts'
import { packArchive } from './pack.ts'
import { type Part, whole } from './parts.ts'
import { verifyArchive } from './verify-archive.ts'

const head = {
  district: '临湖区',
  unit: '临湖区水务局',
  account: { id: 'a', name: '临湖节水', platform: '抖音' },
  closing: 'c',
  madeAt: '2026-06-30 09:00',
}
const file = (path: string, text: string): PackedFile => ({ path, bytes: Buffer.from(text) })
const files = [file('台账.json', '{}'), file('发布内容.csv', '标题')]
async function* parts(): AsyncGenerator<Part> {
  for (const { path, bytes } of files) yield whole(path, bytes)
}
const volumes = (most?: number) => Array.fromAsync(packArchive(head, parts(), most))
const made = async () => (await volumes())[0]!.bytes
/** The manifest of the two files beside others. */
const packed = async (...held: PackedFile[]) => {
  const manifest = unpackFiles(await made()).find(({ path }) => path === 'manifest.json')
  return packFiles([...held, manifest!])
}

describe('归档包', () => {
  it('is whole as it was made, and the same files make the same bytes', async () => {
    const bytes = await made()
    expect(verifyArchive('归档.zip', bytes)).toMatchObject({ whole: true, files: 2, faults: [], manifest: head })
    expect(Buffer.compare(bytes, await made())).toBe(0)
  })

  it('goes on in a second volume where one is full; each is verified by itself, and the last says what lies where', async () => {
    expect(await volumes()).toHaveLength(1)
    const [first, last, ...more] = await volumes(60)
    expect(more).toEqual([])
    expect(verifyArchive('1.zip', first!.bytes)).toMatchObject({ whole: true, files: 1, manifest: { volume: 1 } })
    expect(verifyArchive('2.zip', last!.bytes)).toMatchObject({ whole: true, files: 2, manifest: { volume: 2 } })
    const inLast = new Map(
      unpackFiles(last!.bytes).map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]),
    )
    expect([...inLast.keys()]).toEqual(['发布内容.csv', '分卷目录.csv', 'manifest.json'])
    expect(inLast.get('分卷目录.csv')).toMatch(/台账\.json,1,2,[\da-f]{64}\r\n发布内容\.csv,2,6,/)
  })

  it.each<[string, PackedFile[], { path: string; why: string }[]]>([
    ['a file was altered', [file('台账.json', '{ }'), files[1]!], [{ path: '台账.json', why: 'altered' }]],
    ['a file was taken out', [files[0]!], [{ path: '发布内容.csv', why: 'missing' }]],
    ['a file was put in', [...files, file('补充.txt', '后加')], [{ path: '补充.txt', why: 'unlisted' }]],
  ])('says which file it is when %s', async (_what, held, faults) => {
    expect(verifyArchive('归档.zip', await packed(...held))).toMatchObject({ whole: false, faults })
  })

  it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['cut off', async () => (await packed(...files)).subarray(0, 60)],
    ['no archive', () => Buffer.from('台账')],
    ['without a manifest', () => packFiles(files)],
    ['with the manifest of something else', () => packFiles([...files, file('manifest.json', '{"format":"x"}')])],
    ['with a manifest that is no JSON', () => packFiles([...files, file('manifest.json', '{')])],
  ])('is refused when it is %s', async (_what, bytes) => {
    const held = await bytes()
    expect(() => verifyArchive('归档.zip', held)).toThrow(
      expect.objectContaining({ code: 'closing.archive-unreadable' }),
    )
  })

  it.each([
    ['许静言', '许**'],
    ['梁', '梁*'],
    ['欧阳𠮷', '欧**'],
  ])('masks %s as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown)
  })
})

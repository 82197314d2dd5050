import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { standIn } from './fonts.ts'
import { fontsInUse, stopPress } from './index.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'govmedia-fonts-'))))
afterAll(() => {
  stopPress()
  rmSync(folder, { recursive: true, force: true })
})

it('a font of the office’s own takes the place of the stand-in, by its family name', async () => {
  const fang = async () => (await fontsInUse({ fontFolders: [folder] })).find(({ wanted }) => wanted === '仿宋_GB2312')
  const before = await fang()
  expect(before?.standIn).toBe(before?.used === '思源宋体')
  writeFileSync(join(folder, 'own.ttf'), calledFangSong(readFileSync(standIn('fang'))))
  stopPress()
  expect(await fang()).toEqual({ wanted: '仿宋_GB2312', used: 'FangSong', standIn: false })
})

it('every face of a paper is told', async () => {
  const wanted = (await fontsInUse()).map((use) => use.wanted)
  expect(wanted).toEqual(['仿宋_GB2312', '楷体_GB2312', '黑体', '方正小标宋简体', '宋体'])
})

/** The same font under another family name: no licensed font may lie in the repository. */
function calledFangSong(font: Buffer): Buffer {
  const name = Buffer.from('FangSong', 'utf16le').swap16()
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, at) => 12 + 16 * at)
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'name') ?? 0
  const table = font.readUInt32BE(entry + 8)
  const strings = table + font.readUInt16BE(table + 4)
  for (let at = table + 6; at < table + 6 + 12 * font.readUInt16BE(table + 2); at += 12) {
    // 1 and 16: family, also as typographers count it (OpenType, table name).
    if (![1, 16].includes(font.readUInt16BE(at + 6))) continue
    font.writeUInt16BE(name.length, at + 8)
    name.copy(font, strings + font.readUInt16BE(at + 10))
  }
  return font
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { civilDate } from '../../../src/calendar/index.ts'
import { renderPdf, stopPress, type Paper } from '../../../src/documents/index.ts'
import { renamedFont } from './renamed-font.ts'

const serif = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-serif-sc/500Medium/NotoSerifSC_500Medium.ttf',
)
const paper: Paper = {
  kind: 'circular',
  title: ['关于政务新媒体监测情况的通报'],
  body: [{ kind: 'paragraph', runs: ['特此通报。'] }],
  signature: { office: '临湖区人民政府办公室', day: civilDate('2026-10-09') },
}
const fontsOf = (pdf: Uint8Array) =>
  [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/BaseFont\s*\/[A-Z]{6}\+([\w-]+)/gu),
  ].map(([, name]) => name)

describe('fonts of an office', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'govmedia-fonts-'))
    writeFileSync(join(folder, 'fangsong.ttf'), renamedFont(serif, 'FangSong_GB2312', 'OfficeFangSong'))
  })
  afterAll(() => {
    stopPress()
    rmSync(folder, { recursive: true })
  })

  it('sets the text in the 仿宋 that the office has put into its folder', async () => {
    expect(fontsOf(await renderPdf(paper, { fontFolders: [folder] })).join()).toContain('OfficeFangSong')
  })

  it('sets it in the stand-in where there is none, and a folder that is not there is no reason to stop', async () => {
    const fonts = fontsOf(await renderPdf(paper, { fontFolders: [join(folder, 'missing')] })).join()
    expect(fonts).toContain('NotoSerifSC')
    expect(fonts).not.toContain('OfficeFangSong')
  })
})

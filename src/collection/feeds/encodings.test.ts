import { describe, expect, it } from 'vitest'
import type { Headers } from './decode-bytes.ts'
import { parseFeed } from './index.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const rss = (item: string) => `<rss version="2.0"><channel><item>${item}</item></channel></rss>`

describe('encodings', () => {
  const gb = Uint8Array.from([0xc1, 0xd9, 0xba, 0xfe]) // 临湖
  const around = (declaration: string, inner: Uint8Array) =>
    Buffer.concat([utf8(`${declaration}<rss><channel><item><title>`), inner, utf8('</title></item></channel></rss>')])
  it.each<[string, Uint8Array, Headers]>([
    ['GB18030 that says so', around('<?xml version="1.0" encoding="gb2312"?>', gb), {}],
    ['GB18030 that says nothing', around('', gb), {}],
    [
      'GB18030 called UTF-8',
      around('<?xml version="1.0" encoding="utf-8"?>', gb),
      { 'content-type': 'text/xml; charset=utf-8' },
    ],
    [
      'UTF-8 called GB2312',
      around('<?xml version="1.0" encoding="gb2312"?>', utf8('临湖')),
      { 'content-type': 'text/xml; charset=gbk' },
    ],
    ['an encoding that doesn’t exist', around('<?xml version="1.0" encoding="x-none"?>', utf8('临湖')), {}],
    [
      'Big5 by its header',
      around('', Uint8Array.from([0xc1, 0x7b, 0xb4, 0xf2])),
      { 'Content-Type': 'application/rss+xml;charset="big5"' },
    ],
    ['UTF-8 with a mark', Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), around('', utf8('临湖'))]), {}],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${rss('<title>临湖</title>')}`, 'utf16le'), {}],
    ['UTF-16 without one', Buffer.from(rss('<title>临湖</title>'), 'utf16le'), {}],
    ['UTF-8 read as Latin-1 and written again', around('', utf8(Buffer.from('临湖').toString('latin1'))), {}],
  ])('%s', (_what, bytes, headers) => {
    expect(['临湖', '臨湖']).toContain(parseFeed(bytes, headers).entries[0]?.title)
  })

  // Pages the platform doesn't have: the same byte is another letter on each.
  it.each([
    ['cp437', 0x80, 'Ç'],
    ['IBM855', 0x80, 'ђ'],
    ['csPC862LatinHebrew', 0x80, 'א'],
    ['koi8-t', 0x80, 'қ'],
    ['mac-cyrillic', 0x80, 'А'],
    ['macgreek', 0x80, 'Ä'],
    ['windows_1251', 0x80, 'Ђ'],
    ['ms-cyrl', 0x80, 'Ђ'],
    ['cp936', 0x80, '€'],
  ])('%s', (label, byte, letter) => {
    const text = around(`<?xml version="1.0" encoding="${label}"?>`, Uint8Array.of(0x41, byte))
    expect(parseFeed(text).entries[0]?.title).toBe(`A${letter}`)
  })

  it('EBCDIC is known by how a document begins in it', () => {
    const text = `<?xml version="1.0" encoding="ibm1140"?><rss><channel><item><title>AB</title></item></channel></rss>`
    expect(parseFeed(ebcdic(text)).entries[0]?.title).toBe('AB')
    expect(parseFeed(ebcdic(text.replace('ibm1140', 'none'))).entries[0]?.title).toBe('AB')
  })
})

/** By ranges, as the code itself is laid out: letters in three runs, and the signs a feed needs. */
function ebcdic(text: string): Uint8Array {
  const signs: Record<string, number> = {
    '<': 0x4c,
    '>': 0x6e,
    '/': 0x61,
    '?': 0x6f,
    '=': 0x7e,
    '"': 0x7f,
    ' ': 0x40,
    '.': 0x4b,
  }
  const runs = [
    ['abcdefghi', 0x81],
    ['jklmnopqr', 0x91],
    ['stuvwxyz', 0xa2],
    ['ABCDEFGHI', 0xc1],
    ['0123456789', 0xf0],
  ] as const
  return Uint8Array.from(text, (letter) => {
    const [run = '', start = 0] = runs.find(([letters]) => letters.includes(letter)) ?? []
    return signs[letter] ?? start + run.indexOf(letter)
  })
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ListedFeed, readOpml, writeOpml } from './opml.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const opml = (body: string) => `<opml version="2.0"><head><title>订阅</title></head><body>${body}</body></opml>`
const a: ListedFeed = { title: '临湖发布', xmlUrl: 'https://a.example/feed', htmlUrl: 'https://a.example/' }

describe('a list of feeds', () => {
  it.each<[string, string, ListedFeed[]]>([
    [
      'as readers export it',
      opml(
        '<outline type="rss" text="临湖发布" title="临湖发布" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>',
      ),
      [a],
    ],
    [
      'in folders within folders',
      opml(
        '<outline text="政务"><outline text="区直"><outline text="临湖发布" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline></outline><outline text="备注"/>',
      ),
      [a],
    ],
    [
      'in other letters, with addresses readers once used',
      '<OPML><BODY><OUTLINE TEXT="临湖发布" XMLURL="feed:https://a.example/feed"/><outline xmlurl="feed://b.example/rss"/></BODY></OPML>',
      [
        { ...a, htmlUrl: null },
        { title: null, xmlUrl: 'http://b.example/rss', htmlUrl: null },
      ],
    ],
    [
      'that ends in the middle, with bare ampersands',
      '<opml><body><outline text="甲 & 乙" xmlUrl="https://a.example/?a=1&b=2"><outline text="丙" xmlUrl="https://b.example/',
      [{ title: '甲 & 乙', xmlUrl: 'https://a.example/?a=1&b=2', htmlUrl: null }],
    ],
    [
      'with one feed in two folders',
      opml(
        '<outline text="一"><outline text="临湖发布" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline><outline text="二"><outline text="别名" xmlUrl="https://a.example/feed"/></outline>',
      ),
      [a],
    ],
  ])('is read %s', (_what, text, wanted) => {
    expect(readOpml(utf8(text))).toEqual({ outcome: 'ok', feeds: wanted })
  })

  it('takes no address that a browser would not fetch', () => {
    const text = opml(
      '<outline text="坏" xmlUrl="javascript:x()"/><outline text="文件" xmlUrl="file:///etc/passwd"/><outline text="好" xmlUrl="https://a.example/feed" htmlUrl="javascript:x()"/>',
    )
    expect(readOpml(utf8(text)).feeds).toEqual([{ title: '好', xmlUrl: 'https://a.example/feed', htmlUrl: null }])
  })

  it('is empty where nobody has subscribed to anything, and none where it is something else', () => {
    expect(readOpml(utf8(opml(''))).outcome).toBe('empty')
    for (const text of ['', '[]', '<html><body>环境异常</body></html>', '<rss><channel/></rss>'])
      expect(readOpml(utf8(text))).toMatchObject({ outcome: 'malformed', why: expect.any(String), feeds: [] })
  })

  it('comes back as it was written', () => {
    const letters = fc.constantFrom('临', '湖', ' ', '&', '<', '>', '"', "'", ';', 'x', '😀', '&amp;', '&#38;', ']]>')
    const name = fc.string({ unit: letters, maxLength: 12 }).map((text) => text.trim() || null)
    const address = fc.string({ maxLength: 12 }).map((text) => `https://a.example/?${text.replace(/ /g, '+')}`)
    const feeds = fc.uniqueArray(fc.record({ title: name, xmlUrl: address, htmlUrl: fc.option(address) }), {
      maxLength: 8,
      selector: ({ xmlUrl }) => xmlUrl,
    })
    fc.assert(
      fc.property(feeds, (given) => {
        // A feed without a name goes out under its address.
        const named = given.map((feed) => ({ ...feed, title: feed.title ?? feed.xmlUrl }))
        expect(readOpml(utf8(writeOpml('订阅 <&">', given))).feeds).toEqual(named)
      }),
      { numRuns: 60 },
    )
  })

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['ok', 'empty', 'malformed']).toContain(readOpml(bytes).outcome)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFeed } from './index.ts'
import type { Headers } from './decode-bytes.ts'
import type { FeedEntry } from './model.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const entryOf = (text: string, headers: Headers = {}): FeedEntry => {
  const [entry] = parseFeed(utf8(text), headers).entries
  if (!entry) throw new Error('no entry')
  return entry
}
const rss = (item: string, channel = '') =>
  `<rss version="2.0"><channel><title>临湖发布</title>${channel}<item>${item}</item></channel></rss>`
const atom = (entry: string, feed = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>临湖发布</title>${feed}<entry>${entry}</entry></feed>`

describe('every kind of feed', () => {
  it.each([
    [
      'RSS 2.0',
      rss('<title>通知</title><link>https://a.example/1</link><pubDate>Wed, 30 Sep 2026 09:20:00 GMT</pubDate>'),
    ],
    [
      'RSS 0.91 without a word on its version',
      rss('<title>通知</title><link>https://a.example/1</link><pubDate>30 Sep 2026 17:20 +0800</pubDate>').replace(
        ' version="2.0"',
        '',
      ),
    ],
    [
      'RDF, whose items stand beside the channel',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://a.example/"><title>临湖发布</title><items><rdf:Seq><rdf:li resource="https://a.example/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://a.example/1"><title>通知</title><link>https://a.example/1</link><dc:date>2026-09-30T17:20:00+08:00</dc:date></item></rdf:RDF>`,
    ],
    [
      'Atom 1.0',
      atom('<title>通知</title><link href="https://a.example/1"/><published>2026-09-30T09:20:00Z</published>'),
    ],
    [
      'Atom 0.3',
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>临湖发布</title><entry><title>通知</title>
        <link rel="alternate" type="text/html" href="https://a.example/1"/><issued>2026-09-30T17:20:00+08:00</issued></entry></feed>`,
    ],
    [
      'CDF',
      `<CHANNEL HREF="https://a.example/"><TITLE>临湖发布</TITLE><ITEM HREF="https://a.example/1" LASTMOD="2026-09-30T09:20Z"><TITLE>通知</TITLE></ITEM></CHANNEL>`,
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: '临湖发布',
        items: [{ id: '1', url: 'https://a.example/1', title: '通知', date_published: '2026-09-30T17:20:00+08:00' }],
      }),
    ],
  ])('%s', (_kind, text) => {
    const read = parseFeed(utf8(text))
    expect(read.outcome).toBe('ok')
    expect(read.feed.title).toBe('临湖发布')
    const [entry] = read.entries
    expect(entry).toMatchObject({ title: '通知', link: 'https://a.example/1' })
    expect(entry?.published ?? entry?.updated).toBe('2026-09-30T09:20:00Z')
  })

  it('a feed without entries was read and is empty; a page or nothing at all is no feed', () => {
    expect(parseFeed(utf8('<rss><channel><title>临湖发布</title></channel></rss>')).outcome).toBe('empty')
    for (const whole of ['<rss/>', '<feed xmlns="http://www.w3.org/2005/Atom"></feed >', '<RDF:RDF></RDF:RDF>'])
      expect([whole, parseFeed(utf8(whole)).outcome]).toEqual([whole, 'empty'])
    for (const broken of [
      '<rss><channel><title>临湖发布',
      '<rss><channel></channel>',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title/>',
    ])
      expect(parseFeed(utf8(broken))).toMatchObject({ outcome: 'malformed', why: '订阅源在第一条内容之前中断' })
    for (const text of ['', '<html><body>环境异常</body></html>', 'not a feed', '{"errcode":40001}', '[]'])
      expect(parseFeed(utf8(text))).toMatchObject({ outcome: 'malformed', why: expect.any(String), entries: [] })
  })
})

describe('what people get wrong', () => {
  it.each<[string, string, Partial<FeedEntry>]>([
    [
      'an end that is missing',
      '<rss><channel><item><title>通知<link>https://a.example/1</link></item>',
      { title: expect.stringContaining('通知') },
    ],
    ['a bare ampersand', rss('<title>A&B 与 C & D</title>'), { title: 'A&B 与 C & D' }],
    [
      'references of HTML',
      rss('<title>&ldquo;两微一端&rdquo;&nbsp;&#8212;&#x4e2d;</title>'),
      { title: '“两微一端”\u00a0—中' },
    ],
    ['positions of windows-1252', rss('<title>&#145;好&#146;</title>'), { title: '‘好’' }],
    ['prefixes that nobody declared', rss('<title>通知</title><dc:creator>办公室</dc:creator>'), { author: '办公室' }],
    [
      'elements in capital letters',
      '<RSS><CHANNEL><ITEM><TITLE>通知</TITLE><PUBDATE>2026-09-30</PUBDATE></ITEM></CHANNEL></RSS>',
      { title: '通知', published: '2026-09-30' },
    ],
    ['CDATA in pieces', rss('<title><![CDATA[一 < 二]]><![CDATA[ & 三]]></title>'), { title: '一 < 二 & 三' }],
    ['a title escaped twice', rss('<title>&lt;b&gt;通知&lt;/b&gt;</title>'), { title: '<b>通知</b>' }],
    ['no title', rss('<description>只有正文</description>'), { title: null, summary: '只有正文' }],
    [
      'a link in the identifier alone',
      rss('<guid>https://a.example/1</guid>'),
      { link: 'https://a.example/1', id: 'https://a.example/1' },
    ],
    ['an identifier that is no link', rss('<guid isPermaLink="false">abc</guid>'), { link: null, id: 'abc' }],
    ['a script for an address', rss('<link>javascript:alert(1)</link>'), { link: null }],
    [
      'references of its own',
      `<!DOCTYPE rss [<!ENTITY unit "临湖区水务局">]>${rss('<title>&unit;通知</title>')}`,
      { title: '临湖区水务局通知' },
    ],
    ['an image with a title of its own', rss('<image><title>图</title></image><title>通知</title>'), { title: '通知' }],
    [
      'the text beside its summary',
      rss('<description>摘要</description><content:encoded>&lt;p&gt;正文&lt;/p&gt;</content:encoded>'),
      { summary: '摘要', content: '<p>正文</p>' },
    ],
    [
      'Atom text with markup in it',
      atom(
        '<title type="html">&lt;b&gt;通知&lt;/b&gt;</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>正<br/>文</p></div></content>',
      ),
      { title: '<b>通知</b>', content: '<p>正<br />文</p>' },
    ],
    ['Atom text without markup', atom('<title>一 &lt; 二</title>'), { title: '一 < 二' }],
    [
      'an author in parts',
      atom('<author><name>张某</name><email>a@a.example</email></author>'),
      { author: '张某 (a@a.example)' },
    ],
    [
      'RSSHub’s figures',
      rss(
        '<stats><reposts_count>3</reposts_count><comments_count>0</comments_count><attitudes_count>x</attitudes_count></stats>',
      ),
      { stats: { reposts: 3, comments: 0 } },
    ],
    [
      'an enclosure written like a link, before the link',
      atom('<link rel="enclosure">https://a.example/1.mp4</link><link href="https://a.example/1"/>'),
      { link: 'https://a.example/1' },
    ],
    [
      'a title in the place of the identifier',
      rss('<guid>今日天气</guid><title>今日天气</title>'),
      { id: '今日天气', link: null },
    ],
    [
      'a word for an identifier, seen from nowhere',
      atom('<id>今日天气</id><title>通知</title>', '').replace('<feed', '<feed xml:base="https://a.example/x/"'),
      { id: '今日天气' },
    ],
    ['an identifier of a scheme that opens nothing', rss('<guid>weibo:123</guid>'), { id: 'weibo:123', link: null }],
    [
      'a summary that stands before the description',
      rss('<summary>提要</summary><description>全文</description>'),
      { summary: '提要', content: '全文' },
    ],
    [
      'the caption of a picture beside the text',
      rss('<description>正文</description><media:description>图片说明</media:description>'),
      { summary: '正文', content: null },
    ],
    ['a caption and nothing else', rss('<media:description>图片说明</media:description>'), { summary: '图片说明' }],
    [
      'a caption beside the files of a video',
      rss(
        '<media:group><media:content url="https://a.example/1.mp4"/><media:description>视频说明</media:description></media:group>',
      ),
      { summary: '视频说明' },
    ],
    [
      'escaped markup in a div of the feed',
      atom(
        '<content type="html"><div xmlns="http://www.w3.org/1999/xhtml">临湖 &lt;b&gt;水务&lt;/b&gt;</div></content>',
      ),
      { content: '临湖 <b>水务</b>' },
    ],
    ['a reference nobody knows', rss('<title>甲&nosuch;乙 R&D</title>'), { title: '甲&nosuch;乙 R&D' }],
    ['ampersands before a reference', rss('<title>A & B &lt; C&;&lt;D</title>'), { title: 'A & B < C&;<D' }],
    [
      'a namespace that is misspelt',
      atom('<title>通知</title><link href="https://a.example/1"/>').replace('www.w3.org/2005/Atom', 'a.example/atom'),
      { title: '通知', link: 'https://a.example/1' },
    ],
    [
      'an extension with names like those of the feed',
      rss('<x:title>别的</x:title><title>通知</title><x:link>https://x.example/</x:link>').replace(
        '<rss',
        '<rss xmlns:x="https://x.example/ns"',
      ),
      { title: '通知', link: null },
    ],
    [
      'a box of the author’s own around Atom 0.3 text, which isn’t the feed’s',
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content type="application/xhtml+xml" mode="xml"><div><p>正文</p></div></content></entry></feed>`,
      { content: '<div><p>正文</p></div>' },
    ],
    [
      'the box of Atom 1.0 under a type of Atom 0.3',
      atom('<content type="application/xhtml+xml"><div><p>正文</p></div></content>'),
      { content: '<p>正文</p>' },
    ],
    [
      'pictures in several sizes',
      rss('<description>&lt;img srcset="https://a.example/1.png, https://a.example/2.png 2x"&gt;</description>'),
      { summary: '<img srcset="https://a.example/1.png, https://a.example/2.png 2x" />' },
    ],
    ['characters outside of Unicode', rss('<title>甲&#1114112;乙&#xd800;</title>'), { title: '甲\ufffd乙\ufffd' }],
    ['JSON with a number for its id', '{"items":[{"id":7,"title":"通知"}]}', { id: '7' }],
    [
      'JSON with an author known by mail alone',
      '{"items":[{"authors":[{"url":"mailto:xxb@a.example?subject=x"},{"url":"https://a.example/"}]}]}',
      { author: 'xxb@a.example' },
    ],
  ])('%s', (_what, text, wanted) => {
    expect(entryOf(text)).toMatchObject(wanted)
  })

  it('makes strange markup harmless, unless it is asked for as it stands', () => {
    const text = rss(
      '<description>&lt;p onclick="x()"&gt;好&lt;script&gt;x()&lt;/script&gt;&lt;a href="javascript:x()"&gt;看&lt;/a&gt;&lt;/p&gt;</description>',
    )
    expect(entryOf(text).summary).toBe('<p>好<a>看</a></p>')
    expect(parseFeed(utf8(text), {}, 'as-found').entries[0]?.summary).toContain('onclick')
  })

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['ok', 'empty', 'malformed']).toContain(parseFeed(bytes).outcome)
      }),
      { numRuns: 300 },
    )
  })

  it('never throws on a feed that is cut, doubled or mixed up anywhere', () => {
    const whole = atom(
      '<title>通知&amp;</title><content type="xhtml"><div><![CDATA[x]]></div></content>',
      '<link href="/a"/>',
    )
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.string(), (from, to, between) => {
        const text = whole.slice(0, from) + between + whole.slice(to)
        expect(['ok', 'empty', 'malformed']).toContain(parseFeed(utf8(text)).outcome)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['elements', '<a>'.repeat(100_000)],
    ['escaped elements', '&lt;b&gt;'.repeat(200_000)],
    ['ampersands', '&amp'.repeat(200_000)],
    ['sizes of a picture', `&lt;img srcset="${'a, '.repeat(200_000)}"&gt;`],
    ['comments that never end', '<!--'.repeat(200_000)],
  ])('a hundred thousand %s are no way to stop it', (_what, text) => {
    const started = performance.now()
    expect(parseFeed(utf8(rss(`<title>通知</title><description>${text}</description>`))).entries[0]?.title).toBe('通知')
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('addresses', () => {
  it.each([
    ['https://a.example/dir/feed.xml', '', '1.html', 'https://a.example/dir/1.html'],
    ['https://a.example/dir/feed.xml', '', '/1.html', 'https://a.example/1.html'],
    ['https://a.example/dir/feed.xml', '', '../1.html?x=1&amp;y=2#z', 'https://a.example/1.html?x=1&y=2#z'],
    ['https://a.example/dir/feed.xml', '', '//b.example/1', 'https://b.example/1'],
    ['https://a.example/feed', ' xml:base="http://b.example/x/"', '1', 'http://b.example/x/1'],
    ['https://a.example/feed', ' xml:base="y/"', '1', 'https://a.example/y/1'],
    ['https://a.example/feed', ' xml:base="https:///b.example/x/"', '1', 'https://b.example/x/1'],
    ['https://a.example/feed', ' xml:base="javascript:x/"', '1', 'https://a.example/1'],
    ['https://a.example/feed', '', 'http://B.example/%7e/../x', 'http://B.example/%7e/../x'],
  ])('seen from %s%s, %s is %s', (location, base, href, wanted) => {
    const text = atom(`<link href="${href}"/>`).replace('<feed', `<feed${base}`)
    expect(entryOf(text, { 'Content-Location': location }).link).toBe(wanted)
  })
})

it('pictures in several sizes are seen from where the feed stands', () => {
  const text = rss('<description>&lt;img srcset="/1.png, 2,3.png 2x, javascript:x 3x, /4.png big"&gt;</description>')
  expect(entryOf(text, { 'content-location': 'https://a.example/dir/feed' }).summary).toBe(
    '<img srcset="https://a.example/1.png, https://a.example/dir/2,3.png 2x" />',
  )
})

it('a JSON Feed that has no item yet is empty and no error', () =>
  expect(parseFeed(utf8('{"version":"https://jsonfeed.org/version/1.1","title":"临湖发布"}'))).toMatchObject({
    outcome: 'empty',
    feed: { title: '临湖发布' },
  }))

it('a CDF item is seen from the BASE of its channel', () =>
  expect(
    parseFeed(utf8('<CHANNEL BASE="https://a.example/x/"><ITEM HREF="1.html"><TITLE>通知</TITLE></ITEM></CHANNEL>'))
      .entries[0]?.link,
  ).toBe('https://a.example/x/1.html'))

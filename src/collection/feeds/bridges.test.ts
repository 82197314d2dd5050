import { describe, expect, it } from 'vitest'
import { entryKey, parseFeed } from './index.ts'

// What RSSHub and WeWe RSS make of a platform's pages, in their own shapes; the accounts are invented.
const read = (text: string) => parseFeed(new TextEncoder().encode(text))
const article = 'https://mp.weixin.qq.com/s/Lh_0001-aZ'

describe('feeds made by RSSHub', () => {
  const rss = `<?xml version="1.0" encoding="UTF-8"?><rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" version="2.0"><channel>
    <title>临湖发布的微博</title><link>https://weibo.example/u/1001</link><atom:link href="http://hub.example/weibo/user/1001" rel="self" type="application/rss+xml"></atom:link>
    <description>临湖发布 - Powered by RSSHub</description><generator>RSSHub</generator><webMaster>contact@hub.example (RSSHub)</webMaster><language>zh-cn</language>
    <image><url>https://img.example/1.jpg</url><title>头像</title><link>https://img.example/</link></image><lastBuildDate>Wed, 30 Sep 2026 09:20:00 GMT</lastBuildDate><ttl>5</ttl>
    <item><title>汛期值守电话</title><description>汛期值守电话&lt;br&gt;&lt;img src=&quot;https://img.example/2.jpg&quot;&gt;</description><link>https://weibo.example/1001/Abc</link>
    <guid isPermaLink="false">https://weibo.example/1001/Abc</guid><pubDate>Wed, 30 Sep 2026 01:02:03 GMT</pubDate><author>临湖发布</author>
    <enclosure url="https://img.example/2.jpg" type="image/jpeg"></enclosure><media:content url="https://img.example/2.jpg" medium="image"></media:content>
    <stats><reposts_count>12</reposts_count><comments_count>0</comments_count><attitudes_count>34</attitudes_count></stats></item></channel></rss>`

  it('RSS says who, what, when and how often it was passed on', () => {
    const { feed, entries, ...rest } = read(rss)
    expect(rest).toEqual({ outcome: 'ok', format: 'rss' })
    expect(feed).toMatchObject({ title: '临湖发布的微博', link: 'https://weibo.example/u/1001', author: null })
    expect(entries).toEqual([
      {
        title: '汛期值守电话',
        link: 'https://weibo.example/1001/Abc',
        id: 'https://weibo.example/1001/Abc',
        author: '临湖发布',
        published: '2026-09-30T01:02:03Z',
        updated: null,
        summary: '汛期值守电话<br /><img src="https://img.example/2.jpg" />',
        content: null,
        stats: { reposts: 12, comments: 0, likes: 34 },
      },
    ])
  })

  it('RSS of older releases has CDATA, an empty creator before the author, and identifiers that look like links', () => {
    const [entry] = read(
      `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title><![CDATA[临湖发布]]></title><item><dc:creator><![CDATA[]]></dc:creator><title><![CDATA[通知 & 安排]]></title><description><![CDATA[<p>正文</p>]]></description><guid>通知 & 安排</guid><link>https://a.example/1</link><author><![CDATA[办公室]]></author></item></channel></rss>`,
    ).entries
    expect(entry).toMatchObject({
      title: '通知 & 安排',
      id: '通知 & 安排',
      author: '办公室',
      link: 'https://a.example/1',
    })
  })

  it('Atom without a text points to the page, which is no text', () => {
    const [entry] = read(
      `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:rsshub="http://rsshub.app/xml/schemas" xml:lang="zh-CN"><title>临湖发布</title><link rel="alternate" href="https://a.example/"/><link rel="self" href="http://hub.example/x" type="application/atom+xml"/><id>https://a.example/</id><updated>2026-09-30T09:20:00.000Z</updated><author><name>RSSHub</name></author>
      <entry><title>通知</title><content src="https://a.example/1" type="text/html"></content><link href="https://a.example/1"/><link rel="enclosure" href="https://a.example/1.mp4" type="video/mp4"/><id>https://a.example/1</id><published>2026-09-30T01:02:03.000Z</published><updated>2026-09-30T02:00:00.000Z</updated><rsshub:upvotes>3</rsshub:upvotes></entry></feed>`,
    ).entries
    expect(entry).toMatchObject({
      link: 'https://a.example/1',
      content: null,
      summary: null,
      published: '2026-09-30T01:02:03Z',
      updated: '2026-09-30T02:00:00Z',
      author: null,
    })
  })

  it('JSON has times as the route found them', () => {
    const [entry] = read(
      `{"version":"https://jsonfeed.org/version/1.1","title":"临湖发布","home_page_url":"https://a.example/","items":[{"id":"https://a.example/1","url":"https://a.example/1","title":"通知","content_html":"<p>正文</p>","date_published":"Wed, 30 Sep 2026 01:02:03 GMT","authors":[{"name":"办公室"}],"_extra":{}}]}`,
    ).entries
    expect(entry).toMatchObject({ published: '2026-09-30T01:02:03Z', author: '办公室', content: '<p>正文</p>' })
  })
})

describe('feeds made by WeWe RSS of a 公众号', () => {
  const atom = `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>https://wewe.example/feeds/MP_WXS_1001.atom</id><title>临湖区图书馆</title><updated>2026-09-30T09:20:00.000Z</updated><generator>WeWe-RSS</generator><link rel="alternate" href="https://wewe.example/feeds/MP_WXS_1001.atom"/><subtitle>简介</subtitle>
    <entry><title type="html"><![CDATA[国庆开放时间]]></title><id>Lh_0001-aZ</id><link href="${article}"/><updated>2026-09-28T01:02:03.000Z</updated><summary type="html"><![CDATA[]]></summary></entry></feed>`
  const rss = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>临湖区图书馆</title><link>https://wewe.example/feeds/MP_WXS_1001.rss</link><lastBuildDate>Wed, 30 Sep 2026 09:20:00 GMT</lastBuildDate>
    <item><title><![CDATA[国庆开放时间]]></title><link>${article}</link><guid>${article}</guid><pubDate>Mon, 28 Sep 2026 01:02:03 GMT</pubDate><description><![CDATA[<style> .rich_media_content {color: #222}</style><div class=rich_media_content id=js_content style=""><section><p>开放时间</p></section></div>]]></description></item></channel></rss>`
  const json = `{"version":"https://jsonfeed.org/version/1","title":"临湖区图书馆","items":[{"id":"Lh_0001-aZ","url":"${article}","title":"国庆开放时间","summary":"","date_modified":"2026-09-28T01:02:03.000Z"}]}`

  it.each([
    ['Atom', atom],
    ['RSS', rss],
    ['JSON', json],
  ])('%s: title, article and time', (_format, text) => {
    const [entry] = read(text).entries
    expect(entry).toMatchObject({ title: '国庆开放时间', link: article })
    // Atom and JSON call the time of publication that of the last change.
    expect(entry?.published ?? entry?.updated).toBe('2026-09-28T01:02:03Z')
  })

  it('the full text comes without its style sheet', () =>
    expect(read(rss).entries[0]?.summary).toBe(
      '<div class="rich_media_content" id="js_content"><section><p>开放时间</p></section></div>',
    ))

  it('RSS knows the article by its link, as a file of posts does', () =>
    expect(read(rss).entries.map(entryKey)).toEqual(['weixin:/s/Lh_0001-aZ']))
})

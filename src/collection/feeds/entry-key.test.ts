import { describe, expect, it } from 'vitest'
import { entryKey, parseFeed } from './index.ts'
import type { FeedEntry } from './model.ts'

const entry = (given: Partial<FeedEntry>): FeedEntry => ({
  title: null,
  link: null,
  id: null,
  author: null,
  published: null,
  updated: null,
  summary: null,
  content: null,
  ...given,
})
const post = entry({
  id: 'tag:a.example,2026:1',
  link: 'https://a.example/1.html',
  title: '通知',
  published: '2026-09-30T09:20:00Z',
})

describe('the identity of an entry', () => {
  it.each<[string, FeedEntry]>([
    ['its title and text are edited', { ...post, title: '通知（更正）', summary: '改过' }],
    ['it is published again', { ...post, published: '2026-10-08T01:00:00Z', updated: '2026-10-08T01:00:00Z' }],
    ['its page has moved', { ...post, link: 'https://b.example/new/1' }],
  ])('is the same after %s', (_what, again) => expect(entryKey(again)).toBe(entryKey(post)))

  it('is the link where there is no id, however it was passed on', () => {
    const first = entry({ link: 'https://a.example/1.html?id=3&utm_source=feed', title: '通知' })
    expect(entryKey(entry({ link: 'http://A.example/1.html?id=3', title: '通知（更正）' }))).toBe(entryKey(first))
    expect(entryKey(entry({ link: 'https://a.example/1.html?id=4', title: '通知' }))).not.toBe(entryKey(first))
  })

  it('counts an id that is an address as the link it is', () => {
    const link = 'https://mp.weixin.qq.com/s?__biz=MzA=&mid=2247&idx=1&sn=ab&chksm=1'
    expect(entryKey(entry({ id: link }))).toBe(entryKey(entry({ link: link.replace('&chksm=1', '&scene=27') })))
  })

  it('is title and time where there is nothing else, so that a title may come again', () => {
    const today = entry({ title: '今日天气', published: '2026-09-30T09:20:00Z' })
    expect(entryKey({ ...today })).toBe(entryKey(today))
    expect(entryKey({ ...today, published: '2026-10-01T09:20:00Z' })).not.toBe(entryKey(today))
    expect(entryKey({ ...today, title: '明日天气' })).not.toBe(entryKey(today))
  })

  it('is not the title, where a generator puts that in place of an id', () => {
    const today = entry({ id: '今日天气', title: '今日天气', published: '2026-09-30' })
    expect(entryKey({ ...today, published: '2026-10-01' })).not.toBe(entryKey(today))
    expect(entryKey({ ...today, link: 'https://a.example/1' })).toBe(entryKey(entry({ link: 'https://a.example/1' })))
  })

  it('fits into an index, however long the id is', () => {
    const long = 'x'.repeat(100_000)
    expect(entryKey(entry({ id: long })).length).toBeLessThan(600)
    expect(entryKey(entry({ id: `${long}1` }))).not.toBe(entryKey(entry({ id: `${long}2` })))
  })

  it('is the same for the same post read as RSS, Atom and JSON Feed', () => {
    const texts = [
      '<rss><channel><item><guid isPermaLink="false">n-1</guid><title>通知</title></item></channel></rss>',
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>n-1</id><title>通知</title></entry></feed>',
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"n-1","title":"通知"}]}',
    ]
    const keys = texts.flatMap((text) => parseFeed(new TextEncoder().encode(text)).entries.map(entryKey))
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
  })
})

import { describe, expect, it } from 'vitest'
import { linkKey } from './link-key.ts'

const key = (url: string | null, title = '标题', published = '2026-09-01') => linkKey(url, title, published)

describe('the same link twice is one post', () => {
  it.each([
    ['scheme and case of the host', 'http://WWW.Example.cn/a/1.html', 'https://www.example.cn/a/1.html'],
    ['a fragment', 'https://example.cn/a#top', 'https://example.cn/a'],
    ['tracking parameters', 'https://example.cn/a?id=7&utm_source=wx&from=timeline', 'https://example.cn/a?id=7'],
    ['the order of parameters', 'https://example.cn/a?b=2&a=1', 'https://example.cn/a?a=1&b=2'],
    ['a closing slash', 'https://example.cn/a/', 'https://example.cn/a'],
    [
      'what WeChat appends when an article is shared',
      'https://mp.weixin.qq.com/s?__biz=MzA3&mid=2650&idx=2&sn=abc&chksm=99&scene=21#wechat_redirect',
      'http://mp.weixin.qq.com/s?sn=abc&idx=2&mid=2650&__biz=MzA3',
    ],
    [
      'a short WeChat link with scene',
      'https://mp.weixin.qq.com/s/AbC-d_1?scene=1',
      'https://mp.weixin.qq.com/s/AbC-d_1',
    ],
  ])('%s does not count', (_what, one, other) => {
    expect(key(one)).toBe(key(other))
  })
})

describe('different posts stay different', () => {
  it.each([
    ['path', 'https://example.cn/a', 'https://example.cn/b'],
    ['case of the path', 'https://mp.weixin.qq.com/s/ABC', 'https://mp.weixin.qq.com/s/abc'],
    ['a route behind the fragment', 'https://h5.example.cn/#/detail?id=1', 'https://h5.example.cn/#/detail?id=2'],
    ['a route behind #!', 'https://h5.example.cn/#!a', 'https://h5.example.cn/#!b'],
    ['a version or a time that may name the post', 'https://example.cn/a?ts=1', 'https://example.cn/a?ts=2'],
    ['a parameter that names the post', 'https://example.cn/a?id=7', 'https://example.cn/a?id=8'],
    [
      'the second article of one WeChat push',
      'https://mp.weixin.qq.com/s?__biz=MzA3&mid=2650&idx=1&sn=abc',
      'https://mp.weixin.qq.com/s?__biz=MzA3&mid=2650&idx=2&sn=def',
    ],
  ])('%s tells them apart', (_what, one, other) => {
    expect(key(one)).not.toBe(key(other))
  })

  it('knows a post without a link by title and publishing time', () => {
    expect(key(null, '通知', '2026-09-01')).toBe(key(null, ' 通知 ', '2026-09-01'))
    expect(key(null, '通知', '2026-09-01')).not.toBe(key(null, '通知', '2026-09-02'))
    expect(key(null, '通知')).not.toBe(key(null, '公告'))
  })

  it('keeps a key short enough for the index however long the link is', () => {
    const long = `https://example.cn/a?x=${'长'.repeat(9000)}`
    expect(key(long).length).toBeLessThan(600)
    expect(key(long)).not.toBe(key(`${long}1`))
    for (const weixin of ['s?mid=1&__biz=', 's/', 's?__biz=B&mid=', 's?__biz=B&mid=1&idx='])
      expect(key(`https://mp.weixin.qq.com/${weixin}${'x'.repeat(9000)}`).length).toBeLessThan(600)
  })
})

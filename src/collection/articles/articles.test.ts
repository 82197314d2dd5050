import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePage } from './index.ts'

const page = (html: string, url = 'https://mp.weixin.qq.com/s/abc') => parsePage(new TextEncoder().encode(html), url)
const article = (
  more = '',
  time = 'var ct = "1790760000";',
) => `<html><head><meta property="og:title" content="停水通知"></head><body>
  <h1 id="activity-name"> 停水通知 </h1><a id="js_name">临湖水务</a><div id="js_content" style="visibility:hidden"><p>各位用户：</p>
  <p>明日停水。${more}</p><script>var x = 1</script></div><script>var biz = "MzA=="; var user_name = "gh_0123"; ${time}</script></body></html>`
const notice = (words: string) => `<html><body><div class="weui-msg"><h2>${words}</h2></div></body></html>`

describe('an article of a 公众号', () => {
  it('says its account, title, time and text', () => {
    expect(page(article())).toMatchObject({
      outcome: 'ok',
      state: 'present',
      account: '临湖水务',
      title: '停水通知',
      publishedAt: '2026-09-30T09:20:00Z',
      text: '各位用户：\n明日停水。',
      facts: { biz: 'MzA==', originalId: 'gh_0123' },
    })
  })

  it('whose names stand only in the page’s script is read from there', () => {
    const html = `<div id="js_content">正文</div><script>var nickname = htmlDecode("临湖&amp;水务"); var msg_title = '停水\\x20通知'; var createTimestamp = '1790760000'</script>`
    expect(page(html)).toMatchObject({ outcome: 'ok', account: '临湖&水务', title: '停水 通知' })
  })

  it('that quotes a notice is still an article', () => {
    expect(page(article('网传“该内容已被发布者删除”“账号已注销”不实。'))).toMatchObject({
      outcome: 'ok',
      state: 'present',
    })
  })

  it('without its time is an alarm and not "unchanged"', () => {
    expect(page(article('', ''))).toMatchObject({ outcome: 'malformed', why: expect.stringContaining('发布时间') })
  })

  it.each([
    ['该内容已被发布者删除', 'gone', 'deleted'],
    ['此内容因违规无法查看', 'gone', 'violation'],
    ['该公众号已迁移', 'gone', 'migrated'],
    ['此帐号已自主注销，内容无法查看', 'gone', 'deregistered'],
    ['此帐号已被屏蔽, 内容无法查看', 'gone', 'banned'],
    ['当前环境异常，完成验证后即可继续访问。', 'blocked', 'captcha'],
    ['你要的页面不在这里', 'malformed', 'unknown'],
  ])('%s: %s, %s', (words, outcome, state) => {
    expect(page(notice(words))).toMatchObject({ outcome, state })
  })
})

it('a profile says who stands behind the account, and its former names', () => {
  const html = `<div class="profile_nickname">临湖水务</div><div><span>账号主体</span><p>临湖区水务局</p></div>
    <div><span>名称记录</span><p>2019年6月 “临湖水利” 改名 “临湖水务”</p></div>`
  expect(page(html, 'https://mp.weixin.qq.com/mp/profile_ext?action=home')).toMatchObject({
    outcome: 'ok',
    kind: 'weixin-profile',
    account: '临湖水务',
    entity: '临湖区水务局',
    facts: { names: '2019年6月 “临湖水利” 改名 “临湖水务”' },
  })
})

describe('an article of a government site', () => {
  const tags = (
    pubDate: string,
  ) => `<html><head><title>x</title><meta name="SiteName" content="临湖区人民政府"><meta name="ColumnName" content="通知公告">
    <meta name="ArticleTitle" content="停水通知"><meta name="PubDate" content="${pubDate}"><meta name="ContentSource" content="区水务局"></head>
    <body><div class="nav"><a>首页</a></div><div class="content"><p>各位用户：</p><p>明日停水。</p></div></body></html>`
  it.each([
    ['2026-09-30 17:20', '2026-09-30T09:20:00Z'],
    ['2026-09-30', '2026-09-30'],
    ['2026年9月30日', '2026-09-30'],
  ])('tells its time as %s', (found, wanted) => {
    expect(page(tags(found), 'https://www.linhu.example/a.html')).toMatchObject({
      outcome: 'ok',
      kind: 'government',
      account: '临湖区人民政府',
      title: '停水通知',
      publishedAt: wanted,
      text: '各位用户：\n明日停水。',
      facts: { ColumnName: '通知公告', ContentSource: '区水务局' },
    })
  })

  it('whose time can’t be read is an alarm', () => {
    expect(page(tags('昨天'), 'https://www.linhu.example/a.html')).toMatchObject({ outcome: 'malformed' })
  })
})

describe('any other article', () => {
  it.each([
    ['<meta property="article:published_time" content="2026-09-30T17:20:00+08:00">', '2026-09-30T09:20:00Z'],
    ['<script type="application/ld+json">{"datePublished":"2026-09-30"}</script>', '2026-09-30'],
    ['<time datetime="2026-09-30T09:20:00Z"></time>', '2026-09-30T09:20:00Z'],
    ['<p>来源：区水务局 发布时间：2026年9月30日 17:20</p>', '2026-09-30T09:20:00Z'],
  ])('tells its time by %s', (html, wanted) => {
    expect(page(`<h1>停水通知</h1>${html}`, 'https://a.example/')).toMatchObject({ outcome: 'ok', publishedAt: wanted })
  })

  it('takes no time of something else for that of publishing', () => {
    const shown = (text: string) => page(`<h1>停水通知</h1><p>${text}</p>`, 'https://a.example/').publishedAt
    expect(shown('会议时间：2026-10-20 报名日期:2026-10-09 时间：2026-09-30')).toBe('2026-09-30')
    expect(shown('信息发布日期：2026-09-30')).toBe('2026-09-30')
    expect(shown('会议时间：2026-10-20')).toBeNull()
  })

  it('a page without a time is no article', () => {
    expect(page('<h1>首页</h1><p>2026年9月30日停水</p>', 'https://a.example/')).toMatchObject({ outcome: 'malformed' })
  })
})

it('never throws, whatever the bytes are', () => {
  const whole = article()
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(whole.length), fc.string(), (from, to, between) => {
      const { outcome } = page(whole.slice(0, from) + between + whole.slice(to))
      expect(['ok', 'gone', 'blocked', 'malformed']).toContain(outcome)
    }),
    { numRuns: 200 },
  )
})

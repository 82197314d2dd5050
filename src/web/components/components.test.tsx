import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { WebContext } from '../context.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  Head,
  type Mark,
  Pager,
  pageFrom,
  RunProgress,
  SegmentBar,
  Select,
  SilentDays,
  SortHead,
  Status,
  withQuery,
} from './index.ts'

const hostile = '<script>alert("x")</script>\'&'
const text = (node: unknown) => String(node)

/** Something drawn with the address it is asked for under. */
async function at(address: string, draw: (c: WebContext) => unknown): Promise<string> {
  const app = new Hono()
  app.get('*', (c) => c.html(text(draw(c as unknown as WebContext))))
  return (await app.request(address)).text()
}

describe('names with signs in them', () => {
  it.each([
    ['a head', <Head title={hostile} note={hostile} crumb={hostile} />],
    [
      'an alert',
      <Alert tone="fail" title={hostile}>
        {hostile}
      </Alert>,
    ],
    ['an empty list', <Empty title={hostile}>{hostile}</Empty>],
    ['a field', <Field name="a" label={hostile} value={hostile} hint={hostile} error={hostile} />],
    ['a long field', <Field name="a" label={hostile} type="textarea" value={hostile} />],
    ['a choice', <Select name="a" label={hostile} choices={[{ value: hostile, label: hostile }]} error={hostile} />],
    ['a state', <Status mark="pass" word={hostile} />],
    ['a bar', <SegmentBar segments={[{ mark: 'pass', count: 1, word: hostile, href: `/a?q=${hostile}` }]} />],
    ['a token', <CsrfField csrf={hostile} />],
  ])('%s shows them and does not run them', (_, node) => {
    expect(text(node)).not.toContain('<script')
    expect(text(node)).toMatch(/&lt;script&gt;alert\(&quot;x&quot;\)/)
  })
})

describe('a field', () => {
  it('is tied to its hint and its error, so that both are heard', () => {
    for (const node of [
      <Field name="login" label="用户名" hint="字母开头" error="请填写用户名。" />,
      <Select name="login" label="用户名" choices={[]} hint="字母开头" error="请填写用户名。" />,
    ]) {
      const drawn = text(node)
      const [, ids = ''] = /aria-describedby="([^"]+)"/.exec(drawn) ?? []
      expect(ids.split(' ').map((id) => new RegExp(`<p[^>]* id="${id}">([^<]+)`).exec(drawn)?.[1])).toEqual([
        '字母开头',
        '请填写用户名。',
      ])
      expect(drawn).toContain('aria-invalid="true"')
    }
  })

  it('without hint or error points at nothing', () => {
    expect(text(<Field name="a" label="甲" />)).not.toMatch(/aria-describedby|aria-invalid/)
    expect(text(<Select name="a" label="甲" choices={[]} />)).not.toMatch(/aria-describedby|aria-invalid/)
  })

  it('never sends a password back to the page', () => {
    expect(text(<Field name="a" label="密码" type="password" value="secret-phrase" />)).not.toContain('secret-phrase')
  })

  it('keeps the choice that was made', () => {
    const choices = [
      { value: '', label: '不限' },
      { value: 'b', label: '乙' },
    ]
    expect(text(<Select name="a" label="甲" choices={choices} value="b" />)).toMatch(/value="b" selected/)
  })
})

describe('the five states', () => {
  it.each<[Mark, string]>([
    ['pass', '合格'],
    ['warn', '预警'],
    ['fail', '不合格'],
    ['pend', '待复核'],
    ['unkn', '未采集'],
  ])('%s is told by a word, not by colour alone', (mark, word) => {
    expect(text(<Status mark={mark} />)).toContain(`>${word}<`)
    expect(text(<SegmentBar segments={[{ mark, count: 3 }]} />)).toContain(word)
  })
})

describe('days since the last update', () => {
  const limits = { mostSilentDays: 14, warnAtDays: [7, 10, 13] }

  it.each([
    [0, 'days d0"'],
    [6, 'days d6"'],
    [7, 'days d7 lw"'],
    [14, 'days d14 lw"'],
    [15, 'days d15 lf"'],
    [21, 'days d21 lf"'],
    [400, 'days d21 lf"'],
  ])('%d days are drawn as %s and printed as they are', (days, classes) => {
    expect(text(<SilentDays days={days} limits={limits} />)).toContain(classes)
    expect(text(<SilentDays days={days} limits={limits} />)).toContain(`${days} 天`)
  })

  it('are held against the limits of the district, and its bar has no stroke at somebody else’s', () => {
    const own = { mostSilentDays: 9, warnAtDays: [5, 8] }
    expect(text(<SilentDays days={4} limits={own} />)).toContain('days d4 own"')
    expect(text(<SilentDays days={9} limits={own} />)).toContain('days d9 lw own"')
    expect(text(<SilentDays days={10} limits={own} />)).toContain('days d10 lf own"')
  })

  it('what was not collected is unknown, never 0 days', () => {
    const drawn = text(<SilentDays days={undefined} limits={limits} />)
    expect(drawn).toContain('未知')
    expect(drawn).not.toContain('天')
  })
})

describe('parts of a whole', () => {
  const widths = (drawn: string) => [...drawn.matchAll(/0h([\d.]+)v12/g)].map(([, width]) => Number(width))

  it('are as long as their share', () => {
    const drawn = text(
      <SegmentBar
        segments={[
          { mark: 'pass', count: 3 },
          { mark: 'fail', count: 1 },
        ]}
      />,
    )
    expect(widths(drawn)).toEqual([448, 148])
  })

  it('of nothing are nothing', () => {
    const drawn = text(<SegmentBar segments={[{ mark: 'pass', count: 0 }]} />)
    expect(widths(drawn)).toEqual([])
    expect(drawn).not.toContain('NaN')
  })
})

describe('lists by the page', () => {
  const pager = (address: string, total: number) => at(address, (c) => <Pager c={c} page={pageFrom(c)} total={total} />)

  it('say how many there are and lead on with the filter kept', async () => {
    const drawn = await pager('/accounts?q=甲&state=a&state=b', 84)
    expect(drawn).toContain('每页 50 条，共 84 条')
    const [, next = ''] = /<a href="([^"]+)">下一页/.exec(drawn) ?? []
    const query = new URL(next.replaceAll('&amp;', '&'), 'http://localhost').searchParams
    expect([query.get('q'), query.getAll('state'), query.get('page')]).toEqual(['甲', ['a', 'b'], '2'])
    expect(drawn).not.toMatch(/<a[^>]*>上一页/)
  })

  it('lead back to the first page by its plain address', async () => {
    expect(await pager('/accounts?page=2', 84)).toContain('<a href="/accounts">上一页</a>')
  })

  it('of one page lead nowhere', async () => {
    expect(await pager('/accounts', 50)).not.toContain('下一页')
  })

  it.each(['0', '-1', '1.5', 'abc', '1e9', ''])('a page “%s” is the first page', async (page) => {
    expect(await at(`/accounts?page=${page}`, pageFrom)).toBe('1')
  })

  it('a column head turns its order round and starts from the first page', async () => {
    const head = (descending: boolean) =>
      at('/accounts?page=3&q=a', (c) => <SortHead c={c} by="name" label="名称" sort={{ by: 'name', descending }} />)
    expect(await head(false)).toContain('aria-sort="ascending"')
    expect(await head(false)).toContain('href="/accounts?q=a&amp;sort=-name"')
    expect(await head(true)).toContain('href="/accounts?q=a&amp;sort=name"')
  })

  it('a parameter can be taken away', async () => {
    expect(await at('/accounts?q=a&page=2', (c) => withQuery(c, { q: undefined, page: undefined }))).toBe('/accounts')
  })
})

describe('a background run', () => {
  const run = {
    id: '00000000-0000-7000-8000-000000000000',
    kind: 'month-check',
    subject: '2026-09',
    state: 'running' as const,
    done: 3,
    total: 10,
    message: '已判定 3 个',
    result: null,
    requestedBy: 'u',
    queuedAt: '2026-10-09T01:00:00.000Z' as never,
    finishedAt: null,
  }
  it('shows how far it is, and where to ask for more', () => {
    const drawn = text(<RunProgress run={run} title="月度监测" />)
    expect(drawn).toContain('<progress value="3" max="10"')
    expect(drawn).toContain(`data-poll="/jobs/${run.id}.json"`)
    expect(drawn).toContain('<noscript>')
  })

  it('says why it failed, and nothing once it is done', () => {
    const failed = text(<RunProgress run={{ ...run, state: 'failed', message: '数据不全。' }} title="月度监测" />)
    expect(failed).toContain('月度监测没有完成')
    expect(failed).toContain('数据不全。')
    expect(text(<RunProgress run={{ ...run, state: 'done' }} title="月度监测" />)).not.toContain('<')
  })
})

import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { parseFeed } from '../collection/index.ts'
import { isOpenAddress } from '../collection/feed-list/open-feeds.ts'
import { createWeb } from '../web/index.ts'
import { openDataRoutes, prepareOpenData, releaseOpenData, withdrawOpenData } from './index.ts'

const [supervisor, head] = [actorOf('supervisor'), actorOf('office_head')]

async function place() {
  const { deps, database } = await monitoredDistrict()
  await database.owner((owner) =>
    owner.query(`insert into issuing_body values ('${districtId}', '某办公室', '某办公室', array['临办']);
      insert into dispatch (district_id, id, variant, issuer, title, state, openness, draft, drafted_by, drafted_at, signed_on,
        mark, number_year, number_serial, issued_on)
      select '${districtId}', gen_random_uuid(), 'circular', '某办公室', o.title, o.state, o.openness, 1, 'u', now(),
        '2026-09-09', '临办', 2026, o.serial, o.day::date
      from (values ('关于“一季度”的<通报> & 情况', 'public', 'issued', 1, '2026-09-10'), ('依申请的通报', 'on-request', 'issued', 2, '2026-09-11'),
        ('撤回的通报', 'public', 'withdrawn', 3, '2026-09-12'), ('二季度的通报', 'public', 'closed', 4, '2026-10-08')) o (title, openness, state, serial, day)`),
  )
  const web = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: openDataRoutes,
    logDefect: (error) => expect.fail(String(error)),
  })
  const ask = (file: string) =>
    web.app.request(`/public-data/${districtId}/${file}`, { headers: { host: '127.0.0.1' } })
  const release = async () => {
    const { id } = await prepareOpenData(deps, supervisor, { districtId, demo: false })
    await releaseOpenData(deps, head, { districtId, id })
    return id
  }
  return { deps, ask, release }
}

it('open papers are told as Atom while data are open, the newest first, and nothing that isn’t 主动公开 or was taken back', async () => {
  const { deps, ask, release } = await place()
  expect((await ask('circulars.atom')).status).toBe(404)
  const id = await release()
  const answer = await ask('circulars.atom')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/atom+xml; charset=utf-8'])
  const text = await answer.text()
  const read = parseFeed(new TextEncoder().encode(text), { 'content-type': 'application/atom+xml' })
  expect(read.outcome).toBe('ok')
  expect(read.outcome === 'ok' && read.entries.map(({ title }) => title)).toEqual([
    '二季度的通报',
    '关于“一季度”的<通报>&情况',
  ])
  await withdrawOpenData(deps, head, { districtId, id, reason: '名称有误，核对后再公开' })
  expect((await ask('circulars.atom')).status).toBe(404)
})

it('the Atom has what RFC 4287 asks of a feed and of each entry, each once', async () => {
  const { ask, release } = await place()
  await release()
  const text = await (await ask('circulars.atom')).text()
  const entries = text.match(/<entry>[\s\S]*?<\/entry>/g) ?? []
  const top = text.replace(/<entry>[\s\S]*<\/entry>/, '')
  for (const part of [top, ...entries])
    for (const name of ['id', 'title', 'updated', 'author'])
      expect(part.match(new RegExp(`<${name}>`, 'g'))?.length, name).toBe(1)
  expect(top).toMatch(/<link rel="self" type="application\/atom\+xml" href="\/public-data\/990100\/circulars\.atom"\/>/)
  for (const entry of entries) expect(entry).toContain('<link rel="alternate"')
  for (const [, moment = ''] of text.matchAll(/<(?:updated|published)>([^<]+)</g))
    expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
  const ids = [...text.matchAll(/<id>(urn:uuid:[0-9a-f-]{36})<\/id>/g)].map(([, id]) => id)
  expect([ids.length, new Set(ids).size]).toEqual([3, 3])
  expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/)
})

it('the feeds of accounts are a list that everybody may read while data are open', async () => {
  const { ask, release } = await place()
  expect((await ask('feeds.opml')).status).toBe(404)
  await release()
  const answer = await ask('feeds.opml')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/x-opml; charset=utf-8'])
  expect(await answer.text()).toContain('<opml version="2.0">')
})

it.each([
  ['https://mp.example.gov.cn/feed.xml', true],
  ['https://example.gov.cn/rss?id=12', true],
  ['https://example.gov.cn/rss?access_token=1', false],
  ['https://example.gov.cn/rss?u=0123456789012345678901234567890123', false],
  ['https://user:word@example.gov.cn/rss', false],
  ['http://10.1.2.3/rss', false],
  ['http://[::1]/rss', false],
  ['http://localhost/rss', false],
  ['http://bridge/rss', false],
  ['http://rss.office.local/rss', false],
  ['https://named.gov.cn/rss', false],
  ['ftp://example.gov.cn/rss', false],
  ['nothing', false],
])('a feed at %s may be told to everybody: %s', (url, open) => {
  expect(isOpenAddress(url, new Set(['named.gov.cn']))).toBe(open)
})

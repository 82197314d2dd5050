import { expect, it } from 'vitest'
import { feed, place, serve } from '../../tests/support/feed-place.ts'
import { districtId } from '../../tests/support/monitored-district.ts'
import { inTransaction } from '../database/index.ts'
import { wantTexts } from './index.ts'

const entry = (id: string, content: string) =>
  `<item><title>${id}</title><link>https://a.example/${id}</link><pubDate>2026-10-10T10:00:00+08:00</pubDate>${content}</item>`
const whole = (html: string) => `<content:encoded><![CDATA[${html}]]></content:encoded>`

it('keeps what a post says whole where its unit wants it, no summary, nothing marked, and never over what a person copied', async () => {
  const { deps, look, at, accountId, beside } = await place()
  const other = await beside('/other.xml')
  const { unit_id: unitId } = await deps.db
    .selectFrom('account')
    .select('unit_id')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  await inTransaction(deps.db, (tx) => wantTexts(tx, { districtId, unitId, wanted: true }))
  const bodies = (changed: string) =>
    feed(
      entry('停水通知', whole(`<p>10月15日${changed}停水。</p><p>请储水。</p>`)),
      entry('只有摘要', '<description>摘要</description>'),
      entry('内部文件', whole('<p>机密★5年</p><p>关于……</p>')),
    ).replace('<rss>', '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/">')
  const kept = () =>
    deps.db
      .selectFrom('published_text')
      .innerJoin('post', (join) =>
        join.onRef('post.id', '=', 'post_id').onRef('post.account_id', '=', 'published_text.account_id'),
      )
      .select(['title', 'text', 'read_by as by', 'post.account_id as account'])
      .execute()
  serve(bodies('8时'))
  await look()
  expect(await kept()).toEqual([
    { title: '停水通知', text: '10月15日8时停水。\n请储水。', by: 'collection', account: accountId },
  ])
  expect((await kept()).filter(({ account }) => account === other.accountId)).toEqual([])
  // The page says something else now, with a sign that the database can't take.
  serve(bodies('9\0时'))
  await look(at('2026-10-13T01:00:00Z'))
  expect((await kept())[0]!.text).toEqual(expect.stringMatching(/^10月15日9\uFFFD?时停水。\n请储水。$/u))
  await deps.db.updateTable('published_text').set({ read_by: 'user:a', text: '抄录' }).execute()
  serve(bodies('10时'))
  await look(at('2026-10-14T01:00:00Z'))
  expect((await kept())[0]!.text).toBe('抄录')
})

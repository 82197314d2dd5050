import type { Actor, Deps } from '../../access/index.ts'
import { addFeeds, addTarget, collectDue, sourceOfKind } from '../../collection/index.ts'
import { decisiveDaysOn } from '../../monitoring/index.ts'
import type { Reply, Sender } from '../../outgoing/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { Account } from '../../registry/index.ts'
import { programItself } from '../program-itself.ts'
import { demoDistrict } from './cast.ts'
import type { Stage } from './seeded.ts'

const districtId = demoDistrict.id
type Cast = { deps: Deps; stage: Stage; actors: ReadonlyMap<string, Actor> }

const host = 'https://demo.example.cn'
const item = (day: string, hour: string, number: number, title: string, text = '') =>
  `<item><title>${title}</title><link>${host}/feed/${number}</link><pubDate>${day}T${hour}:00+08:00</pubDate><description>${text}</description></item>`
const feed = (name: string, ...items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${name}</title><link>${host}/</link>${items.join('')}</channel></rss>`

const lake = [
  item('2026-10-09', '16:20', 3, '秋季旅游线路推荐'),
  item('2026-10-07', '09:00', 2, '国庆假期服务安排回顾'),
  item('2026-10-05', '10:30', 1, '景区限流公告', '咨询电话 13800000001，节假日照常接听。'),
]
const article = `<!doctype html><html><head><meta charset="utf-8"><meta name="SiteName" content="临湖区自然资源局"><meta name="ArticleTitle" content="关于不动产登记窗口调整的公告"><meta name="PubDate" content="2026-10-08 15:00"><meta name="ContentSource" content="临湖自然资源"></head><body><h1>关于不动产登记窗口调整的公告</h1><div class="content"><p>自2026年10月12日起，不动产登记窗口迁至区政务服务中心二楼。</p><p>联系人手机 13800000002。</p></div></body></html>`

/** What the machines outside answer, by address and, where it changes, by day. Nothing leaves this one. */
const answers: Readonly<Record<string, (today: string) => Pick<Reply, 'status' | 'headers'> & { text: string }>> = {
  '/feeds/wenlv.xml': (today) =>
    listed(
      feed('临湖文旅', ...(today < '2026-10-11' ? [] : [item('2026-10-11', '17:20', 4, '文化惠民演出预告')]), ...lake),
    ),
  '/feeds/fabu.xml': () =>
    listed(
      feed(
        '临湖发布',
        item('2026-10-10', '08:30', 12, '本周工作动态'),
        item('2026-10-08', '08:30', 11, '政策问答：这些补贴可以申请'),
      ),
    ),
  // A platform that wants to see a person: nothing is known of those days.
  '/feeds/jiankang.xml': () => ({ status: 418, headers: { 'content-type': 'text/html' }, text: '' }),
  '/gonggao/20261008.html': () => ({
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    text: article,
  }),
  '/banshi/': () => ({
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', server: 'nginx' },
    text: '<html><body><h1>503 服务暂时不可用</h1></body></html>',
  }),
}
const listed = (text: string) => ({
  status: 200,
  headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
  text,
})

const sendFrom =
  (deps: Deps): Sender['send'] =>
  ({ url }) => {
    const answer = answers[new URL(url).pathname]
    if (!answer) return Promise.resolve({ kind: 'no-reply', failure: 'unreachable', why: '域名无法解析' })
    const { text, ...rest } = answer(deps.clock.today())
    return Promise.resolve({ kind: 'reply', url, ...rest, body: Buffer.from(text) })
  }

/** Sources are set up two days before the story stands still, and looked at until it does: 系统采集 and 证据 show something. */
export async function playCollecting({ deps, stage, actors }: Cast, accounts: readonly Account[]): Promise<void> {
  const supervisor = actors.get('supervisor')!
  const idOf = (name: string, platform: Platform) =>
    accounts.find((account) => account.name === name && account.platform === platform)!.id
  stage.to('2026-10-10T17:00:00+08:00')
  await addFeeds(deps, supervisor, {
    districtId,
    feeds: [
      { accountId: idOf('临湖文旅', 'weibo'), url: `${host}/feeds/wenlv.xml` },
      { accountId: idOf('临湖发布', 'wechat_official'), url: `${host}/feeds/fabu.xml` },
      { accountId: idOf('健康临湖', 'wechat_subscription'), url: `${host}/feeds/jiankang.xml` },
    ],
  })
  for (const [kind, path] of [
    ['page', '/gonggao/20261008.html'],
    ['site', '/banshi/'],
  ] as const)
    await addTarget(deps, supervisor, {
      districtId,
      accountId: idOf('临湖自然资源', 'wechat_official'),
      sourceId: await sourceOfKind(deps, supervisor, districtId, kind),
      target: { url: `${host}${path}` },
    })
  const worker = deps.ids.next()
  const send = sendFrom(deps)
  for (const moment of ['2026-10-10T17:10:00+08:00', '2026-10-11T18:00:00+08:00', '2026-10-12T08:10:00+08:00']) {
    stage.to(moment)
    await collectDue(deps, programItself, districtId, {
      send,
      atPace: (_host, work) => work(),
      worker,
      decisiveDays: await decisiveDaysOn(deps.db, districtId, deps.clock.today()),
      onDefect: (error) => {
        throw error
      },
    })
  }
}

import { beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/access/index.ts'
import { permissionTable, roles } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { runCli } from '../../src/cli/index.ts'
import { civilDate, fixedClock, instant, instantFromLocal } from '../../src/calendar/index.ts'
import { recordMessage, stateLooked } from '../../src/engagement/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { decideFinding, listFindings, recordPatrol, runCheck } from '../../src/monitoring/index.ts'
import { overviewOf } from '../../src/overview/index.ts'
import { draftOrder, issueOrder } from '../../src/rectification/index.ts'
import { type SceneDesk, pagesOf, sceneDesk } from '../support/pages.ts'
import { sceneDistrict as districtId, sceneMonth, type SignedIn } from '../support/scene.ts'

let desk: SceneDesk
let people: Record<'supervisor' | 'reviewer' | 'office_head' | 'district_leader', SignedIn>
const at = (text: string) => ({ on: civilDate(text.slice(0, 10)), at: instantFromLocal(text)! })

// September checked; of its findings one was dismissed, one ordered, one confirmed and not ordered, others wait.
beforeAll(async () => {
  desk = await sceneDesk('overview', allRoutes)
  const { deps, scene } = desk
  people = {
    supervisor: await scene.signIn('supervisor'),
    reviewer: await scene.signIn('reviewer'),
    office_head: await scene.signIn('office_head'),
    district_leader: await scene.signIn('district_leader'),
  }
  await seedCalendar(deps.db, deps.wall.now())
  await runCheck(deps, people.supervisor.actor, { districtId, month: sceneMonth })
  const { findings } = await listFindings(deps.db, districtId, { month: sceneMonth })
  const decide = (of: (typeof findings)[number], decision: 'confirm' | 'dismiss') =>
    decideFinding(deps, people.reviewer.actor, {
      districtId,
      findingId: of.id,
      decision,
      version: of.version,
      ...(decision === 'dismiss' && { reason: '核对后台，当日有发布' }),
    })
  // Others of that weight stay open.
  const [first, second] = findings.filter(({ class: weighs }) => weighs === 'veto')
  const deduction = findings.find(({ class: weighs }) => weighs === 'deduction')
  await decide(first!, 'confirm')
  await decide(second!, 'dismiss')
  await decide(deduction!, 'confirm')
  const order = await draftOrder(deps, people.supervisor.actor, { districtId, findingIds: [first!.id], form: 'notice' })
  await issueOrder(deps, people.office_head.actor, {
    districtId,
    orderId: order.id,
    version: 1,
    number: '临政公开办〔2026〕1号',
  })
  const account = scene.accounts['临湖区教育局/wechat_official/临湖教育']!
  const ask = (asked: string, text: string, replied?: string) =>
    recordMessage(deps, people.supervisor.actor, {
      districtId,
      accountId: account,
      kind: 'question',
      channel: 'message',
      asked: at(asked),
      text,
      ...(replied && { replied: { ...at(replied), text: '已办理。' } }),
    })
  await ask('2026-09-01 10:00', '报名何时开始？', '2026-09-01 16:00')
  await ask('2026-09-02 10:00', '学区怎么划？', '2026-09-05 10:00')
  await ask('2026-09-03 10:00', '校车几点到？', '2026-09-28 10:00')
  await ask('2026-09-10 10:00', '食堂收费标准？')
  await ask('2026-10-08 10:00', '何时放假？')
  await ask('2026-05-08 10:00', '九十天以前的事')
  await stateLooked(deps, people.supervisor.actor, { districtId, accountId: account, until: civilDate('2026-10-08') })
}, 60_000)

const overview = () => overviewOf(desk.deps, people.supervisor.actor, { districtId })
const get = async (path: string, who: SignedIn) => {
  const answer = await desk.get(path, who)
  return { status: answer.status, text: await answer.text() }
}
const mainOf = (page: string) => /<main[\s\S]*<\/main>/.exec(page)![0]

type Link = { href: string; count: number | undefined }

/** Links of a page with the whole number each says; a rate, a number of hours or a name counts nothing. */
function linksOf(page: string): Link[] {
  return [...mainOf(page).matchAll(/<a ([^>]*?href="([^"#]+)"[^>]*)>([\s\S]*?)<\/a>/g)].map(
    ([, told = '', href = '', inside = '']) => {
      const said = told.includes('小时') ? null : /^\D*?(\d+)(?: [个条件])?$/.exec(inside.replaceAll(/<[^>]+>/g, ''))
      return { href: href.replaceAll('&amp;', '&'), count: said ? Number(said[1]) : undefined }
    },
  )
}

const countOf = (list: string) => Number(/共 (\d+) 条/.exec(list)?.[1])

describe('全区总览', () => {
  const seeing = roles.filter((role) => permissionTable[role]['overview.view'] === 'district')

  it.each(seeing)('opens to %s every number as the list that it counts', async (role: Role) => {
    const who = await desk.scene.signIn(role)
    const links = linksOf((await get('/overview', who)).text)
    // One address that says two numbers stands here twice, and one of them is wrong.
    const counted = new Map(
      links.filter(({ count }) => count !== undefined).map((link) => [`${link.href} ${link.count}`, link]),
    )
    expect(counted.size).toBeGreaterThan(50)
    const wrong: string[] = []
    for (const { href, count } of counted.values()) {
      const { status, text } = await get(href, who)
      if (status !== 200 || countOf(text) !== count) wrong.push(`${href}: ${count}, ${status}, ${countOf(text)}`)
    }
    // Of the things themselves, one of each kind.
    const kinds = new Map(
      links.filter(({ count }) => count === undefined).map(({ href }) => [href.split('/')[1], href]),
    )
    expect([...kinds.keys()]).toEqual(expect.arrayContaining(['accounts', 'orders', 'overview']))
    for (const href of kinds.values()) {
      const { status } = await get(href, who)
      if (status !== 200) wrong.push(`${href}: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  it('is open to nobody who sees less than the district', async () => {
    const shut = roles.filter((role) => permissionTable[role]['overview.view'] === undefined)
    expect(shut).toEqual(expect.arrayContaining(['unit_editor', 'countersigner', 'administrator']))
    for (const role of shut) {
      const who = await desk.scene.signIn(role, role.startsWith('unit') ? { unit: '临湖区教育局' } : {})
      for (const path of [
        '/overview',
        '/overview/now',
        '/overview/accounts',
        '/overview/messages',
        '/overview/problems',
      ])
        expect((await get(path, who)).status, `${role} ${path}`).toBe(403)
      await expect(overviewOf(desk.deps, who.actor, { districtId })).rejects.toMatchObject({ code: 'access.denied' })
    }
  })

  it('tells what people confirmed apart from what waits, and no rate while something waits', async () => {
    const { month, problems, orders, trend } = await overview()
    expect(month).toMatchObject({ month: sceneMonth, closed: false, rate: { rate: null, noRate: 'pending' } })
    expect(month!.verdicts.unqualified).toBe(1)
    expect(month!.registered).toBe(Object.values(month!.verdicts).reduce((sum, one) => sum + one, 0))
    expect(orders).toEqual({ open: 1, late: 0, byState: { issued: 1 } })
    expect(problems.shown.map(({ class: weighs, order }) => [weighs, order?.state ?? null])).toEqual([
      ['veto', 'issued'],
      ['deduction', null],
    ])
    expect(trend.map(({ quarter, noRate }) => [quarter, noRate])).toEqual([
      ['2025Q1', 'no-data'],
      ['2025Q2', 'no-data'],
      ['2025Q3', 'no-data'],
      ['2025Q4', 'no-data'],
      ['2026Q1', 'no-data'],
      ['2026Q2', 'no-data'],
      ['2026Q3', 'pending'],
      ['2026Q4', 'no-data'],
    ])
    expect(trend[0]).toMatchObject({ counted: null, rate: null, coverage: null })
  })

  it('counts the answers of the last ninety days as the room of messages does', async () => {
    const { replies } = await overview()
    expect(replies).toMatchObject({ asked: 5, onTime: 2, late: 1, overdue: 1, open: 1, unlooked: 0, timed: 3 })
    expect([replies.medianHours, replies.p90Hours, replies.onTimeRate]).toEqual([72, 600, 0.5])
  })

  it('says of a day that nobody looked at neither that something was published nor that nothing was', async () => {
    const { days } = await overview()
    const of = (name: string) => days.accounts.find((one) => one.name === name)!
    expect([days.from, days.to, of('云渡乡').days.length]).toEqual(['2026-09-05', '2026-10-09', 35])
    expect(new Set(of('云渡乡').days)).toEqual(new Set(['unseen']))
    // Of 荷叶洲 only the days until 10 September were looked at: it published on 6, 8 and 9.
    const lotus = of('荷叶洲')
      .days.map((state) => ({ posted: '有', nothing: '无', unseen: '?' })[state])
      .join('')
    expect(lotus).toBe(`无有无有有无${'?'.repeat(29)}`)
  })

  it('holds more accounts than it shows, and the list behind it has the days of all', async () => {
    const { days, now } = await overview()
    expect(days.accounts.length).toBe(now.monitored)
    const { text } = await get('/overview/accounts?show=unseen', people.district_leader)
    expect(text.match(/class="days-of" viewBox="0 0 350 16"/g)).toHaveLength(now.unseen)
    expect(text).toContain('没有采集来源')
  })

  it('tells at the terminal the numbers of the page', async () => {
    const said: string[] = []
    const run = (...words: string[]) =>
      runCli(['overview', '--district', districtId, ...words], {
        osUser: 'test',
        out: { result: (text) => said.push(text), say: (text) => said.push(text), progress: () => undefined },
        open: () =>
          Promise.resolve({
            deps: desk.deps,
            demo: false,
            describe: () => Promise.reject(new Error('not asked for')),
            close: () => Promise.resolve(),
          }),
        serve: () => Promise.reject(new Error('not asked for')),
        makeDemo: () => Promise.reject(new Error('not asked for')),
      })
    expect([await run('--json'), said.length]).toEqual([0, 1])
    const view = await overview()
    expect(JSON.parse(said[0]!)).toEqual(JSON.parse(JSON.stringify(view)))
    expect(await run()).toBe(0)
    expect(said.join('\n')).toContain(`登记 ${view.register.registered} 个`)
    expect(said.join('\n')).toContain('2026Q3 无')
  })

  it('names no league table: problems stand by weight and age, accounts by silence, and nothing is sorted by unit', async () => {
    const { text } = await get('/overview', people.district_leader)
    expect(mainOf(text)).not.toMatch(/排名|名次|第\d+名/)
  })

  it('keeps an open page as it is now, and answers 304 while nothing changed', async () => {
    const later = (moment: string) => {
      const clock = fixedClock(instant(moment))
      return pagesOf({ ...desk.deps, clock, wall: clock }, allRoutes)
    }
    const leader = people.district_leader
    const began = instant('2026-10-09T01:59:00.000Z')
    await desk.deps.db.updateTable('session').set({ created_at: began, last_seen_at: began }).execute()
    const ask = async (moment: string, tag?: string) => {
      const headers = { ...leader.headers, ...(tag && { 'if-none-match': tag }) }
      const answer = await later(moment).app.request('/overview/now', { headers })
      return { status: answer.status, tag: answer.headers.get('etag') ?? '', text: await answer.text() }
    }
    const before = await ask('2026-10-09T02:00:00.000Z')
    expect([before.status, before.text.startsWith('<div class="head">')]).toEqual([200, true])
    expect((await ask('2026-10-09T02:00:10.000Z', before.tag)).status).toBe(304)
    const account = desk.scene.accounts['云渡乡人民政府/kuaishou/云渡乡']!
    const clock = fixedClock(instant('2026-10-09T02:00:15.000Z'))
    await recordPatrol({ ...desk.deps, clock, wall: clock }, people.reviewer.actor, {
      districtId,
      accountId: account,
      checkedAt: instant('2026-10-09T01:30:00.000Z'),
      reachable: 'open',
      lastUpdateOn: civilDate('2026-10-09'),
    })
    const after = await ask('2026-10-09T02:00:20.000Z', before.tag)
    expect([after.status, after.tag === before.tag]).toEqual([200, false])
    const today = (page: string) => /今天有更新<\/dt><dd class="v">(?:<a[^>]*>|<span[^>]*>)(\d+)/.exec(page)?.[1]
    expect([today(before.text), today(after.text)]).toEqual(['0', '1'])
  })
})

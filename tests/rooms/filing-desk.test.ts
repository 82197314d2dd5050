import { expect, it } from 'vitest'
import type { Role } from '../../src/access/index.ts'
import { allRoutes, recordWords } from '../../src/app/routes.ts'
import { civilDate } from '../../src/calendar/index.ts'
import { freezeProposals } from '../../src/cleanup/index.ts'
import { placeValue } from '../../src/filing/checking/forms.ts'
import { codeText } from '../../src/filing/forms/index.ts'
import { hashedPapers } from '../../src/filing/returns/content.ts'
import { remindChosen } from '../../src/filing/campaigns/remind-chosen.ts'
import { createWeb } from '../../src/web/index.ts'
import { type AskedDistrict, askedDistrict, foundOn, supervisor } from '../support/asked-district.ts'
import { office, opening } from '../support/case-office.ts'
import { districtId, monitoredDistrict } from '../support/monitored-district.ts'
import { photoOf } from '../support/paper-photo.ts'
import { openSession } from '../support/scene.ts'

type Place = Pick<AskedDistrict, 'start'>
type Fields = readonly (readonly [string, string])[]

/** The program as one person sees it. */
async function desk({ start: deps }: Place, { headers, csrf }: Awaited<ReturnType<typeof openSession>>) {
  const jobs = { enqueue: () => Promise.reject(new Error('no job')), stop: () => Promise.resolve() }
  const options = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: allRoutes, recordWords }
  const { app } = createWeb({ ...options, logDefect: (error) => console.error(error) })
  const get = async (path: string) => (await app.request(path, { headers })).text()
  const post = async (path: string, fields: Fields) => {
    const body = new URLSearchParams([
      ['_csrf', csrf],
      ...fields.map(([name, value]): [string, string] => [name, value]),
    ])
    const answer = await app.request(path, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
  }
  return { get, post }
}

/** The desks of a campaign as people see them: the unit's page, 核验、受理, 清理整合, the workbenches. */
async function desks(place: Place & Pick<AskedDistrict, 'unitId'>) {
  const units = { 临湖区水务局: place.unitId }
  const people = new Map<Role, Awaited<ReturnType<typeof desk>>>()
  for (const role of ['supervisor', 'acceptor', 'office_head', 'unit_editor'] as const) {
    const of = role === 'unit_editor' ? { unit: '临湖区水务局' } : {}
    people.set(role, await desk(place, await openSession(place.start, { units }, role, of)))
  }
  const see = async (role: Role, path: string) => people.get(role)!.get(path)
  const send = async (role: Role, path: string, fields: Fields) => people.get(role)!.post(path, fields)
  return { see, send }
}

it('begins the first day with 附件2: an empty ledger has nothing else to do', async () => {
  const { deps, unit } = await monitoredDistrict()
  const { see } = await desks({ start: deps, unitId: await unit('临湖区水务局') })
  expect(await see('supervisor', '/')).toMatch(/class="btn pri" href="\/imports">\s*导入附件2/)
})

it('tells accounts of one name on two platforms apart on every desk', async () => {
  const place = await askedDistrict({ accounts: ['临湖水务', ['临湖水务', 'weibo']] })
  await place.choose()
  await place.reporter()
  await place.fillIn()
  await place.fillIn({}, 1)
  await place.print()
  await place.scan()
  const { see } = await desks(place)
  const before = await see('unit_editor', `/filing/returns/${place.returnId}`)
  expect(before).toContain('附件1（临湖水务　新浪微博）')
  expect(before).toContain('扫描件1页，应交3份表')
  await place.submit()
  const text = await see('acceptor', `/filing/returns/${place.returnId}/check`)
  for (const words of ['附件1（临湖水务　新浪微博）', '附件1（临湖水务　微信公众号）', '>临湖水务　新浪微博</option>'])
    expect(text).toContain(words)
})

it('says which paper lies on which page, and which is on none, to the unit and to 受理', async () => {
  const place = await askedDistrict()
  await place.whole()
  await place.print()
  const [annex1] = hashedPapers(await place.printed())
  const code = { form: 'annex1', version: '2019', returnId: place.returnId, printNumber: 1, hash: annex1!.hash }
  await place.scan(await photoOf(codeText(code)))
  const { see } = await desks(place)
  const path = `/filing/returns/${place.returnId}`
  const lost = await see('unit_editor', path)
  expect(lost).toContain('没有扫描件：附件2 政务新媒体排查及清理整合情况表')
  expect(lost).toContain('附件1（临湖水务　微信公众号）：第1页')
  expect(lost).toContain('补充上传后才能报送')
  await place.scan()
  const unsure = await see('unit_editor', path)
  expect(unsure).toContain('没有识别到二维码：附件2')
  expect(unsure).toContain('请核对第2份中有没有')
  await place.submit()
  const check = await see('acceptor', `${path}/check`)
  expect(check).toContain('第1份：附件1（临湖水务　微信公众号），已识别二维码')
  expect(check).toContain('没有识别到二维码：附件2')
  expect(check).toMatch(/name="page-1"/)
  expect(check).not.toMatch(/name="page-0"/)
  expect(check).toMatch(/>第2份<\/option>/)
  await place.back()
  const back = await see('unit_editor', path)
  expect(back).toContain('退回前的扫描件，不再计入（2份）')
  expect(back).toContain('改正后请重新上传全部各表的扫描件')
  await place.fillIn({ followers: '9000' })
  const stale = await see('unit_editor', path)
  expect(stale).toContain('内容已改动，第1次打印件作废，请重新生成打印件')
  expect(stale).not.toContain('PDF打印件')
})

it('lays each page of the scans beside the paper that is on it, and each paper beside its page', async () => {
  const place = await askedDistrict({ accounts: ['临湖水务', ['临湖水务', 'weibo']] })
  await place.choose()
  await place.reporter()
  await place.fillIn({}, 0)
  await place.fillIn({}, 1)
  await place.print()
  // Brought in another order than they were printed in.
  for (const { form, hash } of hashedPapers(await place.printed()).toReversed())
    await place.scan(await photoOf(codeText({ form, version: '2026', returnId: place.returnId, printNumber: 1, hash })))
  await place.submit()
  const { see } = await desks(place)
  const path = `/filing/returns/${place.returnId}/check`
  const beside = (page: string) => [
    /<p>([^<]*)，已识别二维码/.exec(page)?.[1],
    /class="chip"[^>]*aria-current="true"[^>]*>([^<]*)</.exec(page)?.[1],
  ]
  const leadsTo = (page: string, name: string) =>
    new RegExp(`href="([^"]*)"[^>]*>\\s*${name}`).exec(page)![1]!.replaceAll('&amp;', '&')
  const first = await see('acceptor', path)
  const annex2 = '附件2 政务新媒体排查及清理整合情况表'
  expect(beside(first)).toEqual([`第1份：${annex2}`, annex2])
  const last = await see('acceptor', leadsTo(first, '3<'))
  const [, shown = ''] = beside(last)
  expect(beside(last)).toEqual([`第3份：${shown}`, shown])
  expect(shown).toMatch(/^附件1（临湖水务/)
  expect(beside(await see('acceptor', leadsTo(last, annex2)))).toEqual([`第1份：${annex2}`, annex2])
})

it('accepts by what is ticked on the screen, saved or not, and keeps every tick where it refuses', async () => {
  const place = await askedDistrict()
  await place.handedIn()
  await place.check()
  const { see, send } = await desks(place)
  const path = `/filing/returns/${place.returnId}`
  const page = placeValue((await foundOn(place, await place.now())).at!)
  const ticked = async (more: Record<string, string>) => [
    ['version', String((await place.here()).version)] as const,
    ...[`annex1/${place.accountIds[0]}`, 'annex2'].flatMap((paper, at) =>
      Object.entries({
        [`paper-${at}`]: paper,
        [`page-${at}`]: page,
        [`signedBy-${at}`]: 'principal',
        [`sealed-${at}`]: 'yes',
        [`matches-${at}`]: 'yes',
        ...(at === 1 && more),
      }),
    ),
  ]
  // Saved before as sealed; seen since that it isn't, and not saved.
  const unsealed = await send('acceptor', `${path}/check/accept`, await ticked({ 'sealed-1': 'no' }))
  expect(unsealed.status).toBe(422)
  expect(unsealed.text).toContain('没有加盖单位公章')
  expect(unsealed.text).toMatch(/name="sealed-1"[\s\S]*?<option value="no" selected/)
  const open = await send('acceptor', `${path}/check/accept`, await ticked({ 'sealed-1': '' }))
  expect(open.text).toContain('还没有核验签字、盖章和内容')
  expect(open.text).toMatch(/name="matches-1"[\s\S]*?<option value="yes" selected/)
  expect((await send('acceptor', `${path}/check/accept`, await ticked({}))).status).toBe(303)
  const after = await see('acceptor', `${path}/check`)
  expect(after).toContain('已受理')
})

it('shows answers that contradict each other to the unit in its list, and to 受理 beside what was signed', async () => {
  const place = await askedDistrict()
  await place.choose()
  await place.fillIn({ fnInteract: 'yes', reply7d: 'na' })
  const { see } = await desks(place)
  const path = `/filing/returns/${place.returnId}`
  const says = '“是否具备互动功能”填是，而“7日内予以回复”填未涉及，请核对。'
  const filled = await see('unit_editor', path)
  expect(filled).toContain(says)
  expect(filled).toContain('保存填报人后才能打印')
  await place.reporter()
  await place.print()
  await place.scan()
  await place.submit()
  expect(await see('acceptor', `${path}/check`)).toContain(says)
})

it('asks a second 受理人 for a pen correction beforehand, and keeps who saw what in view after 受理', async () => {
  const place = await askedDistrict()
  await place.handedIn()
  const { see, send } = await desks(place)
  const path = `/filing/returns/${place.returnId}`
  const annex1 = `annex1/${place.accountIds[0]}`
  const papers = [annex1, 'annex2']
  const found = await foundOn(place, await place.now())
  const version = async () => ['version', String((await place.here()).version)] as const
  const seen = papers.flatMap((paper, at) => [
    [`paper-${at}`, paper] as const,
    [`signedBy-${at}`, 'principal'] as const,
    [`sealed-${at}`, 'yes'] as const,
    [`page-${at}`, placeValue(found.at!)] as const,
    [`matches-${at}`, 'no'] as const,
  ])
  expect((await send('acceptor', `${path}/check`, [await version(), ...seen])).status).toBe(303)
  const confirm = '处更正</button>'
  const before = await see('acceptor', `${path}/check`)
  expect(before).toContain('手写更正须两名受理人办理')
  expect(before).not.toContain(confirm)
  for (const paper of papers) {
    const words = { paper, accountId: place.accountIds[0]!, field: 'followers', written: '8421' }
    expect(
      (await send('acceptor', `${path}/check/corrections`, [await version(), ...Object.entries(words)])).status,
    ).toBe(303)
  }
  const own = await see('acceptor', `${path}/check`)
  expect(own).toContain('您转录的2处，须由另一名受理人对照扫描件确认')
  expect(own).not.toContain(confirm)
  const second = await openSession(place.start, { units: {} }, 'acceptor', { name: '宋闻溪' })
  const { get, post } = await desk(place, second)
  expect(await get(`${path}/check`)).toContain(`已对照扫描件，确认2${confirm}`)
  await post(`${path}/check/corrections/confirm`, [await version()])
  await post(`${path}/check/accept`, [await version()])
  const after = await get(`${path}/check`)
  for (const words of ['主要领导', '已盖章', '有手写更正或不一致', '8412', '8421']) expect(after).toContain(words)
  expect(after).toMatch(/宋闻溪-\w+　2026-06-16 09:00/)
  expect(after).not.toContain('保存核验结果')
  const trail = await get(path)
  for (const step of ['逐表核验签字盖章', '转录手写更正', '确认手写更正']) expect(trail).toContain(step)
})

it('offers 核验 to nobody who had a hand in the return', async () => {
  const place = await askedDistrict()
  await place.handedIn()
  const acceptor = await openSession(place.start, { units: {} }, 'acceptor', {})
  await place.deps.db
    .updateTable('filing_return')
    .set({ handled_by: [acceptor.id] })
    .execute()
  const { get } = await desk(place, acceptor)
  const page = await get(`/filing/returns/${place.returnId}/check`)
  expect(page).toContain('核验、受理须由其他受理人办理')
  expect(page).not.toContain('保存核验结果')
})

it('lays the scan of a case beside its data for who decides, and for nobody else', async () => {
  const place = await office('open', opening)
  for (const step of ['print', 'upload', 'submit'] as const) await place[step]()
  const { see } = await desks({ start: place.deps, unitId: place.unitId })
  const path = `/cases/${place.caseId}`
  const page = await see('acceptor', `${path}?page=9`)
  expect(page).toMatch(new RegExp(`<img src="${path}/scans/[0-9a-f-]{36}/1"`))
  expect(page).toMatch(/校验码 [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}/)
  expect(await see('unit_editor', path)).not.toContain('<img')
})

it('says that 附件1 was saved, when, and what is still missing', async () => {
  const place = await askedDistrict()
  await place.choose()
  const { see, send } = await desks(place)
  const [entry] = await place.entries()
  const path = `/filing/returns/${place.returnId}`
  expect(await see('unit_editor', path)).not.toContain('保存</small>')
  const { status, to } = await send('unit_editor', `${path}/accounts/${entry!.accountId}`, [
    ['version', String(entry!.version)],
    ...Object.entries({ ...entry!.answers, followers: '8412' }),
  ])
  expect([status, to]).toEqual([303, `${path}?saved=${entry!.accountId}`])
  const page = await see('unit_editor', to!)
  expect(page).toContain('已保存：临湖水务　微信公众号')
  expect(page).toMatch(/保存时间 2026-06-16 09:00，还有\d+处未填或有误。/)
  expect(page).toContain('2026-06-16 09:00保存</small>')
})

it('lays what another person saved beside what was typed, and loses neither', async () => {
  const place = await askedDistrict()
  await place.whole()
  const { send } = await desks(place)
  const [entry] = await place.entries()
  const path = `/filing/returns/${place.returnId}/accounts/${entry!.accountId}`
  await place.fillIn({ followers: '8500', disposition: 'rectify' })
  const typed = { ...entry!.answers, version: String(entry!.version), followers: '9000' }
  const { status, text } = await send('unit_editor', path, Object.entries(typed))
  expect(status).toBe(409)
  expect(text).toContain('该账号的填报内容刚刚被其他人修改，您填写的内容还没有保存。')
  const rows = [...text.matchAll(/<td class="t">([^<]*)<\/td><td data-l="已保存">([^<]*)<\/td><td[^>]*>([^<]*)<\/td>/g)]
  expect(rows.map(([, ...cells]) => cells)).toEqual([
    ['粉丝量', '8500', '9000'],
    ['整改措施', '限期整改', '保留'],
  ])
  expect(text).toMatch(/name="followers"[^>]*value="9000"/)
  const [now] = await place.entries()
  expect(text).toContain(`name="version" value="${now!.version}"`)
  expect((await send('unit_editor', path, Object.entries({ ...typed, version: String(now!.version) }))).status).toBe(
    303,
  )
})

it('asks to look at an account that a department keeps without a word why', async () => {
  const place = await askedDistrict({ accounts: ['临湖水务', '临湖节水'] })
  await place.whole()
  await place.fillIn({ keepReason: '上级要求开设' }, 1)
  const [open, explained] = await place.entries()
  const { see } = await desks(place)
  const path = `/filing/returns/${place.returnId}`
  const says =
    /主办单位为[^。]*原则上不单独开设；本单位微信公众号保留2个账号，原则上同一平台只开设一个。整改措施为“保留”的，请填写保留理由。/g
  expect((await see('unit_editor', path)).match(says)).toHaveLength(1)
  const form = await see('unit_editor', `${path}/accounts/${open!.accountId}`)
  expect(form).toMatch(says)
  expect(form).toContain('保留理由（按提示填写）')
  expect(await see('unit_editor', `${path}/accounts/${explained!.accountId}`)).not.toMatch(says)
})

it('leads from an account that is typed twice to the one that stands, and keeps what was typed', async () => {
  const place = await askedDistrict()
  await place.choose()
  const { send } = await desks(place)
  const path = `/filing/returns/${place.returnId}/accounts`
  const fields = { name: '临湖水务', platform: 'wechat_official', followers: '8412' }
  const { status, text } = await send('unit_editor', `${path}/new`, Object.entries(fields))
  expect(status).toBe(409)
  expect(text).toContain('“临湖水务　微信公众号”已在台账或本次报送中')
  expect(text).toContain(`href="${path}/${place.accountIds[0]}"`)
  expect(text).toMatch(/name="followers"[^>]*value="8412"/)
  // What is wrong is the account, not what is still to be filled in.
  expect(text.match(/与已有的账号相同。/g)).toHaveLength(2)
  expect(text).not.toContain('未填写。')
})

it('says before it is saved that a printing which is being signed would be left behind', async () => {
  const place = await askedDistrict()
  await place.whole()
  const { see } = await desks(place)
  const path = `/filing/returns/${place.returnId}`
  const [entry, says] = [`${path}/accounts/${place.accountIds[0]}`, '保存后该打印件作废，须重新打印、签字盖章']
  expect(await see('unit_editor', entry)).not.toContain(says)
  await place.print()
  expect(await see('unit_editor', entry)).toContain(`已打印第1次，${says}`)
  expect(await see('unit_editor', path)).toContain('再改动账号、填报人或报送方式的，打印件作废')
  await place.fillIn({ followers: '9000' })
  expect(await see('unit_editor', entry)).not.toContain(says)
})

it('says all faults of a campaign at once, at their fields', async () => {
  const place = await askedDistrict()
  const { send } = await desks(place)
  const fields = [
    ['title', ''],
    ['basis', '通知'],
    ['basisNumber', ''],
    ['filingUntil', '2026-06-01'],
    ['cleanupUntil', '2026-05-01'],
    ['contact', '监管股'],
    ['forms', 'annex1'],
  ] as const
  const { status, text } = await send('supervisor', '/filing/campaigns/new', fields)
  expect(status).toBe(422)
  for (const id of ['title', 'basisNumber', 'filingUntil', 'cleanupUntil', 'repeatReason'])
    expect(text).toContain(`id="${id}-error"`)
  expect(text).toContain('请选定报送单位类型。')
  expect(text).toContain('有6处需要改正，未保存。')
})

it('keeps what was ticked and typed when sending back is refused, and names the day', async () => {
  const place = await askedDistrict()
  await place.handedIn()
  const { send } = await desks(place)
  const { version } = await place.here()
  const { status, text } = await send('acceptor', `/filing/returns/${place.returnId}/check/back`, [
    ['version', String(version)],
    ['defect', '没有加盖单位公章。'],
    ['others', '联系电话少一位'],
    ['until', '2026-06-01'],
  ])
  expect(status).toBe(422)
  expect(text).toContain('重新报送期限2026年6月1日已经过去，请改为今天或以后的日期。')
  expect(text).toMatch(/name="defect" value="没有加盖单位公章。" checked/)
  expect(text).toContain('联系电话少一位</textarea>')
  expect(text).toMatch(/name="until"[^>]*value="2026-06-01"/)
})

it('answers a wrong number of 填报人 by what is wrong with it, and keeps it on the page', async () => {
  const place = await askedDistrict()
  await place.choose()
  const { send } = await desks(place)
  const { version } = await place.here()
  const fields = [
    ['version', String(version)],
    ['name', '许静言'],
    ['phone', '138'],
  ] as const
  const { status, text } = await send('unit_editor', `/filing/returns/${place.returnId}/reporter`, fields)
  expect(status).toBe(422)
  expect(text).toContain(
    '填报人的联系电话“138”是3位，应为11位手机号，或7至8位座机号（可带区号、分机号），请更正后再保存。',
  )
  expect(text).toMatch(/name="phone"[^>]*value="138"/)
})

it('tells a unit what it owes: days left, that it was reminded, and after 退回补正 the new day', async () => {
  const place = await askedDistrict()
  const { see } = await desks(place)
  expect(await see('unit_editor', '/')).toContain('2026年6月21日前报送，距截止还有5天')
  expect(await see('supervisor', '/')).toContain('2026年政务新媒体专项排查：1个单位未报送')
  expect(await see('supervisor', `/filing/campaigns/${place.campaign.id}`)).toContain('台账 1')
  const { version } = await place.here()
  const rows = [{ id: place.returnId, version }]
  await remindChosen(place.start, supervisor, { districtId, campaignId: place.campaign.id, rows })
  for (const path of ['/', `/filing/returns/${place.returnId}`])
    expect(await see('unit_editor', path)).toContain('6月16日已催报')
  await place.handedIn()
  await place.back()
  expect(await see('unit_editor', '/')).toContain('退回补正，共2处，请于6月21日前重新报送')
  expect(await see('unit_editor', `/filing/returns/${place.returnId}`)).toContain(
    '退回补正，请于2026年6月21日前重新报送',
  )
})

it('shows clean-up items to who acts on them, keeps what was typed, and marks what was entered for the unit', async () => {
  const place = await askedDistrict()
  await place.database.db.updateTable('account').set({ certified_entity: '临湖传媒有限公司' }).execute()
  await freezeProposals(place.start, supervisor, { districtId, asOf: civilDate('2026-06-16') })
  const { see, send } = await desks(place)
  const early = await send('supervisor', '/cleanup', [['asOf', '2026-07-01']])
  expect(early.text).toContain('判定日期2026年7月1日晚于今天')
  expect(early.text).toContain('今天（2026年6月16日）的清理建议已于2026-06-16 09:00生成并固定')
  const { id } = await place.database.db.selectFrom('cleanup_item').select('id').executeTakeFirstOrThrow()
  expect(await see('unit_editor', '/')).toContain('待本单位确认 1 个账号')
  expect(await see('supervisor', '/')).toContain('清理事项未办结 1 件')
  const item = await see('supervisor', `/cleanup/${id}`)
  expect(item).toContain('变更；保留须说明理由（CL-2）')
  expect(item).toContain('原则上不单独开设：保留的须说明理由')
  expect(item).toContain('<option value="" selected')
  const refused = await send('office_head', `/cleanup/${id}/decide`, [
    ['version', '1'],
    ['disposition', 'deregister'],
    ['reason', '单位已撤并'],
    ['dueOn', '2026-06-01'],
  ])
  expect(refused.text).toContain('办理期限2026年6月1日早于今天，请改为今天或以后的日期。')
  expect(refused.text).toMatch(/<option value="deregister" selected/)
  expect(refused.text).toMatch(/name="dueOn"[^>]*value="2026-06-01"/)
  expect((await send('supervisor', `/cleanup/${id}/confirm`, [['version', '1']])).text).toContain('请选择整改措施。')
  const spoken = [
    ['version', '1'],
    ['disposition', 'change'],
  ] as const
  expect((await send('supervisor', `/cleanup/${id}/confirm`, spoken)).status).toBe(303)
  expect(await see('office_head', `/cleanup/${id}`)).toContain('代录：supervisor')
  expect(await see('office_head', '/')).toContain('审定清理事项 1 件')
  expect(await see('supervisor', `/cleanup/${id}`)).not.toContain('代录单位意见')
})

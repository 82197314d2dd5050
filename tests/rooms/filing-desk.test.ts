import { expect, it } from 'vitest'
import { civilDate } from '../../src/calendar/index.ts'
import { freezeProposals } from '../../src/cleanup/index.ts'
import { remindChosen } from '../../src/filing/campaigns/remind-chosen.ts'
import { askedDistrict, supervisor } from '../support/asked-district.ts'
import { districtId, monitoredDistrict } from '../support/monitored-district.ts'
import { desks } from '../support/desks.ts'

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

import { expect, it } from 'vitest'
import { placeValue } from '../../src/filing/checking/forms.ts'
import { codeText } from '../../src/filing/forms/index.ts'
import { hashedPapers } from '../../src/filing/returns/content.ts'
import { askedDistrict, foundOn } from '../support/asked-district.ts'
import { office, opening } from '../support/case-office.ts'
import { photoOf } from '../support/paper-photo.ts'
import { openSession } from '../support/scene.ts'
import { desk, desks } from '../support/desks.ts'

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

it('takes no code of something else for the code of the paper: an account’s own proves nothing', async () => {
  const place = await office('open', opening)
  await place.print()
  await place.upload(new Uint8Array(await photoOf('https://weixin.qq.com/r/linhu')))
  await place.submit()
  const { see } = await desks({ start: place.deps, unitId: place.unitId })
  const path = `/cases/${place.caseId}`
  expect(await see('unit_editor', path)).toContain('未识别到二维码，由受理人核对')
  const page = await see('acceptor', path)
  expect(page).toContain('未识别到二维码，请核对校验码')
  expect(page).not.toContain('已识别二维码')
})

import { beforeAll, describe, expect, it } from 'vitest'
import { filingAlone, type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import type { Deps } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { prepareCampaign } from './campaigns/prepare.ts'
import { openCampaign } from './campaigns/run.ts'
import { setDuty } from '../registry/index.ts'

let deps: Deps
let supervisor: SignedIn
let head: SignedIn
let web: SceneDesk
let campaignId: string

beforeAll(async () => {
  web = await sceneDesk('campaign-pages', filingAlone)
  deps = web.deps
  supervisor = await web.scene.signIn('supervisor')
  head = await web.scene.signIn('office_head')
  const { id } = await prepareCampaign(deps, supervisor.actor, {
    districtId: sceneDistrict,
    title: '2026年政务新媒体专项排查',
    basis: '通知',
    basisNumber: '临政办〔2026〕6号',
    unitKinds: ['department'],
    forms: ['annex1'],
    filingUntil: civilDate('2026-10-21'),
    reminderDays: [1],
    contact: '监管股 0730-2345678',
    repeatReason: '换届后责任人变动',
  })
  campaignId = id
})

const post = (path: string, fields: [string, string][], who: SignedIn) =>
  web.post(`/filing/campaigns/${campaignId}/${path}`, fields, who)

/** The campaign's own page, which answers to what was refused. */
async function refused(path: string, fields: [string, string][], who: SignedIn): Promise<string> {
  const answer = await post(path, fields, who)
  expect([409, 422]).toContain(answer.status)
  const page = await answer.text()
  expect(page).toContain('布置内容')
  return page
}
const tickedOn = (page: string) => [...page.matchAll(/name="item" value="([^"]+)"[^>]*checked/g)].map(([, id]) => id)

describe('the page of a campaign that waits to be approved', () => {
  it('weighs for the approver what it asks of how many', async () => {
    const page = await web.app.request(`/filing/campaigns/${campaignId}`, { headers: head.headers })
    const text = await page.text()
    expect(text).toContain('批准并布置</button>')
    expect(text).toContain('3个单位，账号6个（其中应用程序1个），合计170项次')
    expect(text).toContain('12个月内布置过的项')
  })
})

describe('a draft is sent back on its page', () => {
  it('with its reason, which is shown; what was typed stays where none is given or the page is old', async () => {
    const { id } = await prepareCampaign(deps, supervisor.actor, {
      districtId: sceneDistrict,
      title: '另一次专项排查',
      basis: '通知',
      basisNumber: '临政办〔2026〕7号',
      unitKinds: ['department'],
      forms: ['annex1'],
      filingUntil: civilDate('2026-10-21'),
      reminderDays: [1],
      contact: '监管股',
    })
    const at = `/filing/campaigns/${id}`
    const seenBy = async (who: SignedIn) => (await web.get(at, who)).text()
    expect(await seenBy(head)).toContain('>退回修改</button>')
    expect(await seenBy(head)).not.toContain('>撤回</button>')
    expect(await seenBy(supervisor)).toContain('>撤回</button>')
    expect(await seenBy(supervisor)).not.toContain('>退回修改</button>')
    const sent = { step: 'send-back', reason: '截止日期过紧' }
    const old = await web.post(`${at}/turn-down`, { ...sent, version: '7' }, head)
    expect([old.status, (await old.text()).includes('截止日期过紧</textarea>')]).toEqual([409, true])
    expect((await web.post(`${at}/turn-down`, { ...sent, reason: '', version: '1' }, head)).status).toBe(422)
    expect((await web.post(`${at}/turn-down`, { ...sent, version: '1' }, supervisor)).status).toBe(403)
    expect((await web.post(`${at}/turn-down`, { ...sent, version: '1' }, head)).status).toBe(303)
    const page = await seenBy(supervisor)
    expect(page).toContain('退回理由：截止日期过紧')
    expect(page).toContain('专项排查退回修改')
    expect(page).not.toContain('批准并布置</button>')
  })
})

describe('what is refused of a campaign comes back on its page', () => {
  it('when it is approved or ended out of turn, with what can be done now', async () => {
    expect(await refused('close', [['version', '1']], head)).toContain('批准并布置</button>')
    expect(await refused('open', [['version', '7']], head)).toContain('刚刚被其他人修改')
    await openCampaign(deps, head.actor, { districtId: sceneDistrict, campaignId, version: 1 })
    const page = await refused('open', [['version', '1']], head)
    expect(page).toContain('结束排查</button>')
    expect(await refused('close', [['version', '2']], head)).toContain('2026年10月21日')
  })

  it('when nobody was chosen for 催报, on the list as it was filtered', async () => {
    const page = await refused('reminders?state=unanswered', [], supervisor)
    expect(page).toContain('还没有勾选要催报的单位')
    expect(page).toMatch(/<option value="unanswered" selected/)
    expect(page).toContain(`action="/filing/campaigns/${campaignId}/reminders?state=unanswered"`)
    expect(page).toContain(`href="/filing/campaigns/${campaignId}?state=unanswered&amp;tick=page"`)
  })

  it('and the preview says that nobody has been reminded by it, beside who was before', async () => {
    const page = await (await post('reminders', [['which', 'all']], supervisor)).text()
    expect(page).toContain('以下为预览，确认后才催报')
    expect(page).not.toContain('还没有提醒')
  })

  it('with the units that were ticked or previewed still ticked', async () => {
    const [first, second] = await deps.db.selectFrom('filing_return').select(['id', 'version']).orderBy('id').execute()
    await deps.db.updateTable('filing_campaign').set({ state: 'closed' }).execute()
    await refused('reminders', [['item', first!.id]], supervisor)
    await deps.db.updateTable('filing_campaign').set({ state: 'open' }).execute()
    const many = Array.from({ length: 501 }, (): [string, string] => ['row', `${deps.ids.next()}:1`])
    const page = await refused('remind', [['item', first!.id], ['row', `${second!.id}:1`], ...many], supervisor)
    expect(new Set(tickedOn(page))).toEqual(new Set([first!.id, second!.id]))
  })
})

describe('a unit reads what it was asked for', () => {
  it('on its return, to which the address of the campaign leads; before 布置 there is nothing', async () => {
    for (const role of ['unit_editor', 'unit_deputy', 'unit_principal'] as const) {
      const who = await web.scene.signIn(role, { unit: '临湖区水务局', name: `水务${role}` })
      const answer = await web.get(`/filing/campaigns/${campaignId}`, who)
      const to = answer.headers.get('location') ?? ''
      expect([answer.status, to]).toEqual([303, expect.stringMatching(/^\/filing\/returns\//)])
      const page = await (await web.get(to, who)).text()
      for (const words of ['布置内容', '临政办〔2026〕6号', '监管股 0730-2345678', '换届后责任人变动'])
        expect(page).toContain(words)
      const [draft] = await deps.db.selectFrom('filing_campaign').select('id').where('id', '<>', campaignId).execute()
      expect((await web.get(`/filing/campaigns/${draft!.id}`, who)).status).toBe(404)
    }
  })
})

describe('催报 beyond the workbench', () => {
  it.each([
    ['pdf', '%PDF'],
    ['docx', 'PK'],
  ])('prints 催报通知 as %s', async (format, magic) => {
    const path = `/filing/campaigns/${campaignId}/notice/${format}`
    const answer = await web.app.request(path, { headers: supervisor.headers })
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4)).toContain(magic)
    expect((await web.app.request(path, { headers: head.headers })).status).toBe(403)
  })

  it('records a call on the page of its own, and keeps what was typed when it is refused', async () => {
    const board = await (
      await web.app.request(`/filing/campaigns/${campaignId}`, { headers: supervisor.headers })
    ).text()
    const [, path = ''] = /href="(\/filing\/returns\/[^"]+\/calls)"/.exec(board) ?? []
    const [, returnId] = path.split('/').slice(2)
    const { unit_id: unitId } = await deps.db
      .selectFrom('filing_return')
      .select('unit_id')
      .where('id', '=', returnId!)
      .executeTakeFirstOrThrow()
    const person = { state: 'filled', name: '许静言', phone: '13800001111' } as const
    await setDuty(deps, supervisor.actor, { districtId: sceneDistrict, unitId, duty: 'direct', version: 1, ...person })
    const before = await (await web.get(path, supervisor)).text()
    expect(before).toMatch(/<dt>直接责任人<\/dt>\s*<dd>许静言　138\*{4}1111/u)
    expect(before).toContain(`href="/units/${unitId}"`)
    const call = (fields: Record<string, string>) =>
      web.app.request(path, {
        method: 'POST',
        headers: supervisor.headers,
        body: new URLSearchParams({ _csrf: supervisor.csrf, ...fields }),
      })
    const late = await call({ calledAt: '2026-10-10T09:00', spokeTo: '值班室', said: '明天报' })
    expect(late.status).toBe(422)
    const page = await late.text()
    for (const words of ['通话时间晚于现在', 'value="值班室"', 'value="明天报"', 'value="2026-10-10T09:00"'])
      expect(page).toContain(words)
    const taken = await call({ calledAt: '2026-10-09T09:00', spokeTo: '值班室', said: '明天报' })
    expect([taken.status, taken.headers.get('location')]).toEqual([303, path])
    const shown = await (await web.app.request(path, { headers: supervisor.headers })).text()
    expect(shown).toContain('2026-10-09 09:00')
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { civilDate, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { filingRoutes, keepCampaigns, openCampaign, prepareCampaign } from '../filing/index.ts'
import { sendCampaignBack } from '../filing/campaigns/turn-down.ts'
import { openHandover } from '../filing/handover/verbs/open-handover.ts'
import { seedCalendar } from '../holidays/index.ts'
import { readAccounts, saveAccount } from '../registry/index.ts'
import { createWeb } from '../web/index.ts'
import { unfinishedCleanup } from '../cleanup/index.ts'
import { openTasks } from './open-tasks.ts'
import { workbenchRoutes } from './workbench.tsx'

const water = '临湖区水务局'
let deps: Deps
let scene: Scene
let web: ReturnType<typeof createWeb>

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('reminders', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/nonexistent',
  }
  scene = await buildScene(deps, { check: false })
  await seedCalendar(db, clock.now())
  const [supervisor, head] = [await scene.signIn('supervisor'), await scene.signIn('office_head')]
  const { id } = await prepareCampaign(deps, supervisor.actor, {
    districtId: sceneDistrict,
    title: '2026年秋季专项排查',
    basis: '关于开展专项排查的通知',
    basisNumber: '临政办〔2026〕9号',
    unitKinds: ['department'],
    forms: ['annex1', 'annex2'],
    filingUntil: civilDate('2026-10-10'),
    reminderDays: [1],
    contact: '政务公开科',
  })
  await openCampaign(deps, head.actor, { districtId: sceneDistrict, campaignId: id, version: 1 })
  await keepCampaigns(deps, supervisor.actor, sceneDistrict)
  const accountId = scene.accounts[`${water}/weibo/临湖水务`]!
  const [account] = await readAccounts(db, sceneDistrict, { orIds: [accountId] })
  await saveAccount(deps, supervisor.actor, {
    districtId: sceneDistrict,
    unitId: account!.unitId,
    id: accountId,
    version: account!.version,
    facts: { name: account!.name, platform: account!.platform },
    people: { admin: { name: '许静言', phone: '13800001111' } },
  })
  await openHandover(deps, supervisor.actor, {
    districtId: sceneDistrict,
    unitId: scene.units[water]!,
    posts: [{ subjectId: accountId, duty: 'admin' }],
    changedOn: deps.clock.today(),
  })
  const jobs = { enqueue: () => Promise.reject(new Error('no job here')), stop: () => Promise.resolve() }
  const routes = [
    ...workbenchRoutes,
    ...filingRoutes({ openTasks, onAccepted: () => Promise.resolve(), unfinishedCleanup }),
  ]
  const logDefect = (error: unknown) => {
    throw error
  }
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
})

describe('a unit that was reminded reads so, whoever of it signs in', () => {
  it.each(['unit_editor', 'unit_deputy', 'unit_principal'] as const)('%s', async (role) => {
    const who = await scene.signIn(role, { unit: water, name: `水务${role}` })
    const read = async (path: string) => {
      const answer = await web.app.request(path, { headers: who.headers })
      return [answer.status, await answer.text()] as const
    }
    const [, front] = await read('/')
    expect(front).toMatch(/2026年秋季专项排查.*10月9日已催报/s)
    const [, returned = ''] = /href="(\/filing\/returns\/[^"]+)"/.exec(front) ?? []
    expect(await read(returned)).toEqual([200, expect.stringContaining('10月9日已催报，请抓紧报送')])
    const [, handover = ''] = /href="(\/handovers\/[^"]+)"/.exec(front) ?? []
    expect(await read(handover)).toEqual([200, expect.stringContaining('人员交接')])
  })
})

it('a draft that was sent back stands on the desk of who drafts, with what to do', async () => {
  const [supervisor, head] = [await scene.signIn('supervisor'), await scene.signIn('office_head')]
  const { id: campaignId } = await prepareCampaign(deps, supervisor.actor, {
    districtId: sceneDistrict,
    title: '2026年冬季专项排查',
    basis: '关于开展专项排查的通知',
    basisNumber: '临政办〔2026〕10号',
    unitKinds: ['department'],
    forms: ['annex1'],
    filingUntil: civilDate('2026-10-20'),
    reminderDays: [1],
    contact: '政务公开科',
    repeatReason: '换届后责任人变动',
  })
  const front = async (who: SignedIn) => (await web.app.request('/', { headers: who.headers })).text()
  expect(await front(head)).toContain('批准专项排查 1 件')
  await sendCampaignBack(deps, head.actor, { districtId: sceneDistrict, campaignId, version: 1, reason: '过于频繁' })
  expect(await front(head)).not.toContain('批准专项排查 1 件')
  expect(await front(supervisor)).toMatch(/filing\?state=returned[^]*修改退回的专项排查 1 件/)
})

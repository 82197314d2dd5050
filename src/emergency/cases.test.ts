import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blank } from '../../tests/support/asked-district.ts'
import { sceneDesk, type SceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict as districtId, type SignedIn } from '../../tests/support/scene.ts'
import { docxText } from '../../tests/golden/papers/read-paper.ts'
import { changeSetting } from '../access/index.ts'
import { civilDate, fixedClock, type Instant, instantFromLocal } from '../calendar/index.ts'
import { matchList } from '../cleanup/concealment/verbs/match-list.ts'
import { paperText } from '../documents/index.ts'
import { reportProblem } from '../monitoring/verbs/report-problem.ts'
import { setDuty, unitCard } from '../registry/index.ts'
import { eventsOf } from '../trail/index.ts'
import { actHoursKey, type Action, type Kind } from './model.ts'
import { printPaper, takePaper } from './print-paper.ts'
import { countCases, openCases, readCase, stepsOf } from './queries.ts'
import { clocksOf } from './rules.ts'
import { emergencyRoutes } from './routes.tsx'
import { openEmergency, type OpenInput } from './verbs/open-case.ts'
import { type StepInput, takeStep } from './verbs/take-step.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-emergency-'))
let desk: SceneDesk
let supervisor: SignedIn
let head: SignedIn
let water: string
let account: string

// It is 12:00 of the scene's day.
const at = (time: string): Instant => instantFromLocal(`2026-10-09 ${time}`)!
const deps = () => ({ ...desk.deps, clock: fixedClock(at('12:00')), wall: fixedClock(at('12:00')) })
const file = { name: '证明.png', bytes: blank }

beforeAll(async () => {
  desk = await sceneDesk('emergency', emergencyRoutes, dataDir)
  supervisor = await desk.scene.signIn('supervisor')
  head = await desk.scene.signIn('office_head')
  water = desk.scene.units['临湖区水务局']!
  account = desk.scene.accounts['临湖区水务局/weibo/临湖水务']!
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

let minute = 0
/** Opens a case at a minute of its own, and hands out its steps. */
async function opened(kind: Kind, more: Partial<OpenInput> = {}) {
  const startedAt = at(`09:${String(minute++).padStart(2, '0')}`)
  const about: Partial<OpenInput> =
    kind === 'impostor'
      ? { name: '临湖水务官方', platform: 'douyin', link: 'https://example.cn/fake' }
      : kind === 'secret'
        ? { accountId: account, reference: '临保移〔2026〕3号' }
        : kind === 'grave-event' || kind === 'opinion'
          ? { name: '自来水浑浊' }
          : { accountId: account }
  const { id } = await openEmergency(deps(), supervisor.actor, { districtId, kind, startedAt, ...about, ...more })
  const now = async () => (await readCase(desk.deps.db, districtId, id))!
  const step = async (action: Action, input: Partial<StepInput> = {}, who = supervisor) =>
    takeStep(deps(), who.actor, {
      districtId,
      caseId: id,
      version: (await now()).version,
      action,
      at: at(action === 'conclude' || action === 'close' ? '11:59' : '10:30'),
      ...input,
    })
  return { id, now, step, steps: async () => (await stepsOf(desk.deps.db, districtId, [id])).get(id) ?? [] }
}
const call = { called: 'direct', dueAt: at('12:30'), words: '请立即删除' } as const
const report = (id: string) =>
  takePaper(deps(), supervisor.actor, { districtId, caseId: id, paper: 'report', body: null })

describe('severe content', () => {
  it('is told by phone before anything is confirmed, put right, concluded, printed and closed; then only added to', async () => {
    const one = await opened('content')
    await one.step('call', call)
    await one.step('answer', { at: at('10:40'), words: '马上核查' })
    await one.step('preserve', { file })
    await one.step('fix', { at: at('11:15'), words: '已删除', file })
    const done = { ...(await one.now()), steps: await one.steps() }
    expect(clocksOf(done, at('12:00')).map(({ standing }) => standing)).toEqual(['done', 'met'])
    await one.step('conclude', { words: '系笔误，已删除' })
    await expect(one.step('close')).rejects.toMatchObject({ code: 'emergency.report-not-printed' })
    await report(one.id)
    await one.step('amend', { words: '删除时间以截图为准' })
    // What was entered since stands in no report that was printed before.
    await expect(one.step('close')).rejects.toMatchObject({ code: 'emergency.report-not-printed' })
    await report(one.id)
    expect(await one.step('close')).toMatchObject({ state: 'closed' })
    await expect(one.step('fix', { words: '再次删除', file })).rejects.toMatchObject({
      code: 'emergency.action-not-allowed',
    })
    expect(await one.step('amend', { words: '附注' })).toMatchObject({ state: 'closed' })
  })

  it('is no finding: nothing is put on the bench, and the notices are counted apart', async () => {
    const { rows } = await desk.owner((client) =>
      client.query<{ findings: number; problems: number }>(
        `select (select count(*)::int from finding) as findings, (select count(*)::int from reported_problem) as problems`,
      ),
    )
    expect(rows[0]).toEqual({ findings: 0, problems: 0 })
    const year = { from: instantFromLocal('2026-01-01 00:00')!, to: instantFromLocal('2027-01-01 00:00')! }
    expect(await countCases(desk.deps.db, districtId, year)).toContainEqual({ kind: 'content', cases: 1, notices: 1 })
  })

  it('is demanded within the hours that the district has set for the day', async () => {
    const ground = { districtId, effectiveFrom: civilDate('2026-10-09'), source: '临应急〔2026〕1号' }
    expect((await (await opened('content')).now()).actHours).toBe(2)
    await changeSetting(deps(), head.actor, { key: actHoursKey, value: 4, ...ground })
    expect((await (await opened('content')).now()).actHours).toBe(4)
    await changeSetting(deps(), head.actor, { key: actHoursKey, value: 2, ...ground })
  })
})

describe('what can’t be is refused with a sentence', () => {
  it.each<[string, Kind, Partial<OpenInput>, string]>([
    ['found out in the future', 'content', { startedAt: at('12:01') }, 'emergency.in-future'],
    ['no account', 'content', { accountId: undefined }, 'emergency.not-complete'],
    [
      'an account that isn’t there',
      'stolen',
      { accountId: '00000000-0000-7000-8000-000000000000' },
      'record.not-found',
    ],
    ['an impostor without a name', 'impostor', { name: ' ' }, 'emergency.not-complete'],
    ['an impostor nowhere', 'impostor', { platform: undefined }, 'emergency.not-complete'],
    ['a link that is none', 'impostor', { link: 'javascript:alert(1)' }, 'emergency.link-unreadable'],
    [
      'a found account that nobody found',
      'impostor',
      { matchId: '00000000-0000-7000-8000-000000000000' },
      'emergency.not-found-impostor',
    ],
    ['an event without a name', 'opinion', { name: '' }, 'emergency.not-complete'],
    ['a leak with a title', 'secret', { name: '某文件' }, 'emergency.secret-content'],
    ['a leak with a link', 'secret', { link: 'https://example.cn/1' }, 'emergency.secret-content'],
    ['a leak without a number', 'secret', { reference: '' }, 'emergency.secret-reference'],
    ['a leak whose number tells of it', 'secret', { reference: '某会议纪要，第三页' }, 'emergency.secret-reference'],
    ['a leak told as a number', 'secret', { reference: '2026年某演习在东山' }, 'emergency.secret-reference'],
    [
      'a finding of another account',
      'content',
      { findingId: '00000000-0000-7000-8000-000000000000' },
      'emergency.other-account',
    ],
  ])('opening: %s', async (_what, kind, more, code) => {
    await expect(opened(kind, more)).rejects.toMatchObject({ code })
  })

  it.each<[string, Kind, Action, Partial<StepInput>, string]>([
    ['in the future', 'content', 'call', { ...call, at: at('12:01') }, 'emergency.in-future'],
    [
      'a handover before the report',
      'content',
      'transfer',
      { body: 'police', at: at('08:59') },
      'emergency.before-report',
    ],
    [
      'an answer before the call',
      'content',
      'answer',
      { words: '好', at: at('10:29') },
      'emergency.answer-before-call',
    ],
    ['demanded before it was told', 'content', 'call', { ...call, dueAt: at('10:30') }, 'emergency.due-before-call'],
    ['nobody called', 'content', 'call', { ...call, called: undefined }, 'emergency.not-complete'],
    ['nothing said', 'content', 'call', { ...call, words: ' ' }, 'emergency.not-complete'],
    ['a deletion without proof', 'content', 'fix', { words: '已删除' }, 'emergency.proof-required'],
    ['evidence of nothing', 'content', 'preserve', { words: '看过' }, 'emergency.evidence-required'],
    [
      'evidence of another account',
      'content',
      'preserve',
      { evidenceId: '00000000-0000-7000-8000-000000000000' },
      'emergency.other-account',
    ],
    ['a link to nothing', 'content', 'link', {}, 'emergency.not-complete'],
    ['handed over to nobody', 'content', 'transfer', {}, 'emergency.not-complete'],
    ['more words than can be read', 'content', 'amend', { words: '长'.repeat(1001) }, 'emergency.words-too-long'],
    ['concluded without reasons', 'content', 'conclude', { words: '属实' }, 'emergency.reasons-required'],
    ['a step of another kind', 'content', 'verify', { words: '属实' }, 'emergency.action-not-allowed'],
    ['a case to the secrecy office', 'content', 'transfer', { body: 'secrecy' }, 'emergency.other-body'],
    [
      'a leak to the police',
      'secret',
      'transfer',
      { body: 'police', reference: '临保移〔2026〕3号' },
      'emergency.other-body',
    ],
    [
      'concluded before its call',
      'secret',
      'conclude',
      { reference: '3号', at: at('10:29'), reasons: { answer: 'advised', transfer: 'advised', fix: 'advised' } },
      'emergency.before-step',
    ],
    ['a leak in words', 'secret', 'call', { ...call, words: '某文件' }, 'emergency.secret-content'],
    ['a leak with a file', 'secret', 'fix', { file }, 'emergency.secret-content'],
    ['a leak handed over without a number', 'secret', 'transfer', { body: 'secrecy' }, 'emergency.secret-reference'],
    [
      'a leak with a reason in words',
      'secret',
      'conclude',
      { reference: '3号', reasons: { transfer: '某文件' } },
      'emergency.reasons-required',
    ],
  ])('a step: %s', async (_what, kind, action, input, code) => {
    const one = await opened(kind)
    await one.step('call', kind === 'secret' ? { ...call, words: undefined } : call)
    const before = await one.now()
    await expect(one.step(action, input)).rejects.toMatchObject({ code })
    expect(await one.now()).toEqual(before)
  })

  it('two people at once: the same thing is one case, and nobody’s step is written over', async () => {
    const startedAt = at('08:00')
    const input = { districtId, kind: 'content', accountId: account, startedAt } as const
    const both = await Promise.allSettled([
      openEmergency(deps(), supervisor.actor, input),
      openEmergency(deps(), supervisor.actor, input),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const one = await opened('content')
    const { version } = await one.now()
    const steps = await Promise.allSettled([
      one.step('call', { ...call, version }),
      one.step('call', { ...call, version }),
    ])
    expect(steps.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(steps.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'record.changed-meanwhile' },
    })
  })

  it('nobody but the supervisor works on a case', async () => {
    const one = await opened('content')
    await expect(one.step('call', call, head)).rejects.toMatchObject({ code: 'access.denied' })
    const editor = await desk.scene.signIn('unit_editor', { unit: '临湖区水务局', name: 'opens' })
    for (const { actor } of [head, editor])
      await expect(
        openEmergency(deps(), actor, { districtId, kind: 'content', accountId: account, startedAt: at('08:05') }),
      ).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('an impostor', () => {
  it('is taken from 瞒报漏报核查, verified, asked to be closed, handed over, removed; what isn’t done has its reason', async () => {
    const bytes = new TextEncoder().encode(
      '平台,账号名称,账号ID,认证主体,主页链接\n微信公众号,临湖水务,lhsw888,李某,https://example.cn/lhsw888',
    )
    await matchList(deps(), supervisor.actor, { districtId, fileName: '发现.csv', bytes })
    const { rows } = await desk.owner((client) =>
      client.query<{ id: string; kind: string }>('select id, kind from concealment_match'),
    )
    expect(rows[0]?.kind).toBe('impostor')
    const one = await opened('impostor', { matchId: rows[0]!.id, name: undefined, platform: undefined })
    expect(await one.now()).toMatchObject({
      name: '临湖水务',
      platform: 'wechat_official',
      link: 'https://example.cn/lhsw888',
    })
    expect(await (await desk.get(`/emergency/${one.id}`, supervisor)).text()).toContain(`/${rows[0]!.id}">瞒报漏报核查`)
    await one.step('preserve', { file })
    await one.step('verify', { words: '区水务局确认不是本单位账号，联系人13800001111' })
    await one.step('request', { reference: 'TS2026-88' })
    await one.step('remove', { words: '平台已封禁', file })
    await expect(one.step('conclude', { words: '已关停' })).rejects.toMatchObject({
      code: 'emergency.reasons-required',
      params: { steps: '移送' },
    })
    expect(await (await desk.get(`/emergency/${one.id}`, supervisor)).text()).toContain('还有 1 项应办')
    await one.step('conclude', { words: '已关停', reasons: { transfer: '平台当日处置，未造成后果' } })
    // What has its reason is owed no longer.
    expect(await (await desk.get(`/emergency/${one.id}`, supervisor)).text()).toMatch(/打印报告后结案(?![\s\S]*>应办<)/)
    const { content } = await report(one.id)
    const said = paperText(content)
    // Nobody judges an impostor: whether it is a fault is no question.
    expect(said).not.toContain('是否构成问题')
    for (const words of ['10月9日10:30', '平台已封禁', '未造成后果', '138****1111']) expect(said).toContain(words)
    expect(said).not.toContain('13800001111')
    const asked = { districtId, caseId: one.id, paper: 'request', body: null } as const
    const request = paperText((await takePaper(deps(), supervisor.actor, asked)).content)
    expect(request).toContain('要求第三方平台立即关停，并通报有关部门依法依规处置')
    expect(request).toMatch(/[0-9a-f]{64}/)
  })
})

describe('a leak', () => {
  it('leaves numbers and handovers alone: in the case, the trail and every paper', async () => {
    const one = await opened('secret')
    await one.step('call', { ...call, words: undefined })
    await one.step('transfer', { body: 'secrecy', reference: '临保移〔2026〕3号' })
    await one.step('conclude', { reference: '保办〔2026〕9号', reasons: { answer: 'advised', fix: 'advised' } })
    const steps = await one.steps()
    expect(steps.flatMap(({ words, fileId, evidenceId }) => [words, fileId, evidenceId]).filter(Boolean)).toEqual([])
    const asked = { districtId, caseId: one.id, paper: 'transfer', body: 'secrecy' } as const
    const wrong = takePaper(deps(), supervisor.actor, { ...asked, body: 'police' })
    await expect(wrong).rejects.toMatchObject({ code: 'record.not-found' })
    const handed = paperText((await takePaper(deps(), supervisor.actor, asked)).content)
    expect(handed).toContain('临保移〔2026〕3号')
    for (const name of ['临湖水务', '水务局']) expect(handed).not.toContain(name)
    await report(one.id)
    await one.step('close')
  })

  it('whose mark is typed into a field is stopped at the door, and kept nowhere', async () => {
    const one = await opened('content')
    const form = { action: 'call', version: '1', called: 'direct', at: '2026-10-09T09:00', dueAt: '2026-10-09T11:00' }
    const sent = await desk.post(`/emergency/${one.id}`, { ...form, words: '机密★10年 某事' }, supervisor)
    expect(sent.status).toBe(422)
    expect(await sent.text()).not.toContain('某事')
    expect(await one.steps()).toEqual([])
  })
})

describe('papers', () => {
  it('say later what they said when they were printed, as docx and as draft before there is a conclusion', async () => {
    const one = await opened('opinion')
    await one.step('respond', { words: '已在“临湖发布”回应' })
    const draft = await printPaper(
      deps(),
      supervisor.actor,
      { districtId, caseId: one.id, paper: 'report', body: null },
      { format: 'docx', demo: false },
    )
    expect(docxText(draft.bytes)).toContain('尚未提出处置结论')
    expect((await report(one.id)).draft).toBe(true)
    await one.step('conclude', { words: '舆情平息' })
    const { version } = await one.now()
    // Whoever only reads prints nothing new, by which a case could be closed, and reads what was printed.
    const asked = { districtId, caseId: one.id, paper: 'report', body: null } as const
    await expect(takePaper(deps(), head.actor, asked)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(one.step('close')).rejects.toMatchObject({ code: 'emergency.report-not-printed' })
    const first = await report(one.id)
    await one.step('amend', { words: '后续补记' })
    const later = { ...deps(), clock: fixedClock(instantFromLocal('2026-11-09 10:00')!) }
    const again = await takePaper(later, supervisor.actor, {
      districtId,
      caseId: one.id,
      paper: 'report',
      body: null,
      version,
    })
    expect(again.content).toEqual(first.content)
    expect((await takePaper(later, head.actor, { ...asked, version })).content).toEqual(first.content)
    // A step that was entered long after it happened says so.
    expect(paperText(first.content)).toContain('已在“临湖发布”回应；10月9日12:00补登')
    expect(paperText((await report(one.id)).content)).toContain('后续补记')
    const kinds = (await eventsOf(desk.deps.db, districtId, { kind: 'emergency', id: one.id })).map(
      ({ action }) => action,
    )
    expect(kinds.filter((action) => action === 'emergency.paper-printed')).toHaveLength(4)
  })
})

describe('pages', () => {
  const text = async (path: string, who: SignedIn) => (await desk.get(path, who)).text()

  it('lead from kind to account to the case; what was typed wrong comes back, and a number is shown once it is asked for', async () => {
    await setDuty(deps(), supervisor.actor, {
      districtId,
      unitId: water,
      duty: 'direct',
      version: 1,
      state: 'filled',
      name: '周某',
      phone: '13912345678',
    })
    expect(await text('/emergency/new', supervisor)).toContain('/emergency/new?kind=secret')
    expect(await text(`/emergency/new?kind=secret&account=${account}`, supervisor)).not.toContain(
      '即可作风险提示、固定证据',
    )
    expect(await text('/emergency/new?kind=content&q=水务', supervisor)).toContain(`account=${account}`)
    const form = { kind: 'content', account, startedAt: '2026-10-09T08:30', link: 'example.cn' }
    const wrong = await desk.post('/emergency/new', form, supervisor)
    expect([wrong.status, (await wrong.text()).includes('value="example.cn"')]).toEqual([422, true])
    const made = await desk.post('/emergency/new', { ...form, link: 'https://example.cn/1' }, supervisor)
    const path = made.headers.get('location')!
    const page = await text(path, supervisor)
    expect(page).toContain('139****5678')
    // Whom one called is said by who called; there is nothing yet that the case could be linked with.
    expect(page).toMatch(/name="called"[^>]*><option value="" selected[^>]*>请选择/)
    expect(page).not.toContain('关联监测线索')
    expect(page).not.toContain('13912345678')
    const [, personId] = /name="personId" value="([^"]+)"/.exec(page)!
    expect(await (await desk.post(`${path}/reveal`, { personId: personId! }, supervisor)).text()).toContain(
      '13912345678',
    )
    // Somebody of another unit is not to be had by his number in the address.
    const school = desk.scene.units['临湖区教育局']!
    const theirs = { districtId, unitId: school, duty: 'direct', version: 1, state: 'filled' } as const
    await setDuty(deps(), supervisor.actor, { ...theirs, name: '吴某', phone: '13712345678' })
    const { duties } = await unitCard(desk.deps, { districtId }, school)
    const other = duties.find(({ person }) => person?.name === '吴某')!.person!.personId
    const stranger = await desk.post(`${path}/reveal`, { personId: other }, supervisor)
    expect([stranger.status, (await stranger.text()).includes('13712345678')]).toEqual([404, false])
    const early = await desk.post(
      path,
      {
        action: 'call',
        version: '1',
        called: 'direct',
        at: '2026-10-09T08:00',
        dueAt: '2026-10-09T11:00',
        words: '请删除',
      },
      supervisor,
    )
    const answered = await early.text()
    expect([early.status, answered.includes('早于发现时间'), answered.includes('请删除')]).toEqual([422, true, true])
    expect(await text(path, head)).not.toContain('<form class="in"')
    const editor = await desk.scene.signIn('unit_editor', { unit: '临湖区水务局' })
    expect((await desk.get(path, editor)).status).toBe(403)
  })

  it('list the case first whose clock runs out first', async () => {
    const open = await openCases(desk.deps.db, districtId)
    expect(open.length).toBeGreaterThan(3)
    const page = await text('/emergency', head)
    const ids = [...page.matchAll(/class="nm" href="\/emergency\/([^"]+)"/g)].map(([, id]) => id)
    const ends = ids.flatMap((id) => {
      const one = open.find((each) => each.id === id)
      const clocks = one ? clocksOf(one, desk.deps.clock.now()) : []
      const running = clocks.filter(({ standing }) => ['now', 'running', 'overdue'].includes(standing))
      return running.length > 0 ? [running.map(({ dueAt, startsAt }) => dueAt ?? startsAt!).sort()[0]!] : []
    })
    expect(ends).toEqual([...ends].sort())
  })

  it('of a reported problem: it may be linked, and stays what it is', async () => {
    const reviewer = await desk.scene.signIn('reviewer')
    const problem = await reportProblem(deps(), reviewer.actor, {
      districtId,
      accountId: account,
      indicator: 'N-NM-01a',
      seenOn: civilDate('2026-10-09'),
      what: '标题有误',
    })
    const one = await opened('content', { problemId: problem.id })
    expect(await (await desk.get(`/emergency/${one.id}`, supervisor)).text()).toContain(`/problems/of/${account}`)
    expect(await one.step('link', { problemId: problem.id })).toMatchObject({ state: 'reported' })
  })
})

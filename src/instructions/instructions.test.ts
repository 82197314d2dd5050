import { expect, it } from 'vitest'
import { instructionDesk } from '../../tests/support/instruction-desk.ts'
import { districtId } from '../../tests/support/monitored-district.ts'
import type { Actor, Deps } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { type Environment, runCli } from '../cli/index.ts'
import { verifyTrail } from '../trail/index.ts'
import { isLate, quotes } from './model.ts'
import { listTasks, tasksOf } from './queries.ts'
import { acceptTask, answerTask, assignTask, extendTask, passTaskOn, returnTask, takeTaskBack } from './verbs/tasks.ts'
import {
  checkTranscription,
  differTranscription,
  reopenTranscription,
  transcribe,
  waiveTasks,
  withdrawInstruction,
} from './verbs/transcription.ts'

const words = '请水务局本周内把停更的原因说清楚，责任到人。'

it.each([
  [words, words, true],
  [`转办：请水务局本周内把停更的原因说清楚、责任到人`, words, true],
  [
    '同意，并请把停更两个月的前因后果和整改责任人一并写清楚报我',
    '望把停更两个月的前因后果和整改责任人一并写清楚',
    true,
  ],
  ['水务局账号为什么又停更，要有人负责', '水务局账号为什么又停更，要有人负责。请抓紧整改', true],
  ['查明停更原因，明确责任人', words, false],
  ['请抓紧整改落实，10月底前书面反馈', '请抓紧整改落实。水务局要说清楚为什么。', false],
  ['已阅', '已阅', false],
])('交办要点 “%s” repeat the words of “%s”: %s', (essentials, given, wanted) => {
  expect(quotes(essentials, given)).toBe(wanted)
})

it('a photo is transcribed by one person and checked by another, and only then given out', async () => {
  const desk = await instructionDesk()
  const { deps, actor } = desk
  await desk.submit()
  const { id: instructionId } = await desk.register()
  const at = (version: number) => ({ districtId, instructionId, version })
  const task = { unitId: desk.units.water, essentials: '查明停更原因', dueOn: civilDate('2026-10-30') }
  const refused = async (doing: Promise<unknown>, code: string) => expect(doing).rejects.toMatchObject({ code })
  await refused(assignTask(deps, actor('head'), { ...at(1), ...task }), 'instruction.action-not-allowed')
  await refused(transcribe(deps, actor('head'), { ...at(1), words: ' ' }), 'instruction.words-required')
  await transcribe(deps, actor('supervisor'), { ...at(1), words: '请水务局说清楚' })
  await refused(checkTranscription(deps, actor('supervisor'), at(2)), 'access.maker-is-checker')
  await refused(differTranscription(deps, actor('supervisor'), { ...at(2), note: '错' }), 'access.maker-is-checker')
  await refused(differTranscription(deps, actor('head'), at(2)), 'instruction.words-required')
  await differTranscription(deps, actor('head'), { ...at(2), note: '漏了后半句' })
  await transcribe(deps, actor('head'), { ...at(3), words })
  // Whoever transcribed it last is its maker.
  await refused(checkTranscription(deps, actor('head'), at(4)), 'access.maker-is-checker')
  await refused(assignTask(deps, actor('head'), { ...at(4), ...task }), 'instruction.action-not-allowed')
  await checkTranscription(deps, actor('second'), at(4))
  expect(await desk.read(instructionId)).toMatchObject({
    state: 'standing',
    transcribedBy: actor('head').id,
    checkedBy: actor('second').id,
  })
  await refused(
    assignTask(deps, actor('head'), { ...at(5), ...task, essentials: words }),
    'instruction.essentials-quote',
  )
  await reopenTranscription(deps, actor('head'), { ...at(5), note: '一个字看错' })
  expect(await desk.read(instructionId)).toMatchObject({ state: 'to-transcribe', checkedBy: null })
  await refused(withdrawInstruction(deps, actor('head'), at(6)), 'instruction.words-required')
  await withdrawInstruction(deps, actor('head'), { ...at(6), note: '传错了照片' })
  await refused(transcribe(deps, actor('head'), { ...at(7), words }), 'instruction.action-not-allowed')

  // What the leader typed himself stands, and is nobody's to rewrite.
  const { id: typed } = await desk.write('已阅')
  const own = (version: number) => ({ districtId, instructionId: typed, version })
  await refused(reopenTranscription(deps, actor('head'), { ...own(1), note: '改' }), 'instruction.own-words')
  await refused(withdrawInstruction(deps, actor('head'), { ...own(1), note: '不作数' }), 'instruction.own-words')
  await waiveTasks(deps, actor('head'), own(1))
  expect(await desk.read(typed)).toMatchObject({ state: 'standing', withoutTasks: true })
  expect((await verifyTrail(deps.db, districtId)).every(({ whole }) => whole)).toBe(true)
})

it('a task goes to a standing unit until a working day, is answered, sent back, ended, and taken back with a reason', async () => {
  const desk = await instructionDesk()
  const { deps, actor, units } = desk
  await desk.submit()
  const { id: instructionId } = await desk.write(words)
  const refused = async (doing: Promise<unknown>, code: string) => expect(doing).rejects.toMatchObject({ code })
  const assign = (version: number, more: object = {}, who: Actor = actor('supervisor')) => {
    const task = { unitId: units.water, essentials: '查明停更原因', dueOn: civilDate('2026-10-30'), ...more }
    return assignTask(deps, who, { districtId, instructionId, version, ...task })
  }
  const gone = await desk.unit('临湖区林业局')
  await desk.database.owner((owner) =>
    owner.query(`update unit set state = 'merged', merged_into = '${units.town}' where id = '${gone}'`),
  )
  for (const [more, code] of [
    [{ dueOn: civilDate('2026-10-31') }, 'instruction.due-on-rest-day'],
    [{ dueOn: civilDate('2026-10-09') }, 'instruction.due-past'],
    [{ essentials: '' }, 'instruction.words-required'],
    [{ essentials: '查'.repeat(201) }, 'instruction.too-long'],
    [{ unitId: gone }, 'instruction.unit-gone'],
    [{ unitId: instructionId }, 'record.not-found'],
  ] as const)
    await refused(assign(1, more), code)
  await refused(assign(1, {}, actor('leader')), 'access.denied')
  await refused(assign(1, {}, actor('water')), 'access.denied')
  await refused(assign(9), 'record.changed-meanwhile')
  await assign(1)
  await assign(2, { unitId: units.town, essentials: '排定更新计划' })
  await refused(waiveTasks(deps, actor('head'), { districtId, instructionId, version: 3 }), 'instruction.has-tasks')

  const tasks = await tasksOf(deps.db, districtId, instructionId)
  const [water, town] = tasks.map(({ id: taskId }) => ({ districtId, instructionId, taskId }))
  const on = (task: typeof water, version: number, note?: string) => ({ ...task!, version, note })
  const until = (day: string) => ({ dueOn: civilDate(day) })
  const late: Deps = desk.at('2026-11-02T01:00:00.000Z')
  await refused(answerTask(deps, actor('town'), on(water, 1, '替人作答')), 'access.denied')
  await refused(answerTask(deps, actor('water'), on(water, 1, ' ')), 'instruction.words-required')
  await refused(acceptTask(deps, actor('head'), on(water, 1)), 'instruction.action-not-allowed')
  await answerTask(deps, actor('water'), on(water, 1, '已查明'))
  await refused(acceptTask(deps, actor('water'), on(water, 2)), 'access.denied')
  await refused(
    returnTask(deps, actor('head'), { ...on(water, 2), ...until('2026-11-05') }),
    'instruction.words-required',
  )
  // What it adds after that day, while nobody has looked, makes nothing late that came in time.
  await answerTask(late, actor('water'), on(water, 2, '已查明，另附说明'))
  const [supplemented] = await tasksOf(deps.db, districtId, instructionId)
  expect([supplemented!.answer, isLate(supplemented!, civilDate('2026-11-02'))]).toEqual(['已查明，另附说明', false])
  // The unit reads why: the leader's words stand in no reason.
  for (const doing of [
    () => returnTask(late, actor('head'), { ...on(water, 3, `批示：${words}`), ...until('2026-11-05') }),
    () => extendTask(late, actor('head'), { ...on(town, 1, words), ...until('2026-11-06') }),
    () => takeTaskBack(late, actor('head'), on(water, 3, words)),
  ])
    await refused(doing(), 'instruction.essentials-quote')
  // Looked at after its last day: the unit has days again, and is not late for it.
  await returnTask(late, actor('head'), { ...on(water, 3, '责任人没有写'), ...until('2026-11-05') })
  const state = async (name: 'pending' | 'late', day: string) =>
    (await listTasks(deps.db, { districtId }, { state: name, offset: 0, limit: 9 }, civilDate(day))).rows.map(
      ({ essentials }) => essentials,
    )
  expect(await state('late', '2026-11-02')).toEqual(['排定更新计划'])
  await answerTask(late, actor('water'), on(water, 4, '已查明，责任人已明确'))
  await acceptTask(late, actor('head'), on(water, 5))
  await refused(answerTask(late, actor('water'), on(water, 6, '再报')), 'instruction.action-not-allowed')
  // A unit that was merged away since passes its task on, as it stands.
  await refused(passTaskOn(late, actor('head'), on(town, 1)), 'instruction.unit-stands')
  const merge = (into: string) =>
    desk.database.owner((owner) =>
      owner.query(`update unit set state = 'merged', merged_into = '${into}' where id = '${units.town}'`),
    )
  await merge(units.water)
  expect(await (await desk.get(`/instructions/${instructionId}`, desk.who('head'))).text()).toContain(
    '该单位已经并入“临湖区水务局”。',
  )
  await passTaskOn(late, actor('head'), on(town, 1))
  expect((await tasksOf(deps.db, districtId, instructionId))[1]).toMatchObject({ unitId: units.water, state: 'open' })
  await extendTask(late, actor('head'), { ...on(town, 2, '人员刚调整'), ...until('2026-11-06') })
  expect(await state('late', '2026-11-02')).toEqual([])
  // Entered by the office for a unit that telephoned.
  await answerTask(late, actor('supervisor'), on(town, 3, '来电：计划已报'))
  await takeTaskBack(late, actor('head'), on(town, 4, '并入年度计划'))
  expect(await tasksOf(deps.db, districtId, instructionId)).toMatchObject([
    { state: 'done', answer: '已查明，责任人已明确', forUnit: false },
    { state: 'withdrawn', answer: '来电：计划已报', forUnit: true },
  ])
  expect(await state('pending', '2026-11-02')).toEqual([])
})

it('its words are read by the office and the leader alone: no unit, no auditor, no trail, no digest has them', async () => {
  const desk = await instructionDesk()
  const { deps, actor, get, who, units } = desk
  await desk.submit()
  const [{ id: typed }, { id: handwritten }] = [await desk.write(words), await desk.register()]
  const secret = '手写的另一句原话'
  const at = { districtId, instructionId: handwritten }
  await transcribe(deps, actor('supervisor'), { ...at, version: 1, words: secret })
  await differTranscription(deps, actor('head'), { ...at, version: 2, note: `应为“${secret}”` })
  await transcribe(deps, actor('supervisor'), { ...at, version: 3, words: secret })
  await checkTranscription(deps, actor('head'), { ...at, version: 4 })
  const dueOn = civilDate('2026-10-30')
  for (const [instructionId, version] of [
    [typed, 1],
    [handwritten, 5],
  ] as const)
    await assignTask(deps, actor('head'), {
      districtId,
      instructionId,
      version,
      unitId: units.water,
      essentials: '查明停更原因',
      dueOn,
    })
  const pages = [`/instructions/${typed}`, `/instructions/${handwritten}`, '/instructions', '/']
  for (const name of ['water', 'auditor', 'supervisor', 'leader'] as const) {
    const texts = await Promise.all(pages.map(async (path) => (await get(path, who(name))).text()))
    const seen = [words, secret].filter((each) => texts.some((text) => text.includes(each)))
    expect([name, seen.length]).toEqual([name, name === 'supervisor' || name === 'leader' ? 2 : 0])
    expect(texts.slice(0, 3).every((text) => text.includes('查明停更原因'))).toBe(true)
  }
  // Its steps stand once on its page; beside them what was looked at.
  const page = await (await get(`/instructions/${handwritten}`, who('supervisor'))).text()
  expect([page.includes('<b>交办</b>'), page.includes('<b>批示交办</b>')]).toEqual([true, false])
  const trail = await (await get('/trail', who('head'))).text()
  expect([trail.includes('录入批示文字'), trail.includes(secret), trail.includes(words)]).toEqual([true, false, false])
  for (const [name, status] of [
    ['water', 404],
    ['auditor', 404],
    ['supervisor', 200],
    ['leader', 200],
  ] as const)
    expect((await get(`/instructions/${handwritten}/files/1-1`, who(name))).status).toBe(status)
  // Nor does the trail of who looked at a photo tell its name, which may be what stands on it.
  const looked = await (await get('/trail', who('head'))).text()
  expect([looked.includes('查看批示原件'), looked.includes('手写件1'), looked.includes('批示.png')]).toEqual([
    true,
    true,
    false,
  ])
  // Another unit has no task of it, and learns nothing of it.
  expect((await get(`/instructions/${typed}`, who('town'))).status).toBe(404)
  const stored = await desk.database.owner(async (owner) => {
    const tables = ['instruction', 'instruction_task', 'trail_event', 'quarterly_report', 'said_words']
    const rows: string[] = []
    for (const table of tables) {
      const found = await owner.query(`select t::text as row from ${table} t`)
      rows.push(...found.rows.map(({ row }: { row: string }) => row))
    }
    return rows.join('\n')
  })
  expect([stored.includes(words), stored.includes(secret)]).toEqual([false, false])
})

it('comes back on its page with what was typed, and is counted at every desk', async () => {
  const desk = await instructionDesk()
  const { get, post, who, units } = desk
  await desk.submit()
  const { id } = await desk.write(words)
  const path = `/instructions/${id}`
  const sent = { form: 'assign', action: 'assign', version: '1', unitId: units.water, dueOn: '2026-10-31' }
  const answer = await post(path, { ...sent, essentials: '查明停更原因' }, who('supervisor'))
  const page = await answer.text()
  expect([answer.status, page.includes('请改为2026年10月30日或2026年11月2日'), page.includes('查明停更原因')]).toEqual([
    422,
    true,
    true,
  ])
  const bench = async (name: string) => (await get('/', who(name))).text()
  expect(await bench('supervisor')).toContain('交办批示 1 件')
  await post(path, { ...sent, essentials: '查明停更原因', dueOn: '2026-10-30' }, who('supervisor'))
  expect(await bench('water')).toContain('10月30日前反馈办理情况')
  const [task] = await tasksOf(desk.deps.db, districtId, id)
  const reply = { form: 'answer-1', action: 'answer', version: '1', taskId: task!.id, note: '已查明' }
  const done = await post(path, { ...reply, 'file-1': new File([new Uint8Array([1])], '证明.exe') }, who('water'))
  expect([done.status, (await done.text()).includes('已查明')]).toEqual([415, true])
  expect((await post(path, reply, who('water'))).status).toBe(303)
  expect(await bench('head')).toContain('审核批示办理情况 1 项')
})

it('instructions list and show tell 交办要点 and states at the terminal, and not a word of the instruction', async () => {
  const desk = await instructionDesk()
  const { deps, actor, units } = desk
  await desk.submit()
  const { id: instructionId } = await desk.write(words)
  const dueOn = civilDate('2026-10-13')
  const given = { districtId, instructionId, version: 1, unitId: units.water, essentials: '查明停更原因', dueOn }
  await assignTask(deps, actor('head'), given)
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const nothing = () => Promise.reject(new Error('not asked for'))
  const open = () =>
    Promise.resolve({
      deps: desk.at('2026-10-14T01:00:00.000Z'),
      demo: false,
      describe: nothing,
      close: () => Promise.resolve(),
    })
  const terminal: Environment = {
    osUser: 'test',
    out: { result: say, say, progress: () => undefined },
    open,
    serve: nothing,
    makeDemo: nothing,
  }
  const run = (...asked: string[]) => runCli(['instructions', ...asked, '--district', districtId], terminal)
  expect(await run('list', '--json')).toBe(0)
  const task = {
    instruction: instructionId,
    unit: '临湖区水务局',
    essentials: '查明停更原因',
    state: 'open',
    late: true,
  }
  expect(JSON.parse(said.at(-1)!).tasks).toMatchObject([task])
  expect(await run('show', instructionId, '--json')).toBe(0)
  expect(JSON.parse(said.at(-1)!)).toMatchObject({ state: 'standing', tasks: [task] })
  expect(await run('show', instructionId)).toBe(0)
  expect(said.at(-1)).toContain('查明停更原因　2026-10-13前　待办理，逾期')
  expect(said.join('\n')).not.toContain(words)
  expect(await run('show', '没有的')).toBe(1)
})

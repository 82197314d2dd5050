import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { type KeptList, textChecker, type ThreadJob } from './index.ts'

const job = (over: Partial<ThreadJob> = {}): ThreadJob => ({
  text: '各级攻府要落实有线责任。',
  on: civilDate('2026-10-12'),
  links: [],
  rules: true,
  typo: false,
  seed: true,
  silenced: { names: [], ignored: [] },
  ...over,
})
let asked = 0
const list = (stamp: string, ...lines: object[]): KeptList => ({
  key: 'words',
  stamp,
  async *pieces() {
    asked += 1
    for (const line of lines) yield JSON.stringify(line)
  },
})
const entry = { id: 'e', wrong: '区卫计委', gate: 'wording', severity: 'confirm', source: 't' }
const observed = ({ findings }: Awaited<ReturnType<ReturnType<typeof textChecker>['check']>>) =>
  findings.map((one) => one.observed)
/** A thread that answers as the lines of its program say. */
const program = (lines: string) => () =>
  new Worker(
    `const { parentPort } = require('node:worker_threads'); parentPort.on('message', (told) => { ${lines} })`,
    {
      eval: true,
    },
  )
const ANSWERS = `if (told.kind === 'check') parentPort.postMessage({ id: told.id, check: { findings: [], notChecked: [] } })`

it('a long text is checked while others are answered', async () => {
  const { check } = textChecker()
  const order: string[] = []
  await check(job())
  const long = check(
    job({ typo: true, text: '各地各部门要统筹推进春耕备耕，落实安全生产责任。\n'.repeat(3_000) }),
  ).then(() => order.push('long text'))
  for (let turn = 1; turn <= 5; turn++) {
    await new Promise((done) => setImmediate(done))
    order.push(`answer ${turn}`)
  }
  await long
  expect(order).toEqual(['answer 1', 'answer 2', 'answer 3', 'answer 4', 'answer 5', 'long text'])
})

it('a list is told once while it stays the same, and anew when a line came or went', async () => {
  const { check } = textChecker()
  const words = list('1', entry)
  const text = '区卫计委、攻府、区卫健委'
  asked = 0
  expect(observed(await check(job({ text, words })))).toEqual(['区卫计委', '攻府'])
  await check(job({ text, words }))
  expect(asked).toBe(1)
  expect(observed(await check(job({ text, words: list('2') })))).toEqual(['攻府'])
  expect(observed(await check(job({ text, words: list('3', entry), seed: false })))).toEqual(['区卫计委'])
})

it('names of a long dictionary are written as they are, and only so', async () => {
  const { check } = textChecker()
  const names = { ...list('1', { name: '攻府' }, { name: 'ＡＢ攻府' }), key: 'names' }
  expect(observed(await check(job({ names })))).toEqual([])
  expect(
    observed(await check(job({ names: { ...list('2', { name: 'ＡＢ攻府' }), key: 'names' }, text: 'AB攻府' }))),
  ).toEqual(['攻府'])
})

it('a list that could not be read ends that check alone, and is read again for the next', async () => {
  const { check } = textChecker()
  const broken: KeptList = {
    key: 'words',
    stamp: '1',
    // eslint-disable-next-line require-yield
    async *pieces() {
      yield JSON.stringify(entry)
      throw new Error('the database has gone')
    },
  }
  const text = '区卫计委'
  await expect(check(job({ text, words: broken }))).rejects.toThrow('the database has gone')
  expect(observed(await check(job({ text, words: list('1', entry, { ...entry, id: 'f', wrong: '卫计' }) })))).toEqual([
    '区卫计委',
  ])
})

it('a thread that dies ends the check of one text; the next one gets a new thread, with its lists', async () => {
  let started = 0
  const { check } = textChecker({
    start: () => {
      started += 1
      return program(started === 1 ? `if (told.kind === 'check') process.exit(7)` : ANSWERS)()
    },
  })
  const words = list('1', entry)
  asked = 0
  const [first, second] = [check(job({ words })), check(job({ words }))]
  await expect(first).rejects.toThrow('ended with code 7')
  expect(await second).toEqual({ findings: [], notChecked: [] })
  expect([started, asked]).toEqual([2, 2])
})

it('what takes too long is stopped and said so, and what waits is checked after it', async () => {
  let started = 0
  const { check } = textChecker({
    limit: (stop) => {
      if (started === 1) setImmediate(stop)
      return () => {}
    },
    start: () => ((started += 1) === 1 ? program('for (;;);')() : program(ANSWERS)()),
  })
  const [first, second] = [check(job()), check(job())]
  await expect(first).rejects.toMatchObject({ code: 'text.check-too-slow' })
  expect(await second).toEqual({ findings: [], notChecked: [] })
})

it('of more texts than may wait the last are refused, and the others are checked in their turn', async () => {
  const { check } = textChecker({ most: 2, start: program(ANSWERS) })
  const done: number[] = []
  const all = [1, 2, 3, 4].map((n) => check(job()).then(() => done.push(n)))
  await expect(all[3]).rejects.toMatchObject({ code: 'text.checks-waiting' })
  await Promise.all(all.slice(0, 3))
  expect(done).toEqual([1, 2, 3])
})

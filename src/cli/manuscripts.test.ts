import { expect, it } from 'vitest'
import { districtId } from '../../tests/support/monitored-district.ts'
import { manuscriptDesk } from '../../tests/support/manuscript-desk.ts'
import { approvedText, publishedPost } from '../../tests/support/published-posts.ts'
import { type Environment, runCli } from './index.ts'

it('manuscripts list and show: whose turn it is, every round with its pinned text and digest', async () => {
  const { deps, draft, submit, sign, second } = await manuscriptDesk()
  const id = await draft()
  await submit(id)
  await sign(second, id)
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const nothing = () => Promise.reject(new Error('not asked for'))
  const terminal: Environment = {
    osUser: 'test',
    out: { result: say, say, progress: () => undefined },
    open: () => Promise.resolve({ deps, demo: false, describe: nothing, close: () => Promise.resolve() }),
    serve: nothing,
    makeDemo: nothing,
  }
  const run = (...words: string[]) => runCli(['manuscripts', ...words, '--district', districtId], terminal)
  const answer = () => JSON.parse(said.at(-1) ?? '')
  expect(await run('list', '--json')).toBe(0)
  expect(answer()).toMatchObject({
    adopted: [{ unit: '临湖区水务局', levels: 3, endedAt: null }],
    manuscripts: [{ number: 1, title: '关于停水检修的通知', state: 'review', waitingFor: '待复审' }],
  })
  expect(await run('list', '--state', 'draft')).toBe(0)
  expect(said.at(-1)).toBe('启用先审后发的单位 1 个，稿件 0 件。')
  expect(await run('list', '--state', 'sent')).toBe(2)
  expect(await run('show', '1', '--json')).toBe(0)
  expect(answer().rounds).toMatchObject([{ round: 1, outcome: 'open', text: '10月15日8时至18时，城东片区停水检修。' }])
  expect(await run('show', '2')).toBe(1)
  expect(await run('show')).toBe(2)
})

it('approved list: posts beside what was approved, without a word of their texts', async () => {
  const desk = await manuscriptDesk()
  await approvedText(desk, { title: '关于停水检修的通知' })
  await publishedPost(desk, desk.accountId, '关于停水检修的紧急通知', '2026-10-12 11:00')
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const nothing = () => Promise.reject(new Error('not asked for'))
  const terminal: Environment = {
    osUser: 'test',
    out: { result: say, say, progress: () => undefined },
    open: () => Promise.resolve({ deps: desk.deps, demo: false, describe: nothing, close: () => Promise.resolve() }),
    serve: nothing,
    makeDemo: nothing,
  }
  const run = (...words: string[]) => runCli(['approved', 'list', ...words, '--district', districtId], terminal)
  expect(await run('--month', '2026-10', '--json')).toBe(0)
  expect(JSON.parse(said.at(-1)!)).toMatchObject({
    month: '2026-10',
    compared: 1,
    posts: [{ title: '关于停水检修的紧急通知', standing: 'edited', why: ['likely', 'title-changed'] }],
    unpublished: [],
  })
  expect(said.at(-1)).not.toContain('城东片区')
  expect(await run()).toBe(0)
  expect(said.at(-1)).toContain('2026-09 比对帖文 0 篇')
  expect(await run('--month', 'x')).not.toBe(0)
})

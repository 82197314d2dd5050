import { expect, it } from 'vitest'
import { sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict } from '../../tests/support/scene.ts'
import { type Environment, runCli } from './index.ts'

it('emergency open, list and show: in a person’s own name, with the clocks as they stand', async () => {
  const { deps, scene } = await sceneDesk('emergency-terminal', [])
  const { id } = await scene.signIn('supervisor')
  const { login } = await deps.db.selectFrom('app_user').select('login').where('id', '=', id).executeTakeFirstOrThrow()
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
  const run = (...words: string[]) => runCli(['emergency', ...words, '--district', sceneDistrict], terminal)
  const answer = () => JSON.parse(said.at(-1) ?? '')
  const account = Object.values(scene.accounts)[0]!
  const opening = ['open', '--kind', 'content', '--account', account, '--at', '2026-10-09 08:30', '--json']
  // The terminal itself opens nothing: a person does.
  expect(await run(...opening)).toBe(1)
  expect(await run(...opening, '--as', login)).toBe(0)
  const { id: opened } = answer()
  expect(await run('list', '--json')).toBe(0)
  expect(answer().cases).toMatchObject([
    {
      id: opened,
      kind: 'content',
      state: 'reported',
      clocks: [{ standing: 'now', minutes: 30 }, { standing: 'waiting' }],
    },
  ])
  expect(await run('show', opened, '--json')).toBe(0)
  expect(answer()).toMatchObject({ id: opened, steps: [] })
  expect(await run('list')).toBe(0)
  expect(said.at(-1)).toContain('电话风险提示：应立即办理，已过30分钟')

  const refused = async (...words: string[]) => [await run(...words, '--as', login), said.at(-1)]
  expect(await refused('open', '--kind', 'flood')).toEqual([2, expect.anything()])
  expect(await refused('open', '--kind', 'content', '--account', account, '--at', '明天')).toEqual([
    1,
    '发现时间“明天”不是完整的日期和时间，应写作 2026-10-09 09:30 这样的形式。',
  ])
  const leak = ['open', '--kind', 'secret', '--account', account, '--reference', '3号']
  expect(await refused(...leak, '--name', '某文件')).toEqual([1, expect.stringContaining('泄密事项只登记编号')])
  expect(await refused(...leak, '--link', '绝密★20年')).toEqual([1, expect.stringContaining('国家秘密')])
  expect(await refused('show', 'x')).toEqual([1, expect.stringContaining('应急处置事项')])
})

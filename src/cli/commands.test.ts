import { expect, it } from 'vitest'
import { commands } from './commands/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type Environment, runCli } from './index.ts'

const said: string[] = []
const terminal: Environment = {
  osUser: 'test',
  out: { result: (text) => said.push(text), say: (text) => said.push(text), progress: () => undefined },
  open: () => Promise.reject(new Error('not asked for')),
  serve: () => Promise.reject(new Error('not asked for')),
  makeDemo: () => Promise.reject(new Error('not asked for')),
}
const run = (...words: string[]) => runCli(words, terminal)

it('at the terminal help names every command with what it does, and every command explains itself', async () => {
  expect(await run('help')).toBe(0)
  const overview = said
    .at(-1)
    ?.split('\n')
    .map((line) => line.trim().replace(/ +/g, ' '))
  for (const [words, load] of Object.entries(commands)) {
    const { operands, summary } = await load()
    const line = ['./govmedia', words, operands].filter(Boolean).join(' ')
    expect(overview).toContain(`${line} ${summary}`)
    expect(await run(...words.split(' '), '--help')).toBe(0)
    expect(said.at(-1)?.split('\n').slice(0, 2)).toEqual([line, summary])
  }
})

it('at the terminal the first word of several commands lists them, and help may stand before', async () => {
  expect(await run('users', '--help')).toBe(0)
  const users = said.at(-1)!.split('\n')
  expect(users.length).toBeGreaterThan(3)
  expect(users.every((line) => line.trim().startsWith('./govmedia users '))).toBe(true)
  expect(await run('help', 'users')).toBe(0)
  expect(said.at(-1)!.split('\n')).toEqual(users)
  expect(await run('help', 'users', 'create')).toBe(0)
  expect(said.at(-1)).toContain('--above')
  expect(said.at(-1)).toContain('另可加 --data 目录')
  expect(await run('-h')).toBe(0)
  expect(said.at(-1)).toContain('各命令均可加')
})

it('at the terminal what is no command is said to be none, and nothing is opened', async () => {
  expect(await run('import', 'everything')).toBe(2)
  expect(said).toContain('用法不对：没有“import everything”这个命令。')
  expect(await run('constructor')).toBe(2)
})

it.each([
  [['users', 'list', '--oops'], '没有“--oops”这个选项。', 'users list --help'],
  [['users', 'list', '--district'], '选项“--district”后面须写明值。', 'users list --help'],
  [['users', 'list', '--data', '--json'], '选项“--data”后面须写明值。', 'users list --help'],
  [['users', 'list', '--json=3'], '选项“--json”后面不写值。', 'users list --help'],
  [['tokens', 'create'], '应写作：./govmedia tokens create', 'tokens create --help'],
  [['worker', '--port', '1'], '没有“--port”这个选项。', 'worker --help'],
  [['upgrade', 'now'], '“now”是多余的。', 'upgrade --help'],
  [['nothing'], '没有“nothing”这个命令。', 'help'],
  [['package'], '“package”后面还须写明办什么。', 'package --help'],
  [['package', 'frobnicate'], '没有“package frobnicate”这个命令。', 'package --help'],
])('at the terminal %j is told what is wrong and where to look', async (argv, sentence, help) => {
  expect(await run(...argv)).toBe(2)
  expect(said.at(-2)).toContain(`用法不对：${sentence}`)
  expect(said.at(-1)).toContain(`运行 ./govmedia ${help} 查看`)
})

it('at the terminal a command refused at the data directory says that alone, whatever became of what it had begun', async () => {
  const refused = await runCli(['import', 'accounts', '/nonexistent/附件2.xlsx'], {
    ...terminal,
    open: () => Promise.reject(refuse('district.none')),
  })
  expect(refused).toBe(1)
  expect(said.at(-1)).toBe(refuse('district.none').message)
})

it.each([
  ['killed under a statement', 'Client has encountered a connection error and is not queryable'],
  ['killed between two', 'Connection terminated unexpectedly'],
])('at the terminal a database that was %s is a Chinese sentence and exit code 1', async (_, message) => {
  const code = await runCli(['users', 'list'], { ...terminal, open: () => Promise.reject(new Error(message)) })
  expect(code).toBe(1)
  expect(said.at(-1)).toBe(refuse('database.away-at-terminal').message)
  await expect(
    runCli(['users', 'list'], { ...terminal, open: () => Promise.reject(new Error('anything else')) }),
  ).rejects.toThrow('anything else')
})

import { parseArgs } from 'node:util'
import { type Environment, type ExitCode, UsageError, type UpgradeSummary } from './command.ts'
import { passphraseHelp, passphraseOption, passphraseFrom } from './passphrase.ts'

/** What isn't run on an opened data directory but opens it in a way of its own. */
export type OwnProgram = {
  usage: string
  summary: string
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>
  optionHelp: Readonly<Record<string, string>>
  run(values: Record<string, string | boolean | undefined>, environment: Environment): Promise<ExitCode>
}

const dataHelp = { data: '数据目录，不写为 ./data' }

const serve: OwnProgram = {
  usage: '[--port 8080] [--host 127.0.0.1] [--data 目录] [--demo]',
  summary: '启动服务',
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    data: { type: 'string' },
    demo: { type: 'boolean' },
  },
  optionHelp: { ...dataHelp, port: '端口', host: '监听的地址', demo: '以演示数据启动，仅限本机' },
  async run(values, environment) {
    const port = values['port'] === undefined ? 8080 : Number(values['port'])
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new UsageError(`--port 应为 0 到 65535 的整数，收到的是“${String(values['port'])}”。`)
    const host = textOf(values['host']) ?? '127.0.0.1'
    await environment.serve({ port, host, dataDir: textOf(values['data']), demo: values['demo'] === true })
    return 0
  },
}

const demo: OwnProgram = {
  usage: '[--data 目录] [--json]',
  summary: '生成演示数据并走完一遍',
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  optionHelp: { data: '数据目录，不写为 ./data-demo' },
  async run(values, { makeDemo, out }) {
    const onStep = (sentence: string) => out.say(sentence)
    const summary = await makeDemo({ dataDir: textOf(values['data']), onStep })
    out.result(values['json'] ? JSON.stringify(summary) : summary.reports.join('\n'))
    return 0
  },
}

const upgrade: OwnProgram = {
  usage: '[--data 目录] [--old-program 目录] [--json]',
  summary: '把旧版本的数据升级到本版本，先自动备份',
  options: {
    data: { type: 'string' },
    json: { type: 'boolean' },
    'old-program': { type: 'string' },
    ...passphraseOption,
  },
  optionHelp: {
    ...dataHelp,
    ...passphraseHelp,
    'old-program': '原版本程序的目录；内置数据库换大版本时用它读出数据',
  },
  async run(values, { upgrade: run, out }) {
    if (!run) throw new Error('this environment upgrades nothing')
    const done = await run({
      dataDir: textOf(values['data']),
      oldProgram: textOf(values['old-program']),
      passphrase: await passphraseFrom(values),
      onProgress: (step) => out.progress(step),
      say: (sentence) => out.say(sentence),
    })
    out.result(values['json'] ? JSON.stringify(done) : wordsOf(done))
    return 0
  },
}

const worker: OwnProgram = {
  usage: '[--data 目录]',
  summary: '增加一个只办后台任务和例行事项的进程',
  options: { data: { type: 'string' } },
  optionHelp: dataHelp,
  async run(values, environment) {
    if (!environment.work) throw new Error('this environment works on nothing')
    await environment.work({ dataDir: textOf(values['data']) })
    return 0
  },
}

export const programs: Readonly<Record<string, OwnProgram>> = { serve, demo, upgrade, worker }

export async function runProgram(
  program: OwnProgram,
  name: string,
  args: readonly string[],
  environment: Environment,
): Promise<ExitCode> {
  const options = { ...program.options, help: { type: 'boolean', short: 'h' } } as const
  const { values } = parseArgs({ args: [...args], options })
  if (!values.help) return program.run(values, environment)
  const lines = Object.keys(program.options).map((option) => `  --${option}  ${program.optionHelp[option] ?? ''}`)
  environment.out.result([`./govmedia ${name} ${program.usage}`, program.summary, ...lines].join('\n'))
  return 0
}

function wordsOf({ from, to, files, backup, server, version }: UpgradeSummary): string {
  if (!backup) return `数据已是第 ${to} 版（PostgreSQL ${version}），不需要升级。`
  const steps = files.length > 0 ? `，共 ${files.length} 步：${files.join('、')}` : ''
  const { path, summary } = backup
  return [
    from === to ? `数据结构是第 ${to} 版，没有变。` : `已由第 ${from} 版升级到第 ${to} 版${steps}。`,
    ...(server
      ? [`内置数据库已由 PostgreSQL ${server.from} 换为 ${server.to}。原来的留在 ${server.kept}，确认无误后可以删除。`]
      : []),
    `升级前的备份：${path}，${summary.rows} 行，文件 ${summary.files} 个，已核验完整，${summary.encrypted ? '已加密，含密钥' : '未加密，不含密钥（密钥仍在数据目录的 keys 文件夹）'}。`,
  ].join('\n')
}

const textOf = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined)

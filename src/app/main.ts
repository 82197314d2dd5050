import { userInfo } from 'node:os'
import { runCli } from '../cli/index.ts'
import { logDefect } from './log.ts'
import { terminalOutput } from './output.ts'

const out = terminalOutput()

async function main(): Promise<number> {
  return runCli(process.argv.slice(2), {
    osUser: userInfo().username,
    out,
    // What a data directory, the server or a demonstration needs is a burden to whatever does without.
    open: async ({ dataDir }) => (await import('./workplace.ts')).openWorkplace({ dataDir, role: 'cli' }),
    serve: async (options) => (await import('./server.ts')).serve({ ...options, say: out.say }),
    upgrade: async (options) => (await import('./upgrade.ts')).upgrade(options),
    work: async (options) => (await import('./worker.ts')).work({ ...options, say: out.say }),
    makeDemo: async (options) => (await import('./demo/index.ts')).makeDemo(options),
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  logDefect(error, { part: 'main' })
  process.exitCode = 1
}

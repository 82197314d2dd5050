import { runCli } from '../cli/index.ts'
import { logDefect } from './log.ts'
import { terminalOutput } from './output.ts'
import { openWorkplace, osUser } from './workplace.ts'

const out = terminalOutput()

async function main(): Promise<number> {
  return runCli(process.argv.slice(2), {
    osUser: osUser(),
    out,
    open: ({ dataDir }) => openWorkplace({ dataDir, role: 'cli' }),
    // What the server needs and what a demonstration needs is a burden to every other command.
    serve: async (options) => (await import('./server.ts')).serve({ ...options, say: out.say }),
    makeDemo: async (options) => (await import('./demo/index.ts')).makeDemo(options),
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  logDefect(error, { part: 'main' })
  process.exitCode = 1
}

import { resolve } from 'node:path'
import { type Deps, ensureAdministrator, roleLabels } from '../access/index.ts'
import { stopPress } from '../documents/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { defaultDataDir } from '../cli/index.ts'
import { openAccessLog } from './access-log.ts'
import { watchOf } from './watching.ts'
import type { JobQueue } from '../jobs/index.ts'
import { startBackground } from './background.ts'
import { toldToStop } from './stopping.ts'
import { type AccessLog, createWeb, serveWeb } from '../web/index.ts'
import { logDefect } from './log.ts'
import { namesOfThings } from '../registry/index.ts'
import { allRoutes, recordWords } from './routes.ts'
import { openWorkplace, type OpenWorkplace } from './workplace.ts'

export type ServeOptions = {
  port: number
  host: string
  dataDir: string | undefined
  demo: boolean
  say: (sentence: string) => void
}

/** Serves one data directory until it is told to stop; resolves when everything has ended. Refuses what opening the directory refuses, and `server.port-taken`. */
export async function serve(options: ServeOptions): Promise<void> {
  const stopped = toldToStop()
  if (options.demo) await prepareDemo(options)
  const workplace = await openWorkplace({
    dataDir: options.dataDir,
    role: 'serve',
    demo: options.demo,
    upgrade: { say: options.say },
  })
  if (workplace.upgraded)
    options.say(`已升级到第 ${workplace.upgraded.to} 版，升级前的备份：${workplace.upgraded.backup.path}`)
  let stopBackground = () => Promise.resolve()
  let accessLog: ReturnType<typeof openAccessLog> | undefined
  try {
    await seedCalendar(workplace.deps.db, workplace.deps.wall.now())
    const first = await ensureAdministrator(workplace.deps)
    const { queue, stop } = await startBackground(workplace, 'serve')
    stopBackground = stop
    accessLog = openAccessLog(workplace.deps.dataDir, logDefect)
    const server = await startWeb(workplace, queue, { ...options, accessLog })
    options.say(`已启动：${server.url}`)
    if (first)
      options.say(
        `首次启动，管理员用户名 ${first.login}，一次性密码 ${first.password}（仅显示这一次，登录后须立即修改）`,
      )
    await stopped
    options.say('正在停止……')
    await server.stop()
  } finally {
    await stopBackground()
    await accessLog?.close()
    stopPress()
    await workplace.close()
  }
}

async function prepareDemo({ host, dataDir, say }: ServeOptions): Promise<void> {
  if (!['127.0.0.1', 'localhost', '::1'].includes(host)) throw refuse('demo.loopback-only', { host })
  const { ensureDemo, demoSignIns } = await import('./demo/index.ts')
  await ensureDemo({ dataDir: resolve(dataDir ?? defaultDataDir(true)), onStep: say })
  say('演示用户（仅限本机）：')
  for (const { login, password, role, displayName } of demoSignIns)
    say(`  ${login.padEnd(10)} ${password}  ${roleLabels[role]} ${displayName}`)
}

async function startWeb(
  workplace: OpenWorkplace,
  jobs: JobQueue,
  { port, host, accessLog }: ServeOptions & { accessLog: AccessLog },
) {
  const { deps, database, demo } = workplace
  // Pages may ask for ten seconds at the most; verbs and jobs have their own, longer limit.
  const pageDeps: Deps = { ...deps, db: database.pages }
  const web = createWeb({
    deps,
    pageDeps,
    jobs,
    demo,
    host,
    logDefect,
    routes: allRoutes,
    recordWords,
    namesOfThings,
    watch: watchOf(pageDeps, database),
    accessLog,
  })
  return serveWeb(web.app, { host, port })
}

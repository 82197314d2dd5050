import { resolve } from 'node:path'
import { type Deps, ensureAdministrator, roleLabels } from '../access/index.ts'
import { stopPress } from '../documents/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { defaultDataDir } from '../cli/index.ts'
import { openAccessLog } from './access-log.ts'
import { startCollecting } from './collecting.ts'
import { startNotifying } from './notifying.ts'
import { startPushing } from './pushing.ts'
import { startBackingUp } from './backing-up.ts'
import { startStamping } from './timestamping.ts'
import { watchOf } from './watching.ts'
import { startRounds } from './rounds.ts'
import { type JobQueue, startJobQueue } from '../jobs/index.ts'
import { type AccessLog, createWeb, serveWeb } from '../web/index.ts'
import { jobKinds } from './job-kinds.ts'
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
  const stopped = waitForStop()
  if (options.demo) await prepareDemo(options)
  const workplace = await openWorkplace({
    dataDir: options.dataDir,
    role: 'serve',
    demo: options.demo,
    upgrade: { say: options.say },
  })
  if (workplace.upgraded)
    options.say(`已升级到第 ${workplace.upgraded.to} 版，升级前的备份：${workplace.upgraded.backup.path}`)
  let queue: JobQueue | undefined
  let accessLog: ReturnType<typeof openAccessLog> | undefined
  let stopRounds = () => Promise.resolve()
  let stopCollecting = () => Promise.resolve()
  let stopStamping = () => Promise.resolve()
  let stopNotifying = () => Promise.resolve()
  let stopPushing = () => Promise.resolve()
  let stopBackingUp = () => Promise.resolve()
  try {
    await seedCalendar(workplace.deps.db, workplace.deps.wall.now())
    const first = await ensureAdministrator(workplace.deps)
    queue = await startQueue(workplace)
    stopRounds = startRounds(workplace.deps, logDefect, workplace.demo)
    // A demonstration is of nobody: nothing of it is asked of anybody outside.
    if (!workplace.demo) {
      stopCollecting = startCollecting(workplace.deps, logDefect)
      stopStamping = startStamping(workplace.deps, logDefect)
      stopNotifying = startNotifying(workplace.deps, logDefect)
      stopPushing = startPushing(workplace.deps, logDefect)
      stopBackingUp = startBackingUp(workplace.deps, workplace.database.inSnapshot, logDefect)
    }
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
    await stopCollecting()
    await stopStamping()
    await stopNotifying()
    await stopPushing()
    await stopBackingUp()
    await stopRounds()
    await queue?.stop()
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

async function startQueue({ deps, database, demo }: OpenWorkplace): Promise<JobQueue> {
  return startJobQueue({
    db: deps.db,
    wall: deps.wall,
    ids: deps.ids,
    kinds: jobKinds(deps, demo),
    executeSql: (text, values) => database.pool.query(text, values),
    onDefect: logDefect,
  })
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

// A terminal's Ctrl-C reaches the whole group and npm passes it on once more: the second signal must not kill a program
// that is stopping in order, or its database would be left behind.
function waitForStop(): Promise<void> {
  return new Promise((done) => {
    process.on('SIGINT', () => done())
    process.on('SIGTERM', () => done())
  })
}

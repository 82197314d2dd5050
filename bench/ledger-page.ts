import { createUser, ensureAdministrator, signIn } from '../src/access/index.ts'
import { allRoutes } from '../src/app/routes.ts'
import { createWeb, sessionCookie } from '../src/web/index.ts'
import { ms, type Row, timesOf } from './measure.ts'
import { districtId, makeAccounts, makeScene, type Scene } from './scene.ts'

const accounts = 5_000
const pages = [
  '/accounts',
  '/accounts?page=40',
  '/accounts?q=%E8%B4%A6%E5%8F%B71',
  '/accounts?platform=weibo&sort=unit',
  '/accounts?sort=-name&page=7',
]

/** 台账 with 5,000 accounts through the whole application: session, rights, SQL, page, compression. */
export async function ledgerRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    const ask = await signedIn(scene)
    let heaviest = 0
    for (const path of pages) heaviest = Math.max(heaviest, await ask(path))
    const style = await ask('/accounts', true)
    const times = (await Promise.all(pages.map(async (path) => timesOf(20, () => ask(path)))))
      .flat()
      .sort((a, b) => a - b)
    const alone = (await timesOf(60, () => ask(pages[times.length % pages.length]!))).sort((a, b) => a - b)
    const p95 = alone[Math.floor(alone.length * 0.95)]!
    const kilobytes = (heaviest + style) / 1024
    return [
      {
        what: `台账 page, ${accounts} accounts, p95`,
        figure: ms(p95),
        beside: `limit: ${(p95 / 150).toFixed(2)} x; five at once ${ms(times[Math.floor(times.length * 0.95)]!)}`,
        target: '< 150 ms',
        holds: p95 < 150,
      },
      {
        what: '台账 page on the wire with its style sheet',
        figure: `${kilobytes.toFixed(1)} kB`,
        beside: `limit: ${(kilobytes / 60).toFixed(2)} x`,
        target: '< 60 kB',
        holds: kilobytes < 60,
      },
    ]
  } finally {
    await scene.close()
  }
}

/** Asks for a page as a supervisor; answers bytes on the wire, of the page or of its style sheet. */
async function signedIn(scene: Scene): Promise<(path: string, ofStyle?: boolean) => Promise<number>> {
  await ensureAdministrator(scene.deps)
  const { id, password } = await createUser(scene.deps, scene.operator, {
    districtId,
    login: 'bench',
    displayName: '许静言',
    roles: ['supervisor'],
  })
  await scene.database.pool.query('update app_user set must_change_password = false where id = $1', [id])
  const { token } = await signIn(scene.deps, { login: 'bench', password })
  const jobs = { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() }
  const { app } = createWeb({
    deps: scene.deps,
    pageDeps: { ...scene.deps, db: scene.database.pages },
    jobs,
    demo: true,
    host: 'localhost',
    routes: allRoutes,
    logDefect: (error) => console.error(error),
  })
  const headers = { host: 'localhost', cookie: `${sessionCookie}=${token}`, 'accept-encoding': 'gzip' }
  return async (path, ofStyle) => {
    const answer = await app.request(path, { headers })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    const body = await answer.arrayBuffer()
    if (!ofStyle) return body.byteLength
    const href = /href="(\/static\/style[^"]+)"/.exec(
      await (await app.request(path, { headers: { ...headers, 'accept-encoding': 'identity' } })).text(),
    )?.[1]
    return (await (await app.request(href!, { headers })).arrayBuffer()).byteLength
  }
}

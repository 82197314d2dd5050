import { type Deps, vaultWith } from '../../src/access/index.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { filingRoutes } from '../../src/filing/routes.ts'
import { namesOfThings } from '../../src/registry/index.ts'
import { createWeb, type RecordWords, type RouteDefinition } from '../../src/web/index.ts'
import { cloneDatabase } from './database.ts'
import { buildScene, sceneNow, type SignedIn } from './scene.ts'

export type Sent = Record<string, string | Blob> | readonly (readonly [string, string])[]

/** The pages of some routes over a test's database, as a browser reaches them; no job runs, and a defect fails the test. */
export function pagesOf(deps: Deps, routes: readonly RouteDefinition[], recordWords: RecordWords = {}) {
  const jobs = { enqueue: () => Promise.reject(new Error('no job here')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown) => {
    throw error
  }
  const options = {
    deps,
    pageDeps: deps,
    jobs,
    demo: false,
    host: '127.0.0.1',
    routes,
    recordWords,
    namesOfThings,
    logDefect,
  }
  const { app } = createWeb(options)
  return {
    app,
    get: async (path: string, who: SignedIn) => app.request(path, { headers: who.headers }),
    /** Sends a form with the token of who sends it. */
    post: async (path: string, fields: Sent, who: SignedIn) => {
      const body = new FormData()
      body.append('_csrf', who.csrf)
      for (const [name, value] of Array.isArray(fields) ? fields : Object.entries(fields)) body.append(name, value)
      return app.request(path, { method: 'POST', headers: who.headers, body })
    },
  }
}

/** The pages of some routes over a scene of its own, on the scene's day; `name` seeds the ids. */
export async function sceneDesk(name: string, routes: readonly RouteDefinition[], dataDir = '/nowhere') {
  const { db, owner } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds(name, clock)
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  return { ...pagesOf(deps, routes), deps, scene, owner }
}
export type SceneDesk = Awaited<ReturnType<typeof sceneDesk>>

/** Filing's own routes where no other room is asked. */
export const filingAlone = filingRoutes({
  openTasks: () => Promise.resolve([]),
  onAccepted: () => Promise.resolve(),
  unfinishedCleanup: () => Promise.resolve([]),
})

import type { Deps } from '../../src/access/index.ts'
import { openRoutes } from '../../src/api/index.ts'
import { createWeb, serveWeb } from '../../src/web/index.ts'

/** Everything at `/api` over a test's database, listening on loopback; no job runs, and a defect fails the test. */
export const serveInterface = (deps: Deps) => {
  const { app } = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: openRoutes(),
    logDefect: (error) => {
      throw error
    },
  })
  return serveWeb(app, { host: '127.0.0.1', port: 0 })
}

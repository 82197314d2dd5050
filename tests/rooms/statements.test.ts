import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Deps, type Role, vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { countStatements, type Statement } from '../support/counted-statements.ts'
import { cloneDatabase } from '../support/database.ts'
import { buildScene, type Scene, sceneNow } from '../support/scene.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-statements-'))
let scene: Scene
let web: ReturnType<typeof createWeb>
let counted: ReturnType<typeof countStatements>

beforeAll(async () => {
  const database = await cloneDatabase({ forFile: true })
  counted = countStatements(database.pool)
  const clock = fixedClock(instant(sceneNow))
  const deps: Deps = {
    db: database.db,
    clock,
    wall: clock,
    ids: seededIds('statements', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  await seedCalendar(deps.db, clock.now())
  scene = await buildScene(deps)
  const jobs = {
    enqueue: () => Promise.reject(new Error('a page that is read starts no job')),
    stop: () => Promise.resolve(),
  }
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs,
    demo: false,
    host: '127.0.0.1',
    routes: allRoutes,
    logDefect: (error) => console.error(error),
  })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** What a page asks of the database, at its second look: the first one of a session notes when somebody was here. */
async function askedBy(role: Role, path: string): Promise<Statement[]> {
  const who = await scene.signIn(role, role.startsWith('unit_') ? { unit: '临湖区水务局' } : {})
  const get = () => web.app.request(path, { headers: { host: '127.0.0.1:8080', ...who.headers } })
  await get()
  counted.since()
  const answer = await get()
  expect([path, answer.status]).toEqual([path, 200])
  return counted.since()
}

// A bound is what the page asked when it was last looked at; what goes beyond it has to be worth a statement.
const cases: [Role, string, number][] = [
  ['administrator', '/', 12],
  ['supervisor', '/', 32],
  ['examiner', '/', 23],
  ['office_head', '/', 26],
  ['acceptor', '/', 23],
  ['district_leader', '/', 7],
  ['unit_editor', '/', 32],
  ['supervisor', '/accounts', 7],
  ['unit_editor', '/accounts', 7],
  ['examiner', '/review', 8],
  ['examiner', '/reports', 7],
  ['supervisor', '/months', 11],
  ['supervisor', '/months/2026-09', 23],
  ['supervisor', '/overview', 26],
  ['administrator', '/users', 8],
  ['administrator', '/sso', 9],
  ['administrator', '/delegations', 8],
  ['administrator', '/api-tokens', 6],
  ['administrator', '/webhooks', 7],
  ['administrator', '/backups', 8],
  ['security_officer', '/sign-ins', 7],
  ['security_officer', '/own-sign-ins', 7],
  ['security_officer', '/rights', 9],
  ['supervisor', '/exchange', 9],
  ['upper_office', '/rollup', 15],
  ['upper_office', '/rollup/compare', 9],
]

describe('statements of a page', () => {
  it.each(cases)('%s %s asks no question twice and no more than %i', async (role, path, most) => {
    const asked = await askedBy(role, path)
    const twice = [...Map.groupBy(asked, ({ text, values }) => `${text} ${values}`)].filter(
      ([, same]) => same.length > 1,
    )
    expect(twice.map(([text]) => text)).toEqual([])
    expect(asked.length).toBeGreaterThan(4)
    expect(asked.length).toBeLessThanOrEqual(most)
  })
})

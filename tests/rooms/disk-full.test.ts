import { expect, it } from 'vitest'
import { vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { diskTrouble, seededIds } from '../../src/database/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { sceneNow } from '../support/scene.ts'

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error('could not extend file'), { code, ...more })

it('knows a full disk, a failing one and a damaged database, the database’s and the files’, whatever wraps it', () => {
  const said = (error: unknown) => diskTrouble(error)?.code
  expect(said(failing('53100'))).toBe('database.disk-full')
  expect(said(failing('ENOSPC', { syscall: 'write' }))).toBe('database.disk-full')
  expect(said(new Error('saving', { cause: failing('EDQUOT') }))).toBe('database.disk-full')
  expect(said(failing('58030'))).toBe('database.disk-failing')
  expect(said(new Error('saving', { cause: failing('EIO', { syscall: 'fsync' }) }))).toBe('database.disk-failing')
  expect(said(failing('XX001'))).toBe('database.damaged')
  expect(said(failing('53200'))).toBeUndefined()
  expect(said('53100')).toBeUndefined()
})

it.each([
  ['53100', 'disk-full', '没有保存'],
  ['58030', 'disk-failing', '没有保存'],
  ['XX001', 'damaged', '没有办成'],
])(
  'says of disk trouble %s that nothing was saved and what to do, and logs it as no defect of the program',
  async (code, level, words) => {
    const clock = fixedClock(instant(sceneNow))
    const db = new Proxy(
      {},
      {
        get: () => () => {
          throw failing(code)
        },
      },
    )
    const deps = {
      db: db as never,
      clock,
      wall: clock,
      ids: seededIds('full', clock),
      vault: vaultWith(Buffer.alloc(32)),
      dataDir: '',
    }
    const logged: Record<string, string>[] = []
    const { app } = createWeb({
      deps,
      pageDeps: deps,
      jobs: { enqueue: () => Promise.reject(new Error('none')), stop: () => Promise.resolve() },
      demo: false,
      host: '127.0.0.1',
      routes: allRoutes,
      logDefect: (_error, context) => logged.push(context),
    })
    const answer = await app.request('/accounts', {
      headers: { host: '127.0.0.1', cookie: 'govmedia_session=x', accept: 'application/json' },
    })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      code: `database.${level}`,
      sentence: expect.stringContaining(words),
    })
    expect(logged).toMatchObject([{ level, part: 'web' }])
  },
)

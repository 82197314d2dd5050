import { expect, it } from 'vitest'
import { vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { isDiskFull, seededIds } from '../../src/database/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { sceneNow } from '../support/scene.ts'

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error('could not extend file'), { code, ...more })

it('knows a full disk, the database’s and the files’, whatever wraps it', () => {
  expect(isDiskFull(failing('53100'))).toBe(true)
  expect(isDiskFull(failing('ENOSPC', { syscall: 'write' }))).toBe(true)
  expect(isDiskFull(new Error('saving', { cause: failing('EDQUOT') }))).toBe(true)
  expect(isDiskFull(failing('53200'))).toBe(false)
  expect(isDiskFull('53100')).toBe(false)
})

it('says of a full disk that nothing was saved and what to do, and logs it as no defect of the program', async () => {
  const clock = fixedClock(instant(sceneNow))
  const db = new Proxy(
    {},
    {
      get: () => () => {
        throw failing('53100')
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
    code: 'database.disk-full',
    sentence: expect.stringContaining('没有保存'),
  })
  expect(logged).toMatchObject([{ level: 'disk-full', part: 'web' }])
})
